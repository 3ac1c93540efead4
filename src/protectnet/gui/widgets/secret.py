# SPDX-License-Identifier: GPL-3.0-or-later
"""A line for a passphrase, hidden unless the person asks to see it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from protectnet.gui.style.icons import icon
from protectnet.i18n import _


class SecretLine(QLineEdit):
    """Signals ``entered`` when Enter was pressed."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._look = QAction(icon("show", "muted"), _("Show what is typed"), self)
        self._look.setCheckable(True)
        self._look.toggled.connect(self._on_look_toggled)
        self.addAction(self._look, QLineEdit.ActionPosition.TrailingPosition)
        self.returnPressed.connect(self.entered)

    def take(self) -> str:
        """What was typed; the line is empty afterwards."""
        typed = self.text()
        self.forget()
        return typed

    def forget(self) -> None:
        """Empty the line, its undo history too."""
        self.setText("")
        self._look.setChecked(False)

    @Slot(bool)
    def _on_look_toggled(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self._look.setIcon(icon("hide" if is_shown else "show", "muted"))
        self._look.setText(_("Hide what is typed") if is_shown else _("Show what is typed"))
