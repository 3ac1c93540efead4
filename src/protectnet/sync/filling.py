# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes of what readers lack when there is room for so many bytes (sync-v1, section 3).

First what this device itself says it holds, then membership, segments, blobs. Last what may be
needed, and what others say they hold: nothing else must wait for these for ever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.vector import Vector, size_when_signed
from protectnet.sync.coverage import Lacked, Log, newest_first
from protectnet.sync.index import HeldSegment
from protectnet.sync.readers import CircleView


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the readers of one bundle, which has a number, lack of one circle."""

    bundle: int
    view: CircleView
    lacked: Lacked


@dataclass(slots=True)
class Chosen:
    """What of it goes: devices whose vectors go, segments, blobs; and what is left out.

    ``size`` and ``size_left_out`` are in bytes. A blob stands once in a bundle, at the first
    circle that needs it.
    """

    circle: CircleId
    vectors: list[DeviceId] = field(default_factory=list)
    membership: list[HeldSegment] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    blobs: list[bytes] = field(default_factory=list)
    size: int = 0
    left_out: list[HeldSegment] = field(default_factory=list)
    blobs_left_out: list[bytes] = field(default_factory=list)
    size_left_out: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.left_out and not self.blobs_left_out


def choose(wanted: Sequence[Wanted], limit: int | None) -> list[Chosen]:
    """What goes of each, in the same order, within ``limit`` bytes for all together.

    A segment goes only with all that it stands on, a blob only with a segment that names it or when a
    reader who has that misses it. Whatever the limit, something goes if the next of something fits.
    """
    filling = _Filling(wanted, limit)
    filling.add_own_vectors()
    filling.add_membership()
    filling.add_logs()
    filling.add_blobs()
    filling.add_doubtful_membership()
    filling.add_other_vectors()
    return filling.chosen


class _Filling:
    """Fills bundles step by step, as long as there is room."""

    def __init__(self, wanted: Sequence[Wanted], limit: int | None) -> None:
        self.chosen = [Chosen(each.view.circle) for each in wanted]
        self._wanted = wanted
        self._room = limit
        self._out: list[set[bytes]] = [set() for _ in wanted]
        """The hashes of the segments left out, for each of what is wanted."""

    def add_own_vectors(self) -> None:
        """What this device says it holds: without it others would send everything for ever."""
        for each, chosen in self._each():
            self._add_vector(each.view.own, chosen)

    def add_membership(self) -> None:
        """Membership that is lacking, of which a segment is left out with all that builds on it."""
        for number, each in enumerate(self._wanted):
            chosen, out = self.chosen[number], self._out[number]
            for segment in each.lacked.membership:
                if segment.hash in each.lacked.in_doubt:
                    continue
                parents = (segment.prev, *segment.membership_heads)
                if out.isdisjoint(parents) and self._takes(segment.size, chosen):
                    chosen.membership.append(segment)
                else:
                    self._leave_out(segment, number)

    def add_logs(self) -> None:
        """Records, of each log a prefix, where the membership by which they are judged goes too."""
        places = [
            (newest_first(log), number, log)
            for number, each in enumerate(self._wanted)
            for log in each.lacked.logs
        ]
        lacks_membership = [bool(out) for out in self._out]
        for _, number, log in sorted(places, key=lambda place: place[:2]):
            end = 0 if lacks_membership[number] else self._prefix(log, self.chosen[number])
            if end:
                self.chosen[number].logs.append(log[:end])
            for segment in log[end:]:
                self._leave_out(segment, number)

    def add_blobs(self) -> None:
        """Blobs, the small ones first."""
        needed = sorted(
            (each.view.index.blob_sizes[blob], blob, number)
            for number, each in enumerate(self._wanted)
            for blob in each.lacked.blobs
        )
        taken: set[tuple[int, bytes]] = set()
        for size, blob, number in needed:
            name = (self._wanted[number].bundle, blob)
            chosen = self.chosen[number]
            if name not in taken and self._is_known(blob, number) and self._takes(size, chosen):
                taken.add(name)
                chosen.blobs.append(blob)
        for size, blob, number in needed:
            if (self._wanted[number].bundle, blob) not in taken:
                self.chosen[number].blobs_left_out.append(blob)
                self.chosen[number].size_left_out += size

    def add_doubtful_membership(self) -> None:
        """Membership that readers seem to have, to be sure; it is among the rest in its order."""
        for each, chosen in self._each():
            going = {segment.hash for segment in chosen.membership}
            for segment in each.lacked.membership:
                if segment.hash in each.lacked.in_doubt and self._takes(segment.size, chosen):
                    going.add(segment.hash)
            chosen.membership = [one for one in each.lacked.membership if one.hash in going]

    def add_other_vectors(self) -> None:
        """The newest that is known of each other device, by name."""
        for each, chosen in self._each():
            for device in sorted(each.view.vectors):
                if device != each.view.own.device:
                    self._add_vector(each.view.vectors[device], chosen)

    def _each(self) -> Iterator[tuple[Wanted, Chosen]]:
        return zip(self._wanted, self.chosen, strict=True)

    def _add_vector(self, vector: Vector, chosen: Chosen) -> None:
        if self._takes(size_when_signed(vector), chosen):
            chosen.vectors.append(vector.device)

    def _is_known(self, blob: bytes, number: int) -> bool:
        """Whether the readers have, or get, a segment that names the blob."""
        named_by = self._wanted[number].lacked.blobs[blob]
        return named_by is None or named_by.hash not in self._out[number]

    def _prefix(self, log: Log, chosen: Chosen) -> int:
        """How many segments of a log there is room for, from the oldest on; they are taken."""
        for place, segment in enumerate(log):
            if not self._takes(segment.size, chosen):
                return place
        return len(log)

    def _takes(self, size: int, chosen: Chosen) -> bool:
        if self._room is not None:
            if size > self._room:
                return False
            self._room -= size
        chosen.size += size
        return True

    def _leave_out(self, segment: HeldSegment, number: int) -> None:
        self._out[number].add(segment.hash)
        self.chosen[number].left_out.append(segment)
        self.chosen[number].size_left_out += segment.size
