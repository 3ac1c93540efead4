# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands on the devices of a circle."""

from datetime import date
from pathlib import Path

import pytest
from tests.cli.running_it import CommandLine
from tests.scenarios.laptops import copied, prepare

from protectnet.app.quarantine import Quarantine, Quarantined
from protectnet.domain.ids import CircleId, DeviceId

BOTH = ("river", "hill")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle valley, and hill joined it."""
    return prepare(tmp_path_factory.mktemp("prepared"), BOTH)


@pytest.fixture
def river(prepared: Path, tmp_path: Path) -> Path:
    return copied(prepared, tmp_path, BOTH) / "river"


def test_members_when_listed_then_says_who_and_by_whom(cli: CommandLine, river: Path) -> None:
    document = cli.document("circle", "members", "valley", "--vault", river)
    assert (document["name"], document["closed"], document["news"]) == ("valley", False, [])
    own, hill = document["members"]
    assert (own["name"], own["role"], own["this_device"]) == ("river", "coordinator", True)
    assert (hill["added_by"], hill["suspended"], hill["has_joined"]) == ("river", False, True)
    said = " ".join(cli("circle", "members", "valley", "--vault", river).out.split())
    assert said.startswith("Circle valley river · coordinator · ")
    assert "added by river on 2026-11-23" in said
    assert "What was done" not in said


def test_suspend_when_done_and_lifted_then_each_is_said(cli: CommandLine, river: Path) -> None:
    words = ("circle", "suspend", "valley", "hill", "--vault", river)
    assert cli(*words).out.startswith("hill is suspended in circle valley: this device gives")
    again = cli(*words)
    assert again.out == "Nothing was changed: hill is suspended in circle valley already.\n"
    shown = cli("circle", "members", "valley", "--vault", river).out
    assert "· suspended\n" in shown
    assert "2026-11-23: river suspended hill – 1 of 2 devices know\n" in shown
    planned = cli.document("bundle", "plan", "--to", "hill", "--vault", river)
    assert [each["reason"] for each in planned["held_back"]] == ["suspended"]
    assert cli.document(*words, "--lift")["changed"] is True
    said = cli(*words, "--lift").out
    assert said == "Nothing was changed: hill is not suspended in circle valley.\n"


def test_remove_when_not_confirmed_then_nothing_is_done(cli: CommandLine, river: Path) -> None:
    words = ("circle", "remove", "valley", "hill", "--vault", river)
    said = cli(*words)
    assert said.code == 1
    assert said.err.startswith("error: not_confirmed: ")
    assert len(cli.document("circle", "members", "valley", "--vault", river)["members"]) == 2


def test_remove_when_done_then_says_what_the_device_keeps(cli: CommandLine, river: Path) -> None:
    words = ("circle", "remove", "valley", "hill", "--vault", river, "--yes")
    said = " ".join(cli(*words).out.split())
    assert said.startswith("hill is removed from circle valley. It keeps all that it has, and")
    assert "2026-11-23: river removed hill – 1 of 1 device knows" in (
        cli("circle", "members", "valley", "--vault", river).out
    )
    assert cli(*words).err.startswith("error: unknown_member: ")
    planned = cli.document("bundle", "plan", "--to", "hill", "--vault", river)
    assert [each["reason"] for each in planned["held_back"]] == ["removed"]


def test_role_when_given_then_it_is_said_and_shown(cli: CommandLine, river: Path) -> None:
    words = ("circle", "role", "valley", "hill", "--vault", river, "--role")
    assert cli(*words, "reader").out.startswith("hill is reader in circle valley now.")
    again = cli(*words, "reader").out
    assert again == "Nothing was changed: hill is reader in circle valley already.\n"
    assert cli.document(*words, "coordinator")["role"] == "coordinator"
    shown = cli("circle", "members", "valley", "--vault", river).out
    assert "river made hill coordinator – 1 of 2 devices know" in shown
    alone = cli("circle", "remove", "valley", "hill", "--vault", river, "--yes")
    assert alone.err.startswith("error: too_few_coordinators: ")
    assert cli(*words, "king").code == 2


def test_coordinator_when_a_second_is_needed_then_it_is_said(
    cli: CommandLine, tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    river = copied(prepared, tmp_path, BOTH) / "river"
    monkeypatch.setattr("protectnet.app.member_acts.MemberActs._first_half", lambda *_given: None)
    give = ("circle", "role", "valley", "hill", "--role", "coordinator", "--vault", river)
    cli.document(*give)
    said = cli("circle", "remove", "valley", "hill", "--vault", river, "--yes").out
    assert "so this has no effect yet" in " ".join(said.split())
    lowered = cli.document(*give[:5], "reader", "--vault", river)
    assert (lowered["changed"], lowered["waits_for_second"]) == (True, True)
    shown = " ".join(cli("circle", "members", "valley", "--vault", river).out.split())
    assert "river asked to remove hill; another coordinator has to do so too" in shown
    assert "river asked to make hill reader; another coordinator has to do so too" in shown


def test_quarantine_when_listed_and_decided_then_each_is_said(
    cli: CommandLine, river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = cli("quarantine", "list", "--vault", river)
    assert said.out == "Nothing of a removed device waits to be accepted.\n"
    nothing = cli("quarantine", "accept", "valley", "hill", "--vault", river)
    assert nothing.err.startswith("error: nothing_quarantined: ")
    assert cli("quarantine", "drop", "valley", "hill", "--until", "May").code == 2
    days = ((date(2026, 11, 20), 1), (date(2026, 11, 22), 2))
    waits = Quarantined(CircleId(bytes(16)), "valley", DeviceId(bytes(16)), "hill", days)
    for name, done in (("all", [waits]), ("accept", waits), ("drop", waits)):
        monkeypatch.setattr(Quarantine, name, lambda *_given, done=done: done)
    listed = cli("quarantine", "list", "--vault", river).out
    assert listed == (
        "hill, removed from circle valley: 3 changes\n"
        "  2026-11-20 · 1 change\n"
        "  2026-11-22 · 2 changes\n"
    )
    [document] = cli.document("quarantine", "list", "--vault", river)
    assert document["days"][1] == {"day": "2026-11-22", "changes": 2}
    words = ("valley", "hill", "--until", "2026-11-22", "--vault", river)
    assert cli("quarantine", "accept", *words).out.startswith("Accepted of hill in circle valley")
    assert cli("quarantine", "drop", *words).out.startswith("Set aside of hill in circle valley")


def test_device_when_renamed_untrusted_and_lost_then_each_is_said(
    cli: CommandLine, river: Path
) -> None:
    rename = ("device", "rename", "hill", "Heron", "--vault", river)
    assert cli(*rename).out.startswith("The device is called Heron here from now on.")
    again = cli("device", "rename", "Heron", "Heron", "--vault", river).out
    assert again == "Nothing was changed: the device is called Heron already.\n"
    asked = cli("device", "lost", "Heron", "--vault", river)
    assert asked.err.startswith("error: not_confirmed: ")
    assert cli.document("device", "list", "--vault", river)[1]["trusted"] is True
    said = cli("device", "lost", "Heron", "--yes", "--vault", river).out
    assert "Heron is trusted no more.\n" in said
    assert "Suspended in circle valley." in said
    listed = cli.document("device", "list", "--vault", river)
    assert listed[1]["vouched"] == [{"circle": "valley", "by": "river"}]
    assert "in circle valley, by river" in cli("device", "list", "--vault", river).out
    gone = cli("device", "untrust", "hill", "--vault", river)
    assert gone.err.startswith("error: unknown_device: ")
    hill = river.parent / "hill"
    untrusted = cli("device", "untrust", "river", "--vault", hill).out
    assert untrusted.startswith("river is trusted no more: no invitation of it is taken.")
    lost = cli("device", "lost", "river", "--yes", "--vault", hill).out
    assert "In circle valley nobody is left who could suspend it.\n" in lost
