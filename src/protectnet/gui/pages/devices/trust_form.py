# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusting another device: its card, and its words as they were heard by voice.

The words that the card has are never shown: whoever reads them off the screen has compared nothing.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.errors import message_of, problems_of
from protectnet.gui.pages.devices import device_work
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.path_line import PathKind, PathLine
from protectnet.gui.work import Work
from protectnet.i18n import _


class TrustForm(Card):
    """``trusted`` gives our name for the device that is trusted now."""

    trusted = Signal(str)

    def __init__(self, work: Work) -> None:
        super().__init__(
            _("Trust another computer"),
            _(
                "Call the person who has it, or meet. Let them read out the six words on their "
                "screen, and type what you hear."
            ),
        )
        self._work = work
        self.card = PathLine(PathKind.FILE, _("Its card"))
        self.heard, self.own_name = QLineEdit(), QLineEdit()
        self.heard.setPlaceholderText(_("six words"))
        self.problem = texts.wrong()
        self.button = buttons.plain(_("&Trust it"), self._on_button_clicked, "done")
        for words, line, shown in (
            (_("Its card, the file you were given"), self.card.line, self.card),
            (_("The words as you heard them"), self.heard, self.heard),
            (_("Your name for it"), self.own_name, self.own_name),
        ):
            self.column.addWidget(texts.name(words, line))
            self.column.addWidget(shown)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.own_name.returnPressed.connect(self._on_button_clicked)

    @Slot()
    def _on_button_clicked(self) -> None:
        card = self.card.path()
        if card is None:
            self._say(_("Choose the card first."))
            self.card.setFocus()
            return
        self.problem.hide()
        self.button.setEnabled(False)
        function = partial(device_work.trust, card, self.heard.text(), self.own_name.text())
        self._work.change(function, self._on_work_trusted, self._on_work_failed)

    @Slot(object)
    def _on_work_trusted(self, name: str) -> None:
        self.button.setEnabled(True)
        self.card.put(None)
        self.heard.clear()
        self.own_name.clear()
        self.trusted.emit(name)

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        self.button.setEnabled(True)
        if problems_of(error):
            self._say(_("Give it a name that you will know it by."))
            self.own_name.setFocus()
            return
        message = message_of(error)
        lines = (message.what, message.unharmed, message.to_do)
        self._say("\n".join(line for line in lines if line))

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        texts.say(self, words)
