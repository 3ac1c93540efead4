# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle, from its membership segments (docs/spec/log-v1.md, section 12).

What counts only ever grows with more segments, so their order makes no difference. A segment
whose author or predecessor is not known yet waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.errors import CircleNotRooted, NotAMember, WrongCircle
from protectnet.log.header import check_first, check_follows
from protectnet.log.identifiers import MEMBERSHIP, circle_id
from protectnet.log.members import Member, founding_member, members_of
from protectnet.log.membership_operations import Founding, device_of, founding_of
from protectnet.log.operation import Operation, decode_operation
from protectnet.log.segment import Segment, VerifiedSegment, verify_segment
from protectnet.log.shapes import OpKind


@dataclass(frozen=True, slots=True)
class Membership:
    """What the membership segments of a circle come to.

    ``counted`` are the segments that count, sorted by hash; ``waiting`` those whose author or
    predecessor is unknown; ``heads`` the hashes of counted segments that no counted one builds on.
    """

    circle: CircleId
    name: str = field(repr=False)
    founder: DeviceId
    members: Mapping[DeviceId, Member]
    counted: tuple[VerifiedSegment, ...]
    waiting: tuple[Segment, ...]
    heads: tuple[bytes, ...]

    def member(self, device: DeviceId) -> Member:
        """The member with this device; raises ``NotAMember``."""
        found = self.members.get(device)
        if found is None:
            raise NotAMember(circle=self.circle.hex(), device=device.hex())
        return found


def evaluate(circle: CircleId, segments: Iterable[Segment | VerifiedSegment]) -> Membership:
    """The membership of ``circle`` that these segments give, in whatever order they come.

    Segments already verified are not verified again. Raises ``WrongCircle`` for a segment of
    another circle or stream, ``CircleNotRooted`` without the founding operation, ``BrokenChain``,
    and what ``verify_segment`` raises for a segment of a known author.
    """
    waiting = _by_hash(circle, segments)
    founding, founder = _root(circle, waiting.values())
    members = {founder.device: founder}
    counted: dict[bytes, VerifiedSegment] = {}
    while ready := _ready(waiting, counted, members):
        for each in ready:
            verified = _verified(waiting.pop(each), counted, members)
            counted[each] = verified
        members = members_of(founder, counted.values())
    built_on = {each.header.prev for each in counted.values()}
    built_on.update(*(each.header.membership_heads for each in counted.values()))
    return Membership(
        circle,
        founding.name,
        founder.device,
        members,
        tuple(counted[each] for each in sorted(counted)),
        tuple(_unverified(waiting[each]) for each in sorted(waiting)),
        tuple(sorted(counted.keys() - built_on)),
    )


def _unverified(given: Segment | VerifiedSegment) -> Segment:
    return given.segment if isinstance(given, VerifiedSegment) else given


def _by_hash(
    circle: CircleId, segments: Iterable[Segment | VerifiedSegment]
) -> dict[bytes, Segment | VerifiedSegment]:
    """Each segment once, the verified one where there are both."""
    found: dict[bytes, Segment | VerifiedSegment] = {}
    for each in segments:
        identity = each.header.identity
        if identity.circle != circle or identity.stream != MEMBERSHIP:
            raise WrongCircle(expected=circle.hex(), found=identity.circle.hex())
        if each.hash not in found or isinstance(each, VerifiedSegment):
            found[each.hash] = each
    return found


def _root(
    circle: CircleId, segments: Iterable[Segment | VerifiedSegment]
) -> tuple[Founding, Member]:
    """The operation from which the circle has its name, and the member it makes."""
    for each in segments:
        first = _unverified(each).items[0]
        if each.header.seq or not isinstance(first, bytes) or circle_id(first) != circle:
            continue
        operation = decode_operation(first)
        if not isinstance(operation, Operation) or operation.kind is not OpKind.FOUND:
            continue
        founding = founding_of(operation)
        if founding.keys.device == each.header.identity.device == device_of(operation):
            return founding, founding_member(founding, operation.clock)
    raise CircleNotRooted(circle=circle.hex())


def _ready(
    waiting: Mapping[bytes, Segment | VerifiedSegment],
    counted: Mapping[bytes, VerifiedSegment],
    members: Mapping[DeviceId, Member],
) -> list[bytes]:
    """The segments whose author is a member and whose predecessor counts."""
    return [
        hash_
        for hash_, each in waiting.items()
        if each.header.identity.device in members
        and (each.header.seq == 0 or each.header.prev in counted)
    ]


def _verified(
    given: Segment | VerifiedSegment,
    counted: Mapping[bytes, VerifiedSegment],
    members: Mapping[DeviceId, Member],
) -> VerifiedSegment:
    header = given.header
    if header.seq == 0:
        check_first(header)
    else:
        check_follows(header, counted[header.prev].header, header.prev)
    if isinstance(given, VerifiedSegment):
        return given
    return verify_segment(given, members[header.identity.device].keys)
