# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle where people remove one another, or somebody is not who it seems."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.samples import clock
from tests.log.talking import FOUND, HOME, Talk, adds, gives, id_of, removes

from protectnet.domain.ids import CircleId
from protectnet.log.errors import SignatureInvalid
from protectnet.log.membership import Membership, evaluate
from protectnet.log.membership_operations import (
    join_circle,
    name_successor,
    set_key_life,
    suspend,
)
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import Role

OTHER = CircleId(bytes([9]) * 16)


def members(*segments: VerifiedSegment) -> dict[str, Role]:
    """The role of each member, by its code name."""
    found = evaluate(HOME, segments).members.values()
    return {each.code_name: each.role for each in found}


def names(*segments: VerifiedSegment) -> str:
    """The members in a word, sorted."""
    return "".join(sorted(members(*segments)))


def circle_of(talk: Talk, *coordinators: str, contributors: str = "") -> VerifiedSegment:
    """A circle that a founded, and in which these are; gives the segment all of them know."""
    root = talk.says("a", FOUND)
    added = [
        *(adds(each) for each in coordinators),
        *(adds(each, Role.CONTRIBUTOR) for each in contributors),
    ]
    return talk.says("a", *added) if added else root


def is_suspended(membership: Membership, name: str) -> bool:
    return membership.member(id_of(name)).is_suspended


def test_removal_when_of_a_contributor_then_one_coordinator_is_enough() -> None:
    talk = Talk()
    base = circle_of(talk, "b", contributors="m")
    talk.says("b", removes("m"), knows=[base])
    membership = evaluate(HOME, talk.written)
    assert names(*talk.written) == "ab"
    assert membership.former[id_of("m")].code_name == "m"


def test_removal_when_of_a_coordinator_then_two_others_are_needed() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    first = talk.says("a", removes("x"), knows=[base])
    assert names(*talk.written) == "abx"
    assert len(evaluate(HOME, talk.written).pending) == 1
    talk.says("b", removes("x", first), knows=[first])
    membership = evaluate(HOME, talk.written)
    assert names(*talk.written) == "ab"
    assert membership.pending == ()


def test_removal_when_seconded_by_the_same_or_of_something_else_then_nothing_happens() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x", "y")
    first = talk.says("a", removes("x"), knows=[base])
    talk.says("a", removes("x", first))
    talk.says("b", removes("y", first), knows=[first])
    assert names(*talk.written) == "abxy"


def test_removal_when_the_removed_seconds_its_own_then_nothing_happens() -> None:
    talk = Talk()
    base = circle_of(talk, "x")
    first = talk.says("a", removes("x"), knows=[base])
    lie = talk.says("x", removes("a", first), knows=[first])
    assert names(*talk.written) == "ax"
    assert lie.hash in {each.hash for each in evaluate(HOME, talk.written).counted}


def test_removal_when_the_second_did_not_know_the_first_then_nothing_happens() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    first = talk.says("a", removes("x"), knows=[base])
    talk.says("b", removes("x", first), knows=[base])
    assert names(*talk.written) == "abx"


def test_removal_when_written_by_a_contributor_then_nothing_happens() -> None:
    talk = Talk()
    base = circle_of(talk, "b", contributors="mn")
    talk.says("m", removes("n"), gives("m", Role.COORDINATOR), knows=[base])
    assert members(*talk.written)["m"] is Role.CONTRIBUTOR
    assert names(*talk.written) == "abmn"


def test_removed_device_when_it_acts_beside_its_removal_then_that_is_void() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    before = talk.says("x", adds("m", Role.CONTRIBUTOR), knows=[base])
    first = talk.says("a", removes("x"), knows=[before])
    second = talk.says("b", removes("x", first), knows=[first])
    talk.says("x", adds("w"))
    talk.says("x", removes("m"))
    assert names(*talk.written) == "abm"
    after = talk.says("x", adds("y"), knows=[second])
    assert names(*talk.written) == "abm"
    assert after.hash in {each.hash for each in evaluate(HOME, talk.written).counted}


def test_removed_device_when_older_news_of_its_addition_come_then_stays_removed() -> None:
    talk = Talk()
    base = circle_of(talk, "b")
    by_a = talk.says("a", adds("m", Role.CONTRIBUTOR))
    talk.says("b", adds("m", Role.CONTRIBUTOR), knows=[base])
    talk.says("a", removes("m"), knows=[by_a])
    assert names(*talk.written) == "ab"


