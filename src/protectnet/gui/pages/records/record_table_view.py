# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of a list: the title always readable, other columns as far as there is room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from protectnet.gui.models.record_table import RecordTable
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets.tables import dress_table

_TITLE_WIDTH, _OTHER_WIDTH, _WIDEST = 300, 150, 220


class RecordTableView(QTableView):
    """Hides the last columns in a narrow window, so that titles are not cut to nothing."""

    def __init__(self, table: RecordTable, name: str) -> None:
        super().__init__()
        self.setModel(table)
        dress_table(self, name)
        header = self.horizontalHeader()
        for section in range(1, table.columnCount()):
            width = max(header.sectionSizeHint(section), pixels(_OTHER_WIDTH))
            header.resizeSection(section, min(width, pixels(_WIDEST)))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._widths = [header.sectionSize(each) for each in range(table.columnCount())]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        left = event.size().width() - pixels(_TITLE_WIDTH)
        for section in range(1, len(self._widths)):
            left -= self._widths[section]
            self.setColumnHidden(section, left < 0)
        super().resizeEvent(event)
