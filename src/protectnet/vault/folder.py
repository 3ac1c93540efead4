# SPDX-License-Identifier: GPL-3.0-or-later
"""The names in a vault folder, and what the system says about them as typed errors."""

import contextlib
import errno
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from protectnet.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    DiskFull,
    FolderReadOnly,
    naming_refusals,
    require_nameable,
)
from protectnet.vault.errors import (
    FolderUnusable,
    NotAFile,
    VaultDiskFull,
    VaultError,
    VaultNotReadable,
    VaultReadOnly,
    VaultUnreachable,
)
from protectnet.vault.keys import STORE_ID_BYTES

_STORE_COMPANIONS = ("-wal", "-shm", "-journal")

_NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_NO_FOLDER = {
    errno.ENOTDIR: "no_folder_on_the_way",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ELOOP: "links_in_a_circle",
    errno.EINVAL: "not_a_name",
}
"""What the system says of a path that can be no vault's folder, as reasons of ``FolderUnusable``."""
_NO_FILE = frozenset({errno.EISDIR, errno.ELOOP})
"""What it says of a folder, or of a link that leads nowhere, in the place of a file."""


@dataclass(frozen=True, slots=True)
class VaultFolder:
    """The paths in a vault folder (docs/spec/vault-v1.md, section 2). Touches no file by itself."""

    root: Path

    @property
    def slots(self) -> Path:
        """The slots file that counts."""
        return self.root / "slots"

    @property
    def slots_copy(self) -> Path:
        """The same a second time."""
        return self.root / "slots.copy"

    @property
    def slots_next(self) -> Path:
        """The slots of a new vault key that is being put in place."""
        return self.root / "slots.next"

    @property
    def slots_next_copy(self) -> Path:
        """The same a second time."""
        return self.root / "slots.next.copy"

    @property
    def store(self) -> Path:
        """The encrypted database."""
        return self.root / "store.db"

    @property
    def store_next(self) -> Path:
        """The database under a new vault key, before it takes the place of the other."""
        return self.root / "store.next"

    @property
    def blobs(self) -> Path:
        """The folder of encrypted attachments."""
        return self.root / "blobs"

    @property
    def lock(self) -> Path:
        """The empty file that the process with the open vault holds locked."""
        return self.root / "lock"

    @property
    def unfinished(self) -> Path:
        """The empty file that stands here while the vault is being made."""
        return self.root / "unfinished"


def store_with_companions(store: Path) -> tuple[Path, ...]:
    """A database file and the files that SQLite may keep beside it."""
    return (store, *(store.with_name(store.name + ending) for ending in _STORE_COMPANIONS))


def write_ahead_log(store: Path) -> Path:
    """The file in which changes of a database stand that are not in it yet."""
    return store.with_name(store.name + "-wal")


def store_id_of(store: Path) -> bytes:
    """The first 16 bytes of a database file, fewer if it is shorter; raises as ``read_beginning``."""
    return read_beginning(store, STORE_ID_BYTES)


def read_beginning(path: Path, length: int) -> bytes:
    """At most ``length`` bytes of a file in a vault folder.

    Raises ``FileNotFoundError``, ``VaultNotReadable``, ``FolderUnusable``, ``NotAFile``,
    ``VaultUnreachable``.
    """
    try:
        # Asked beforehand: a pipe in the place of a file would have us wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotAFile(path=str(path.parent), file=path.name)
        with path.open("rb") as file:
            return file.read(length)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _refused_reading(path, error) from error


def is_file(path: Path) -> bool:
    """Whether a file is there; raises as ``read_beginning`` where that cannot be found out."""
    try:
        require_nameable(path)
        return stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        if error.errno in _NOTHING_THERE:
            return False
        raise _refused_reading(path, error) from error


@contextlib.contextmanager
def typed_refusals(folder: Path, file: str = "") -> Iterator[None]:
    """Turn what the system refuses to a writer in this block into errors about the vault ``folder``.

    ``file`` is the name in it that is written. ``VaultDiskFull``, ``VaultReadOnly``,
    ``FolderUnusable``, ``NotAFile`` or ``VaultUnreachable``: the latter too where something is gone,
    for whoever writes has seen the folder before.
    """
    shown = str(folder)
    try:
        with naming_refusals(folder / file):
            yield
    except DiskFull as error:
        raise VaultDiskFull(path=shown, file=file) from error
    except FolderReadOnly as error:
        raise VaultReadOnly(path=shown, file=file) from error
    except OSError as error:
        raise _refused(folder, file, error) from error


@contextlib.contextmanager
def making_refusals(folder: Path) -> Iterator[None]:
    """As ``typed_refusals`` for the making of a vault: where it may not be, another folder helps."""
    try:
        with typed_refusals(folder):
            yield
    except VaultReadOnly as error:
        raise FolderUnusable(str(folder), "not_allowed") from error
    except VaultUnreachable as error:
        if error.facts["errno"] == errno.errorcode[errno.ENOENT]:
            raise FolderUnusable(str(folder), "cannot_be_made") from error
        raise


def _refused_reading(path: Path, error: OSError) -> VaultError:
    if error.errno in {errno.EACCES, errno.EPERM}:
        return VaultNotReadable(path=str(path.parent), file=path.name)
    return _refused(path.parent, path.name, error)


def _refused(folder: Path, file: str, error: OSError) -> VaultError:
    if file and error.errno in _NO_FILE:
        return NotAFile(path=str(folder), file=file)
    reason = _NO_FOLDER.get(error.errno or 0)
    if reason is not None:
        return FolderUnusable(str(folder), reason)
    name = errno.errorcode.get(error.errno or 0, "unknown")
    return VaultUnreachable(path=str(folder), file=file, errno=name)


def close_to_others(folder: VaultFolder) -> None:
    """Take away what the modes of the folder and its files allow to others.

    Where the file system has no owners, nothing can be done and nothing is said.
    """
    if sys.platform == "win32":
        return
    files = (folder.slots, folder.slots_copy, folder.store, folder.lock)
    narrowed = [(folder.root, PRIVATE_FOLDER), (folder.blobs, PRIVATE_FOLDER)]
    for path, mode in (*narrowed, *((file, PRIVATE_FILE) for file in files)):
        with contextlib.suppress(OSError):
            if stat.S_IMODE(path.stat().st_mode) & ~mode:
                path.chmod(mode)
