# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QPushButton
from pytestqt.qtbot import QtBot

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.field import Field
from protectnet.domain.fieldtypes import Attachments
from protectnet.domain.kinds import KINDS
from protectnet.gui.fields.choice import ChoiceInput, StepInput, scale_input, tristate_input
from protectnet.gui.fields.choices import ChoicesInput
from protectnet.gui.fields.dates import DateInput
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.fields.links import LinksInput
from protectnet.gui.fields.making import LinkTitles, Surroundings, has_input, input_for
from protectnet.gui.fields.quantities import CountInput, MoneyInput, PlaceInput
from protectnet.gui.fields.texts import LineInput, LongTextInput
from protectnet.gui.widgets.chooser import Chooser
from protectnet.gui.work import Work
from tests.gui.driving import press, type_into
from tests.strategies import field_values

VOCABULARIES = Vocabularies()

EXAMPLES = {
    type(field.type).__name__: field
    for kind in KINDS.shared
    for field in kind.fields
    if not isinstance(field.type, Attachments)
}
"""One field of each type."""


@pytest.fixture(scope="module")
def around(qapp: QApplication) -> Iterator[Surroundings]:
    work = Work()
    yield Surroundings(work, VOCABULARIES, LinkTitles())
    work.end()


def shown_form(field: Field, form: object) -> object:
    """The JSON form as a record gives it, for a value that a person gave."""
    if field.type.is_set:
        assert isinstance(form, list)
        plain = [field.type.parse(each, VOCABULARIES) for each in form]
        return [field.type.present(each) for each in plain]
    return field.type.present(field.type.parse(form, VOCABULARIES))


def as_qt_keeps_it(form: object) -> object:
    """Qt takes two line ends of Unicode, and two signs that stand for nothing, for its own."""
    if not isinstance(form, str):
        return form
    return form.translate(dict.fromkeys((0x2028, 0x2029, 0xFDD0, 0xFDD1), "\n")).strip()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@given(data=st.data())
def test_input_when_a_value_is_put_then_gives_the_same(
    around: Surroundings, name: str, data: st.DataObject
) -> None:
    field = EXAMPLES[name]
    form = shown_form(field, data.draw(field_values(field, VOCABULARIES)))
    made = input_for(field, around)
    made.put(form)
    given_back = made.given()
    if name == "LongText":
        assert given_back == as_qt_keeps_it(form)
    elif given_back not in (None, []):
        assert shown_form(field, given_back) == form
    else:
        assert form in (None, [])


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_input_when_new_or_emptied_then_gives_nothing(around: Surroundings, name: str) -> None:
    field = EXAMPLES[name]
    nothing: object = [] if field.type.is_set else None
    made = input_for(field, around)
    assert made.given() == nothing
    made.put(nothing)
    assert made.given() == nothing
    assert made.first().focusPolicy() != Qt.FocusPolicy.NoFocus


def test_has_input_when_files_are_attached_then_says_no() -> None:
    fields = [field for kind in KINDS.shared for field in kind.fields]
    without = {type(field.type) for field in fields if not has_input(field)}
    assert without == {Attachments}


def edits(made: FieldInput) -> list[object]:
    seen: list[object] = []
    made.edited.connect(lambda: seen.append(made.given()))
    return seen


def pick(qtbot: QtBot, chooser: object, code: object) -> None:
    """Choose an answer as a person does who presses arrows."""

    assert isinstance(chooser, Chooser)
    assert chooser.choose(code)
    chooser.activated.emit(chooser.currentIndex())


def test_line_when_typed_then_says_so_and_trims(qtbot: QtBot) -> None:
    made = LineInput()
    qtbot.addWidget(made)
    seen = edits(made)
    type_into(made.line, " Road ")
    assert made.given() == "Road"
    assert len(seen) == 6


def test_long_text_when_it_has_no_break_spaces_then_keeps_them(qtbot: QtBot) -> None:
    made = LongTextInput()
    qtbot.addWidget(made)
    seen = edits(made)
    made.put("Pourquoi\u00a0?\nParce que")
    assert made.given() == "Pourquoi\u00a0?\nParce que"
    assert seen == []
    type_into(made.area, "x")
    assert seen == ["xPourquoi\u00a0?\nParce que"]


