# SPDX-License-Identifier: GPL-3.0-or-later
"""One field of a form: its label, hint and input, what contradicts it and what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from protectnet.domain.field import Field
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.models.reading import OtherValue
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.i18n import _


class FieldRow(QWidget):
    """``edited`` when a person changed the field, or chose between contradicting values."""

    edited = Signal()

    def __init__(self, field: Field, made: FieldInput) -> None:
        super().__init__()
        self.field = field
        self.input = made
        self._baseline: object = made.given()
        self._is_decided = False
        self.label = texts.name(_(field.label), made.first())
        self.problem = texts.wrong()
        self._others = QVBoxLayout()
        self._others.setSpacing(pixels(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(4))
        column.addWidget(self.label)
        if field.hint:
            column.addWidget(texts.quiet(_(field.hint)))
        column.addWidget(made)
        column.addWidget(self.problem)
        column.addLayout(self._others)
        first = made.first()
        first.setAccessibleName(_(field.label))
        first.setAccessibleDescription(_(field.hint) if field.hint else "")
        made.edited.connect(self._on_input_edited)

    @property
    def is_edited(self) -> bool:
        """Whether what stands there is to be saved."""
        return self._is_decided or self.input.given() != self._baseline

    def put(self, form: object, others: Sequence[OtherValue] = ()) -> None:
        """Show a value, and the values that contradict it; nothing counts as edited then."""
        self.input.put(form)
        self._baseline = self.input.given()
        self._is_decided = False
        self.show_problem("")
        self._show_others(others)

    def show_problem(self, words: str) -> None:
        """Say what is wrong, beside the field and to a screen reader; nothing for none."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        hint = _(self.field.hint) if self.field.hint else ""
        self.input.first().setAccessibleDescription(words or hint)

    def decide(self, form: object) -> None:
        """Let one of several contradicting values stand."""
        self.input.put(form)
        self._is_decided = True
        self._show_others(())
        self.edited.emit()

    def _show_others(self, others: Sequence[OtherValue]) -> None:
        while (item := self._others.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if others:
            self._others.addWidget(_Contradiction(self, others))

    @Slot()
    def _on_input_edited(self) -> None:
        self.show_problem("")
        self.edited.emit()


class _Contradiction(QFrame):
    """The values that others gave at the same time, each with a way to take it."""

    def __init__(self, row: FieldRow, others: Sequence[OtherValue]) -> None:
        super().__init__()
        self.setProperty("banner", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels(12), pixels(8), pixels(12), pixels(8))
        column.setSpacing(pixels(4))
        column.addWidget(texts.body(_("Somebody else wrote something different at the same time:")))
        for each in others:
            take = _Take(row, each.form)
            column.addWidget(texts.body(f"“{each.words}”"))
            choice = buttons.link(_("Take this one"), take.on_clicked, "save")
            column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeading)
            take.setParent(self)
        keep = _Take(row, row.input.given())
        keep.setParent(self)
        choice = buttons.link(_("Keep what stands above"), keep.on_clicked, "save")
        column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeading)


class _Take(QObject):
    """A choice that a button makes."""

    def __init__(self, row: FieldRow, form: object) -> None:
        super().__init__()
        self._row = row
        self._form = form

    @Slot()
    def on_clicked(self) -> None:
        """Make it."""
        self._row.decide(self._form)
