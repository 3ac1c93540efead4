# SPDX-License-Identifier: GPL-3.0-or-later
"""Files outside of the vault, which people name: what can be wrong with reading and writing them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from protectnet.domain.errors import ProtectNetError
from protectnet.files import AtomicFile
from protectnet.store.errors import OutFileExists


class FileUnreadable(ProtectNetError):
    """A file cannot be read. Facts: ``name``, ``reason`` (the system's word, or ``not_text``)."""

    code = "file_unreadable"


class FileUnwritable(ProtectNetError):
    """A file cannot be written. Facts: ``name`` (``-``: standard output), ``reason``.

    ``reason`` is the system's word.
    """

    code = "file_unwritable"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says of writing ``path`` into ``FileUnwritable``."""
    try:
        yield
    except OSError as error:
        raise FileUnwritable(name=path.name, reason=error.strerror or "") from error


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is not there yet, its owner's alone, whole or not at all.

    Raises ``OutFileExists``, ``FileUnwritable``.
    """
    with writing(path):
        if path.exists() or path.is_symlink():
            raise OutFileExists(name=path.name)
        with AtomicFile(path) as file:
            for piece in pieces:
                file.write(piece)
