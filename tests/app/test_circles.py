# SPDX-License-Identifier: GPL-3.0-or-later
"""Circles of an open vault: found, made, and who may do what in them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.app.refusing import refused_everywhere, refused_in
from tests.scenarios.laptops import opened, prepare

from protectnet.app.circles import (
    AlreadyInCircle,
    AmbiguousCircle,
    CircleNameTaken,
    MayNotAdd,
    MayNotWrite,
    UnknownCircle,
)
from protectnet.app.names import InvalidName
from protectnet.app.workspace import Workspace


def test_circles_when_the_vault_is_new_then_there_is_its_first_alone(workspace: Workspace) -> None:
    [home] = workspace.circles.shared()
    [member] = home.members
    assert (home.name, home.founder) == ("home", workspace.device)
    assert (member.device, member.name, member.role) == (workspace.device, "laptop", "coordinator")


def test_create_when_done_then_records_can_stand_in_it(workspace: Workspace) -> None:
    made = workspace.create_circle(" river ")
    assert (made.name, len(made.members)) == ("river", 1)
    assert [each.name for each in workspace.circles.shared()] == ["home", "river"]
    record = workspace.editing.add("risk", {"title": "Ford"}, circle="river")
    assert record.circle == made.id
    workspace.upkeep.check()


def test_create_when_the_name_is_taken_or_no_name_then_nothing_is_made(
    workspace: Workspace,
) -> None:
    with pytest.raises(CircleNameTaken):
        workspace.create_circle("home")
    for name in ("", "  ", "x" * 65, "a\tb"):
        with pytest.raises(InvalidName):
            workspace.create_circle(name)
    assert len(workspace.circles.ids()) == 1


def test_find_when_name_or_beginning_of_the_id_is_given_then_finds_it(
    workspace: Workspace,
) -> None:
    [home] = workspace.circles.ids()
    for given in ("home", home.hex(), home.hex()[:4].upper()):
        assert workspace.circles.find(given) == home
    for given in ("Home", "hom", home.hex()[:3], ""):
        with pytest.raises(UnknownCircle):
            workspace.circles.find(given)


def test_find_when_a_name_looks_like_an_id_then_the_name_comes_first(
    workspace: Workspace,
) -> None:
    made = workspace.create_circle("cafe")
    assert workspace.circles.find("cafe") == made.id


def test_reader_when_anything_is_to_be_written_then_it_is_refused(
    workspace: Workspace, risk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused_everywhere(workspace, monkeypatch)
    acts: list[Callable[[], object]] = [
        lambda: workspace.editing.add("risk", {"title": "Ford"}),
        lambda: workspace.editing.edit(risk, {"trend": "rising"}),
        lambda: workspace.editing.delete(risk),
        lambda: workspace.editing.erase(risk, reason="safety"),
    ]
    for act in acts:
        with pytest.raises(MayNotWrite) as refusal:
            act()
        assert refusal.value.facts == {"circle": "home"}
    assert workspace.records.find(risk).title == "Armed men at the ford"


@pytest.mark.parametrize("reading", ["home", "lake"])
def test_reader_of_one_circle_when_moving_to_another_then_neither_is_written_to(
    workspace: Workspace, risk: str, reading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.create_circle("lake")
    refused_in(workspace, workspace.circles.find(reading), monkeypatch)
    before = [each.state_digest for each in workspace.upkeep.status().circles]
    with pytest.raises(MayNotWrite) as refusal:
        workspace.editing.move(risk, "lake")
    assert refusal.value.facts == {"circle": reading}
    assert [each.state_digest for each in workspace.upkeep.status().circles] == before


class TestTwoDevices:
    """River founded the circle valley, and hill joined it."""

    @pytest.fixture(scope="class")
    @staticmethod
    def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
        return prepare(tmp_path_factory.mktemp("two"), ["river", "hill"])

    def test_add_when_the_device_is_in_it_already_then_says_with_which_role(
        self, folder: Path
    ) -> None:
        with opened(folder, "river") as river, pytest.raises(AlreadyInCircle) as refusal:
            river.add_to_circle("valley", "hill", "reader")
        facts = {"device": "hill", "circle": "valley", "role": "contributor"}
        assert refusal.value.facts == facts

    def test_add_when_this_device_is_no_coordinator_then_it_is_refused(self, folder: Path) -> None:
        with opened(folder, "hill") as hill, pytest.raises(MayNotAdd):
            hill.add_to_circle("valley", "river", "reader")

    def test_members_when_listed_then_bear_the_names_given_here(self, folder: Path) -> None:
        with opened(folder, "hill") as hill:
            shared = {each.name: each for each in hill.circles.shared()}
            members = {(each.name, each.role, each.has_joined) for each in shared["valley"].members}
            assert members == {
                ("river", "coordinator", True),
                ("hill", "contributor", True),
            }

    def test_names_when_two_circles_have_the_same_then_the_id_is_needed_and_shown(
        self, folder: Path
    ) -> None:
        with opened(folder, "hill") as hill:
            valley = hill.circles.find("valley")
            with pytest.raises(CircleNameTaken):
                hill.create_circle("valley")
            # As after a second founder called theirs the same.
            hill.circles._memberships[hill.circles.find("hill")] = hill.circles.membership(valley)
            with pytest.raises(AmbiguousCircle) as refusal:
                hill.circles.find("valley")
            assert valley.hex() in str(refusal.value.facts["ids"])
            assert hill.circles.shown_name(valley) == valley.hex()
            assert hill.circles.find(hill.circles.shown_name(valley)) == valley
