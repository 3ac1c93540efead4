# SPDX-License-Identifier: GPL-3.0-or-later
"""Making the projection anew from the operations: the cure for whatever may be wrong with it."""

from protectnet.log.identifiers import RECORDS
from protectnet.store.merging import BATCH_RECORDS, merged_span, remove_orphaned_records
from protectnet.store.placing import Placing
from protectnet.store.projecting import insert_rows, update_records
from protectnet.store.projection import MADE_FROM_DECLARATIONS
from protectnet.store.store import Progress, Store, no_progress
from protectnet.store.verify import PublicKeysOf, verify_segments


def is_rebuild_due(store: Store) -> bool:
    """Whether the projection was made from other declarations than those of this version."""
    row = store.db.row("SELECT declarations FROM projection")
    return row is None or row[0] != store.projection.declarations


def rebuild(
    store: Store, progress: Progress = no_progress, public_keys: PublicKeysOf | None = None
) -> None:
    """Make states, tables, links, uses of blobs, erases and search index anew from the operations.

    Needs a transaction, so that the old projection stays if this is stopped or fails. The standing
    of segments, which operations were refused and which erases were carried out is not in the
    operations and stays. ``progress`` counts records. With ``public_keys`` every signed segment is
    verified before, as ``check`` does; raises then as ``verify_segments`` does.
    """
    db = store.db
    db.require_transaction()
    store.records.forget()
    if public_keys is not None:
        verify_segments(store, public_keys, progress)
    _make_tables(store)
    db.run("DELETE FROM unindexed")
    store.index.forget()
    _place_operations(store)
    remove_orphaned_records(store)
    [(last,)] = db.rows("SELECT coalesce(max(id), 0) FROM record")
    for first in range(1, last + 1, BATCH_RECORDS):
        progress(first - 1, last)
        batch = merged_span(store, first, min(first + BATCH_RECORDS, last + 1))
        update_records(store, batch)
        insert_rows(store, batch)
        store.index.fill(batch)
    db.run(
        "INSERT OR REPLACE INTO projection (id, declarations) VALUES (1, ?)",
        (store.projection.declarations,),
    )
    progress(last, last)


def _make_tables(store: Store) -> None:
    db = store.db
    tables = db.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
    for (name,) in tables:
        # The index keeps tables of its own, which go with it.
        is_ours = name.startswith(MADE_FROM_DECLARATIONS)
        if is_ours and not name.startswith("words_"):
            db.run(f"DROP TABLE {name}")
    for definition in store.projection.definitions():
        db.run(definition)


def _place_operations(store: Store) -> None:
    """Give every operation the record that its bytes name, and note the erases.

    That mends what is wrong with it, and adopts what an earlier version kept without
    understanding it.
    """
    db = store.db
    for table in ("record", "operation", "erase", "erased_name", "blob_use"):
        db.run(f"REINDEX {table}")
    db.run("DELETE FROM blob_use")
    carried_out = db.rows("SELECT operation FROM erase WHERE is_carried_out")
    db.run("DELETE FROM erased_name")
    db.run("DELETE FROM erase")
    placing = Placing(store)
    for (segment,) in db.rows(
        "SELECT segment.id FROM segment JOIN log ON log.id = segment.log "
        "WHERE stream = ? ORDER BY segment.id",
        (RECORDS,),
    ):
        placing.place(segment)
    placing.erases.write(db)
    db.run_many("UPDATE erase SET is_carried_out = 1 WHERE operation = ?", carried_out)
