# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault and opening one, with names, passphrase and the day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.bench.vaults import PASSPHRASE, new_vault, open_again
from tests.clocks import machine
from tests.scenarios.laptops import files_of

from protectnet.app.clock import (
    BUILD_DAY,
    LONGEST_ABSENCE,
    Clock,
    DateUnsure,
    KnownDays,
    SaidDayDoubtful,
    SaidDayTooEarly,
    SaidDayTooLate,
)
from protectnet.app.known_days import known_days
from protectnet.app.names import InvalidName, VaultNames
from protectnet.app.opening import create_vault, open_vault, usual_folder
from protectnet.app.passphrases import PassphraseTooWeak
from protectnet.store.errors import DamagedStore
from protectnet.vault.cost import KdfCost
from protectnet.vault.errors import (
    FolderNotEmpty,
    NotAVault,
    PassphraseTooShort,
    VaultInUse,
    VaultWithoutStore,
    WrongPassphrase,
)

COST = KdfCost.below_floor_for_tests()
TODAY = Clock(BUILD_DAY)
DAY = timedelta(days=1)


def test_create_when_names_are_given_then_the_vault_begins_with_them(tmp_path: Path) -> None:
    names = VaultNames(circle=" river ", user="ana", device="old laptop")
    with create_vault(tmp_path / "v", PASSPHRASE, names, clock=TODAY, cost=COST) as workspace:
        assert [each.name for each in workspace.circles.shared()] == ["river"]
        assert workspace.user == "ana"
        assert workspace.devices.card().code_name == "old laptop"
        assert [(each.name, each.is_current) for each in workspace.users.all()] == [("ana", True)]
        assert workspace.today == BUILD_DAY
        assert "ana" not in repr(workspace)


