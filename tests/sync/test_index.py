# SPDX-License-Identifier: GPL-3.0-or-later
"""What is held without a gap, where it branches, and what a head covers."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from protectnet.log.header import Head
from protectnet.sync.index import CircleIndex, HeldSegment, LogIndex
from tests.sync.making import RIVER, chain, following

TRUNK = chain(4)
LEFT = chain(2, after=TRUNK[1], branch="left")
RIGHT = TRUNK[2:]


@st.composite
def trees(draw: st.DrawFn) -> list[HeldSegment]:
    """A log of any shape: a chain in most places, with branches of branches."""
    found = [following(None)]
    for number in range(draw(st.integers(0, 15))):
        is_chain = draw(st.integers(0, 4)) > 0
        before = found[-1] if is_chain else draw(st.sampled_from([None, *found]))
        found.append(following(before, branch=number, day=draw(st.integers(0, 9))))
    return found


def ancestors(tree: list[HeldSegment], head: HeldSegment) -> set[bytes]:
    """The segment and all before it, found the slow way."""
    by_hash = {each.hash: each for each in tree}
    found = set()
    at: HeldSegment | None = head
    while at is not None:
        found.add(at.hash)
        at = by_hash.get(at.prev)
    return found


@given(trees(), st.randoms(use_true_random=False))
def test_log_when_it_comes_in_any_order_then_is_the_same(
    tree: list[HeldSegment], random: Random
) -> None:
    shuffled = random.sample(tree, len(tree))
    one, other = LogIndex(tree), LogIndex(shuffled)
    assert one.segments == other.segments
    assert {each.hash for each in one.segments} == {each.hash for each in tree}
    assert one.loose == []
    assert one.heads() == other.heads()
    assert one.is_linear is (len({each.seq for each in tree}) == len(tree))


@given(trees(), st.data())
def test_heads_when_they_cover_then_it_is_what_is_before_them_in_their_branch(
    tree: list[HeldSegment], data: st.DataObject
) -> None:
    index = LogIndex(tree)
    said = [data.draw(st.lists(st.sampled_from(tree), max_size=3)) for _ in range(2)]
    unknown = [following(tree[-1], branch=name) for name in ("unknown", "neither")]
    covered = [set[bytes]().union(*(ancestors(tree, head) for head in heads)) for heads in said]
    heads = [[each.head for each in (*some, *unknown)] for some in said]
    lacking = {each.hash for each in index.lacking(heads)}
    assert lacking == {each.hash for each in tree} - (covered[0] & covered[1])
    for each in tree:
        assert index.covers(heads[0], each.hash) is (each.hash in covered[0])
    tail = index.tail(heads[0])
    alone = index.lacking(heads[:1])
    assert tail.changes == sum(each.changes for each in alone)
    assert tail.first_day == min((each.day for each in alone), default=0)


@given(trees(), st.data())
def test_log_when_segments_are_lost_then_what_stands_behind_a_gap_is_loose(
    tree: list[HeldSegment], data: st.DataObject
) -> None:
    lost = data.draw(st.sets(st.sampled_from(tree)))
    waits = data.draw(st.sets(st.sampled_from(tree)))
    kept = [each._replace(is_held=each not in waits) for each in tree if each not in lost]
    if not kept:
        return
    index = LogIndex(kept)
    gone = {each.hash for each in lost | waits}
    held = {each.hash for each in tree if not ancestors(tree, each) & gone}
    assert {each.hash for each in index.segments} == held
    assert {each.hash for each in index.loose} == {each.hash for each in kept} - held
    assert {head.hash for head in index.heads()} == {
        each.hash
        for each in index.segments
        if not any(other.prev == each.hash for other in index.segments)
    }


def test_head_when_it_is_the_only_one_and_beyond_all_that_is_held_then_it_covers_a_chain() -> None:
    ahead = [following(TRUNK[-1], branch=name).head for name in ("one", "two")]
    index, branched = LogIndex(TRUNK), LogIndex([*TRUNK, *LEFT])
    assert index.lacking([ahead[:1]]) == []
    assert index.lacking([ahead[:1]], strict=True) == TRUNK
    assert index.lacking([ahead]) == TRUNK
    assert index.lacking([[TRUNK[1].head, ahead[0]]]) == TRUNK[2:]
    assert branched.lacking([ahead[:1]]) == branched.segments
    assert index.covers(ahead[:1], TRUNK[2].hash)


def test_head_when_its_number_or_log_is_not_that_of_the_hash_then_covers_nothing() -> None:
    for tree in (TRUNK, [*TRUNK, *LEFT]):
        index = LogIndex(tree)
        wrong = Head(TRUNK[0].log, 3, TRUNK[1].hash)
        assert index.lacking([[wrong]]) == index.segments


def test_log_when_a_branch_is_unknown_then_the_known_one_is_covered() -> None:
    index = LogIndex([*TRUNK, *LEFT])
    assert {each.hash for each in index.lacking([[RIGHT[-1].head]])} == {each.hash for each in LEFT}
    assert index.lacking([[RIGHT[-1].head, LEFT[-1].head]]) == []


def test_lacking_when_nobody_reads_then_nothing_is() -> None:
    for tree in (TRUNK, [*TRUNK, *LEFT]):
        assert LogIndex(tree).lacking([]) == []


def test_segment_when_it_claims_a_number_that_does_not_follow_then_it_is_loose() -> None:
    odd = TRUNK[3]._replace(seq=9)
    index = LogIndex([*TRUNK[:3], odd])
    assert index.loose == [odd]
    assert index.heads() == [TRUNK[2].head]


def test_circle_when_asked_for_a_segment_then_finds_it_in_its_log() -> None:
    index = CircleIndex(RIVER, [*TRUNK, *LEFT])
    assert index.find(LEFT[0].hash) == LEFT[0]
    assert index.find(bytes(32)) is None
    assert index.heads() == sorted([RIGHT[-1].head, LEFT[-1].head])
    assert "6 segments" in repr(index)
