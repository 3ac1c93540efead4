# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking in the segments of other devices, and those of one's own that come back.

A segment's bytes are kept exactly as they came. Taking the same one in again changes nothing.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.log import cbor
from protectnet.log.header import NO_HASH, Header
from protectnet.log.identifiers import RECORDS
from protectnet.log.segment import Erased, Segment, VerifiedSegment
from protectnet.store.clocks import stored_clock
from protectnet.store.errors import SegmentOutOfOrder
from protectnet.store.gathering import Gathering, circle_of
from protectnet.store.open_segments import PLACES
from protectnet.store.store import Store


@dataclass(frozen=True, slots=True)
class Applied:
    """What taking in segments came to.

    ``records`` names circle, number of the kind and id of each record that an operation spoke of.
    """

    new_segments: int
    known_segments: int
    operations: int
    records: tuple[tuple[CircleId, int, RecordId], ...]


def apply_segments(
    store: Store, segments: Iterable[VerifiedSegment], refused: Container[OpId] = ()
) -> Applied:
    """Store verified segments and merge their operations into the records.

    Needs a transaction. Each segment must come after the one it follows (raises
    ``SegmentOutOfOrder``; see ``park_segment``), and if this raises, the transaction can only be
    undone. Operations named in ``refused`` are kept and passed on, and change nothing: their
    author had no right to them.
    """
    store.db.require_transaction()
    try:
        return _apply(store, segments, refused)
    except BaseException:
        store.db.is_doomed = True
        raise


def _apply(store: Store, segments: Iterable[VerifiedSegment], refused: Container[OpId]) -> Applied:
    gathering = Gathering(store)
    new = known = 0
    for verified in segments:
        if is_segment_known(store, verified.hash):
            known += 1
            continue
        new += 1
        _check_order(store, verified)
        row = _insert(store, verified)
        _gather(store, gathering, verified, row, refused)
    gathering.write()
    # What arrives after its erasure is to be erased again.
    store.db.run_many(
        "UPDATE erasure SET is_due = 1 WHERE record = ?",
        ((row,) for row in gathering.written.values()),
    )
    circles = {row: circle_of(store, row) for row, _, _ in gathering.written}
    records = tuple((circles[row], kind, record) for row, kind, record in gathering.written)
    return Applied(new, known, gathering.count, records)


def is_segment_known(store: Store, name: bytes) -> bool:
    """Whether the segment of this hash is held and applied."""
    return store.db.row("SELECT 1 FROM segment WHERE hash = ?", (name,)) is not None


def park_segment(store: Store, segment: Segment, reason: str) -> None:
    """Keep a segment that cannot be applied yet; needs a transaction.

    ``reason`` is a short code of the caller's. Parking it again replaces the reason.
    """
    store.db.require_transaction()
    identity = segment.header.identity
    store.db.run(
        "INSERT OR REPLACE INTO parked_segment (hash, circle, log, number, reason, wire) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            segment.hash,
            identity.circle,
            identity.log,
            segment.header.seq,
            reason,
            segment.encode(),
        ),
    )


def parked_segments(store: Store, circle: CircleId) -> list[tuple[str, bytes]]:
    """Reason and encoding of each parked segment of a circle, in the order of their logs."""
    rows = store.db.rows(
        "SELECT reason, wire FROM parked_segment WHERE circle = ? ORDER BY log, number", (circle,)
    )
    return [(reason, wire) for reason, wire in rows]


def unpark_segment(store: Store, name: bytes) -> None:
    """Let go of the parked segment of this hash; needs a transaction."""
    store.db.require_transaction()
    store.db.run("DELETE FROM parked_segment WHERE hash = ?", (name,))


def _check_order(store: Store, verified: VerifiedSegment) -> None:
    header = verified.header
    if header.seq == 0 and header.prev == NO_HASH:
        return
    before = store.db.row(
        "SELECT 1 FROM segment JOIN log ON log.id = segment.log "
        "WHERE segment.hash = ? AND number = ? AND log.log = ?",
        (header.prev, header.seq - 1, verified.log),
    )
    if before is None:
        raise SegmentOutOfOrder(log=verified.log.hex(), number=header.seq)


def _insert(store: Store, verified: VerifiedSegment) -> int:
    header: Header = verified.header
    segment = verified.segment
    store.db.run("DELETE FROM parked_segment WHERE hash = ?", (verified.hash,))
    return store.db.run(
        "INSERT INTO segment (log, number, previous, hash, header, signatures, salting, writer, "
        "clock_max) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            store.segments.make_log_row(header.identity),
            header.seq,
            header.prev,
            verified.hash,
            segment.header_bytes,
            cbor.encode(segment.signatures),
            cbor.encode(segment.salting),
            header.user,
            stored_clock(header.clock_max),
        ),
    )


def _gather(
    store: Store,
    gathering: Gathering,
    verified: VerifiedSegment,
    segment: int,
    refused: Container[OpId],
) -> None:
    identity = verified.header.identity
    circle = store.records.make_circle_row(identity.circle)
    for entry, item in zip(verified.entries, verified.segment.items, strict=True):
        row = segment * PLACES + entry.position
        if isinstance(item, Erased):
            gathering.keep(row, entry, item.leaf)
        elif identity.stream != RECORDS:
            gathering.keep(row, entry)
        elif entry.op_id in refused:
            gathering.refuse(row, entry)
        else:
            gathering.add(circle, row, entry)
