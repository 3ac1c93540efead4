# SPDX-License-Identifier: GPL-3.0-or-later
"""What readers lack of a circle, by what they have signed that they hold (sync-v1, section 3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from protectnet.domain.ids import LogId
from protectnet.log.header import Head
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.vector import Vector
from protectnet.sync.index import CircleIndex, HeldSegment

Log = tuple[HeldSegment, ...]
HeadsByLog = Mapping[LogId, Sequence[Head]]


@dataclass(frozen=True, slots=True)
class Lacked:
    """What at least one of the readers lacks of a circle.

    ``membership`` each after all it builds on. Those ``in_doubt`` (hashes) are among them only to be
    sure: the reader seems to be ahead in their log, and may be in another branch of it. ``logs`` of records, the one with the newest day
    first, in each the oldest segment first. ``blobs`` gives the blobs needed and lying here, each
    with the segment of this list that names it, or ``None`` when one that is covered does.
    ``absent_blobs`` are needed and not here either.
    """

    membership: Log
    in_doubt: frozenset[bytes]
    logs: tuple[Log, ...]
    blobs: Mapping[bytes, HeldSegment | None]
    absent_blobs: frozenset[bytes]

    @property
    def is_nothing(self) -> bool:
        """Whether the readers have everything that is here."""
        return not (len(self.membership) > len(self.in_doubt) or self.logs or self.blobs)


def lacked(index: CircleIndex, readers: Iterable[Vector | None]) -> Lacked:
    """What readers with these vectors lack; who has none (``None``) holds nothing.

    Raises ``ValueError`` for a vector of another circle.
    """
    known = list(readers)
    said = [heads_by_log(index, each) for each in known]
    acts: list[HeldSegment] = []
    sure: set[bytes] = set()
    logs: list[Log] = []
    for each in index.logs.values():
        heads = [of_reader.get(each.log, ()) for of_reader in said]
        above = each.lacking(heads)
        if each.stream == MEMBERSHIP:
            sure.update(segment.hash for segment in above)
            acts += each.lacking(heads, strict=True)
        elif above:
            logs.append(tuple(above))
    logs.sort(key=newest_first)
    blobs = _needed_blobs(index, logs, known)
    return Lacked(
        membership=in_causal_order(acts),
        in_doubt=frozenset(each.hash for each in acts if each.hash not in sure),
        logs=tuple(logs),
        blobs={blob: by for blob, by in blobs.items() if blob in index.blob_sizes},
        absent_blobs=frozenset(blobs.keys() - index.blob_sizes.keys()),
    )


def heads_by_log(index: CircleIndex, vector: Vector | None) -> HeadsByLog:
    """The heads of a vector by log, none without a vector; ``ValueError`` for another circle's."""
    if vector is None:
        return {}
    if vector.circle != index.circle:
        raise ValueError("the vector is of another circle")
    found: dict[LogId, list[Head]] = {}
    for head in vector.heads:
        found.setdefault(head.log, []).append(head)
    return found


def newest_first(log: Log) -> tuple[int, LogId]:
    """What logs are sorted by: the newest day first."""
    return -max(each.day for each in log), log[0].log


def in_causal_order(membership: Iterable[HeldSegment]) -> Log:
    """Membership segments, each after those of them on which it builds; always the same order."""
    by_hash = {each.hash: each for each in membership}
    waits_for = {
        name: {each.prev, *each.membership_heads} & by_hash.keys() for name, each in by_hash.items()
    }
    built_on_by: dict[bytes, list[bytes]] = {}
    for name, parents in waits_for.items():
        for parent in parents:
            built_on_by.setdefault(parent, []).append(name)
    ready = [by_hash[name].head for name, parents in waits_for.items() if not parents]
    heapify(ready)
    ordered: list[HeldSegment] = []
    while ready:
        name = heappop(ready).hash
        ordered.append(by_hash[name])
        for child in built_on_by.get(name, ()):
            waits_for[child].remove(name)
            if not waits_for[child]:
                heappush(ready, by_hash[child].head)
    return tuple(ordered)


def _needed_blobs(
    index: CircleIndex, logs: Iterable[Log], readers: Iterable[Vector | None]
) -> dict[bytes, HeldSegment | None]:
    """The blobs that segments going name, and those that readers say they miss.

    A reader is believed in what it misses only of blobs that the circle's records have: else it
    could ask for any blob that lies here.
    """
    found: dict[bytes, HeldSegment | None] = {}
    if not index.uses:
        return found
    for log in logs:
        for each in log:
            for blob in index.uses.get(each.hash, ()):
                found.setdefault(blob, each)
    missing = {blob for each in readers if each is not None for blob in each.missing}
    if missing:
        found.update(dict.fromkeys(missing & index.named_blobs()))
    return found
