# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs of links to records: what is linked, and a search to choose from."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from protectnet.domain.fieldtypes import ReferenceTo
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.fields.picker import Picker
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons
from protectnet.gui.widgets.chosen import ChosenList
from protectnet.gui.work import Work
from protectnet.i18n import _

TitleOf = Callable[[str], str]
"""Gives the title of a linked record, by its reference as ``kind:id``."""


class LinksInput(FieldInput):
    """Links to one record or to any number of records of certain kinds."""

    def __init__(self, type_: ReferenceTo, work: Work, title_of: TitleOf) -> None:
        super().__init__()
        self._type = type_
        self._work = work
        self._title_of = title_of
        self.picker: Picker | None = None
        self.chosen = ChosenList()
        self.button = buttons.link(_("Choose a record…"), self._on_button_clicked, "add")
        self.setFocusProxy(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(4))
        column.addWidget(self.chosen)
        column.addWidget(self.button)
        self.button.setSizePolicy(
            self.button.sizePolicy().Policy.Maximum, self.button.sizePolicy().verticalPolicy()
        )
        self.chosen.changed.connect(self._on_chosen_changed)

    def given(self) -> object:
        codes = self.chosen.codes()
        if self._type.is_set:
            return codes
        return codes[0] if codes else None

    def put(self, form: object) -> None:
        forms = form if isinstance(form, list) else [form] if form is not None else []
        self.chosen.put({str(each): self._title_of(str(each)) for each in forms})
        self._show_button()

    def set_read_only(self, is_read_only: bool) -> None:
        self.button.setEnabled(not is_read_only)
        self.chosen.set_read_only(is_read_only)

    def add(self, reference: str, title: str) -> None:
        """Link one more record; where there can be one only, it takes the place of the other."""
        if self._type.is_set:
            self.chosen.add(reference, title)
        else:
            self.chosen.put({reference: title})
        self._on_chosen_changed()

    def _show_button(self) -> None:
        is_full = not self._type.is_set and bool(self.chosen.codes())
        self.button.setText(_("Choose another…") if is_full else _("Choose a record…"))

    @Slot()
    def _on_chosen_changed(self) -> None:
        self._show_button()
        self.edited.emit()

    @Slot()
    def _on_button_clicked(self) -> None:
        self.picker = Picker(self._work, [name for name, _number in self._type.numbers], self)
        self.picker.picked.connect(self.add)
        self.picker.open()
