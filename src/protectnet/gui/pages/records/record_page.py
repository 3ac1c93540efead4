# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of one record: its form, files, history and what links to it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.field import Kind
from protectnet.gui.errors import message_of_problems, problems_of
from protectnet.gui.models.reading import RecordView
from protectnet.gui.pages.records import record_work
from protectnet.gui.pages.records.files_view import FilesView
from protectnet.gui.pages.records.form_view import FormView
from protectnet.gui.pages.records.history_view import HistoryView
from protectnet.gui.pages.records.links_view import LinksView
from protectnet.gui.widgets import buttons
from protectnet.gui.widgets.page import Page
from protectnet.gui.widgets.question import Question
from protectnet.gui.work import Work
from protectnet.i18n import _, ngettext


class RecordPage(Page):
    """Shows one record or a new one.

    ``left`` when the person goes back to the list; ``deleted`` with id and title after a record
    was deleted; ``opened`` with kind and id of another record to be shown.
    """

    left = Signal()
    deleted = Signal(str, str)
    opened = Signal(str, str)

    def __init__(self, work: Work, kind: Kind, vocabularies: Vocabularies) -> None:
        super().__init__("")
        self._work = work
        self._kind = kind
        self._view: RecordView | None = None
        self._make_buttons()
        self.form = FormView(work, kind, vocabularies)
        self.files, self.history, self.links = FilesView(), HistoryView(), LinksView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, words in (
            (self.form, _("Record")),
            (self.files, _("Files")),
            (self.history, _("History")),
            (self.links, _("What links here")),
        ):
            self.tabs.addTab(widget, words)
        self.column.addWidget(self.tabs, 1)
        self.form.edited.connect(self._on_form_edited)
        self.files.attached.connect(self._on_files_attached)
        self.files.extracted.connect(self._on_files_extracted)
        self.history.taken_again.connect(self._on_history_taken_again)
        self.links.opened.connect(self.opened)

    def _make_buttons(self) -> None:
        back = buttons.link(_("&Back to the list"), self.leave, "back")
        self.column.insertWidget(0, back)
        back.setSizePolicy(back.sizePolicy().Policy.Maximum, back.sizePolicy().verticalPolicy())
        self.delete = buttons.plain(_("&Delete"), self._on_delete_clicked, "delete")
        self.restore = buttons.plain(_("Bring it back"), self._on_restore_clicked)
        self.save = buttons.primary(_("&Save"), self.keep, "save")
        for each in (self.delete, self.restore, self.save):
            self.add_button(each)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.keep)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self.leave)

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed and not saved."""
        return bool(self.form.edits())

    def begin(self) -> None:
        """Show an empty form for a new record."""
        self._view = None
        self.banner.clear()
        self.title.setText(_("New: {kind}").format(kind=_(self._kind.label)))
        self.form.begin()
        self._show_state(is_new=True, is_deleted=False, is_erased=False)
        self.form.first().setFocus()

    def load(self, record_id: str) -> None:
        """Read a record and show it."""
        self.banner.clear()
        self._work.run(partial(record_work.read, record_id), self._show, self.banner.show_error)

    @Slot()
    def keep(self) -> None:
        """Save what was edited."""
        edits = self.form.edits()
        if not edits and self._view is not None:
            return
        self.save.setEnabled(False)
        if self._view is None:
            function = partial(record_work.add, self._kind.name, edits, self.form.circle())
        else:
            function = partial(record_work.edit, self._view.id, edits)
        self._work.change(function, self._on_work_saved, self._on_work_save_failed)

    @Slot()
    def leave(self) -> None:
        """Go back to the list, after a question if something is not saved."""
        if not self.has_unsaved:
            self.left.emit()
            return
        Question(
            self,
            _("What you typed is not saved."),
            _("It is on this page only."),
            (
                (_("Save it"), self.keep),
                (_("Throw it away"), self._throw_away),
                (_("Go on typing"), self.form.setFocus),
            ),
        ).open()

    @Slot()
    def _throw_away(self) -> None:
        self.form.begin()
        self.left.emit()

    @Slot(object)
    def _show(self, view: RecordView) -> None:
        self._view = view
        self.title.setText(view.title or _("(without a title)"))
        self.form.put(view)
        self.files.put(view.files)
        self.history.put(view.history)
        self.links.put(view.linked_from)
        self.tabs.setTabText(1, _("Files ({count})").format(count=len(view.files)))
        self.tabs.setTabText(3, _("What links here ({count})").format(count=len(view.linked_from)))
        self._show_state(is_new=False, is_deleted=view.is_deleted, is_erased=view.is_erased)
        if view.sentence:
            self.banner.say(view.sentence, sign="note")
        elif view.others:
            words = ngettext(
                "In {count} field people wrote different things at the same time. All of it is "
                "kept; decide below what should stand.",
                "In {count} fields people wrote different things at the same time. All of it is "
                "kept; decide below what should stand.",
                len(view.others),
            )
            self.banner.say(words.format(count=len(view.others)), sign="note")

    def _show_state(self, *, is_new: bool, is_deleted: bool, is_erased: bool) -> None:
        self.tabs.setCurrentIndex(0)
        self.tabs.tabBar().setVisible(not is_new)
        self.delete.setVisible(not (is_new or is_deleted or is_erased))
        self.restore.setVisible(is_deleted)
        self.save.setVisible(not (is_deleted or is_erased))
        self.form.setEnabled(not (is_deleted or is_erased))
        self.save.setEnabled(is_new)

    @Slot()
    def _on_form_edited(self) -> None:
        self.save.setEnabled(self._view is None or self.has_unsaved)

    @Slot(object)
    def _on_work_saved(self, view: RecordView) -> None:
        self._show(view)
        if not view.others:
            self.banner.say(_("Saved on this computer."))

    @Slot(object)
    def _on_work_save_failed(self, error: ProtectNetError) -> None:
        self.save.setEnabled(True)
        if error.code == "invalid_record":
            self.banner.show_message(message_of_problems(error, self._kind))
            self.tabs.setCurrentIndex(0)
            self.form.show_problems(problems_of(error))
        else:
            self.banner.show_error(error)

    @Slot()
    def _on_delete_clicked(self) -> None:
        if self._view is not None:
            delete = partial(record_work.delete, self._view.id)
            self._work.change(delete, self._on_work_deleted, self.banner.show_error)

    @Slot(object)
    def _on_work_deleted(self, view: RecordView) -> None:
        self.form.begin()
        self.deleted.emit(view.id, view.title)

    @Slot()
    def _on_restore_clicked(self) -> None:
        if self._view is not None:
            restore = partial(record_work.undelete, self._view.id)
            self._work.change(restore, self._on_work_saved, self.banner.show_error)

    @Slot(str)
    def _on_history_taken_again(self, change: str) -> None:
        if self._view is not None:
            again = partial(record_work.take_again, self._view.id, change)
            self._work.change(again, self._on_work_saved, self.banner.show_error)

    @Slot(Path)
    def _on_files_attached(self, path: Path) -> None:
        if self._view is not None:
            attach = partial(record_work.attach, self._view.id, path, self._work.progress)
            self._work.change(attach, self._on_work_file_attached, self.banner.show_error)

    @Slot(str, Path)
    def _on_files_extracted(self, digest: str, out: Path) -> None:
        if self._view is not None:
            extract = partial(record_work.extract, self._view.id, digest, out, self._work.progress)
            self._work.run(extract, self._on_work_extracted, self.banner.show_error)

    @Slot(object)
    def _on_work_file_attached(self, view: RecordView) -> None:
        self.files.put(view.files)
        self.history.put(view.history)
        self.tabs.setTabText(1, _("Files ({count})").format(count=len(view.files)))
        self.banner.say(_("Attached, encrypted."))

    @Slot(object)
    def _on_work_extracted(self, out: Path) -> None:
        words = _("A readable copy is in {path}. Anybody who finds it can read it.")
        self.banner.say(words.format(path=out), sign="note")
