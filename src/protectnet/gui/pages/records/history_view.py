# SPDX-License-Identifier: GPL-3.0-or-later
"""The history of a record: who, on which day, which field, from what to what."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protectnet.app.presenting import HistoryLine
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.tables import TextTable
from protectnet.i18n import _


class HistoryView(QWidget):
    """``taken_again`` gives the change whose value is to stand again."""

    taken_again = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[HistoryLine] = []
        headings = (_("Day"), _("Who"), _("What"), _("Change"))
        self.table = TextTable(_("History"), headings, main=3)
        self.again = buttons.plain(_("Let this value stand again"), self._on_again_clicked)
        self.again.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, pixels(8), 0, 0)
        column.addWidget(texts.quiet(_("Every change stays. The newest stands first.")))
        column.addWidget(self.table, 1)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        self.table.itemSelectionChanged.connect(self._on_table_item_selection_changed)

    def put(self, lines: Sequence[HistoryLine]) -> None:
        """Show these changes, which come oldest first."""
        self._lines = list(reversed(lines))
        self.table.fill(map(_cells, self._lines))
        self._on_table_item_selection_changed()

    def _chosen(self) -> HistoryLine | None:
        rows = self.table.selectionModel().selectedRows()
        return self._lines[rows[0].row()] if rows else None

    @Slot()
    def _on_table_item_selection_changed(self) -> None:
        chosen = self._chosen()
        self.again.setEnabled(chosen is not None and bool(chosen.after))

    @Slot()
    def _on_again_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.taken_again.emit(chosen.change)


def _cells(line: HistoryLine) -> tuple[str, ...]:
    who = _("{user}, on {device}").format(user=line.user, device=line.device)
    return line.day, who, line.label or line.act, _change(line)


def _change(line: HistoryLine) -> str:
    """From what to what; what was taken out or cleared goes to nothing."""
    before = " / ".join(line.before)
    if before:
        after = line.after or _("nothing")
        return _("{before} → {after}").format(before=before, after=after)
    return line.after
