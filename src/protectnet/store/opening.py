# SPDX-License-Identifier: GPL-3.0-or-later
"""Making and opening a store."""

from pathlib import Path

from protectnet.domain.kinds import KINDS, Kinds
from protectnet.store.database import create_database, open_database, remove_database
from protectnet.store.errors import DamagedStore, StoreAlreadyThere, StoreFull
from protectnet.store.migrate import migrate, schema_number
from protectnet.store.orphans import remove_orphans
from protectnet.store.rebuild import is_rebuild_due, rebuild
from protectnet.store.store import STORE_FILE, Progress, Store, no_progress


def create_store(folder: Path, key: bytes, kinds: Kinds = KINDS) -> Store:
    """Make a store in an existing folder and open it.

    ``key`` has 48 bytes. Raises ``StoreAlreadyThere``, ``StoreFull``, ``StoreReadOnly``,
    ``StoreUnreachable``.
    """
    path = folder / STORE_FILE
    try:
        return _ready(Store(create_database(path, key), folder, kinds), no_progress)
    except StoreAlreadyThere:
        raise
    except BaseException:
        # Half a store would look like an empty one.
        remove_database(path)
        raise


def open_store(
    folder: Path, key: bytes, kinds: Kinds = KINDS, progress: Progress = no_progress
) -> Store:
    """Open the store of a folder; brings an older one to this version's form first.

    ``progress`` is told while the projection is made anew, which happens when the declared kinds
    changed. Raises ``StoreMissing``, ``WrongStoreKey``, ``DamagedStore``, ``StoreTooNew``,
    ``StoreBusy``, ``StoreFull``, ``StoreReadOnly``.
    """
    db = open_database(folder / STORE_FILE, key)
    if schema_number(db) == 0:
        # A file that was never finished, or was emptied: no reason to begin an empty store.
        db.close()
        raise DamagedStore(path=db.path.name)
    return _ready(Store(db, folder, kinds), progress)


def _ready(store: Store, progress: Progress) -> Store:
    try:
        migrate(store.db)
        if is_rebuild_due(store):
            _rebuild_all(store, progress)
        remove_orphans(store)
    except BaseException:
        store.close()
        raise
    return store


def _rebuild_all(store: Store, progress: Progress) -> None:
    """Make the projection anew; where there is no room for that, the error says how much it takes."""
    try:
        with store.transaction():
            rebuild(store, progress)
    except StoreFull as error:
        # All of it stands in the write-ahead log before it stands in the file.
        size = store.db.path.stat().st_size
        raise StoreFull(path=store.db.path.name, more=2 * size) from error
