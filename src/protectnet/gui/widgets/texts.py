# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels in the few sizes that there are: page title, heading, body, quiet note, what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QApplication, QLabel, QWidget

_TITLE, _HEADING, _NOTE = 1.6, 1.15, 0.9


def title(text: str = "") -> QLabel:
    """The title of a page."""
    return _label(text, _TITLE, bold=True)


def heading(text: str = "") -> QLabel:
    """The heading of a part of a page."""
    return _label(text, _HEADING, bold=True)


def name(text: str, of: QWidget) -> QLabel:
    """The name of an input; clicking it or its mnemonic leads there."""
    label = _label(text, 1.0, bold=True)
    label.setBuddy(of)
    return label


def body(text: str = "") -> QLabel:
    """A sentence."""
    return _label(text, 1.0)


def quiet(text: str = "") -> QLabel:
    """A sentence that explains."""
    label = _label(text, _NOTE)
    label.setProperty("quiet", True)
    return label


def wrong(text: str = "") -> QLabel:
    """What is wrong with an input; hidden while nothing is."""
    label = _label(text, 1.0)
    label.setProperty("wrong", True)
    label.setVisible(bool(text))
    return label


def say(widget: QWidget, text: str) -> None:
    """Have a screen reader say ``text`` now."""
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def _label(text: str, size: float, *, bold: bool = False) -> QLabel:
    label = QLabel(text)
    # What is shown came from people and other devices: never as markup.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    label.setFont(font)
    return label