def test_removed_device_when_added_by_one_who_knew_then_is_a_member_again() -> None:
    talk = Talk()
    base = circle_of(talk, "b", contributors="m")
    gone = talk.says("a", suspend(id_of("m"), is_suspended=True, clock=clock(4)), removes("m"))
    assert names(*talk.written) == "ab"
    talk.says("b", adds("m", Role.READER, at=7), knows=[base, gone])
    membership = evaluate(HOME, talk.written)
    assert members(*talk.written)["m"] is Role.READER
    assert not is_suspended(membership, "m")
    assert id_of("m") not in membership.former


def test_removals_when_two_pairs_remove_one_another_then_both_hold() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x", "y")
    first = talk.says("a", removes("x"), knows=[base])
    talk.says("b", removes("x", first), knows=[first])
    other = talk.says("x", removes("a"), knows=[base])
    talk.says("y", removes("a", other), knows=[other])
    assert names(*talk.written) == "by"


def test_thief_when_it_makes_a_coordinator_to_remove_another_then_only_the_thief_falls() -> None:
    for thief_is_first in (True, False):
        talk = Talk()
        base = circle_of(talk, "b", "x")
        first = talk.says("a", removes("x"), knows=[base])
        talk.says("b", removes("x", first), knows=[first])
        made = talk.says("x", adds("w"), knows=[base])
        one, two = ("x", "w") if thief_is_first else ("w", "x")
        half = talk.says(one, removes("a"), knows=[made])
        talk.says(two, removes("a", half), knows=[half])
        membership = evaluate(HOME, talk.written)
        assert names(*talk.written) == "ab"
        assert membership.former.keys() == {id_of("x")}


def test_thief_when_what_it_removed_had_added_others_then_they_stay() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    with_m = talk.says("a", adds("m"))
    with_n = talk.says("m", adds("n", Role.CONTRIBUTOR), knows=[with_m])
    first = talk.says("a", removes("x"), knows=[with_n])
    talk.says("b", removes("x", first), knows=[first])
    made = talk.says("x", adds("w"), knows=[base])
    half = talk.says("x", removes("a"), knows=[made])
    talk.says("w", removes("a", half), knows=[half])
    assert names(*talk.written) == "abmn"


def test_role_when_a_coordinator_s_is_lowered_then_two_others_are_needed() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    first = talk.says("a", gives("x", Role.READER), knows=[base])
    assert members(*talk.written)["x"] is Role.COORDINATOR
    wrong = talk.says("b", gives("x", Role.CONTRIBUTOR, first), knows=[first])
    assert members(*talk.written)["x"] is Role.COORDINATOR
    talk.says("b", gives("x", Role.READER, first), knows=[wrong])
    assert members(*talk.written)["x"] is Role.READER


def test_role_when_a_coordinator_is_added_again_as_a_reader_then_keeps_it() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    talk.says("b", adds("x", Role.READER), adds("a", Role.READER), knows=[base])
    assert members(*talk.written) == dict.fromkeys("abx", Role.COORDINATOR)


def test_role_when_others_were_given_side_by_side_then_the_lowest_counts() -> None:
    talk = Talk()
    base = circle_of(talk, "b", contributors="m")
    raised = talk.says("a", gives("m", Role.CONTRIBUTOR), knows=[base])
    lowered = talk.says("b", gives("m", Role.READER), knows=[base])
    assert members(*talk.written)["m"] is Role.READER
    talk.says("a", gives("m", Role.COORDINATOR), knows=[raised, lowered])
    assert members(*talk.written)["m"] is Role.COORDINATOR


def test_thief_when_it_has_two_made_who_remove_another_then_only_the_thief_falls() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    first = talk.says("a", removes("x"), knows=[base])
    talk.says("b", removes("x", first), knows=[first])
    made = talk.says("x", adds("w"), adds("y"), knows=[base])
    half = talk.says("w", removes("a"), knows=[made])
    talk.says("y", removes("a", half), knows=[half])
    assert names(*talk.written) == "ab"


