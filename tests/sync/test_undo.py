# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking a bundle back: what it brought goes, what somebody changed since stays, nothing erased comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.log import cbor
from protectnet.log.digest import digest_entry
from protectnet.log.operation import Operation, add, delete, erase, remove, restore, set_
from protectnet.log.state import EXISTENCE, RecordState
from protectnet.sync.preview import merged
from protectnet.sync.undo import Fate, FieldUndo, Left, RecordUndo, undo_record
from tests.log.histories import FIELDS, HISTORIES, WHOLE_ERASE, History, state_of
from tests.log.samples import RECORD, RISK, name

TITLE, TAGS = 1, 2
FIRST_NEW = 1_000


def written(undo: RecordUndo, now: RecordState) -> RecordState:
    """The state after everything that the undo asks for was written, clock by clock."""
    clock, number = now.last_clock, FIRST_NEW
    state = now
    for step in undo.steps:
        clock, number = clock + 1, number + 1
        state = merged(state, [(name(number), step.operation(RISK, RECORD, clock))])
    if undo.fate is Fate.DELETED:
        act = delete(RISK, RECORD, clock + 1, state.live_ops(), state.heads(EXISTENCE))
        state = merged(state, [(name(number + 1), act)])
    return state


def entry(state: RecordState) -> bytes:
    return digest_entry(RISK, RECORD, state)


def sets(number: int, value: str | None, *replaces: int) -> tuple[OpId, Operation]:
    return name(number), set_(RISK, RECORD, TITLE, number, value, map(name, replaces))


def adds(number: int, value: str) -> tuple[OpId, Operation]:
    return name(number), add(RISK, RECORD, TAGS, number, value)


def removes(number: int, *replaces: int) -> tuple[OpId, Operation]:
    return name(number), remove(RISK, RECORD, TAGS, number, map(name, replaces))


def deletes(number: int, state: RecordState) -> tuple[OpId, Operation]:
    return name(number), delete(RISK, RECORD, number, state.live_ops(), state.heads(EXISTENCE))


def erases(number: int, *erased: int) -> tuple[OpId, Operation]:
    return name(number), erase(
        RISK, RECORD, number, "safety", whole=False, erased=map(name, erased)
    )


def a_state(*operations: tuple[OpId, Operation]) -> RecordState:
    return merged(RecordState(), operations)


BEFORE = a_state(sets(1, "Night visits"), adds(2, "river"))


@st.composite
def histories(draw: st.DrawFn, first: int = 0) -> History:
    """What devices write of a record with a register and a field of items, each from what it saw."""
    found: History = {}
    for number in range(first, first + draw(st.integers(1, 10))):
        seen = draw(st.sets(st.sampled_from(sorted(found)))) if found else set()
        state = state_of({each: found[each] for each in seen})
        found[name(number)] = draw(st.sampled_from(choices(draw, state)))
    return found


def choices(draw: st.DrawFn, seen: RecordState) -> list[Operation]:
    """What somebody may do who sees this."""
    clock, acts = draw(st.integers(1, 4)), seen.heads(EXISTENCE)
    value = draw(st.sampled_from(["a", "b", None, 7]))
    found = [
        set_(RISK, RECORD, TITLE, clock, value, seen.heads(TITLE)),
        add(RISK, RECORD, TAGS, clock, draw(st.sampled_from(["a", "b"]))),
        delete(RISK, RECORD, clock, seen.live_ops(), acts),
    ]
    if seen.heads(TAGS):
        found.append(remove(RISK, RECORD, TAGS, clock, seen.items(TAGS)[0].op_ids))
    if acts:
        found.append(restore(RISK, RECORD, clock, acts))
    return found


@st.composite
def cuts(draw: st.DrawFn) -> tuple[History, list[tuple[OpId, Operation]]]:
    """A history cut anywhere in what was held and what a bundle brought."""
    history = draw(histories())
    held = draw(st.sets(st.sampled_from(sorted(history)), min_size=1))
    brought = [(each, history[each]) for each in history if each not in held]
    return {each: history[each] for each in held}, brought


Cut = tuple[History, list[tuple[OpId, Operation]]]


@given(cuts())
def test_undo_when_nobody_changed_anything_since_then_the_record_shows_the_same_as_before(
    cut: Cut,
) -> None:
    history, brought = cut
    before = state_of(history)
    now = merged(before, brought)
    undo = undo_record(before, brought, now)
    assert undo.left == {}
    if before.existence() is now.existence() is Existence.DELETED:
        assert undo.is_nothing
        return
    after = written(undo, now)
    assert entry(after) == entry(before)
    if TITLE in {each.field for each in undo.fields} and encoded(before, TITLE):
        assert after.shown(TITLE) == before.shown(TITLE)


