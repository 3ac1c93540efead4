# SPDX-License-Identifier: GPL-3.0-or-later
"""A line to search by, which asks when a person pauses in typing."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from protectnet.gui.style.icons import icon

TYPING_MILLISECONDS = 150


class SearchLine(QLineEdit):
    """``asked`` gives the words, soon after they changed for the last time."""

    asked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.ask)
        self.textChanged.connect(self._on_text_changed)

    @Slot()
    def ask(self) -> None:
        """Ask for what stands there now."""
        self._typing.stop()
        self.asked.emit(self.text())

    @Slot()
    def _on_text_changed(self) -> None:
        self._typing.start()
