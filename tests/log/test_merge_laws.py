# SPDX-License-Identifier: GPL-3.0-or-later
"""The laws of merging: any order, any number of times, nothing lost, and the letter of the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.histories import (
    FIELDS,
    HISTORIES,
    WHOLE_ERASE,
    History,
    existence_by_the_letter,
    grown,
    live_by_the_letter,
    state_of,
)
from tests.log.samples import RECORD, RISK, name

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.log.digest import digest_entry
from protectnet.log.operation import Operation, erase, erasure_of, kept_replaced, restore
from protectnet.log.shapes import OpKind
from protectnet.log.state import RecordState

ANY = HISTORIES | grown()
APPEND_ONLY = st.booleans()


def digest_of(state: RecordState) -> bytes:
    return digest_entry(RISK, RECORD, state)


@given(ANY, APPEND_ONLY, st.data())
def test_state_when_operations_arrive_in_any_order_and_number_then_is_the_same(
    history: History, append_only: bool, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(sorted(history)))) if history else []
    order = data.draw(st.permutations([*history, *again]))
    one = state_of(history, is_append_only=append_only)
    other = state_of(history, order, is_append_only=append_only)
    assert one.to_bytes() == other.to_bytes()
    assert digest_of(one) == digest_of(other)
    assert [one.values(each) for each in FIELDS] == [other.values(each) for each in FIELDS]


@given(ANY, APPEND_ONLY)
def test_live_when_compared_with_the_letter_of_the_page_then_is_the_same(
    history: History, append_only: bool
) -> None:
    state = state_of(history, is_append_only=append_only)
    for field in (0, *FIELDS):
        expected = live_by_the_letter(history, field, is_append_only=append_only)
        assert state.heads(field) == tuple(sorted(expected))
    everything = [each for field in FIELDS for each in state.heads(field)]
    assert state.live_ops() == tuple(sorted(everything))


@given(ANY)
def test_existence_when_compared_with_the_letter_of_the_page_then_is_the_same(
    history: History,
) -> None:
    assert state_of(history).existence() is existence_by_the_letter(history)


@given(ANY, APPEND_ONLY)
def test_shown_when_there_are_several_then_highest_or_in_append_only_lowest(
    history: History, append_only: bool
) -> None:
    state = state_of(history, is_append_only=append_only)
    for field in FIELDS:
        live = [(history[each].clock, each) for each in state.heads(field)]
        values = state.values(field)
        assert bool(live) == bool(values)
        if live:
            _, first = min(live) if append_only else max(live)
            assert state.shown(field) == history[first].value == values[0].value
        else:
            assert state.shown(field) is None
        assert sorted(each for value in values for each in value.op_ids) == [
            each for _, each in sorted(live, key=lambda pair: pair[1])
        ]


@given(ANY, ANY, APPEND_ONLY)
def test_state_when_stored_between_then_goes_on_as_if_not(
    first: History, second: History, append_only: bool
) -> None:
    # The second history gets names of its own, some of which the first one replaces.
    moved = {name(int.from_bytes(each, "big") + 5): op for each, op in second.items()}
    straight = state_of(first, is_append_only=append_only)
    stored = RecordState.from_bytes(straight.to_bytes())
    assert stored.to_bytes() == straight.to_bytes()
    for each, operation in moved.items():
        straight.apply(each, operation)
        stored.apply(each, operation)
        stored = RecordState.from_bytes(stored.to_bytes())
    assert stored.to_bytes() == straight.to_bytes()
    assert digest_of(stored) == digest_of(straight)
    assert [stored.values(each) for each in FIELDS] == [straight.values(each) for each in FIELDS]
    assert (stored.first_clock, stored.last_clock) == (straight.first_clock, straight.last_clock)


@given(grown(), st.data())
def test_values_when_nothing_replaces_or_erases_them_then_never_vanish(
    history: History, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(list(history)))
    state, arrived = RecordState(), set[OpId]()
    for each in order:
        state.apply(each, history[each])
        arrived.add(each)
        named = {old for seen in arrived for old in history[seen].replaces}
        gives = {OpKind.SET, OpKind.ADD}
        for kept in arrived - named:
            if history[kept].kind in gives:
                assert kept in state.heads(history[kept].field)


@given(grown())
def test_digest_when_deleted_and_restored_then_is_as_before(history: History) -> None:
    state = state_of({each: op for each, op in history.items() if op.field})
    before = digest_of(state)
    seen = state.live_ops()
    state.apply(name(100), Operation(OpKind.DELETE, RISK, RECORD, 0, 9, (), list(seen)))
    assert state.existence() is Existence.DELETED
    assert digest_of(state) != before
    state.apply(name(101), restore(RISK, RECORD, 9, state.heads(0)))
    assert state.existence() is Existence.LIVE
    assert digest_of(state) == before


@given(grown(), st.data())
def test_erase_when_others_never_saw_what_was_erased_then_both_come_to_the_same(
    history: History, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(history))))
    kept = kept_replaced({each: history[each] for each in chosen})
    op = erase(RISK, RECORD, 9, "safety", whole=False, erased=chosen, kept_replaced=kept)
    full = {**history, name(100): op}
    order = data.draw(st.permutations(list(full)))
    saw_it = state_of(full, order)
    newcomer = state_of({each: full[each] for each in full if each not in chosen})
    assert digest_of(saw_it) == digest_of(newcomer)
    assert [saw_it.heads(each) for each in (0, *FIELDS)] == [
        newcomer.heads(each) for each in (0, *FIELDS)
    ]
    assert not set(saw_it.live_ops()) & chosen


@given(ANY, st.data())
def test_erase_of_the_whole_record_when_it_comes_at_any_time_then_nothing_else_is_left(
    history: History, data: st.DataObject
) -> None:
    full = {**history, name(100): WHOLE_ERASE}
    state = state_of(full, data.draw(st.permutations(list(full))))
    assert state.existence() is Existence.ERASED
    assert (state.live_ops(), state.heads(0), state.field_numbers()) == ((), (), ())
    assert (state.first_clock, state.last_clock) == (0, 0)
    assert state.to_bytes() == state_of({name(100): WHOLE_ERASE}).to_bytes()
    assert digest_of(state) == digest_of(RecordState.from_bytes(state.to_bytes()))


@given(ANY)
def test_first_value_when_the_kind_is_append_only_then_stands(history: History) -> None:
    sets = {each: op for each, op in history.items() if op.kind is OpKind.SET and op.field == 1}
    state = state_of(sets, is_append_only=True)
    assert state.heads(1) == tuple(sorted(sets))
    if sets:
        first = min(sets, key=lambda each: (sets[each].clock, each))
        assert state.shown(1) == sets[first].value


@pytest.mark.parametrize("append_only", [False, True])
def test_clocks_when_operations_come_then_are_the_lowest_and_highest(append_only: bool) -> None:
    history: History = {
        name(clock): Operation(OpKind.SET, RISK, RECORD, 1, clock, (), "a") for clock in (7, 3, 9)
    }
    state = state_of(history, is_append_only=append_only)
    assert (state.first_clock, state.last_clock) == (3, 9)
    assert erasure_of(WHOLE_ERASE).whole
