# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operations of one record come to: the cases that people meet."""

import cbor2
import pytest
from tests.log.samples import RECORD, RISK, clock, name

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.log.errors import MalformedState
from protectnet.log.operation import Operation, add, delete, erase, remove, restore, set_
from protectnet.log.state import EXISTENCE, Live, RecordState


def written(*operations: Operation, is_append_only: bool = False) -> RecordState:
    """The state after these operations, named 1, 2, 3 …"""
    state = RecordState(is_append_only=is_append_only)
    for number, each in enumerate(operations, 1):
        state.apply(name(number), each)
    return state


def text(value: str | None, at: int, *replaces: OpId) -> Operation:
    return set_(RISK, RECORD, 1, clock(at), value, replaces)


def item(value: str, at: int) -> Operation:
    return add(RISK, RECORD, 2, clock(at), value)


def test_register_when_changed_then_shows_the_new_value_alone() -> None:
    state = written(text("old", 1), text("new", 2, name(1)))
    assert state.shown(1) == "new"
    assert state.values(1) == (Live("new", ((clock(2), name(2)),)),)
    assert state.contradictions([1, 2]) == {}


def test_register_when_two_change_it_unseen_by_each_other_then_both_stay() -> None:
    state = written(text("old", 1), text("here", 3, name(1)), text("there", 2, name(1)))
    assert state.shown(1) == "here"
    found = state.contradictions([1, 2])
    assert {number: [live.value for live in values] for number, values in found.items()} == {
        1: ["here", "there"]
    }
    assert state.heads(1) == (name(2), name(3))


def test_register_when_somebody_settles_a_contradiction_then_it_is_gone() -> None:
    state = written(text("here", 3), text("there", 2), text("both", 4, name(1), name(2)))
    assert state.contradictions([1]) == {}
    assert state.shown(1) == "both"


def test_register_when_two_wrote_the_same_then_it_is_no_contradiction() -> None:
    state = written(text("same", 2), text("same", 5))
    assert state.contradictions([1]) == {}
    (live,) = state.values(1)
    assert live.given_by == ((clock(2), name(1)), (clock(5), name(2)))
    assert live.op_ids == (name(1), name(2))


def test_register_when_a_clock_is_in_2099_then_it_wins_the_display_and_hides_nothing() -> None:
    future = set_(RISK, RECORD, 1, clock(1, day=47_000), "future")
    state = written(text("today", 900), future)
    assert [live.value for live in state.values(1)] == ["future", "today"]


def test_live_values_when_several_are_live_then_each_operation_s_stands_for_itself() -> None:
    state = written(text("a", 1), text("a", 2), text("b", 3), text("c", 4, name(3)))
    assert sorted(map(str, state.live_values(1))) == ["a", "a", "c"]
    assert RecordState().live_values(1) == []


def test_register_when_cleared_then_shows_nothing_and_keeps_the_act() -> None:
    state = written(text("old", 1), text(None, 2, name(1)))
    assert state.shown(1) is None
    assert state.heads(1) == (name(2),)
    assert state.field_numbers() == (1,)


def test_register_when_never_written_then_shows_nothing() -> None:
    state = RecordState()
    assert (state.shown(1), state.values(1), state.items(1), state.heads(1)) == (None, (), (), ())
    assert state.existence() is Existence.LIVE
    assert (state.first_clock, state.last_clock) == (0, 0)


def test_append_only_when_written_twice_then_the_first_stands() -> None:
    state = written(text("second", 2), text("first", 1, name(1)), is_append_only=True)
    assert state.shown(1) == "first"
    assert [live.value for live in state.values(1)] == ["first", "second"]


def test_append_only_when_an_item_of_a_set_is_removed_then_it_is_gone() -> None:
    taken = remove(RISK, RECORD, 2, clock(2), [name(1)])
    assert written(item("a", 1), taken, is_append_only=True).items(2) == ()


def test_set_when_items_are_added_then_has_each_once_in_order() -> None:
    state = written(item("b", 1), item("a", 2), item("b", 3))
    assert [live.value for live in state.items(2)] == ["a", "b"]
    assert state.items(2)[1].op_ids == (name(1), name(3))


def test_set_when_one_adds_while_another_removes_then_the_item_stays() -> None:
    taken = remove(RISK, RECORD, 2, clock(2), [name(1)])
    state = written(item("a", 1), taken, item("a", 2))
    assert [live.value for live in state.items(2)] == ["a"]
    assert state.heads(2) == (name(3),)


def test_replaced_when_it_arrives_after_what_replaced_it_then_does_not_come_back() -> None:
    state = RecordState()
    state.apply(name(2), text("new", 2, name(1)))
    state.apply(name(1), text("old", 1))
    assert [live.value for live in state.values(1)] == ["new"]


def test_replaces_when_it_names_an_operation_of_another_field_then_does_nothing_to_it() -> None:
    state = written(item("a", 1), text("new", 2, name(1)))
    assert [live.value for live in state.items(2)] == ["a"]


def test_record_when_deleted_then_and_restored_then_is_there_again() -> None:
    state = written(text("here", 1), delete(RISK, RECORD, clock(2), [name(1)]))
    assert state.existence() is Existence.DELETED
    assert state.heads(EXISTENCE) == (name(2),)
    assert state.live_ops() == (name(1),)
    state.apply(name(3), restore(RISK, RECORD, clock(3), [name(2)]))
    assert state.existence() is Existence.LIVE
    assert state.shown(1) == "here"


