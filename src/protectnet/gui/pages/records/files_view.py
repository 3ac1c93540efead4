# SPDX-License-Identifier: GPL-3.0-or-later
"""The files attached to a record: attach one, save a copy of one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from protectnet.gui.models.reading import AttachedFile
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import icon
from protectnet.gui.widgets import buttons, texts
from protectnet.i18n import _

_DIGEST, _NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class FilesView(QWidget):
    """``attached`` gives a file to attach; ``extracted`` the digest of one and where to write it."""

    attached = Signal(Path)
    extracted = Signal(str, Path)

    def __init__(self) -> None:
        super().__init__()
        self._dialog: QFileDialog | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(_("Attached files"))
        self._none = texts.quiet(_("No file is attached."))
        self.attach = buttons.plain(_("&Attach a file…"), self._on_attach_clicked, "attach")
        self.extract = buttons.plain(_("Save a &copy…"), self._on_extract_clicked, "file")
        row = QHBoxLayout()
        row.addWidget(self.attach)
        row.addWidget(self.extract)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, pixels(8), 0, 0)
        column.addWidget(
            texts.quiet(
                _(
                    "Files are kept encrypted with the record. Where a picture was taken, and by "
                    "which device, is removed first. A copy you save is readable by anybody."
                )
            )
        )
        column.addLayout(row)
        column.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.list.currentRowChanged.connect(self._on_list_current_row_changed)

    def put(self, files: Sequence[AttachedFile]) -> None:
        """Show these files."""
        self.list.clear()
        for each in files:
            size = QLocale().formattedDataSize(each.size)
            item = QListWidgetItem(icon("file"), f"{each.name}\n{size}")
            item.setData(_DIGEST, each.digest)
            item.setData(_NAME, each.name)
            self.list.addItem(item)
        self.list.setVisible(bool(files))
        self._none.setVisible(not files)
        self.list.setCurrentRow(0)
        self.extract.setEnabled(bool(files))

    @Slot(int)
    def _on_list_current_row_changed(self, row: int) -> None:
        self.extract.setEnabled(row >= 0)

    @Slot()
    def _on_attach_clicked(self) -> None:
        self._dialog = QFileDialog(self, _("Attach a file"))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self._on_dialog_file_to_attach_selected)
        self._dialog.open()

    @Slot()
    def _on_extract_clicked(self) -> None:
        self._dialog = QFileDialog(self, _("Save a copy"))
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.selectFile(Path(self.list.currentItem().data(_NAME)).name)
        self._dialog.fileSelected.connect(self._on_dialog_file_to_write_selected)
        self._dialog.open()

    @Slot(str)
    def _on_dialog_file_to_attach_selected(self, path: str) -> None:
        self.attached.emit(Path(path))

    @Slot(str)
    def _on_dialog_file_to_write_selected(self, path: str) -> None:
        self.extracted.emit(self.list.currentItem().data(_DIGEST), Path(path))
