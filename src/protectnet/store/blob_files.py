# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of blobs: where each is, whether it is whole, which are here."""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from protectnet.envelope import PIECE
from protectnet.files import DiskFull, FolderReadOnly, naming_refusals, sync_folder
from protectnet.store.blob_uses import BLOB_ID_BYTES
from protectnet.store.errors import (
    BlobDamaged,
    BlobMissing,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from protectnet.store.store import BLOB_FOLDER, Store

_ID_DIGITS = 2 * BLOB_ID_BYTES
_DIGITS = frozenset("0123456789abcdef")
_SHOWN_DIGITS = 8


def path_of(store: Store, blob: bytes) -> Path:
    """Where the blob of this id (32 bytes) is or would be."""
    if len(blob) != BLOB_ID_BYTES:
        raise ValueError("the id of a blob has 32 bytes")
    return store.blob_folder / blob.hex()[:2] / blob.hex()


def is_held(store: Store, blob: bytes) -> bool:
    """Whether the blob is here, whole or not."""
    return path_of(store, blob).is_file()


def held(store: Store) -> Iterator[bytes]:
    """The ids of all blobs that are here, whole or not. Raises ``StoreUnreachable``."""
    with refusals(store):
        if not store.blob_folder.is_dir():
            return
        for folder in sorted(store.blob_folder.iterdir()):
            if folder.is_dir():
                yield from (
                    bytes.fromhex(path.name)
                    for path in sorted(folder.iterdir())
                    if _is_name(path.name) and path.name[:2] == folder.name and path.is_file()
                )


def ciphertext_of(store: Store, blob: bytes) -> Iterator[bytes]:
    """A blob as it travels, in pieces; the end raises ``BlobDamaged`` if they were not the blob.

    Raises ``BlobMissing``, ``StoreUnreachable``.
    """
    hasher = hashlib.sha256()
    with _reading(blob), path_of(store, blob).open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            hasher.update(piece)
            yield piece
    if hasher.digest() != blob:
        raise BlobDamaged(blob=shown(blob))


def stretch_of(store: Store, blob: bytes, offset: int, length: int) -> Iterator[bytes]:
    """Some of a blob as it travels, from an offset on, in pieces; fewer bytes if it is shorter.

    Nothing is checked: that takes all of it. Raises ``BlobMissing``, ``StoreUnreachable``.
    """
    with _reading(blob), path_of(store, blob).open("rb", buffering=0) as file:
        file.seek(offset)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


def verify(store: Store, blob: bytes) -> int:
    """Read a blob to its end; its length in bytes.

    Raises ``BlobMissing``, ``BlobDamaged``, ``StoreUnreachable``.
    """
    return sum(map(len, ciphertext_of(store, blob)))


def remove(store: Store, blob: bytes) -> None:
    """Remove a blob; harmless when it is not here.

    Not within a transaction: if that were undone, the blob would be gone all the same. Raises
    ``StoreReadOnly``, ``StoreUnreachable``.
    """
    if store.db.connection.in_transaction:
        raise RuntimeError("a blob goes after the transaction that drops it")
    path = path_of(store, blob)
    with refusals(store):
        if path.is_file():
            path.unlink()
            sync_folder(path.parent)


def shown(blob: bytes) -> str:
    """How errors name a blob."""
    return blob.hex()[:_SHOWN_DIGITS]


@contextmanager
def refusals(store: Store, length: int = 0) -> Iterator[None]:
    """What the system says of writing blobs of so many bytes, in our own words."""
    try:
        with naming_refusals(store.blob_folder):
            yield
    except DiskFull as error:
        raise StoreFull(path=BLOB_FOLDER, more=length) from error
    except FolderReadOnly as error:
        raise StoreReadOnly(path=BLOB_FOLDER) from error
    except OSError as error:
        # EFBIG: the system allows this person no file of that size.
        if error.errno == errno.EFBIG:
            raise StoreFull(path=BLOB_FOLDER, more=length) from error
        raise StoreUnreachable(path=BLOB_FOLDER) from error


@contextmanager
def _reading(blob: bytes) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BlobMissing(blob=shown(blob)) from error
    except OSError as error:
        raise StoreUnreachable(path=BLOB_FOLDER) from error


def _is_name(name: str) -> bool:
    return len(name) == _ID_DIGITS and _DIGITS.issuperset(name)
