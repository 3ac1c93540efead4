# SPDX-License-Identifier: GPL-3.0-or-later
"""Things that were chosen, one below the other, each with a button that takes it away."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.i18n import _


class ChosenRow(QWidget):
    """One chosen thing; ``removed`` gives its code."""

    removed = Signal(str)

    def __init__(self, code: str, words: str, *, can_remove: bool) -> None:
        super().__init__()
        self._code = code
        self._button = buttons.small(
            "close", _("Take away: {name}").format(name=words), self._on_button_clicked
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels(4), 0, 0, 0)
        row.setSpacing(pixels(8))
        row.addWidget(texts.body(words), 1)
        row.addWidget(self._button)
        # Once it has a parent: before, it would be shown as a window of its own.
        self._button.setVisible(can_remove)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.removed.emit(self._code)


class ChosenList(QWidget):
    """The codes that were chosen, in order, with their words; ``changed`` when one was taken away."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[str, str] = {}
        self._can_remove = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def codes(self) -> list[str]:
        """What is chosen."""
        return list(self._words)

    def put(self, words: dict[str, str]) -> None:
        """Let these be chosen: code → words."""
        self._words = dict(words)
        self._fill()

    def add(self, code: str, words: str) -> bool:
        """Choose one more; whether it was not chosen before."""
        if code in self._words:
            return False
        self._words[code] = words
        self._fill()
        return True

    def set_read_only(self, is_read_only: bool) -> None:
        """Let nothing be taken away."""
        self._can_remove = not is_read_only
        self._fill()

    def remove_buttons(self) -> list[QPushButton]:
        """The buttons that take one away, in order."""
        return self.findChildren(QPushButton)

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.setParent(None)
                row.deleteLater()
        for code, words in self._words.items():
            row = ChosenRow(code, words, can_remove=self._can_remove)
            row.removed.connect(self._on_row_removed)
            self._column.addWidget(row)
        self.setVisible(bool(self._words))

    @Slot(str)
    def _on_row_removed(self, code: str) -> None:
        del self._words[code]
        self._fill()
        self.changed.emit()
