# SPDX-License-Identifier: GPL-3.0-or-later
"""Suspending and removing devices of a circle, and giving them roles, between three devices."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.scenarios.laptops import CIRCLE, copied, opened, prepare

from protectnet.app.circles import CircleClosed, MayNotWrite, NoLongerInCircle, UnknownCircle
from protectnet.app.devices import AmbiguousDevice
from protectnet.app.member_acts import (
    AlreadyAsked,
    NotCoordinator,
    OwnDevice,
    TooFewCoordinators,
)
from protectnet.app.members import UnknownMember
from protectnet.app.workspace import Workspace
from protectnet.domain.ids import CircleId
from protectnet.log.membership_operations import name_successor
from protectnet.store.standings import Standing, standings

THREE = ("river", "hill", "lake")
Three = tuple[Workspace, Workspace, Workspace]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle; hill and lake joined it."""
    return prepare(tmp_path_factory.mktemp("prepared"), THREE)


@pytest.fixture
def three(prepared: Path, tmp_path: Path) -> Iterator[Three]:
    copied(prepared, tmp_path, THREE)
    river, hill, lake = (opened(tmp_path, name) for name in THREE)
    with river, hill, lake:
        yield river, hill, lake


@pytest.fixture
def give(tmp_path: Path) -> Callable[[Workspace, Workspace], None]:
    def hand(giving: Workspace, taking: Workspace) -> None:
        bundle = giving.giving.write([taking.devices.card().code_name], tmp_path).path
        taking.taking.accept(bundle)

    return hand


Give = Callable[[Workspace, Workspace], None]


def roles(workspace: Workspace) -> dict[str, str]:
    return {each.name: each.role for each in workspace.members.of(CIRCLE).members}


def news(workspace: Workspace) -> list[tuple[str, str, str, int, int]]:
    return [
        (each.act, each.name, each.by, each.knows, each.total)
        for each in workspace.members.of(CIRCLE).news
    ]


def test_members_when_listed_then_roles_who_added_them_and_which_is_this(three: Three) -> None:
    river, hill, _lake = three
    shown = {each.name: each for each in hill.members.of(CIRCLE).members}
    assert roles(hill) == {"river": "coordinator", "hill": "contributor", "lake": "contributor"}
    assert {name: each.added_by for name, each in shown.items()} == {
        "river": None,
        "hill": "river",
        "lake": "river",
    }
    assert [name for name, each in shown.items() if each.is_this] == ["hill"]
    assert all(each.has_joined and not each.is_suspended for each in shown.values())
    assert shown["lake"].added_on == river.today
    with pytest.raises(UnknownCircle):
        hill.members.of("sea")


def test_suspend_when_done_and_lifted_then_news_spreads_with_bundles(
    three: Three, give: Give
) -> None:
    river, hill, _lake = three
    assert river.member_acts.suspend(CIRCLE, "lake").is_changed
    assert not river.member_acts.suspend(CIRCLE, "lake").is_changed
    assert news(river) == [("suspended", "lake", "river", 1, 3)]
    give(river, hill)
    assert news(hill) == [("suspended", "lake", "river", 2, 3)]
    give(hill, river)
    assert news(river) == [("suspended", "lake", "river", 2, 3)]
    assert river.member_acts.suspend(CIRCLE, "lake", is_suspended=False).is_changed
    assert [each[0] for each in news(river)] == ["lifted", "suspended"]
    assert not any(each.is_suspended for each in river.members.of(CIRCLE).members)


def test_remove_when_the_device_wrote_then_what_is_held_of_it_counts_on(
    three: Three, give: Give
) -> None:
    river, hill, lake = three
    lake.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    give(lake, river)
    done = river.member_acts.remove(CIRCLE, "lake")
    assert (done.is_changed, done.is_waiting, done.seconded) == (True, False, None)
    assert "lake" not in roles(river)
    circle = river.circles.find(CIRCLE)
    assert set(standings(river._store, circle).values()) == {Standing.COUNTS}
    lake.editing.add("risk", {"title": "Bridge"}, circle=CIRCLE)
    give(lake, hill)
    give(river, hill)
    titles = {each.title for each in hill.records.every()}
    assert "Ford" in titles
    assert "Bridge" not in titles
    assert Standing.QUARANTINED in standings(hill._store, circle).values()
    assert news(hill) == [("removed", "lake", "river", 2, 2)]


def test_removed_device_when_it_knows_then_it_writes_no_more_there(
    three: Three, give: Give
) -> None:
    river, hill, _lake = three
    give(river, hill)
    circle = river.circles.find(CIRCLE)
    river.member_acts.remove(CIRCLE, "hill")
    bundle = river.giving.write(["lake"], river._store.folder.parent).path
    assert bundle.exists()
    hill.circles._memberships[circle] = river.circles.membership(circle)
    with pytest.raises(NoLongerInCircle) as refusal:
        hill.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    assert refusal.value.facts == {"circle": CIRCLE}


