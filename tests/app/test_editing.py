# SPDX-License-Identifier: GPL-3.0-or-later
"""Records changed, deleted, brought back, erased and moved in an open vault."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.app.disagreeing import disagree

from protectnet.app.circles import UnknownCircle
from protectnet.app.differences import AppendOnly
from protectnet.app.editing import (
    AlreadyErased,
    NoSuchChange,
    RecordDeleted,
    SameCircle,
)
from protectnet.app.names import InvalidName
from protectnet.app.presenting import Presenter
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import InvalidId, InvalidRecord, UnknownKind
from protectnet.domain.record import Existence
from protectnet.log.shapes import OpKind
from protectnet.store import segments
from protectnet.store.errors import NoSuchRecord


def operations(workspace: Workspace) -> int:
    return segments.count_operations(workspace._store)


def problems(refusal: pytest.ExceptionInfo[InvalidRecord]) -> list[tuple[str, str]]:
    found = refusal.value.facts["problems"]
    assert isinstance(found, tuple)
    return [(each.field, each.reason) for each in found]


def actor(workspace: Workspace, title: str = "Los Candiles") -> str:
    return workspace.editing.add("actor", {"title": title}).id.hex()


def test_add_when_only_a_title_is_given_then_the_record_is_there(workspace: Workspace) -> None:
    record = workspace.editing.add("risk", {"title": " Ford "})
    assert (record.title, record.kind.name) == ("Ford", "risk")
    assert workspace.circles.name_of(record.circle) == "home"
    assert workspace.records.find(record.id.hex()) == record


def test_add_when_the_kind_is_unknown_or_of_this_device_alone_then_it_is_refused(
    workspace: Workspace,
) -> None:
    for kind in ("rumour", "trusted_device"):
        with pytest.raises(UnknownKind):
            workspace.editing.add(kind, {"title": "x"})


def test_add_when_several_things_are_wrong_then_all_are_named_and_nothing_is_written(
    workspace: Workspace,
) -> None:
    before = operations(workspace)
    draft = {"likelihood": 9, "colour": "red", "sources": ["actor:abcd"], "kind": "measure"}
    with pytest.raises(InvalidRecord) as refusal:
        workspace.editing.add("risk", draft)
    assert set(problems(refusal)) == {
        ("kind", "other_kind"),
        ("sources", "no_such_record"),
        ("colour", "unknown_field"),
        ("title", "missing"),
        ("likelihood", "out_of_range"),
    }
    assert operations(workspace) == before


def test_add_when_the_draft_names_a_circle_then_it_goes_there_unless_another_is_given(
    workspace: Workspace,
) -> None:
    workspace.create_circle("river")
    draft = {"title": "Ford", "circle": "river"}
    named = workspace.editing.add("risk", draft)
    given = workspace.editing.add("risk", draft, circle="home")
    assert workspace.circles.name_of(named.circle) == "river"
    assert workspace.circles.name_of(given.circle) == "home"
    with pytest.raises(UnknownCircle):
        workspace.editing.add("risk", {**draft, "circle": "lake"})


@pytest.mark.parametrize("written", ["actor:{id}", "actor:{start}", "{id}", "{start}"])
def test_add_when_a_link_is_written_shortly_then_it_leads_to_the_record(
    workspace: Workspace, written: str
) -> None:
    found = actor(workspace)
    link = written.format(id=found, start=found[:8])
    record = workspace.editing.add("risk", {"title": "Ford", "sources": [link]})
    assert Presenter(workspace).document(record)["sources"] == [f"actor:{found}"]


def test_add_when_a_link_leads_to_the_wrong_kind_then_it_is_refused(
    workspace: Workspace, risk: str
) -> None:
    for link in (risk, risk[:8], f"actor:{risk}"):
        with pytest.raises(InvalidRecord) as refusal:
            workspace.editing.add("risk", {"title": "Ford", "sources": [link]})
        assert problems(refusal) == [("sources", "wrong_kind")]


def test_add_when_the_whole_id_of_a_link_is_not_held_here_then_it_is_kept(
    workspace: Workspace,
) -> None:
    link = "actor:" + "ab" * 16
    record = workspace.editing.add("risk", {"title": "Ford", "sources": [link]})
    assert Presenter(workspace).document(record)["sources"] == [link]
    with pytest.raises(InvalidRecord) as refusal:
        workspace.editing.add("risk", {"title": "Ford", "sources": ["ab" * 16, 7]})
    assert problems(refusal) == [("sources", "not_a_reference")]


def test_edit_when_the_document_shown_comes_back_then_nothing_is_written(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"sources": [actor(workspace)], "trend": "rising"})
    document = Presenter(workspace).document_with_titles(workspace.records.find(risk))
    before = operations(workspace)
    workspace.editing.edit(risk[:6], document)
    assert operations(workspace) == before


def test_edit_when_people_disagree_and_the_document_comes_back_then_nothing_is_decided(
    workspace: Workspace, risk: str
) -> None:
    disagree(workspace, risk, "trend", "rising", "falling")
    disagree(workspace, risk, "impact", 2, None)
    document = Presenter(workspace).document_with_titles(workspace.records.find(risk))
    before = operations(workspace)
    record = workspace.editing.edit(risk, document)
    assert operations(workspace) == before
    assert record.contradictions.keys() == {"trend", "impact"}
    record = workspace.editing.edit(risk, {**document, "trend": "same"})
    assert record.contradictions.keys() == {"impact"}
    document.pop("contradictions")
    assert workspace.editing.edit(risk, {**document, "impact": 2}).contradictions == {}


def test_edit_when_values_are_taken_again_too_then_all_is_one_change(
    workspace: Workspace, risk: str
) -> None:
    [rising, _falling] = disagree(workspace, risk, "trend", "rising", "falling")
    record = workspace.editing.edit(risk, {"impact": 3}, taken=[rising])
    assert (record.step("impact"), record.text("trend")) == (3, "rising")
    assert record.contradictions == {}
    with pytest.raises(NoSuchChange):
        workspace.editing.edit(risk, {"impact": 4}, taken=["ffff"])
    assert workspace.records.find(risk).step("impact") == 3


def test_add_when_the_document_tells_of_contradictions_then_they_are_there(
    workspace: Workspace, risk: str
) -> None:
    disagree(workspace, risk, "trend", "rising", "falling")
    document = Presenter(workspace).document_with_titles(workspace.records.find(risk))
    again = workspace.editing.add("risk", document)
    assert again.contradictions == {"trend": ("falling", "rising")}
    assert again.text("trend") == "falling"


def test_move_when_people_disagree_then_they_still_do_in_the_other_circle(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")
    disagree(workspace, risk, "trend", "rising", None, "falling")
    shown = workspace.records.find(risk)
    moved = workspace.editing.move(risk, "river")
    assert (moved.values, moved.contradictions) == (shown.values, shown.contradictions)
    [found] = workspace.contradictions.of(moved).contradictions
    assert [each.plain for each in found.values] == ["falling", None, "rising"]
    back = workspace.editing.move(risk, "home")
    assert (back.values, back.contradictions) == (shown.values, shown.contradictions)


def test_edit_when_a_field_changes_then_that_alone_is_written(
    workspace: Workspace, risk: str
) -> None:
    before = operations(workspace)
    edited = workspace.editing.edit(risk, {"title": "Armed men at the ford", "trend": "rising"})
    assert edited.text("trend") == "rising"
    assert operations(workspace) == before + 1


def test_edit_when_the_draft_is_of_another_record_then_it_is_refused(
    workspace: Workspace, risk: str
) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        workspace.editing.edit(risk, {"id": "ab" * 16, "kind": "measure", "title": ""})
    assert problems(refusal) == [
        ("kind", "other_kind"),
        ("id", "other_record"),
        ("title", "missing"),
    ]


def test_edit_when_attached_files_stand_in_the_draft_then_they_may_stay_and_not_come(
    workspace: Workspace, risk: str, notes: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    shown = Presenter(workspace).document(workspace.records.find(risk))
    assert workspace.editing.edit(risk, {**shown, "trend": "rising"}).text("trend") == "rising"
    for attached in ([], [{"name": "other.txt"}], None):
        with pytest.raises(InvalidRecord) as refusal:
            workspace.editing.edit(risk, {"attachments": attached or ["x"]})
        assert problems(refusal) == [("attachments", "not_an_attachment")]


def test_edit_when_it_was_said_once_for_all_then_it_stands(workspace: Workspace) -> None:
    said = workspace.editing.add("statement", {"title": "They came", "text": "At night"})
    with pytest.raises(AppendOnly):
        workspace.editing.edit(said.id.hex(), {"text": "By day"})


def test_find_when_the_id_is_none_or_of_this_device_alone_then_nothing_is_found(
    workspace: Workspace,
) -> None:
    with pytest.raises(InvalidId):
        workspace.editing.delete("not an id")
    with pytest.raises(NoSuchRecord):
        workspace.editing.delete("ab" * 16)


def test_take_again_when_a_register_then_the_earlier_value_is_a_new_change(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"trend": "rising"})
    workspace.editing.edit(risk, {"trend": "falling"})
    workspace.editing.edit(risk, {"trend": None})
    rising, _falling, cleared = [
        each for each in workspace.records.history(risk) if each.field == "trend"
    ]
    again = workspace.editing.take_again(risk, rising.op_id.hex()[:12].upper())
    assert again.text("trend") == "rising"
    assert len(workspace.records.history(risk)) == 5
    emptied = workspace.editing.take_again(risk, cleared.op_id.hex())
    assert emptied.get("trend") is None


def test_take_again_when_a_set_then_the_item_is_in_it_again(
    workspace: Workspace, risk: str
) -> None:
    one, other = actor(workspace), actor(workspace, "River police")
    workspace.editing.edit(risk, {"sources": [one]})
    workspace.editing.edit(risk, {"sources": [other]})
    [added] = [
        each
        for each in workspace.records.history(risk)
        if each.kind is OpKind.ADD and isinstance(each.after, list) and each.after[1].hex() == one
    ]
    again = workspace.editing.take_again(risk, added.op_id.hex())
    assert {each.hex() for each in again.references("sources")} == {one, other}
    assert workspace.editing.take_again(risk, added.op_id.hex()) == again


def test_take_again_when_no_single_change_is_meant_then_it_is_refused(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.delete(risk)
    workspace.editing.undelete(risk)
    deletion = next(each for each in workspace.records.history(risk) if each.kind is OpKind.DELETE)
    for given in ("", "ffffffffffff", deletion.op_id.hex()):
        with pytest.raises(NoSuchChange):
            workspace.editing.take_again(risk, given)


def test_delete_when_done_then_the_record_is_out_of_sight_and_can_come_back(
    workspace: Workspace, risk: str
) -> None:
    assert workspace.editing.delete(risk).existence is Existence.DELETED
    assert list(workspace.records.every()) == []
    back = workspace.editing.undelete(risk)
    assert back.existence is Existence.LIVE
    assert [each.id for each in workspace.records.every()] == [back.id]


def test_delete_when_deleted_already_then_nothing_is_written(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.delete(risk)
    before = operations(workspace)
    assert workspace.editing.delete(risk).existence is Existence.DELETED
    assert operations(workspace) == before


def test_undelete_when_it_is_not_deleted_then_nothing_is_written(
    workspace: Workspace, risk: str
) -> None:
    before = operations(workspace)
    assert workspace.editing.undelete(risk).existence is Existence.LIVE
    assert operations(workspace) == before


def test_deleted_record_when_it_is_to_be_changed_then_it_has_to_come_back_first(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")
    workspace.editing.delete(risk)
    change = workspace.records.history(risk)[0].op_id.hex()
    before = operations(workspace)
    acts: list[Callable[[], object]] = [
        lambda: workspace.editing.edit(risk, {"trend": "rising"}),
        lambda: workspace.editing.take_again(risk, change),
        lambda: workspace.editing.move(risk, "river"),
    ]
    for act in acts:
        with pytest.raises(RecordDeleted):
            act()
    assert operations(workspace) == before


def test_erase_when_done_then_nothing_can_be_done_with_the_record(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")
    workspace.editing.erase(risk, reason="safety")
    assert workspace.records.find(risk).existence is Existence.ERASED
    acts: list[Callable[[], object]] = [
        lambda: workspace.editing.edit(risk, {"trend": "rising"}),
        lambda: workspace.editing.delete(risk),
        lambda: workspace.editing.undelete(risk),
        lambda: workspace.editing.erase(risk, reason="safety"),
        lambda: workspace.editing.move(risk, "river"),
    ]
    for act in acts:
        with pytest.raises(AlreadyErased):
            act()


def test_erase_when_others_are_written_afterwards_then_the_log_goes_on(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.erase(risk, reason="safety")
    workspace.editing.add("risk", {"title": "Bridge"})
    workspace.upkeep.check()


@pytest.mark.parametrize("reason", ["", "x" * 65, "two\nlines"])
def test_erase_when_the_reason_is_no_short_word_then_nothing_is_erased(
    workspace: Workspace, risk: str, reason: str
) -> None:
    with pytest.raises(InvalidName):
        workspace.editing.erase(risk, reason=reason)
    assert workspace.records.find(risk).existence is Existence.LIVE


def test_move_when_done_then_it_stands_in_the_other_circle_under_its_id(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")
    workspace.editing.edit(risk, {"trend": "rising", "sources": [actor(workspace)]})
    shown = workspace.records.find(risk)
    moved = workspace.editing.move(risk, "river")
    assert (moved.id, moved.values) == (shown.id, shown.values)
    assert workspace.circles.name_of(moved.circle) == "river"
    assert workspace.records.find(risk) == moved
    assert workspace.records.find(f"home/{risk}").existence is Existence.DELETED


def test_move_when_it_goes_back_then_it_shows_what_it_showed_and_nothing_contradicts(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")
    workspace.editing.edit(risk, {"trend": "rising", "impact": 3})
    workspace.editing.move(risk, "river")
    workspace.editing.edit(risk, {"trend": "falling", "impact": None})
    shown = workspace.records.find(risk)
    back = workspace.editing.move(risk, "home")
    assert (back.values, back.contradictions) == (shown.values, {})
    assert back.existence is Existence.LIVE
    assert workspace.records.find(f"river/{risk}").existence is Existence.DELETED
    workspace.upkeep.check()


def test_move_when_it_is_there_already_or_was_erased_there_then_it_is_refused(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")
    with pytest.raises(SameCircle) as refusal:
        workspace.editing.move(risk, "home")
    assert refusal.value.facts == {"circle": "home"}
    workspace.editing.move(risk, "river")
    workspace.editing.erase(f"river/{risk}", reason="safety")
    workspace.editing.undelete(f"home/{risk}")
    with pytest.raises(AlreadyErased):
        workspace.editing.move(f"home/{risk}", "river")
