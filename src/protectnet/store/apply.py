# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking in the segments of other devices, and those of one's own that come back.

A segment's bytes are kept exactly as they came, but for what was erased here: that is destroyed as
it comes. Taking the same one in again changes nothing.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.log import cbor
from protectnet.log.header import NO_HASH, Header
from protectnet.log.identifiers import RECORDS
from protectnet.log.segment import Entry, Erased, Segment, VerifiedSegment, erase_items
from protectnet.log.standing import Standing
from protectnet.store.accepting import note_segment
from protectnet.store.clocks import stored_clock
from protectnet.store.errors import SegmentIncomplete, SegmentOutOfOrder
from protectnet.store.gathering import Gathering, circle_of
from protectnet.store.held_erases import (
    adopt_kept,
    carried_out,
    excused,
    is_anything_carried_out,
    is_named,
)
from protectnet.store.merging import merge_again
from protectnet.store.open_segments import PLACES
from protectnet.store.parking import unpark
from protectnet.store.standings import CODES
from protectnet.store.store import Store


@dataclass(frozen=True, slots=True)
class Applied:
    """What taking in segments came to.

    ``records`` names circle, number of the kind and id of each record that an operation spoke of
    and changed; ``operations`` counts those that change nothing, too.
    """

    new_segments: int
    known_segments: int
    operations: int
    records: tuple[tuple[CircleId, int, RecordId], ...]


def apply_segments(
    store: Store,
    segments: Iterable[VerifiedSegment],
    refused: Container[OpId] = (),
    standings: Mapping[bytes, Standing] | None = None,
    accepted: int | None = None,
) -> Applied:
    """Store verified segments and merge their operations into the records.

    ``standings`` tells by hash which segments do not count: they are stored as the others are, and
    change nothing. Operations named in ``refused`` likewise: their author had no right to them.
    ``accepted`` is the bundle they came in (``accepting.begin``), for taking it back.

    Needs a transaction; if this raises, it can only be undone. Raises ``SegmentOutOfOrder`` for one
    whose predecessor is not held, and ``SegmentIncomplete`` where an operation is missing that no
    erase excuses; ``completeness.choose`` tells beforehand which can be applied, and in which order.
    """
    store.db.require_transaction()
    try:
        return _Applying(store, refused, standings or {}, accepted).apply(segments)
    except BaseException:
        store.db.is_doomed = True
        raise


def is_segment_known(store: Store, name: bytes) -> bool:
    """Whether the segment of this hash is held and applied."""
    return store.db.row("SELECT 1 FROM segment WHERE hash = ?", (name,)) is not None


def follows_held(store: Store, verified: VerifiedSegment) -> bool:
    """Whether the segment before it in its log is held, or it is the first."""
    header = verified.header
    if header.seq == 0 and header.prev == NO_HASH:
        return True
    before = store.db.row(
        "SELECT 1 FROM segment JOIN log ON log.id = segment.log "
        "WHERE segment.hash = ? AND number = ? AND log.log = ?",
        (header.prev, header.seq - 1, verified.log),
    )
    return before is not None


class _Applying:
    """One go of taking in segments."""

    def __init__(
        self,
        store: Store,
        refused: Container[OpId],
        standings: Mapping[bytes, Standing],
        accepted: int | None,
    ) -> None:
        self._store = store
        self._refused = refused
        self._standings = standings
        self._accepted = accepted
        self._gathering = Gathering(store)
        self._has_erased = is_anything_carried_out(store)
        self._missing: dict[OpId, Header] = {}
        self._circles: set[int] = set()

    def apply(self, segments: Iterable[VerifiedSegment]) -> Applied:
        """Take them in."""
        store = self._store
        new = known = 0
        for verified in segments:
            if is_segment_known(store, verified.hash):
                known += 1
                continue
            new += 1
            if not follows_held(store, verified):
                raise SegmentOutOfOrder(log=verified.log.hex(), number=verified.header.seq)
            self._missing.update(
                (each.op_id, verified.header) for each in verified.entries if each.raw is None
            )
            self._take(verified)
        gathering = self._gathering
        gathering.write()
        if self._has_erased:
            for circle in self._circles:
                merge_again(store, adopt_kept(store, circle))
        _check_missing(store, self._missing)
        circles = {row: circle_of(store, row) for row, _, _ in gathering.written}
        records = tuple((circles[row], kind, record) for row, kind, record in gathering.written)
        return Applied(new, known, gathering.count, records)

    def _take(self, verified: VerifiedSegment) -> None:
        identity = verified.header.identity
        circle = self._store.records.make_circle_row(identity.circle)
        self._circles.add(circle)
        segment, entries = verified.segment, verified.entries
        if self._has_erased and identity.stream == RECORDS:
            segment, entries = _without_erased(self._store, circle, verified)
        standing = CODES[self._standings.get(verified.hash, Standing.COUNTS)]
        if standing == CODES[Standing.WAITS]:
            raise ValueError("a segment that waits is parked, not applied")
        row = self._insert(verified, segment, standing) * PLACES
        gathering = self._gathering
        is_idle = standing > 0 or identity.stream != RECORDS
        for entry, item in zip(entries, segment.items, strict=True):
            if isinstance(item, Erased):
                gathering.keep(row + entry.position, entry, item.leaf)
            elif entry.op_id in self._refused:
                gathering.refuse(row + entry.position, entry)
            elif is_idle:
                gathering.keep(row + entry.position, entry)
            else:
                gathering.add(circle, row + entry.position, entry)

    def _insert(self, verified: VerifiedSegment, segment: Segment, standing: int) -> int:
        store, header = self._store, verified.header
        row = store.db.run(
            "INSERT INTO segment (log, number, previous, hash, clock_max, standing, changes, size, "
            "writer, header, signatures, salting) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                store.segments.make_log_row(header.identity),
                header.seq,
                header.prev,
                verified.hash,
                stored_clock(header.clock_max),
                standing,
                header.count,
                len(segment.encode()),
                header.user,
                segment.header_bytes,
                cbor.encode(segment.signatures),
                cbor.encode(segment.salting),
            ),
        )
        note_segment(store, self._accepted, row, header, verified.hash)
        unpark(store, verified.hash)
        return row


def _without_erased(
    store: Store, circle: int, verified: VerifiedSegment
) -> tuple[Segment, tuple[Entry, ...]]:
    """The segment without what was erased here before, which does not come back."""
    entries = verified.entries
    names = carried_out(store, circle, [each.op_id for each in entries if each.raw is not None])
    gone = {each.position for each in entries if is_named(names, each.op_id, each.operation)}
    left = tuple(
        Entry(each.position, each.op_id, None, None) if each.position in gone else each
        for each in entries
    )
    return erase_items(verified.segment, gone), left


def _check_missing(store: Store, missing: Mapping[OpId, Header]) -> None:
    """Each missing operation is named by an erase, wherever that came; raises otherwise."""
    circles: dict[CircleId, list[OpId]] = {}
    for op_id, header in missing.items():
        circles.setdefault(header.identity.circle, []).append(op_id)
    for circle, names in circles.items():
        for op_id in sorted(set(names) - excused(store, circle, names)):
            header = missing[op_id]
            raise SegmentIncomplete(log=header.identity.log.hex(), number=header.seq)
