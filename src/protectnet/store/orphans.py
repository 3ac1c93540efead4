# SPDX-License-Identifier: GPL-3.0-or-later
"""What killed processes left among the encrypted files."""

from contextlib import suppress
from pathlib import Path

from protectnet.files import remove_unfinished
from protectnet.store.blob_files import held, path_of
from protectnet.store.blob_needs import unused
from protectnet.store.blob_pieces import PieceKeeper, pieces
from protectnet.store.blobs import ARRIVING
from protectnet.store.errors import StoreReadOnly, StoreUnreachable
from protectnet.store.store import Store


def remove_orphans(store: Store) -> int:
    """Remove blobs that nothing names and files that were never finished; how many that were.

    For the opening of a vault, under its lock: a running process writes a blob before the
    transaction that names it. Files that are not ours stay. What the system does not let go of
    stays until the next opening: nobody is kept from their records by a file that is of no use.
    """
    if store.db.connection.in_transaction:
        raise RuntimeError("a transaction may be about to name a blob")
    removed = 0
    with suppress(StoreReadOnly, StoreUnreachable):
        PieceKeeper(store).settle()
    for folder in (store.blob_folder, *_inside(store.blob_folder)):
        with suppress(OSError):
            removed += remove_unfinished(folder)
    orphans = [path_of(store, blob) for blob in unused(store, _held(store))]
    arriving = [each for each in _inside(store.blob_folder) if each.name.startswith(ARRIVING)]
    for path in (*orphans, *arriving, *_useless_pieces(store)):
        with suppress(OSError):
            path.unlink()
            removed += 1
    return removed


def _held(store: Store) -> list[bytes]:
    try:
        return list(held(store))
    except (StoreReadOnly, StoreUnreachable):
        return []


def _useless_pieces(store: Store) -> list[Path]:
    """Pieces of blobs that nothing names; of others the rest may still come."""
    try:
        found = pieces(store)
    except (StoreReadOnly, StoreUnreachable):
        return []
    gone = unused(store, {each.blob for each in found})
    return [each.path for each in found if each.blob in gone]


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
