# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs of one answer: of a vocabulary, of a scale, of yes, no and not known."""

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from protectnet.domain.fieldtypes import Tristate
from protectnet.domain.vocabulary import LOCAL_PREFIX, Vocabulary
from protectnet.gui.fields.answers import choose, fill
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets.chooser import Chooser
from protectnet.i18n import _, current_language


class ChoiceInput(FieldInput):
    """One code of a vocabulary, or a word of one's own."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self.chooser = Chooser()
        fill(self.chooser, vocabulary)
        self.chooser.add(_("a word of our own…"), LOCAL_PREFIX)
        self.own_word = QLineEdit()
        self.own_word.setPlaceholderText(_("Your word for it"))
        self.own_word.setAccessibleName(_("Your word for it"))
        self.own_word.hide()
        self.setFocusProxy(self.chooser)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(4))
        column.addWidget(self.chooser)
        column.addWidget(self.own_word)
        self.chooser.activated.connect(self._on_chooser_activated)
        self.chooser.currentIndexChanged.connect(self._on_chooser_current_index_changed)
        self.own_word.textEdited.connect(self.edited)

    def given(self) -> object:
        code = self.chooser.answer()
        if code != LOCAL_PREFIX:
            return code
        word = self.own_word.text().strip()
        return LOCAL_PREFIX + word if word else None

    def put(self, form: object) -> None:
        code = str(form) if form is not None else None
        if code is not None and self._vocabulary.is_local(code):
            self.own_word.setText(code.removeprefix(LOCAL_PREFIX))
            code = LOCAL_PREFIX
        choose(self.chooser, self._vocabulary, code)

    @Slot()
    def _on_chooser_current_index_changed(self) -> None:
        self.own_word.setVisible(self.chooser.answer() == LOCAL_PREFIX)

    @Slot()
    def _on_chooser_activated(self) -> None:
        self.edited.emit()


class StepInput(FieldInput):
    """One of a few answers that are all known: code (a text or a number) → words."""

    def __init__(self, nothing: str, answers: Mapping[str | int, str]) -> None:
        super().__init__()
        self.chooser = Chooser()
        self.chooser.add(nothing, None)
        for code, words in answers.items():
            self.chooser.add(words, code)
        self.chooser.activated.connect(self._on_chooser_activated)
        self.setFocusProxy(self.chooser)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chooser)

    def given(self) -> object:
        return self.chooser.answer()

    def put(self, form: object) -> None:
        self.chooser.choose(form)

    @Slot()
    def _on_chooser_activated(self) -> None:
        self.edited.emit()


def scale_input(vocabulary: Vocabulary) -> StepInput:
    """A step from 1 to 5, each with its number and its words."""
    words = {code: vocabulary.label(code, current_language()) for code in vocabulary.terms}
    return StepInput(
        _("not assessed"), {int(code): f"{code} – {label}" for code, label in words.items()}
    )


def tristate_input() -> StepInput:
    """Yes, no or not known."""
    words = (_("yes"), _("no"), _("not known"))
    return StepInput(_("not noted"), dict(zip(Tristate.codes, words, strict=True)))
