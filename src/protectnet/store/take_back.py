# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking a bundle back as if it had never come (docs/spec/sync-v1.md, section 7).

Its segments of records go, with everything they changed, what it parked, its vectors and its files;
what it had taken from among the parked is parked again. News of members and keys stays, and so
does what was destroyed because an erase that came with it was carried out: the erase keeps its
effect, though its segment goes. The standing of other segments follows from the membership, which
stays; which erases had a right to what they name may depend on what goes, so rights are judged
again afterwards (``standings.rejudge``).
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from protectnet.domain.ids import OpId
from protectnet.log.operation import Operation, decode_operation, erasure_of
from protectnet.log.state import RecordState
from protectnet.store.accepting import Accepted, accepted_bundles, forget
from protectnet.store.blob_files import is_held, remove
from protectnet.store.blob_pieces import remove_pieces
from protectnet.store.blob_uses import digests_of
from protectnet.store.errors import CannotTakeBack, NotTakenLast, StoreError
from protectnet.store.merging import keys_of, merge_again, state_before
from protectnet.store.open_segments import PLACES
from protectnet.store.parking import ParkReason, Waiting, park_again
from protectnet.store.queries import RecordKey, state_of
from protectnet.store.segments import segment_of
from protectnet.store.store import Store
from protectnet.store.vectors import take_vectors_back

_AMONG = "IN (SELECT value FROM json_each(?1))"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back: the bundle, its segments, and the records that lost a change."""

    accepted: Accepted
    segments: int
    records: tuple[RecordKey, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a bundle did to one record: its state before, what it brought, and the state now.

    ``changes`` are the operations of the bundle that count, in the order they came. ``erased``
    names every operation of the record that an erase with effect names, held or not. The states
    are not to be changed.
    """

    key: RecordKey
    before: RecordState = field(repr=False)
    changes: tuple[tuple[OpId, Operation], ...] = field(repr=False)
    now: RecordState = field(repr=False)
    erased: frozenset[OpId] = frozenset()


class _Segment(NamedTuple):
    row: int
    log: int
    waited_for: str | None
    parked_by: int | None


def take_back(store: Store, accepted: int) -> TakenBack:
    """Take back the bundle that was taken last; opens its own transaction.

    Raises ``NotTakenLast`` for another, and ``CannotTakeBack`` when somebody was told of it since,
    or something was changed in its circles; then it takes new changes (``brought``). At any error
    everything is as it was.
    """
    with store.transaction():
        found = _taken_last(store, accepted)
        segments = _segments_of(store, accepted)
        _check_nothing_follows(store, segments)
        waiting = [_waiting(store, each, each.waited_for) for each in segments if each.waited_for]
        records = _records_of(store, segments)
        keys = keys_of(store, records)
        blobs = [
            blob
            for (blob,) in store.db.rows(
                "SELECT blob FROM accepted_blob WHERE accepted = ?", (accepted,)
            )
        ]
        _keep_erases(store, segments)
        for each in segments:
            _remove_operations(store, each.row)
        store.db.run("DELETE FROM parked_segment WHERE accepted = ?", (accepted,))
        take_vectors_back(store, accepted)
        forget(store, accepted)
        _remove_segments(store, segments)
        for segment, parked_by in waiting:
            park_again(store, segment, parked_by)
        merge_again(store, records)
    _remove_files(store, blobs)
    return TakenBack(found, len(segments), tuple(keys))


def brought(store: Store, accepted: int) -> Iterator[Brought]:
    """What a bundle that was taken did to each record, as far as it still counts.

    For taking it back by new changes, and for showing what taking back would do.
    """
    segments = _segments_of(store, accepted)
    rows = [each.row for each in segments]
    for record in sorted(_records_of(store, segments)):
        [key] = keys_of(store, [record])
        now = state_of(store, key)
        if now is not None:
            before = state_before(store, record, min(rows))
            changes = _changes_in(store, record, rows)
            yield Brought(key, before, changes, now, frozenset(_erased_of(store, record)))


def _taken_last(store: Store, accepted: int) -> Accepted:
    last = accepted_bundles(store)[:1]
    if [each.id for each in last] != [accepted]:
        raise NotTakenLast
    [found] = last
    if found.is_final:
        raise CannotTakeBack
    return found


def _segments_of(store: Store, accepted: int) -> list[_Segment]:
    rows = store.db.rows(
        "SELECT segment, log, waited_for, parked_by FROM accepted_segment "
        "JOIN segment ON segment.id = segment WHERE accepted = ? ORDER BY segment",
        (accepted,),
    )
    return [_Segment(*row) for row in rows]


