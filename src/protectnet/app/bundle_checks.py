# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks 9 to 14 of docs/spec/bundle-v1.md: a bundle against what is held here.

What cannot be judged yet waits (docs/spec/sync-v1.md, section 4); what is false is refused, and
with it the bundle.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial

from protectnet.app.bundle_files import UnknownSender
from protectnet.app.erasing import refused_erasures
from protectnet.app.incoming import Arrival, CircleNews, Incoming
from protectnet.app.judging import Judge, in_their_logs, not_counting
from protectnet.bundle.errors import BundleDamaged, BundleTooLarge
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId, OpId
from protectnet.log.errors import CircleNotRooted, LogError, NotAMember, WrongCircle
from protectnet.log.header import Header, check_first, check_follows
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.membership import Membership, evaluate
from protectnet.log.operation import Operation
from protectnet.log.segment import Segment, VerifiedSegment, decode_segment, verify_segment
from protectnet.log.shapes import OpKind
from protectnet.log.vector import SignedVector, decode_vector, verify_vector
from protectnet.store import segments
from protectnet.store.apply import is_segment_known
from protectnet.store.completeness import choose
from protectnet.store.parking import (
    ParkReason,
    Waiting,
    parked,
    parked_membership,
    ready_parked,
)
from protectnet.store.standings import Standing
from protectnet.store.store import Progress, Store

CHECK_SEGMENTS = 13
CHECK_VECTORS = 14
"""Numbers of checks in docs/spec/bundle-v1.md."""
MAX_OPERATIONS_OF_AUTHOR = 2_000_000
"""How many operations one author may have in a bundle (its section 4)."""


class SenderSuspended(ProtectNetError):
    """A coordinator suspended the device that made the bundle.

    Facts: ``circle`` (name), ``device`` (hex).
    """

    code = "sender_suspended"


@dataclass(slots=True)
class _Came:
    """What came of one circle, its shape checked."""

    membership: list[Segment] = field(default_factory=list)
    records: list[Segment] = field(default_factory=list)
    vectors: list[SignedVector] = field(default_factory=list)


