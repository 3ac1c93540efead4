# SPDX-License-Identifier: GPL-3.0-or-later
"""Dresses the application: Fusion, one palette and one small style sheet from the same colours."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from protectnet.files import resource
from protectnet.gui.style.tokens import Appearance, Tokens, tokens

BASE_POINTS = 11.0
FAMILIES = ("Noto Sans", "DejaVu Sans", "Noto Sans Arabic")
TEXT_SIZES = (100, 125, 150, 200)
"""Per cent of the base size."""

_COLOURS = "colours"
_CHECK = "@@check"
"""Stands in the style sheet for the file of the check mark; Qt takes pictures from files only."""
_PIXELS = re.compile(r"#(\d+)#")
_COLOUR = re.compile(r"@([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Look:
    """An appearance (``None``: as the system says) and a text size in per cent."""

    appearance: Appearance | None = None
    text_size: int = 100

    @property
    def resolved(self) -> Appearance:
        """The appearance that is shown."""
        return self.appearance or system_appearance()


def system_appearance() -> Appearance:
    """The appearance that the system asks for; light where it says nothing."""
    hints = QGuiApplication.styleHints()
    # Qt 6.9, the older end of our range, does not know this preference yet.
    accessibility = getattr(hints, "accessibility", None)
    preference = accessibility().contrastPreference() if accessibility else None
    if preference is not None and preference == Qt.ContrastPreference.HighContrast:
        return Appearance.CONTRAST
    is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
    return Appearance.DARK if is_dark else Appearance.LIGHT


def dress(application: QApplication, look: Look) -> None:
    """Give the application its style, font, palette and style sheet."""
    colours = tokens(look.resolved)
    application.setStyle("Fusion")
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(BASE_POINTS * look.text_size / 100)
    application.setFont(font)
    application.setPalette(palette(colours))
    application.setProperty(_COLOURS, dict(colours))
    application.setStyleSheet(sheet(colours, look.text_size / 100))


def palette(colours: Tokens) -> QPalette:
    """The palette of these colours."""
    role = QPalette.ColorRole
    made = QPalette(QColor(colours["surface"]), QColor(colours["bg"]))
    for each, name in (
        (role.Window, "bg"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "bg"),
        (role.Text, "text"),
        (role.PlaceholderText, "muted"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "error"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
    ):
        made.setColor(each, QColor(colours[name]))
    for each in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours["muted"]))
    return made


def sheet(colours: Tokens, scale: float) -> str:
    """The style sheet with its colours and with its pixels at ``scale``."""
    text = resource("style", "window.qss").read_text(encoding="utf-8")
    text = _PIXELS.sub(lambda match: str(round(int(match[1]) * scale)), text)
    check = resource("style", f"check-{colours['check']}.svg").as_posix()
    text = text.replace(_CHECK, check)
    return _COLOUR.sub(lambda match: colours[match[1]], text)


def colour(name: str) -> QColor:
    """The colour of a name in the appearance that is shown, for widgets that paint themselves."""
    dressed = QApplication.instance()
    known: Tokens = (dressed.property(_COLOURS) if dressed else None) or tokens(Appearance.LIGHT)
    return QColor(known[name])


def pixels(base: int) -> int:
    """``base`` pixels at 11 pt, at the text size that is set."""
    return round(base * QApplication.font().pointSizeF() / BASE_POINTS)
