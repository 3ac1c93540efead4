# SPDX-License-Identifier: GPL-3.0-or-later
"""Records merged anew from the operations that count: for ``rebuild``, ``check``, erasing, standings."""

import json
from collections.abc import Callable, Collection, Sequence

from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.domain.record import Existence
from protectnet.log.operation import Operation, decode_operation
from protectnet.log.state import RecordState
from protectnet.store.database import Values
from protectnet.store.held import Held
from protectnet.store.open_segments import PLACES
from protectnet.store.projecting import insert_rows, remove_rows, update_records
from protectnet.store.queries import RecordKey
from protectnet.store.store import Store

BATCH_RECORDS = 500

Note = Callable[[int, Operation], None]
"""Told the row and the content of an operation."""

_SPAN = "{column} >= ? AND {column} < ?"
_AMONG = "{column} IN (SELECT value FROM json_each(?))"
_ORPHANED = (
    "NOT EXISTS (SELECT 1 FROM operation WHERE operation.record = record.id) "
    "AND NOT EXISTS (SELECT 1 FROM kept_erase WHERE kept_erase.record = record.id)"
)


def take_no_note(_row: int, _operation: Operation) -> None:
    """Nothing is to be noted of operations."""


def merged_span(store: Store, first: int, end: int, note: Note = take_no_note) -> list[Held]:
    """The records in the rows from ``first`` to before ``end``, merged from their operations.

    ``note`` is told each operation that a segment brought, with its row.
    """
    return _merged(store, _SPAN, (first, end), note)


def merge_again(store: Store, records: Collection[int]) -> None:
    """Write the records in these rows anew from what they have left; needs a transaction.

    Those of which nothing is left go. Whoever holds merged states reads them anew after this.
    """
    if not records:
        return
    ordered = sorted(records)
    for start in range(0, len(ordered), BATCH_RECORDS):
        _merge_batch(store, ordered[start : start + BATCH_RECORDS])
    store.records.forget()


def state_before(store: Store, record: int, segment: int) -> RecordState:
    """What a record (its row) is by the operations of segments that came before one (its row)."""
    rows = store.db.rows(
        "SELECT op, bytes FROM operation WHERE record = ?1 AND id < ?2 AND bytes IS NOT NULL "
        "UNION ALL SELECT op, bytes FROM kept_erase WHERE record = ?1",
        (record, segment * PLACES),
    )
    state = store.records.empty_state(keys_of(store, [record])[0].kind)
    for op_id, raw in rows:
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            state.apply(OpId(op_id), operation)
    return state


def keys_of(store: Store, records: Collection[int]) -> list[RecordKey]:
    """The names of the records in these rows, in the order of the rows."""
    rows = store.db.rows(
        "SELECT circle.circle, kind, record.record FROM record "
        "JOIN circle ON circle.id = record.circle "
        "WHERE record.id IN (SELECT value FROM json_each(?)) ORDER BY record.id",
        (json.dumps(sorted(records)),),
    )
    return [RecordKey(CircleId(circle), kind, RecordId(record)) for circle, kind, record in rows]


def remove_orphaned_records(store: Store) -> None:
    """Remove rows of records of which no operation is held; they must stand in no other table."""
    store.db.run(f"DELETE FROM record WHERE {_ORPHANED}")  # noqa: S608 - our own condition


def _merge_batch(store: Store, records: Sequence[int]) -> None:
    among = (json.dumps(records),)
    merged = _merged(store, _AMONG, among, take_no_note)
    for held in merged:
        remove_rows(store, held)
    condition = _AMONG.format(column="id")
    orphaned = store.db.rows(
        f"SELECT id FROM record WHERE {condition} AND {_ORPHANED}",  # noqa: S608 - our own conditions
        among,
    )
    gone = {row for (row,) in orphaned}
    for row in gone:
        store.index.remove(row)
    store.db.run_many("DELETE FROM record WHERE id = ?", orphaned)
    left = [held for held in merged if held.row not in gone]
    update_records(store, left)
    insert_rows(store, left)
    store.index.update([], left)


def _merged(store: Store, condition: str, values: Values, note: Note) -> list[Held]:
    found: dict[int, Held] = {}
    for row, circle, kind, record in store.db.rows(
        f"SELECT id, circle, kind, record FROM record WHERE {condition.format(column='id')}",  # noqa: S608 - our conditions
        values,
    ):
        state = store.records.empty_state(kind)
        found[row] = Held(row, (circle, kind, record), state, Existence.LIVE, is_stored=True)
    of_record = condition.format(column="record")
    for record_row, row, op_id, raw in store.db.each(
        f"SELECT record, id, op, bytes FROM operation WHERE {of_record} AND bytes IS NOT NULL",  # noqa: S608 - our condition
        values,
    ):
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            found[record_row].state.apply(op_id, operation)
            note(row, operation)
    for record_row, op_id, raw in store.db.rows(
        f"SELECT record, op, bytes FROM kept_erase WHERE {of_record}",  # noqa: S608 - our condition
        values,
    ):
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            found[record_row].state.apply(op_id, operation)
    for held in found.values():
        held.existence = held.state.existence()
    return list(found.values())
