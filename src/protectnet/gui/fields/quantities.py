# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs of counts from–to, of money, and of places."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.fieldtypes import PlaceName
from protectnet.gui.fields.answers import choose, fill
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import texts
from protectnet.gui.widgets.chooser import Chooser
from protectnet.i18n import _

EXACTLY, BETWEEN, AT_LEAST, AT_MOST = "exactly", "between", "at_least", "at_most"


def _row(owner: FieldInput) -> QHBoxLayout:
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(pixels(8))
    return row


def _number(text: str) -> object:
    """The number that is written; what is no number is given on, for the check to name it."""
    written = "".join(text.split())
    if not written:
        return None
    return int(written) if written.isascii() and written.isdecimal() else text.strip()


class CountInput(FieldInput):
    """How many: exactly, from–to, at least or at most."""

    def __init__(self) -> None:
        super().__init__()
        self.mode = Chooser(_("How the number is meant"))
        for code, words in (
            (EXACTLY, _("exactly")),
            (BETWEEN, _("from – to")),
            (AT_LEAST, _("at least")),
            (AT_MOST, _("at most")),
        ):
            self.mode.add(words, code)
        self.mode.setMaximumWidth(pixels(150))
        self.low, self.high = QLineEdit(), QLineEdit()
        self.low.setAccessibleName(_("How many"))
        self.high.setAccessibleName(_("How many at most"))
        self._dash = texts.body("–")
        row = _row(self)
        for each in (self.mode, self.low, self._dash, self.high):
            row.addWidget(each)
        row.addStretch(1)
        self.setFocusProxy(self.low)
        self.mode.activated.connect(self._on_answer_changed)
        self.low.textEdited.connect(self._on_answer_changed)
        self.high.textEdited.connect(self._on_answer_changed)
        self._show_mode()

    def given(self) -> object:
        low, high = _number(self.low.text()), _number(self.high.text())
        mode = self.mode.answer()
        ends = {EXACTLY: (low, low), AT_LEAST: (low, None), AT_MOST: (None, low)}
        begin, end = ends.get(str(mode), (low, high))
        return None if begin is None and end is None else {"from": begin, "to": end}

    def put(self, form: object) -> None:
        given = form if isinstance(form, dict) else {}
        low, high = given.get("from"), given.get("to")
        mode = EXACTLY
        if low != high:
            mode = AT_MOST if low is None else AT_LEAST if high is None else BETWEEN
        self.mode.choose(mode)
        self.low.setText(_shown(high if mode == AT_MOST else low))
        self.high.setText(_shown(high if mode == BETWEEN else None))
        self._show_mode()

    def _show_mode(self) -> None:
        has_two = self.mode.answer() == BETWEEN
        self._dash.setVisible(has_two)
        self.high.setVisible(has_two)

    @Slot()
    def _on_answer_changed(self) -> None:
        self._show_mode()
        self.edited.emit()


def _shown(number: object) -> str:
    return "" if number is None else str(number)


class MoneyInput(FieldInput):
    """An amount and its currency."""

    def __init__(self) -> None:
        super().__init__()
        self.amount, self.currency = QLineEdit(), QLineEdit()
        self.amount.setPlaceholderText(_("amount"))
        self.amount.setAccessibleName(_("Amount"))
        self.currency.setPlaceholderText(_("currency, like COP"))
        self.currency.setAccessibleName(_("Currency, three letters"))
        row = _row(self)
        row.addWidget(self.amount, 2)
        row.addWidget(self.currency, 1)
        self.setFocusProxy(self.amount)
        self.amount.textEdited.connect(self.edited)
        self.currency.textEdited.connect(self.edited)

    def given(self) -> object:
        amount, currency = self.amount.text().strip(), self.currency.text().strip().upper()
        if not amount and not currency:
            return None
        return {"amount": amount, "currency": currency}

    def put(self, form: object) -> None:
        given = form if isinstance(form, dict) else {}
        self.amount.setText(str(given.get("amount", "")))
        self.currency.setText(str(given.get("currency", "")))


class PlaceInput(FieldInput):
    """A place by its name, and how precise that is."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        super().__init__()
        self._precisions = vocabularies("place_precision")
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the place"))
        self.precision = Chooser(_("How precise the place is"))
        fill(self.precision, self._precisions)
        self.precision.removeItem(0)
        row = _row(self)
        row.addWidget(self.name, 2)
        row.addWidget(self.precision, 1)
        self.setFocusProxy(self.name)
        self.name.textEdited.connect(self.edited)
        self.precision.activated.connect(self._on_precision_activated)

    def given(self) -> object:
        name = self.name.text().strip()
        return {"name": name, "precision": self.precision.answer()} if name else None

    def put(self, form: object) -> None:
        given = form if isinstance(form, dict) else {}
        self.name.setText(str(given.get("name", "")))
        self.name.setCursorPosition(0)
        choose(self.precision, self._precisions, str(given.get("precision", PlaceName.coarsest)))

    @Slot()
    def _on_precision_activated(self) -> None:
        self.edited.emit()
