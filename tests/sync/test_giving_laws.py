# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is lost, cut, late or repeated: giving again brings everybody what they may read.

Devices write, also in two branches of one log, give within any limit and take in any order; the
plans follow from what is held and from vectors alone.
"""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import CircleId
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.sync.plan import GivingPlan
from tests.sync.making import HILL, RIVER
from tests.sync.world import Parcel, Peer, Truth, made_world

DEVICES = 4
MEMBERS = st.fixed_dictionaries(
    {
        circle: st.permutations(range(DEVICES)).flatmap(
            lambda order: st.integers(2, DEVICES).map(lambda many: order[:many])
        )
        for circle in (RIVER, HILL)
    }
)


class Act(NamedTuple):
    """What is done, on which device, and three choices."""

    what: str
    device: int
    first: int
    second: int
    third: int


SMALL = st.integers(0, 7)
ACTS = st.lists(
    st.builds(
        Act,
        st.sampled_from(["write", "write", "give and take", "give", "take", "take again"]),
        st.integers(0, DEVICES - 1),
        SMALL,
        SMALL,
        SMALL,
    ),
    min_size=12,
    max_size=40,
)


class Walk:
    """Devices, and the parcels that are on their way."""

    def __init__(self, members: dict[CircleId, list[int]], *, met: bool = True) -> None:
        self.truth: Truth
        self.truth, self.peers = made_world(dict(members), DEVICES)
        self.parcels: list[Parcel] = []
        if met:
            self.settle([], tight=False)
            self.parcels.clear()

    def do(self, act: Act) -> None:
        """Do it, if it can be done now."""
        peer = self.peers[act.device]
        if act.what == "write" and peer.circles:
            self.write(peer, act)
        elif act.what.startswith("give"):
            to = [each for number, each in enumerate(self.peers) if act.first >> number & 1]
            self.give(peer, to or self.peers, None if act.second > 5 else act.second * 300)
            if act.what == "give and take" and self.parcels:
                for reader in self.readers(self.parcels[-1]):
                    self.take(reader, self.parcels[-1], act)
        elif self.parcels:
            parcel = self.parcels[act.first % len(self.parcels)]
            if peer in self.readers(parcel):
                self.take(peer, parcel, act)

    def write(self, peer: Peer, act: Act) -> None:
        of = peer.circles[act.first % len(peer.circles)]
        if not peer.held[of]:
            return
        stream = MEMBERSHIP if act.third % 3 == 0 else RECORDS
        blob = 3**act.third if act.third > 3 and stream == RECORDS else None
        back = max(act.first // 2 - 1, 0)
        for _ in range(act.second % 4 + 1):
            peer.write(of, stream, size=100 * act.second + 10, back=back, blob=blob)
            back = 0

    def give(self, peer: Peer, to: list[Peer], limit: int | None) -> GivingPlan:
        """Plan, check what must hold of every plan, and send it on its way."""
        others = [each.device for each in to if each is not peer]
        plan = peer.plan(others, limit)
        assert limit is None or sum(bundle.size for bundle in plan.bundles) <= limit
        for parcel in peer.parcels(plan):
            is_whole = limit is None or not self.truth.divided
            named = {
                blob
                for reader in self.readers(parcel)
                for blob in self.check_for(reader, parcel, is_whole=is_whole)
            }
            assert set(parcel.bundle.blobs) <= named
            self.parcels.append(parcel)
        return plan

    def readers(self, parcel: Parcel) -> list[Peer]:
        """The devices that a parcel is for."""
        return [each for each in self.peers if each.device in parcel.bundle.recipients]

    def check_for(self, reader: Peer, parcel: Parcel, *, is_whole: bool) -> set[bytes]:
        """The reader may read all of it, and can judge each segment when it comes to it.

        Not always within a limit when there are branches (``is_whole`` false): then some may wait.
        Gives the blobs that what it then holds names.
        """
        assert {vector.circle for vector in parcel.vectors} <= set(reader.circles)
        named: set[bytes] = set()
        for circle in parcel.bundle.circles:
            assert circle.circle in reader.circles
            known = set(reader.held[circle.circle])
            for each in circle.segments():
                assert self.truth.stands_on[each.hash] <= known or not is_whole
                known.add(each.hash)
            named |= {blob for each in known for blob in self.truth.uses.get(each, ())}
        return named

    def take(self, peer: Peer, parcel: Parcel, act: Act) -> None:
        """Take it, often with something lost; taking the same once more changes nothing."""
        names = [each.hash for circle in parcel.bundle.circles for each in circle.segments()]
        names += parcel.bundle.blobs
        lost = {each for number, each in enumerate(names) if (number + act.second) % 8 < act.third}
        peer.take(parcel, () if act.what == "take again" else lost)
        before = peer.state()
        peer.take(parcel, () if act.what == "take again" else lost)
        assert peer.state() == before

    def settle(self, losses: list[bool], *, tight: bool) -> None:
        """Everybody gives to all, again and again, until nobody has anything to give."""
        lost = iter(losses)
        for _ in range(400):
            plans = [self.round(peer, next(lost, False), tight=tight) for peer in self.peers]
            if all(plan.is_everything_covered or not plan.bundles for plan in plans):
                return
        raise AssertionError("giving again and again comes to no end")

    def round(self, peer: Peer, is_lost: bool, *, tight: bool) -> GivingPlan:
        limit = peer.least_limit() if tight else None
        plan = self.give(peer, self.peers, limit)
        has_something = any(not bundle.is_receipt_only for bundle in plan.bundles)
        assert has_something or plan.is_everything_covered or not plan.bundles
        for parcel in peer.parcels(plan):
            for reader in () if is_lost else self.readers(parcel):
                reader.take(parcel)
        return plan


@given(MEMBERS, st.booleans(), ACTS, st.lists(st.booleans(), max_size=12), st.booleans())
def test_giving_when_repeated_then_all_members_hold_the_same_whatever_was_lost(
    members: dict[CircleId, list[int]],
    met: bool,
    acts: list[Act],
    losses: list[bool],
    tight: bool,
) -> None:
    walk = Walk(members, met=met)
    for act in acts:
        walk.do(act)
    walk.settle(losses, tight=tight)
    written = set(walk.truth.stands_on)
    for circle, who in walk.truth.members.items():
        inside = [each for each in walk.peers if each.device in who]
        everything = {name for each in inside for name in each.held[circle]}
        written -= everything
        blobs = {blob for name in everything for blob in walk.truth.uses.get(name, ())}
        for peer in inside:
            assert peer.held[circle].keys() == everything
            assert blobs <= peer.blobs
            assert peer.waiting[circle] == {}
    assert written == set()


@given(MEMBERS, ACTS)
def test_plan_when_made_again_from_the_same_then_is_the_same(
    members: dict[CircleId, list[int]], acts: list[Act]
) -> None:
    walk = Walk(members)
    for act in acts:
        walk.do(act)
    names = [each.device for each in walk.peers]
    for peer in walk.peers:
        others = [each for each in names if each != peer.device]
        assert peer.plan(others, 900) == peer.plan(others[::-1], 900)
