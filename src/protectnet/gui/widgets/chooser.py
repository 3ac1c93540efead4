# SPDX-License-Identifier: GPL-3.0-or-later
"""A list to choose one thing from, with a frame that can be seen in every appearance."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from protectnet.gui.style.dressing import colour, pixels
from protectnet.gui.style.icons import picture

_HEIGHT, _PAD, _ARROW, _ROUND = 38, 10, 16, 8
_LONGEST = 12


class Chooser(QComboBox):
    """A combo box that paints its own frame and leaves the wheel to the page around it.

    Fusion draws frames from the window's colour, which vanish in dark; and a wheel that turns over
    a form must scroll it, not change answers. ``name`` is read aloud where no label leads here.
    """

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        # Where the system reads the answer as the name, this at least is read after it.
        self.setAccessibleDescription(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(_LONGEST)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, text: str, data: object) -> None:
        """Offer one more answer."""
        self.addItem(text, data)

    def answer(self) -> object:
        """The data of what is chosen."""
        return self.currentData()

    def choose(self, data: object) -> bool:
        """Choose the answer with this data; whether there is one."""
        place = self.findData(data)
        if place >= 0:
            self.setCurrentIndex(place)
        return place >= 0

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(max(super().sizeHint().width(), pixels(140)), pixels(_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(pixels(90), pixels(_HEIGHT))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self.hasFocus()
        width = 2 if has_focus else 1
        painter.setPen(QPen(colour("focus" if has_focus else "field"), width))
        painter.setBrush(colour("surface" if self.isEnabled() else "bg"))
        half = width / 2
        inside = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(inside, pixels(_ROUND), pixels(_ROUND))
        self._paint_text(painter)
        painter.end()

    def _paint_text(self, painter: QPainter) -> None:
        arrow = pixels(_ARROW)
        frame = self.rect()
        text = frame.adjusted(pixels(_PAD), 0, -2 * pixels(_PAD) - arrow, 0)
        place = QRect(text.right() + pixels(_PAD), frame.center().y() - arrow // 2, arrow, arrow)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if is_mirrored:
            text.moveLeft(frame.width() - text.right() - 1)
            place.moveLeft(frame.width() - place.right() - 1)
        painter.drawPixmap(place, picture("folded", "muted", arrow))
        painter.setPen(colour("text" if self.isEnabled() and self.answer() else "muted"))
        elided = self.fontMetrics().elidedText(
            self.currentText().strip(), Qt.TextElideMode.ElideRight, text.width()
        )
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, side | Qt.AlignmentFlag.AlignVCenter, elided)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        self.update()
