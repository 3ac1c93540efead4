# SPDX-License-Identifier: GPL-3.0-or-later
"""A question before what cannot be undone, with a verb on each button."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts


class Question(QDialog):
    """Asks; each answer is a text and what it does. Escape is the last answer, which does least."""

    def __init__(
        self,
        parent: QWidget,
        text: str,
        note: str,
        answers: Sequence[tuple[str, Callable[[], None]]],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(pixels(460))
        self._answers = [act for _text, act in answers]
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels(24), pixels(20), pixels(24), pixels(20))
        column.setSpacing(pixels(12))
        column.addWidget(texts.heading(text))
        column.addWidget(texts.body(note))
        row = QHBoxLayout()
        row.addStretch(1)
        group = QButtonGroup(self)
        for place, (words, _act) in reversed(list(enumerate(answers))):
            button = buttons.plain(words) if place else buttons.primary(words)
            group.addButton(button, place)
            row.addWidget(button)
        column.addLayout(row)
        group.idClicked.connect(self._on_group_id_clicked)
        self.rejected.connect(self._on_dialog_rejected)

    @Slot(int)
    def _on_group_id_clicked(self, place: int) -> None:
        self.done(self.DialogCode.Accepted)
        self._answers[place]()

    @Slot()
    def _on_dialog_rejected(self) -> None:
        self._answers[-1]()
