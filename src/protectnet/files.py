# SPDX-License-Identifier: GPL-3.0-or-later
"""Owner-only files that a crash leaves old or new but never half, and the resources that come with us.

Nothing here knows what the bytes mean. What the system refuses is raised as an `OSError`; the two
refusals that people can do something about have classes of their own, `DiskFull` and `FolderReadOnly`.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PRIVATE_UMASK = 0o077
UNFINISHED_SUFFIX = ".part"

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
# FAT and some network folders have no owner bits and cannot sync a folder; the file is still written.
_NOT_KNOWN_HERE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.ENOSYS})
_BINARY = getattr(os, "O_BINARY", 0)
_NO_INHERIT = getattr(os, "O_CLOEXEC", 0)


class DiskFull(OSError):
    """There is no room left (or the person's quota is used up) where `filename` should be written."""


class FolderReadOnly(OSError):
    """The system allows no writing where `filename` should be written."""


@contextlib.contextmanager
def naming_refusals(path: Path) -> Iterator[None]:
    """Turn an `OSError` of the block into `DiskFull` or `FolderReadOnly` of `path` where it is one of them.

    Raises as `require_nameable` before the block begins.
    """
    try:
        require_nameable(path)
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(error.errno, error.strerror, str(path)) from error
        if error.errno in _REFUSED:
            raise FolderReadOnly(error.errno, error.strerror, str(path)) from error
        raise


def is_nameable(path: Path) -> bool:
    """Whether the system can be asked for a file of this path at all.

    Python says `ValueError` of one that cannot, as of a mistake of the caller; but people and other
    programs give paths.
    """
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def require_nameable(path: Path) -> None:
    """Raise `OSError` (`EINVAL`) for a path that `is_nameable` refuses."""
    if not is_nameable(path):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def set_private_umask() -> None:
    """Let every file that this process makes from now on be its owner's alone."""
    os.umask(PRIVATE_UMASK)


def make_private_folder(path: Path) -> None:
    """Make the folder `path` and the missing ones above it, open to the owner alone.

    A folder that is there already is closed to others if it was not. Raises `NotADirectoryError` if a
    file stands there, `DiskFull`, `FolderReadOnly`, or another `OSError`; then no folder was made.
    """
    made: list[Path] = []
    try:
        with naming_refusals(path):
            _make_folders(path, made)
            if stat.S_IMODE(path.stat().st_mode) != PRIVATE_FOLDER:
                with _where_known():
                    path.chmod(PRIVATE_FOLDER)
    except OSError:
        for folder in reversed(made):
            # Somebody may have put something into it by now; the first error is the one to tell.
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _make_folders(path: Path, made: list[Path]) -> None:
    """Make what is missing of a folder and those above it; each one made is added to `made`."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        # Another process may make it at the same moment; then it is not ours to judge.
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=PRIVATE_FOLDER)
            made.append(folder)
        sync_folder(folder.parent)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def sync_folder(path: Path) -> None:
    """Have the system write the names in the folder `path` to the disk, where systems can do that."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY | _NO_INHERIT)
    try:
        with _where_known():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _where_known() -> Iterator[None]:
    """Ignore that this file system does not know what the block asks for."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_KNOWN_HERE:
            raise


class AtomicFile:
    """A file written piece by piece that appears under its name only when all of it is on the disk.

    Use it in a `with` block. At the end of the block the bytes are synced and the file takes its
    place in one step, instead of an older one if there was one. If the block raises, or anything
    fails, the older file is untouched and the unfinished one is removed. A process that is killed
    leaves at most a file with the ending `.part`, see `remove_unfinished`.
    A link at `path` is replaced itself; what it points to stays.
    """

    def __init__(self, path: Path, mode: int = PRIVATE_FILE) -> None:
        self._path = path
        self._mode = mode
        name = f".{path.name}.{os.urandom(6).hex()}{UNFINISHED_SUFFIX}"
        self._unfinished = path.with_name(name)
        self._descriptor = -1

    def __enter__(self) -> "AtomicFile":
        """Open the unfinished file; raises `DiskFull`, `FolderReadOnly`, or another `OSError`."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _NO_INHERIT
        with naming_refusals(self._path):
            self._descriptor = os.open(self._unfinished, flags, self._mode)
        return self

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Append all of `data` and return its length in bytes; nothing is held back in memory."""
        rest = memoryview(data).cast("B")
        length = rest.nbytes
        with naming_refusals(self._path):
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        return length

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put the file in its place, or leave everything as it was."""
        try:
            if kind is None:
                with naming_refusals(self._path):
                    self._finish()
        finally:
            self._close()
            # After a rename it is gone; where it cannot be removed, the first error is the one to tell.
            with contextlib.suppress(OSError):
                self._unfinished.unlink()

    def _finish(self) -> None:
        if (
            sys.platform != "win32"
            and stat.S_IMODE(os.fstat(self._descriptor).st_mode) != self._mode
        ):
            with _where_known():
                os.fchmod(self._descriptor, self._mode)
        os.fsync(self._descriptor)
        self._close()
        self._unfinished.replace(self._path)
        sync_folder(self._path.parent)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def write_atomically(path: Path, data: bytes, mode: int = PRIVATE_FILE) -> None:
    """Write `data` to `path` so that a crash at any moment leaves the old file or the new one, whole.

    Raises `DiskFull`, `FolderReadOnly`, or another `OSError`; the old file is then untouched.
    """
    with AtomicFile(path, mode) as file:
        file.write(data)


def remove_unfinished(folder: Path) -> int:
    """Remove what killed writers left in `folder` and return how many files that were.

    Only for a folder in which nobody writes at this moment: the vault calls it under its lock.
    """
    with naming_refusals(folder):
        unfinished = [path for path in folder.glob(f".*{UNFINISHED_SUFFIX}") if path.is_file()]
        for path in unfinished:
            path.unlink()
    return len(unfinished)


def resource(*names: str) -> Path:
    """Return the path of a packaged resource, as `resource("vocabularies", "actors.json")`.

    In a checkout they are in the folder `resources` of the repository, in an installed program in
    `protectnet/_resources`. Raises `ValueError` for a name that leads elsewhere and
    `FileNotFoundError` for one that is not there.
    """
    for name in names:
        if name in {"", ".", ".."} or "/" in name or "\\" in name:
            raise ValueError(f"not the name of a resource: {name!r}")
    path = _resources().joinpath(*names)
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return path


def _resources() -> Path:
    package = Path(__file__).resolve().parent
    packaged = package / "_resources"
    return packaged if packaged.is_dir() else package.parents[1] / "resources"
