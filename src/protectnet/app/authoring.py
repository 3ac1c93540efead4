# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing into this device's own logs: who writes, with which clock, and the seals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from protectnet.app.clock import day_number
from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log.clock import observe, tick
from protectnet.log.header import Head, LogIdentity
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.open_segment import OpenSegment
from protectnet.log.operation import Operation
from protectnet.log.segment import Entry, VerifiedSegment
from protectnet.log.signatures import SigningKeys
from protectnet.store.append import append, seal_open_segments
from protectnet.store.open_segments import Author
from protectnet.store.segments import clocks, header_at, heads
from protectnet.store.store import Store


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes: the device's keys, its incarnation (16 bytes) and the person's code name."""

    keys: SigningKeys
    incarnation: bytes = field(repr=False)
    user: str = field(repr=False)

    @property
    def device(self) -> DeviceId:
        """The device that writes."""
        return self.keys.public.device


class Authoring:
    """Turns operations into the device's log. ``today`` is the confirmed day of this sitting."""

    def __init__(self, store: Store, hand: Hand, today: date) -> None:
        self._store = store
        self._hand = hand
        self._today = day_number(today)
        self._clocks: dict[CircleId, int] = {}
        self.written = 0
        """How many operations were written in this sitting, undone ones too."""

    @property
    def device(self) -> DeviceId:
        """The device that writes."""
        return self._hand.device

    @property
    def keys(self) -> SigningKeys:
        """The device's signing keys."""
        return self._hand.keys

    @property
    def user(self) -> str:
        """The code name of the person who writes."""
        return self._hand.user

    def next_clock(self, circle: CircleId) -> int:
        """The clock of the next operation in a circle; each call gives a later one."""
        if circle not in self._clocks:
            # One by one: joined first, a day in 2099 would hide another that is believed.
            seen = 0
            for each in clocks(self._store, circle):
                seen = observe(seen, each, self._today)
            self._clocks[circle] = seen
        clock = tick(self._clocks[circle], self._today)
        self._clocks[circle] = observe(self._clocks[circle], clock, self._today)
        return clock

    def forget_clocks(self) -> None:
        """Read the clocks anew: foreign changes came in, or a transaction was undone."""
        self._clocks.clear()

    def write(
        self, circle: CircleId, operations: Iterable[Operation], stream: int = RECORDS
    ) -> list[Entry]:
        """Append to the log of ``stream`` in a circle; needs a transaction of the store."""
        identity = LogIdentity(stream, self.device, circle, self._hand.incarnation)
        entries = append(self._store, Author(identity, self._hand.user), operations, self.seal)
        self.written += len(entries)
        return entries

    def write_membership(self, circle: CircleId, operations: Sequence[Operation]) -> None:
        """Append membership operations and seal them at once: nobody acts on unsigned ones."""
        self.write(circle, operations, MEMBERSHIP)
        seal_open_segments(self._store, self.seal, circle)

    def seal(self, segment: OpenSegment) -> VerifiedSegment:
        """Sign an open segment with the heads this device has seen in the circle."""
        identity = segment.place.identity
        membership = heads(self._store, identity.circle, MEMBERSHIP)
        others = self._new_heads(identity, segment.place.seq)
        return segment.seal(self._hand.keys, [each.hash for each in membership], others)

    def _new_heads(self, own: LogIdentity, seq: int) -> list[Head]:
        """Heads of the circle's other logs that no earlier segment of the own log has named."""
        wanted = {
            each.log: each
            for each in heads(self._store, own.circle, RECORDS)
            if each.log != own.log
        }
        named: dict[LogId, int] = {}
        for number in range(seq - 1, -1, -1):
            if not wanted.keys() - named.keys():
                break
            for header in header_at(self._store, own.log, number):
                for each in header.other_heads:
                    named[each.log] = max(each.seq, named.get(each.log, -1))
        return [each for each in wanted.values() if each.seq > named.get(each.log, -1)]

    def seal_all(self, circle: CircleId | None = None) -> list[VerifiedSegment]:
        """Seal what is open, in one circle or in all; needs a transaction of the store."""
        return seal_open_segments(self._store, self.seal, circle)
