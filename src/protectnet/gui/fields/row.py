# SPDX-License-Identifier: GPL-3.0-or-later
"""One field of a form: its label, hint and input, what contradicts it and what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from protectnet.app.contradiction_words import Side
from protectnet.domain.field import Field
from protectnet.gui.fields.field_input import FieldInput
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
        self._taken = ""
        self._taken_form: object = None
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
        if self._taken:
            return not self.taken
        return self.input.given() != self._baseline

    @property
    def taken(self) -> str:
        """The change whose value was chosen and not changed since; empty where there is none."""
        return self._taken if self.input.given() == self._taken_form else ""

    def put(self, form: object, sides: Sequence[Side] = (), *, can_decide: bool = True) -> None:
        """Show a value, or all on which people disagree; nothing counts as edited then."""
        self.input.put(form)
        self._baseline = self.input.given()
        self._taken = ""
        self.show_problem("")
        self._show_sides(sides, can_decide=can_decide)

    def show_problem(self, words: str) -> None:
        """Say what is wrong, beside the field and to a screen reader; nothing for none."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        hint = _(self.field.hint) if self.field.hint else ""
        self.input.first().setAccessibleDescription(words or hint)

    def decide(self, form: object, change: str) -> None:
        """Let the value stand that a change gave; it has this form."""
        self.input.put(form)
        self._taken, self._taken_form = change, self.input.given()
        self._show_sides(())
        self.edited.emit()

    def _show_sides(self, sides: Sequence[Side], *, can_decide: bool = True) -> None:
        while (item := self._others.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if sides:
            self._others.addWidget(_Contradiction(self, sides, can_decide=can_decide))

    @Slot()
    def _on_input_edited(self) -> None:
        self.show_problem("")
        self.edited.emit()


class _Contradiction(QFrame):
    """All values that people gave at the same time, with who gave them and a way to take each."""

    def __init__(self, row: FieldRow, sides: Sequence[Side], *, can_decide: bool) -> None:
        super().__init__()
        self.setProperty("banner", "error")
        self._row = row
        self._can_decide = can_decide
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(pixels(12), pixels(8), pixels(12), pixels(8))
        self._column.setSpacing(pixels(4))
        shown, *others = sides
        self._say(_("Above stands: {value} ({who})").format(value=_said(shown), who=shown.by))
        self._offer(_("Keep what stands above"), shown, row.input.given())
        self._say(_("Somebody else wrote something different at the same time:"))
        for each in others:
            self._say(f"{_said(each)} ({each.by})")
            self._offer(_("Take this one"), each, each.form)
        if not can_decide:
            self._say(_("What was once said here stays. Write a new record that corrects it."))

    def _say(self, words: str) -> None:
        self._column.addWidget(texts.body(words))

    def _offer(self, words: str, side: Side, form: object) -> None:
        """A way to let a value stand; none for what only a newer version can read."""
        if not (self._can_decide and side.is_readable):
            return
        take = _Take(self._row, form, side.change)
        take.setParent(self)
        choice = buttons.link(words, take.on_clicked, "save")
        choice.setAccessibleDescription(side.words)
        self._column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeading)


def _said(side: Side) -> str:
    """The words of a value, in quotation marks where they are what somebody wrote."""
    return side.words if side.form is None else _("“{words}”").format(words=side.words)


class _Take(QObject):
    """A choice that a button makes."""

    def __init__(self, row: FieldRow, form: object, change: str) -> None:
        super().__init__()
        self._row = row
        self._form = form
        self._change = change

    @Slot()
    def on_clicked(self) -> None:
        """Make it."""
        self._row.decide(self._form, self._change)
