# SPDX-License-Identifier: GPL-3.0-or-later
"""A file on a stick, written and read back: what counts is what lies there, not what was sent."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from protectnet.app.outside import FileUnwritable
from protectnet.domain.errors import ProtectNetError
from protectnet.files import AtomicFile
from protectnet.store.store import Progress

_COMPARE_BYTES = 1024 * 1024


class WrittenDiffers(ProtectNetError):
    """What was read back from the stick is not what was written. Facts: ``name``."""

    code = "written_differs"


class Sink:
    """Writes on, hashes what is written, and tells how far it is."""

    def __init__(
        self, write: Callable[[memoryview], int], progress: Progress, length_estimate: int
    ) -> None:
        self._write = write
        self._hash = hashlib.sha256()
        self._progress = progress
        self._total = max(length_estimate, 1)
        self._done = 0

    def write(self, data: memoryview, /) -> int:
        """Write all of ``data``."""
        self._hash.update(data)
        count = self._write(data)
        self._done += count
        self._progress(min(self._done, self._total), self._total)
        return count

    def digest(self) -> bytes:
        """The SHA-256 of what was written."""
        return self._hash.digest()


def write_proven(
    path: Path, fill: Callable[[Sink], None], progress: Progress, length_estimate: int
) -> int:
    """Write a new file by ``fill``, whole or not at all, and read it back; its size in bytes.

    Raises ``FileUnwritable``, naming the folder, and ``WrittenDiffers``.
    """
    try:
        with AtomicFile(path) as file:
            sink = Sink(file.write, progress, length_estimate)
            fill(sink)
        return _read_back(path, sink.digest())
    except OSError as error:
        raise FileUnwritable(name=str(path.parent), reason=error.strerror or "") from error


def _read_back(path: Path, expected: bytes) -> int:
    """Read what is on the stick, not what is in memory; raises ``WrittenDiffers``."""
    hasher = hashlib.sha256()
    size = 0
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(_COMPARE_BYTES):
            hasher.update(piece)
            size += len(piece)
    if hasher.digest() != expected:
        raise WrittenDiffers(name=path.name)
    return size
