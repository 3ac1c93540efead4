# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks which day it is, where the clock of an old laptop cannot be believed."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from protectnet.app.clock import Clock
from protectnet.domain.errors import ProtectNetError
from protectnet.gui.fields.dates import DayLine
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import texts
from protectnet.i18n import _


class DayQuestion(QWidget):
    """Hidden until the clock is not believed; gives a clock with the day that a person said."""

    def __init__(self) -> None:
        super().__init__()
        self._why = texts.wrong()
        self.day = DayLine(_("Today's date"))
        self.day.line.setPlaceholderText(_("like 2026-11-23"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(4))
        column.addWidget(self._why)
        column.addWidget(texts.name(_("Which day is it today?"), self.day.line))
        column.addWidget(self.day)
        self.hide()

    def ask(self, error: ProtectNetError) -> None:
        """Ask, because of ``DateUnsure``."""
        words = _("The clock of this computer says {clock}, which does not fit what is known.")
        self._why.setText(words.format(clock=error.facts.get("clock", "")))
        self._why.show()
        self.show()
        self.day.line.setFocus()
        texts.say(self, self._why.text())

    def clock(self) -> Clock | None:
        """The clock with the day said, or as it is when nobody was asked; ``None`` for no date."""
        written = self.day.line.text().strip()
        if self.isHidden():
            return Clock()
        try:
            return Clock(given=date.fromisoformat(written))
        except ValueError:
            self._why.setText(
                _("“{given}” is no date. Write it like 2026-11-23.").format(given=written)
            )
            self._why.show()
            return None
