# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle, from its membership segments (docs/spec/log-v1.md, section 12).

The same segments give the same membership in whatever order they come, and however often.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.acts import Act
from protectnet.log.causality import each_of, parents_of
from protectnet.log.errors import NotAMember
from protectnet.log.evaluation import Evaluation
from protectnet.log.header import Header
from protectnet.log.members import Former, Member, former_of, members_of
from protectnet.log.membership_operations import key_life_of, successor_of
from protectnet.log.rooted import Given, Rooted, rooted
from protectnet.log.segment import Segment, VerifiedSegment
from protectnet.log.shapes import OpKind, Role
from protectnet.log.standing import Branches, Judge, Standing

KEY_LIFE_DAYS = 180
"""How long recipient keys live in a circle that set nothing."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What the membership segments of a circle come to.

    ``members`` are those who are in it, ``former`` those who were. ``counted`` are the segments
    that stand, sorted by hash; ``waiting`` those of whose past something is unknown; ``heads`` the
    hashes of standing segments that no standing one builds on. ``effective`` are the acts that have
    effect; ``pending`` removals and lower roles of coordinators that another has to second.
    ``key_life_days`` is the life of recipient keys; ``successors`` are circles as which it goes on.
    """

    circle: CircleId
    name: str = field(repr=False)
    founder: DeviceId
    members: Mapping[DeviceId, Member]
    former: Mapping[DeviceId, Former]
    counted: tuple[VerifiedSegment, ...]
    waiting: tuple[Segment, ...]
    heads: tuple[bytes, ...]
    effective: tuple[Act, ...]
    pending: tuple[Act, ...]
    key_life_days: int
    successors: tuple[CircleId, ...]
    _judge: Judge = field(repr=False, compare=False)

    @property
    def is_closed(self) -> bool:
        """Whether nobody writes records in it any more."""
        return bool(self.successors)

    def member(self, device: DeviceId) -> Member:
        """The member with this device; raises ``NotAMember``."""
        found = self.members.get(device)
        if found is None:
            raise NotAMember(circle=self.circle.hex(), device=device.hex())
        return found

    def judge(self, header: Header, hash_: bytes, branches: Branches) -> Standing:
        """The standing of a segment of records with this header and hash, by the membership alone.

        That of the segment before it in its log comes on top, where it does not count.
        """
        return self._judge.standing(header, hash_, branches)

    def may_erase(self, header: Header) -> bool:
        """Whether the author of a segment of records was a coordinator in its past."""
        return self.role_in_past(header.identity.device, header.membership_heads) is (
            Role.COORDINATOR
        )

    def role_in_past(self, device: DeviceId, heads: Iterable[bytes]) -> Role | None:
        """The role of a device for who knew these membership segments and all they build on.

        ``None`` if it was no member there, or one of them does not stand.
        """
        return self._judge.role_in_past(device, tuple(heads))


def evaluate(circle: CircleId, segments: Iterable[Given]) -> Membership:
    """The membership of ``circle`` that these segments give, in whatever order they come.

    Segments already verified are not verified again. Raises ``WrongCircle`` for a segment of
    another circle or stream, ``CircleNotRooted`` without the founding operation, ``BrokenChain``,
    and what ``verify_segment`` raises for a segment of a known author.
    """
    found = rooted(circle, segments)
    evaluation = Evaluation(found)
    effective = [*evaluation.acts(evaluation.effective), *evaluation.words]
    pending = evaluation.acts(evaluation.pending())
    return Membership(
        circle,
        found.founding.name,
        found.founding.keys.device,
        members_of(evaluation),
        former_of(evaluation),
        tuple(sorted(found.standing, key=lambda each: each.hash)),
        found.waiting,
        _heads(found),
        tuple(sorted(effective, key=lambda act: act.order)),
        tuple(sorted(pending, key=lambda act: act.order)),
        _key_life(evaluation),
        _successors(evaluation),
        Judge(evaluation),
    )


def _heads(found: Rooted) -> tuple[bytes, ...]:
    built_on = {each for segment in found.standing for each in parents_of(segment.header)}
    return tuple(sorted({each.hash for each in found.standing} - built_on))


def _key_life(evaluation: Evaluation) -> int:
    graph = evaluation.graph
    last = graph.latest(evaluation.of_kind(OpKind.KEY_LIFE))
    return min((key_life_of(graph.acts[each].operation) for each in last), default=KEY_LIFE_DAYS)


def _successors(evaluation: Evaluation) -> tuple[CircleId, ...]:
    """The circles named by those whom nobody removed since."""
    graph = evaluation.graph
    found = set()
    for each in each_of(evaluation.of_kind(OpKind.SUCCESSOR)):
        act = graph.acts[each]
        removals = graph.removals.get(act.author, 0) & graph.strikers & evaluation.effective
        if not removals & ~graph.pasts[each]:
            found.add(successor_of(act.operation))
    return tuple(sorted(found))
