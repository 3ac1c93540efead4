# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking several bundles, from folders, as they were shown, and taking them back."""

import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.scenarios.laptops import CIRCLE, copied, digest, opened, prepare, told

from protectnet.app import giving
from protectnet.app.bundle_files import UnknownSender
from protectnet.app.bundle_folder import NoBundleHere
from protectnet.app.taking import VaultChanged
from protectnet.app.undoing import NothingTaken
from protectnet.app.workspace import Workspace
from protectnet.bundle.errors import BundleChanged, BundleDamaged, NotForThisDevice
from protectnet.bundle.planning import plan_parts
from protectnet.domain.record import Existence
from protectnet.store.parking import parked
from protectnet.store.vectors import vectors
from protectnet.sync.undo import Fate, Left

BOTH = ("river", "hill")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle valley, and hill joined it."""
    return prepare(tmp_path_factory.mktemp("prepared"), BOTH)


@pytest.fixture
def river(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    copied(prepared, tmp_path, BOTH)
    with opened(tmp_path, "river") as workspace:
        yield workspace


@pytest.fixture
def hill(river: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    with opened(tmp_path, "hill") as workspace:
        yield workspace


def sent(river: Workspace, outside: Path, *titles: str) -> list[Path]:
    """A bundle after each new risk of the river's."""
    found = []
    for title in titles:
        river.editing.add("risk", {"title": title}, circle=CIRCLE)
        found.append(river.giving.write(["hill"], outside, circle=CIRCLE).path)
    return found


def titles(vault: Workspace) -> list[str]:
    """What the risks that are shown are called."""
    every = (each for each in vault.records.every() if each.kind.name == "risk")
    return sorted(each.title for each in every if each.existence is Existence.LIVE)


def held(vault: Workspace) -> object:
    """All that a vault shows and holds: the heads of its logs, its vectors, records and files."""
    of_circles = [
        (each.hex(), vectors(vault._store, each), parked(vault._store, each))
        for each in vault.circles.ids()
    ]
    return told(vault), of_circles


