# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables to read: rows of a full height, headings on the side where reading begins."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QTableWidget, QTableWidgetItem

from protectnet.gui.style.dressing import pixels

_ROW, _NARROWEST, _WIDEST, _MAIN_WIDEST = 40, 130, 280, 560
_MEASURED_ROWS = 100


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
    view.verticalHeader().setMinimumSectionSize(pixels(_ROW))
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setResizeContentsPrecision(_MEASURED_ROWS)


def fitted(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The width of each column, in pixels, of which as many are given as fit into ``room``.

    Each has at least its least. What is left is shared evenly among those that want more, so that
    those that want little more get all of it.
    """
    count = len(least)
    while count > 1 and sum(least[:count]) > room:
        count -= 1
    widths = list(least[:count])
    spare = room - sum(widths)
    lacking = sorted(
        (want - few, place) for place, (want, few) in enumerate(zip(wanted, widths, strict=False))
    )
    for left, (lack, place) in zip(range(count, 0, -1), lacking, strict=True):
        more = max(min(lack, spare // left), 0)
        widths[place] += more
        spare -= more
    return widths


def wanted_widths(view: QTableView, main: int) -> list[int]:
    """How wide each column has to be for its heading and its first rows, within limits.

    The column ``main``, which says what a row is about, may be the widest.
    """
    header = view.horizontalHeader()
    return [
        min(
            max(header.sectionSizeHint(each), view.sizeHintForColumn(each)),
            pixels(_MAIN_WIDEST if each == main else _WIDEST),
        )
        for each in range(header.count())
    ]


def least_widths(view: QTableView, wanted: Sequence[int]) -> list[int]:
    """How wide each column is where there is little room: its heading is whole all the same."""
    header = view.horizontalHeader()
    return [
        max(header.sectionSizeHint(each), min(want, pixels(_NARROWEST)))
        for each, want in enumerate(wanted)
    ]


class TextTable(QTableWidget):
    """A table of texts whose columns are as wide as what stands in them, as far as there is room.

    The column ``main`` takes what is left.
    """

    def __init__(self, name: str, headings: Sequence[str], main: int) -> None:
        super().__init__()
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(list(headings))
        dress_table(self, name)
        self._main = main
        self.horizontalHeader().setSectionResizeMode(main, QHeaderView.ResizeMode.Stretch)

    def fill(self, rows: Iterable[Sequence[str]]) -> None:
        """Show these rows instead of what was there; a text may have several lines."""
        cells = list(rows)
        self.setRowCount(0)
        self.setRowCount(len(cells))
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
        self._fit()
        self.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        wanted = wanted_widths(self, self._main)
        least = least_widths(self, wanted)
        widths = fitted(wanted, least, self.viewport().width())
        for section, width in enumerate([*widths, *least[len(widths) :]]):
            if section != self._main:
                self.setColumnWidth(section, width)
        if self.wordWrap():
            self.resizeRowsToContents()
