# SPDX-License-Identifier: GPL-3.0-or-later
"""Driving the window as a person does: pages, buttons, fields; and waiting for the worker."""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from protectnet.app.clock import Clock
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import ProtectNetError
from protectnet.gui.application import Program
from protectnet.gui.pages.devices.devices_page import DevicesPage
from protectnet.gui.pages.exchange.exchange_page import ExchangePage
from protectnet.gui.pages.records.kind_page import KindPage
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.pages.unlock.unlock_page import UnlockPage
from protectnet.gui.work import Work
from protectnet.gui.workspace_view import WorkspaceView
from protectnet.vault.cost import KdfCost

T = TypeVar("T")

NO_KEY = Qt.KeyboardModifier.NoModifier

PASSPHRASE = "kestrel oak under the blue stone bridge"
NAMES = VaultNames(circle="valley", user="heron", device="river")
CHEAP = KdfCost.below_floor_for_tests()
create_cheaply = partial(create_vault, cost=CHEAP)


def new_vault(folder: Path, passphrase: str, names: VaultNames) -> Callable[[], Workspace]:
    """What the worker is given to make a vault that costs little to open."""
    return partial(create_cheaply, folder, passphrase, names, clock=Clock())


def settle(qtbot: QtBot, work: Work) -> None:
    """Wait until the worker has nothing to do and its answers are shown."""
    for _round in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: work.is_idle, timeout=30_000)


def type_into(widget: QWidget, text: str) -> None:
    """Type on the keyboard; letters of ASCII only, others end the interpreter inside Qt."""
    assert text.isascii()
    QTest.keyClicks(widget, text)


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press one key."""
    QTest.keyClick(widget, key, held)


def take_away() -> None:
    """Destroy the widgets that wait to be; outside of an event loop nobody else does."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(1)


class Catcher(QObject):
    """Takes what the worker tells, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[Any] = []
        self.errors: list[ProtectNetError] = []

    @Slot(object)
    def take(self, result: object) -> None:
        """Take a result."""
        self.results.append(result)

    @Slot(object)
    def fail(self, error: ProtectNetError) -> None:
        """Take an error."""
        self.errors.append(error)


def ask(qtbot: QtBot, work: Work, function: Callable[[Workspace], T]) -> T:
    """What a function of the workspace gives, run on the worker."""
    catcher = Catcher()
    work.run(function, catcher.take, catcher.fail)
    settle(qtbot, work)
    if catcher.errors:
        raise catcher.errors[0]
    result: T = catcher.results[0]
    return result


class Laptop:
    """A whole program with its window and a folder of its own."""

    def __init__(
        self,
        qtbot: QtBot,
        application: QApplication,
        folder: Path,
        language: str | None = None,
    ) -> None:
        folder.mkdir()
        self._qtbot = qtbot
        self.folder = folder
        self.vault = folder / "vault"
        doors = Doors(create=create_cheaply)
        self.program = Program(application, self.vault, folder / "window.ini", doors, language)
        self.window = self.program.window
        self.work = self.program.work
        self.window.show()

    def end(self) -> None:
        """Close the vault and take the window away."""
        self.program.end()
        self.window.hide()
        self.window.deleteLater()
        take_away()

    def activate(self) -> None:
        """Let the keyboard belong to this window, among several."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow, timeout=10_000)

    def settle(self) -> None:
        """Wait until nothing more happens."""
        settle(self._qtbot, self.work)

    @property
    def unlock(self) -> UnlockPage:
        """The first page."""
        page = self.window.unlock_page
        assert page is not None
        return page

    @property
    def view(self) -> WorkspaceView:
        """What is shown of the open vault."""
        view = self.window.view
        assert view is not None
        return view

    def make_vault(self, device: str = "river", circle: str = "valley") -> None:
        """Make a vault by the form for it."""
        form = self.unlock.create_form
        form.passphrase.setText(PASSPHRASE)
        form.again.setText(PASSPHRASE)
        form.names.open()
        form.device.setText(device)
        form.circle.setText(circle)
        form.user.setText("heron")
        form.button.click()
        self.settle()

    def lock(self) -> None:
        """Lock by the button."""
        self.view.sidebar.lock.click()
        self.settle()

    def unlock_with(self, passphrase: str) -> None:
        """Open the vault by the form for it."""
        self.unlock.open_form.passphrase.setText(passphrase)
        self.unlock.open_form.button.click()
        self.settle()

    def kind(self, name: str) -> KindPage:
        """Go to the list of a kind."""
        self.view.show_page(name)
        self.settle()
        page = self.view.page(name)
        assert isinstance(page, KindPage)
        return page

    def devices(self) -> DevicesPage:
        """Go to the page of devices."""
        self.view.show_page("devices")
        self.settle()
        page = self.view.page("devices")
        assert isinstance(page, DevicesPage)
        return page

    def exchange(self) -> ExchangePage:
        """Go to the page of giving and taking."""
        self.view.show_page("exchange")
        self.settle()
        page = self.view.page("exchange")
        assert isinstance(page, ExchangePage)
        return page

    def write(self, kind: str, **forms: object) -> KindPage:
        """Write a new record by its form, each field as a file would give it, and save it."""
        page = self.kind(kind)
        page.list.new.click()
        for name, form in forms.items():
            fill(page.record.tabs.form.form.row(name).input, form)
        page.record.save.click()
        self.settle()
        return page

    def titles(self, kind: str) -> list[str]:
        """The titles in the list of a kind."""
        table = self.kind(kind).list.table
        return [str(table.index(row, 0).data()) for row in range(table.rowCount())]

    def ask(self, function: Callable[[Workspace], T]) -> T:
        """What a function of the workspace gives."""
        return ask(self._qtbot, self.work, function)


def fill(made: Any, form: object) -> None:
    """Put a value into an input as if a person had typed it."""
    made.put(form)
    made.edited.emit()


def shown_texts(of: QWidget | None = None) -> str:
    """Everything that any widget says or holds, hidden ones too, as one text."""
    # A collection while Qt's list becomes Python's would destroy widgets that stand in it.
    gc.collect()
    widgets = of.findChildren(QWidget) if of else QApplication.allWidgets()
    return "\n".join(text for each in widgets for text in _texts(each))


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.toolTip(), widget.windowTitle())
    match widget:
        case QLabel() | QAbstractButton() | QLineEdit():
            yield widget.text()
        case QPlainTextEdit():
            yield widget.toPlainText()
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
        case QListWidget():
            yield from (widget.item(row).text() for row in range(widget.count()))
        case QTableView():
            table = widget.model()
            for row in range(table.rowCount()):
                for column in range(table.columnCount()):
                    yield str(table.index(row, column).data())
