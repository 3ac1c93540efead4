# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs and segments as they are held: heads, clocks, and the bytes that travel."""

from collections.abc import Collection, Iterator
from typing import Any

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log import cbor
from protectnet.log.header import Head, Header, LogIdentity, decode_header
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.segment import Erased, Segment
from protectnet.store.clocks import clock_of
from protectnet.store.database import Row
from protectnet.store.errors import NoSuchSegment
from protectnet.store.open_segments import PLACES
from protectnet.store.store import Store

_SEGMENT = (
    "SELECT segment.id, header, signatures, salting FROM segment "
    "JOIN log ON log.id = segment.log JOIN circle ON circle.id = log.circle WHERE hash IS NOT NULL "
)


def circles(store: Store) -> list[CircleId]:
    """The circles of which anything is stored, those stored first first."""
    return store.records.circles()


def logs(store: Store, circle: CircleId) -> list[LogIdentity]:
    """The logs of a circle, those stored first first."""
    rows = store.db.rows(
        "SELECT stream, device, incarnation FROM log JOIN circle ON circle.id = log.circle "
        "WHERE circle.circle = ? ORDER BY log.id",
        (circle,),
    )
    return [
        LogIdentity(stream, DeviceId(device), circle, incarnation)
        for stream, device, incarnation in rows
    ]


def heads(store: Store, circle: CircleId, stream: int) -> list[Head]:
    """The last sealed segments of the circle's logs of one stream, sorted; without those that wait.

    A log has several heads when its device exists twice.
    """
    rows = store.db.rows(
        "SELECT log.log, number, hash FROM segment JOIN log ON log.id = segment.log "
        "JOIN circle ON circle.id = log.circle "
        "WHERE circle.circle = ? AND log.stream = ? AND hash IS NOT NULL AND standing < 4 "
        "AND NOT EXISTS (SELECT 1 FROM segment AS later WHERE later.log = segment.log "
        "AND later.number = segment.number + 1 AND later.previous = segment.hash "
        "AND later.hash IS NOT NULL AND later.standing < 4)",
        (circle, stream),
    )
    return sorted(Head(LogId(log), number, name) for log, number, name in rows)


def clocks(store: Store, circle: CircleId) -> list[int]:
    """The highest clock of each segment of a circle, open ones too."""
    rows = store.db.rows(
        "SELECT clock_max FROM segment JOIN log ON log.id = segment.log "
        "JOIN circle ON circle.id = log.circle WHERE circle.circle = ? AND hash IS NOT NULL",
        (circle,),
    )
    written = [writing.segment.clock_max for writing in store.segments.all(circle)]
    return [clock_of(stored) for (stored,) in rows] + written


def header(store: Store, name: bytes) -> Header | None:
    """The header of the segment of this hash, ``None`` when it is not held."""
    row = store.db.row("SELECT header FROM segment WHERE hash = ?", (name,))
    return decode_header(row[0]) if row else None


def headers(
    store: Store, circle: CircleId, stream: int = RECORDS
) -> Iterator[tuple[bytes, Header]]:
    """Hash and header of each sealed segment of one stream of a circle, log by log in order."""
    rows = store.db.each(
        "SELECT hash, header FROM log JOIN segment ON segment.log = log.id "
        "WHERE log.circle = ? AND stream = ? AND hash IS NOT NULL ORDER BY log.id, number, hash",
        (store.records.circle_row(circle), stream),
    )
    return ((name, decode_header(header)) for name, header in rows)


def header_at(store: Store, log: LogId, number: int) -> list[Header]:
    """The headers of a log's sealed segments with this number: one, none, or a fork's several."""
    rows = store.db.rows(
        "SELECT header FROM segment JOIN log ON log.id = segment.log "
        "WHERE log.log = ? AND number = ? AND hash IS NOT NULL ORDER BY hash",
        (log, number),
    )
    return [decode_header(each) for (each,) in rows]


def segment(store: Store, name: bytes) -> Segment:
    """The segment of this hash as it travels; raises ``NoSuchSegment``."""
    row = store.db.row(f"{_SEGMENT} AND hash = ?", (name,))
    if row is None:
        raise NoSuchSegment(segment=name.hex())
    return segment_of(store, row)


def segments_of_log(store: Store, log: LogId, first: int = 0) -> Iterator[Segment]:
    """The sealed segments of a log from a number on, in order, one by one."""
    rows = store.db.rows(
        f"{_SEGMENT} AND log.log = ? AND number >= ? ORDER BY number, hash", (log, first)
    )
    return (segment_of(store, row) for row in rows)


def membership_segments(store: Store, circle: CircleId) -> list[Segment]:
    """All sealed membership segments of a circle, log by log in order."""
    rows = store.db.rows(
        f"{_SEGMENT} AND circle.circle = ? AND log.stream = ? ORDER BY log.id, number, hash",
        (circle, MEMBERSHIP),
    )
    return [segment_of(store, row) for row in rows]


def known_segments(store: Store, names: Collection[bytes]) -> set[bytes]:
    """Those of these hashes whose segments are held and applied."""
    held = (store.db.row("SELECT hash FROM segment WHERE hash = ?", (name,)) for name in names)
    return {row[0] for row in held if row is not None}


def count_operations(store: Store) -> int:
    """How many operations are held, in records and membership, erased ones too."""
    [(count,)] = store.db.rows("SELECT count(*) FROM operation")
    return int(count)


def segment_of(store: Store, row: Row) -> Segment:
    """The segment whose row begins with ``id``, ``header``, ``signatures`` and ``salting``."""
    segment_row, header_bytes, signatures, salting = row
    operations = store.db.rows(
        "SELECT bytes, leaf FROM operation WHERE id >= ? AND id < ? ORDER BY id",
        (segment_row * PLACES, (segment_row + 1) * PLACES),
    )
    signed: Any = cbor.decode(signatures)
    salts: Any = cbor.decode(salting)
    return Segment(
        decode_header(header_bytes),
        header_bytes,
        tuple(signed),
        salts if isinstance(salts, bytes) else tuple(salts),
        tuple(Erased(leaf) if raw is None else raw for raw, leaf in operations),
    )
