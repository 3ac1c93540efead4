# SPDX-License-Identifier: GPL-3.0-or-later
"""The history of a record: who, on which day, which field, from what to what."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from protectnet.app.presenting import HistoryLine
from protectnet.gui.widgets import buttons, texts
from protectnet.i18n import _

_CHANGE = Qt.ItemDataRole.UserRole
_BEFORE, _AFTER = 4, 5


class HistoryView(QWidget):
    """``taken_again`` gives the change whose value is to stand again."""

    taken_again = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.table = QTableWidget()
        self.table.setAccessibleName(_("History"))
        self.table.setColumnCount(6)
        self.table.setHorizontalHeaderLabels(
            [_("Day"), _("Who"), _("Device"), _("What"), _("Before"), _("After")]
        )
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for section in (_BEFORE, _AFTER):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self.again = buttons.plain(_("Let this value stand again"), self._on_again_clicked)
        self.again.setEnabled(False)
        column = QVBoxLayout(self)
        column.addWidget(texts.quiet(_("Every change stays. The newest stands first.")))
        column.addWidget(self.table, 1)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.table.itemSelectionChanged.connect(self._on_table_item_selection_changed)

    def put(self, lines: Sequence[HistoryLine]) -> None:
        """Show these changes, which come oldest first."""
        self.table.setRowCount(0)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(reversed(lines)):
            cells = line.cells()[1:]
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setData(_CHANGE, line.change if line.after else "")
                self.table.setItem(row, column, item)
        self._on_table_item_selection_changed()

    def _change(self) -> str:
        items = self.table.selectedItems()
        return str(items[0].data(_CHANGE)) if items else ""

    @Slot()
    def _on_table_item_selection_changed(self) -> None:
        self.again.setEnabled(bool(self._change()))

    @Slot()
    def _on_again_clicked(self) -> None:
        self.taken_again.emit(self._change())