def test_thief_when_its_friends_remove_who_added_a_remover_then_it_is_gone_all_the_same() -> None:
    talk = Talk()
    base = circle_of(talk, "x", "n")
    later = talk.says("a", adds("b"))
    first = talk.says("n", removes("x"), knows=[later])
    talk.says("b", removes("x", first), knows=[first])
    made = talk.says("x", adds("w"), adds("y"), knows=[base])
    half = talk.says("w", removes("a"), knows=[made])
    talk.says("y", removes("a", half), knows=[half])
    assert "x" not in members(*talk.written)
    assert "w" not in members(*talk.written)


def test_thief_when_it_pretends_not_to_know_later_coordinators_then_removes_none_alone() -> None:
    talk = Talk()
    base = circle_of(talk, "x", contributors="m")
    talk.says("a", adds("b"), gives("m", Role.COORDINATOR))
    talk.says("x", removes("b"), removes("m"), knows=[base])
    assert members(*talk.written) == dict.fromkeys("abmx", Role.COORDINATOR)


def test_removal_when_its_device_was_made_a_coordinator_beside_it_then_a_second_completes_it() -> (
    None
):
    talk = Talk()
    base = circle_of(talk, "b", "x", contributors="m")
    raised = talk.says("b", gives("m", Role.COORDINATOR), knows=[base])
    alone = talk.says("x", removes("m"), knows=[base])
    assert members(*talk.written)["m"] is Role.COORDINATOR
    assert len(evaluate(HOME, talk.written).pending) == 1
    talk.says("a", removes("m", alone), knows=[raised, alone])
    assert names(*talk.written) == "abx"


def test_thief_when_it_pretends_not_to_know_later_coordinators_then_lowers_none_alone() -> None:
    talk = Talk()
    base = circle_of(talk, "x", contributors="m")
    talk.says("a", adds("b"), gives("m", Role.COORDINATOR))
    talk.says("x", adds("b", Role.READER), gives("m", Role.READER), knows=[base])
    assert members(*talk.written) == dict.fromkeys("abmx", Role.COORDINATOR)


def test_removal_when_its_device_was_added_again_then_an_old_half_counts_no_more() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "n", "x", "y")
    old = talk.says("n", removes("x"), knows=[base])
    first = talk.says("a", removes("x"), knows=[base])
    gone = talk.says("b", removes("x", first), knows=[old, first])
    back = talk.says("a", adds("x"), knows=[gone])
    assert "x" in members(*talk.written)
    talk.says("y", removes("x", old), knows=[back])
    assert "x" in members(*talk.written)


def test_successor_when_named_by_a_thief_beside_its_removal_or_before_then_closes_nothing() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x")
    closed = talk.says("x", name_successor(id_of("x"), OTHER, clock(4)), knows=[base])
    first = talk.says("a", removes("x"), knows=[base])
    assert evaluate(HOME, talk.written).is_closed
    talk.says("b", removes("x", first), knows=[first])
    assert not evaluate(HOME, talk.written).is_closed
    assert closed.hash in {each.hash for each in evaluate(HOME, talk.written).counted}


def test_evaluate_when_a_spoiled_copy_came_too_then_the_right_one_stands() -> None:
    talk = Talk()
    base = circle_of(talk, "b")
    other = talk.says("b", join_circle(id_of("b"), clock(3)), knows=[base])
    spoiled = replace(base.segment, signatures=other.segment.signatures)
    worse = replace(base.segment, signatures=tuple(map(bytes, map(len, spoiled.signatures))))
    for copies in permutations([base.segment, spoiled, worse]):
        found = evaluate(HOME, [talk.written[0].segment, *copies, other.segment])
        assert found.members == evaluate(HOME, talk.written).members
    with pytest.raises(SignatureInvalid):
        evaluate(HOME, [talk.written[0].segment, spoiled])


def test_leaving_when_a_device_leaves_then_what_it_did_beside_stays() -> None:
    talk = Talk()
    base = circle_of(talk, "b", "x", "y")
    talk.says("x", adds("m", Role.READER), knows=[base])
    talk.says_after("x", None, removes("x"), knows=[base])
    assert names(*talk.written) == "abmy"