@given(cuts(), histories(first=500), st.booleans())
def test_undo_when_others_went_on_then_every_field_is_as_before_or_as_it_is_now(
    cut: Cut, more: History, append_only: bool
) -> None:
    history, brought = cut
    before = state_of(history, is_append_only=append_only)
    now = merged(merged(before, brought), more.items())
    undo = undo_record(before, brought, now)
    after = written(undo, now)
    going = {each.field for each in undo.fields}
    if TITLE in going:
        assert encoded(after, TITLE) == encoded(before, TITLE)
        assert TITLE not in undo.left
    else:
        assert encoded(after, TITLE) == encoded(now, TITLE)
    kept = encoded(now, TAGS) & encoded(before, TAGS)
    assert kept <= encoded(after, TAGS) <= encoded(now, TAGS) | encoded(before, TAGS)
    assert after.existence() in {before.existence(), now.existence()}


@given(cuts(), histories(first=500))
def test_undo_when_done_once_then_nothing_is_left_to_do(cut: Cut, more: History) -> None:
    history, brought = cut
    before = state_of(history)
    now = merged(merged(before, brought), more.items())
    after = written(undo_record(before, brought, now), now)
    again = undo_record(before, brought, after)
    assert again.is_nothing


def encoded(state: RecordState, field: int) -> set[bytes]:
    """The values of a field; null alone shows nothing."""
    found = {cbor.encode(live.value) for live in state.values(field)}
    return found - ({cbor.encode(None)} if len(found) == 1 else set())


@given(HISTORIES, HISTORIES, st.sets(st.integers(0, 20).map(name)))
def test_undo_when_operations_are_any_that_there_can_be_then_no_erased_value_is_written(
    history: History, later: History, erased: set[OpId]
) -> None:
    before = state_of(history)
    brought = [(name(100 + number), each) for number, each in enumerate(later.values())]
    undo = undo_record(before, brought, merged(before, brought), erased=erased)
    allowed = {
        cbor.encode(live.value)
        for field in FIELDS
        for live in before.values(field)
        if not erased.issuperset(live.op_ids)
    }
    given_values = [cbor.encode(each.value) for each in undo.steps if each.field]
    assert set(given_values) - {cbor.encode(None)} <= allowed


def test_field_when_it_still_shows_what_came_then_it_goes_back() -> None:
    brought = [sets(3, "Visits by day", 1), adds(4, "hill"), removes(5, 2)]
    undo = undo_record(BEFORE, brought, merged(BEFORE, brought))
    assert undo.fields == (
        FieldUndo(TITLE, ("Visits by day",), ("Night visits",)),
        FieldUndo(TAGS, ("hill",), ("river",)),
    )
    assert (undo.fate, undo.left) == (Fate.STAYS, {})


def test_field_when_changed_since_then_it_is_left_and_named_and_the_others_go_back() -> None:
    brought = [sets(3, "Visits by day", 1), adds(4, "hill")]
    now = merged(BEFORE, [*brought, sets(6, "Visits", 3)])
    undo = undo_record(BEFORE, brought, now)
    assert undo.left == {TITLE: Left.CHANGED_SINCE}
    assert [each.field for each in undo.fields] == [TAGS]


def test_field_when_somebody_said_the_same_since_then_it_is_left() -> None:
    brought = [sets(3, "Visits by day", 1)]
    now = merged(BEFORE, [*brought, sets(6, "Visits by day", 3)])
    assert undo_record(BEFORE, brought, now).left == {TITLE: Left.CHANGED_SINCE}


def test_item_when_somebody_gave_it_too_since_then_it_stays_and_is_named() -> None:
    brought = [adds(4, "hill")]
    undo = undo_record(BEFORE, brought, merged(BEFORE, [*brought, adds(6, "hill")]))
    assert undo.is_nothing
    assert undo.left == {TAGS: Left.CHANGED_SINCE}


def test_field_when_changed_back_since_then_nothing_is_said_of_it() -> None:
    brought = [sets(3, "Visits by day", 1)]
    now = merged(BEFORE, [*brought, sets(6, "Night visits", 3)])
    assert undo_record(BEFORE, brought, now) == RecordUndo(Fate.STAYS, (), {}, ())


def test_contradiction_when_it_was_there_before_then_it_is_there_again_in_its_order() -> None:
    before = merged(BEFORE, [sets(3, "Visits")])
    brought = [sets(4, "Settled", 1, 3)]
    now = merged(before, brought)
    after = written(undo_record(before, brought, now), now)
    assert [live.value for live in after.values(TITLE)] == ["Visits", "Night visits"]


def test_field_when_it_was_empty_before_then_it_is_cleared() -> None:
    before = a_state(adds(2, "river"))
    brought = [sets(3, "Visits")]
    now = merged(before, brought)
    after = written(undo_record(before, brought, now), now)
    assert after.shown(TITLE) is None


