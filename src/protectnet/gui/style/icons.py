# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons: drawings in one colour, tinted by the appearance (``resources/icons``)."""

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from protectnet.files import resource
from protectnet.gui.style.dressing import colour, pixels

ICON_PIXELS = 20
_FINENESS = 2.0
_FALLBACK = "record"


def icon(name: str, ink: str = "text", gap: int = 0) -> QIcon:
    """The icon of a name in the colour ``ink``; one in a selected row takes the accent.

    A name without a drawing gets the one for any record. ``gap``: empty pixels towards the text,
    for buttons with a style sheet, which set none.
    """
    made = QIcon()
    for mode, each in (
        (QIcon.Mode.Normal, ink),
        (QIcon.Mode.Disabled, "muted"),
        (QIcon.Mode.Selected, "accent"),
    ):
        drawn = picture(name, each, pixels(ICON_PIXELS))
        made.addPixmap(_with_gap(drawn, pixels(gap)) if gap else drawn, mode)
    return made


def _with_gap(drawn: QPixmap, gap: int) -> QPixmap:
    is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    size = drawn.deviceIndependentSize()
    made = QPixmap(round((size.width() + gap) * _FINENESS), round(size.height() * _FINENESS))
    made.setDevicePixelRatio(_FINENESS)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(QPointF(gap if is_mirrored else 0, 0), drawn)
    painter.end()
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