def test_leaving_when_the_founder_leaves_then_may_be_added_again() -> None:
    talk = Talk()
    base = circle_of(talk, "b")
    left = talk.says("a", removes("a"), knows=[base])
    membership = evaluate(HOME, talk.written)
    assert names(*talk.written) == "b"
    assert membership.founder == id_of("a")
    talk.says("b", adds("a", Role.READER), knows=[left])
    assert members(*talk.written) == {"a": Role.READER, "b": Role.COORDINATOR}


def test_suspension_when_lifted_by_one_who_knew_then_ends_and_else_wins() -> None:
    talk = Talk()
    base = circle_of(talk, "b", contributors="m")
    on = suspend(id_of("m"), is_suspended=True, clock=clock(4))
    off = suspend(id_of("m"), is_suspended=False, clock=clock(4))
    suspended = talk.says("a", on)
    talk.says("b", off, knows=[base])
    assert is_suspended(evaluate(HOME, talk.written), "m")
    talk.says("b", off, knows=[suspended])
    assert not is_suspended(evaluate(HOME, talk.written), "m")


def test_key_life_when_set_side_by_side_then_the_shortest_counts() -> None:
    talk = Talk()
    base = circle_of(talk, "b", contributors="m")
    assert evaluate(HOME, talk.written).key_life_days == 180
    talk.says("m", set_key_life(id_of("m"), 30, clock(4)), knows=[base])
    assert evaluate(HOME, talk.written).key_life_days == 180
    one = talk.says("a", set_key_life(id_of("a"), 90, clock(4)))
    two = talk.says("b", set_key_life(id_of("b"), 60, clock(4)), knows=[base])
    assert evaluate(HOME, talk.written).key_life_days == 60
    talk.says("a", set_key_life(id_of("a"), 365, clock(4)), knows=[one, two])
    assert evaluate(HOME, talk.written).key_life_days == 365


def test_successor_when_named_by_a_coordinator_then_the_circle_is_closed() -> None:
    talk = Talk()
    base = circle_of(talk, "b", contributors="m")
    talk.says("m", name_successor(id_of("m"), OTHER, clock(4)), knows=[base])
    assert not evaluate(HOME, talk.written).is_closed
    talk.says("b", name_successor(id_of("b"), OTHER, clock(4)), knows=[base])
    membership = evaluate(HOME, talk.written)
    assert (membership.is_closed, tuple(membership.successors)) == (True, (OTHER,))


def test_successor_when_no_coordinator_is_left_then_any_member_names_one() -> None:
    talk = Talk()
    circle_of(talk, contributors="m")
    left = talk.says("a", removes("a"))
    talk.says("m", name_successor(id_of("m"), OTHER, clock(4)), knows=[left])
    assert evaluate(HOME, talk.written).is_closed


def test_joining_when_not_a_member_any_more_then_counts_for_nothing() -> None:
    talk = Talk()
    circle_of(talk, contributors="m")
    gone = talk.says("a", removes("m"))
    talk.says("m", join_circle(id_of("m"), clock(6)), knows=[gone])
    talk.says("a", adds("m", Role.READER), knows=[gone])
    assert not evaluate(HOME, talk.written).member(id_of("m")).has_joined


@pytest.fixture(scope="module")
def quarrel() -> list[VerifiedSegment]:
    """A thief, its friend, and those who remove it, with more beside."""
    talk = Talk()
    base = circle_of(talk, "b", "x", contributors="m")
    first = talk.says("a", removes("x"), knows=[base])
    talk.says("b", removes("x", first), knows=[first])
    made = talk.says("x", adds("w"), knows=[base])
    half = talk.says("w", removes("a"), knows=[made])
    talk.says("x", removes("a", half), removes("m"), knows=[half])
    talk.says("b", gives("m", Role.READER))
    return talk.written


def test_evaluate_when_segments_come_in_any_order_then_is_the_same(
    quarrel: list[VerifiedSegment],
) -> None:
    expected = evaluate(HOME, quarrel)
    for count, order in enumerate(permutations(quarrel)):
        if count % 97 == 0:
            assert evaluate(HOME, [*order, *order[::3]]) == expected


@given(data=st.data())
def test_evaluate_when_some_are_missing_then_only_their_set_decides(
    quarrel: list[VerifiedSegment], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(quarrel), max_size=12))
    order = data.draw(st.permutations(kept))
    root = quarrel[0]
    assert evaluate(HOME, [root, *kept]) == evaluate(HOME, [*order, root])
