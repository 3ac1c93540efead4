# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of giving and taking."""

from PySide6.QtWidgets import QTabWidget, QWidget

from protectnet.gui.pages.exchange.give_form import GiveForm
from protectnet.gui.pages.exchange.take_form import TakeForm
from protectnet.gui.widgets.page import Page, scrolled
from protectnet.gui.work import Work
from protectnet.i18n import _


class ExchangePage(Page):
    """Two steps that people fear, each on a tab of its own."""

    def __init__(self, work: Work) -> None:
        super().__init__(_("Give and take"))
        self.give, self.take = GiveForm(work), TakeForm(work)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(scrolled(self.give), _("Give"))
        self.tabs.addTab(scrolled(self.take), _("Take"))
        self.column.addWidget(self.tabs, 1)
        for each in (self.give, self.take):
            each.said.connect(self.banner.say)
            each.failed.connect(self.banner.show_error)
        self.tabs.currentChanged.connect(self.banner.clear)

    def first(self) -> QWidget:
        """What takes the focus when the page is shown."""
        return self.tabs.tabBar()
