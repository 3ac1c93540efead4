# SPDX-License-Identifier: GPL-3.0-or-later
"""This device: its name, its card for others, and the six words by which they know it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.pages.devices import device_work
from protectnet.gui.pages.devices.device_work import DevicesView
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.work import Work
from protectnet.i18n import _


class OwnCard(Card):
    """``said`` gives what was done, ``failed`` the error of what was not."""

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Work) -> None:
        super().__init__(
            _("This computer"),
            _(
                "Others trust it by its card, a small file, and by its six words. Give the card by "
                "stick or message. Say the words by voice, never in writing along with the card."
            ),
        )
        self._work = work
        self._name = texts.body()
        self.words = texts.heading("…")
        self.words.setAccessibleName(_("The six words of this computer"))
        self.button = buttons.plain(_("Save its &card…"), self._on_button_clicked, "file")
        for each in (self._name, self.words):
            self.column.addWidget(each)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        work.run(device_work.read_words, self.words.setText)

    def put(self, view: DevicesView) -> None:
        """Show the name of this device."""
        self._name.setText(_("This computer is called “{name}”.").format(name=view.own_name))

    def write(self, out: Path) -> None:
        """Write the card to a file."""
        function = partial(device_work.write_card, out)
        self._work.run(function, self._on_work_written, self._on_work_failed)

    @Slot()
    def _on_button_clicked(self) -> None:
        dialog = QFileDialog(self, _("Save the card of this computer"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("card")
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, path: str) -> None:
        self.write(Path(path))

    @Slot(object)
    def _on_work_written(self, path: Path) -> None:
        self.said.emit(_("The card is in {path}.").format(path=path))

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        self.failed.emit(error)
