# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons: drawings in one colour, tinted by the appearance (``resources/icons``)."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from protectnet.files import resource
from protectnet.gui.style.dressing import colour, pixels

ICON_PIXELS = 20
_FINENESS = 2.0
_FALLBACK = "record"


def icon(name: str, ink: str = "text") -> QIcon:
    """The icon of a name in the colour ``ink``; one in a selected row takes the accent.

    A name without a drawing gets the one for any record.
    """
    made = QIcon()
    for mode, each in (
        (QIcon.Mode.Normal, ink),
        (QIcon.Mode.Disabled, "muted"),
        (QIcon.Mode.Selected, "accent"),
    ):
        made.addPixmap(picture(name, each, pixels(ICON_PIXELS)), mode)
    return made


def picture(name: str, ink: str, side: int) -> QPixmap:
    """The drawing of a name in the colour ``ink``, ``side`` pixels wide and high."""
    tint = colour(ink).name()
    made = QPixmap()
    key = f"{name} {tint} {side}"
    if not QPixmapCache.find(key, made):
        made = _painted(_drawing(name).replace("currentColor", tint), side)
        QPixmapCache.insert(key, made)
    return made


def _painted(drawing: str, side: int) -> QPixmap:
    fine = round(side * _FINENESS)
    made = QPixmap(fine, fine)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, fine, fine))
    painter.end()
    made.setDevicePixelRatio(_FINENESS)
    return made


def _drawing(name: str) -> str:
    try:
        return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return resource("icons", f"{_FALLBACK}.svg").read_text(encoding="utf-8")
