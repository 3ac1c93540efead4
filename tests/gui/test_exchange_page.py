# SPDX-License-Identifier: GPL-3.0-or-later
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from protectnet.app.devices import read_card_file, words_of
from protectnet.bundle.card import Card
from tests.gui.driving import PASSPHRASE, Laptop, press, shown_texts


def trust(laptop: Laptop, card: Path, name: str) -> None:
    form = laptop.devices().trust
    form.card.put(card)
    form.heard.setText(" ".join(words_of(read_card_file(card)[0], "en")))
    form.own_name.setText(name)
    form.button.click()
    laptop.settle()


@pytest.fixture
def both(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Laptop, Laptop]]:
    """Two laptops that trust each other; hill is in the circle of river."""
    # The words of a card take a while, so each card's are computed once.
    monkeypatch.setattr(Card, "word_numbers", functools.cache(Card.word_numbers))
    river, hill = (Laptop(qtbot, qapp, tmp_path / name) for name in ("river", "hill"))
    for laptop, name in ((river, "river"), (hill, "hill")):
        laptop.make_vault(device=name, circle=f"{name} people")
        laptop.devices().own.write(tmp_path / f"{name}.card")
        laptop.settle()
    trust(river, tmp_path / "hill.card", "hill")
    trust(hill, tmp_path / "river.card", "river")
    river.devices().members.button.click()
    river.settle()
    (tmp_path / "stick").mkdir()
    yield river, hill
    river.end()
    hill.end()


def give(laptop: Laptop, stick: Path) -> Path:
    """Write a bundle by the form; where it is."""
    page = laptop.exchange()
    page.give.folder.put(stick)
    assert page.give.button.isEnabled()
    page.give.button.click()
    laptop.settle()
    return next(stick.glob("*.age"))


def look(laptop: Laptop, bundle: Path) -> str:
    """Ask what is in a bundle; what is said."""
    page = laptop.exchange()
    page.tabs.setCurrentIndex(1)
    page.take.file.put(bundle)
    page.take.look.click()
    laptop.settle()
    return page.take.origin.text() if page.take.origin.isVisible() else page.banner.message()


def test_give_when_nobody_is_in_the_circle_then_says_where_to_go(laptop: Laptop) -> None:
    page = laptop.exchange()
    assert not page.give.button.isVisible()
    assert "Add one on the page “Devices”." in shown_texts(page.give)


