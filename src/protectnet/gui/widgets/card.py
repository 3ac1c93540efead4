# SPDX-License-Identifier: GPL-3.0-or-later
"""A surface that holds what belongs together, with a heading."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import texts


class Card(QFrame):
    """A rounded surface; its ``column`` is filled by whoever makes it."""

    def __init__(self, title: str = "", note: str = "") -> None:
        super().__init__()
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(pixels(16), pixels(16), pixels(16), pixels(16))
        self.column.setSpacing(pixels(12))
        if title:
            self.column.addWidget(texts.heading(title))
            self.setAccessibleName(title)
        if note:
            self.column.addWidget(texts.quiet(note))
