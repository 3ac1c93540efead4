# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing own changes: the operation and its effect on every table, in one transaction."""

from collections.abc import Iterable

from protectnet.domain.ids import CircleId, OpId
from protectnet.log.errors import SegmentFull
from protectnet.log.identifiers import RECORDS
from protectnet.log.operation import Operation
from protectnet.log.segment import Entry, VerifiedSegment
from protectnet.store.blob_uses import note_blob_uses
from protectnet.store.held import Held
from protectnet.store.open_segments import PLACES, Author, Seal, Writing
from protectnet.store.projecting import write_records
from protectnet.store.store import Store

INSERT_OPERATION = "INSERT INTO operation (id, record, op, leaf, bytes) VALUES (?, ?, ?, ?, ?)"


def append(
    store: Store, author: Author, operations: Iterable[Operation], seal: Seal
) -> list[Entry]:
    """Write operations into the author's log and bring every table up to them.

    Needs a transaction, which makes them durable; if this raises, the transaction must be undone.
    Operations of records and of membership go into logs of their own, by ``author.identity``.
    A full segment is sealed by ``seal`` and the next one begun. Gives an entry with the name of
    each operation, in order. Raises what ``OpenSegment.append`` raises.
    """
    store.db.require_transaction()
    is_of_records = author.identity.stream == RECORDS
    circle = store.records.make_circle_row(author.identity.circle)
    writing = store.segments.for_author(author, seal)
    entries: list[Entry] = []
    rows: list[tuple[int, int | None, OpId, None, bytes | None]] = []
    touched: dict[int, tuple[Held, set[int]]] = {}
    for operation in operations:
        writing, entry = _append_one(store, author, writing, operation, seal)
        held = None
        if is_of_records:
            key = (circle, operation.record_kind, operation.record)
            held = store.records.get_or_new(key)
            held.state.apply(entry.op_id, operation)
            touched.setdefault(held.row, (held, set()))[1].add(operation.field)
        row = writing.row * PLACES + entry.position
        rows.append((row, held.row if held else None, entry.op_id, None, entry.raw))
        entries.append(entry)
    write_records(store.db, store.projection, touched.values())
    store.db.run_many(INSERT_OPERATION, rows)
    note_blob_uses(store, zip((row[0] for row in rows), entries, strict=True))
    store.records.trim()
    return entries


def seal_open_segments(
    store: Store, seal: Seal, circle: CircleId | None = None
) -> list[VerifiedSegment]:
    """Seal all open segments, or those of one circle: at lock, before a bundle, after a crash.

    Needs a transaction. Gives the sealed segments, those begun first first.
    """
    store.db.require_transaction()
    return [store.segments.seal(writing, seal) for writing in store.segments.all(circle)]


def _append_one(
    store: Store, author: Author, writing: Writing, operation: Operation, seal: Seal
) -> tuple[Writing, Entry]:
    try:
        return writing, writing.segment.append(operation)
    except SegmentFull:
        store.segments.seal(writing, seal)
        following = store.segments.for_author(author, seal)
        return following, following.segment.append(operation)
