# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders the pages into build/screenshots/, in each appearance and two sizes, to be looked at.

`screenshots.py [--appearance light …] [--size 1366x768 …] [--text 100] [--language en]`. Everything
shown is the sample network, which is invented.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from protectnet.app.clock import Clock
from protectnet.app.contradiction_words import Side
from protectnet.app.devices import words_of
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault
from protectnet.app.sample import make_demo
from protectnet.gui.application import Program, make_application
from protectnet.gui.fields.links import LinksInput
from protectnet.gui.pages.devices.devices_page import DevicesPage
from protectnet.gui.pages.exchange.exchange_page import ExchangePage
from protectnet.gui.pages.records.kind_page import KindPage
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.pages.unlock.open_form import OpenForm
from protectnet.gui.preferences import Preferences, keep_preferences
from protectnet.gui.style.dressing import Look
from protectnet.gui.style.tokens import Appearance
from protectnet.gui.widgets.chooser import Chooser
from protectnet.i18n import languages
from protectnet.vault.cost import KdfCost

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "screenshots"
SIZES = ("1366x768", "1024x600")
PATIENCE_SECONDS = 60.0
_CHEAP = KdfCost.below_floor_for_tests()
_PHRASE = "seven words that stand in no list at all"

Step = tuple[str, Callable[[], None]]


class Stage:
    """One window over copies of two vaults, of which the second gave the first a bundle."""

    def __init__(self, application: QApplication, props: Path, chosen: Preferences) -> None:
        self._application = application
        self.props = props
        keep_preferences(props / "window.ini", chosen)
        doors = Doors(create=partial(create_vault, cost=_CHEAP))
        self.program = Program(application, props / "vault", props / "window.ini", doors)
        self.window = self.program.window

    def settle(self) -> None:
        """Let the worker finish and everything be painted."""
        until = time.monotonic() + PATIENCE_SECONDS
        for _round in range(3):
            self._application.processEvents()
            while not self.program.work.is_idle:
                if time.monotonic() > until:
                    raise TimeoutError
                self._application.processEvents()
            time.sleep(0.2)
            self._application.processEvents()

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


def steps(stage: Stage, passphrase: str) -> Iterator[Step]:
    """What to show, by name, in an order in which it can be reached."""
    unlock = stage.window.unlock_page
    if unlock is None:
        raise RuntimeError("the vault is open")
    form = unlock.open_form
    yield "01-unlock", stage.settle
    yield "02-unlock-wrong", lambda: _try(form, "not it")
    yield "03-new-notebook", lambda: _make_new(stage)
    yield "04-risks", lambda: _open(stage, passphrase)
    yield "05-risk", lambda: _open_first(stage, "risk")
    yield "06-risk-history", lambda: stage.shown("risk").record.tabs.setCurrentIndex(2)
    yield "07-risk-links", lambda: stage.shown("risk").record.tabs.setCurrentIndex(3)
    yield "08-new-incident", lambda: stage.kind("incident").begin()
    yield "09-new-incident-wrong", lambda: _save_wrong(stage)
    yield "10-measures", lambda: stage.kind("measure").go_home()
    yield "11-deleted", lambda: _delete(stage)
    yield "12-empty", lambda: _search(stage, "qqq")
    yield "13-devices", lambda: _devices(stage)
    yield "14-give", lambda: _give(stage)
    yield "15-take", lambda: _take(stage)
    yield "16-picker", lambda: _pick(stage)
    yield "17-list-of-answers", lambda: _answers(stage)
    yield "18-question", lambda: _question(stage)
    yield "19-contradiction", lambda: _contradict(stage)


def _try(form: OpenForm, passphrase: str) -> None:
    form.passphrase.setText(passphrase)
    form.try_to_open()


def _make_new(stage: Stage) -> None:
    unlock = stage.window.unlock_page
    if unlock is not None:
        unlock.other.click()
        unlock.create_form.lot.click()


def _open(stage: Stage, passphrase: str) -> None:
    unlock = stage.window.unlock_page
    if unlock is not None:
        unlock.other.click()
        _try(unlock.open_form, passphrase)


def _open_first(stage: Stage, kind: str) -> None:
    page = stage.kind(kind)
    page.open(page.list.table.id_at(1))


def _save_wrong(stage: Stage) -> None:
    record = stage.kind("incident").record
    stage.kind("incident").begin()
    record.tabs.form.form.row("description").input.put("Two motorcycles at the school, no plates")
    record.tabs.form.form.row("when").input.put({"from": "2026-13", "to": "2026-13"})
    record.keep()


def _delete(stage: Stage) -> None:
    page = stage.kind("measure")
    page.open(page.list.table.id_at(0))
    stage.settle()
    page.record.delete.click()


def _search(stage: Stage, words: str) -> None:
    stage.kind("contact").list.search.setText(words)


