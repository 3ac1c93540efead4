# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import check_draft
from protectnet.domain.field import Kind
from protectnet.domain.kinds import KINDS
from protectnet.gui.fields.form import RecordForm, main_fields
from protectnet.gui.fields.making import LinkTitles, Surroundings, has_input
from protectnet.gui.models.reading import OtherValue
from protectnet.gui.work import Work
from tests.gui.driving import fill, take_away
from tests.strategies import drafts

VOCABULARIES = Vocabularies()
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
    others = {"trend": (OtherValue("Falling", "falling"),)}
    form.put({"title": "Road", "trend": "rising"}, others)
    row = form.row("trend")
    assert "“Falling”" in [label.text() for label in row.findChildren(QLabel)]
    assert form.edits() == {}
    buttons = {each.text(): each for each in row.findChildren(QPushButton)}
    buttons["Take this one"].click()
    assert form.edits() == {"trend": "falling"}


def test_row_when_the_shown_value_is_kept_then_it_is_said_again(
    qtbot: QtBot, around: Surroundings
) -> None:
    form = RecordForm(KINDS.named("risk"), around)
    qtbot.addWidget(form)
    form.put({"title": "Road", "trend": "rising"}, {"trend": (OtherValue("Falling", "falling"),)})
    buttons = {each.text(): each for each in form.row("trend").findChildren(QPushButton)}
    buttons["Keep what stands above"].click()
    assert form.edits() == {"trend": "rising"}


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
