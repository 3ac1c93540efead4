# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from protectnet.gui.fields.links import LinksInput
from protectnet.gui.widgets.question import Question
from tests.app.disagreeing import changes_of, delete_elsewhere, disagree
from tests.gui.driving import Laptop, fill, press, shown_texts, type_into


def answer(laptop: Laptop, words: str) -> None:
    """Answer the question that is asked."""
    [question] = [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, Question) and each.isVisible()
    ]
    next(each for each in question.findChildren(QPushButton) if each.text() == words).click()
    laptop.settle()


def test_save_when_a_record_is_new_then_it_is_in_the_list(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road to the quarry", likelihood=4)
    assert page.record.banner.message() == "Saved on this computer."
    assert page.record.title.text() == "Road to the quarry"
    assert not page.record.has_unsaved
    assert laptop.titles("risk") == ["Road to the quarry"]


def test_save_when_the_keys_are_pressed_then_saves(laptop: Laptop) -> None:
    page = laptop.kind("contact")
    press(laptop.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    line = page.record.tabs.form.first()
    type_into(line, "Heron")
    press(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    laptop.settle()
    assert laptop.titles("contact") == ["Heron"]


def test_save_when_something_is_wrong_then_says_it_beside_each_field_and_keeps_what_was_typed(
    laptop: Laptop,
) -> None:
    page = laptop.write("incident", when={"from": "soon", "to": "soon"}, description="Two men")
    form = page.record.tabs.form.form
    assert "This cannot be saved yet." in page.record.banner.message()
    assert "Nothing was saved." in page.record.banner.message()
    assert form.row("title").problem.text() == "This is needed to save."
    assert "This is no date." in form.row("when").problem.text()
    assert form.row("description").input.given() == "Two men"
    assert page.record.save.isEnabled()
    fill(form.row("title").input, "Visit at night")
    fill(form.row("when").input, {"from": "2026-11", "to": "2026-11"})
    page.record.save.click()
    laptop.settle()
    assert laptop.titles("incident") == ["Visit at night"]


def test_save_when_a_folded_field_is_wrong_then_the_page_scrolls_to_it(
    laptop: Laptop, qtbot: QtBot
) -> None:
    page = laptop.write("incident", title="Visit at night", reported_on={"from": "?", "to": "?"})
    row = page.record.tabs.form.form.row("reported_on")
    assert row.problem.isVisible()
    qtbot.waitUntil(lambda: not row.problem.visibleRegion().isEmpty())


def test_save_when_a_record_is_edited_then_only_what_differs_is_written(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road", likelihood=4, note="Seen twice")
    fill(page.record.tabs.form.form.row("likelihood").input, 5)
    assert page.record.has_unsaved
    page.record.save.click()
    laptop.settle()
    [record] = laptop.ask(lambda workspace: list(workspace.records.every()))
    history = laptop.ask(lambda workspace: workspace.records.history(record.id.hex()))
    assert [each.field for each in history].count("likelihood") == 2
    assert [each.field for each in history].count("note") == 1
    assert record.values["likelihood"] == 5


def test_save_when_nothing_differs_then_there_is_nothing_to_save(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road")
    assert not page.record.save.isEnabled()
    page.record.keep()
    laptop.settle()
    assert page.record.banner.message() == "Saved on this computer."


def test_form_when_saved_then_stays_the_one_that_was_scrolled(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road")
    form = page.record.tabs.form.form
    fill(form.row("note").input, "More")
    page.record.save.click()
    laptop.settle()
    assert page.record.tabs.form.form is form


def test_list_when_a_row_is_opened_then_shows_that_record(laptop: Laptop) -> None:
    laptop.write("risk", title="First")
    laptop.write("risk", title="Second")
    page = laptop.kind("risk")
    page.list.view.activated.emit(page.list.table.index(1, 0))
    laptop.settle()
    assert page.record.title.text() == "First"
    assert page.record.tabs.form.form.row("title").input.given() == "First"


def test_list_when_searched_then_says_how_much_was_found(laptop: Laptop, qtbot: QtBot) -> None:
    laptop.write("risk", title="Road to the quarry")
    laptop.write("risk", title="Dry well")
    page = laptop.kind("risk")
    assert page.list.count.text() == "2 in all"
    press(laptop.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_into(page.list.search, "quar")
    qtbot.waitUntil(lambda: page.list.count.text() == "1 found")
    page.list.search.setText("zebra")
    qtbot.waitUntil(lambda: page.list.count.text().startswith("Nothing found."))


def test_list_when_nothing_is_written_yet_then_teaches(laptop: Laptop) -> None:
    page = laptop.kind("measure")
    assert "Only a title is needed" in shown_texts(page.list)
    assert not page.list.new.isVisible()
    first = next(
        each for each in page.list.findChildren(QPushButton) if each.text() == "Write the first one"
    )
    assert first.isVisible()
    first.click()
    assert page.currentWidget() is page.record


def test_delete_when_done_then_can_be_undone_from_the_list(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road")
    page.record.delete.click()
    laptop.settle()
    assert page.currentWidget() is page.list
    assert page.list.banner.message() == "“Road” is deleted. It can be brought back."
    assert page.list.table.rowCount() == 0
    page.list.banner.action().click()
    laptop.settle()
    assert page.list.banner.message() == "“Road” is back."
    assert laptop.titles("risk") == ["Road"]


def test_deleted_record_when_opened_then_can_only_be_brought_back(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road")
    [record] = laptop.ask(lambda workspace: list(workspace.records.every()))
    page.record.delete.click()
    laptop.settle()
    page.open(record.id.hex())
    laptop.settle()
    assert "is deleted; it can be brought back" in page.record.banner.message()
    assert not page.record.save.isVisible()
    assert not page.record.tabs.form.isEnabled()
    page.record.restore.click()
    laptop.settle()
    assert page.record.save.isVisible()
    assert laptop.titles("risk") == ["Road"]


def test_record_when_people_disagree_then_what_is_taken_stands_and_nothing_else_is_lost(
    laptop: Laptop,
) -> None:
    page = laptop.write("risk", title="Road", note="Seen once")
    record = page.list.table.id_at(0)
    laptop.ask(lambda workspace: disagree(workspace, record, "trend", "rising", "not_in_our_list"))
    laptop.ask(lambda workspace: disagree(workspace, record, "impact", 2, None))
    page.open(record)
    laptop.settle()
    assert "In 2 fields people wrote different things" in page.record.banner.message()
    form = page.record.tabs.form.form
    fill(form.row("note").input, "Seen twice")
    for name, words in (("trend", "Keep what stands above"), ("impact", "Take this one")):
        [choice] = [
            each for each in form.row(name).findChildren(QPushButton) if each.text() == words
        ]
        choice.click()
    assert page.record.has_unsaved
    page.record.save.click()
    laptop.settle()
    [saved] = laptop.ask(lambda workspace: list(workspace.records.every()))
    assert saved.contradictions == {}
    assert (saved.text("trend"), saved.step("impact")) == ("not_in_our_list", 2)
    assert saved.text("note") == "Seen twice"


@pytest.mark.parametrize(("keep", "titles"), [(True, ["Road"]), (False, [])])
def test_record_when_deleted_by_one_and_changed_by_another_then_a_person_decides(
    laptop: Laptop, keep: bool, titles: list[str]
) -> None:
    page = laptop.write("risk", title="Road", likelihood=2)
    record = page.list.table.id_at(0)
    [change] = laptop.ask(lambda workspace: changes_of(workspace, record, "likelihood"))
    laptop.ask(lambda workspace: delete_elsewhere(workspace, record, change))
    page.open(record)
    laptop.settle()
    assert "decide what it should be" in page.record.banner.message()
    assert "deleted: heron on river" in page.record.banner.message()
    assert "changed: How likely – heron on river" in page.record.banner.message()
    assert page.record.restore.text() == "&Keep it"
    (page.record.restore if keep else page.record.delete).click()
    laptop.settle()
    assert laptop.titles("risk") == titles
    waiting = laptop.ask(lambda workspace: list(workspace.contradictions.every()))
    assert waiting == []


def test_history_when_shown_then_says_who_when_and_from_what_to_what(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road", likelihood=2)
    fill(page.record.tabs.form.form.row("likelihood").input, 5)
    page.record.save.click()
    laptop.settle()
    table = page.record.tabs.history.table
    newest = [str(table.model().index(0, column).data()) for column in range(4)]
    assert newest[1:] == ["heron, on river", "How likely", "2 Unlikely → 5 Almost certain"]
    assert table.rowCount() == 3


def test_history_when_an_earlier_value_is_taken_again_then_it_stands(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road", likelihood=2)
    fill(page.record.tabs.form.form.row("likelihood").input, 5)
    page.record.save.click()
    laptop.settle()
    history = page.record.tabs.history
    rows = [str(history.table.model().index(row, 3).data()) for row in range(3)]
    history.table.selectRow(rows.index("2 Unlikely"))
    history.again.click()
    laptop.settle()
    assert page.record.tabs.form.form.row("likelihood").input.given() == 2
    assert history.table.rowCount() == 4


def test_links_when_a_record_is_chosen_then_both_sides_show_it(
    laptop: Laptop, qtbot: QtBot
) -> None:
    laptop.write("risk", title="Road to the quarry")
    page = laptop.kind("measure")
    page.list.asked_for_new.emit()
    form = page.record.tabs.form.form
    fill(form.row("title").input, "Walk in pairs")
    links = form.row("risks").input
    assert isinstance(links, LinksInput)
    links.button.click()
    picker = links.picker
    assert picker is not None
    qtbot.waitUntil(lambda: picker.found.count() == 1)
    picker.search.setText("zebra")
    qtbot.waitUntil(lambda: picker.found.count() == 0)
    assert not picker.take.isEnabled()
    picker.search.setText("quarry")
    qtbot.waitUntil(lambda: picker.found.count() == 1)
    picker.take.click()
    assert links.chosen.codes() != []
    page.record.save.click()
    laptop.settle()
    assert "Road to the quarry" in shown_texts(form.row("risks"))
    risks = laptop.kind("risk")
    risks.open(risks.list.table.id_at(0))
    laptop.settle()
    linked = risks.record.tabs.links.list
    assert linked.item(0).text() == "Walk in pairs\nMeasure · Risks it answers"
    linked.itemActivated.emit(linked.item(0))
    laptop.settle()
    assert laptop.view.page("measure").isVisible()
    assert page.record.title.text() == "Walk in pairs"


def test_files_when_attached_then_can_be_saved_again(laptop: Laptop, tmp_path: Path) -> None:
    source = tmp_path / "letter.txt"
    source.write_text("To the governor")
    page = laptop.write("document", title="Letter")
    files = page.record.tabs.files
    files.attach_file(source)
    laptop.settle()
    assert page.record.banner.message() == "Attached, encrypted."
    assert page.record.tabs.tabText(1) == "Files (1)"
    assert files.list.item(0).text().startswith("letter.txt\n")
    files.extract_to(tmp_path / "copy.txt")
    laptop.settle()
    assert (tmp_path / "copy.txt").read_text() == "To the governor"
    assert "Anybody who finds it can read it." in page.record.banner.message()


def test_files_when_one_cannot_be_read_then_says_so_and_the_record_stays(
    laptop: Laptop, tmp_path: Path
) -> None:
    page = laptop.write("document", title="Letter")
    page.record.tabs.files.attach_file(tmp_path / "gone.txt")
    laptop.settle()
    assert "gone.txt" in page.record.banner.message()
    assert page.record.tabs.tabText(1) == "Files (0)"


def test_leave_when_nothing_is_typed_then_goes_back(laptop: Laptop) -> None:
    page = laptop.write("risk", title="Road")
    page.record.leave()
    assert page.currentWidget() is page.list


@pytest.mark.parametrize(
    ("words", "is_list", "titles"),
    [
        ("Save it", False, ["Road, twice"]),
        ("Throw it away", True, ["Road"]),
        ("Go on typing", False, ["Road"]),
    ],
)
def test_leave_when_something_is_typed_then_asks(
    laptop: Laptop, words: str, is_list: bool, titles: list[str]
) -> None:
    page = laptop.write("risk", title="Road")
    fill(page.record.tabs.form.form.row("title").input, "Road, twice")
    page.record.leave()
    answer(laptop, words)
    assert (page.currentWidget() is page.list) == is_list
    found = laptop.ask(lambda workspace: [each.title for each in workspace.records.every()])
    assert found == titles


def test_pages_when_changed_then_what_is_typed_stays(laptop: Laptop) -> None:
    page = laptop.kind("risk")
    page.list.asked_for_new.emit()
    fill(page.record.tabs.form.form.row("title").input, "Half a risk")
    laptop.kind("measure")
    laptop.kind("risk")
    assert page.currentWidget() is page.record
    assert page.record.tabs.form.form.row("title").input.given() == "Half a risk"