def test_record_when_the_bundle_brought_it_then_it_is_deleted() -> None:
    brought = [sets(3, "Visits"), adds(4, "hill")]
    now = a_state(*brought)
    undo = undo_record(RecordState(), brought, now)
    assert undo == RecordUndo(Fate.DELETED, (), {}, ())
    assert written(undo, now).existence() is Existence.DELETED


def test_record_when_the_bundle_brought_it_and_it_was_changed_since_then_it_stays_whole() -> None:
    brought = [sets(3, "Visits"), adds(4, "hill")]
    undo = undo_record(RecordState(), brought, a_state(*brought, sets(5, "Night visits", 3)))
    assert undo == RecordUndo(Fate.STAYS, (), {EXISTENCE: Left.CHANGED_SINCE}, ())


def test_record_when_the_bundle_brought_it_and_it_was_deleted_since_then_nothing() -> None:
    brought = [sets(3, "Visits")]
    now = a_state(*brought)
    undo = undo_record(RecordState(), brought, merged(now, [deletes(5, now)]))
    assert undo == RecordUndo(Fate.STAYS, (), {}, ())


def test_record_when_the_bundle_deleted_it_then_it_is_brought_back() -> None:
    brought = [deletes(5, BEFORE)]
    now = merged(BEFORE, brought)
    undo = undo_record(BEFORE, brought, now)
    assert undo.fate is Fate.BROUGHT_BACK
    assert entry(written(undo, now)) == entry(BEFORE)


def test_record_when_deleted_since_then_no_change_brings_it_into_question() -> None:
    brought = [sets(3, "Visits by day", 1)]
    changed = merged(BEFORE, brought)
    now = merged(changed, [deletes(6, changed)])
    undo = undo_record(BEFORE, brought, now)
    assert undo == RecordUndo(Fate.STAYS, (), {EXISTENCE: Left.CHANGED_SINCE}, ())


def test_deletion_when_the_bundle_undid_it_and_somebody_wrote_since_then_it_is_left() -> None:
    before = merged(BEFORE, [deletes(3, BEFORE)])
    brought = [(name(4), restore(RISK, RECORD, 4, [name(3)]))]
    now = merged(before, [*brought, sets(6, "Visits", 1)])
    undo = undo_record(before, brought, now)
    assert undo == RecordUndo(Fate.STAYS, (), {EXISTENCE: Left.CHANGED_SINCE}, ())


def test_question_when_the_bundle_answered_it_then_it_is_asked_again() -> None:
    before = merged(BEFORE, [deletes(3, BEFORE), sets(4, "Visits", 1)])
    assert before.existence() is Existence.DELETED_BUT_EDITED
    brought = [(name(5), restore(RISK, RECORD, 5, [name(3)]))]
    now = merged(before, brought)
    undo = undo_record(before, brought, now)
    assert undo.fate is Fate.IN_QUESTION
    assert entry(written(undo, now)) == entry(before)


@pytest.mark.parametrize("erased_by_bundle", [True, False])
def test_value_when_it_was_erased_then_it_never_comes_back(erased_by_bundle: bool) -> None:
    changing, erasing = sets(3, "Visits by day", 1), erases(4, 1)
    brought = [changing, erasing] if erased_by_bundle else [changing]
    now = merged(BEFORE, [changing, erasing])
    undo = undo_record(BEFORE, brought, now, erased=() if erased_by_bundle else [name(1)])
    assert undo.is_nothing
    assert undo.left == {TITLE: Left.ERASED}


def test_value_when_one_of_two_was_erased_then_the_other_comes_back_and_it_is_said() -> None:
    before = merged(BEFORE, [sets(3, "Visits")])
    brought = [sets(4, "Settled", 1, 3), erases(5, 1)]
    now = merged(before, brought)
    undo = undo_record(before, brought, now)
    assert undo.left == {TITLE: Left.ERASED}
    assert encoded(written(undo, now), TITLE) == {cbor.encode("Visits")}


def test_record_when_erased_whole_then_it_stays_so() -> None:
    brought = [sets(3, "Visits by day", 1)]
    now = merged(BEFORE, [*brought, (name(4), WHOLE_ERASE)])
    undo = undo_record(BEFORE, brought, now)
    assert undo == RecordUndo(Fate.STAYS, (), {EXISTENCE: Left.ERASED}, ())


def test_register_when_append_only_then_it_is_left_and_named() -> None:
    before = RecordState(is_append_only=True)
    before.apply(*sets(4, "Second"))
    brought = [sets(3, "First")]
    undo = undo_record(before, brought, merged(before, brought))
    assert undo.left == {TITLE: Left.APPEND_ONLY}
    assert undo.is_nothing


def test_representation_when_shown_then_no_value_is_in_it() -> None:
    brought = [sets(3, "Visits by day", 1)]
    undo = undo_record(BEFORE, brought, merged(BEFORE, brought))
    assert "visits" not in repr(undo).lower()
