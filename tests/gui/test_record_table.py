# SPDX-License-Identifier: GPL-3.0-or-later
from functools import partial

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from protectnet.app.record_files import GivenRecord
from protectnet.app.workspace import Workspace
from protectnet.domain.kinds import KINDS
from protectnet.gui.models.record_table import MOST_PAGES, PAGE_ROWS, RecordTable
from protectnet.gui.pages.records.record_table_view import RecordTableView
from protectnet.gui.work import Work
from tests.app.disagreeing import changes_of, delete_elsewhere, disagree
from tests.gui.driving import ask, settle

RISK = KINDS.named("risk")


def add_many(count: int, workspace: Workspace) -> None:
    records = [
        GivenRecord(number, {"kind": "risk", "title": f"Risk {number:04}", "likelihood": 3})
        for number in range(count)
    ]
    workspace.importing.add_all(records)


@pytest.fixture
def table(qtbot: QtBot, work: Work) -> RecordTable:
    ask(qtbot, work, partial(add_many, 250))
    table = RecordTable(work, RISK)
    table.reload()
    settle(qtbot, work)
    return table


def decoration(table: RecordTable, row: int) -> object:
    return table.data(table.index(row, 0), Qt.ItemDataRole.DecorationRole)


def title(table: RecordTable, row: int) -> str:
    return str(table.index(row, 0).data())


def test_table_when_read_then_keeps_the_manners_of_models(
    table: RecordTable, qtbot: QtBot, work: Work
) -> None:
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.search("0001")
    settle(qtbot, work)
    assert tester.model() is table
    assert table.rowCount() == 1


def test_table_when_read_then_knows_all_rows_and_holds_the_first_page(table: RecordTable) -> None:
    assert table.rowCount() == 250
    assert table.columnCount() == len(RISK.listed)
    assert table.rowCount(table.index(0, 0)) == 0
    assert title(table, 0).startswith("Risk ")
    assert table.index(0, 1).data() == "3 Possible"


def test_table_when_a_row_far_down_is_looked_at_then_it_comes(
    table: RecordTable, qtbot: QtBot, work: Work
) -> None:
    changed: list[tuple[int, int]] = []
    table.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    assert title(table, 249) == ""
    assert table.id_at(249) == ""
    settle(qtbot, work)
    assert title(table, 249).startswith("Risk ")
    assert len(table.id_at(249)) == 32
    assert changed == [(200, 249)]
    assert len({table.id_at(row) for row in range(PAGE_ROWS)}) == PAGE_ROWS


def test_table_when_asked_twice_for_a_page_then_reads_it_once(
    table: RecordTable, qtbot: QtBot, work: Work
) -> None:
    answers: list[object] = []
    table.dataChanged.connect(lambda *_where: answers.append(1))
    for row in range(100, 200):
        title(table, row)
    settle(qtbot, work)
    assert len(answers) == 1


def test_search_when_words_change_quickly_then_the_last_ones_count(
    table: RecordTable, qtbot: QtBot, work: Work
) -> None:
    totals: list[int] = []
    table.loaded.connect(totals.append)
    table.search("0001")
    table.search("nothing has this")
    table.search("Risk")
    settle(qtbot, work)
    assert totals == [250]
    assert table.words == "Risk"


def test_reload_when_a_record_came_then_shows_it(
    table: RecordTable, qtbot: QtBot, work: Work
) -> None:
    ask(qtbot, work, lambda workspace: workspace.editing.add("risk", {"title": "Newest"}).title)
    table.reload()
    settle(qtbot, work)
    assert table.rowCount() == 251
    assert title(table, 0) == "Newest"


def test_table_when_many_pages_were_read_then_few_are_kept(
    qtbot: QtBot, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_PAGES * PAGE_ROWS == 5000
    monkeypatch.setattr("protectnet.gui.models.record_table.MOST_PAGES", 2)
    ask(qtbot, work, partial(add_many, 350))
    table = RecordTable(work, RISK)
    table.reload()
    settle(qtbot, work)
    for row in (150, 250, 349):
        title(table, row)
        settle(qtbot, work)
    assert title(table, 349).startswith("Risk ")
    assert title(table, 0) == ""
    settle(qtbot, work)
    assert title(table, 0).startswith("Risk ")


def test_headers_when_shown_then_are_the_labels_of_the_fields(table: RecordTable) -> None:
    headers = [
        table.headerData(section, Qt.Orientation.Horizontal)
        for section in range(table.columnCount())
    ]
    assert headers[:3] == ["Short name of the risk", "How likely", "How bad"]
    assert table.headerData(4, Qt.Orientation.Vertical) == 5
    assert table.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None
    assert table.data(table.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    assert table.rowCount(QModelIndex()) == 250


def test_row_when_something_waits_for_a_decision_then_a_word_and_a_sign_say_so(
    table: RecordTable, qtbot: QtBot, work: Work
) -> None:
    one, other = table.id_at(3), table.id_at(7)
    ask(qtbot, work, lambda workspace: disagree(workspace, one, "likelihood", 2, 4))
    [change] = ask(qtbot, work, lambda workspace: changes_of(workspace, other, "likelihood"))
    ask(qtbot, work, lambda workspace: delete_elsewhere(workspace, other, change))
    table.reload()
    settle(qtbot, work)
    marked = [row for row in range(100) if decoration(table, row) is not None]
    assert len(marked) == 2
    titles = {title(table, row).partition(" · ")[0] for row in marked}
    assert titles == {"contradiction", "deleted, yet changed"}
    first = table.index(marked[0], 0)
    assert table.data(first, Qt.ItemDataRole.ToolTipRole) == title(table, marked[0])
    assert table.data(table.index(marked[0], 1), Qt.ItemDataRole.DecorationRole) is None


def test_view_when_the_window_is_narrow_then_titles_stay_and_other_columns_go(
    table: RecordTable, qtbot: QtBot
) -> None:
    view = RecordTableView(table, "Risks")
    qtbot.addWidget(view)
    hidden: dict[int, int] = {}
    for width in (1200, 700, 340):
        view.resize(width, 400)
        view.show()
        hidden[width] = sum(view.isColumnHidden(each) for each in range(table.columnCount()))
        assert not view.isColumnHidden(0)
        assert view.columnWidth(0) >= 280
    assert hidden[1200] == 0 < hidden[700] < hidden[340] == table.columnCount() - 1


def test_view_when_columns_came_back_then_their_headings_are_whole(
    table: RecordTable, qtbot: QtBot
) -> None:
    view = RecordTableView(table, "Risks")
    qtbot.addWidget(view)
    view.resize(340, 400)
    view.show()
    table.loaded.emit(table.rowCount())
    assert view.isColumnHidden(1)
    view.resize(1200, 400)
    header = view.horizontalHeader()
    for section in range(table.columnCount()):
        assert header.sectionSize(section) >= header.sectionSizeHint(section) > 0
