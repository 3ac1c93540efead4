# SPDX-License-Identifier: GPL-3.0-or-later
"""Encrypted files beside the store, named by the SHA-256 of what is in them.

The same bytes travel in bundles. A file is on the disk before the transaction that names it, and
removed after the one that forgets it: whatever is interrupted leaves at most a file that nobody
names, which goes at the next opening.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from protectnet.domain.ids import CircleId
from protectnet.files import (
    AtomicFile,
    DiskFull,
    FolderReadOnly,
    make_private_folder,
    remove_unfinished,
    sync_folder,
)
from protectnet.store.errors import (
    BlobDamaged,
    BlobMissing,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from protectnet.store.store import Progress, Store, no_progress

READ_BYTES = 256 * 1024
_NEW_SUFFIX = ".new"
_HEX_DIGITS = 64


@contextmanager
def writing_blob(store: Store) -> Iterator[tuple[AtomicFile, Path]]:
    """A file to write a ciphertext into, and its path once the block has ended without an error.

    Raises ``StoreFull``, ``StoreReadOnly`` or ``StoreUnreachable``; then nothing is left of it.
    """
    folder = store.blob_folder
    path = folder / f"{secrets.token_hex(8)}{_NEW_SUFFIX}"
    with naming_store_errors(folder):
        make_private_folder(folder)
        with AtomicFile(path) as file:
            yield file, path


def name_blob(store: Store, path: Path, blob: bytes) -> None:
    """Give a ciphertext that ``writing_blob`` wrote its place by its SHA-256."""
    place = blob_path(store, blob)
    with naming_store_errors(store.blob_folder):
        make_private_folder(place.parent)
        path.replace(place)
        sync_folder(place.parent)
        sync_folder(store.blob_folder)


def blob_path(store: Store, blob: bytes) -> Path:
    """Where the blob of this SHA-256 is, if it is held."""
    name = blob.hex()
    return store.blob_folder / name[:2] / name


def take_blob(store: Store, blob: bytes, untrusted_pieces: Iterable[bytes | memoryview]) -> None:
    """Keep a ciphertext that came with a bundle, if its SHA-256 is ``blob``.

    Raises ``BlobDamaged`` (nothing is kept), ``StoreFull``, ``StoreReadOnly``, ``StoreUnreachable``.
    """
    digest = hashlib.sha256()
    with writing_blob(store) as (file, path):
        for piece in untrusted_pieces:
            digest.update(piece)
            file.write(piece)
        if digest.digest() != blob:
            raise BlobDamaged(blob=blob.hex())
    name_blob(store, path, blob)


def open_blob(store: Store, blob: bytes) -> BinaryIO:
    """The ciphertext, to be read and closed by the caller; raises ``BlobMissing``."""
    try:
        return blob_path(store, blob).open("rb", buffering=0)  # type: ignore[return-value]
    except FileNotFoundError as error:
        raise BlobMissing(blob=blob.hex()) from error
    except OSError as error:
        raise StoreUnreachable(path=store.blob_folder.name) from error


def blob_size(store: Store, blob: bytes) -> int | None:
    """The length of the ciphertext in bytes, ``None`` when it is not held."""
    try:
        return blob_path(store, blob).stat().st_size
    except FileNotFoundError:
        return None


def blobs_of_circle(store: Store, circle: CircleId) -> list[bytes]:
    """The blobs that operations of a circle name, held or not, sorted."""
    rows = store.db.rows(
        "SELECT DISTINCT blob FROM blob_use JOIN operation ON operation.id = blob_use.operation "
        "JOIN record ON record.id = operation.record "
        "JOIN circle ON circle.id = record.circle WHERE circle.circle = ? ORDER BY blob",
        (circle,),
    )
    return [blob for (blob,) in rows]


def is_blob_named(store: Store, blob: bytes) -> bool:
    """Whether any operation that is held names the blob."""
    return store.db.row("SELECT 1 FROM blob_use WHERE blob = ?", (blob,)) is not None


def check_blobs(store: Store, progress: Progress = no_progress) -> tuple[int, int]:
    """Read every blob and compare it with its name; how many are right, and how many missing.

    Raises ``BlobDamaged`` or ``StoreUnreachable``. ``progress`` counts blobs.
    """
    names = [blob for (blob,) in store.db.rows("SELECT DISTINCT blob FROM blob_use ORDER BY blob")]
    missing = 0
    for done, blob in enumerate(names):
        progress(done, len(names))
        if blob_size(store, blob) is None:
            missing += 1
        elif _digest_of(store, blob) != blob:
            raise BlobDamaged(blob=blob.hex())
    progress(len(names), len(names))
    return len(names) - missing, missing


def remove_unused_blobs(store: Store) -> int:
    """Remove the files that no operation names, and what was never finished; how many.

    Not while a blob is written or taken whose transaction is still to come.
    """
    folder = store.blob_folder
    if not folder.is_dir():
        return 0
    with naming_store_errors(folder):
        removed = remove_unfinished(folder)
        unused = [path for path in folder.glob(f"*{_NEW_SUFFIX}") if path.is_file()]
        unused += [path for path in folder.glob("??/*") if not _is_used(store, path)]
        for path in unused:
            path.unlink()
        for parent in {path.parent for path in unused}:
            sync_folder(parent)
    return removed + len(unused)


@contextmanager
def naming_store_errors(folder: Path) -> Iterator[None]:
    """Turn what the system refuses into errors of the store."""
    try:
        yield
    except DiskFull as error:
        raise StoreFull(path=folder.name) from error
    except FolderReadOnly as error:
        raise StoreReadOnly(path=folder.name) from error
    except OSError as error:
        raise StoreUnreachable(path=folder.name) from error


def _is_used(store: Store, path: Path) -> bool:
    try:
        blob = bytes.fromhex(path.name)
    except ValueError:
        # A file of somebody else's is not ours to remove.
        return True
    return len(path.name) != _HEX_DIGITS or is_blob_named(store, blob)


def _digest_of(store: Store, blob: bytes) -> bytes:
    buffer = memoryview(bytearray(READ_BYTES))
    digest = hashlib.sha256()
    with open_blob(store, blob) as file, naming_store_errors(store.blob_folder):
        while count := file.readinto(buffer):  # type: ignore[attr-defined]
            digest.update(buffer[:count])
    return digest.digest()
