# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of a list: the title always readable, other columns as far as there is room."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from protectnet.gui.models.record_table import RecordTable
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets.tables import dress_table, fitted, least_widths, wanted_widths

_TITLE_WIDTH = 300


class RecordTableView(QTableView):
    """Columns as wide as their contents; the last ones are hidden where the window is narrow."""

    def __init__(self, table: RecordTable, name: str) -> None:
        super().__init__()
        self.setModel(table)
        self._table = table
        dress_table(self, name)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._wanted: list[int] = []
        self._least: list[int] = []
        self._measure()
        table.loaded.connect(self._on_table_loaded)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._fit(event.size().width())
        super().resizeEvent(event)

    @Slot()
    def _on_table_loaded(self) -> None:
        # What is found while somebody types moves no column.
        if not self._table.words:
            self._measure()
            self._fit(self.viewport().width())

    def _measure(self) -> None:
        for section in range(self._table.columnCount()):
            # A hidden heading says it needs no room.
            self.setColumnHidden(section, False)
        self._wanted = wanted_widths(self, main=0)
        self._least = least_widths(self, self._wanted)
        self._least[0] = max(self._least[0], pixels(_TITLE_WIDTH))

    def _fit(self, room: int) -> None:
        widths = fitted(self._wanted, self._least, room)
        for section in range(1, len(self._least)):
            self.setColumnHidden(section, section >= len(widths))
        for section, width in enumerate(widths[1:], start=1):
            self.setColumnWidth(section, width)