def test_record_when_edited_while_another_deletes_then_says_so() -> None:
    state = written(
        text("old", 1), delete(RISK, RECORD, clock(2), [name(1)]), text("new", 2, name(1))
    )
    assert state.existence() is Existence.DELETED_BUT_EDITED
    state.apply(name(4), delete(RISK, RECORD, clock(3), state.live_ops(), state.heads(EXISTENCE)))
    assert state.existence() is Existence.DELETED


def test_record_when_restored_while_another_deletes_again_then_says_so() -> None:
    state = written(
        text("here", 1),
        delete(RISK, RECORD, clock(2), [name(1)]),
        restore(RISK, RECORD, clock(3), [name(2)]),
        delete(RISK, RECORD, clock(3), [name(1)], [name(2)]),
    )
    assert state.existence() is Existence.DELETED_BUT_EDITED


def test_record_when_an_erase_takes_the_edit_then_it_is_deleted_again() -> None:
    state = written(
        delete(RISK, RECORD, clock(1), []),
        text("edit", 2),
        erase(RISK, RECORD, clock(3), "safety", whole=False, erased=[name(2)]),
    )
    assert state.existence() is Existence.DELETED


def test_erase_when_a_value_is_erased_then_it_is_gone_and_does_not_come_back() -> None:
    gone = erase(RISK, RECORD, clock(3), "safety", whole=False, erased=[name(1)])
    state = written(text("Juan", 1), gone)
    assert state.values(1) == ()
    state.apply(name(1), text("Juan", 1))
    assert state.values(1) == ()
    assert b"Juan" not in state.to_bytes()


def test_erase_when_the_erased_had_replaced_another_then_that_does_not_come_back() -> None:
    gone = erase(
        RISK, RECORD, clock(3), "safety", whole=False, erased=[name(2)], kept_replaced=[name(1)]
    )
    newcomer = RecordState()
    newcomer.apply(name(1), text("old", 1))
    newcomer.apply(name(3), gone)
    assert newcomer.values(1) == ()
    saw_all = written(text("old", 1), text("Juan", 2, name(1)), gone)
    assert saw_all.values(1) == ()
    assert saw_all.to_bytes() == newcomer.to_bytes()


def test_erase_when_all_of_a_field_is_gone_then_the_bytes_do_not_tell_that_it_was() -> None:
    gone = erase(RISK, RECORD, clock(3), "safety", whole=False, erased=[name(2)])
    newcomer = RecordState()
    newcomer.apply(name(1), item("a", 1))
    newcomer.apply(name(3), gone)
    assert written(item("a", 1), text("Juan", 2), gone).to_bytes() == newcomer.to_bytes()


def test_erase_when_the_whole_record_then_nothing_of_it_is_in_the_bytes() -> None:
    whole = erase(RISK, RECORD, clock(3), "safety", whole=True, erased=[name(1)])
    state = written(text("Juan", 1), whole, text("Juan again", 4))
    assert state.existence() is Existence.ERASED
    assert b"Juan" not in state.to_bytes()
    assert len(state.to_bytes()) < 20


def test_state_when_stored_then_comes_back_with_all_it_knows() -> None:
    state = written(text("a", 1), item("b", 2), delete(RISK, RECORD, clock(3), [name(9)]))
    again = RecordState.from_bytes(state.to_bytes())
    assert again.to_bytes() == state.to_bytes()
    assert again.field_numbers() == (1, 2)
    assert again.existence() is Existence.DELETED_BUT_EDITED
    assert again.is_append_only is False
    append_only = written(text("a", 1), is_append_only=True).to_bytes()
    assert RecordState.from_bytes(append_only).is_append_only is True


def test_state_when_all_items_were_removed_then_remembers_what_must_not_come_back() -> None:
    state = written(item("a", 1), remove(RISK, RECORD, 2, clock(2), [name(1)]))
    again = RecordState.from_bytes(state.to_bytes())
    again.apply(name(1), item("a", 1))
    assert again.items(2) == ()


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"\xff",
        cbor2.dumps(7),
        cbor2.dumps([1]),
        cbor2.dumps([2, False, False, 0, 0, b"", []]),
        cbor2.dumps([1, False, False, 0, 0, b"odd", []]),
        cbor2.dumps([1, False, False, 0, 0, b"", [1]]),
        cbor2.dumps([1, False, False, 0, 0, b"", 5]),
        written(text("a", 1)).to_bytes()[:-1],
    ],
)
def test_state_when_the_stored_bytes_are_damaged_or_newer_then_refuses(stored: bytes) -> None:
    with pytest.raises(MalformedState):
        RecordState.from_bytes(stored)


@pytest.mark.parametrize(
    "field",
    [
        b"\xff",
        cbor2.dumps([b"odd", [1], ["a"], b""]),
        cbor2.dumps([name(1), [1, 2], ["a"], b""]),
        cbor2.dumps([name(1), [1], ["a"]]),
        cbor2.dumps([1, 2, 3, 4]),
    ],
)
def test_state_when_a_stored_field_is_damaged_then_refuses_when_it_is_read(field: bytes) -> None:
    state = RecordState.from_bytes(cbor2.dumps([1, False, False, 0, 0, b"", [1, field]]))
    with pytest.raises(MalformedState):
        state.shown(1)


def test_state_when_shown_then_tells_no_value() -> None:
    assert repr(written(text("Juan", 1))) == "RecordState(1 fields, live)"
