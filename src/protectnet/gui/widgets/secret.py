# SPDX-License-Identifier: GPL-3.0-or-later
"""A line for a passphrase, hidden unless the person asks to see it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit

from protectnet.gui.style.icons import icon
from protectnet.gui.widgets import buttons
from protectnet.i18n import _


class SecretLine(QLineEdit):
    """Signals ``entered`` when Enter was pressed.

    The button in it is one of ours: Qt's would not grow with the text, nor take the keyboard.
    """

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.look = buttons.small("show", _("Show what is typed"), self._on_look_clicked)
        self.look.setCheckable(True)
        self.look.setParent(self)
        self.returnPressed.connect(self.entered)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width = self.look.sizeHint().width()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, right = (width, 0) if is_mirrored else (0, width)
        self.setTextMargins(left, 0, right, 0)
        self.look.setGeometry(0 if is_mirrored else self.width() - width, 0, width, self.height())

    def take(self) -> str:
        """What was typed; the line is empty afterwards."""
        typed = self.text()
        self.forget()
        return typed

    def forget(self) -> None:
        """Empty the line, its undo history too."""
        self.setText("")
        self.look.setChecked(False)
        self._on_look_clicked()

    @Slot()
    def _on_look_clicked(self) -> None:
        is_shown = self.look.isChecked()
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        words = _("Hide what is typed") if is_shown else _("Show what is typed")
        self.look.setIcon(icon("hide" if is_shown else "show", "muted"))
        self.look.setAccessibleName(words)
        self.look.setToolTip(words)
