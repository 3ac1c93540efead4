# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's program: makes the application, dresses it, and shows the main window."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    Qt,
    QTranslator,
    Slot,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from protectnet.app.defects import defect_of
from protectnet.app.opening import usual_folder
from protectnet.files import set_private_umask
from protectnet.gui.collecting import Collector
from protectnet.gui.display import refusals_told
from protectnet.gui.main_window import MainWindow
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.preferences import (
    Preferences,
    keep_preferences,
    read_preferences,
    usual_file,
)
from protectnet.gui.style.dressing import dress
from protectnet.gui.work import Work
from protectnet.i18n import _, is_right_to_left, set_language

NAME = "notes"
"""What the system is told the program is called: nothing that a glance at a task list gives away."""


class Program(QObject):
    """The application with its worker and its window, in one language and look at a time."""

    def __init__(
        self,
        application: QApplication,
        folder: Path,
        file: Path,
        doors: Doors | None = None,
        language: str | None = None,
    ) -> None:
        """``language`` is spoken until a person chooses, whatever is remembered in ``file``."""
        super().__init__()
        self._application = application
        self._file = file
        self._translator: QTranslator | None = None
        self._preferences = read_preferences(file)
        if language is not None:
            self._preferences = replace(self._preferences, language=language)
        self._collector = Collector()
        self.work = Work()
        self._apply()
        self.window = MainWindow(self.work, doors or Doors(), folder, self._preferences)
        self.window.preferred.connect(self._on_window_preferred)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_hints_color_scheme_changed)

    def show_defect(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Tell the person of an error that nobody expected; an ``excepthook``."""
        if issubclass(kind, KeyboardInterrupt):
            self._application.quit()
            return
        self.work.report(defect_of(error.with_traceback(trace)))

    def end(self) -> None:
        """Close the vault and everything else."""
        self.work.end()
        self._collector.end()

    def _apply(self) -> None:
        set_language(self._preferences.language)
        direction = Qt.LayoutDirection
        self._application.setLayoutDirection(
            direction.RightToLeft if is_right_to_left() else direction.LeftToRight
        )
        # The same as the window's title: a system that adds it to titles then adds nothing.
        self._application.setApplicationDisplayName(_("Notebook"))
        self._translate_qt()
        dress(self._application, self._preferences.look)

    def _translate_qt(self) -> None:
        """Qt's own words, such as those of its file dialog and of sizes, where Qt has them."""
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = QTranslator(self)
        language = self._preferences.language
        locale = QLocale(language) if language else QLocale.system()
        QLocale.setDefault(locale)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(locale, "qtbase", "_", folder):
            self._application.installTranslator(self._translator)

    @Slot(object)
    def _on_window_preferred(self, preferences: Preferences) -> None:
        keep_preferences(self._file, preferences)
        self._preferences = preferences
        self._apply()
        self.window.prefer(preferences)

    @Slot()
    def _on_hints_color_scheme_changed(self) -> None:
        # Only the colours: pages stay as they are, with what is typed in them.
        dress(self._application, self._preferences.look)


def make_application(arguments: Sequence[str]) -> QApplication:
    """The Qt application, which leaves nothing behind in the person's folders."""
    # Qt's file dialog would keep the folders a person looked at; it finds no place to.
    nowhere = os.devnull
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, nowhere)
    application = QApplication([NAME, *arguments])
    application.setApplicationName(NAME)
    application.setDesktopFileName(NAME)
    return application


def main(arguments: Sequence[str], language: str | None = None) -> int:
    """Show the window until it is closed; the exit code. ``language``: see ``Program``."""
    set_private_umask()
    set_language(language or read_preferences(usual_file()).language)
    with refusals_told():
        application = make_application(arguments)
    program = Program(application, usual_folder(), usual_file(), language=language)
    sys.excepthook = program.show_defect
    program.window.show()
    try:
        return QApplication.exec()
    finally:
        program.end()
