# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of other devices, from what each has itself signed (sync-v1, section 8).

``vectors`` are the newest verified ones by device. What this device would sign now belongs among
them, so that it is counted like the others. Whoever keeps silent is not known to hold anything.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

from protectnet.domain.ids import DeviceId, OpId
from protectnet.log.header import Head
from protectnet.log.vector import MAX_ERASED, Vector
from protectnet.sync.coverage import heads_by_log
from protectnet.sync.index import CircleIndex, HeldSegment, LogIndex

Vectors = Mapping[DeviceId, Vector]
_Use = tuple[LogIndex, bytes, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a device said that it has, of what is here.

    ``told_on`` is the day number of its vector by its own clock, ``None`` when it never told; then
    it counts as lacking everything. ``up_to`` is the last day of which, with all days before, it has
    every change that is here; ``None`` when there is none. Days are those that the changes carry: a
    wrong clock wrote some of them, and ``lacking_changes`` and ``missing_files`` are always true.
    ``missing_files`` beyond 1024 are not told. ``has_more`` when it holds what is not here.
    """

    device: DeviceId
    told_on: int | None
    up_to: int | None
    lacking_changes: int
    missing_files: int
    has_more: bool

    @property
    def has_everything(self) -> bool:
        """Whether it has all changes and files that are here."""
        return self.told_on is not None and not self.lacking_changes and not self.missing_files


@dataclass(frozen=True, slots=True)
class Spread:
    """How far news has gone: devices that know, that did not when they last told, that never told."""

    knows: tuple[DeviceId, ...]
    did_not_know: tuple[DeviceId, ...]
    never_told: tuple[DeviceId, ...]

    @property
    def total(self) -> int:
        """Of how many devices this tells."""
        return len(self.knows) + len(self.did_not_know) + len(self.never_told)


class Erasing(Enum):
    """How far a device is with an erase. ``NOT_TOLD``: no vector, or one full of newer erases."""

    DONE = "done"
    KNOWS = "knows"
    DID_NOT_KNOW = "did not know"
    NOT_TOLD = "not told"


def receipts(index: CircleIndex, vectors: Vectors, devices: Iterable[DeviceId]) -> list[Receipt]:
    """What each of these devices has of what is here, in their order."""
    days = sorted({each.day for log in index.logs.values() for each in log.segments})
    uses = _uses(index)
    return [_receipt(index, vectors.get(device), device, days, uses) for device in devices]


def spread(
    index: CircleIndex, vectors: Vectors, devices: Iterable[DeviceId], segment: bytes
) -> Spread:
    """Who of these devices knows what stands in the segment of this hash, such as a removal.

    Its author does. Of a segment that is not here nobody is known to.
    """
    found = index.find(segment)
    knows: list[DeviceId] = []
    did_not: list[DeviceId] = []
    never: list[DeviceId] = []
    for device in devices:
        vector = vectors.get(device)
        if found is not None and (found.device == device or _covers(index, vector, found)):
            knows.append(device)
        else:
            (never if vector is None else did_not).append(device)
    return Spread(tuple(knows), tuple(did_not), tuple(never))


def erasing(
    index: CircleIndex,
    vectors: Vectors,
    devices: Iterable[DeviceId],
    erase: OpId,
    segment: bytes,
) -> dict[DeviceId, Erasing]:
    """How far each of these devices is with an erase that stands in the segment of this hash."""
    asked = list(devices)
    knows = set(spread(index, vectors, asked, segment).knows)
    return {each: _erasing(vectors.get(each), erase, knows=each in knows) for each in asked}


def last_signs(
    circles: Iterable[tuple[CircleIndex, Vectors]], devices: Iterable[DeviceId], today: int
) -> dict[DeviceId, int | None]:
    """The last day on which each of these devices signed anything that is known here.

    In any of the circles, a change or a vector, by its own clock; days beyond tomorrow are not
    believed. ``None``: nothing with such a day. ``today`` is a day number.
    """
    last: dict[DeviceId, int | None] = dict.fromkeys(devices)
    for index, vectors in circles:
        days = [(each.device, each.day) for each in vectors.values()]
        days += [(log.device, each.day) for log in index.logs.values() for each in log.segments]
        for device, day in days:
            if device in last and day <= today + 1:
                known = last[device]
                last[device] = day if known is None else max(known, day)
    return last


def _receipt(
    index: CircleIndex,
    vector: Vector | None,
    device: DeviceId,
    days: Sequence[int],
    uses: Sequence[_Use],
) -> Receipt:
    said = heads_by_log(index, vector)
    tails = [log.tail(said.get(log.log, ())) for log in index.logs.values()]
    first = min((tail.first_day for tail in tails if tail.changes), default=None)
    covered = len(days) if first is None else bisect_left(days, first)
    needed = {
        blob
        for log, segment, blobs in uses
        if not log.covers(said.get(log.log, ()), segment)
        for blob in blobs
    }
    if vector is not None and vector.missing:
        needed |= index.named_blobs().intersection(vector.missing)
    return Receipt(
        device,
        None if vector is None else vector.day,
        days[covered - 1] if covered and vector is not None else None,
        sum(tail.changes for tail in tails),
        len(needed & index.blob_sizes.keys()),
        vector is not None and any(not _is_here(index, head) for head in vector.heads),
    )


def _uses(index: CircleIndex) -> list[_Use]:
    """Log, segment and blobs of each use of a blob, found once for all devices."""
    return [
        (log, name, blobs)
        for log in index.logs.values()
        for name in map(attrgetter("hash"), log.segments)
        if (blobs := index.uses.get(name))
    ]


def _is_here(index: CircleIndex, head: Head) -> bool:
    log = index.logs.get(head.log)
    found = log.find(head.hash) if log is not None else None
    return found is not None and found.head == head


def _covers(index: CircleIndex, vector: Vector | None, segment: HeldSegment) -> bool:
    heads = heads_by_log(index, vector).get(segment.log, ())
    return index.logs[segment.log].covers(heads, segment.hash)


def _erasing(vector: Vector | None, erase: OpId, *, knows: bool) -> Erasing:
    if vector is not None and erase in vector.erased:
        return Erasing.DONE
    if knows and (vector is None or len(vector.erased) < MAX_ERASED):
        return Erasing.KNOWS
    if vector is None or knows:
        return Erasing.NOT_TOLD
    return Erasing.DID_NOT_KNOW
