# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a record's page: its form, its files, its history, and what links to it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTabWidget

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.field import Kind
from protectnet.gui.models.reading import RecordView
from protectnet.gui.pages.records.files_view import FilesView
from protectnet.gui.pages.records.form_view import FormView
from protectnet.gui.pages.records.history_view import HistoryView
from protectnet.gui.pages.records.links_view import LinksView
from protectnet.gui.work import Work
from protectnet.i18n import _

RECORD, FILES, HISTORY, LINKS = range(4)


class RecordTabs(QTabWidget):
    """``opened`` gives kind and id of another record that a person opens."""

    opened = Signal(str, str)

    def __init__(self, work: Work, kind: Kind, vocabularies: Vocabularies) -> None:
        super().__init__()
        self.form = FormView(work, kind, vocabularies)
        self.files, self.history, self.links = FilesView(work), HistoryView(), LinksView()
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        for widget, words in (
            (self.form, _("Record")),
            (self.files, ""),
            (self.history, _("History")),
            (self.links, ""),
        ):
            self.addTab(widget, words)
        self.links.opened.connect(self.opened)
        self.files.attached.connect(self._on_files_attached)

    def begin(self) -> None:
        """Show an empty form alone."""
        self.form.begin()
        self.setCurrentIndex(RECORD)
        self.tabBar().hide()

    def put(self, view: RecordView) -> None:
        """Show a record."""
        self.form.put(view)
        self.form.setEnabled(not (view.is_deleted or view.is_erased))
        self.files.put(view)
        self.links.put(view.linked_from)
        self._on_files_attached(view)
        self.setTabText(LINKS, _("What links here ({count})").format(count=len(view.linked_from)))
        self.tabBar().show()

    @Slot(object)
    def _on_files_attached(self, view: RecordView) -> None:
        self.history.put(view.history)
        self.setTabText(FILES, _("Files ({count})").format(count=len(view.files)))
