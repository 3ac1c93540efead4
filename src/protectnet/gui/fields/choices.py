# SPDX-License-Identifier: GPL-3.0-or-later
"""Input of any number of answers of a vocabulary."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from protectnet.domain.vocabulary import LOCAL_PREFIX, Vocabulary
from protectnet.gui.fields.answers import answers, words_for
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets.chooser import Chooser
from protectnet.gui.widgets.chosen import ChosenList
from protectnet.i18n import _


class ChoicesInput(FieldInput):
    """What was chosen, one below the other, and a list to add from; own words too."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self.chosen = ChosenList()
        self.adder = Chooser()
        self.adder.add(_("add…"), None)
        for code, words in answers(vocabulary):
            self.adder.add(words, code)
        self.adder.add(_("a word of our own…"), LOCAL_PREFIX)
        self.own_word = QLineEdit()
        self.own_word.setPlaceholderText(_("Your word for it, then Enter"))
        self.own_word.setAccessibleName(_("Your word for it"))
        self.own_word.hide()
        self.setFocusProxy(self.adder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(4))
        for each in (self.chosen, self.adder, self.own_word):
            column.addWidget(each)
        self.chosen.changed.connect(self.edited)
        self.adder.activated.connect(self._on_adder_activated)
        self.own_word.editingFinished.connect(self._on_own_word_editing_finished)

    def given(self) -> object:
        return self.chosen.codes()

    def put(self, form: object) -> None:
        codes = [str(each) for each in form] if isinstance(form, list) else []
        self.chosen.put({code: words_for(self._vocabulary, code) for code in codes})

    def set_read_only(self, is_read_only: bool) -> None:
        self.adder.setVisible(not is_read_only)
        self.chosen.set_read_only(is_read_only)

    def _add(self, code: str) -> None:
        if self.chosen.add(code, words_for(self._vocabulary, code)):
            self.edited.emit()

    @Slot()
    def _on_adder_activated(self) -> None:
        code = self.adder.answer()
        self.own_word.setVisible(code == LOCAL_PREFIX)
        if code == LOCAL_PREFIX:
            self.own_word.setFocus()
        elif isinstance(code, str):
            self._add(code)
            self.adder.choose(None)

    @Slot()
    def _on_own_word_editing_finished(self) -> None:
        word = self.own_word.text().strip()
        self.own_word.clear()
        if word:
            self._add(LOCAL_PREFIX + word)
            self.own_word.hide()
            self.adder.choose(None)
