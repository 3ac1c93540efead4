# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault: where, under which names, with which passphrase."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from protectnet.app.names import VaultNames
from protectnet.app.passphrases import HOW_TO_KEEP_WORDS, new_passphrase
from protectnet.domain.errors import ProtectNetError
from protectnet.gui.errors import message_of, problems_of
from protectnet.gui.pages.unlock.day_question import DayQuestion
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.path_line import PathKind, PathLine
from protectnet.gui.widgets.secret import SecretLine
from protectnet.gui.widgets.section import Section
from protectnet.gui.work import Work
from protectnet.i18n import _, current_language

WORD_LANGUAGES = ("en", "es", "fr", "pt")


class CreateForm(QWidget):
    """``opened`` when the new vault is open on the worker."""

    opened = Signal()

    def __init__(self, work: Work, doors: Doors, folder: Path) -> None:
        super().__init__()
        self._work = work
        self._doors = doors
        self._problems: dict[str, QLabel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(pixels(8))
        self._add_words()
        self._add_passphrase()
        usual = VaultNames()
        self.circle, self.user, self.device = (
            QLineEdit(each) for each in (usual.circle, usual.user, usual.device)
        )
        self.folder = PathLine(PathKind.FOLDER, _("Folder"))
        self.folder.put(folder)
        self.names = Section(_("Names, and where the vault is kept"), self._fill_names)
        self.problem = texts.wrong()
        self.day = DayQuestion()
        self.day.insisted.connect(self.make)
        self.button = buttons.primary(_("&Make it"), self.make)
        for each in (self.names, self.problem, self.day, self.button):
            self._column.addWidget(each)

    def _add_words(self) -> None:
        self._column.addWidget(
            texts.body(
                _(
                    "A passphrase keeps everything you write here from others. Nobody can help if "
                    "the passphrase is lost: learn it by heart."
                )
            )
        )
        self.lot = buttons.plain(_("Make &seven words for me"), self._on_lot_clicked)
        self.words = texts.heading()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName(_("Your seven words"))
        self._words_card = Card("", _(HOW_TO_KEEP_WORDS))
        self._words_card.column.addWidget(self.words)
        self._words_card.hide()
        self._column.addWidget(self.lot)
        self._column.addWidget(self._words_card)

    def _add_passphrase(self) -> None:
        self.passphrase, self.again = SecretLine(), SecretLine()
        for line, words in (
            (self.passphrase, _("&Passphrase")),
            (self.again, _("The same &again")),
        ):
            self._column.addWidget(texts.name(words, line))
            self._column.addWidget(line)
        self.setFocusProxy(self.passphrase)
        self.again.entered.connect(self.make)

    def _fill_names(self, column: QVBoxLayout) -> None:
        for name, line, words, hint in (
            ("circle", self.circle, _("Circle"), _("Those who may read what you write at first")),
            (
                "user",
                self.user,
                _("Your code name"),
                _("This name stands beside each of your changes"),
            ),
            ("device", self.device, _("Code name of this computer"), ""),
        ):
            self._problems[name] = texts.wrong()
            column.addWidget(texts.name(words, line))
            if hint:
                column.addWidget(texts.quiet(hint))
            column.addWidget(line)
            column.addWidget(self._problems[name])
        column.addWidget(texts.name(_("Folder"), self.folder.line))
        column.addWidget(self.folder)

    @Slot()
    def make(self) -> None:
        """Make the vault and open it."""
        folder, clock = self.folder.path(), self.day.clock()
        if folder is None or clock is None or not self.button.isEnabled():
            return
        if self.passphrase.text() != self.again.text():
            self._say(_("The two are not the same. Type the passphrase once more."))
            self.again.setFocus()
            return
        self.problem.hide()
        self.button.setEnabled(False)
        self.button.setText(_("Making it…"))
        names = VaultNames(self.circle.text(), self.user.text(), self.device.text())
        function = partial(
            self._doors.create,
            folder,
            self.passphrase.text(),
            names,
            clock=clock,
            progress=self._work.progress,
        )
        self._work.open(function, self._on_work_opened, self._on_work_failed)

    def forget(self) -> None:
        """Keep nothing of what was typed or shown."""
        for line in (self.passphrase, self.again):
            line.forget()
        self.words.clear()
        self._words_card.hide()
        self.day.forget()

    @Slot()
    def _on_lot_clicked(self) -> None:
        language = current_language()
        self.words.setText(new_passphrase(language if language in WORD_LANGUAGES else "en"))
        self._words_card.show()
        self.passphrase.setFocus()

    @Slot(object)
    def _on_work_opened(self, _nothing: object) -> None:
        self.forget()
        self._ready()
        self.opened.emit()

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        self._ready()
        if self.day.ask(error):
            return
        problems = problems_of(error)
        if problems and not self.names.is_open:
            self.names.open()
        for name, label in self._problems.items():
            label.setText(problems.get(name, ""))
            label.setVisible(name in problems)
        message = message_of(error)
        self._say(f"{message.what}\n{message.to_do}" if not problems else "")

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        texts.say(self, words)

    def _ready(self) -> None:
        self.button.setEnabled(True)
        self.button.setText(_("&Make it"))
