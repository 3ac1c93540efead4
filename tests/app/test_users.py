# SPDX-License-Identifier: GPL-3.0-or-later
"""The people who open one vault: added, removed, with a new passphrase, with a new key."""

from functools import partial
from pathlib import Path

import pytest
from tests.bench.vaults import PASSPHRASE, new_vault, open_again

from protectnet.app.clock import BUILD_DAY, Clock
from protectnet.app.explanations import explain
from protectnet.app.names import InvalidName
from protectnet.app.opening import open_vault
from protectnet.app.passphrases import PassphraseTooWeak
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import ProtectNetError
from protectnet.store.errors import Cancelled, NameTaken, NoSuchUser
from protectnet.vault.cost import KdfCost
from protectnet.vault.errors import NoFreeSlot, OwnSlot, WrongPassphrase
from protectnet.vault.passphrase import Passphrase

OTHER = "meadow cinnamon anchor twelve"
COST = KdfCost.below_floor_for_tests()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_vault(tmp_path / "v").close()
    return tmp_path / "v"


def opened(folder: Path, passphrase: str) -> Workspace:
    return open_vault(folder, passphrase, clock=Clock(BUILD_DAY))


def names(workspace: Workspace) -> dict[str, bool]:
    return {each.name: each.is_current for each in workspace.users.all()}


def test_add_when_done_then_both_open_the_vault_and_write_under_their_names(folder: Path) -> None:
    with open_again(folder) as workspace:
        workspace.users.add(" beto ", OTHER)
        workspace.editing.add("risk", {"title": "Ford"})
    with opened(folder, OTHER) as workspace:
        assert names(workspace) == {"beto": True, "first": False}
        [record] = workspace.records.every()
        workspace.editing.edit(record.id.hex(), {"trend": "rising"})
        history = workspace.records.history(record.id.hex())
        assert [each.user for each in history] == ["first", "beto"]


def test_add_when_name_or_passphrase_cannot_be_used_then_nothing_changes(folder: Path) -> None:
    with open_again(folder) as workspace:
        for name, passphrase, error in (
            ("first", OTHER, NameTaken),
            ("", OTHER, InvalidName),
            ("beto", PASSPHRASE, PassphraseTooWeak),
            ("beto", "beto12345678", PassphraseTooWeak),
        ):
            with pytest.raises(error):
                workspace.users.add(name, passphrase)
        assert names(workspace) == {"first": True}


def test_add_when_all_places_are_taken_then_says_how_many_there_are(folder: Path) -> None:
    with open_again(folder) as workspace:
        for number in range(7):
            workspace.users.add(f"user {number}", f"{OTHER} {number}")
        with pytest.raises(NoFreeSlot):
            workspace.users.add("one more", f"{OTHER} more")
        assert len(workspace.users.all()) == 8


def test_remove_when_done_then_the_passphrase_opens_nothing_any_more(folder: Path) -> None:
    with open_again(folder) as workspace:
        workspace.users.add("beto", OTHER)
        workspace.users.remove("beto")
        assert names(workspace) == {"first": True}
    with pytest.raises(WrongPassphrase):
        opened(folder, OTHER)


def test_passphrase_when_it_is_another_users_then_it_is_refused_as_a_weak_one_is(
    folder: Path,
) -> None:
    with open_again(folder) as workspace:
        workspace.users.add("beto", OTHER)
        slots = (folder / "slots").read_bytes()
        refusals = []
        for new in (OTHER, "password1234"):
            for act in (
                partial(workspace.users.add, "carla"),
                partial(workspace.users.change_passphrase, PASSPHRASE),
            ):
                with pytest.raises(ProtectNetError) as refused:
                    act(new)
                refusals.append((refused.value.code, refused.value.facts, explain(refused.value)))
                assert refused.value.__cause__ is None
        assert all(each == refusals[0] for each in refusals)
        assert refusals[0][0] == "passphrase_too_weak"
        assert names(workspace) == {"beto": False, "first": True}
        assert (folder / "slots").read_bytes() == slots


def test_add_when_a_crash_left_a_slot_without_a_user_then_its_passphrase_can_be_taken(
    folder: Path,
) -> None:
    with open_again(folder) as workspace:
        workspace._vault.add_user(Passphrase.typed(OTHER), bytes(16), 5)
        workspace.users.add("beto", OTHER)
    with opened(folder, OTHER) as workspace:
        assert names(workspace) == {"beto": True, "first": False}
        assert workspace._vault.slot == 5


def test_remove_when_nobody_or_oneself_is_meant_then_it_is_refused(folder: Path) -> None:
    with open_again(folder) as workspace:
        with pytest.raises(NoSuchUser):
            workspace.users.remove("beto")
        with pytest.raises(OwnSlot):
            workspace.users.remove("first")


def test_change_passphrase_when_done_then_only_the_new_one_opens(folder: Path) -> None:
    with open_again(folder) as workspace:
        with pytest.raises(WrongPassphrase):
            workspace.users.change_passphrase(OTHER, OTHER)
        with pytest.raises(PassphraseTooWeak):
            workspace.users.change_passphrase(PASSPHRASE, "password1234")
        workspace.users.change_passphrase(PASSPHRASE, OTHER)
    with pytest.raises(WrongPassphrase):
        open_again(folder)
    with opened(folder, OTHER) as workspace:
        assert names(workspace) == {"first": True}


def test_rotate_when_done_then_everything_is_there_under_the_new_passphrase(folder: Path) -> None:
    with open_again(folder) as workspace:
        workspace.users.add("beto", f"{OTHER} beto")
        workspace.editing.add("risk", {"title": "Ford"})
        status = workspace.upkeep.status()
        assert workspace.users.rotate(PASSPHRASE, OTHER, cost=COST) == ["beto"]
    for passphrase in (PASSPHRASE, f"{OTHER} beto"):
        with pytest.raises(WrongPassphrase):
            opened(folder, passphrase)
    with opened(folder, OTHER) as workspace:
        assert workspace.upkeep.status() == status
        assert names(workspace) == {"first": True}
        workspace.upkeep.check()


def test_rotate_when_the_passphrase_is_wrong_or_it_is_stopped_then_all_is_as_before(
    folder: Path,
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with open_again(folder) as workspace:
        workspace.editing.add("risk", {"title": "Ford"})
        with pytest.raises(WrongPassphrase):
            workspace.users.rotate(OTHER, None, cost=COST)
        with pytest.raises(Cancelled):
            workspace.users.rotate(PASSPHRASE, OTHER, cost=COST, progress=stop)
        assert len(list(workspace.records.every())) == 1
    with open_again(folder) as workspace:
        assert len(list(workspace.records.every())) == 1