@pytest.mark.parametrize(
    ("names", "field", "reason"),
    [
        (VaultNames(circle=""), "circle", "empty"),
        (VaultNames(user="x" * 65), "user", "too_long"),
        (VaultNames(device="a\nb"), "device", "control_character"),
    ],
)
def test_create_when_a_name_cannot_be_used_then_nothing_is_made(
    tmp_path: Path, names: VaultNames, field: str, reason: str
) -> None:
    with pytest.raises(InvalidName) as refusal:
        create_vault(tmp_path / "v", PASSPHRASE, names, clock=TODAY, cost=COST)
    problems = refusal.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert [(each.field, each.reason) for each in problems] == [(field, reason)]
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize(
    ("passphrase", "error"), [("short", PassphraseTooShort), ("password1234", PassphraseTooWeak)]
)
def test_create_when_the_passphrase_is_bad_then_nothing_is_made(
    tmp_path: Path, passphrase: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        create_vault(tmp_path / "v", passphrase, VaultNames(), clock=TODAY, cost=COST)
    assert files_of(tmp_path) == {}


def test_create_when_the_clock_cannot_be_right_then_nothing_is_made(tmp_path: Path) -> None:
    early = machine(BUILD_DAY - DAY)
    with pytest.raises(DateUnsure) as refusal:
        create_vault(tmp_path / "v", PASSPHRASE, VaultNames(), clock=early, cost=COST)
    assert refusal.value.facts["reason"] == "before_build"
    assert files_of(tmp_path) == {}


def test_create_when_something_is_in_the_folder_then_it_is_left(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear aunt", "utf-8")
    before = files_of(tmp_path)
    with pytest.raises(FolderNotEmpty):
        new_vault(tmp_path)
    assert files_of(tmp_path) == before


def test_open_when_closed_before_then_all_is_there(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as workspace:
        record = workspace.editing.add("risk", {"title": "Ford"})
        status = workspace.upkeep.status()
    with open_again(tmp_path / "v") as workspace:
        assert workspace.records.find(record.id.hex()).title == "Ford"
        assert workspace.upkeep.status() == status


def test_open_when_the_passphrase_is_wrong_then_no_file_changes(tmp_path: Path) -> None:
    new_vault(tmp_path / "v").close()
    before = files_of(tmp_path)
    with pytest.raises(WrongPassphrase):
        open_vault(tmp_path / "v", "lantern orchard pebble indigo", clock=TODAY)
    assert files_of(tmp_path) == before


def test_open_when_there_is_no_vault_or_no_store_then_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotAVault):
        open_vault(tmp_path / "v", PASSPHRASE, clock=TODAY)
    new_vault(tmp_path / "v").close()
    (tmp_path / "v" / "store.db").unlink()
    before = files_of(tmp_path)
    with pytest.raises(VaultWithoutStore):
        open_vault(tmp_path / "v", PASSPHRASE, clock=TODAY)
    assert files_of(tmp_path) == before


def test_open_when_it_is_open_elsewhere_then_it_is_refused(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as workspace:
        with pytest.raises(VaultInUse):
            open_again(tmp_path / "v")
        workspace.editing.add("risk", {"title": "Ford"})
    open_again(tmp_path / "v").close()


def test_open_when_the_store_is_damaged_then_it_is_said_and_the_lock_is_given_back(
    tmp_path: Path,
) -> None:
    new_vault(tmp_path / "v").close()
    store = tmp_path / "v" / "store.db"
    whole = store.read_bytes()
    damaged = bytearray(whole)
    damaged[4096:8192] = bytes(4096)
    store.write_bytes(damaged)
    with pytest.raises(DamagedStore):
        open_again(tmp_path / "v")
    assert store.read_bytes() == damaged
    store.write_bytes(whole)
    open_again(tmp_path / "v").close()


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (BUILD_DAY + 2 * DAY, "before_newest"),
        (BUILD_DAY + 3 * DAY + LONGEST_ABSENCE + DAY, "long_absence"),
    ],
)
def test_open_when_the_clock_is_not_believed_then_a_person_has_to_say_the_day(
    tmp_path: Path, day: date, reason: str
) -> None:
    with create_vault(
        tmp_path / "v", PASSPHRASE, VaultNames(), clock=Clock(BUILD_DAY + 3 * DAY), cost=COST
    ):
        pass
    with pytest.raises(DateUnsure) as refusal:
        open_vault(tmp_path / "v", PASSPHRASE, clock=machine(day))
    assert refusal.value.facts["reason"] == reason
    with open_vault(tmp_path / "v", PASSPHRASE, clock=Clock(BUILD_DAY)) as workspace:
        assert workspace.today == BUILD_DAY


@pytest.mark.parametrize(
    ("said", "error"),
    [(BUILD_DAY - DAY, SaidDayTooEarly), (date(2099, 1, 1), SaidDayTooLate)],
)
def test_create_when_the_day_that_is_said_is_doubtful_then_nothing_is_made(
    tmp_path: Path, said: date, error: type[SaidDayDoubtful]
) -> None:
    clock = Clock(said, is_sure=False)
    with pytest.raises(error):
        create_vault(tmp_path / "v", PASSPHRASE, VaultNames(), clock=clock, cost=COST)
    assert files_of(tmp_path) == {}


def test_open_when_the_day_that_is_said_is_doubtful_then_no_file_changes(tmp_path: Path) -> None:
    new_vault(tmp_path / "v").close()
    open_vault(tmp_path / "v", PASSPHRASE, clock=Clock(BUILD_DAY + 9 * DAY)).close()
    before = files_of(tmp_path)
    with pytest.raises(SaidDayTooEarly) as refusal:
        open_vault(tmp_path / "v", PASSPHRASE, clock=Clock(BUILD_DAY + 8 * DAY, is_sure=False))
    assert refusal.value.facts["known"] == (BUILD_DAY + 9 * DAY).isoformat()
    assert files_of(tmp_path) == before


def test_open_when_a_day_was_overruled_once_then_it_is_not_asked_because_of_it_again(
    tmp_path: Path,
) -> None:
    wrong = Clock(date(2099, 1, 1))
    with create_vault(tmp_path / "v", PASSPHRASE, VaultNames(), clock=wrong, cost=COST) as vault:
        vault.editing.add("risk", {"title": "Ford"})
    with pytest.raises(DateUnsure):
        open_vault(tmp_path / "v", PASSPHRASE, clock=machine(BUILD_DAY))
    with open_vault(tmp_path / "v", PASSPHRASE, clock=Clock(BUILD_DAY)) as vault:
        vault.upkeep.rebuild()
    for day in (BUILD_DAY, BUILD_DAY + DAY, BUILD_DAY + 50 * DAY):
        with open_vault(tmp_path / "v", PASSPHRASE, clock=machine(day)) as vault:
            assert vault.today == day
            assert known_days(vault._store) == KnownDays(day, date(2099, 1, 1))
    # What comes after is a new reason: the clock falls, or shows the year that was contradicted.
    for day, reason in (
        (BUILD_DAY + 49 * DAY, "before_newest"),
        (date(2009, 1, 1), "before_newest"),
        (date(2099, 1, 2), "long_absence"),
    ):
        with pytest.raises(DateUnsure) as refusal:
            open_vault(tmp_path / "v", PASSPHRASE, clock=machine(day))
        assert refusal.value.facts["reason"] == reason


def test_close_when_repeated_then_nothing_happens(tmp_path: Path) -> None:
    workspace = new_vault(tmp_path / "v")
    workspace.close()
    workspace.close()
    open_again(tmp_path / "v").close()


def test_close_when_something_was_written_then_all_of_it_is_signed(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as workspace:
        workspace.editing.add("risk", {"title": "Ford"})
    with open_again(tmp_path / "v") as workspace:
        assert workspace._store.segments.all() == []
        assert workspace.upkeep.check().operations > 0


def test_usual_folder_when_asked_then_its_name_says_nothing_of_the_content() -> None:
    folder = usual_folder()
    assert folder.is_relative_to(Path.home())
    assert "protect" not in str(folder.relative_to(Path.home())).lower()
