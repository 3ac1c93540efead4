# SPDX-License-Identifier: GPL-3.0-or-later
"""A walk through everything the window shows, step by step, over vaults that were made for it."""

import gc
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from protectnet.app.clock import DateUnsure
from protectnet.app.opening import create_vault
from protectnet.domain.kinds import KINDS
from protectnet.gui.application import Program
from protectnet.gui.fields.links import LinksInput
from protectnet.gui.pages.devices.devices_page import DevicesPage
from protectnet.gui.pages.exchange.exchange_page import ExchangePage
from protectnet.gui.pages.records.kind_page import KindPage
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.pages.unlock.open_form import OpenForm
from protectnet.gui.pages.unlock.unlock_page import UnlockPage
from protectnet.gui.preferences import Preferences, keep_preferences
from protectnet.gui.sidebar import FIRST_KINDS
from protectnet.gui.widgets.chooser import Chooser
from protectnet.vault.cost import KdfCost

PATIENCE_SECONDS = 60.0
CHEAP = KdfCost.below_floor_for_tests()
"""What a passphrase costs here: nothing is kept in these vaults."""

_QUIET_ROUNDS, _PAUSE_SECONDS = 6, 0.04
"""Together longer than any timer of a page."""

Step = tuple[str, Callable[[], object]]


class Stage:
    """The whole program over the vaults in ``props``."""

    def __init__(self, application: QApplication, props: Path, chosen: Preferences) -> None:
        self._application = application
        self.props = props
        keep_preferences(props / "window.ini", chosen)
        doors = Doors(create=partial(create_vault, cost=CHEAP))
        self.program = Program(application, props / "vault", props / "window.ini", doors)
        self.window = self.program.window

    def settle(self) -> None:
        """Let the worker finish, the timers of the page run out, and everything be painted."""
        until = time.monotonic() + PATIENCE_SECONDS
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(_PAUSE_SECONDS)
            self._application.processEvents()
            quiet = quiet + 1 if self.program.work.is_idle else 0

    def end(self) -> None:
        """Close the vault and take the window away, before anything else is shown."""
        close_dialogs()
        self.program.end()
        self.window.hide()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()

    def unlock(self) -> UnlockPage:
        """The first page."""
        page = self.window.unlock_page
        if page is None:
            raise RuntimeError("the vault is open")
        return page

    def page(self, name: str) -> QWidget:
        """Show a page of the open vault and give it."""
        view = self.window.view
        if view is None:
            raise RuntimeError("the vault is not open")
        view.show_page(name)
        self.settle()
        return view.page(name)

    def kind(self, name: str) -> KindPage:
        """Show the list of a kind and give its page."""
        self.page(name)
        return self.shown(name)

    def shown(self, name: str) -> KindPage:
        """The page of a kind, as it is."""
        page = self.window.view.page(name) if self.window.view else None
        if not isinstance(page, KindPage):
            raise TypeError(name)
        return page

    def opened(self, kind: str, title: str) -> KindPage:
        """Show the record that a search for ``title`` finds first."""
        page = self.kind(kind)
        page.list.search.setText(title)
        self.settle()
        page.open(page.list.table.id_at(0))
        self.settle()
        page.list.search.clear()
        return page


def steps(stage: Stage, passphrase: str) -> Iterator[Step]:
    """What to show, by name, in an order in which it can be reached."""
    yield from _first_page(stage, passphrase)
    yield from _lists(stage)
    yield from _records(stage)
    yield from _together(stage)


def _first_page(stage: Stage, passphrase: str) -> Iterator[Step]:
    form = stage.unlock().open_form
    yield "unlock", stage.settle
    yield "unlock-wrong", lambda: _try(form, "not it")
    yield "unlock-where", form.place.open
    yield "unlock-day", lambda: _ask_for_day(form)
    yield "new-notebook", lambda: _make_new(stage)
    yield "new-notebook-names", stage.unlock().create_form.names.open
    yield "risks", lambda: _open(stage, passphrase)


def _lists(stage: Stage) -> Iterator[Step]:
    names = (*FIRST_KINDS, *(each.name for each in KINDS.shared if each.name not in FIRST_KINDS))
    for name in names[1:]:
        yield f"list-{name}", partial(stage.kind, name)
    yield "search", lambda: _search(stage, "road")
    yield "search-nothing", lambda: _search(stage, "qqq")


