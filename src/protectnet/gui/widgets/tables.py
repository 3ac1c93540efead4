# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables to read: rows of a full height, headings on the side where reading begins."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QTableWidget, QTableWidgetItem

from protectnet.gui.style.dressing import pixels

_ROW = 40


def dress_table(view: QTableView, name: str) -> None:
    """Give a table its manners: whole rows, one at a time, nothing to edit, Tab leads out of it."""
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(pixels(_ROW))
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)


def text_table(name: str, headings: Sequence[tuple[str, int]]) -> QTableWidget:
    """A table of texts; each heading has its width in pixels, 0 for what is left over."""
    table = QTableWidget()
    table.setColumnCount(len(headings))
    table.setHorizontalHeaderLabels([words for words, _width in headings])
    dress_table(table, name)
    header = table.horizontalHeader()
    for section, (_words, width) in enumerate(headings):
        if width:
            header.resizeSection(section, pixels(width))
        else:
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
    return table


def fill_table(table: QTableWidget, rows: Iterable[Sequence[str]]) -> None:
    """Show these rows instead of what was there."""
    cells = list(rows)
    table.setRowCount(0)
    table.setRowCount(len(cells))
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
