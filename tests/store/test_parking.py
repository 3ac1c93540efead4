# SPDX-License-Identifier: GPL-3.0-or-later
"""Segments that cannot be applied yet are kept within a bound, and come up in their order."""

from dataclasses import replace

import pytest

from protectnet.log.segment import decode_segment, erase_items
from protectnet.store import parking
from protectnet.store.parking import (
    ParkReason,
    Waiting,
    drop_copy,
    park_segments,
    parked,
    parked_bytes,
    parked_membership,
    ready_parked,
    unpark,
)
from tests.log.samples import CIRCLE, LUNA
from tests.store.laptops import OTHER_CIRCLE, Laptop, key_of

GAP, NEWS, LACKS = (
    ParkReason.WAITS_FOR_SEGMENT,
    ParkReason.WAITS_FOR_MEMBERSHIP,
    ParkReason.INCOMPLETE,
)


def park(laptop: Laptop, *waiting: Waiting) -> tuple[bytes, ...]:
    with laptop.store.transaction():
        return park_segments(laptop.store, waiting)


def chain(laptop: Laptop, count: int) -> list[Waiting]:
    """So many segments of one log."""
    found = []
    for number in range(count):
        laptop.edit(key_of(0), title=f"number {number}", note="x")
        found += [Waiting(each.segment, GAP) for each in laptop.sealed()]
    return found


def seqs(wires: object) -> list[int]:
    return [decode_segment(wire).header.seq for wire in wires]  # type: ignore[attr-defined]


def test_park_when_listed_tells_all_but_the_content(laptop: Laptop, other: Laptop) -> None:
    [first, second] = chain(laptop, 2)
    lacking = erase_items(first.segment, [0])
    park(other, second, Waiting(lacking, LACKS))
    size = len(lacking.encode())
    found = parked(other.store, CIRCLE)
    assert [(each.seq, each.reason, each.missing, each.size) for each in found] == [
        (0, LACKS, 1, size),
        (1, GAP, 0, len(second.segment.encode())),
    ]
    assert {each.device for each in found} == {LUNA.public.device}
    assert parked(other.store, OTHER_CIRCLE) == []
    assert parked_bytes(other.store, CIRCLE) == sum(each.size for each in found)
    assert parked_membership(other.store, CIRCLE) == []


def test_park_when_parked_again_replaces_the_reason_and_keeps_the_fullest_verified_copy(
    laptop: Laptop, other: Laptop
) -> None:
    [first] = chain(laptop, 1)
    one, both = erase_items(first.segment, [0]), erase_items(first.segment, [0, 1])
    park(other, Waiting(one, GAP, is_verified=True))
    park(other, Waiting(both, LACKS, is_verified=True), Waiting(both, LACKS), Waiting(one, LACKS))
    [found] = parked(other.store, CIRCLE)
    assert (found.reason, found.missing, found.is_verified) == (LACKS, 1, True)
    assert list(ready_parked(other.store, CIRCLE)) == [one.encode()]
    park(other, Waiting(first.segment, LACKS, is_verified=True))
    assert list(ready_parked(other.store, CIRCLE)) == [first.segment.encode()]
    assert parked_bytes(other.store, CIRCLE) == len(first.segment.encode())


def test_park_when_copies_were_not_verified_keeps_each_until_one_is(
    laptop: Laptop, other: Laptop
) -> None:
    """The hash covers the header alone: a copy may have a signature or changes made up."""
    [first] = chain(laptop, 1)
    bad = replace(first.segment, signatures=(bytes(64),))
    assert bad.hash == first.segment.hash
    park(other, Waiting(bad, NEWS), first, Waiting(bad, NEWS), Waiting(bad, GAP))
    wires = list(ready_parked(other.store, CIRCLE))
    assert wires == [bad.encode(), first.segment.encode()]
    assert {each.reason for each in parked(other.store, CIRCLE)} == {GAP}
    with other.store.transaction():
        drop_copy(other.store, bad.encode())
    assert list(ready_parked(other.store, CIRCLE)) == [first.segment.encode()]
    park(other, Waiting(bad, NEWS))
    park(other, replace(first, is_verified=True))
    assert list(ready_parked(other.store, CIRCLE)) == [first.segment.encode()]
    assert parked_bytes(other.store, CIRCLE) == len(first.segment.encode())


def test_park_when_full_leaves_the_newest_out_and_says_so(
    laptop: Laptop, other: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = chain(laptop, 3)
    size = len(waiting[0].segment.encode())
    monkeypatch.setattr(parking, "MAX_PARKED_BYTES", 2 * size + size // 2)
    assert park(other, *waiting) == (waiting[2].segment.hash,)
    assert park(other, waiting[2]) == (waiting[2].segment.hash,)
    assert park(other, waiting[0]) == ()
    assert [each.seq for each in parked(other.store, CIRCLE)] == [0, 1]
    laptop.edit(key_of(0, circle=OTHER_CIRCLE), title="has a bound of its own")
    assert park(other, *(Waiting(each.segment, GAP) for each in laptop.sealed())) == ()


def test_ready_when_the_predecessor_is_held_gives_it_with_those_that_follow(
    laptop: Laptop, other: Laptop
) -> None:
    waiting = chain(laptop, 5)
    park(other, waiting[4], waiting[2], waiting[1])
    assert list(ready_parked(other.store, CIRCLE)) == []
    assert seqs(ready_parked(other.store, CIRCLE, {waiting[0].segment.hash})) == [1, 2]
    park(other, waiting[0])
    assert seqs(ready_parked(other.store, CIRCLE)) == [0, 1, 2]
    park(other, Waiting(waiting[1].segment, NEWS))
    assert seqs(ready_parked(other.store, CIRCLE, (), {GAP})) == [0]
    assert seqs(ready_parked(other.store, CIRCLE, (), {GAP, NEWS})) == [0, 1, 2]


def test_park_when_applied_later_leaves_nothing_parked(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(key_of(0), title="one")
    [first] = laptop.sealed()
    laptop.edit(key_of(0), title="two")
    [second] = laptop.sealed()
    park(other, Waiting(second.segment, GAP))
    other.take(first)
    assert seqs(ready_parked(other.store, CIRCLE)) == [1]
    other.take(second)
    assert parked(other.store, CIRCLE) == []


def test_unpark_when_dropped_is_gone(laptop: Laptop, other: Laptop) -> None:
    [first] = chain(laptop, 1)
    park(other, first)
    with other.store.transaction():
        unpark(other.store, first.segment.hash)
    assert parked(other.store, CIRCLE) == []
