# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of one record: what can be done with it, above what there is of it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.field import Kind
from protectnet.gui.errors import message_of_problems, problems_of
from protectnet.gui.models.reading import RecordView
from protectnet.gui.pages.records.record_desk import RecordDesk
from protectnet.gui.pages.records.record_tabs import RECORD, RecordTabs
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
        self._kind = kind
        self.desk = RecordDesk(work, kind.name)
        self.tabs = RecordTabs(work, kind, vocabularies)
        self._make_buttons()
        self.column.addWidget(self.tabs, 1)
        self.tabs.form.edited.connect(self._on_form_edited)
        self.tabs.files.said.connect(self.banner.say)
        self.tabs.files.failed.connect(self.banner.show_error)
        self.tabs.history.taken_again.connect(self.desk.take_again)
        self.tabs.opened.connect(self.opened)
        self.desk.read.connect(self._show)
        self.desk.saved.connect(self._on_desk_saved)
        self.desk.deleted.connect(self._on_desk_deleted)
        self.desk.refused.connect(self._on_desk_refused)
        self.desk.failed.connect(self._on_desk_failed)

    def _make_buttons(self) -> None:
        back = buttons.link(_("&Back to the list"), self.leave, "back")
        back.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.column.insertWidget(0, back)
        self.delete = buttons.plain(_("&Delete"), self.desk.delete, "delete")
        self.restore = buttons.plain(_("Bring it back"), self.desk.restore)
        self.save = buttons.primary(_("&Save"), self.keep, "save")
        for each in (self.delete, self.restore, self.save):
            self.add_button(each)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.keep)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self.leave)

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed and not saved."""
        return bool(self.tabs.form.edits() or self.tabs.form.taken())

    def begin(self) -> None:
        """Show an empty form for a new record."""
        self.desk.clear()
        self.banner.clear()
        self.title.setText(_("New: {kind}").format(kind=_(self._kind.label)))
        self.tabs.begin()
        self.delete.hide()
        self.restore.hide()
        self.save.show()
        self.save.setEnabled(True)
        self.tabs.form.first().setFocus()

    def load(self, record_id: str) -> None:
        """Read a record and show it."""
        self.banner.clear()
        self.tabs.setCurrentIndex(RECORD)
        self.desk.load(record_id)

    @Slot()
    def keep(self) -> None:
        """Save what was edited."""
        if self.save.isEnabled() and not self.save.isHidden():
            self.save.setEnabled(False)
            form = self.tabs.form
            self.desk.keep(form.edits(), form.taken(), form.circle())

    @Slot()
    def leave(self) -> None:
        """Go back to the list, after a question if something is not saved."""
        if not self.has_unsaved:
            self.left.emit()
            return
        answers = (
            (_("Save it"), self.keep),
            (_("Throw it away"), self._throw_away),
            (_("Go on typing"), self.tabs.form.setFocus),
        )
        note = _("What you typed stands on this page only.")
        Question(self, _("What you typed is not saved."), note, answers).open()

    @Slot()
    def _throw_away(self) -> None:
        self.tabs.form.forget()
        self.left.emit()

    @Slot(object)
    def _show(self, view: RecordView) -> None:
        self.title.setText(view.title or _("(without a title)"))
        self.tabs.put(view)
        is_gone = view.is_deleted or view.is_erased
        self.delete.setVisible(not is_gone)
        self.restore.setText(_("&Keep it") if view.is_question else _("Bring it back"))
        self.restore.setVisible(view.is_deleted or view.is_question)
        self.save.setVisible(not is_gone)
        self.save.setEnabled(False)
        sentences = [each for each in (view.sentence, _contradictions(view)) if each]
        if sentences:
            sign = "contradiction" if view.is_question or view.sides else "note"
            self.banner.say("\n".join(sentences), sign=sign)

    @Slot()
    def _on_form_edited(self) -> None:
        self.save.setEnabled(self.desk.is_new or self.has_unsaved)

    @Slot(object)
    def _on_desk_saved(self, view: RecordView) -> None:
        self.banner.say(_("Saved on this computer."))
        self._show(view)

    @Slot(object)
    def _on_desk_deleted(self, view: RecordView) -> None:
        self.tabs.form.forget()
        self.deleted.emit(view.id, view.title)

    @Slot(object)
    def _on_desk_refused(self, error: ProtectNetError) -> None:
        self.save.setEnabled(True)
        self.tabs.setCurrentIndex(RECORD)
        self.banner.show_message(message_of_problems(error, self._kind))
        self.tabs.form.show_problems(problems_of(error))

    @Slot(object)
    def _on_desk_failed(self, error: ProtectNetError) -> None:
        self.save.setEnabled(True)
        self.banner.show_error(error)


def _contradictions(view: RecordView) -> str:
    """What to say of fields in which people wrote different things; empty where they did not."""
    if not view.sides:
        return ""
    words = ngettext(
        "In {count} field people wrote different things at the same time. All of it is kept; "
        "decide below what should stand.",
        "In {count} fields people wrote different things at the same time. All of it is kept; "
        "decide below what should stand.",
        len(view.sides),
    )
    return words.format(count=len(view.sides))