def _devices(stage: Stage) -> None:
    page = stage.page("devices")
    if isinstance(page, DevicesPage):
        page.trust.card.put(stage.props / "hill.card")
        page.trust.heard.setText((stage.props / "hill.words").read_text())
        page.trust.own_name.setText("hill")
        page.trust.button.click()
        stage.settle()
        page.members.button.click()
        stage.settle()


def _give(stage: Stage) -> None:
    page = stage.page("exchange")
    if isinstance(page, ExchangePage):
        page.give.folder.put(stage.props)
        page.give.button.click()


def _take(stage: Stage) -> None:
    page = stage.page("exchange")
    if isinstance(page, ExchangePage):
        page.tabs.setCurrentIndex(1)
        page.take.file.put(next(stage.props.glob("from-hill/*.age")))
        page.take.look.click()


def _pick(stage: Stage) -> None:
    form = stage.kind("measure")
    form.begin()
    links = form.record.tabs.form.form.row("risks").input
    if isinstance(links, LinksInput):
        links.button.click()


def _answers(stage: Stage) -> None:
    _close_dialogs()
    first = stage.shown("measure").record.tabs.form.form.row("measure_type").input.first()
    if isinstance(first, Chooser):
        first.showPopup()


def _question(stage: Stage) -> None:
    _close_dialogs()
    page = stage.shown("measure")
    page.record.tabs.form.form.row("title").input.put("Half a measure")
    page.record.leave()


def _contradict(stage: Stage) -> None:
    _close_dialogs()
    page = stage.shown("measure")
    page.record.tabs.form.forget()
    page = stage.kind("risk")
    page.open(page.list.table.id_at(0))
    stage.settle()
    row = page.record.tabs.form.form.row("trend")
    sides = (Side("Rising", "ana", "a1", "rising"), Side("Falling", "beto", "b2", "falling"))
    row.put("rising", sides)
    page.record.tabs.form.lead_to("trend")


def _close_dialogs() -> None:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) or each.windowType() is Qt.WindowType.Popup:
            each.close()


def make_props(folder: Path) -> str:
    """The sample vault, and a bundle to take; what opens the vault."""
    demo = make_demo(folder / "vault", cost=_CHEAP)
    names = VaultNames(circle="hill people", user="keeper", device="hill")
    stick = folder / "from-hill"
    stick.mkdir()
    with (
        create_vault(folder / "hill", _PHRASE, names, clock=Clock(), cost=_CHEAP) as hill,
        Doors().open(demo.folder, demo.passphrase, clock=Clock()) as own,
    ):
        hill.devices.write_card(folder / "hill.card")
        (folder / "hill.words").write_text(" ".join(words_of(hill.devices.card(), "en")))
        own.devices.write_card(folder / "own.card")
        hill.devices.trust(folder / "own.card", " ".join(words_of(own.devices.card(), "en")), "own")
        hill.add_to_circle("hill people", "own", "contributor")
        hill.editing.add("risk", {"title": "Men with surveying poles at the spring", "impact": 4})
        hill.editing.add("measure", {"title": "Nobody goes to the spring alone"})
        hill.giving.write(["own"], stick)
    return demo.passphrase


def render(
    application: QApplication, props: Path, passphrase: str, chosen: Preferences, size: str
) -> int:
    """Walk the window once and keep a picture of each page; how many."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "props"
        shutil.copytree(props, copy)
        stage = Stage(application, copy, chosen)
        look, language = chosen.look, chosen.language
        width, height = (int(each) for each in size.split("x"))
        stage.window.resize(width, height)
        stage.window.show()
        count = 0
        for name, act in steps(stage, passphrase):
            act()
            stage.settle()
            picture = f"{name}-{look.resolved.value}-{size}-{look.text_size}-{language}.png"
            _picture_of(stage.window).save(str(OUT / picture))
            count += 1
        stage.window.close()
        stage.program.end()
        return count


def _picture_of(window: QWidget) -> QPixmap:
    """The window with the dialogs and lists that stand before it."""
    picture = window.grab()
    painter = QPainter(picture)
    for each in QApplication.topLevelWidgets():
        if each is not window and each.isVisible():
            place = each.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
            if isinstance(each, QDialog):
                place = window.rect().center() - each.rect().center()
            painter.drawPixmap(place, each.grab())
    painter.end()
    return picture


def main() -> int:
    """Render what was asked for and say how much that was."""
    parser = argparse.ArgumentParser(description="Render the pages of the window.")
    names = [each.value for each in Appearance]
    parser.add_argument("--appearance", nargs="*", choices=names, default=names[:2])
    parser.add_argument("--size", nargs="*", default=list(SIZES))
    parser.add_argument("--text", type=int, default=100)
    parser.add_argument("--language", choices=languages(), default="en")
    asked = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    application = make_application([])
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        passphrase = make_props(Path(folder))
        for appearance in asked.appearance:
            for size in asked.size:
                look = Look(Appearance(appearance), asked.text)
                chosen = Preferences(asked.language, look)
                count += render(application, Path(folder), passphrase, chosen, size)
    print(f"{count} pictures in {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
