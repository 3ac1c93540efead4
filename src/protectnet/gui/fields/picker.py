# SPDX-License-Identifier: GPL-3.0-or-later
"""A search for a record to link to."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from protectnet.app.workspace import Workspace
from protectnet.gui.models.reading import Choosable, read_choosable
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import icon
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.search_line import SearchLine
from protectnet.gui.work import Work
from protectnet.i18n import _

_REFERENCE, _TITLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class Picker(QDialog):
    """Lists records of some kinds; ``picked`` gives the reference and title of the one chosen."""

    picked = Signal(str, str)

    def __init__(self, work: Work, kinds: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._kinds = tuple(kinds)
        self.setWindowTitle(_("Choose a record"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = SearchLine(_("Search"))
        self.found = QListWidget()
        self.found.setAccessibleName(_("Records found"))
        self._empty = texts.quiet(_("Nothing found. Records are made on the page of their kind."))
        self._empty.hide()
        self.take = buttons.primary(_("Choose"), self._on_take_clicked)
        self.take.setEnabled(False)
        self._lay_out(parent)
        self.search.asked.connect(self._on_search_asked)
        self.found.itemActivated.connect(self._on_take_clicked)
        self.found.currentRowChanged.connect(self._on_found_current_row_changed)
        self.search.ask()

    def _lay_out(self, around: QWidget) -> None:
        wanted = QSize(pixels(560), pixels(440))
        self.resize(wanted.boundedTo(around.window().size()))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(buttons.plain(_("Cancel"), self.reject))
        row.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels(16), pixels(16), pixels(16), pixels(16))
        column.setSpacing(pixels(12))
        for each in (self.search, self._empty, self.found):
            column.addWidget(each)
        column.setStretch(2, 1)
        column.addLayout(row)

    @Slot(str)
    def _on_search_asked(self, words: str) -> None:
        self._work.run(partial(_choosable, self._kinds, words), self._on_work_found)

    @Slot(object)
    def _on_work_found(self, answer: tuple[str, list[Choosable]]) -> None:
        words, found = answer
        if words != self.search.text():
            return
        self.found.clear()
        for each in found:
            kind_name = each.reference.partition(":")[0]
            text = f"{each.title}\n{each.kind}" if len(self._kinds) > 1 else each.title
            item = QListWidgetItem(icon(kind_name), text)
            item.setData(_REFERENCE, each.reference)
            item.setData(_TITLE, each.title)
            self.found.addItem(item)
        self._empty.setVisible(not found)
        self.found.setCurrentRow(0)

    @Slot(int)
    def _on_found_current_row_changed(self, row: int) -> None:
        self.take.setEnabled(row >= 0)

    @Slot()
    def _on_take_clicked(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            self.picked.emit(item.data(_REFERENCE), item.data(_TITLE))
            self.accept()


def _choosable(
    kinds: Sequence[str], words: str, workspace: Workspace
) -> tuple[str, list[Choosable]]:
    """The records found, with the words they were asked for by; runs on the worker."""
    return words, read_choosable(workspace, kinds, words)
