# SPDX-License-Identifier: GPL-3.0-or-later
"""One process at a time has a vault open (docs/spec/vault-v1.md, section 8)."""

import errno
import os
import sys
from pathlib import Path
from typing import Self

from protectnet.files import PRIVATE_FILE
from protectnet.vault.errors import NotAVault, VaultInUse
from protectnet.vault.folder import VaultFolder, typed_refusals

if sys.platform == "win32":
    import msvcrt

    def _hold(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Windows says EACCES or EDEADLOCK for a byte that another process holds.
_HELD = frozenset({errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})
_NO_INHERIT = getattr(os, "O_CLOEXEC", 0)
# A link would have an empty file made wherever it leads.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class InstanceLock:
    """Holds the file ``lock`` of a folder until it is released or the process ends.

    The file stays and is empty: it names nobody.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor = -1

    def __repr__(self) -> str:
        """Name the folder alone."""
        return f"InstanceLock({str(self._folder)!r})"

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock now."""
        return self._descriptor >= 0

    def acquire(self) -> None:
        """Take the lock without waiting.

        Raises ``NotAVault`` where no folder is, ``VaultInUse``, ``VaultReadOnly``,
        ``VaultDiskFull``, ``FolderUnusable``, ``VaultUnreachable``.
        """
        if self.is_held:
            raise ValueError("this lock is held already")
        self._descriptor = self._open_held(VaultFolder(self._folder).lock)

    def _open_held(self, path: Path) -> int:
        with typed_refusals(self._folder, path.name):
            try:
                flags = os.O_RDWR | os.O_CREAT | _NO_INHERIT | _NO_LINK
                descriptor = os.open(path, flags, PRIVATE_FILE)
            except FileNotFoundError:
                raise NotAVault(path=str(self._folder)) from None
            try:
                self._hold(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
        return descriptor

    def _hold(self, descriptor: int) -> None:
        try:
            _hold(descriptor)
        except OSError as error:
            if error.errno in _HELD:
                raise VaultInUse(path=str(self._folder)) from None
            raise

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            # Closing unlocks, on every system.
            os.close(descriptor)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()
