# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is wanted of a record to the operations that say so, and nothing more."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.app.differences import (
    AppendOnly,
    copied,
    operations_for,
    question_of_deletion,
    with_item,
)
from protectnet.domain.draft import Change
from protectnet.domain.field import Kind
from protectnet.domain.ids import OpId, RecordId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.log.operation import Operation, add, delete, set_
from protectnet.log.shapes import OpKind
from protectnet.log.state import EXISTENCE, RecordState

RISK, STATEMENT = KINDS.named("risk"), KINDS.named("statement")
RECORD = RecordId(bytes(16))
TITLE, TREND = RISK.field("title"), RISK.field("trend")
ACTS = RISK.field("feared_acts")
NEWER_FIELD = 900


class Clock:
    """Gives 1, 2, 3 …"""

    def __init__(self) -> None:
        self.last = 0

    def __call__(self) -> int:
        self.last += 1
        return self.last


class Held:
    """A state and the clock of those who write into it."""

    def __init__(self, kind: Kind = RISK) -> None:
        self.kind = kind
        self.state = RecordState(is_append_only=kind.is_append_only)
        self.clock = Clock()
        self._last_id = 0

    def take(self, operations: Iterable[Operation]) -> list[Operation]:
        """Apply operations, as the log would, and give them."""
        found = list(operations)
        for each in found:
            self._last_id += 1
            self.state.apply(OpId(self._last_id.to_bytes(16)), each)
        return found

    def want(self, *changes: Change) -> list[Operation]:
        """Write what brings the record to what is wanted."""
        return self.take(operations_for(self.kind, RECORD, self.state, changes, self.clock))

    def items(self, number: int) -> list[Plain]:
        return [each.value for each in self.state.items(number)]


def kinds_of(operations: Sequence[Operation]) -> list[OpKind]:
    return [each.kind for each in operations]


def test_register_when_new_then_one_set_replaces_nothing() -> None:
    [operation] = Held().want(Change(TITLE, "Ford"))
    assert (operation.kind, operation.value, operation.replaces) == (OpKind.SET, "Ford", ())
    assert (operation.record_kind, operation.field) == (RISK.number, TITLE.number)


def test_register_when_changed_then_the_set_names_what_its_author_saw() -> None:
    held = Held()
    held.want(Change(TITLE, "Ford"))
    heads = held.state.heads(TITLE.number)
    [operation] = held.want(Change(TITLE, "Bridge"))
    assert operation.replaces == heads
    assert held.state.shown(TITLE.number) == "Bridge"


def test_register_when_already_so_then_nothing_is_written() -> None:
    held = Held()
    held.want(Change(TITLE, "Ford"))
    assert held.want(Change(TITLE, "Ford"), Change(TREND, None), Change(ACTS, [])) == []


def test_register_when_it_contradicts_itself_then_choosing_the_shown_value_is_written() -> None:
    held = Held()
    number = TREND.number
    held.take([set_(RISK.number, RECORD, number, 1, "rising")])
    held.take([set_(RISK.number, RECORD, number, 2, "same")])
    assert held.state.shown(number) == "same"
    [operation] = held.want(Change(TREND, "same"))
    assert len(operation.replaces) == 2
    assert held.state.contradictions([number]) == {}


def test_register_when_cleared_then_a_set_says_that_there_is_none() -> None:
    held = Held()
    held.want(Change(TREND, "rising"))
    [operation] = held.want(Change(TREND, None))
    assert operation.value is None
    assert held.state.shown(TREND.number) is None


def test_set_when_items_come_and_go_then_each_has_its_operation() -> None:
    held = Held()
    held.want(Change(ACTS, ["k.one", "k.two"]))
    operations = held.want(Change(ACTS, ["k.two", "k.three"]))
    assert kinds_of(operations) == [OpKind.REMOVE, OpKind.ADD]
    assert held.items(ACTS.number) == ["k.two", "k.three"]


def test_set_when_an_item_was_added_twice_then_taking_it_out_names_both() -> None:
    held = Held()
    held.take([add(RISK.number, RECORD, ACTS.number, clock, "k.one") for clock in (1, 2)])
    [operation] = held.want(Change(ACTS, []))
    assert len(operation.replaces) == 2
    assert held.items(ACTS.number) == []


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True), max_size=5))
def test_set_when_wanted_again_and_again_then_it_holds_what_was_wanted_last(
    wanted: list[list[str]],
) -> None:
    held = Held()
    for items in wanted:
        held.want(Change(ACTS, list(items)))
        assert sorted(map(str, held.items(ACTS.number))) == sorted(items)
        assert held.want(Change(ACTS, list(items))) == []


