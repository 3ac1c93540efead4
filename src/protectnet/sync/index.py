# SPDX-License-Identifier: GPL-3.0-or-later
"""What is held here of a circle, as light values: which segment follows which, and which blobs.

A vector is compared with this (docs/spec/sync-v1.md, sections 2 and 3); no bytes are needed for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log.header import NO_HASH, Head

NO_BLOBS: Mapping[bytes, int] = {}
NO_USES: Mapping[bytes, tuple[bytes, ...]] = {}


class HeldSegment(NamedTuple):
    """One sealed segment that is kept here.

    ``day`` is the day number of its highest clock, ``changes`` the number of its operations,
    ``size`` its bytes as it travels. ``is_held`` is false for one that waits or is incomplete.
    ``membership_heads`` are those of its header, needed in stream 1 alone. ``row`` is the store's
    own, to find the segment by; nothing here looks at it.
    """

    log: LogId
    device: DeviceId
    stream: int
    seq: int
    hash: bytes
    prev: bytes
    day: int
    changes: int
    size: int
    is_held: bool = True
    membership_heads: tuple[bytes, ...] = ()
    row: int = 0

    @property
    def head(self) -> Head:
        """The segment as a vector names it."""
        return Head(self.log, self.seq, self.hash)


class Tail(NamedTuple):
    """What is above some heads of a log: how many changes, and the lowest day (0 if there are none)."""

    changes: int
    first_day: int


_BY_PLACE = itemgetter(HeldSegment._fields.index("seq"), HeldSegment._fields.index("hash"))


class LogIndex:
    """The segments of one log.

    ``segments`` are those held without a gap since the first, by number (in a log with branches
    each after the one it follows); ``loose`` the others, which wait for what is missing.
    """

    __slots__ = ("_places", "_tails", "device", "is_linear", "log", "loose", "segments", "stream")

    def __init__(self, kept: Iterable[HeldSegment]) -> None:
        ordered = sorted(kept, key=_BY_PLACE)
        self.log, self.device, self.stream = ordered[0][:3]
        end = _end_of_chain(ordered)
        self.segments = ordered[:end]
        self.loose: list[HeldSegment] = []
        self.is_linear = True
        self._places: dict[bytes, int] | None = None
        self._tails: list[Tail] | None = None
        if end < len(ordered):
            self._add_branches(ordered[end:])

    def heads(self) -> list[Head]:
        """The last segment of each branch; nothing when none is held without a gap."""
        if self.is_linear:
            return [each.head for each in self.segments[-1:]]
        followed = {each.prev for each in self.segments}
        return [each.head for each in self.segments if each.hash not in followed]

    def find(self, name: bytes) -> HeldSegment | None:
        """The segment of this hash, if it is held without a gap."""
        place = self._by_hash().get(name)
        return None if place is None else self.segments[place]

    def reach(self, heads: Sequence[Head], *, strict: bool = False) -> int:
        """How many segments of a log without branches these heads cover, from the first on.

        A head that is held here covers up to itself. One that is not covers nothing, unless it is
        the only one and has a number above all that are held here: whoever says it is ahead, and
        else would get the whole log again and again. Should it be of another branch, that is for
        the one who says it to find, who holds another segment of a number that this device names.
        ``strict`` does not believe it.
        """
        covered = 0
        for _, seq, name in heads:
            if covered <= seq < len(self.segments) and self.segments[seq].hash == name:
                covered = seq + 1
        if len(heads) == 1 and heads[0].seq >= len(self.segments) and not strict:
            return len(self.segments)
        return covered

    def lacking(
        self, readers: Sequence[Sequence[Head]], *, strict: bool = False
    ) -> list[HeldSegment]:
        """The segments that not every one of the readers, who say these heads, holds."""
        if self.is_linear:
            reached = (self.reach(heads, strict=strict) for heads in readers)
            return self.segments[min(reached, default=len(self.segments)) :]
        covered = [self._covered(heads) for heads in readers]
        return [
            each
            for place, each in enumerate(self.segments)
            if not all(place in places for places in covered)
        ]

    def covers(self, heads: Sequence[Head], name: bytes) -> bool:
        """Whether these heads cover the segment of this hash."""
        place = self._by_hash().get(name)
        if place is None:
            return False
        return place < self.reach(heads) if self.is_linear else place in self._covered(heads)

    def tail(self, heads: Sequence[Head]) -> Tail:
        """What somebody who says these heads lacks, without listing it."""
        if not self.is_linear:
            return _tails(self.lacking([heads]))[0]
        if self._tails is None:
            self._tails = _tails(self.segments)
        return self._tails[self.reach(heads)]

    def _add_branches(self, rest: Iterable[HeldSegment]) -> None:
        """Take in what is left when the log does not go on as one chain."""
        held = {each.hash: each.seq for each in self.segments}
        for each in rest:
            if each.is_held and _follows(each, held):
                held[each.hash] = each.seq
                self.segments.append(each)
            else:
                self.loose.append(each)
        self.is_linear = not self.segments or len(self.segments) == self.segments[-1].seq + 1

    def _covered(self, heads: Sequence[Head]) -> set[int]:
        """The places of the segments that these heads cover, in a log with branches."""
        places = self._by_hash()
        covered: set[int] = set()
        for head in heads:
            place = places.get(head.hash)
            if place is None or self.segments[place].head != head:
                continue
            while place is not None and place not in covered:
                covered.add(place)
                place = places.get(self.segments[place].prev)
        return covered

    def _by_hash(self) -> dict[bytes, int]:
        if self._places is None:
            self._places = {each.hash: place for place, each in enumerate(self.segments)}
        return self._places


def _tails(segments: Sequence[HeldSegment]) -> list[Tail]:
    """For each place, and the place after the last, what follows from there on."""
    tails = [Tail(0, 0)]
    for each in reversed(segments):
        changes, first_day = tails[-1]
        is_last = len(tails) == 1
        tails.append(
            Tail(changes + each.changes, each.day if is_last else min(first_day, each.day))
        )
    tails.reverse()
    return tails


def _end_of_chain(ordered: Sequence[HeldSegment]) -> int:
    """How many of these, from the first on, follow one another."""
    before = NO_HASH
    for place, each in enumerate(ordered):
        if each.seq != place or each.prev != before or not each.is_held:
            return place
        before = each.hash
    return len(ordered)


def _follows(segment: HeldSegment, held: Mapping[bytes, int]) -> bool:
    if segment.seq == 0:
        return segment.prev == NO_HASH
    return held.get(segment.prev) == segment.seq - 1


class CircleIndex:
    """What is held here of ``circle``: ``logs`` of both streams, and what is known of its blobs.

    ``uses`` gives, for a segment's hash, the blobs that live values of its operations name;
    ``blob_sizes`` the size in bytes of each blob that lies here, of this circle or another.
    """

    __slots__ = ("blob_sizes", "circle", "logs", "uses")

    def __init__(
        self,
        circle: CircleId,
        kept: Iterable[HeldSegment],
        uses: Mapping[bytes, tuple[bytes, ...]] = NO_USES,
        blob_sizes: Mapping[bytes, int] = NO_BLOBS,
    ) -> None:
        self.circle = circle
        by_log: dict[LogId, list[HeldSegment]] = {}
        for each in kept:
            of_log = by_log.get(each.log)
            if of_log is None:
                of_log = by_log[each.log] = []
            of_log.append(each)
        self.logs = {log: LogIndex(by_log[log]) for log in sorted(by_log)}
        self.uses = uses
        self.blob_sizes = blob_sizes

    def __repr__(self) -> str:
        """How much there is."""
        held = sum(len(each.segments) for each in self.logs.values())
        return f"CircleIndex({self.circle.hex()}, {len(self.logs)} logs, {held} segments)"

    def heads(self) -> list[Head]:
        """All heads in ascending order: what a vector of this device says."""
        return sorted(head for each in self.logs.values() for head in each.heads())

    def named_blobs(self) -> set[bytes]:
        """The blobs that live values of the circle name, here or not."""
        return {blob for blobs in self.uses.values() for blob in blobs}

    def find(self, name: bytes) -> HeldSegment | None:
        """The segment of this hash, if it is held without a gap."""
        for each in self.logs.values():
            found = each.find(name)
            if found is not None:
                return found
        return None