def test_give_when_written_then_says_what_a_finder_would_see(
    both: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    river, _hill = both
    bundle = give(river, tmp_path / "stick")
    said = river.exchange().banner.message()
    assert f"Written to {tmp_path / 'stick'} and read back: {bundle.name}" in said
    assert said.index("Whoever finds the file") < said.index("You may remove the stick.")


def test_give_when_nobody_is_chosen_then_cannot_be_written(
    both: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    river, _hill = both
    form = river.exchange().give
    form.folder.put(tmp_path / "stick")
    form.takers.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not form.button.isEnabled()
    form.give()
    river.settle()
    assert list((tmp_path / "stick").iterdir()) == []


def test_give_when_the_folder_is_gone_then_says_so(
    both: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    river, _hill = both
    page = river.exchange()
    page.give.folder.put(tmp_path / "pulled out")
    page.give.button.click()
    river.settle()
    assert "pulled out" in page.banner.message()
    assert page.give.button.isEnabled()


def test_take_when_looked_at_then_nothing_is_written_until_it_is_taken(
    both: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    river, hill = both
    river.write("risk", title="Road to the quarry", likelihood=4)
    bundle = give(river, tmp_path / "stick")
    said = look(hill, bundle)
    assert "From “river”" in said
    assert (
        "With it this computer enters the circle “river people”, which “river” made: hill, river."
        in said
    )
    assert "The bundle would change 1 record:" in said
    lines = hill.exchange().take.lines
    cells = [lines.model().index(0, column).data() for column in range(4)]
    assert cells == ["new", "Risk", "Road to the quarry", "Short name of the risk, How likely"]
    assert hill.ask(lambda workspace: list(workspace.records.every())) == []
    hill.exchange().take.take.click()
    hill.settle()
    assert hill.exchange().banner.message() == "Taken in from “river”: 1 record."
    assert hill.titles("risk") == ["Road to the quarry"]


def test_take_when_left_then_nothing_is_taken(both: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    river, hill = both
    river.write("risk", title="Road to the quarry")
    look(hill, give(river, tmp_path / "stick"))
    hill.exchange().take.leave.click()
    hill.settle()
    assert not hill.exchange().take.take.isVisible()
    assert hill.titles("risk") == []


def test_take_when_all_is_known_then_says_so(both: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    river, hill = both
    bundle = give(river, tmp_path / "stick")
    look(hill, bundle)
    hill.exchange().take.take.click()
    hill.settle()
    assert "All of the bundle is here already." in look(hill, bundle)
    assert not hill.exchange().take.take.isEnabled()


@pytest.mark.parametrize("content", [b"", b"age-encryption.org/v1\n", b"a letter"])
def test_take_when_the_file_is_no_bundle_then_says_that_nothing_was_taken(
    laptop: Laptop, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "file.age"
    file.write_bytes(content)
    said = look(laptop, file)
    assert "Nothing was taken in; your records are as they were." in said
    assert laptop.exchange().take.look.isEnabled()


def test_take_when_the_file_is_gone_then_says_so(laptop: Laptop, tmp_path: Path) -> None:
    assert "gone.age" in look(laptop, tmp_path / "gone.age")


def test_take_when_the_sender_is_not_trusted_then_says_what_to_do(
    both: tuple[Laptop, Laptop], tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    river, _hill = both
    stranger = Laptop(qtbot, qapp, tmp_path / "stranger")
    stranger.make_vault(device="stranger")
    assert "not for this device" in look(stranger, give(river, tmp_path / "stick"))
    stranger.end()


def test_contradiction_when_both_changed_a_field_then_a_person_decides(
    both: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    river, hill = both
    river.write("risk", title="Road", trend="same")
    first = give(river, tmp_path / "stick")
    look(hill, first)
    hill.exchange().take.take.click()
    hill.settle()
    first.unlink()
    for laptop, trend in ((river, "rising"), (hill, "falling")):
        page = laptop.kind("risk")
        page.open(page.list.table.id_at(0))
        laptop.settle()
        chooser = page.record.tabs.form.form.row("trend").input
        chooser.put(trend)
        chooser.edited.emit()
        page.record.save.click()
        laptop.settle()
    look(hill, give(river, tmp_path / "stick"))
    lines = hill.exchange().take.lines
    assert str(lines.model().index(0, 3).data()) == (
        "Rising or falling – here: Falling; in the bundle: Rising"
    )
    hill.exchange().take.take.click()
    hill.settle()
    assert hill.titles("risk") == ["contradiction · Road"]
    page = hill.kind("risk")
    page.open(page.list.table.id_at(0))
    hill.settle()
    assert "In 1 field people wrote different things" in page.record.banner.message()
    row = page.record.tabs.form.form.row("trend")
    shown = row.input.given()
    said = shown_texts(row)
    assert "heron on river" in said
    assert "heron on hill" in said
    [take] = [each for each in row.findChildren(QPushButton) if each.text() == "Take this one"]
    take.click()
    page.record.save.click()
    hill.settle()
    assert page.record.banner.message() == "Saved on this computer."
    [record] = hill.ask(lambda workspace: list(workspace.records.every()))
    assert record.contradictions == {}
    assert record.values["trend"] != shown


def test_take_when_a_clock_was_far_ahead_then_that_is_said_calmly(
    both: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    river, hill = both
    river.lock()
    river.unlock.open_form.day.show()
    river.unlock.open_form.day.day.line.setText("2099-01-01")
    river.unlock_with(PASSPHRASE)
    river.unlock.open_form.day.insist.click()
    river.settle()
    river.write("risk", title="Ford")
    said = look(hill, give(river, tmp_path / "stick"))
    assert "1 change carries a date in the future: 2099-01-01." in said
    assert said.endswith("The bundle would change 1 record:")


def test_take_when_shown_by_enter_then_a_second_enter_takes_nothing_in(
    both: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    river, hill = both
    river.write("risk", title="Road to the quarry")
    bundle = give(river, tmp_path / "stick")
    page = hill.exchange()
    page.tabs.setCurrentIndex(1)
    page.take.file.line.setText(str(bundle))
    hill.activate()
    press(page.take.file.line, Qt.Key.Key_Return)
    hill.settle()
    focused = QApplication.focusWidget()
    assert focused is page.take.lines
    assert page.take.lines.currentRow() == 0
    press(focused, Qt.Key.Key_Return)
    hill.settle()
    assert hill.ask(lambda workspace: list(workspace.records.every())) == []


def test_take_when_the_window_is_small_then_a_contradiction_is_read_whole(
    laptop: Laptop,
) -> None:
    laptop.window.resize(800, 560)
    form = laptop.exchange().take
    laptop.exchange().tabs.setCurrentIndex(1)
    long = "Rising or falling – here: Falling; in the bundle: " + "Rising and more " * 6
    form._preview.show()
    form.lines.fill([("contradiction", "Risk", "Road", long)])
    QApplication.processEvents()
    column = form.lines.columnWidth(3)
    flags = int(Qt.TextFlag.TextWordWrap)
    needed = form.lines.fontMetrics().boundingRect(0, 0, column, 9999, flags, long)
    assert form.lines.rowHeight(0) >= needed.height() > form.lines.fontMetrics().height()
    assert form.lines.viewport().width() >= sum(form.lines.columnWidth(each) for each in range(4))