def test_set_when_not_given_as_a_list_then_it_is_a_defect() -> None:
    with pytest.raises(TypeError):
        Held().want(Change(ACTS, "k.one"))


def test_append_only_when_a_value_stands_then_another_is_refused() -> None:
    held = Held(STATEMENT)
    held.want(Change(STATEMENT.field("text"), "They came at night"))
    with pytest.raises(AppendOnly) as refusal:
        held.want(Change(STATEMENT.field("text"), "They came by day"))
    assert refusal.value.facts == {"kind": "statement", "field": "text"}
    assert held.want(Change(STATEMENT.field("text"), "They came at night")) == []


def test_append_only_when_nothing_stands_yet_then_a_value_may_come() -> None:
    held = Held(STATEMENT)
    held.want(Change(STATEMENT.field("title"), "Two boats"))
    assert len(held.want(Change(STATEMENT.field("text"), "They came at night"))) == 1


def test_with_item_when_it_is_new_then_the_others_stay() -> None:
    held = Held()
    held.want(Change(ACTS, ["k.one"]))
    assert with_item(held.state, ACTS, "k.two") == Change(ACTS, ["k.one", "k.two"])


def moved(source: Held, there: Held) -> list[Operation]:
    return there.take(copied(RISK, RECORD, source.state, there.state, there.clock))


def shows(held: Held) -> dict[int, object]:
    return {
        number: held.state.shown(number)
        if number in RISK.by_number and not RISK.by_number[number].type.is_set
        else held.items(number)
        for number in held.state.field_numbers()
    }


def full() -> Held:
    held = Held()
    held.want(Change(TITLE, "Ford"), Change(TREND, "rising"), Change(ACTS, ["k.one", "k.two"]))
    return held


def test_copied_when_nothing_is_there_then_it_shows_the_same() -> None:
    source, there = full(), Held()
    moved(source, there)
    assert shows(there) == shows(source)
    assert there.state.existence() is Existence.LIVE


def test_copied_when_a_newer_version_knows_a_field_then_all_its_values_go_along() -> None:
    source, there = full(), Held()
    source.take([add(RISK.number, RECORD, NEWER_FIELD, clock, f"new {clock}") for clock in (7, 8)])
    moved(source, there)
    assert there.items(NEWER_FIELD) == ["new 7", "new 8"]


def test_copied_when_it_was_there_before_then_it_is_brought_back_without_contradictions() -> None:
    there = full()
    gone = delete(
        RISK.number,
        RECORD,
        there.clock(),
        there.state.live_ops(),
        there.state.heads(EXISTENCE),
    )
    there.take([gone])
    assert there.state.existence() is Existence.DELETED
    source = full()
    source.want(Change(TITLE, "Bridge"), Change(TREND, None), Change(ACTS, ["k.two", "k.three"]))
    moved(source, there)
    assert there.state.existence() is Existence.LIVE
    assert shows(there) == shows(source)
    assert there.state.contradictions([TITLE.number, TREND.number]) == {}


def test_copied_when_values_contradict_then_all_go_along_and_the_same_is_shown() -> None:
    source, there = full(), full()
    number = TREND.number
    for clock, value in ((11, "same"), (12, None)):
        source.take([set_(RISK.number, RECORD, number, clock, value)])
    assert len(moved(source, there)) == 3
    assert [each.value for each in there.state.values(number)] == [None, "same", "rising"]
    assert moved(source, there) == []
    source.want(Change(TREND, "falling"))
    [operation] = moved(source, there)
    assert len(operation.replaces) == 3
    assert shows(there) == shows(source)


def test_register_when_several_values_are_wanted_then_none_replaces_another() -> None:
    held = Held()
    held.want(Change(TREND, "rising"))
    first, second = held.want(Change(TREND, "falling", ("same",)))
    assert (len(first.replaces), len(second.replaces)) == (1, 0)
    assert [each.value for each in held.state.values(TREND.number)] == ["falling", "same"]


def test_append_only_when_several_values_are_wanted_then_the_first_one_is_shown() -> None:
    held = Held(STATEMENT)
    text = STATEMENT.field("text")
    held.want(Change(text, "at night", ("by day", None)))
    values = [each.value for each in held.state.values(text.number)]
    assert values == ["at night", "by day", None]


def test_question_when_asked_of_a_new_record_then_it_is_deleted_yet_edited() -> None:
    held = full()
    held.take([question_of_deletion(RISK, RECORD, held.clock)])
    assert held.state.existence() is Existence.DELETED_BUT_EDITED


def test_copied_when_all_is_so_already_then_nothing_is_written() -> None:
    source, there = full(), full()
    assert moved(source, there) == []
