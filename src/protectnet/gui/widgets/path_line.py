# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing a file or a folder: by typing its path, or with the dialog."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons
from protectnet.i18n import _


class PathKind(Enum):
    """What is chosen."""

    FOLDER = "folder"
    FILE = "file"


class PathLine(QWidget):
    """A line with a path and a button beside it; ``chosen`` when another path stands there."""

    chosen = Signal()

    def __init__(self, kind: PathKind, name: str, pattern: str = "") -> None:
        super().__init__()
        self._kind = kind
        self._name = name
        self._pattern = pattern
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.editingFinished.connect(self.chosen)
        self.setFocusProxy(self.line)
        picture = "folder" if kind is PathKind.FOLDER else "file"
        self.button = buttons.plain(_("Choose…"), self._on_button_clicked, picture)
        self.button.setAccessibleName(_("Choose: {name}").format(name=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(pixels(8))
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    def path(self) -> Path | None:
        """The path that stands there; ``None`` for none."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def put(self, path: Path | None) -> None:
        """Let a path stand there."""
        self.line.setText(str(path) if path else "")
        self.chosen.emit()

    @Slot()
    def _on_button_clicked(self) -> None:
        dialog = QFileDialog(self, self._name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._kind is PathKind.FOLDER:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if self._pattern:
            dialog.setNameFilter(self._pattern)
        path = self.path()
        if path is not None:
            dialog.setDirectory(str(path if path.is_dir() else path.parent))
            if self._kind is not PathKind.FOLDER:
                dialog.selectFile(path.name)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, chosen: str) -> None:
        self.put(Path(chosen))
