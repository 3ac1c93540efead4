# SPDX-License-Identifier: GPL-3.0-or-later
"""Random circles: the program finds what the letter of the specification says."""

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.log.membership_oracle import ADD, FOUND, Oracle
from tests.log.samples import clock
from tests.log.talking import FOUND as FOUNDING
from tests.log.talking import HOME, Talk, adds, gives, id_of, removes

from protectnet.log.membership import evaluate
from protectnet.log.membership_operations import join_circle, set_key_life
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import Role

LETTERS = "abxw"
_LETTERS = st.sampled_from(LETTERS)


class Turn(NamedTuple):
    """What a device does that was told some of the segments there are.

    ``seconds`` tells which segment it seconds where it can, counted from the last.
    """

    author: str
    does: str
    device: str
    role: Role
    seconds: int | None
    told: tuple[int, ...]


TURNS = st.builds(
    Turn,
    _LETTERS,
    st.sampled_from(["remove", "remove", "remove", "add", "change", "join", "life"]),
    _LETTERS,
    st.sampled_from([Role.COORDINATOR, Role.COORDINATOR, Role.CONTRIBUTOR]),
    st.none() | st.integers(1, 4),
    st.lists(st.integers(1, 6), max_size=3).map(tuple),
)


def history(turns: list[Turn]) -> list[VerifiedSegment]:
    """What devices wrote in these turns."""
    talk = Talk()
    root = talk.says("a", FOUNDING, *(adds(each) for each in "bxw"))
    for turn in turns:
        written = talk.written
        told = [written[-each] for each in turn.told if each <= len(written)]
        second = None
        if turn.seconds is not None and turn.seconds < len(written):
            second = written[-turn.seconds]
            told.append(second)
        talk.says(turn.author, _operation(turn, second), knows=[root, *told])
    return talk.written


def _operation(turn: Turn, second: VerifiedSegment | None) -> Operation:
    match turn.does:
        case "remove":
            return removes(turn.device, second)
        case "add":
            return adds(turn.device, turn.role)
        case "change":
            return gives(turn.device, turn.role, second)
        case "join":
            return join_circle(id_of(turn.author), clock(4))
    return set_key_life(id_of(turn.author), 90, clock(4))


@settings(max_examples=150)
@given(st.lists(TURNS, max_size=12))
def test_evaluate_when_anything_happened_then_the_specification_s_acts_have_effect(
    turns: list[Turn],
) -> None:
    written = history(turns)
    membership = evaluate(HOME, written)
    oracle = Oracle.of(written)
    expected = oracle.effective()
    found = {(each.segment, each.op_id) for each in membership.effective}
    assert found == {(each.segment, each.op_id) for each in expected}
    devices = {each.device for each in expected if each.kind in (FOUND, ADD)}
    roles = {each: oracle.role(each, expected) for each in devices}
    assert {each.device: each.role for each in membership.members.values()} == {
        device: role for device, role in roles.items() if role is not None
    }
    assert membership.former.keys() == {each for each, role in roles.items() if role is None}


@settings(max_examples=25)
@given(st.lists(TURNS, min_size=3, max_size=12), st.data())
def test_evaluate_when_given_in_another_order_and_twice_then_is_the_same(
    turns: list[Turn], data: st.DataObject
) -> None:
    written = history(turns)
    order = data.draw(st.permutations(written))
    again = data.draw(st.lists(st.sampled_from(written), max_size=4))
    assert evaluate(HOME, [*order, *again]) == evaluate(HOME, written)


@settings(max_examples=25)
@given(st.lists(TURNS, max_size=12))
def test_evaluate_when_a_device_was_removed_then_nothing_it_did_beside_that_has_effect(
    turns: list[Turn],
) -> None:
    written = history(turns)
    effective = evaluate(HOME, written).effective
    oracle = Oracle.of(written)
    said = {(each.segment, each.op_id): each for each in oracle.past}
    acts = [said[each.segment, each.op_id] for each in effective]
    for removal in acts:
        if removal.kind != 20 or removal.author == removal.device:
            continue
        beside = [
            each
            for each in acts
            if each.author == removal.device
            and each.kind not in (18, 19, 20)
            and each not in oracle.past[removal]
            and removal not in oracle.past[each]
        ]
        assert beside == []
