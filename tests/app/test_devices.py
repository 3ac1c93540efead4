# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards written and trusted by their words, and devices found by name or id."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.laptops import made

from protectnet.app.devices import (
    AmbiguousDevice,
    OwnCard,
    UnknownDevice,
    WordsDiffer,
    words_of,
)
from protectnet.app.outside import FileUnreadable, FileUnwritable
from protectnet.app.workspace import Workspace
from protectnet.bundle.card import Card, NotACard
from protectnet.domain.errors import InvalidRecord
from protectnet.store.errors import OutFileExists


@pytest.fixture(autouse=True)
def _words_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a card take half a second each time they are asked for."""
    monkeypatch.setattr(Card, "word_numbers", functools.cache(Card.word_numbers))


@pytest.fixture
def hill(tmp_path: Path) -> Iterator[Workspace]:
    with made(tmp_path, "hill", "hill") as opened:
        yield opened


@pytest.fixture
def card(hill: Workspace, outside: Path) -> Path:
    return hill.devices.write_card(outside / "hill.card").path


def heard(device: Workspace, language: str = "en") -> str:
    return " ".join(words_of(device.devices.card(), language))


def test_card_when_written_then_the_words_are_given_in_each_language(
    hill: Workspace, outside: Path
) -> None:
    written = hill.devices.write_card(outside / "a.card")
    assert written.words == {
        language: tuple(heard(hill, language).split()) for language in ("en", "es", "fr")
    }
    assert all(len(words) == 6 for words in written.words.values())


def test_card_when_something_is_there_already_then_it_is_left(
    hill: Workspace, outside: Path
) -> None:
    there = outside / "letter.txt"
    there.write_text("dear aunt", "utf-8")
    with pytest.raises(OutFileExists):
        hill.devices.write_card(there)
    assert there.read_text("utf-8") == "dear aunt"
    with pytest.raises(FileUnwritable):
        hill.devices.write_card(outside / "no folder" / "a.card")


def test_trust_when_the_words_were_heard_then_the_device_is_known_by_our_name(
    workspace: Workspace, hill: Workspace, card: Path
) -> None:
    trusted = workspace.devices.trust(card, heard(hill), "Heron's laptop")
    assert (trusted.device, trusted.name, trusted.code_name) == (
        hill.device,
        "Heron's laptop",
        "hill",
    )
    assert workspace.devices.find("Heron's laptop") == trusted
    assert workspace.devices.find(hill.device.hex()[:8].upper()) == trusted
    assert workspace.devices.name_of(hill.device) == "Heron's laptop"
    assert [each.name for each in workspace.devices.all()] == ["laptop", "Heron's laptop"]
    assert [each.is_this for each in workspace.devices.all()] == [True, False]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_trust_when_words_are_typed_as_heard_then_case_accents_and_commas_do_not_matter(
    workspace: Workspace, hill: Workspace, card: Path, language: str
) -> None:
    typed = heard(hill, language).upper().replace(" ", ", ")
    assert workspace.devices.trust(card, typed, "hill").device == hill.device


def test_trust_when_a_word_differs_then_the_device_is_not_trusted(
    workspace: Workspace, hill: Workspace, card: Path
) -> None:
    words = heard(hill).split()
    for typed in (" ".join(words[:5]), " ".join([*words[1:], words[0]]), "", "x " * 6):
        with pytest.raises(WordsDiffer):
            workspace.devices.trust(card, typed, "hill")
    assert workspace.devices.trusted() == {}


def test_trust_when_the_card_is_our_own_damaged_or_missing_then_each_has_its_error(
    workspace: Workspace, hill: Workspace, card: Path, outside: Path
) -> None:
    own = workspace.devices.write_card(outside / "own.card").path
    with pytest.raises(OwnCard):
        workspace.devices.trust(own, heard(workspace), "me")
    damaged = bytearray(card.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (outside / "damaged.card").write_bytes(damaged)
    with pytest.raises(NotACard):
        workspace.devices.trust(outside / "damaged.card", heard(hill), "hill")
    with pytest.raises(FileUnreadable):
        workspace.devices.trust(outside / "gone.card", heard(hill), "hill")
    assert workspace.devices.trusted() == {}


def test_trust_when_the_name_is_empty_then_nothing_is_kept(
    workspace: Workspace, hill: Workspace, card: Path
) -> None:
    with pytest.raises(InvalidRecord):
        workspace.devices.trust(card, heard(hill), "")
    assert workspace.devices.trusted() == {}


def test_trust_when_done_again_then_the_newer_name_stands(
    workspace: Workspace, hill: Workspace, card: Path
) -> None:
    workspace.devices.trust(card, heard(hill), "hill")
    workspace.devices.trust(card, heard(hill), "Heron")
    assert [each.name for each in workspace.devices.trusted().values()] == ["Heron"]


def test_find_when_nobody_or_several_are_meant_then_says_so(
    workspace: Workspace, hill: Workspace, card: Path, outside: Path, tmp_path: Path
) -> None:
    workspace.devices.trust(card, heard(hill), "heron")
    for given in ("lake", hill.device.hex()[:3], ""):
        with pytest.raises(UnknownDevice):
            workspace.devices.find(given)
    with made(tmp_path, "lake", "lake") as lake:
        second = lake.devices.write_card(outside / "lake.card").path
        workspace.devices.trust(second, heard(lake), "heron")
        with pytest.raises(AmbiguousDevice) as refusal:
            workspace.devices.find("heron")
        ids = refusal.value.facts["ids"]
        assert isinstance(ids, tuple)
        assert set(ids) == {hill.device.hex(), lake.device.hex()}


def test_name_of_when_a_device_is_not_trusted_then_its_code_name_or_id_is_shown(
    workspace: Workspace, hill: Workspace
) -> None:
    assert workspace.devices.name_of(hill.device, "hill") == "hill"
    assert workspace.devices.name_of(hill.device) == hill.device.hex()[:8]
    assert workspace.devices.name_of(workspace.device) == "laptop"
