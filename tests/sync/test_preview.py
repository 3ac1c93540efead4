# SPDX-License-Identifier: GPL-3.0-or-later
"""A preview says of each record what would become of it, and nothing of what stays."""

import pytest

from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence
from protectnet.log.operation import Operation, delete, erase, restore, set_
from protectnet.log.state import EXISTENCE, RecordState
from protectnet.sync.preview import Effect, PreviewLine, compare, merged

RISK = KINDS.named("risk")
TITLE, TREND = RISK.field("title").number, RISK.field("trend").number
RECORD, CIRCLE = RecordId(b"r" * 16), CircleId(b"c" * 16)


def op_id(number: int) -> OpId:
    return OpId(bytes([number]) * 16)


def a_risk() -> RecordState:
    state = RecordState()
    state.apply(op_id(1), set_(RISK.number, RECORD, TITLE, 1, "Night visits"))
    state.apply(op_id(2), set_(RISK.number, RECORD, TREND, 2, "same"))
    return state


def trend(clock: int, value: str | None, *replaces: OpId) -> Operation:
    return set_(RISK.number, RECORD, TREND, clock, value, replaces)


def seen(before: RecordState, *operations: tuple[OpId, Operation]) -> PreviewLine | None:
    return compare(RISK, CIRCLE, RECORD, before, merged(before, operations))


def test_record_when_it_was_not_here_then_new() -> None:
    line = seen(RecordState(), (op_id(1), set_(RISK.number, RECORD, TITLE, 1, "Night visits")))
    assert line == PreviewLine(Effect.NEW, RISK, CIRCLE, RECORD, "Night visits", ("title",))


def test_record_when_a_value_is_replaced_then_changed_in_that_field() -> None:
    line = seen(a_risk(), (op_id(3), trend(3, "rising", op_id(2))))
    assert line is not None
    assert (line.effect, line.fields) == (Effect.CHANGED, ("trend",))


def test_record_when_a_value_comes_beside_another_then_contradicting() -> None:
    line = seen(a_risk(), (op_id(3), trend(3, "rising")))
    assert line is not None
    assert line.effect is Effect.CONTRADICTING


def test_record_when_the_same_value_comes_again_then_nothing_is_shown() -> None:
    assert seen(a_risk(), (op_id(3), trend(3, "same", op_id(2)))) is None


def test_contradiction_when_it_is_known_already_then_nothing_is_shown() -> None:
    before = merged(a_risk(), [(op_id(3), trend(3, "rising"))])
    assert compare(RISK, CIRCLE, RECORD, before, before) is None


def sides(line: PreviewLine | None) -> dict[str, list[tuple[object, bool]]]:
    """The values of each contradicting field, and whether each is here already."""
    assert line is not None
    return {
        each.field.name: [(side.value, side.is_held) for side in each.sides]
        for each in line.contradictions
    }


def test_contradiction_when_it_would_come_then_the_field_is_named_with_both_values() -> None:
    line = seen(
        a_risk(),
        (op_id(3), trend(3, "rising")),
        (op_id(4), set_(RISK.number, RECORD, TITLE, 4, "Visits", [op_id(1)])),
    )
    assert sides(line) == {"trend": [("rising", False), ("same", True)]}
    assert line is not None
    assert line.fields == ("title",)
    assert "rising" not in repr(line)


def test_contradiction_when_one_side_emptied_the_field_then_that_is_a_side_too() -> None:
    line = seen(a_risk(), (op_id(3), trend(3, None)))
    assert sides(line) == {"trend": [(None, False), ("same", True)]}


def test_contradiction_when_all_of_it_is_new_then_no_side_is_here() -> None:
    line = seen(RecordState(), (op_id(1), trend(1, "same")), (op_id(2), trend(2, "rising")))
    assert sides(line) == {"trend": [("rising", False), ("same", False)]}


def test_contradiction_when_it_is_known_and_something_else_changes_then_it_is_still_named() -> None:
    before = merged(a_risk(), [(op_id(3), trend(3, "rising"))])
    line = seen(before, (op_id(4), set_(RISK.number, RECORD, TITLE, 4, "Visits", [op_id(1)])))
    assert line is not None
    assert (line.effect, line.fields) == (Effect.CHANGED, ("title",))
    assert sides(line) == {"trend": [("rising", True), ("same", True)]}


def test_contradiction_when_one_of_three_values_goes_then_nothing_new_contradicts() -> None:
    before = merged(a_risk(), [(op_id(3), trend(3, "rising")), (op_id(4), trend(4, "falling"))])
    line = seen(before, (op_id(5), trend(5, "rising", op_id(3), op_id(4))))
    assert line is not None
    assert line.effect is Effect.CHANGED
    assert sides(line) == {"trend": [("rising", True), ("same", True)]}


def test_contradiction_when_the_record_goes_then_it_is_not_named() -> None:
    before = merged(a_risk(), [(op_id(3), trend(3, "rising"))])
    line = seen(before, (op_id(5), deletion(before, 5)))
    assert line is not None
    assert (line.effect, line.contradictions) == (Effect.DELETED, ())


def test_contradiction_when_it_is_resolved_then_changed() -> None:
    before = merged(a_risk(), [(op_id(3), trend(3, "rising"))])
    line = seen(before, (op_id(4), trend(4, "falling", op_id(2), op_id(3))))
    assert line is not None
    assert line.effect is Effect.CHANGED


def deletion(state: RecordState, clock: int) -> Operation:
    return delete(RISK.number, RECORD, clock, state.live_ops(), state.heads(EXISTENCE))


def test_record_when_deleted_then_deleted_and_when_brought_back_then_that() -> None:
    before = a_risk()
    line = seen(before, (op_id(5), deletion(before, 5)))
    assert line is not None
    assert (line.effect, line.title) == (Effect.DELETED, "Night visits")
    deleted = merged(before, [(op_id(5), deletion(before, 5))])
    back = seen(deleted, (op_id(6), restore(RISK.number, RECORD, 6, [op_id(5)])))
    assert back is not None
    assert back.effect is Effect.BROUGHT_BACK


def test_record_when_deleted_while_it_was_changed_here_then_contradicting() -> None:
    before = merged(a_risk(), [(op_id(3), trend(3, "rising", op_id(2)))])
    line = seen(before, (op_id(5), deletion(a_risk(), 5)))
    assert line is not None
    assert (line.effect, line.existence) == (
        Effect.CONTRADICTING,
        Existence.DELETED_BUT_EDITED,
    )


def test_record_when_erased_then_erased_once() -> None:
    before = a_risk()
    order = erase(RISK.number, RECORD, 7, "safety", whole=True, erased=[op_id(1), op_id(2)])
    line = seen(before, (op_id(7), order))
    assert line is not None
    assert line.effect is Effect.ERASED
    assert seen(merged(before, [(op_id(7), order)]), (op_id(7), order)) is None


@pytest.mark.parametrize("again", [1, 2])
def test_state_given_is_left_as_it_was(again: int) -> None:
    before = a_risk()
    kept = before.to_bytes()
    for _ in range(again):
        seen(before, (op_id(3), trend(3, "rising", op_id(2))))
    assert before.to_bytes() == kept