class BundleChecks:
    """The checks of one bundle for this device; ``trusted`` are devices whose words were confirmed."""

    def __init__(
        self, store: Store, device: DeviceId, trusted: Collection[DeviceId], progress: Progress
    ) -> None:
        self._store = store
        self._device = device
        self._trusted = trusted
        self._progress = progress
        self._done = self._total = 0

    def run(self, arrival: Arrival) -> Incoming:
        """What came, verified and judged; nothing is written.

        Raises ``UnknownSender``, ``NotAMember``, ``CircleNotRooted``, ``BundleDamaged`` with the
        number of the check, ``BundleTooLarge``, and what decoding and verifying segments and vectors
        raise (``LogError``).
        """
        came = self._decoded(arrival)
        memberships: dict[CircleId, Membership] = {}
        dropped: dict[CircleId, frozenset[bytes]] = {}
        adrift: list[Segment] = []
        for circle, each in came.items():
            held = segments.membership_segments(self._store, circle)
            if not held and not each.membership and self._may_come_later(arrival):
                adrift += each.records
                continue
            memberships[circle], dropped[circle] = self._membership(circle, held, each.membership)
        self._check_people(arrival, came, memberships)
        news = tuple(
            self._news(membership, came[circle], dropped[circle])
            for circle, membership in memberships.items()
        )
        waiting = tuple(Waiting(each, ParkReason.WAITS_FOR_MEMBERSHIP) for each in adrift)
        return Incoming(arrival, news, waiting, self._newly(waiting))

    def _may_come_later(self, arrival: Arrival) -> bool:
        """Another part may begin a circle that is not held: kept for one who is trusted."""
        return not arrival.is_whole and arrival.manifest.sender in self._trusted

    def _decoded(self, arrival: Arrival) -> dict[CircleId, _Came]:
        """Shapes and circles (of checks 9, 13 and 14), and how much each author has."""
        came = {circle: _Came() for circle in arrival.manifest.circles}
        counted: dict[DeviceId, int] = {}
        for part in arrival.parts:
            for untrusted in part.membership:
                segment = decode_segment(untrusted)
                identity = segment.header.identity
                if identity.circle not in came or identity.stream != MEMBERSHIP:
                    raise WrongCircle(
                        expected=arrival.manifest.circles[0].hex(), found=identity.circle.hex()
                    )
                came[identity.circle].membership.append(segment)
            for untrusted in (each for log in part.logs for each in log):
                segment = decode_segment(untrusted)
                identity = segment.header.identity
                if identity.circle not in came or identity.stream != RECORDS:
                    raise BundleDamaged(check=CHECK_SEGMENTS)
                _count(counted, segment)
                came[identity.circle].records.append(segment)
            for untrusted in part.vectors:
                signed = decode_vector(untrusted)
                if signed.vector.circle not in came:
                    raise BundleDamaged(check=CHECK_VECTORS)
                came[signed.vector.circle].vectors.append(signed)
        self._total = sum(len(each.records) for each in came.values())
        return came

    def _membership(
        self, circle: CircleId, held: list[Segment], came: list[Segment]
    ) -> tuple[Membership, frozenset[bytes]]:
        """Check 9: the membership of all that is held, waited and came, and what had waited falsely."""
        waited = [decode_segment(each) for each in parked_membership(self._store, circle)]
        dropped: frozenset[bytes] = frozenset()
        try:
            found = evaluate(circle, [*held, *waited, *came])
        except CircleNotRooted:
            raise
        except LogError:
            if not waited:
                raise
            # Whoever brought it, it is no fault of this bundle; what is right comes again.
            dropped = frozenset(each.encode() for each in waited)
            found = evaluate(circle, [*held, *came])
        return found, dropped

    def _check_people(
        self,
        arrival: Arrival,
        came: dict[CircleId, _Came],
        memberships: dict[CircleId, Membership],
    ) -> None:
        """Checks 10 to 12."""
        sender = arrival.manifest.sender
        judges = {
            circle: Judge(each, partial(segments.header, self._store))
            for circle, each in memberships.items()
        }
        held = {circle for circle in came if self._is_held(circle)}
        if sender not in self._trusted:
            vouched = [judges[circle].is_member(sender) for circle in held]
            if not vouched or not all(vouched) or held != came.keys():
                raise UnknownSender(device=sender.hex()[:8])
        for circle, judge in judges.items():
            needed = {self._device, sender}
            if arrival.is_whole or came[circle].membership:
                # Who was added lately may stand in another part.
                needed.update(arrival.manifest.recipients)
            if judge.is_suspended(sender):
                raise SenderSuspended(circle=memberships[circle].name, device=sender.hex()[:8])
            for device in sorted(needed):
                # A sender may not know yet who was removed; one who was hands nothing over.
                is_reader = device != sender and judge.was_member(device)
                if not judge.is_member(device) and not is_reader:
                    raise NotAMember(circle=circle.hex()[:8], device=device.hex()[:8])

    def _is_held(self, circle: CircleId) -> bool:
        return bool(segments.heads(self._store, circle, MEMBERSHIP))

    def _news(self, membership: Membership, came: _Came, dropped: frozenset[bytes]) -> CircleNews:
        """Checks 13 and 14, and what can be applied of what came and of what waited."""
        circle = membership.circle
        members = [
            each for each in membership.counted if not is_segment_known(self._store, each.hash)
        ]
        fresh = [each for each in came.records if not is_segment_known(self._store, each.hash)]
        headers = {each.hash: each.header for each in fresh}
        judge = Judge(
            membership, lambda name: headers.get(name) or segments.header(self._store, name)
        )
        candidates: list[VerifiedSegment] = []
        waiting = [
            Waiting(each, ParkReason.WAITS_FOR_MEMBERSHIP)
            for each in membership.waiting
            if not is_segment_known(self._store, each.hash)
        ]
        for segment in fresh:
            self._progress(self._done, self._total + 1)
            self._done += 1
            verified = self._verified(judge, segment, headers)
            if verified is None or judge.standing(segment.header, segment.hash) is None:
                reason = ParkReason.WAITS_FOR_MEMBERSHIP
                waiting.append(Waiting(segment, reason, is_verified=verified is not None))
            else:
                candidates.append(verified)
        waited, false = self._from_parked(judge, circle, headers, bool(members))
        candidates += waited
        standings = self._not_counting(judge, membership, candidates)
        counting = [each for each in candidates if each.hash not in standings]
        refused = refused_erasures(self._store, circle, membership, counting)
        idle = _erases_in(each for each in candidates if each.hash in standings)
        choice = choose(self._store, [*members, *candidates], refused | frozenset(idle))
        everything = (*waiting, *choice.waiting)
        return CircleNews(
            circle=circle,
            membership=membership,
            joins=not self._is_held(circle),
            new_segments=choice.ready,
            standings=standings,
            waiting=everything,
            newly_waiting=self._newly(everything),
            dropped=dropped | false,
            refused=refused,
            vectors=tuple(_verified_vectors(judge, came.vectors)),
        )

    def _verified(
        self, judge: Judge, segment: Segment, came: dict[bytes, Header]
    ) -> VerifiedSegment | None:
        """Check 13 for one segment; ``None`` while its author is unknown."""
        header = segment.header
        keys = judge.keys(header.identity.device)
        if keys is None:
            return None
        if header.seq == 0:
            check_first(header)
        else:
            before = came.get(header.prev) or segments.header(self._store, header.prev)
            if before is not None:
                check_follows(header, before, header.prev)
        return verify_segment(segment, keys)

    def _from_parked(
        self, judge: Judge, circle: CircleId, came: dict[bytes, Header], is_news_of_members: bool
    ) -> tuple[list[VerifiedSegment], frozenset[bytes]]:
        """What waited and may stand now, and what of it is false: no fault of this bundle."""
        reasons = set(ParkReason)
        if not is_news_of_members:
            reasons.discard(ParkReason.WAITS_FOR_MEMBERSHIP)
        waited = [decode_segment(each) for each in ready_parked(self._store, circle, came, reasons)]
        headers = {**{each.hash: each.header for each in waited}, **came}
        found, false = [], set()
        for segment in waited:
            try:
                verified = self._verified(judge, segment, headers)
            except LogError:
                false.add(segment.encode())
                continue
            if verified is not None and judge.standing(segment.header, segment.hash) is not None:
                found.append(verified)
        return found, frozenset(false)

    def _not_counting(
        self, judge: Judge, membership: Membership, candidates: Collection[VerifiedSegment]
    ) -> dict[bytes, Standing]:
        headers = [(each.hash, each.header) for each in candidates]
        before = not_counting(self._store, membership)
        found = in_their_logs(judge, headers, before)
        return {name: each for name, each in found.items() if each is not Standing.COUNTS}

    def _newly(self, waiting: Collection[Waiting]) -> int:
        circles = {each.segment.header.identity.circle for each in waiting}
        known = {each.hash for circle in circles for each in parked(self._store, circle)}
        return len({each.segment.hash for each in waiting} - known)


def _count(counted: dict[DeviceId, int], segment: Segment) -> None:
    """Add up what one author has; raises ``BundleTooLarge``."""
    device = segment.header.identity.device
    counted[device] = counted.get(device, 0) + len(segment.items)
    if counted[device] > MAX_OPERATIONS_OF_AUTHOR:
        raise BundleTooLarge("operations", MAX_OPERATIONS_OF_AUTHOR)


def _erases_in(some: Iterator[VerifiedSegment]) -> Iterator[OpId]:
    """The erases of segments that do not count: they excuse nothing."""
    for segment in some:
        for entry in segment.entries:
            if isinstance(entry.operation, Operation) and entry.operation.kind is OpKind.ERASE:
                yield entry.op_id


def _verified_vectors(judge: Judge, came: list[SignedVector]) -> Iterator[SignedVector]:
    """Check 14: those of devices that are or were members; others are left out."""
    for signed in came:
        keys = judge.keys(signed.vector.device)
        if keys is not None:
            verify_vector(signed, keys)
            yield signed
