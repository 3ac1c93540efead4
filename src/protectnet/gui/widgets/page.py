# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of a page: title and buttons above, then messages, then what the page is about."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import texts
from protectnet.gui.widgets.banner import Banner

_SIDE = 28


class Page(QWidget):
    """A page; ``column`` takes its content and ``banner`` its messages."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        # Without this a style sheet does not paint a plain widget's background.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = texts.title(title)
        self.banner = Banner()
        self._top = QHBoxLayout()
        self._top.setSpacing(pixels(8))
        self._top.addWidget(self.title, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(pixels(_SIDE), pixels(20), pixels(_SIDE), pixels(16))
        self.column.setSpacing(pixels(12))
        self.column.addLayout(self._top)
        self.column.addWidget(self.banner)

    def add_button(self, button: QPushButton) -> None:
        """Put one more button beside the title."""
        self._top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


def scrolled(content: QWidget) -> QScrollArea:
    """The content in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not content.objectName():
        content.setObjectName("page")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    return area
