# SPDX-License-Identifier: GPL-3.0-or-later
"""What readers lack: above what every one of them holds, membership so that it can be judged, blobs."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.vector import Vector
from protectnet.sync.coverage import in_causal_order, lacked
from protectnet.sync.index import CircleIndex, HeldSegment
from tests.sync.making import (
    ANA,
    DAY,
    HILL,
    LUNA,
    MAR,
    RIVER,
    SOL,
    chain,
    digest,
    following,
    membership,
    vector,
)

BY_LUNA, BY_SOL = chain(3), chain(2, SOL, day=DAY + 50)
ACTS = membership(length=2)
PHOTO, VOICE, SCAN = (digest("blob", number) for number in range(3))
INDEX = CircleIndex(RIVER, [*BY_LUNA, *BY_SOL, *ACTS])


def test_reader_when_it_never_told_then_lacks_everything() -> None:
    found = lacked(INDEX, [None])
    assert found.membership == tuple(ACTS)
    assert found.logs == (tuple(BY_SOL), tuple(BY_LUNA))


def test_reader_when_it_holds_all_then_lacks_nothing() -> None:
    everything = vector(MAR, [BY_LUNA[-1], BY_SOL[-1], ACTS[-1]])
    assert lacked(INDEX, [everything]).is_nothing
    assert not lacked(INDEX, [everything, None]).is_nothing


def test_readers_when_they_hold_different_things_then_all_above_what_every_one_has() -> None:
    first = vector(MAR, [BY_LUNA[1], BY_SOL[1], ACTS[1]])
    second = vector(ANA, [BY_LUNA[0], BY_SOL[1], ACTS[1]])
    found = lacked(INDEX, [first, second])
    assert found.membership == ()
    assert found.logs == (tuple(BY_LUNA[1:]),)


def test_reader_when_it_is_ahead_in_a_log_then_it_does_not_get_that_log_again() -> None:
    ahead = following(BY_SOL[-1], branch="not here")
    found = lacked(INDEX, [vector(MAR, [BY_LUNA[1], ahead, ACTS[-1]])])
    assert found.logs == (tuple(BY_LUNA[2:]),)


def test_reader_when_it_names_another_segment_of_a_number_held_here_then_that_covers_nothing() -> (
    None
):
    other = following(BY_SOL[0], branch="not here")
    found = lacked(INDEX, [vector(MAR, [BY_LUNA[-1], other, ACTS[-1]])])
    assert found.logs == (tuple(BY_SOL),)


def test_reader_when_it_names_branches_that_are_not_here_then_these_cover_nothing() -> None:
    ahead = [following(BY_SOL[-1], branch=name) for name in ("not here", "nor this")]
    found = lacked(INDEX, [vector(MAR, [BY_LUNA[-1], *ahead, ACTS[-1]])])
    assert found.logs == (tuple(BY_SOL),)
    known = lacked(INDEX, [vector(MAR, [BY_LUNA[-1], BY_SOL[0], ahead[0], ACTS[-1]])])
    assert known.logs == (tuple(BY_SOL[1:]),)


def test_membership_when_a_reader_seems_ahead_then_it_goes_in_doubt_and_is_not_lacking() -> None:
    ahead = following(ACTS[-1], branch="not here")
    found = lacked(INDEX, [vector(MAR, [BY_LUNA[-1], BY_SOL[-1], ahead])])
    assert found.membership == tuple(ACTS)
    assert found.in_doubt == {each.hash for each in ACTS}
    assert found.is_nothing
    sure = lacked(INDEX, [vector(MAR, [BY_LUNA[-1], BY_SOL[-1], ahead]), None])
    assert sure.in_doubt == frozenset()
    assert sure.membership == tuple(ACTS)


def test_vector_when_of_another_circle_then_it_is_not_compared() -> None:
    with pytest.raises(ValueError, match="circle"):
        lacked(INDEX, [vector(MAR, [], HILL)])


def test_logs_when_sorted_then_the_one_with_the_newest_day_is_first_and_each_is_in_order() -> None:
    late = chain(2, MAR, day=DAY - 9)
    late[0] = late[0]._replace(day=DAY + 99)
    found = lacked(CircleIndex(RIVER, [*BY_LUNA, *BY_SOL, *late]), [None])
    assert [log[0].device for log in found.logs] == [MAR, SOL, LUNA]
    assert found.logs[0] == tuple(late)


@st.composite
def memberships(draw: st.DrawFn) -> list[HeldSegment]:
    """Membership segments of several devices, each naming heads that its author had seen."""
    found: list[HeldSegment] = []
    last: dict[int, HeldSegment] = {}
    for number in range(draw(st.integers(1, 12))):
        author = draw(st.integers(0, 3))
        seen = draw(st.lists(st.sampled_from(found), max_size=3)) if found else []
        made = following(
            last.get(author),
            (LUNA, SOL, MAR, ANA)[author],
            stream=MEMBERSHIP,
            branch=number,
            membership_heads=[each.hash for each in seen],
        )
        found.append(made)
        last[author] = made
    return found


@given(memberships(), st.randoms(use_true_random=False), st.data())
def test_membership_when_ordered_then_each_after_all_it_builds_on_and_always_the_same(
    acts: list[HeldSegment], random: Random, data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(acts), unique=True))
    ordered = in_causal_order(some)
    assert ordered == in_causal_order(random.sample(some, len(some)))
    assert sorted(ordered) == sorted(some)
    names = {each.hash for each in some}
    before: set[bytes] = set()
    for each in ordered:
        assert {each.prev, *each.membership_heads} & names <= before
        before.add(each.hash)


def with_blobs(**here: int) -> CircleIndex:
    """The first and last segment of Luna name blobs; those given lie here, with their sizes."""
    named = {"photo": PHOTO, "voice": VOICE, "scan": SCAN}
    uses = {BY_LUNA[0].hash: (PHOTO,), BY_LUNA[-1].hash: (VOICE,)}
    return CircleIndex(RIVER, BY_LUNA, uses, {named[each]: size for each, size in here.items()})


def holding(segment: HeldSegment, *missing: bytes) -> Vector:
    return vector(MAR, [segment], missing=missing)


def test_blobs_when_segments_that_name_them_go_then_they_are_needed() -> None:
    found = lacked(with_blobs(photo=5, voice=5), [holding(BY_LUNA[0])])
    assert found.blobs == {VOICE: BY_LUNA[-1]}


def test_blobs_when_a_reader_misses_them_then_they_are_needed_without_their_segment() -> None:
    found = lacked(with_blobs(photo=5, voice=5), [holding(BY_LUNA[-1], PHOTO)])
    assert found.logs == ()
    assert found.blobs == {PHOTO: None}


def test_blobs_when_they_are_not_here_either_then_that_is_said() -> None:
    found = lacked(with_blobs(voice=5), [holding(BY_LUNA[-1], PHOTO, VOICE)])
    assert found.blobs == {VOICE: None}
    assert found.absent_blobs == {PHOTO}


def test_blobs_when_no_record_of_the_circle_has_them_then_nobody_gets_them_by_asking() -> None:
    index = with_blobs(photo=5, voice=5, scan=5)
    found = lacked(index, [holding(BY_LUNA[-1], SCAN)])
    assert found.is_nothing
    assert found.absent_blobs == frozenset()
    assert lacked(CircleIndex(RIVER, BY_LUNA), [holding(BY_LUNA[-1], SCAN)]).is_nothing


@given(st.data())
def test_lacked_when_a_vector_covers_more_then_less_is_lacked(data: st.DataObject) -> None:
    places = st.tuples(st.integers(-1, 2), st.integers(-1, 1), st.integers(-1, 1))
    lower, upper = data.draw(places), data.draw(places)
    upper = tuple(map(max, lower, upper))  # type: ignore[assignment]
    less, more = (
        vector(
            MAR,
            [log[end] for log, end in zip((BY_LUNA, BY_SOL, ACTS), ends, strict=True) if end >= 0],
        )
        for ends in (lower, upper)
    )
    other = data.draw(st.sampled_from([None, vector(ANA, [BY_LUNA[0]])]))
    wide, narrow = (
        {each.hash for log in (*found.logs, found.membership) for each in log}
        for found in (lacked(INDEX, [each, other]) for each in (less, more))
    )
    assert narrow <= wide
