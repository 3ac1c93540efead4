# SPDX-License-Identifier: GPL-3.0-or-later
"""The files attached to a record: attach one, save a copy of one."""

from functools import partial
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

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.models.reading import RecordView
from protectnet.gui.pages.records import record_work
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import icon
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.work import Work
from protectnet.i18n import _

_DIGEST, _NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class FilesView(QWidget):
    """``attached`` gives the record with one more file, ``said`` what was done, ``failed`` an error."""

    attached = Signal(object)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._record_id = ""
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

    def put(self, view: RecordView) -> None:
        """Show the files of a record."""
        self._record_id = view.id
        files = view.files
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

    def attach_file(self, path: Path) -> None:
        """Attach a file to the record."""
        function = partial(record_work.attach, self._record_id, path, self._work.progress)
        self._work.change(function, self._on_work_attached, self._on_work_failed)

    def extract_to(self, out: Path) -> None:
        """Write a readable copy of the file that is chosen in the list."""
        digest = str(self.list.currentItem().data(_DIGEST))
        function = partial(record_work.extract, self._record_id, digest, out, self._work.progress)
        self._work.run(function, self._on_work_extracted, self._on_work_failed)

    @Slot(int)
    def _on_list_current_row_changed(self, row: int) -> None:
        self.extract.setEnabled(row >= 0)

    @Slot()
    def _on_attach_clicked(self) -> None:
        dialog = QFileDialog(self, _("Attach a file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_dialog_file_to_attach_selected)
        dialog.open()

    @Slot()
    def _on_extract_clicked(self) -> None:
        dialog = QFileDialog(self, _("Save a copy"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(Path(self.list.currentItem().data(_NAME)).name)
        dialog.fileSelected.connect(self._on_dialog_file_to_write_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_to_attach_selected(self, path: str) -> None:
        self.attach_file(Path(path))

    @Slot(str)
    def _on_dialog_file_to_write_selected(self, path: str) -> None:
        self.extract_to(Path(path))

    @Slot(object)
    def _on_work_attached(self, view: RecordView) -> None:
        self.put(view)
        self.attached.emit(view)
        self.said.emit(_("Attached, encrypted."))

    @Slot(object)
    def _on_work_extracted(self, out: Path) -> None:
        words = _("A readable copy is in {path}. Anybody who finds it can read it.")
        self.said.emit(words.format(path=out))

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        self.failed.emit(error)
