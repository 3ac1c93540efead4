# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons: one primary on a page, plain ones, and links; each with a word, most with an icon."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import ICON_PIXELS, icon

_GAP = 6


def primary(text: str, clicked: Callable[[], None] | None = None, picture: str = "") -> QPushButton:
    """The one thing to do on a page."""
    return _button(text, clicked, "primary", picture, "on_accent")


def plain(text: str, clicked: Callable[[], None] | None = None, picture: str = "") -> QPushButton:
    """Something else to do."""
    return _button(text, clicked, "plain", picture, "text")


def link(text: str, clicked: Callable[[], None] | None = None, picture: str = "") -> QPushButton:
    """Something small to do, or a way to elsewhere."""
    return _button(text, clicked, "link", picture, "accent")


def small(picture: str, name: str, clicked: Callable[[], None]) -> QPushButton:
    """An icon alone, beside what it is about; ``name`` is read aloud and shown as a hint."""
    button = _button("", clicked, "small", "", "muted")
    button.setIcon(icon(picture, "muted"))
    button.setIconSize(QSize(pixels(ICON_PIXELS), pixels(ICON_PIXELS)))
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def _button(
    text: str, clicked: Callable[[], None] | None, role: str, picture: str, ink: str
) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if picture:
        button.setIcon(icon(picture, ink, gap=_GAP))
        button.setIconSize(QSize(pixels(ICON_PIXELS + _GAP), pixels(ICON_PIXELS)))
    if clicked is not None:
        button.clicked.connect(clicked)
    return button
