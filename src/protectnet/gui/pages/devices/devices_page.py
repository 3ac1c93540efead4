# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of devices."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protectnet.gui.pages.devices import device_work
from protectnet.gui.pages.devices.device_work import DevicesView
from protectnet.gui.pages.devices.members_form import MembersForm
from protectnet.gui.pages.devices.own_card import OwnCard
from protectnet.gui.pages.devices.trust_form import TrustForm
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets.page import Page, scrolled
from protectnet.gui.work import Work
from protectnet.i18n import _

_WIDEST = 820


class DevicesPage(Page):
    """This device, those it trusts, and who is in which circle."""

    def __init__(self, work: Work) -> None:
        super().__init__(_("Devices"))
        self._work = work
        self.own, self.members, self.trust = OwnCard(work), MembersForm(work), TrustForm(work)
        content = QWidget()
        content.setMaximumWidth(pixels(_WIDEST))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, pixels(8), pixels(8))
        column.setSpacing(pixels(16))
        for each in (self.own, self.members, self.trust):
            column.addWidget(each)
        column.addStretch(1)
        self.column.addWidget(scrolled(content), 1)
        self.own.said.connect(self.banner.say)
        self.own.failed.connect(self.banner.show_error)
        self.members.added.connect(self.banner.say)
        self.members.failed.connect(self.banner.show_error)
        self.trust.trusted.connect(self._on_trust_trusted)
        work.changed.connect(self._reload)
        self._reload()

    def first(self) -> QWidget:
        """What takes the focus when the page is shown."""
        return self.own.button

    @Slot()
    def _reload(self) -> None:
        self._work.run(device_work.read_devices, self._show)

    @Slot(object)
    def _show(self, view: DevicesView) -> None:
        self.own.put(view)
        self.members.put(view)

    @Slot(str)
    def _on_trust_trusted(self, name: str) -> None:
        self.banner.say(_("“{name}” is trusted now.").format(name=name))
