# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits for a decision is found with who said it, and a decision replaces all of it."""

import pytest
from tests.app.disagreeing import changes_of, delete_elsewhere, disagree

from protectnet.app.circles import UnknownCircle
from protectnet.app.contradictions import (
    Contradiction,
    Giver,
    NoSuchValue,
    NothingToDecide,
    Undecided,
)
from protectnet.app.differences import AppendOnly
from protectnet.app.workspace import Workspace
from protectnet.domain.draft import Problem
from protectnet.domain.errors import InvalidRecord, UnknownField, UnknownKind
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.store import segments


def undecided(workspace: Workspace, record_id: str) -> Undecided:
    return workspace.contradictions.of(workspace.records.find(record_id))


def only(workspace: Workspace, record_id: str) -> Contradiction:
    [found] = undecided(workspace, record_id).contradictions
    return found


def values(workspace: Workspace, record_id: str) -> list[Plain]:
    return [each.plain for each in only(workspace, record_id).values]


def test_record_when_all_agree_then_nothing_waits(workspace: Workspace, risk: str) -> None:
    workspace.editing.edit(risk, {"trend": "rising", "feared_acts": ["x.fire", "x.spy"]})
    found = undecided(workspace, risk)
    assert (found.contradictions, found.deletion) == ((), None)
    assert list(workspace.contradictions.every()) == []


def test_record_when_values_contradict_then_each_has_who_said_it(
    workspace: Workspace, risk: str
) -> None:
    changes = disagree(workspace, risk, "trend", "rising", None, "rising", "falling")
    found = only(workspace, risk)
    assert found.field.name == "trend"
    assert [each.plain for each in found.values] == ["falling", "rising", None]
    assert all(each.is_readable for each in found.values)
    given = [[giver.change.hex() for giver in each.given_by] for each in found.values]
    assert given == [[changes[3]], [changes[2], changes[0]], [changes[1]]]
    [giver] = found.values[0].given_by
    assert giver == Giver(giver.change, workspace.device, "first", workspace.today)
    assert undecided(workspace, risk).of_field("title") is None


def test_record_when_a_value_is_of_a_newer_version_then_it_waits_too_and_cannot_be_taken(
    workspace: Workspace, risk: str
) -> None:
    [_old, odd] = disagree(workspace, risk, "trend", "rising", 7)
    found = only(workspace, risk).values
    assert [each.is_readable for each in found] == [False, True]
    with pytest.raises(NoSuchValue):
        workspace.contradictions.take(risk, "trend", odd)


def test_repr_when_shown_then_it_tells_no_content(workspace: Workspace, risk: str) -> None:
    disagree(workspace, risk, "note", "the ford", "the bridge")
    assert "the ford" not in repr(undecided(workspace, risk))


def test_every_when_kinds_and_circles_are_named_then_only_theirs_come(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("lake")
    elsewhere = workspace.editing.add("risk", {"title": "Bridge"}, circle="lake").id.hex()
    contact = workspace.editing.add("contact", {"title": "Heron"}).id.hex()
    for each in (risk, elsewhere, contact):
        disagree(workspace, each, "note", "one", "two")

    def ids(kind: str | None = None, *circles: str) -> set[str]:
        return {each.record.id.hex() for each in workspace.contradictions.every(kind, circles)}

    assert ids() == {risk, elsewhere, contact}
    assert ids("risk") == {risk, elsewhere}
    assert ids("risk", "lake") == {elsewhere}
    assert ids("contact", "lake") == set()
    with pytest.raises(UnknownKind):
        ids("trusted_device")
    with pytest.raises(UnknownCircle):
        ids(None, "sea")


def test_take_when_a_value_is_chosen_then_it_stands_alone_and_the_others_are_in_the_history(
    workspace: Workspace, risk: str
) -> None:
    [rising, _falling] = disagree(workspace, risk, "trend", "rising", "falling")
    record = workspace.contradictions.take(risk, "trend", rising[:8].upper())
    assert (record.text("trend"), record.contradictions) == ("rising", {})
    last = workspace.records.history(risk)[-1]
    assert set(last.before) == {"rising", "falling"}


def test_take_when_undone_by_the_history_then_the_other_value_stands(
    workspace: Workspace, risk: str
) -> None:
    [rising, falling] = disagree(workspace, risk, "trend", "rising", "falling")
    workspace.contradictions.take(risk, "trend", rising)
    assert workspace.editing.take_again(risk, falling).text("trend") == "falling"


def test_take_when_it_is_the_shown_value_then_that_is_a_decision_too(
    workspace: Workspace, risk: str
) -> None:
    [_rising, falling] = disagree(workspace, risk, "trend", "rising", "falling")
    record = workspace.contradictions.take(risk, "trend", falling)
    assert (record.text("trend"), record.contradictions) == ("falling", {})


def test_take_when_one_emptied_the_field_then_it_can_be_empty(
    workspace: Workspace, risk: str
) -> None:
    [_rising, emptied] = disagree(workspace, risk, "trend", "rising", None)
    record = workspace.contradictions.take(risk, "trend", emptied)
    assert (record.get("trend"), record.contradictions) == (None, {})


def test_take_when_a_code_is_of_a_newer_vocabulary_then_it_can_be_taken(
    workspace: Workspace, risk: str
) -> None:
    [newer, _falling] = disagree(workspace, risk, "trend", "not_in_our_list", "falling")
    assert workspace.contradictions.take(risk, "trend", newer).text("trend") == "not_in_our_list"


def test_take_when_the_title_was_emptied_then_a_record_still_needs_one(
    workspace: Workspace, risk: str
) -> None:
    [_title, emptied] = disagree(workspace, risk, "title", "Ford", None)
    with pytest.raises(InvalidRecord) as refusal:
        workspace.contradictions.take(risk, "title", emptied)
    assert refusal.value.facts["problems"] == (Problem("title", "missing", ""),)


@pytest.mark.parametrize("given", ["", "ffffffff", "not hex"])
def test_take_when_no_value_was_given_by_that_change_then_says_so(
    workspace: Workspace, risk: str, given: str
) -> None:
    disagree(workspace, risk, "trend", "rising", "falling")
    before = segments.count_operations(workspace._store)
    with pytest.raises(NoSuchValue):
        workspace.contradictions.take(risk, "trend", given)
    assert segments.count_operations(workspace._store) == before


def test_take_when_the_change_is_of_an_older_value_or_another_field_then_says_so(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"trend": "same"})
    disagree(workspace, risk, "trend", "rising", "falling")
    for change in (changes_of(workspace, risk, "trend")[0], *changes_of(workspace, risk, "title")):
        with pytest.raises(NoSuchValue):
            workspace.contradictions.take(risk, "trend", change)


