# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons: one primary on a page, plain ones, and links; each with a word, most with an icon."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from protectnet.gui.style.icons import icon


def primary(text: str, clicked: Callable[[], None] | None = None, picture: str = "") -> QPushButton:
    """The one thing to do on a page."""
    return _button(text, clicked, "primary", picture, "on_accent")


def plain(text: str, clicked: Callable[[], None] | None = None, picture: str = "") -> QPushButton:
    """Something else to do."""
    return _button(text, clicked, "plain", picture, "text")


def link(text: str, clicked: Callable[[], None] | None = None, picture: str = "") -> QPushButton:
    """Something small to do, or a way to elsewhere."""
    return _button(text, clicked, "link", picture, "accent")


def _button(
    text: str, clicked: Callable[[], None] | None, role: str, picture: str, ink: str
) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if picture:
        button.setIcon(icon(picture, ink))
    if clicked is not None:
        button.clicked.connect(clicked)
    return button
