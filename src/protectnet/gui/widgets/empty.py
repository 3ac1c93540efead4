# SPDX-License-Identifier: GPL-3.0-or-later
"""What an empty page shows: a picture, one sentence, one button, one example."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import picture
from protectnet.gui.widgets import texts

_PICTURE, _WIDTH = 48, 420


class Empty(QWidget):
    """Stands where there is nothing yet and says what to do about it."""

    def __init__(self, drawing: str, sentence: str, button: QPushButton | None = None) -> None:
        super().__init__()
        sign = QLabel()
        sign.setPixmap(picture(drawing, "accent", pixels(_PICTURE)))
        self.sentence = texts.body(sentence)
        column = QVBoxLayout(self)
        column.setSpacing(pixels(12))
        column.addStretch(1)
        column.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._middle())
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def _middle(self) -> QHBoxLayout:
        """The sentence between two springs: an aligned label would get the height of one line."""
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMaximumWidth(pixels(_WIDTH))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 1000)
        row.addStretch(1)
        return row