def test_folder_when_taken_then_what_is_for_others_is_ignored_and_what_is_damaged_is_named(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    first, second = sent(river, outside, "Ford", "Bridge")
    (outside / "copy of it (conflict).age").write_bytes(first.read_bytes())
    (outside / "letter.txt").write_text("Dear aunt", "utf-8")
    (outside / "half.age.part").write_bytes(second.read_bytes()[:-40])
    looked = hill.taking.preview_all([outside])
    assert len(looked.previews) == 2
    assert titles(hill) == []
    taken = hill.taking.accept_all([outside], expected=looked.id)
    assert taken.id == looked.id
    assert taken.ignored == 1
    assert [each.error.code for each in taken.left_out] == [BundleDamaged.code]
    assert titles(hill) == ["Bridge", "Ford"]
    assert digest(hill) == digest(river)
    hill.upkeep.check()


def test_folder_when_nothing_in_it_is_for_this_device_then_says_so(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    with pytest.raises(NoBundleHere):
        hill.taking.accept_all([outside])
    [bundle] = sent(river, outside, "Ford")
    with pytest.raises(NoBundleHere):
        river.taking.accept_all([outside])
    with pytest.raises(NotForThisDevice):
        river.taking.accept_all([bundle])


def test_expect_when_the_vault_or_the_bundle_changed_then_nothing_is_taken(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    first, second = sent(river, outside, "Ford", "Bridge")
    shown = hill.taking.preview_all([second])
    with pytest.raises(BundleChanged):
        hill.taking.accept_all([first], expected=shown.id)
    hill.upkeep.seal()
    hill.editing.add("risk", {"title": "Own"}, circle=CIRCLE)
    before = told(hill)
    with pytest.raises(VaultChanged):
        hill.taking.accept_all([second], expected=shown.id)
    assert told(hill) == before
    hill.taking.accept_all([second], expected=hill.taking.preview_all([second]).id)
    assert titles(hill) == ["Bridge", "Ford", "Own"]


def test_preview_when_much_would_be_deleted_then_it_is_told_of_the_circle(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    [bundle] = sent(river, outside, "Ford")
    assert [each.deletes_much for each in hill.taking.accept(bundle).circles] == [False]
    [risk] = [each for each in river.records.every() if each.title == "Ford"]
    river.editing.delete(risk.id.hex())
    [bundle] = sent(river, outside, "Bridge")
    [circle] = hill.taking.preview(bundle).circles
    assert (circle.deletions, circle.records, circle.deletes_much) == (1, 1, True)


def test_sender_when_not_trusted_then_its_circles_are_taken_and_its_invitations_are_not(
    river: Workspace, hill: Workspace, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [bundle] = sent(river, outside, "Ford")
    river.create_circle("lake")
    river.add_to_circle("lake", "hill", "contributor")
    invitation = river.giving.write(["hill"], outside, circle="lake").path
    with monkeypatch.context() as untrusted:
        untrusted.setattr(hill.devices, "_trusted", {})
        assert hill.taking.accept(bundle).has_news
        with pytest.raises(UnknownSender):
            hill.taking.accept(invitation)
    [circle] = hill.taking.accept(invitation).circles
    assert (circle.name, circle.joins, circle.founder) == ("lake", True, "river")
    assert circle.members == ("hill", "river")


def test_parts_when_the_one_that_begins_a_circle_comes_last_then_the_others_wait_for_it(
    river: Workspace, hill: Workspace, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    river.create_circle("lake")
    river.add_to_circle("lake", "hill", "contributor")
    for number in range(60):
        title = f"{number} " + secrets.token_hex(50)
        river.editing.add("risk", {"title": title[:120]}, circle="lake")
        river.upkeep.seal()
    monkeypatch.setattr(giving, "plan_parts", partial(plan_parts, part_limit=20_000), raising=True)
    first, *others = river.giving.write(["hill"], outside, circle="lake").files
    assert len(others) > 1
    for each in reversed(others):
        assert hill.taking.accept(each.path).waiting > 0
        assert "lake" not in [each.name for each in hill.circles.shared()]
    assert hill.taking.accept(first.path).joins
    assert digest(hill, "lake") == digest(river, "lake")
    hill.upkeep.check()


def test_part_when_it_brings_a_piece_of_a_file_then_that_is_news_once(
    river: Workspace, hill: Workspace, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "plan_parts", partial(plan_parts, part_limit=60_000), raising=True)
    risk = river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE).id.hex()
    film = outside / "film.bin"
    film.write_bytes(secrets.token_bytes(100_000))
    river.attachments.attach(risk, film)
    first, second, *more = river.giving.write(["hill"], outside, circle=CIRCLE).files
    assert hill.taking.accept(first.path).words_of_parts().startswith("This is part 1 of ")

    shown = hill.taking.preview(second.path)
    assert (shown.has_news, shown.files) == (True, 1)
    assert shown.words_of_files() == "The bundle brings 1 attached file, whole or in part."
    hill.taking.accept(second.path)
    assert not hill.taking.preview(second.path).has_news
    for each in more:
        hill.taking.accept(each.path)
    hill.attachments.extract(risk, film.name, outside / "back.bin")
    assert (outside / "back.bin").read_bytes() == film.read_bytes()


def test_undo_when_nobody_was_told_then_everything_is_as_before(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    first, second = sent(river, outside, "Ford", "Bridge")
    hill.taking.accept(first)
    hill.upkeep.seal()
    before = held(hill)
    hill.taking.accept(second)
    assert held(hill) != before
    shown = hill.undoing.preview()
    assert (shown.is_exact, shown.sender_name) == (True, "river")
    assert [(each.title, each.fate) for each in shown.lines] == [("Bridge", Fate.DELETED)]
    assert hill.undoing.undo() == shown
    assert held(hill) == before
    assert titles(hill) == ["Ford"]
    hill.upkeep.check()
    hill.taking.accept(second)
    assert digest(hill) == digest(river)


def test_undo_when_something_was_written_since_then_goes_by_new_changes_and_leaves_that_alone(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    first, _ = sent(river, outside, "Ford", "Bridge")
    hill.taking.accept(first)
    [ford] = [each for each in river.records.every() if each.title == "Ford"]
    river.editing.edit(ford.id.hex(), {"impact": 4, "likelihood": 2})
    [third] = sent(river, outside, "Path")
    hill.taking.accept(third)
    hill.editing.edit(ford.id.hex(), {"impact": 1})
    shown = hill.undoing.undo()
    assert not shown.is_exact
    by_title = {each.title: each for each in shown.lines}
    assert by_title["Ford"].fields == ("likelihood",)
    assert by_title["Ford"].left == {"impact": Left.CHANGED_SINCE}
    assert titles(hill) == ["Ford"]
    assert hill.records.find(ford.id.hex()).get("likelihood") is None
    hill.upkeep.check()


def test_undo_when_there_is_nothing_then_says_so(hill: Workspace) -> None:
    while True:
        try:
            hill.undoing.undo()
        except NothingTaken:
            break
