# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of an open vault: the sidebar, and one page at a time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from protectnet.app.vocabularies import Vocabularies
from protectnet.app.workspace import OnlyReading, Workspace
from protectnet.domain.kinds import KINDS
from protectnet.gui.errors import message_of
from protectnet.gui.pages.devices.devices_page import DevicesPage
from protectnet.gui.pages.exchange.exchange_page import ExchangePage
from protectnet.gui.pages.records.kind_page import KindPage
from protectnet.gui.sidebar import DEVICES, EXCHANGE, Sidebar, entries
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets.banner import Banner
from protectnet.gui.widgets.progress import ProgressStrip
from protectnet.gui.work import Work
from protectnet.i18n import _

_NARROW = 900
"""Below this width, in pixels at 11 pt, the sidebar shows icons alone."""

PageWidget = KindPage | ExchangePage | DevicesPage


class WorkspaceView(QWidget):
    """Changes pages; each is made when it is first looked at, and kept."""

    asked_to_lock = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._vocabularies = Vocabularies()
        self._pages: dict[str, PageWidget] = {}
        self._entries = entries()
        self.sidebar = Sidebar(self._entries)
        self.banner, self.notice = Banner(), Banner()
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        for each in (self.notice, self.banner, self._stack, ProgressStrip(work)):
            right.addWidget(each)
        right.setStretchFactor(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.asked_to_lock.connect(self.asked_to_lock)
        work.failed.connect(self.banner.show_error)
        work.broke.connect(self.banner.show_defect)
        work.stopped.connect(self._on_work_stopped)
        for number, entry in enumerate(self._entries[:9], start=1):
            keys = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            keys.activated.connect(partial(self.show_page, entry.name))
        self.show_page(self._entries[0].name)
        work.run(_why_only_reading, self._show_only_reading)

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed and not saved, on any page."""
        return any(isinstance(each, KindPage) and each.has_unsaved for each in self._pages.values())

    def page(self, name: str) -> PageWidget:
        """The page of a name, made if it was not."""
        if name not in self._pages:
            page = self._made(name)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def first(self) -> QWidget:
        """What takes the focus."""
        page = self._stack.currentWidget()
        return page.list.first() if isinstance(page, KindPage) else page or self

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Show a page; the list of a kind, unless something on its page is not saved."""
        page = self.page(name)
        self.sidebar.show_chosen(name)
        self._stack.setCurrentWidget(page)
        if isinstance(page, KindPage):
            page.go_home()
        else:
            page.first().setFocus()

    @Slot(str, str)
    def show_record(self, kind: str, record_id: str) -> None:
        """Show a record on the page of its kind."""
        self.show_page(kind)
        page = self.page(kind)
        if isinstance(page, KindPage):
            page.open(record_id)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.sidebar.fold(is_folded=event.size().width() < pixels(_NARROW))
        super().resizeEvent(event)

    def _made(self, name: str) -> PageWidget:
        others: dict[str, Callable[[Work], PageWidget]] = {
            EXCHANGE: ExchangePage,
            DEVICES: DevicesPage,
        }
        if name in others:
            return others[name](self._work)
        page = KindPage(self._work, KINDS.named(name), self._vocabularies)
        page.opened.connect(self.show_record)
        return page

    @Slot(object)
    def _show_only_reading(self, why: OnlyReading | None) -> None:
        """Say calmly, and until it is closed, that nothing can be saved in this sitting."""
        if why is not None:
            self.notice.say(message_of(why).text, sign="note")

    @Slot()
    def _on_work_stopped(self) -> None:
        self.banner.say(_("Stopped, as you asked. All is as it was before."), sign="note")


def _why_only_reading(workspace: Workspace) -> OnlyReading | None:
    return workspace.only_reading
