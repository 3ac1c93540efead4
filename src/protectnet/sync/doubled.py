# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that exist twice: two segments of one log with one number (log-v1, section 8)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from protectnet.domain.ids import DeviceId, LogId
from protectnet.log.header import Head
from protectnet.sync.index import CircleIndex, HeldSegment, LogIndex


@dataclass(frozen=True, slots=True)
class Doubling:
    """A log that goes on in several ways.

    ``first`` and ``second`` have the same number and different hashes: their two signed headers
    prove it to anybody. ``heads`` are the last segments of all branches that are held without a
    gap: what a coordinator accepts, or not.
    """

    device: DeviceId
    log: LogId
    stream: int
    first: HeldSegment
    second: HeldSegment
    heads: tuple[Head, ...]


def doublings(index: CircleIndex) -> list[Doubling]:
    """Every log with two segments of one number, waiting ones too, by name of log."""
    return [
        Doubling(log.device, log.log, log.stream, *pair, tuple(log.heads()))
        for log in index.logs.values()
        if (pair := _first_pair(log)) is not None
    ]


def is_accepted(index: CircleIndex, doubling: Doubling, accepted: Iterable[Head]) -> bool:
    """Whether a coordinator has accepted the heads of all branches (kind 23 of log-v1).

    ``accepted`` are the heads that effective acts accept. One branch may have gone on since; two
    that did are a doubling once more, and so is a branch of which nothing is held but what waits.
    """
    log = index.logs[doubling.log]
    not_accepted = {each.hash for each in log.lacking([list(accepted)], strict=True)}
    went_on = [head for head in log.heads() if head.hash in not_accepted]
    branches = Counter(each.prev for each in log.segments)
    begins = [each for each in log.segments if branches[each.prev] > 1]
    last = max((each.seq for each in log.segments), default=-1)
    return (
        len(went_on) <= 1
        and not any(each.hash in not_accepted for each in begins)
        and not any(each.seq <= last for each in log.loose)
    )


def _first_pair(log: LogIndex) -> tuple[HeldSegment, HeldSegment] | None:
    if log.is_linear and not log.loose:
        return None
    by_seq: dict[int, HeldSegment] = {}
    for each in sorted((*log.segments, *log.loose), key=lambda each: (each.seq, each.hash)):
        if each.seq in by_seq:
            return by_seq[each.seq], each
        by_seq[each.seq] = each
    return None
