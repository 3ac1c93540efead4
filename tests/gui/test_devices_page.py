# SPDX-License-Identifier: GPL-3.0-or-later
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protectnet.app.devices import read_card_file, words_of
from tests.gui.driving import Laptop, shown_texts


@pytest.fixture
def pair(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Laptop, Path]]:
    """A laptop called river, and the card of another one called hill."""
    hill = Laptop(qtbot, qapp, tmp_path / "hill")
    hill.make_vault(device="hill", circle="upper valley")
    page = hill.devices()
    page.own.write(tmp_path / "hill.card")
    hill.settle()
    assert str(tmp_path / "hill.card") in page.banner.message()
    hill.end()
    river = Laptop(qtbot, qapp, tmp_path / "river")
    river.make_vault(device="river")
    yield river, tmp_path / "hill.card"
    river.end()


def words(card: Path, language: str = "en") -> str:
    return " ".join(words_of(read_card_file(card)[0], language))


def trust(laptop: Laptop, card: Path, heard: str, name: str = "Hill school") -> str:
    """Fill in the form, press its button; what is said then."""
    form = laptop.devices().trust
    form.card.put(card)
    form.heard.setText(heard)
    form.own_name.setText(name)
    form.button.click()
    laptop.settle()
    return form.problem.text() if not form.problem.isHidden() else laptop.devices().banner.message()


def test_own_words_when_shown_then_are_those_of_the_card(laptop: Laptop, tmp_path: Path) -> None:
    page = laptop.devices()
    page.own.write(tmp_path / "own.card")
    laptop.settle()
    assert page.own.words.text().split() == words(tmp_path / "own.card").split()
    assert "This computer is called “river”." in shown_texts(page)


def test_own_card_when_it_cannot_be_written_then_says_so(laptop: Laptop, tmp_path: Path) -> None:
    page = laptop.devices()
    page.own.write(tmp_path / "no such folder" / "own.card")
    laptop.settle()
    assert "own.card" in page.banner.message()


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_trust_when_the_words_are_right_in_any_language_then_the_device_is_listed(
    pair: tuple[Laptop, Path], language: str
) -> None:
    laptop, card = pair
    assert trust(laptop, card, words(card, language).upper()) == "“Hill school” is trusted now."
    listed = laptop.devices().members.list
    assert listed.item(0).text() == ("Hill school, which calls itself “hill”\nin no circle yet")
    form = laptop.devices().trust
    assert (form.card.path(), form.heard.text(), form.own_name.text()) == (None, "", "")


def test_trust_when_the_words_differ_then_is_not_trusted_and_the_right_ones_are_never_shown(
    pair: tuple[Laptop, Path],
) -> None:
    laptop, card = pair
    said = trust(laptop, card, "one two three four five six")
    right = words(card).split()
    assert said
    # Some of the list's words are everyday words; two of the card's in a row never are by chance.
    pairs = [f"{one} {other}" for one, other in itertools.pairwise(right)]
    assert not any(pair_of_words in said for pair_of_words in pairs)
    assert " ".join(right) not in " ".join(shown_texts().split())
    assert laptop.devices().members.list.count() == 0


def test_trust_when_no_card_is_chosen_then_says_so(laptop: Laptop) -> None:
    form = laptop.devices().trust
    form.button.click()
    assert form.problem.text() == "Choose the card first."


def test_trust_when_no_name_is_given_then_asks_for_one(pair: tuple[Laptop, Path]) -> None:
    laptop, card = pair
    assert trust(laptop, card, words(card), "") == "Give it a name that you will know it by."


@pytest.mark.parametrize("content", [b"", b"not a card", b"\xff" * 20_000])
def test_trust_when_the_file_is_no_card_then_says_so(
    laptop: Laptop, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "letter"
    file.write_bytes(content)
    assert "The device was not trusted." in trust(laptop, file, "a b c d e f")


def test_trust_when_the_card_is_its_own_then_says_so(laptop: Laptop, tmp_path: Path) -> None:
    laptop.devices().own.write(tmp_path / "own.card")
    laptop.settle()
    assert trust(laptop, tmp_path / "own.card", words(tmp_path / "own.card"))
    assert laptop.devices().members.list.count() == 0


def test_circle_when_a_device_is_let_in_then_the_list_says_what_it_may_do(
    pair: tuple[Laptop, Path],
) -> None:
    laptop, card = pair
    trust(laptop, card, words(card))
    members = laptop.devices().members
    members.role.choose("reader")
    members.button.click()
    laptop.settle()
    assert "“Hill school” is in the circle “valley” now." in laptop.devices().banner.message()
    assert members.list.item(0).text().endswith("\nvalley: reads only")


def test_circle_when_nobody_is_trusted_then_nobody_can_be_let_in(laptop: Laptop) -> None:
    members = laptop.devices().members
    assert not members.button.isVisible()
    assert "None yet." in shown_texts(members)
