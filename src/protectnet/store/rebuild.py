# SPDX-License-Identifier: GPL-3.0-or-later
"""Making the projection anew from the operations: the cure for whatever may be wrong with it."""

from collections.abc import Callable
from functools import lru_cache

from protectnet.domain.record import Existence
from protectnet.log.header import decode_header
from protectnet.log.identifiers import RECORDS
from protectnet.log.operation import Operation, decode_operation
from protectnet.store.blob_uses import blobs_of
from protectnet.store.database import Database
from protectnet.store.held import Held, Key
from protectnet.store.open_segments import PLACES
from protectnet.store.projecting import insert_rows, update_records
from protectnet.store.projection import MADE_FROM_DECLARATIONS
from protectnet.store.store import Progress, Store, no_progress
from protectnet.store.verify import PublicKeysOf, verify_segments

BATCH_RECORDS = 500


def is_rebuild_due(store: Store) -> bool:
    """Whether the projection was made from other declarations than those of this version."""
    row = store.db.row("SELECT declarations FROM projection")
    return row is None or row[0] != store.projection.declarations


def rebuild(
    store: Store, progress: Progress = no_progress, public_keys: PublicKeysOf | None = None
) -> None:
    """Make states, tables, links, uses of blobs and search index anew from the operations.

    Needs a transaction, so that the old projection stays if this is stopped or fails. ``progress``
    counts records. With ``public_keys`` every signed segment is verified before, as ``check``
    does; raises then as ``verify_segments`` does.
    """
    db = store.db
    db.require_transaction()
    store.records.forget()
    if public_keys is not None:
        verify_segments(store, public_keys, progress)
    _make_tables(store)
    _place_operations(store)
    db.run("DELETE FROM blob_use")
    db.run("DELETE FROM unindexed")
    store.index.forget()
    uses: list[tuple[bytes, int]] = []

    def note(row: int, operation: Operation) -> None:
        uses.extend((blob, row) for blob in blobs_of(store.projection, operation))

    [(last,)] = db.rows("SELECT coalesce(max(id), 0) FROM record")
    for first in range(1, last + 1, BATCH_RECORDS):
        progress(first - 1, last)
        batch = merged_records(store, first, min(first + BATCH_RECORDS, last + 1), note)
        update_records(store, batch)
        insert_rows(store, batch)
        store.index.fill(batch)
    db.run_many("INSERT OR IGNORE INTO blob_use (blob, operation) VALUES (?, ?)", uses)
    db.run(
        "INSERT OR REPLACE INTO projection (id, declarations) VALUES (1, ?)",
        (store.projection.declarations,),
    )
    progress(last, last)


def take_no_note(_row: int, _operation: Operation) -> None:
    """Nothing is to be noted of operations."""


def merged_records(
    store: Store, first: int, end: int, note: Callable[[int, Operation], None] = take_no_note
) -> list[Held]:
    """The records in the rows from ``first`` to before ``end``, merged anew from their operations.

    ``note`` is told each operation with its row.
    """
    rows = store.db.rows(
        "SELECT id, circle, kind, record FROM record WHERE id >= ? AND id < ?", (first, end)
    )
    found: dict[int, Held] = {}
    for row, circle, kind, record in rows:
        state = store.records.empty_state(kind)
        found[row] = Held(row, (circle, kind, record), state, Existence.LIVE, is_stored=True)
    operations = store.db.each(
        "SELECT record, id, op, bytes FROM operation "
        "WHERE record >= ? AND record < ? AND bytes IS NOT NULL",
        (first, end),
    )
    for record_row, row, op_id, raw in operations:
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            found[record_row].state.apply(op_id, operation)
            note(row, operation)
    for held in found.values():
        held.existence = held.state.existence()
    return list(found.values())


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
    """Give every operation the record that its bytes name.

    That mends what is wrong with it, and adopts what an earlier version kept without
    understanding it. Operations that were refused stay without one.
    """
    db = store.db
    for table in ("record", "operation"):
        db.run(f"REINDEX {table}")
    rows = db.each(
        "SELECT operation.id, operation.bytes, log.circle, header, operation.record, "
        "record.circle, record.kind, record.record FROM operation "
        "CROSS JOIN segment ON segment.id = operation.id / ? "
        "CROSS JOIN log ON log.id = segment.log "
        "LEFT JOIN record ON record.id = operation.record "
        "WHERE operation.bytes IS NOT NULL AND log.stream = ? "
        "AND operation.id NOT IN (SELECT id FROM refused_operation)",
        (PLACES, RECORDS),
    )
    misplaced: list[tuple[int, Key | None]] = []
    for row, raw, circle, header, placed, *key in rows:
        operation = decode_operation(raw, newer=header is not None and _is_newer(header))
        named: Key | None = None
        if isinstance(operation, Operation):
            named = (circle, operation.record_kind, operation.record)
        if named != (None if placed is None else tuple(key)):
            misplaced.append((row, named))
    for row, named in misplaced:
        record = _record_row(db, named) if named else None
        db.run("UPDATE operation SET record = ? WHERE id = ?", (record, row))


@lru_cache(maxsize=4)
def _is_newer(header: bytes) -> bool:
    return decode_header(header).is_newer


def _record_row(db: Database, key: Key) -> int:
    row = db.row("SELECT id FROM record WHERE circle = ? AND kind = ? AND record = ?", key)
    if row is not None:
        return int(row[0])
    return db.run("INSERT INTO record (circle, kind, record) VALUES (?, ?, ?)", key)