def test_closed_circle_when_written_to_then_it_is_refused(three: Three) -> None:
    river, _hill, _lake = three
    circle = river.circles.find(CIRCLE)
    successor = name_successor(
        river.device, CircleId(bytes(16)), river._authoring.next_clock(circle)
    )
    river.member_acts.write(circle, [successor])
    assert river.members.of(CIRCLE).is_closed
    with pytest.raises(CircleClosed):
        river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)


def test_role_when_changed_then_the_device_may_do_so_much(three: Three, give: Give) -> None:
    river, hill, lake = three
    assert river.member_acts.change_role(CIRCLE, "lake", "reader").is_changed
    assert not river.member_acts.change_role(CIRCLE, "lake", "reader").is_changed
    assert river.member_acts.change_role(CIRCLE, "hill", "coordinator").is_changed
    give(river, lake)
    give(river, hill)
    with pytest.raises(MayNotWrite):
        lake.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    assert hill.member_acts.change_role(CIRCLE, "lake", "contributor").is_changed
    assert roles(hill) == {"river": "coordinator", "hill": "coordinator", "lake": "contributor"}


def test_coordinator_when_removed_then_two_others_have_to_say_so(three: Three, give: Give) -> None:
    river, hill, lake = three
    for name in ("hill", "lake"):
        river.member_acts.change_role(CIRCLE, name, "coordinator")
    give(river, hill)
    first = river.member_acts.remove(CIRCLE, "lake")
    assert (first.is_changed, first.is_waiting) == (True, True)
    assert "lake" in roles(river)
    [waiting] = [each for each in river.members.of(CIRCLE).news if each.is_waiting]
    assert (waiting.act, waiting.name, waiting.by) == ("removed", "lake", "river")
    with pytest.raises(AlreadyAsked):
        river.member_acts.remove(CIRCLE, "lake")
    give(river, hill)
    second = hill.member_acts.remove(CIRCLE, "lake")
    assert (second.is_waiting, second.seconded) == (False, "river")
    assert "lake" not in roles(hill)
    assert not any(each.is_waiting for each in hill.members.of(CIRCLE).news)
    give(hill, river)
    assert roles(river) == roles(hill)
    assert lake.devices.name_of(river.device) == "river"


def test_coordinator_when_lowered_then_two_others_have_to_say_so(three: Three, give: Give) -> None:
    river, hill, _lake = three
    for name in ("hill", "lake"):
        river.member_acts.change_role(CIRCLE, name, "coordinator")
    assert river.member_acts.change_role(CIRCLE, "lake", "reader").is_waiting
    give(river, hill)
    assert roles(hill)["lake"] == "coordinator"
    done = hill.member_acts.change_role(CIRCLE, "lake", "reader")
    assert (done.is_waiting, done.seconded) == (False, "river")
    assert roles(hill)["lake"] == "reader"


def test_coordinator_when_there_is_no_second_then_says_so_and_nothing_is_written(
    three: Three,
) -> None:
    river, _hill, _lake = three
    river.member_acts.change_role(CIRCLE, "hill", "coordinator")
    before = river.written
    acts: list[Callable[[], object]] = [
        lambda: river.member_acts.remove(CIRCLE, "hill"),
        lambda: river.member_acts.change_role(CIRCLE, "hill", "reader"),
    ]
    for act in acts:
        with pytest.raises(TooFewCoordinators) as refusal:
            act()
        assert refusal.value.facts == {"device": "hill", "circle": CIRCLE}
    assert river.written == before


def test_acts_when_not_allowed_or_nobody_is_meant_then_each_has_its_error(three: Three) -> None:
    river, hill, lake = three
    for given in ("sea", "", lake.device.hex()[:3]):
        with pytest.raises(UnknownMember):
            river.member_acts.remove(CIRCLE, given)
    with pytest.raises(OwnDevice):
        river.member_acts.suspend(CIRCLE, "river")
    for act in (hill.member_acts.suspend, hill.member_acts.remove):
        with pytest.raises(NotCoordinator):
            act(CIRCLE, "lake")
    with pytest.raises(NotCoordinator):
        hill.member_acts.change_role(CIRCLE, "lake", "reader")
    found = river.member_acts.find(CIRCLE, lake.device.hex()[:6].upper())
    assert (found.name, found.is_changed) == ("lake", False)


def test_find_when_two_devices_have_one_name_then_the_id_is_needed(
    three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    river, hill, lake = three
    monkeypatch.setattr(river.devices, "name_of", lambda *_given: "heron")
    with pytest.raises(AmbiguousDevice) as refusal:
        river.member_acts.suspend(CIRCLE, "heron")
    assert hill.device.hex() in str(refusal.value.facts["ids"])
    assert lake.device.hex() in str(refusal.value.facts["ids"])