def test_long_text_when_tab_is_pressed_then_leads_on(qtbot: QtBot) -> None:
    made = LongTextInput()
    qtbot.addWidget(made)
    press(made.area, Qt.Key.Key_Tab)
    assert made.given() is None


def test_choice_when_a_word_of_ones_own_is_typed_then_gives_it(qtbot: QtBot) -> None:
    made = ChoiceInput(VOCABULARIES("trend"))
    qtbot.addWidget(made)
    made.show()
    seen = edits(made)
    pick(qtbot, made.chooser, "x.")
    assert made.own_word.isVisible()
    type_into(made.own_word, "slow")
    assert made.given() == "x.slow"
    assert seen[-1] == "x.slow"
    pick(qtbot, made.chooser, "rising")
    assert made.given() == "rising"
    assert not made.own_word.isVisible()


@pytest.mark.parametrize("code", ["only_newer_versions_know_this", "x.slow"])
def test_choice_when_the_list_does_not_have_the_code_then_keeps_it(qtbot: QtBot, code: str) -> None:
    made = ChoiceInput(VOCABULARIES("trend"))
    qtbot.addWidget(made)
    made.put(code)
    assert made.given() == code
    made.put("rising")
    assert made.given() == "rising"


def test_choice_when_in_a_group_then_stands_indented_below_it(qtbot: QtBot) -> None:
    made = ChoiceInput(VOCABULARIES("act_type"))
    qtbot.addWidget(made)
    codes = [made.chooser.itemData(place) for place in range(made.chooser.count())]
    group, member = codes.index("grp.watched"), codes.index("int.surveil")
    assert group < member
    assert made.chooser.itemText(member).startswith("\u2003")
    assert not made.chooser.itemText(group).startswith("\u2003")


@pytest.mark.parametrize(
    ("made", "code"), [("scale", 4), ("tristate", "no")], ids=["scale", "tristate"]
)
def test_step_when_chosen_then_gives_its_code(qtbot: QtBot, made: str, code: object) -> None:
    step: StepInput = (
        scale_input(VOCABULARIES("likelihood")) if made == "scale" else tristate_input()
    )
    qtbot.addWidget(step)
    seen = edits(step)
    pick(qtbot, step.chooser, code)
    assert seen == [code]


def test_scale_when_shown_then_each_step_has_number_and_words(qtbot: QtBot) -> None:
    step = scale_input(VOCABULARIES("likelihood"))
    qtbot.addWidget(step)
    assert [step.chooser.itemText(place) for place in range(6)] == [
        "not assessed",
        "1 – Rare",
        "2 – Unlikely",
        "3 – Possible",
        "4 – Likely",
        "5 – Almost certain",
    ]


def test_choices_when_added_and_taken_away_then_gives_what_is_left(qtbot: QtBot) -> None:
    made = ChoicesInput(VOCABULARIES("means"))
    qtbot.addWidget(made)
    seen = edits(made)
    first, second = list(VOCABULARIES("means").terms)[:2]
    pick(qtbot, made.adder, first)
    pick(qtbot, made.adder, second)
    pick(qtbot, made.adder, first)
    assert seen == [[first], [first, second]]
    assert made.adder.answer() is None
    made.chosen.remove_buttons()[0].click()
    assert seen[-1] == [second]


def test_choices_when_a_word_of_ones_own_is_entered_then_is_added(qtbot: QtBot) -> None:
    made = ChoicesInput(VOCABULARIES("means"))
    qtbot.addWidget(made)
    made.show()
    pick(qtbot, made.adder, "x.")
    type_into(made.own_word, "drone")
    press(made.own_word, Qt.Key.Key_Return)
    assert made.given() == ["x.drone"]
    assert not made.own_word.isVisible()


def test_date_when_a_day_is_typed_then_gives_it(qtbot: QtBot) -> None:
    made = DateInput(VOCABULARIES)
    qtbot.addWidget(made)
    seen = edits(made)
    type_into(made.first_day.line, "2026")
    assert made.given() == {"from": "2026", "to": "2026"}
    pick(qtbot, made.mode, "since")
    assert seen[-1] == {"from": "2026", "to": None}
    pick(qtbot, made.part, "night")
    assert seen[-1] == {"from": "2026", "to": None, "part": "night"}


