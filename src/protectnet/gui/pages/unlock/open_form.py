# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a vault with its passphrase."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.errors import message_of
from protectnet.gui.pages.unlock.day_question import DayQuestion
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.path_line import PathKind, PathLine
from protectnet.gui.widgets.secret import SecretLine
from protectnet.gui.widgets.section import Section
from protectnet.gui.work import Work
from protectnet.i18n import _

LONGEST_WAIT_SECONDS = 30


class OpenForm(QWidget):
    """``opened`` when the vault is open on the worker."""

    opened = Signal()

    def __init__(self, work: Work, doors: Doors, folder: Path) -> None:
        super().__init__()
        self._work = work
        self._doors = doors
        self._wrong_tries = 0
        self.passphrase = SecretLine()
        self.folder = PathLine(PathKind.FOLDER, _("Folder"))
        self.folder.put(folder)
        self.problem = texts.wrong()
        self.day = DayQuestion()
        self.button = buttons.primary(_("&Open"), self.try_to_open)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._on_waiting_timeout)
        self.place = Section(_("Where the vault is kept"), self._fill_place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(8))
        column.addWidget(texts.name(_("&Passphrase"), self.passphrase))
        for each in (self.passphrase, self.problem, self.day, self.button, self.place):
            column.addWidget(each)
        self.setFocusProxy(self.passphrase)
        self.passphrase.entered.connect(self.try_to_open)
        self.day.insisted.connect(self.try_to_open)

    def _fill_place(self, column: QVBoxLayout) -> None:
        column.addWidget(self.folder)

    @Slot()
    def try_to_open(self) -> None:
        """Open the vault with what was typed."""
        folder, clock = self.folder.path(), self.day.clock()
        if folder is None or clock is None or not self.button.isEnabled():
            return
        self.problem.hide()
        self.button.setEnabled(False)
        self.button.setText(_("Opening…"))
        function = partial(
            self._doors.open,
            folder,
            self.passphrase.text(),
            clock=clock,
            progress=self._work.progress,
        )
        self._work.open(function, self._on_work_opened, self._on_work_failed)

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self.passphrase.forget()
        self.day.forget()

    @Slot(object)
    def _on_work_opened(self, _nothing: object) -> None:
        self._wrong_tries = 0
        self.forget()
        self._ready()
        self.opened.emit()

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        if self.day.ask(error):
            self._ready()
            return
        message = message_of(error)
        self.problem.setText(f"{message.what}\n{message.to_do}")
        self.problem.show()
        texts.say(self, message.text)
        self.passphrase.setAccessibleDescription(message.what)
        self.passphrase.selectAll()
        self.passphrase.setFocus()
        if error.code == "wrong_passphrase":
            self._wait()
        else:
            self._ready()

    def _wait(self) -> None:
        """Let each wrong try make the next one wait longer; nothing is ever deleted."""
        self._wrong_tries += 1
        seconds = min(2 ** (self._wrong_tries - 1) - 1, LONGEST_WAIT_SECONDS)
        self.button.setText(_("Wait a moment…") if seconds else _("&Open"))
        self._waiting.start(seconds * 1000)

    @Slot()
    def _on_waiting_timeout(self) -> None:
        self._ready()

    def _ready(self) -> None:
        self.button.setEnabled(True)
        self.button.setText(_("&Open"))
