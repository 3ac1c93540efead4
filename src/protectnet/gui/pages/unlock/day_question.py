# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks which day it is, where the clock of an old laptop cannot be believed."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protectnet.app.clock import Clock, DateUnsure, DayOutOfRange, SaidDayDoubtful, SaidDayTooLate
from protectnet.app.explanations import explain
from protectnet.domain.errors import ProtectNetError
from protectnet.gui.fields.dates import DayLine
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.i18n import _


class DayQuestion(QWidget):
    """Hidden until the clock is not believed; gives a clock with the day that a person said.

    ``insisted`` when they say once more that a day is right that cannot well be.
    """

    insisted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._unsure: DateUnsure | None = None
        self._insisted_on = ""
        self._why = texts.wrong()
        self.day = DayLine(_("Today's date"))
        self.day.line.setPlaceholderText(_("like 2026-11-23"))
        self.day.line.textChanged.connect(self._on_day_changed)
        self.insist = buttons.plain("", self._on_insist_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(4))
        column.addWidget(self._why)
        column.addWidget(texts.name(_("Which day is it today?"), self.day.line))
        column.addWidget(self.day)
        column.addWidget(self.insist, 0, Qt.AlignmentFlag.AlignLeft)
        self.forget()

    def forget(self) -> None:
        """Ask nothing; what was said held for one opening."""
        self._unsure = None
        self._why.hide()
        self.day.line.clear()
        self.insist.hide()
        self.hide()

    def ask(self, error: ProtectNetError) -> bool:
        """Ask, where the error is about the day; whether it is."""
        match error:
            case DateUnsure():
                self._unsure = error
                words = _(
                    "The clock of this computer says {clock}, which does not fit what is known."
                )
                self._say(words.format(clock=error.facts["clock"]))
            case SaidDayDoubtful():
                self._say(_doubt(error))
                self.insist.setText(_("Yes, it is {day}").format(day=error.facts["said"]))
                self.insist.show()
            case DayOutOfRange():
                self._say(explain(error).what)
            case _:
                return False
        self.show()
        # Not on the button: whoever presses Enter twice has not said it twice.
        self.day.line.setFocus()
        return True

    def clock(self) -> Clock | None:
        """The clock with the day said, or as it is when nobody was asked; ``None`` for no date."""
        if self.isHidden():
            return Clock()
        written = self.day.line.text().strip()
        try:
            day = date.fromisoformat(written)
        except ValueError:
            self._say(_("“{given}” is no date. Write it like 2026-11-23.").format(given=written))
            return None
        if written == self._insisted_on:
            return Clock(given=day)
        return Clock.answered(day, self._unsure) if self._unsure else Clock(day, is_sure=False)

    @Slot()
    def _on_insist_clicked(self) -> None:
        self._insisted_on = self.day.line.text().strip()
        self.insisted.emit()

    @Slot()
    def _on_day_changed(self) -> None:
        self._insisted_on = ""
        self.insist.hide()

    def _say(self, words: str) -> None:
        self._why.setText(words)
        self._why.show()
        texts.say(self, words)


def _doubt(error: SaidDayDoubtful) -> str:
    words = _("You wrote {said}, which is before {known}, the newest day known. Is it right?")
    if isinstance(error, SaidDayTooLate):
        words = _(
            "You wrote {said}, more than a year after {known}, the newest day known. Is it right?"
        )
    return words.format(said=error.facts["said"], known=error.facts["known"])
