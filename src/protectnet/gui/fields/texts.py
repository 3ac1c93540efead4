# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs of texts: one line, and several."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout

from protectnet.domain.fieldtypes.texts import MAX_TEXT_CHARS
from protectnet.gui.fields.field_input import FieldInput

# Qt counts half of a character beyond the basic plane; the exact length is judged when saving.
_MOST_UNITS = 2 * MAX_TEXT_CHARS
_LINES = 4
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


class LineInput(FieldInput):
    """One line of text."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setMaxLength(_MOST_UNITS)
        self.line.textEdited.connect(self.edited)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)

    def given(self) -> object:
        return self.line.text().strip() or None

    def put(self, form: object) -> None:
        self.line.setText(str(form) if form is not None else "")
        self.line.setCursorPosition(0)

    def set_read_only(self, is_read_only: bool) -> None:
        self.line.setReadOnly(is_read_only)


class _TextArea(QPlainTextEdit):
    """A text of several lines that leaves Tab to the form."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        height = self.fontMetrics().lineSpacing() * _LINES + 2 * self.contentsMargins().top() + 20
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class LongTextInput(FieldInput):
    """Several lines of text."""

    def __init__(self) -> None:
        super().__init__()
        self.area = _TextArea()
        self._is_putting = False
        self.area.textChanged.connect(self._on_area_text_changed)
        self.setFocusProxy(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def given(self) -> object:
        # toPlainText would turn no-break spaces, which French needs, into common ones.
        text = self.area.document().toRawText().translate(_LINE_ENDS)
        return text.strip() or None

    def put(self, form: object) -> None:
        self._is_putting = True
        self.area.setPlainText(str(form) if form is not None else "")
        self._is_putting = False

    def set_read_only(self, is_read_only: bool) -> None:
        self.area.setReadOnly(is_read_only)

    def _on_area_text_changed(self) -> None:
        if not self._is_putting:
            self.edited.emit()