def _records(stage: Stage) -> Iterator[Step]:
    yield "risk", lambda: stage.opened("risk", "Older pupils")
    for place, name in enumerate(("files", "history"), start=1):
        yield f"risk-{name}", partial(stage.shown("risk").record.tabs.setCurrentIndex, place)
    yield "collective-links", lambda: _links(stage)
    yield "incident-new", lambda: stage.kind("incident").begin()
    yield "incident-wrong", lambda: _save_wrong(stage)
    yield "measure-links", lambda: _pick(stage)
    yield "measure-answers", lambda: _answers(stage)
    yield "measure-question", lambda: _question(stage)
    yield "measure-deleted", lambda: _delete(stage)
    yield "contradiction", lambda: _contradiction(stage)


def _together(stage: Stage) -> Iterator[Step]:
    yield "devices", partial(stage.page, "devices")
    yield "devices-trust", lambda: _trust(stage)
    yield "give", lambda: _give(stage)
    yield "take", lambda: _take(stage, next(stage.props.glob("from-hill/*.age")))
    yield "take-not-a-bundle", lambda: _take(stage, stage.props / "hill.card")


def _try(form: OpenForm, passphrase: str) -> None:
    form.passphrase.setText(passphrase)
    form.try_to_open()


def _ask_for_day(form: OpenForm) -> None:
    form.problem.hide()
    form.day.ask(DateUnsure(clock="2009-01-01", newest="2026-11-23", reason="before_build"))


def _make_new(stage: Stage) -> None:
    stage.unlock().other.click()
    stage.unlock().create_form.lot.click()


def _open(stage: Stage, passphrase: str) -> None:
    stage.unlock().other.click()
    _try(stage.unlock().open_form, passphrase)


def _search(stage: Stage, words: str) -> None:
    stage.kind("incident").list.search.setText(words)


def _links(stage: Stage) -> None:
    stage.opened("collective", "Learning House").record.tabs.setCurrentIndex(3)


def _save_wrong(stage: Stage) -> None:
    record = stage.shown("incident").record
    record.tabs.form.form.row("description").input.put("Two motorcycles at the school, no plates")
    record.tabs.form.form.row("when").input.put({"from": "2026-13", "to": "2026-14"})
    record.keep()


def _pick(stage: Stage) -> None:
    page = stage.kind("measure")
    page.begin()
    links = page.record.tabs.form.form.row("risks").input
    if isinstance(links, LinksInput):
        links.button.click()


def _answers(stage: Stage) -> None:
    close_dialogs()
    first = stage.shown("measure").record.tabs.form.form.row("measure_type").input.first()
    if isinstance(first, Chooser):
        first.showPopup()


def _question(stage: Stage) -> None:
    close_dialogs()
    page = stage.shown("measure")
    page.record.tabs.form.form.row("title").input.put("Half a measure")
    page.record.leave()


def _delete(stage: Stage) -> None:
    close_dialogs()
    stage.shown("measure").record.tabs.form.forget()
    page = stage.opened("measure", "Water lorry")
    page.record.delete.click()


def _contradiction(stage: Stage) -> None:
    stage.opened("risk", "Quarrel").record.tabs.form.lead_to("trend")


def _trust(stage: Stage) -> None:
    page = stage.page("devices")
    if isinstance(page, DevicesPage):
        page.trust.card.put(stage.props / "river.card")
        page.trust.heard.setText("these are not its six words")
        page.trust.own_name.setText("river")
        page.trust.button.click()
        stage.settle()
        for area in page.findChildren(QScrollArea):
            area.ensureWidgetVisible(page.trust.button)


def _give(stage: Stage) -> None:
    page = stage.page("exchange")
    if isinstance(page, ExchangePage):
        page.give.folder.put(stage.props)
        page.give.button.click()


def _take(stage: Stage, file: Path) -> None:
    page = stage.page("exchange")
    if isinstance(page, ExchangePage):
        page.tabs.setCurrentIndex(1)
        page.take.clear()
        page.take.file.put(file)
        page.take.look.click()


def close_dialogs() -> None:
    """Close what stands before the window."""
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) or each.windowType() is Qt.WindowType.Popup:
            each.close()
