# SPDX-License-Identifier: GPL-3.0-or-later
"""The devices that are trusted, what they may do in which circle, and adding one to a circle."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.pages.devices import device_work
from protectnet.gui.pages.devices.device_work import ROLE_WORDS, DeviceLine, DevicesView
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import icon
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.chooser import Chooser
from protectnet.gui.work import Work
from protectnet.i18n import _

_ROW, _MOST_ROWS = 52, 5


class MembersForm(Card):
    """``added`` gives the names of the circle and of the device that is in it now."""

    added = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Work) -> None:
        super().__init__(_("Computers you trust"))
        self._work = work
        self._none = texts.quiet(_("None yet. Trust one below; then it can be given bundles."))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Computers you trust"))
        self.device, self.circle, self.role = Chooser(), Chooser(), Chooser()
        for role, words in ROLE_WORDS.items():
            self.role.add(_(words), role)
        self._adding = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self.button = buttons.plain(_("&Add it"), self._on_button_clicked, "add")
        adding = Card()
        adding.setProperty("card", False)
        column = adding.column
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(texts.heading(_("Let one into a circle")))
        for words, chooser in (
            (_("Computer"), self.device),
            (_("Circle"), self.circle),
            (_("What it may do there"), self.role),
        ):
            column.addWidget(texts.name(words, chooser))
            column.addWidget(chooser)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._adding = adding
        for each in (self._none, self.list, adding):
            self.column.addWidget(each)

    def put(self, view: DevicesView) -> None:
        """Show these devices and circles."""
        self.list.clear()
        for each in view.devices:
            self.list.addItem(_item(each))
        rows = min(len(view.devices), _MOST_ROWS)
        self.list.setFixedHeight(pixels(_ROW) * rows + 4)
        self.list.setVisible(bool(view.devices))
        self._none.setVisible(not view.devices)
        self._adding.setVisible(bool(view.devices))
        _offer(self.device, [(each.id, each.name) for each in view.devices])
        _offer(self.circle, [(each.id, each.name) for each in view.circles])

    @Slot()
    def _on_button_clicked(self) -> None:
        circle, device, role = (
            str(each.answer()) for each in (self.circle, self.device, self.role)
        )
        function = partial(device_work.add_to_circle, circle, device, role)
        self._work.change(function, self._on_work_added, self._on_work_failed)

    @Slot(object)
    def _on_work_added(self, circle: str) -> None:
        words = _("“{device}” is in the circle “{circle}” now. The next bundle tells it so.")
        self.added.emit(words.format(device=self.device.currentText(), circle=circle))

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        self.failed.emit(error)


def _item(device: DeviceLine) -> QListWidgetItem:
    name = device.name
    if device.code_name != device.name:
        words = _("{name}, which calls itself “{code_name}”")
        name = words.format(name=device.name, code_name=device.code_name)
    circles = "; ".join(device.circles) or _("in no circle yet")
    return QListWidgetItem(icon("devices"), f"{name}\n{circles}")


def _offer(chooser: Chooser, answers: list[tuple[str, str]]) -> None:
    """Offer these answers and keep the one that is chosen where it is still there."""
    chosen = chooser.answer()
    chooser.clear()
    for code, words in answers:
        chooser.add(words, code)
    if chosen is not None:
        chooser.choose(chosen)
