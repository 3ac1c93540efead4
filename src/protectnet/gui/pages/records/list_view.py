# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of a kind's records, with a search."""

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from protectnet.domain.field import Kind
from protectnet.gui.models.record_table import RecordTable
from protectnet.gui.pages.records.record_table_view import RecordTableView
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.empty import Empty
from protectnet.gui.widgets.page import Page
from protectnet.gui.widgets.search_line import SearchLine
from protectnet.gui.work import Work
from protectnet.i18n import _, ngettext


class ListView(Page):
    """``opened`` gives the id of a record that a person opens; ``asked_for_new`` for a new one."""

    opened = Signal(str)
    asked_for_new = Signal()

    def __init__(self, work: Work, kind: Kind) -> None:
        super().__init__(_(kind.plural))
        self._kind = kind
        self.table = RecordTable(work, kind)
        self.new = buttons.primary(_("&New: {kind}").format(kind=_(kind.label)), None, "add")
        self.new.clicked.connect(self.asked_for_new)
        self.add_button(self.new)
        self.search = SearchLine(_("Search in this list"))
        self.search.setMinimumWidth(pixels(160))
        self.search.setMaximumWidth(pixels(320))
        self.count = texts.quiet()
        self.view = RecordTableView(self.table, _(kind.plural))
        self._stack = QStackedWidget()
        self._lay_out()
        self.search.asked.connect(self.table.search)
        self.table.loaded.connect(self._on_table_loaded)
        self.view.activated.connect(self._on_view_activated)
        self.view.clicked.connect(self._on_view_activated)
        work.changed.connect(self.table.reload)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.activated.connect(self._on_find_activated)
        QShortcut(QKeySequence(QKeySequence.StandardKey.New), self, self.asked_for_new.emit)
        self.table.reload()

    def _lay_out(self) -> None:
        card = Card()
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.search, 1)
        card.column.addLayout(row)
        card.column.addWidget(self.view, 1)
        self._begin = buttons.primary(_("Write the first one"), None, "add")
        self._begin.clicked.connect(self.asked_for_new)
        self._empty = Empty(
            self._kind.name,
            _("Nothing is written here yet. Only a title is needed; all else can come later."),
            self._begin,
        )
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty)
        self.column.addWidget(self._stack, 1)

    def first(self) -> QWidget:
        """What takes the focus when the page is shown."""
        return self._begin if self._stack.currentIndex() else self.search

    @Slot()
    def _on_find_activated(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot(int)
    def _on_table_loaded(self, total: int) -> None:
        is_empty = total == 0 and not self.table.words
        if is_empty != bool(self._stack.currentIndex()):
            self._stack.setCurrentIndex(1 if is_empty else 0)
            # What had the focus is hidden now.
            if self.isVisible():
                self.first().setFocus()
        self.new.setVisible(not is_empty)
        if self.table.words and not total:
            words = _("Nothing found. Try the beginning of a word.")
        elif self.table.words:
            words = ngettext("{count} found", "{count} found", total)
        else:
            words = ngettext("{count} in all", "{count} in all", total)
        self.count.setText(words.format(count=total))
        texts.say(self, self.count.text() if self.table.words else "")

    @Slot(QModelIndex)
    def _on_view_activated(self, index: QModelIndex) -> None:
        record_id = self.table.id_at(index.row())
        if record_id:
            self.opened.emit(record_id)
