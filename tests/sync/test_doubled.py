# SPDX-License-Identifier: GPL-3.0-or-later
"""A device that exists twice is found by two segments of one number, until that is accepted."""

from random import Random

from protectnet.sync.doubled import doublings, is_accepted
from protectnet.sync.index import CircleIndex, HeldSegment
from tests.sync.making import LUNA, RIVER, SOL, chain

TRUNK = chain(3)
LEFT, RIGHT = (chain(2, after=TRUNK[-1], branch=name) for name in ("left", "right"))
OTHERS = chain(4, SOL)
FIRST, SECOND = sorted([LEFT[0], RIGHT[0]], key=lambda each: each.hash)
HEADS = [LEFT[-1].head, RIGHT[-1].head]


def index(*more: HeldSegment) -> CircleIndex:
    return CircleIndex(RIVER, [*OTHERS, *TRUNK, *LEFT, *RIGHT, *more])


def test_logs_when_each_goes_on_in_one_way_then_nothing_is_found() -> None:
    assert doublings(CircleIndex(RIVER, [*TRUNK, *LEFT, *OTHERS])) == []


def test_log_when_it_goes_on_in_two_ways_then_the_first_two_segments_prove_it() -> None:
    kept = [*OTHERS, *TRUNK, *LEFT, *RIGHT]
    for seed in range(5):
        [found] = doublings(CircleIndex(RIVER, Random(seed).sample(kept, len(kept))))
        assert (found.device, found.log) == (LUNA, TRUNK[0].log)
        assert (found.first, found.second) == (FIRST, SECOND)
        assert found.heads == tuple(sorted(HEADS))


def test_segment_when_it_waits_then_it_proves_as_well_and_cannot_be_accepted() -> None:
    other_life = chain(2, branch="elsewhere")
    circle = CircleIndex(RIVER, [*TRUNK, other_life[1]])
    [found] = doublings(circle)
    assert {found.first.hash, found.second.hash} == {TRUNK[1].hash, other_life[1].hash}
    assert found.heads == (TRUNK[-1].head,)
    assert not is_accepted(circle, found, found.heads)


def test_doubling_when_the_heads_of_all_branches_are_accepted_then_it_is_settled() -> None:
    circle = index()
    [found] = doublings(circle)
    assert is_accepted(circle, found, HEADS)
    assert not is_accepted(circle, found, HEADS[:1])
    assert not is_accepted(circle, found, [TRUNK[-1].head])
    assert not is_accepted(circle, found, [])


def test_doubling_when_one_branch_goes_on_then_it_stays_settled_and_with_two_it_is_not() -> None:
    left, right = (
        chain(1, after=log[-1], branch=name)[0] for log, name in ((LEFT, "l"), (RIGHT, "r"))
    )
    one, two = index(left), index(left, right)
    assert is_accepted(one, doublings(one)[0], HEADS)
    assert not is_accepted(two, doublings(two)[0], HEADS)


def test_doubling_when_a_branch_divides_again_then_it_is_not_settled() -> None:
    again = [chain(1, after=LEFT[-1], branch=number)[0] for number in range(2)]
    circle = index(*again)
    assert not is_accepted(circle, doublings(circle)[0], HEADS)
    assert is_accepted(circle, doublings(circle)[0], [*(each.head for each in again), HEADS[1]])


def test_log_when_it_was_doubled_from_its_first_segment_then_it_is_found() -> None:
    circle = CircleIndex(RIVER, [*chain(2, branch="a"), *chain(2, branch="b")])
    [found] = doublings(circle)
    assert found.first.seq == 0
    assert is_accepted(circle, found, found.heads)
