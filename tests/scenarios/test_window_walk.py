# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end in two real windows, by keys and clicks.

What is typed are facts of a published case (tests/cases/05-tsagaan-ovoo.facts.txt), in our words.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.driving import PASSPHRASE, Laptop, press, type_into

from protectnet.app.workspace import Workspace
from protectnet.gui.fields.links import LinksInput
from protectnet.gui.pages.records.kind_page import KindPage

CONTROL = Qt.KeyboardModifier.ControlModifier

RISK = "Guards of the mine use force"
STATEMENT = "The guards hired by the mine may hurt herders who protest against the fence."
MEASURE = "Film what the guards do"
CONTACT = "Centre in the capital"


@pytest.fixture
def laptops(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    herders, office = (Laptop(qtbot, qapp, tmp_path / name) for name in ("herders", "office"))
    yield herders, office
    herders.end()
    office.end()


def focused(laptop: Laptop) -> QWidget:
    """The widget that would get what a person types."""
    widget = laptop.window.focusWidget()
    assert widget is not None
    return widget


def type_here(laptop: Laptop, text: str) -> None:
    type_into(focused(laptop), text)


def begin(laptop: Laptop, row: int) -> KindPage:
    """Go to the page in a row of the sidebar and ask for a new record, by keys."""
    laptop.activate()
    press(laptop.window, Qt.Key(Qt.Key.Key_0.value + row), CONTROL)
    laptop.settle()
    press(focused(laptop), Qt.Key.Key_N, CONTROL)
    laptop.settle()
    [page] = [each for each in laptop.window.findChildren(KindPage) if each.isVisible()]
    return page


def keep(laptop: Laptop, page: KindPage) -> None:
    laptop.activate()
    press(focused(laptop), Qt.Key.Key_S, CONTROL)
    laptop.settle()
    assert page.record.banner.message() == "Saved on this computer."


def make_vault(laptop: Laptop, device: str) -> None:
    """Make a vault as its first page asks for it."""
    laptop.activate()
    form = laptop.unlock.create_form
    assert focused(laptop) is form.passphrase
    type_here(laptop, PASSPHRASE)
    type_into(form.again, PASSPHRASE)
    form.names.heading.click()
    for line, text in ((form.device, device), (form.circle, f"{device} people")):
        line.selectAll()
        type_into(line, text)
    press(form.again, Qt.Key.Key_Return)
    laptop.settle()
    assert laptop.view.isVisible()


def write_risk(laptop: Laptop) -> None:
    page = begin(laptop, 1)
    form = page.record.tabs.form.form
    assert focused(laptop) is form.row("title").input.first()
    type_here(laptop, RISK)
    press(focused(laptop), Qt.Key.Key_Tab)
    type_here(laptop, STATEMENT)
    likely = form.row("likelihood").input.first()
    likely.setFocus()
    type_into(likely, "4")
    keep(laptop, page)
    assert form.row("likelihood").input.given() == 4


def write_measure(laptop: Laptop, qtbot: QtBot) -> None:
    page = begin(laptop, 3)
    type_here(laptop, MEASURE)
    links = page.record.tabs.form.form.row("risks").input
    assert isinstance(links, LinksInput)
    links.button.setFocus()
    press(links.button, Qt.Key.Key_Space)
    picker = links.picker
    assert picker is not None
    type_into(picker.search, "guards")
    qtbot.waitUntil(lambda: picker.search.text() == "guards" and picker.found.count() == 1)
    qtbot.waitUntil(picker.take.isEnabled)
    picker.take.click()
    keep(laptop, page)


def write_contact(laptop: Laptop) -> None:
    page = begin(laptop, 4)
    type_here(laptop, CONTACT)
    type_into(page.record.tabs.form.form.row("last_verified").input.first(), "2018-08")
    keep(laptop, page)


def trust(one: Laptop, card: Path, heard: str, name: str) -> str:
    """Let ``one`` trust the device of a card by words that were heard; what it says then."""
    form = one.devices().trust
    type_into(form.card.line, str(card))
    type_into(form.heard, heard)
    type_into(form.own_name, name)
    form.button.click()
    one.settle()
    said = form.problem.text() if form.problem.isVisible() else one.devices().banner.message()
    for line in (form.card.line, form.heard, form.own_name):
        line.clear()
    return said


def trust_each_other(one: Laptop, other: Laptop, stick: Path) -> None:
    """Cards go by the stick; the words are read off one screen and typed into the other."""
    for laptop, name in ((one, "herders"), (other, "office")):
        laptop.devices().own.write(stick / f"{name}.card")
        laptop.settle()
    for here, there, name in ((one, other, "office"), (other, one, "herders")):
        words = " ".join(there.devices().own.words.text().split())
        said = trust(here, stick / f"{name}.card", f"{words} not", name)
        assert "trusted now" not in said
        assert words not in said
        assert trust(here, stick / f"{name}.card", words, name) == f"“{name}” is trusted now."


def give(laptop: Laptop, stick: Path, circle: str | None = None) -> Path:
    before = set(stick.glob("*.age"))
    page = laptop.exchange()
    page.tabs.setCurrentIndex(0)
    if circle is not None:
        assert page.give.circle.choose(circle)
    page.give.folder.line.clear()
    type_into(page.give.folder.line, str(stick))
    press(page.give.folder.line, Qt.Key.Key_Return)
    page.give.button.click()
    laptop.settle()
    assert "You may remove the stick." in page.banner.message()
    [bundle] = set(stick.glob("*.age")) - before
    return bundle


def preview(laptop: Laptop, bundle: Path) -> list[tuple[str, str]]:
    """What the page says a bundle would change: effects and titles."""
    page = laptop.exchange()
    page.tabs.setCurrentIndex(1)
    page.take.file.line.clear()
    type_into(page.take.file.line, str(bundle))
    press(page.take.file.line, Qt.Key.Key_Return)
    laptop.settle()
    table = page.take.lines.model()
    rows = range(table.rowCount())
    return [(table.index(row, 0).data(), table.index(row, 2).data()) for row in rows]


def take(laptop: Laptop) -> str:
    page = laptop.exchange()
    page.take.take.click()
    laptop.settle()
    return page.banner.message()


def digests(workspace: Workspace) -> dict[str, str]:
    """The state digest of each circle, by its id."""
    circles = workspace.upkeep.status().circles
    return {each.id.hex(): each.state_digest.hex() for each in circles}


def shared_circle(one: Laptop, other: Laptop) -> str:
    [shared] = set(one.ask(digests)) & set(other.ask(digests))
    return shared


def test_walk_when_two_windows_exchange_then_both_show_the_same(
    laptops: tuple[Laptop, Laptop], qtbot: QtBot, tmp_path: Path
) -> None:
    herders, office = laptops
    stick = tmp_path / "stick"
    stick.mkdir()
    make_vault(herders, "herders")
    make_vault(office, "office")
    write_risk(herders)
    write_measure(herders, qtbot)
    write_contact(herders)
    trust_each_other(herders, office, stick)
    herders.devices().members.button.click()
    herders.settle()

    bundle = give(herders, stick)
    assert sorted(preview(office, bundle)) == [("new", CONTACT), ("new", MEASURE), ("new", RISK)]
    assert [office.titles(kind) for kind in ("risk", "measure", "contact")] == [[], [], []]
    preview(office, bundle)
    assert take(office) == "Taken in from “herders”: 3 records."
    shown = [office.titles(kind) for kind in ("risk", "measure", "contact")]
    assert shown == [[RISK], [MEASURE], [CONTACT]]
    circle = shared_circle(herders, office)
    assert herders.ask(digests)[circle] == office.ask(digests)[circle]

    answer_and_take_back(herders, office, stick, circle)

    office.lock()
    office.unlock_with(PASSPHRASE)
    assert office.titles("risk") == [RISK]


def answer_and_take_back(herders: Laptop, office: Laptop, stick: Path, circle: str) -> None:
    """The office judges the risk and gives it back; both then show the same again."""
    office.activate()
    page = office.kind("risk")
    press(page.list.view, Qt.Key.Key_Down)
    page.list.view.activated.emit(page.list.table.index(0, 0))
    office.settle()
    form = page.record.tabs.form.form
    assert form.row("statement").input.given() == STATEMENT
    bad = form.row("impact").input.first()
    bad.setFocus()
    type_into(bad, "3")
    keep(office, page)
    assert herders.ask(digests)[circle] != office.ask(digests)[circle]
    bundle = give(office, stick, circle)
    assert preview(herders, bundle) == [("changed", RISK)]
    assert take(herders) == "Taken in from “office”: 1 record."
    assert herders.ask(digests)[circle] == office.ask(digests)[circle]
    page = herders.kind("risk")
    assert page.list.table.index(0, 2).data() == "3 Serious"
