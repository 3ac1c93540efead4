# SPDX-License-Identifier: GPL-3.0-or-later
"""Segments that cannot be applied yet: kept as they came, outside of every vector.

What is parked is asked for again all the same, for no vector covers it; so parking is a saving, and
has a bound. See docs/spec/sync-v1.md, section 4.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log.errors import LogError
from protectnet.log.identifiers import MEMBERSHIP, RECORDS, op_id
from protectnet.log.operation import Operation, UnknownOperation, decode_operation
from protectnet.log.segment import Erased, Segment, decode_segment, erase_items, leaves_of
from protectnet.store.database import Row
from protectnet.store.held_erases import ErasedNames, is_named
from protectnet.store.store import Store

MAX_PARKED_BYTES = 64 * 1024 * 1024
"""How much of one circle is kept; beyond it what comes last is left out, and comes again."""


class ParkReason(StrEnum):
    """Why a segment cannot be applied yet."""

    WAITS_FOR_SEGMENT = "waits_for_segment"
    """The one before it in its log is not held, or waits itself."""
    WAITS_FOR_MEMBERSHIP = "waits_for_membership"
    """Membership that it builds on, or its author, is not known yet."""
    INCOMPLETE = "incomplete"
    """An operation is missing that no erase excuses."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A segment that is to be parked, and why.

    ``is_verified``: its author is known, and its signature and root were found right.
    """

    segment: Segment
    reason: ParkReason
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class ParkedSegment:
    """A parked segment without its content; ``size`` in bytes, ``missing`` operations it lacks.

    Of one that was not verified several copies may be parked: which is right is not known yet.
    """

    hash: bytes
    stream: int
    device: DeviceId
    log: LogId
    seq: int
    prev: bytes
    reason: ParkReason
    is_verified: bool
    missing: int
    size: int


def park_segments(
    store: Store, waiting: Iterable[Waiting], accepted: int | None = None
) -> tuple[bytes, ...]:
    """Keep segments that cannot be applied yet; gives the hashes of those left out for want of room.

    Needs a transaction. Of a segment that is parked already the reason is replaced. A copy that was
    verified takes the place of all that lack as much or more; one that was not stands beside the
    others, for it may not be what was signed. ``accepted`` is the bundle they came in
    (``accepting.begin``).
    """
    store.db.require_transaction()
    used: dict[CircleId, int] = {}
    left_out = []
    for each in waiting:
        circle = each.segment.header.identity.circle
        if circle not in used:
            used[circle] = parked_bytes(store, circle)
        grown = _park(store, each, MAX_PARKED_BYTES - used[circle], accepted)
        if grown is None:
            left_out.append(each.segment.hash)
        else:
            used[circle] += grown
    return tuple(left_out)


def parked(store: Store, circle: CircleId) -> list[ParkedSegment]:
    """What is parked of a circle, log by log in order."""
    rows = store.db.rows(
        "SELECT hash, stream, device, log, number, previous, reason, is_verified, missing, size "
        "FROM parked_segment WHERE circle = ? ORDER BY stream DESC, log, number, hash, id",
        (circle,),
    )
    return [_parked(row) for row in rows]


def _parked(row: Row) -> ParkedSegment:
    name, stream, device, log, number, previous, reason, is_verified, missing, size = row
    return ParkedSegment(
        name,
        stream,
        DeviceId(device),
        LogId(log),
        number,
        previous,
        ParkReason(reason),
        bool(is_verified),
        missing,
        size,
    )


def parked_bytes(store: Store, circle: CircleId) -> int:
    """How much is parked of a circle."""
    [(size,)] = store.db.rows(
        "SELECT coalesce(sum(size), 0) FROM parked_segment WHERE circle = ?", (circle,)
    )
    return int(size)


def parked_membership(store: Store, circle: CircleId) -> list[bytes]:
    """The encodings of the parked membership segments of a circle, which may stand by now."""
    rows = store.db.rows(
        "SELECT wire FROM parked_segment WHERE circle = ? AND stream = ? "
        "ORDER BY log, number, hash, id",
        (circle, MEMBERSHIP),
    )
    return [wire for (wire,) in rows]


def ready_parked(
    store: Store,
    circle: CircleId,
    arriving: Collection[bytes] = (),
    reasons: Collection[ParkReason] = tuple(ParkReason),
) -> Iterator[bytes]:
    """The encodings of the parked record segments that may be applied by now, in their order.

    Those are the ones whose predecessor is held, or is among ``arriving`` (hashes), with those that
    follow them, as far as they wait for one of ``reasons``: without news of the membership nothing
    that waits for it is ready.
    """
    rows = store.db.rows(
        "SELECT id, hash, previous, number = 0 OR EXISTS (SELECT 1 FROM segment "
        "WHERE segment.hash = parked_segment.previous AND standing < 4) "
        "FROM parked_segment WHERE circle = ? AND stream = ? "
        "AND reason IN (SELECT value FROM json_each(?)) ORDER BY log, number, hash, id",
        (circle, RECORDS, json.dumps([each.value for each in reasons])),
    )
    reached = set(arriving)
    for row, name, previous, follows_held in rows:
        if follows_held or previous in reached:
            reached.add(name)
            wire = _wire(store, row)
            if wire is not None:
                yield wire


def unpark(store: Store, name: bytes) -> None:
    """Let go of the parked segment of this hash, of every copy; needs a transaction."""
    store.db.require_transaction()
    store.db.run("DELETE FROM parked_segment WHERE hash = ?", (name,))


def drop_copy(store: Store, wire: bytes) -> None:
    """Let go of a parked copy that was found wrong, and of no other; needs a transaction."""
    store.db.require_transaction()
    store.db.run("DELETE FROM parked_segment WHERE copy = ?", (sha256(wire).digest(),))


def erase_in_parked(store: Store, circle: CircleId, names: ErasedNames) -> None:
    """Destroy in the parked segments of a circle what erases name; needs a transaction."""
    for (row,) in store.db.rows(
        "SELECT id FROM parked_segment WHERE circle = ? AND stream = ?", (circle, RECORDS)
    ):
        wire = _wire(store, row)
        if wire is None:
            # Without what was erased it was the same as a copy before it.
            continue
        segment = decode_segment(wire)
        gone = _named_in(segment, names)
        if gone:
            _rewrite(store, row, erase_items(segment, gone))


def park_again(store: Store, waiting: Waiting, accepted: int | None) -> None:
    """Park a segment that was taken from among the parked, whatever room there is.

    Needs a transaction. ``accepted`` is the bundle that had brought it.
    """
    store.db.require_transaction()
    _insert(store, waiting, waiting.segment.encode(), accepted)


def _park(store: Store, waiting: Waiting, room: int, accepted: int | None) -> int | None:
    """By how many bytes what is parked grew; ``None`` where there was no room."""
    segment, name = waiting.segment, waiting.segment.hash
    wire = segment.encode()
    missing = _missing_in(segment)
    store.db.run(
        "UPDATE parked_segment SET reason = ? WHERE hash = ?", (waiting.reason.value, name)
    )
    is_known = store.db.row(
        "SELECT 1 FROM parked_segment WHERE hash = ? "
        "AND (is_verified AND missing <= ? OR copy = ? AND is_verified >= ?)",
        (name, missing, sha256(wire).digest(), waiting.is_verified),
    )
    if is_known is not None:
        return 0
    given_up = 0
    if waiting.is_verified:
        lacking = store.db.rows(
            "SELECT id, size FROM parked_segment WHERE hash = ? AND missing >= ?", (name, missing)
        )
        given_up = sum(size for _, size in lacking)
        if len(wire) - given_up > room:
            return None
        store.db.run_many("DELETE FROM parked_segment WHERE id = ?", [(row,) for row, _ in lacking])
    elif len(wire) > room:
        return None
    _insert(store, waiting, wire, accepted)
    return len(wire) - given_up


def _insert(store: Store, waiting: Waiting, wire: bytes, accepted: int | None) -> None:
    segment, header = waiting.segment, waiting.segment.header
    identity = header.identity
    store.db.run(
        "INSERT INTO parked_segment (hash, copy, circle, stream, device, log, number, previous, "
        "reason, accepted, is_verified, missing, size, wire) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            segment.hash,
            sha256(wire).digest(),
            identity.circle,
            identity.stream,
            identity.device,
            identity.log,
            header.seq,
            header.prev,
            waiting.reason.value,
            accepted,
            waiting.is_verified,
            _missing_in(segment),
            len(wire),
            wire,
        ),
    )


def _rewrite(store: Store, row: int, segment: Segment) -> None:
    wire = segment.encode()
    store.db.run(
        "UPDATE OR REPLACE parked_segment SET copy = ?, missing = ?, size = ?, wire = ? WHERE id = ?",
        (sha256(wire).digest(), _missing_in(segment), len(wire), wire, row),
    )


def _wire(store: Store, row: int) -> bytes | None:
    found = store.db.row("SELECT wire FROM parked_segment WHERE id = ?", (row,))
    return None if found is None else bytes(found[0])


def _missing_in(segment: Segment) -> int:
    return sum(isinstance(item, Erased) for item in segment.items)


def _named_in(segment: Segment, names: ErasedNames) -> set[int]:
    """The places of the operations that erases name."""
    log, is_newer = segment.header.identity.log, segment.header.is_newer
    return {
        place
        for place, (leaf, item) in enumerate(zip(leaves_of(segment), segment.items, strict=True))
        if isinstance(item, bytes)
        and (name := op_id(log, leaf)) in names
        and is_named(names, name, _operation(item, is_newer))
    }


def _operation(untrusted: bytes, is_newer: bool) -> Operation | UnknownOperation | None:
    """What a parked operation says; nobody has checked yet that it is one."""
    try:
        return decode_operation(untrusted, newer=is_newer)
    except LogError:
        return None
