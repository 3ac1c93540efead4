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
from protectnet.log.membership_operations import role_change_of, set_key_life
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import OpKind, Role


class Turn(NamedTuple):
    """What a device does: one thing, the second half of what another asked for, or both halves.

    ``half`` chooses the half that it seconds, or who seconds its own; ``told`` are the segments it
    was told of before, counted from the last.
    """

    author: str
    does: str
    device: str
    role: Role
    half: int
    told: tuple[int, ...]


TURNS = st.builds(
    Turn,
    st.sampled_from("abbxxyw"),
    st.sampled_from(["remove", "pair", "pair", "pair", "second", "add", "add", "change", "life"]),
    st.sampled_from("abxyw"),
    st.sampled_from([Role.COORDINATOR, Role.COORDINATOR, Role.CONTRIBUTOR]),
    st.integers(0, 4),
    st.sampled_from([(), (), (), (1,), (1, 2), (3,)]),
)
HISTORIES = st.lists(TURNS, min_size=5, max_size=16)


def history(turns: list[Turn]) -> list[VerifiedSegment]:
    """What devices wrote in these turns."""
    talk = Talk()
    root = talk.says("a", FOUNDING, *(adds(each) for each in "bx"))
    talk.says("a", adds("y"))
    for turn in turns:
        written = talk.written
        told = [root, *(written[-each] for each in turn.told if each <= len(written))]
        halves = [each for each in written if _is_half(each) and each.header.user != turn.author]
        if turn.does == "pair":
            half = talk.says(turn.author, removes(turn.device), knows=told)
            talk.says("abxyw"[turn.half], removes(turn.device, half), knows=[root, half])
        elif turn.does != "second":
            talk.says(turn.author, _operation(turn), knows=told)
        elif halves:
            half = halves[-1 - turn.half % len(halves)]
            talk.says(turn.author, _second_of(half), knows=[*told, half])
    return talk.written


def standing(written: list[VerifiedSegment]) -> list[VerifiedSegment]:
    """Those that stand: not what a device wrote that nobody had added, nor what builds on it."""
    names = {each.hash for each in evaluate(HOME, written).counted}
    return [each for each in written if each.hash in names]


def _is_half(segment: VerifiedSegment) -> bool:
    operation = segment.entries[0].operation
    kinds = (OpKind.REMOVE_DEVICE, OpKind.CHANGE_ROLE)
    return isinstance(operation, Operation) and operation.kind in kinds


def _second_of(half: VerifiedSegment) -> Operation:
    first = half.entries[0].operation
    assert isinstance(first, Operation)
    device = next(each for each in "abxyw" if bytes(id_of(each)) == bytes(first.record))
    if first.kind is OpKind.REMOVE_DEVICE:
        return removes(device, half)
    return gives(device, role_change_of(first).role, half)


def _operation(turn: Turn) -> Operation:
    match turn.does:
        case "remove":
            return removes(turn.device)
        case "add":
            return adds(turn.device, turn.role)
        case "change":
            return gives(turn.device, turn.role)
    return set_key_life(id_of(turn.author), 90, clock(4))


@settings(max_examples=300)
@given(HISTORIES)
def test_evaluate_when_anything_happened_then_the_specification_s_acts_have_effect(
    turns: list[Turn],
) -> None:
    written = history(turns)
    membership = evaluate(HOME, written)
    oracle = Oracle.of(standing(written))
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
@given(HISTORIES, st.data())
def test_evaluate_when_given_in_another_order_and_twice_then_is_the_same(
    turns: list[Turn], data: st.DataObject
) -> None:
    written = history(turns)
    order = data.draw(st.permutations(written))
    again = data.draw(st.lists(st.sampled_from(written), max_size=4))
    assert evaluate(HOME, [*order, *again]) == evaluate(HOME, written)


@settings(max_examples=25)
@given(HISTORIES)
def test_evaluate_when_a_device_was_removed_then_nothing_it_did_beside_that_has_effect(
    turns: list[Turn],
) -> None:
    written = history(turns)
    effective = evaluate(HOME, written).effective
    oracle = Oracle.of(standing(written))
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
