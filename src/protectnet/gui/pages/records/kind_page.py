# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of one kind of record: the list, and the record that is open."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.field import Kind
from protectnet.gui.models.reading import RecordView
from protectnet.gui.pages.records import record_work
from protectnet.gui.pages.records.list_view import ListView
from protectnet.gui.pages.records.record_page import RecordPage
from protectnet.gui.work import Work
from protectnet.i18n import _


class KindPage(QStackedWidget):
    """``opened`` gives kind and id of a record of any kind that a person opens from here."""

    opened = Signal(str, str)

    def __init__(self, work: Work, kind: Kind, vocabularies: Vocabularies) -> None:
        super().__init__()
        self._work = work
        self._kind = kind
        self._vocabularies = vocabularies
        self._record: RecordPage | None = None
        self._deleted = ""
        self.list = ListView(work, kind)
        self.addWidget(self.list)
        self.list.opened.connect(self.open)
        self.list.asked_for_new.connect(self.begin)

    @property
    def record(self) -> RecordPage:
        """The page of one record, made when it is first needed: its form has many inputs."""
        if self._record is None:
            self._record = RecordPage(self._work, self._kind, self._vocabularies)
            self._record.left.connect(self.go_home)
            self._record.deleted.connect(self._on_record_deleted)
            self._record.opened.connect(self.opened)
            self.addWidget(self._record)
        return self._record

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed and not saved."""
        record = self._record
        return record is not None and self.currentWidget() is record and record.has_unsaved

    @Slot()
    def go_home(self) -> None:
        """Show the list, unless something is not saved."""
        if not self.has_unsaved:
            self.setCurrentWidget(self.list)
            self.list.first().setFocus()

    @Slot(str)
    def open(self, record_id: str) -> None:
        """Show a record, unless something is not saved."""
        if not self.has_unsaved:
            self.list.banner.clear()
            self.setCurrentWidget(self.record)
            self.record.load(record_id)

    @Slot()
    def begin(self) -> None:
        """Show the form for a new record."""
        self.list.banner.clear()
        self.setCurrentWidget(self.record)
        self.record.begin()

    @Slot(str, str)
    def _on_record_deleted(self, record_id: str, title: str) -> None:
        self._deleted = record_id
        self.setCurrentWidget(self.list)
        words = _("“{title}” is deleted. It can be brought back.").format(title=title)
        self.list.banner.say(words, _("&Undo"), self._undo)

    @Slot()
    def _undo(self) -> None:
        undelete = partial(record_work.undelete, self._deleted)
        self._work.change(undelete, self._on_work_undone, self.list.banner.show_error)

    @Slot(object)
    def _on_work_undone(self, view: RecordView) -> None:
        self.list.banner.say(_("“{title}” is back.").format(title=view.title))
