# SPDX-License-Identifier: GPL-3.0-or-later
"""A message above a page: what was done, with undo beside it; or what went wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from protectnet.app.defects import Defect
from protectnet.domain.errors import ProtectNetError
from protectnet.gui.errors import Message, message_of, message_of_defect
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import picture
from protectnet.gui.widgets import buttons, texts
from protectnet.i18n import _


class Banner(QFrame):
    """Shows one message until it is closed or another comes."""

    def __init__(self) -> None:
        super().__init__()
        self._act: Callable[[], None] | None = None
        self._report = ""
        self._sign = QLabel()
        self._what = texts.body()
        self._more = texts.body()
        self._button = buttons.link("", self._on_button_clicked)
        self._copy = buttons.link(_("Copy the description"), self._on_copy_clicked)
        self._close = buttons.small("close", _("Close this message"), self.clear)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(pixels(4))
        for each in (self._what, self._more):
            each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(each)
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels(12), pixels(8), pixels(8), pixels(8))
        row.setSpacing(pixels(12))
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        for button in (self._button, self._copy, self._close):
            row.addWidget(button)

    def say(
        self, text: str, button: str = "", act: Callable[[], None] | None = None, sign: str = "done"
    ) -> None:
        """Show that something was done, with one thing that can be done about it."""
        self._act = act
        self._button.setText(button)
        self._show("note", sign, Message(text))

    def show_message(self, message: Message) -> None:
        """Show what went wrong."""
        self._act = None
        self._show("error", "error", message)

    @Slot(object)
    def show_error(self, error: ProtectNetError) -> None:
        """Show what an error means."""
        self.show_message(message_of(error))

    @Slot(object)
    def show_defect(self, defect: Defect) -> None:
        """Show that the program made a mistake."""
        self.show_message(message_of_defect(defect))

    @Slot()
    def clear(self) -> None:
        """Show nothing, and keep nothing of what was shown."""
        self._act = None
        self._report = ""
        self._what.clear()
        self._more.clear()
        self.hide()

    def message(self) -> str:
        """What is shown; empty when nothing is."""
        lines = (self._what.text(), self._more.text())
        return "" if self.isHidden() else "\n".join(line for line in lines if line)

    def action(self) -> QPushButton:
        """The button of the message."""
        return self._button

    def _show(self, look: str, sign: str, message: Message) -> None:
        self._report = message.report
        self._sign.setPixmap(picture(sign, "accent" if look == "note" else "error", pixels(20)))
        self._what.setText(message.what)
        rest = " ".join(part for part in (message.unharmed, message.to_do) if part)
        details = [f"• {each}" for each in message.details]
        self._more.setText("\n".join([*details, rest] if rest else details))
        self._more.setVisible(bool(self._more.text()))
        self._button.setVisible(self._act is not None)
        self._copy.setVisible(bool(message.report))
        self.setProperty("banner", look)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(message.text)
        self.show()
        texts.say(self, message.text)

    @Slot()
    def _on_button_clicked(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QApplication.clipboard().setText(self._report)