def _check_nothing_follows(store: Store, segments: Sequence[_Segment]) -> None:
    """No other segment builds on these, not even an open one."""
    rows = json.dumps([each.row for each in segments])
    follows = store.db.row(
        "SELECT 1 FROM segment AS gone JOIN segment AS later ON later.log = gone.log "  # noqa: S608 - our names
        "AND later.number = gone.number + 1 AND later.previous = gone.hash "
        f"WHERE gone.id {_AMONG} AND NOT later.id {_AMONG} LIMIT 1",
        (rows,),
    )
    if follows is not None:
        raise CannotTakeBack


def _waiting(store: Store, of: _Segment, reason: str) -> tuple[Waiting, int | None]:
    [row] = store.db.rows(
        "SELECT id, header, signatures, salting FROM segment WHERE id = ?", (of.row,)
    )
    return Waiting(segment_of(store, row), ParkReason(reason), is_verified=True), of.parked_by


def _records_of(store: Store, segments: Sequence[_Segment]) -> set[int]:
    """The rows of the records that operations of these segments change."""
    found: set[int] = set()
    for each in segments:
        rows = store.db.rows(
            "SELECT DISTINCT record FROM operation WHERE id >= ? AND id < ? AND record IS NOT NULL",
            _span(each.row),
        )
        found.update(record for (record,) in rows)
    return found


def _changes_in(
    store: Store, record: int, segments: Sequence[int]
) -> tuple[tuple[OpId, Operation], ...]:
    """The operations of a record (its row) in these segments (their rows)."""
    rows = store.db.rows(
        f"SELECT op, bytes FROM operation WHERE record = ?2 AND id / ?3 {_AMONG} "  # noqa: S608 - our names
        "AND bytes IS NOT NULL ORDER BY id",
        (json.dumps(segments), record, PLACES),
    )
    decoded = ((OpId(op_id), decode_operation(raw)) for op_id, raw in rows)
    return tuple((op_id, each) for op_id, each in decoded if isinstance(each, Operation))


def _erased_of(store: Store, record: int) -> set[OpId]:
    """What the erases of a record (its row) name."""
    rows = store.db.rows(
        "SELECT operation.bytes FROM operation CROSS JOIN erase ON erase.operation = operation.id "
        "WHERE operation.record = ?1 UNION ALL SELECT bytes FROM kept_erase WHERE record = ?1",
        (record,),
    )
    decoded = (decode_operation(raw) for (raw,) in rows)
    erases = (each for each in decoded if isinstance(each, Operation))
    return {name for each in erases for name in erasure_of(each).erased}


def _keep_erases(store: Store, segments: Sequence[_Segment]) -> None:
    """Keep those erases apart that were carried out: what they destroyed does not come back."""
    for each in segments:
        store.db.run(
            "INSERT OR IGNORE INTO kept_erase (op, record, bytes) "
            "SELECT op, record, bytes FROM operation JOIN erase ON erase.operation = operation.id "
            "WHERE id >= ? AND id < ? AND record IS NOT NULL AND is_carried_out",
            _span(each.row),
        )


def _remove_operations(store: Store, segment: int) -> None:
    db = store.db
    span = _span(segment)
    for (raw,) in db.rows(
        "SELECT bytes FROM blob_use CROSS JOIN operation ON operation.id = blob_use.operation "
        "WHERE blob_use.operation >= ? AND blob_use.operation < ?",
        span,
    ):
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            digests = digests_of(store.projection, operation)
            db.run_many("DELETE FROM preview WHERE digest = ?", [(each,) for each in digests])
    for table, column in (
        ("blob_use", "operation"),
        ("refused_operation", "id"),
        ("erased_name", "erase"),
        ("erase", "operation"),
        ("operation", "id"),
    ):
        db.run(f"DELETE FROM {table} WHERE {column} >= ? AND {column} < ?", span)  # noqa: S608 - our names


def _remove_segments(store: Store, segments: Sequence[_Segment]) -> None:
    """Remove the rows of segments, and of logs of which nothing is left."""
    db = store.db
    db.run_many("DELETE FROM segment WHERE id = ?", [(each.row,) for each in segments])
    db.run(
        f"DELETE FROM log WHERE id {_AMONG} "  # noqa: S608 - our names
        "AND NOT EXISTS (SELECT 1 FROM segment WHERE segment.log = log.id)",
        (json.dumps(sorted({each.log for each in segments})),),
    )


def _remove_files(store: Store, blobs: Sequence[bytes]) -> None:
    """Remove what came with the bundle beside the store; what the system keeps does no harm."""
    for blob in blobs:
        with suppress(StoreError):
            remove_pieces(store, blob)
            if is_held(store, blob):
                remove(store, blob)


def _span(segment: int) -> tuple[int, int]:
    return segment * PLACES, (segment + 1) * PLACES
