# SPDX-License-Identifier: GPL-3.0-or-later
"""The segments of an opened bundle, verified and judged, with what they would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from protectnet.app.erasing import refused_erasures
from protectnet.bundle.errors import BundleDamaged
from protectnet.bundle.opening import OpenedBundle
from protectnet.domain.ids import CircleId, DeviceId, OpId, RecordId
from protectnet.log.errors import CircleNotRooted, NotAMember
from protectnet.log.header import Header, check_first, check_follows
from protectnet.log.identifiers import RECORDS
from protectnet.log.membership import Membership, evaluate
from protectnet.log.operation import Operation
from protectnet.log.segment import Segment, VerifiedSegment, decode_segment, verify_segment
from protectnet.log.shapes import Role
from protectnet.log.state import RecordState
from protectnet.store import queries, segments
from protectnet.store.apply import is_segment_known
from protectnet.store.queries import RecordKey
from protectnet.store.store import Progress, Store
from protectnet.sync.preview import PreviewLine, compare, merged

CHECK_SEGMENTS = 13
"""The number of this check in docs/spec/bundle-v1.md."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The segments of one circle that are not held yet, in an order in which they can be applied.

    ``joins`` when the circle is not one of this vault yet and this device was added to it.
    ``refused`` are erase operations of authors who had no right to them: kept, without effect.
    """

    circle: CircleId
    membership: Membership
    joins: bool
    new_segments: tuple[VerifiedSegment, ...]
    refused: frozenset[OpId]

    @property
    def new_operations(self) -> int:
        """How many operations are in them."""
        return sum(len(each.entries) for each in self.new_segments)

    def lines(self, store: Store) -> list[PreviewLine]:
        """What would become of each record."""
        found = []
        for key, operations in self._by_record().items():
            kind = store.kinds.numbered(key.kind)
            if kind is None:
                continue
            before = queries.state_of(store, key) or RecordState(is_append_only=kind.is_append_only)
            line = compare(kind, key.circle, key.id, before, merged(before, operations))
            if line is not None:
                found.append(line)
        return found

    def _by_record(self) -> dict[RecordKey, list[tuple[OpId, Operation]]]:
        found: dict[RecordKey, list[tuple[OpId, Operation]]] = {}
        for segment in self.new_segments:
            if segment.header.identity.stream != RECORDS:
                continue
            for entry in segment.entries:
                operation = entry.operation
                if isinstance(operation, Operation) and entry.op_id not in self.refused:
                    key = RecordKey(self.circle, operation.record_kind, RecordId(operation.record))
                    found.setdefault(key, []).append((entry.op_id, operation))
        return found


def read_incoming(
    store: Store, device: DeviceId, opened: OpenedBundle, progress: Progress
) -> Incoming:
    """Verify every segment of a bundle and judge its author on the circle's membership.

    Checks 9 to 13 of docs/spec/bundle-v1.md: each segment has its shape, signature and root and
    follows the one before it; its author is a member who may write. Raises ``LogError`` and
    ``BundleDamaged``. A bundle of several circles is of a later version.
    """
    if len(opened.manifest.circles) != 1:
        raise BundleDamaged(check=CHECK_SEGMENTS)
    [circle] = opened.manifest.circles
    held = segments.membership_segments(store, circle)
    came = [decode_segment(each) for each in opened.membership]
    membership = evaluate(circle, [*held, *came])
    if membership.waiting:
        raise CircleNotRooted(circle=circle.hex()[:8])
    for needed in (device, opened.manifest.sender):
        membership.member(needed)
    fresh: list[VerifiedSegment] = _in_order(
        each for each in membership.counted if not is_segment_known(store, each.hash)
    )
    came_before = {each.hash: each.header for each in fresh}
    untrusted_segments = [untrusted for log in opened.logs for untrusted in log]
    for done, untrusted in enumerate(untrusted_segments):
        progress(done, len(untrusted_segments) + 1)
        segment = decode_segment(untrusted)
        if segment.hash not in came_before and not is_segment_known(store, segment.hash):
            fresh.append(_verified(store, circle, membership, segment, came_before))
            came_before[segment.hash] = segment.header
    refused = refused_erasures(store, circle, membership, fresh)
    return Incoming(circle, membership, not held, tuple(fresh), refused)


def _in_order(counted: Iterable[VerifiedSegment]) -> list[VerifiedSegment]:
    """By log and number, so that each comes after the one it follows."""
    return sorted(counted, key=lambda each: (each.log, each.header.seq))


def _verified(
    store: Store,
    circle: CircleId,
    membership: Membership,
    segment: Segment,
    came_before: Mapping[bytes, Header],
) -> VerifiedSegment:
    header = segment.header
    identity = header.identity
    if identity.circle != circle or identity.stream != RECORDS:
        raise BundleDamaged(check=CHECK_SEGMENTS)
    author = membership.member(identity.device)
    if author.role < Role.CONTRIBUTOR:
        raise NotAMember(circle=circle.hex()[:8], device=identity.device.hex()[:8])
    if header.seq == 0:
        check_first(header)
    else:
        before = came_before.get(header.prev) or segments.header(store, header.prev)
        if before is None:
            raise BundleDamaged(check=CHECK_SEGMENTS)
        check_follows(header, before, header.prev)
    return verify_segment(segment, author.keys)
