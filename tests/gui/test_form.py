# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from protectnet.app.contradiction_words import Side
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import check_draft
from protectnet.domain.field import Kind
from protectnet.domain.kinds import KINDS
from protectnet.gui.fields.form import RecordForm, main_fields
from protectnet.gui.fields.making import LinkTitles, Surroundings, has_input
from protectnet.gui.work import Work
from tests.gui.driving import fill, take_away
from tests.strategies import drafts

VOCABULARIES = Vocabularies()
SIDES = (
    Side("Rising", "ana on river, 2026-11-01", "a1", "rising"),
    Side("Falling", "beto on hill, 2026-11-02", "b2", "falling"),
)
ALL_KINDS = pytest.mark.parametrize("kind", KINDS.shared, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def around(qapp: QApplication) -> Iterator[Surroundings]:
    work = Work()
    yield Surroundings(work, VOCABULARIES, LinkTitles())
    work.end()


def presented(kind: Kind, draft: dict[str, object]) -> dict[str, object]:
    """The forms that a record saved from this draft would show."""
    found: dict[str, object] = {}
    for change in check_draft(kind, draft, VOCABULARIES, is_new=True):
        type_ = change.field.type
        if type_.is_set and isinstance(change.plain, list):
            found[change.field.name] = [type_.present(each) for each in change.plain]
        else:
            found[change.field.name] = type_.present(change.plain)
    return found


@ALL_KINDS
def test_form_when_made_then_has_an_input_for_every_field(
    qtbot: QtBot, around: Surroundings, kind: Kind
) -> None:
    form = RecordForm(kind, around)
    qtbot.addWidget(form)
    assert form.edits() == {}
    for field in kind.fields:
        if has_input(field):
            assert form.row(field.name).field is field


@ALL_KINDS
def test_form_when_made_then_begins_with_the_title_and_few_others(kind: Kind) -> None:
    names = [field.name for field in main_fields(kind)]
    assert names[0] == "title"
    assert set(kind.listed) <= set(names)
    assert len(names) <= 9


@ALL_KINDS
@settings(max_examples=6)
@given(data=st.data())
def test_form_when_a_record_is_shown_then_nothing_counts_as_edited(
    around: Surroundings, kind: Kind, data: st.DataObject
) -> None:
    forms = presented(kind, data.draw(drafts(kind, VOCABULARIES)))
    form = RecordForm(kind, around)
    form.put(forms, {})
    assert form.edits() == {}
    form.deleteLater()
    take_away()


@ALL_KINDS
@settings(max_examples=6)
@given(data=st.data())
def test_form_when_filled_in_then_gives_what_can_be_saved(
    around: Surroundings, kind: Kind, data: st.DataObject
) -> None:
    forms = presented(kind, data.draw(drafts(kind, VOCABULARIES)))
    form = RecordForm(kind, around)
    for name, value in forms.items():
        fill(form.row(name).input, value)
    edits = form.edits()
    assert presented(kind, edits).keys() == forms.keys()
    form.deleteLater()
    take_away()


def test_form_when_a_field_is_set_back_then_it_is_not_edited(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    form.put({"title": "Road", "likelihood": 3}, {})
    fill(form.row("likelihood").input, 4)
    assert form.edits() == {"likelihood": 4}
    fill(form.row("likelihood").input, 3)
    assert form.edits() == {}
    fill(form.row("likelihood").input, None)
    assert form.edits() == {"likelihood": None}


def test_form_when_a_folded_field_is_wrong_then_its_section_opens_and_leads_there(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("incident"), around)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    form.show_problems({"killed": "Write whole numbers."})
    row = form.row("killed")
    assert row.problem.isVisible()
    assert row.problem.text() == "Write whole numbers."
    assert row.input.first().accessibleDescription() == "Write whole numbers."
    assert form.focusWidget() is row.input.first()
    form.show_problems({})
    assert not row.problem.isVisible()


def test_form_when_edited_after_a_problem_then_the_problem_goes(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("incident"), around)
    qtbot.addWidget(form)
    form.show_problems({"title": "This is needed to save."})
    fill(form.row("title").input, "Two motorcycles")
    assert form.row("title").problem.isHidden()


def test_form_when_a_kind_is_append_only_then_what_was_said_stays(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("measure_review"), around)
    qtbot.addWidget(form)
    form.put({"title": "Spring review", "harm": "None"}, {})
    assert form.row("title").input.first().property("readOnly")
    assert form.row("harm").input.first().property("readOnly")
    assert not form.row("decided").input.first().property("readOnly")


def test_row_when_values_contradict_then_each_can_be_taken(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    form.put({"title": "Road", "trend": "rising"}, {"trend": SIDES})
    row = form.row("trend")
    said = [label.text() for label in row.findChildren(QLabel)]
    assert "Above stands: “Rising” (ana on river, 2026-11-01)" in said
    assert "“Falling” (beto on hill, 2026-11-02)" in said
    assert (form.edits(), form.taken()) == ({}, [])
    [take] = [each for each in row.findChildren(QPushButton) if each.text() == "Take this one"]
    assert take.accessibleDescription() == "Falling"
    take.click()
    assert row.input.given() == "falling"
    assert (form.edits(), form.taken()) == ({}, ["b2"])


def test_row_when_a_value_was_taken_and_changed_then_what_was_typed_counts(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    form.put({"title": "Road", "trend": "rising"}, {"trend": SIDES})
    row = form.row("trend")
    row.decide("falling", "b2")
    fill(row.input, "same")
    assert (form.edits(), form.taken()) == ({"trend": "same"}, [])
    fill(row.input, "rising")
    assert (form.edits(), form.taken()) == ({"trend": "rising"}, [])
    fill(row.input, "falling")
    assert (form.edits(), form.taken()) == ({}, ["b2"])
    form.put({"title": "Road", "trend": "falling"}, {})
    assert (form.edits(), form.taken()) == ({}, [])


def test_row_when_one_side_emptied_the_field_then_it_is_shown_and_can_be_taken(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    emptied = Side("emptied", "ana on river, 2026-11-01", "a1")
    form.put({"title": "Road"}, {"trend": (emptied, SIDES[1])})
    row = form.row("trend")
    assert "Above stands: emptied (ana on river, 2026-11-01)" in [
        label.text() for label in row.findChildren(QLabel)
    ]
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    form.put({"title": "Road", "trend": "falling"}, {"trend": (SIDES[1], emptied)})
    row = form.row("trend")
    [take] = [each for each in row.findChildren(QPushButton) if each.text() == "Take this one"]
    take.click()
    assert row.input.given() is None
    assert (form.edits(), form.taken()) == ({}, ["a1"])


def test_row_when_nobody_can_decide_then_all_is_shown_and_nothing_offered(
    qtbot: QtBot, around: Surroundings
) -> None:
    newer = Side("something newer", "ana on river, 2026-11-01", "a1", is_readable=False)
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    form.put({"title": "Road"}, {"trend": (newer, SIDES[1])})
    words = [each.text() for each in form.row("trend").findChildren(QPushButton)]
    assert (words.count("Take this one"), words.count("Keep what stands above")) == (1, 0)
    statement = RecordForm(KINDS.named("statement"), around)
    qtbot.addWidget(statement)
    statement.put({"title": "Two boats", "text": "at night"}, {"text": SIDES})
    row = statement.row("text")
    assert not {"Take this one", "Keep what stands above"} & {
        each.text() for each in row.findChildren(QPushButton)
    }
    assert "“Falling” (beto on hill, 2026-11-02)" in [
        label.text() for label in row.findChildren(QLabel)
    ]


def test_row_when_the_shown_value_is_kept_then_it_is_said_again(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    form.put({"title": "Road", "trend": "rising"}, {"trend": SIDES})
    buttons = {each.text(): each for each in form.row("trend").findChildren(QPushButton)}
    buttons["Keep what stands above"].click()
    assert (form.edits(), form.taken()) == ({}, ["a1"])


@ALL_KINDS
def test_form_when_read_aloud_then_every_field_has_its_name(
    qtbot: QtBot, around: Surroundings, kind: Kind
) -> None:
    form = RecordForm(kind, around)
    qtbot.addWidget(form)
    for field in kind.fields:
        if has_input(field):
            row = form.row(field.name)
            assert row.label.text() == field.label
            assert row.label.buddy() is row.input.first()
            assert row.input.first().accessibleName() == field.label
