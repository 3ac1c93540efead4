# SPDX-License-Identifier: GPL-3.0-or-later
"""Files outside of the vault, which people name: what can be wrong with reading and writing them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from protectnet.domain.errors import ProtectNetError
from protectnet.files import AtomicFile, is_nameable
from protectnet.store.errors import OutFileExists


class FileUnreadable(ProtectNetError):
    """A file cannot be read.

    Facts: ``name``, ``reason``: the system's word, ``not_text``, or ``not_a_name`` for a path that no
    system can be asked for.
    """

    code = "file_unreadable"


class FileUnwritable(ProtectNetError):
    """A file cannot be written. Facts: ``name``, ``reason``: the system's word, or ``not_a_name``."""

    code = "file_unwritable"


class OutputUnwritable(ProtectNetError):
    """What was to be shown cannot be written. Facts: ``reason`` (the system's word)."""

    code = "output_unwritable"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the system says of reading ``path`` into ``FileUnreadable``."""
    if not is_nameable(path):
        raise FileUnreadable(name=str(path), reason="not_a_name")
    try:
        yield
    except OSError as error:
        raise FileUnreadable(name=str(path), reason=error.strerror or "") from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says of writing ``path`` into ``FileUnwritable``."""
    if not is_nameable(path):
        raise FileUnwritable(name=str(path), reason="not_a_name")
    try:
        yield
    except OSError as error:
        raise FileUnwritable(name=str(path), reason=error.strerror or "") from error


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is not there yet, its owner's alone, whole or not at all.

    Raises ``OutFileExists``, ``FileUnwritable``.
    """
    with writing(path):
        if path.exists() or path.is_symlink():
            raise OutFileExists(name=str(path))
        with AtomicFile(path) as file:
            for piece in pieces:
                file.write(piece)
