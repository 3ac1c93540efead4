# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: the unlock page, or what is shown of the open vault; nothing else."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.pages.unlock.unlock_page import UnlockPage
from protectnet.gui.preferences import Preferences
from protectnet.gui.style.icons import icon
from protectnet.gui.widgets.question import Question
from protectnet.gui.work import Work
from protectnet.gui.workspace_view import WorkspaceView
from protectnet.i18n import _

SMALLEST = QSize(800, 560)
USUAL = QSize(1200, 740)
FRAME = QSize(16, 48)
"""Room for what the system draws around a window; it is not known before the window is shown."""


class MainWindow(QMainWindow):
    """Shows one or the other. ``preferred`` when a person chose a language or a look."""

    preferred = Signal(object)

    def __init__(self, work: Work, doors: Doors, folder: Path, preferences: Preferences) -> None:
        super().__init__()
        self._work = work
        self._doors = doors
        self._folder = folder
        self._preferences = preferences
        self._unlock: UnlockPage | None = None
        self._view: WorkspaceView | None = None
        room = self.screen().availableGeometry().size() - FRAME
        self.setMinimumSize(SMALLEST.boundedTo(room))
        self.resize(USUAL.boundedTo(room))
        for keys in ("Ctrl+L", "F12"):
            QShortcut(QKeySequence(keys), self, self.lock)
        self.show_unlock()

    @property
    def unlock_page(self) -> UnlockPage | None:
        """The first page, while the vault is closed."""
        return self._unlock

    @property
    def view(self) -> WorkspaceView | None:
        """What is shown of the vault, while it is open."""
        return self._view

    def show_unlock(self) -> None:
        """Show the first page anew; nothing of the vault is left in the window."""
        self._view = None
        # Neutral words: title and icon say nothing of what the program keeps.
        self.setWindowTitle(_("Notebook"))
        self.setWindowIcon(icon("notebook", "accent"))
        self._unlock = UnlockPage(self._work, self._doors, self._folder, self._preferences)
        self._unlock.opened.connect(self._show_view)
        self._unlock.preferred.connect(self._on_unlock_preferred)
        self._work.broke.connect(self._unlock.banner.show_defect)
        self._show(self._unlock)
        self._unlock.first().setFocus()

    def prefer(self, preferences: Preferences) -> None:
        """Show the first page in another language or look."""
        self._preferences = preferences
        self.show_unlock()

    @Slot()
    def lock(self) -> None:
        """Close the vault and show nothing of it; asks first where something is not saved."""
        if self._view is None:
            return
        if not self._view.has_unsaved:
            self._lock()
            return
        # Nothing is to be seen while the question waits.
        self._view.hide()
        note = _("Lock without saving, and what you typed last is lost.")
        answers = ((_("Lock without saving"), self._lock), (_("Go back"), self._view.show))
        Question(self, _("Something is not saved."), note, answers).open()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._view is None or not self._view.has_unsaved:
            event.accept()
            return
        event.ignore()
        note = _("Close without saving, and what you typed last is lost.")
        answers = ((_("Close without saving"), self._close), (_("Go back"), self._view.setFocus))
        Question(self, _("Something is not saved."), note, answers).open()

    @Slot()
    def _lock(self) -> None:
        self._work.close()
        self.show_unlock()

    @Slot()
    def _close(self) -> None:
        self._lock()
        self.close()

    @Slot()
    def _show_view(self) -> None:
        self._view = WorkspaceView(self._work)
        self._view.asked_to_lock.connect(self.lock)
        self._unlock = None
        self._show(self._view)
        self._view.first().setFocus()

    def _show(self, page: QWidget) -> None:
        """Show ``page`` and destroy what was shown before."""
        old = self.takeCentralWidget()
        self.setCentralWidget(page)
        if old is not None:
            old.hide()
            old.deleteLater()

    @Slot(object)
    def _on_unlock_preferred(self, preferences: Preferences) -> None:
        self.preferred.emit(preferences)
