# SPDX-License-Identifier: GPL-3.0-or-later
"""What every input of a field can do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class FieldInput(QWidget):
    """Takes the value of one field in its JSON form, as files have it (``FieldType.present``).

    ``edited`` when a person changed something. What was put and not edited is given back as it
    was, codes that only a newer version knows too.
    """

    edited = Signal()

    def given(self) -> object:
        """The JSON form of what stands there; ``None`` for nothing (an empty list for a set)."""
        raise NotImplementedError

    def put(self, form: object) -> None:
        """Let a value stand there, in its JSON form; ``None`` for nothing."""
        raise NotImplementedError

    def set_read_only(self, is_read_only: bool) -> None:
        """Let nothing be changed."""
        self.setEnabled(not is_read_only)

    def first(self) -> QWidget:
        """The widget that the label leads to: the one that takes the focus in the end."""
        found: QWidget = self
        while (proxy := found.focusProxy()) is not None:
            found = proxy
        return found