def test_date_when_what_is_typed_is_no_date_then_gives_it_for_the_check_to_name(
    qtbot: QtBot,
) -> None:
    made = DateInput(VOCABULARIES)
    qtbot.addWidget(made)
    type_into(made.first_day.line, "next week")
    assert made.given() == {"from": "next week", "to": "next week"}


def test_date_when_a_day_is_chosen_in_the_calendar_then_stands_in_the_line(qtbot: QtBot) -> None:

    made = DateInput(VOCABULARIES)
    qtbot.addWidget(made)
    made.show()
    seen = edits(made)
    made.first_day.findChildren(QPushButton)[0].click()
    [days] = made.first_day.findChildren(QCalendarWidget)
    days.activated.emit(QDate(2026, 11, 23))
    assert seen == [{"from": "2026-11-23", "to": "2026-11-23"}]


def test_date_when_it_is_not_precise_then_shows_that_at_once(qtbot: QtBot) -> None:
    made = DateInput(VOCABULARIES)
    qtbot.addWidget(made)
    made.show()
    made.put({"from": "2018-01-01", "to": "2018-12-31", "precision": "year"})
    assert not made.precision.isVisible()
    assert made.first_day.line.text() == "2018"
    made.put({"from": "2018-01-01", "to": "2018-12-31", "precision": "season"})
    assert made.precision.isVisible()


@pytest.mark.parametrize(
    ("mode", "low", "high", "form"),
    [
        ("exactly", "12", "", {"from": 12, "to": 12}),
        ("between", "10", "20", {"from": 10, "to": 20}),
        ("at_least", "1 000", "", {"from": 1000, "to": None}),
        ("at_most", "5", "", {"from": None, "to": 5}),
        ("exactly", "a dozen", "", {"from": "a dozen", "to": "a dozen"}),
    ],
)
def test_count_when_typed_then_gives_both_ends(
    qtbot: QtBot, mode: str, low: str, high: str, form: object
) -> None:
    made = CountInput()
    qtbot.addWidget(made)
    pick(qtbot, made.mode, mode)
    type_into(made.low, low)
    type_into(made.high, high)
    assert made.given() == form


def test_money_when_half_is_typed_then_gives_it_for_the_check_to_name(qtbot: QtBot) -> None:
    made = MoneyInput()
    qtbot.addWidget(made)
    type_into(made.currency, "cop")
    assert made.given() == {"amount": "", "currency": "COP"}


def test_place_when_named_then_is_as_coarse_as_can_be(qtbot: QtBot) -> None:
    made = PlaceInput(VOCABULARIES)
    qtbot.addWidget(made)
    type_into(made.name, "Upper valley")
    assert made.given() == {"name": "Upper valley", "precision": "region"}


def test_links_when_one_is_allowed_then_another_takes_its_place(
    qtbot: QtBot, around: Surroundings
) -> None:
    field = KINDS.named("contact").field("deputy")
    made = input_for(field, around)
    qtbot.addWidget(made)
    assert isinstance(made, LinksInput)
    made.add("contact:" + "0" * 32, "Heron")
    made.add("contact:" + "1" * 32, "Egret")
    assert made.given() == "contact:" + "1" * 32


def test_links_when_any_number_is_allowed_then_each_stands_once(
    qtbot: QtBot, around: Surroundings
) -> None:
    field = KINDS.named("risk").field("incidents")
    made = input_for(field, around)
    qtbot.addWidget(made)
    assert isinstance(made, LinksInput)
    for digit in "010":
        made.add("incident:" + digit * 32, digit)
    assert made.given() == ["incident:" + digit * 32 for digit in "01"]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_input_when_read_only_then_cannot_be_edited(
    qtbot: QtBot, around: Surroundings, name: str
) -> None:
    made = input_for(EXAMPLES[name], around)
    qtbot.addWidget(made)
    made.show()
    seen = edits(made)
    made.set_read_only(True)
    first = made.first()
    if first.isVisible() and first.isEnabled():
        type_into(first, "abc")
    assert seen == []


def test_chooser_when_the_wheel_turns_then_the_answer_stays(qtbot: QtBot) -> None:

    step = tristate_input()
    qtbot.addWidget(step)
    step.put("yes")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(step.chooser, event)
    assert step.given() == "yes"
    assert not event.isAccepted()
