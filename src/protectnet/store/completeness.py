# SPDX-License-Identifier: GPL-3.0-or-later
"""Which segments can be applied, and in which order; the others wait, and are parked.

A segment comes after the one before it in its log, and is whole. An operation of which only the
leaf came is *missing*, unless an erase names it whose author had the right: else whoever passes a
segment on could leave out what others wrote. The erase may come in the same bundle, in another
log, or later in the same log.

A segment that is incomplete waits, whatever its standing would be; another copy may be whole. What
was applied once stays, even if the erase that excused it loses its right by later news of the
membership: the author's later words must not go with it (docs/spec/log-v1.md, section 12).
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from protectnet.domain.ids import CircleId, OpId
from protectnet.log.identifiers import RECORDS
from protectnet.log.operation import Operation, erasure_of
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import OpKind
from protectnet.log.standing import Standing
from protectnet.store.apply import follows_held, is_segment_known
from protectnet.store.held_erases import excused
from protectnet.store.parking import ParkReason, Waiting
from protectnet.store.standings import Judging, all_count, inherited, standing_of
from protectnet.store.store import Store

NOBODY: frozenset[OpId] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be applied, in an order in which it can be, and what waits, log by log in order.

    ``standings`` tells by hash how those stand that can be applied and do not count; ``missing``
    what each incomplete segment lacks.
    """

    ready: tuple[VerifiedSegment, ...]
    waiting: tuple[Waiting, ...]
    standings: Mapping[bytes, Standing]
    missing: Mapping[bytes, frozenset[OpId]]


def choose(
    store: Store,
    candidates: Iterable[VerifiedSegment],
    refused: Container[OpId] = NOBODY,
    judge: Judging = all_count,
) -> Choice:
    """Choose among segments that came or were parked; those that are held are left out.

    Of several copies of a segment the fullest is taken. ``refused`` are the erase operations whose
    authors had no right to them: they excuse nothing. ``judge`` tells how segments of records
    stand by the membership; the held ones must have their standing already (``rejudge``).
    """
    left = _by_hash(store, candidates)
    own = {name: _own(judge, each) for name, each in left.items()}
    lacking = _lacking(store, left.values())
    missing: dict[bytes, frozenset[OpId]] = {}
    ready = {name: each for name, each in left.items() if own[name] is not Standing.WAITS}
    while True:
        gone = _incomplete(ready, lacking, refused)
        missing.update(gone)
        for name in gone:
            del ready[name]
        if not _drop_without_predecessor(store, ready) and not gone:
            break
    waiting = [
        Waiting(each.segment, _reason(own[name], name in missing), is_verified=True)
        for name, each in left.items()
        if name not in ready
    ]
    standings = _inherited(store, ready, own)
    return Choice(tuple(ready.values()), tuple(waiting), standings, missing)


def missing_operations(
    store: Store, segments: Iterable[VerifiedSegment], refused: Container[OpId] = NOBODY
) -> dict[bytes, frozenset[OpId]]:
    """By hash what segments lack that no erase excuses, held or among them; whole ones left out."""
    some = {each.hash: each for each in segments}
    return _incomplete(some, _lacking(store, some.values()), refused)


def _own(judge: Judging, verified: VerifiedSegment) -> Standing:
    is_of_records = verified.header.identity.stream == RECORDS
    return judge(verified.header, verified.hash) if is_of_records else Standing.COUNTS


def _reason(own: Standing, is_incomplete: bool) -> ParkReason:
    if own is Standing.WAITS:
        return ParkReason.WAITS_FOR_MEMBERSHIP
    return ParkReason.INCOMPLETE if is_incomplete else ParkReason.WAITS_FOR_SEGMENT


def _inherited(
    store: Store, ready: Mapping[bytes, VerifiedSegment], own: Mapping[bytes, Standing]
) -> dict[bytes, Standing]:
    """How these stand, each after the one before it, as far as they do not count."""
    found: dict[bytes, Standing] = {}
    for name, each in ready.items():
        prev = each.header.prev
        before = found[prev] if prev in found else standing_of(store, prev)
        found[name] = inherited(own[name], before)
    return {name: each for name, each in found.items() if each is not Standing.COUNTS}


def _by_hash(store: Store, candidates: Iterable[VerifiedSegment]) -> dict[bytes, VerifiedSegment]:
    """Each once, membership first, then log by log in order."""
    found: dict[bytes, VerifiedSegment] = {}
    for each in candidates:
        other = found.get(each.hash)
        if other is None and is_segment_known(store, each.hash):
            continue
        if other is None or len(_leaves(each)) < len(_leaves(other)):
            found[each.hash] = each
    ordered = sorted(found.values(), key=_place)
    return {each.hash: each for each in ordered}


def _place(verified: VerifiedSegment) -> tuple[int, bytes, int, bytes]:
    return -verified.header.identity.stream, verified.log, verified.header.seq, verified.hash


def _leaves(verified: VerifiedSegment) -> list[OpId]:
    return [each.op_id for each in verified.entries if each.raw is None]


def _lacking(store: Store, segments: Iterable[VerifiedSegment]) -> dict[bytes, frozenset[OpId]]:
    """By hash the operations that segments lack and that no held erase excuses."""
    lacking = {each.hash: leaves for each in segments if (leaves := frozenset(_leaves(each)))}
    circles: dict[CircleId, set[OpId]] = {}
    for each in segments:
        circles.setdefault(each.header.identity.circle, set()).update(lacking.get(each.hash, ()))
    held = {name for circle, names in circles.items() for name in excused(store, circle, names)}
    return {name: leaves - held for name, leaves in lacking.items() if leaves - held}


def _incomplete(
    segments: Mapping[bytes, VerifiedSegment],
    lacking: Mapping[bytes, frozenset[OpId]],
    refused: Container[OpId],
) -> dict[bytes, frozenset[OpId]]:
    """What those of these segments lack that erases among them do not excuse either."""
    concerned = {name: leaves for name, leaves in lacking.items() if name in segments}
    if not concerned:
        return {}
    named = _named(segments.values(), refused)
    found = {}
    for name, leaves in concerned.items():
        excusing = named.get(segments[name].header.identity.circle, set())
        if leaves - excusing:
            found[name] = leaves - excusing
    return found


def _named(
    segments: Iterable[VerifiedSegment], refused: Container[OpId]
) -> dict[CircleId, set[OpId]]:
    """By circle what the erases of these segments name, as far as their authors had the right."""
    found: dict[CircleId, set[OpId]] = {}
    for segment in segments:
        for entry in segment.entries:
            operation = entry.operation
            if not isinstance(operation, Operation) or operation.kind is not OpKind.ERASE:
                continue
            if entry.op_id not in refused:
                named = found.setdefault(segment.header.identity.circle, set())
                named.update(erasure_of(operation).erased)
    return found


def _drop_without_predecessor(store: Store, ready: dict[bytes, VerifiedSegment]) -> bool:
    """Drop those whose predecessor is neither held nor there, with all that follow; whether any were.

    They stand log by log in order, so each comes after the one it follows.
    """
    before = len(ready)
    for name, each in list(ready.items()):
        prev, own = ready.get(each.header.prev), each.header
        is_after = prev is not None and (prev.log, prev.header.seq + 1) == (each.log, own.seq)
        waits = standing_of(store, each.header.prev) is Standing.WAITS
        if waits or not (is_after or follows_held(store, each)):
            del ready[name]
    return len(ready) < before