def test_take_when_nothing_contradicts_then_says_so(workspace: Workspace, risk: str) -> None:
    [title] = changes_of(workspace, risk, "title")
    with pytest.raises(NothingToDecide) as refusal:
        workspace.contradictions.take(risk, "title", title)
    assert refusal.value.facts == {"title": "Armed men at the ford", "field": "title"}
    with pytest.raises(UnknownField):
        workspace.contradictions.take(risk, "colour", title)


def test_take_when_the_kind_is_append_only_then_what_was_said_stays(workspace: Workspace) -> None:
    said = workspace.editing.add("statement", {"title": "Two boats"}).id.hex()
    [first, _second] = disagree(workspace, said, "text", "at night", "by day")
    assert values(workspace, said) == ["at night", "by day"]
    with pytest.raises(AppendOnly):
        workspace.contradictions.take(said, "text", first)


def test_decide_when_another_value_is_given_then_it_replaces_all(
    workspace: Workspace, risk: str
) -> None:
    disagree(workspace, risk, "trend", "rising", "falling")
    record = workspace.contradictions.decide(risk, "trend", {"trend": "same"})
    assert (record.text("trend"), record.contradictions) == ("same", {})
    disagree(workspace, risk, "trend", "rising", "falling")
    record = workspace.contradictions.decide(risk, "trend", {"trend": None})
    assert (record.get("trend"), record.contradictions) == (None, {})


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({}, [("trend", "missing")]),
        ({"trend": "same", "note": "x"}, [("note", "other_field")]),
        ({"trend": "up"}, [("trend", "unknown_code")]),
    ],
)
def test_decide_when_the_value_is_not_that_of_the_field_then_says_what_is_wrong(
    workspace: Workspace, risk: str, given: dict[str, object], problems: list[tuple[str, str]]
) -> None:
    disagree(workspace, risk, "trend", "rising", "falling")
    with pytest.raises(InvalidRecord) as refusal:
        workspace.contradictions.decide(risk, "trend", given)
    found = refusal.value.facts["problems"]
    assert isinstance(found, tuple)
    assert [(each.field, each.reason) for each in found] == problems
    assert values(workspace, risk) == ["falling", "rising"]


def test_deletion_when_somebody_had_changed_the_record_then_both_are_named(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"trend": "rising", "feared_acts": ["x.fire"]})
    [trend] = changes_of(workspace, risk, "trend")
    [acts] = changes_of(workspace, risk, "feared_acts")
    [deleted] = delete_elsewhere(workspace, risk, trend, acts)
    found = undecided(workspace, risk)
    assert found.contradictions == ()
    assert found.deletion is not None
    assert [each.change.hex() for each in found.deletion.deleted_by] == [deleted]
    assert found.deletion.kept_by == ()
    edited = {(name, each.change.hex()) for name, each in found.deletion.edited}
    assert edited == {("trend", trend), ("feared_acts", acts)}
    assert [each.record.id.hex() for each in workspace.contradictions.every()] == [risk]


def test_deletion_when_two_deleted_without_seeing_each_other_then_what_either_missed_is_named(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"trend": "rising", "note": "seen"})
    [trend] = changes_of(workspace, risk, "trend")
    [note] = changes_of(workspace, risk, "note")
    gone = [*delete_elsewhere(workspace, risk, trend), *delete_elsewhere(workspace, risk, note)]
    deletion = undecided(workspace, risk).deletion
    assert deletion is not None
    assert {each.change.hex() for each in deletion.deleted_by} == set(gone)
    assert {name for name, _giver in deletion.edited} == {"trend", "note"}


def test_deletion_when_one_brought_the_record_back_meanwhile_then_that_is_named(
    workspace: Workspace, risk: str
) -> None:
    delete_elsewhere(workspace, risk)
    workspace.editing.undelete(risk)
    kept = workspace.records.history(risk)[-1].op_id
    delete_elsewhere(workspace, risk)
    deletion = undecided(workspace, risk).deletion
    assert deletion is not None
    assert [each.change for each in deletion.kept_by] == [kept]
    assert (len(deletion.deleted_by), deletion.edited) == (1, ())


@pytest.mark.parametrize(
    ("decision", "existence"), [("keep", Existence.LIVE), ("delete", Existence.DELETED)]
)
def test_deletion_when_decided_then_it_is_so(
    workspace: Workspace, risk: str, decision: str, existence: Existence
) -> None:
    delete_elsewhere(workspace, risk, *changes_of(workspace, risk, "title"))
    assert workspace.records.find(risk).existence is Existence.DELETED_BUT_EDITED
    assert getattr(workspace.contradictions, decision)(risk).existence is existence
    assert list(workspace.contradictions.every()) == []
    with pytest.raises(NothingToDecide):
        getattr(workspace.contradictions, decision)(risk)
