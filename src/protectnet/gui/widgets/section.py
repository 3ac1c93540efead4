# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of a page that can be folded, and is filled when it is first opened."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import icon
from protectnet.gui.widgets import buttons


class Section(QWidget):
    """A heading that opens and closes what is below it; ``fill`` makes that once."""

    def __init__(self, title: str, fill: Callable[[QVBoxLayout], None]) -> None:
        super().__init__()
        self._fill: Callable[[QVBoxLayout], None] | None = fill
        self._heading = buttons.link(title, self._on_heading_clicked, "open")
        self._heading.setCheckable(True)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(pixels(16))
        self._content.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(12))
        column.addWidget(self._heading)
        column.addWidget(self._content)
        self._heading.setSizePolicy(
            self._heading.sizePolicy().horizontalPolicy().Maximum,
            self._heading.sizePolicy().verticalPolicy(),
        )

    @property
    def heading(self) -> QPushButton:
        """What opens and closes the section."""
        return self._heading

    @property
    def is_open(self) -> bool:
        """Whether its content is shown."""
        return self._heading.isChecked()

    def open(self) -> None:
        """Show the content."""
        self._heading.setChecked(True)
        self._on_heading_clicked()

    @Slot()
    def _on_heading_clicked(self) -> None:
        fill, self._fill = (self._fill, None) if self.is_open else (None, self._fill)
        if fill is not None:
            fill(self._column)
        self._content.setVisible(self.is_open)
        self._heading.setIcon(icon("folded" if self.is_open else "open", "accent"))
