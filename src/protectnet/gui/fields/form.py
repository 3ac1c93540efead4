# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a kind, made from its declaration: the main things first, the rest folded."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protectnet.app.contradiction_words import Side
from protectnet.domain.field import Field, Kind
from protectnet.gui.fields.making import Surroundings, has_input, input_for
from protectnet.gui.fields.row import FieldRow
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets.section import Section
from protectnet.i18n import _, ngettext

FIRST_OWN_NUMBER = 16
"""Fields below this number are those that every kind has."""

MAIN_FIELDS = 6


def main_fields(kind: Kind) -> tuple[Field, ...]:
    """What is asked first: the title, the listed fields and the first of the kind's own."""
    own = [each for each in kind.fields if each.number >= FIRST_OWN_NUMBER]
    names = {"title", *kind.listed, *(each.name for each in own[: MAIN_FIELDS - 1])}
    return tuple(each for each in kind.fields if each.name in names and has_input(each))


class RecordForm(QWidget):
    """Fills in a record. It says what was edited, in JSON form, and judges nothing.

    Fields below the main ones are made when their section is opened, or when they have a value.
    """

    edited = Signal()

    def __init__(self, kind: Kind, around: Surroundings) -> None:
        super().__init__()
        self._kind = kind
        self._around = around
        self._rows: dict[str, FieldRow] = {}
        self._sections: list[tuple[Section, tuple[Field, ...]]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(16))
        first = main_fields(kind)
        self._fill(first, column)
        rest = [each for each in kind.fields if each not in first and has_input(each)]
        own = tuple(each for each in rest if each.number >= FIRST_OWN_NUMBER)
        shared = tuple(each for each in rest if each.number < FIRST_OWN_NUMBER)
        more = ngettext("More ({count} field)", "More ({count} fields)", len(own))
        self._add_section(more.format(count=len(own)), own, column)
        sources = _("Sources and notes")
        self._add_section(sources, shared, column)

    def row(self, name: str) -> FieldRow:
        """The row of a field, made if it was not; raises ``KeyError``."""
        self._open_for([name])
        return self._rows[name]

    def put(self, forms: Mapping[str, object], sides: Mapping[str, Sequence[Side]]) -> None:
        """Show the values of a record, and all of those on which people disagree.

        Nothing counts as edited then. What is said once for all cannot be decided either.
        """
        self._open_for([*forms, *sides])
        for name, row in self._rows.items():
            can_decide = not self._kind.is_append_only
            row.put(forms.get(name), sides.get(name, ()), can_decide=can_decide)
        if self._kind.is_append_only:
            for name, row in self._rows.items():
                is_said = name in forms and not row.field.type.is_set
                row.input.set_read_only(is_said)

    def edits(self) -> dict[str, object]:
        """The JSON form of each field that was edited."""
        return {name: row.input.given() for name, row in self._rows.items() if row.is_edited}

    def taken(self) -> list[str]:
        """The changes whose values were chosen among those that contradict each other."""
        return [row.taken for row in self._rows.values() if row.taken]

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it; the first one takes the focus."""
        self._open_for(problems)
        for name, row in self._rows.items():
            row.show_problem(problems.get(name, ""))
        wrong = [row for name, row in self._rows.items() if name in problems]
        if wrong:
            wrong[0].input.first().setFocus()

    def first(self) -> QWidget:
        """The first input."""
        return next(iter(self._rows.values())).input.first()

    def _add_section(self, title: str, fields: tuple[Field, ...], column: QVBoxLayout) -> None:
        if not fields:
            return
        section = Section(title, partial(self._fill, fields))
        self._sections.append((section, fields))
        column.addWidget(section)

    def _open_for(self, names: Iterable[str]) -> None:
        wanted = set(names)
        for section, fields in self._sections:
            if not section.is_open and wanted & {each.name for each in fields}:
                section.open()

    def _fill(self, fields: Iterable[Field], column: QVBoxLayout) -> None:
        for field in fields:
            row = FieldRow(field, input_for(field, self._around))
            row.edited.connect(self.edited)
            self._rows[field.name] = row
            column.addWidget(row)
