# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that give and take without bytes: sets of segments and blobs, and vectors for receipts.

What really stands on what is kept apart from what an index says, so that it can be compared.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log.header import NO_HASH
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.vector import Vector, size_when_signed
from protectnet.sync.index import CircleIndex, HeldSegment
from protectnet.sync.own_vector import own_vector
from protectnet.sync.plan import GivingPlan, PlannedBundle, plan_giving
from protectnet.sync.readers import CircleView
from tests.sync.making import DAY, device, digest, following, readers


@dataclass
class Truth:
    """What nobody can change: what each segment stands on, which blob it names, who is where."""

    members: dict[CircleId, tuple[DeviceId, ...]]
    stands_on: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    uses: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    blob_sizes: dict[bytes, int] = field(default_factory=dict)
    largest: int = 1
    divided: set[LogId] = field(default_factory=set)


@dataclass(frozen=True)
class Parcel:
    """A bundle on its way: the plan of it, and the vectors that it carries."""

    bundle: PlannedBundle
    vectors: tuple[Vector, ...]


class Peer:
    """One device: what it holds and keeps waiting, and what it knows of others."""

    def __init__(self, truth: Truth, name: DeviceId) -> None:
        self.truth = truth
        self.device = name
        self.circles = sorted(each for each, who in truth.members.items() if name in who)
        self.held: dict[CircleId, dict[bytes, HeldSegment]] = {each: {} for each in self.circles}
        self.waiting: dict[CircleId, dict[bytes, HeldSegment]] = {each: {} for each in self.circles}
        self.blobs: set[bytes] = set()
        self.vectors: dict[CircleId, dict[DeviceId, Vector]] = {each: {} for each in self.circles}
        self.said: dict[CircleId, Vector] = {}

    def write(
        self, of: CircleId, stream: int, *, size: int, back: int = 0, blob: int | None = None
    ) -> None:
        """Write a segment after the last of the own log; with ``back``, after an older one."""
        held = self.held[of]
        own = [
            each for each in held.values() if (each.device, each.stream) == (self.device, stream)
        ]
        before = own[-1 - min(back, len(own) - 1)] if own else None
        heads = self._membership_heads(of)
        number = len(self.truth.stands_on)
        made = following(
            before,
            self.device,
            of,
            stream=stream,
            day=DAY + number,
            size=size,
            branch=number,
            membership_heads=heads if stream == MEMBERSHIP else (),
        )
        self.truth.stands_on[made.hash] = frozenset({made.prev, *heads}) - {NO_HASH}
        if before is not None and any(each.prev == before.hash for each in own):
            self.truth.divided.add(made.log)
        self.truth.largest = max(self.truth.largest, size, blob or 0)
        held[made.hash] = made
        if blob is not None:
            name = digest("blob", number)
            self.truth.uses[made.hash] = (name,)
            self.truth.blob_sizes[name] = blob
            self.blobs.add(name)

    def index(self, of: CircleId) -> CircleIndex:
        """What is held of a circle, and what waits."""
        held = self.held[of]
        kept = [
            *held.values(),
            *(each._replace(is_held=False) for each in self.waiting[of].values()),
        ]
        uses = {name: blobs for name, blobs in self.truth.uses.items() if name in held}
        return CircleIndex(
            of, kept, uses, {each: self.truth.blob_sizes[each] for each in self.blobs}
        )

    def plan(self, to: Iterable[DeviceId], limit: int | None) -> GivingPlan:
        """What would go to these devices."""
        views = []
        for of in self.circles:
            index = self.index(of)
            self.said[of] = own_vector(index, self.device, DAY, before=self.said.get(of))
            access = readers(*self.truth.members[of])
            views.append(CircleView(index, self.said[of], self.vectors[of], access))
        return plan_giving(views, to, limit=limit)

    def least_limit(self) -> int:
        """A limit within which something always goes.

        Of a log with branches of which a reader holds one that is not here, all has to go.
        """
        own = [own_vector(self.index(of), self.device, DAY) for of in self.circles]
        again = sum(
            each.size
            for of in self.circles
            for each in self.held[of].values()
            if each.log in self.truth.divided
        )
        return sum(map(size_when_signed, own)) + 99 + self.truth.largest + again

    def parcels(self, plan: GivingPlan) -> list[Parcel]:
        """The bundles of a plan, ready to be carried."""
        return [
            Parcel(
                bundle,
                tuple(
                    self.said[circle.circle]
                    if each == self.device
                    else self.vectors[circle.circle][each]
                    for circle in bundle.circles
                    for each in circle.vectors
                ),
            )
            for bundle in plan.bundles
        ]

    def take(self, parcel: Parcel, lost: Collection[bytes] = ()) -> None:
        """Take in what came; the segments and blobs whose names are ``lost`` did not."""
        for circle in parcel.bundle.circles:
            came = {each.hash: each for each in circle.segments() if each.hash not in lost}
            self._take_segments(circle.circle, came)
        self.blobs |= {each for each in parcel.bundle.blobs if each not in lost}
        for vector in parcel.vectors:
            known = self.vectors[vector.circle].get(vector.device)
            if vector.device != self.device and (known is None or known.counter < vector.counter):
                self.vectors[vector.circle][vector.device] = vector

    def state(self) -> tuple[object, ...]:
        """All that this device holds and knows, to be compared."""
        segments = {of: (set(self.held[of]), set(self.waiting[of])) for of in self.circles}
        vectors = {of: dict(self.vectors[of]) for of in self.circles}
        return segments, vectors, set(self.blobs)

    def _take_segments(self, of: CircleId, came: dict[bytes, HeldSegment]) -> None:
        held, waiting = self.held[of], self.waiting[of]
        waiting |= {name: each for name, each in came.items() if name not in held}
        while ready := [each for each in waiting if self.truth.stands_on[each] <= held.keys()]:
            for name in ready:
                held[name] = waiting.pop(name)

    def _membership_heads(self, of: CircleId) -> list[bytes]:
        acts = [each for each in self.held[of].values() if each.stream == MEMBERSHIP]
        built_on = {name for each in acts for name in self.truth.stands_on[each.hash]}
        return sorted(each.hash for each in acts if each.hash not in built_on)


def made_world(members: dict[CircleId, Sequence[int]], count: int) -> tuple[Truth, list[Peer]]:
    """So many devices; the first member of each circle has founded it, and nobody else has anything."""
    names = [device(number) for number in range(count)]
    truth = Truth({of: tuple(names[each] for each in who) for of, who in members.items()})
    peers = [Peer(truth, name) for name in names]
    for of, who in members.items():
        peers[who[0]].write(of, MEMBERSHIP, size=10)
        peers[who[0]].write(of, RECORDS, size=10)
    return truth, peers
