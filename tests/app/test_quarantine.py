# SPDX-License-Identifier: GPL-3.0-or-later
"""What a removed device wrote since: listed by author and day, accepted, set aside."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.scenarios.laptops import CIRCLE, copied, opened, prepare

from protectnet.app.clock import BUILD_DAY
from protectnet.app.member_acts import NotCoordinator
from protectnet.app.quarantine import NothingQuarantined
from protectnet.app.workspace import Workspace

THREE = ("river", "hill", "lake")
LATER = BUILD_DAY + timedelta(days=2)


def hand(giving: Workspace, taking: Workspace, stick: Path) -> None:
    bundle = giving.giving.write([taking.devices.card().code_name], stick, circle=CIRCLE).path
    taking.taking.accept(bundle)
    bundle.unlink()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River removed the lake; what that wrote on two days came by way of the hill."""
    folder = prepare(tmp_path_factory.mktemp("prepared"), THREE)
    for day, titles in ((BUILD_DAY, ("Ford", "Bridge")), (LATER, ("Road",))):
        with opened(folder, "lake", day) as lake, opened(folder, "hill", day) as hill:
            for title in titles:
                lake.editing.add("risk", {"title": title}, circle=CIRCLE)
            hand(lake, hill, folder)
    with opened(folder, "river", LATER) as river, opened(folder, "hill", LATER) as hill:
        river.member_acts.remove(CIRCLE, "lake")
        hand(hill, river, folder)
    return folder


@pytest.fixture
def river(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    copied(prepared, tmp_path, THREE)
    with opened(tmp_path, "river", LATER) as workspace:
        yield workspace


def titles(workspace: Workspace) -> set[str]:
    return {each.title for each in workspace.records.every()}


def test_list_when_something_waits_then_says_of_whom_and_of_which_days(river: Workspace) -> None:
    [found] = river.quarantine.all()
    assert (found.name, found.circle_name, found.changes) == ("lake", CIRCLE, 3)
    assert found.days == ((BUILD_DAY, 2), (LATER, 1))
    assert titles(river) == set()


def test_accept_when_all_is_meant_then_it_counts(river: Workspace) -> None:
    assert river.quarantine.accept(CIRCLE, "lake").changes == 3
    assert titles(river) == {"Ford", "Bridge", "Road"}
    assert river.quarantine.all() == []
    with pytest.raises(NothingQuarantined) as refusal:
        river.quarantine.accept(CIRCLE, "lake")
    assert refusal.value.facts == {"given": "lake", "circle": CIRCLE}
    river.upkeep.check()


def test_accept_when_only_up_to_a_day_then_the_rest_waits_on(river: Workspace) -> None:
    with pytest.raises(NothingQuarantined):
        river.quarantine.accept(CIRCLE, "lake", BUILD_DAY - timedelta(days=1))
    assert river.quarantine.accept(CIRCLE, "lake", BUILD_DAY).days == ((BUILD_DAY, 2),)
    assert titles(river) == {"Ford", "Bridge"}
    assert [each.days for each in river.quarantine.all()] == [((LATER, 1),)]
    assert river.quarantine.drop(CIRCLE, "lake").changes == 1
    assert titles(river) == {"Ford", "Bridge"}


def test_drop_when_done_then_nothing_waits_and_it_can_still_be_accepted(
    river: Workspace,
) -> None:
    assert river.quarantine.drop(CIRCLE, "lake").changes == 3
    assert river.quarantine.all() == []
    assert titles(river) == set()
    with pytest.raises(NothingQuarantined):
        river.quarantine.drop(CIRCLE, "lake")
    assert river.quarantine.accept(CIRCLE, "lake").changes == 3
    assert titles(river) == {"Ford", "Bridge", "Road"}


def test_accept_when_the_device_is_named_by_its_id_then_finds_it(river: Workspace) -> None:
    [found] = river.quarantine.all()
    with pytest.raises(NothingQuarantined):
        river.quarantine.accept(CIRCLE, "hill")
    assert river.quarantine.accept(CIRCLE, found.device.hex()[:6].upper()).changes == 3


def test_accept_when_this_device_is_no_coordinator_then_it_is_refused(
    river: Workspace, tmp_path: Path
) -> None:
    with opened(tmp_path, "hill", LATER) as hill:
        hand(river, hill, tmp_path)
        assert hill.quarantine.all()[0].changes == 3
        for act in (hill.quarantine.accept, hill.quarantine.drop):
            with pytest.raises(NotCoordinator):
                act(CIRCLE, "lake")
        river.quarantine.accept(CIRCLE, "lake")
        hand(river, hill, tmp_path)
        assert titles(hill) == {"Ford", "Bridge", "Road"}
