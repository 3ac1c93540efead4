# SPDX-License-Identifier: GPL-3.0-or-later
"""What an empty page shows: a picture, one sentence, one button, one example."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import picture
from protectnet.gui.widgets import texts

_PICTURE = 48


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
        for each in (sign, self.sentence, button):
            if each is not None:
                column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMinimumWidth(pixels(320))
        column.addStretch(2)
