# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about the people who open one vault."""

from pathlib import Path

import pytest
from tests.bench.vaults import PASSPHRASE
from tests.cli.running_it import CommandLine, passphrase_file

from protectnet.app import users
from protectnet.vault.cost import KdfCost

OTHER = "meadow cinnamon anchor twelve"


@pytest.fixture
def other(outside: Path) -> Path:
    return passphrase_file(outside, OTHER)


def test_add_when_a_passphrase_file_is_given_then_both_open_the_vault(
    cli: CommandLine, other: Path
) -> None:
    said = cli("users", "add", "beto", "--new-passphrase-file", other)
    assert said.out == "beto can open this vault now.\n"
    assert "Whoever opens this vault sees everything in it." in said.err
    assert cli.document("users", "list", "--passphrase-file", other) == [
        {"name": "beto", "is_you": True},
        {"name": "first", "is_you": False},
    ]
    assert cli("users", "list").out == "beto\nfirst (you)\n"


def test_add_when_a_passphrase_is_made_then_it_is_told_once(
    cli: CommandLine, outside: Path
) -> None:
    said = cli("users", "add", "beto", "--generate", "en", "--json")
    made = said.document["passphrase"]
    assert len(made.split()) == 7
    given = passphrase_file(outside, made)
    assert cli("status", "--passphrase-file", given).code == 0


def test_add_when_the_name_is_taken_then_nothing_changes(cli: CommandLine, other: Path) -> None:
    said = cli("users", "add", "first", "--new-passphrase-file", other)
    assert said.code == 1
    assert "error: name_taken: " in said.err
    assert len(cli.document("users", "list")) == 1


def test_remove_when_done_then_the_passphrase_opens_nothing(cli: CommandLine, other: Path) -> None:
    cli("users", "add", "beto", "--new-passphrase-file", other)
    assert "“users rotate”" in cli("users", "remove", "beto").out
    assert cli("status", "--passphrase-file", other).err.startswith("error: wrong_passphrase: ")
    assert cli("users", "remove", "beto").err.startswith("error: no_such_user: ")
    assert cli("users", "remove", "first").err.startswith("error: own_slot: ")


def test_passphrase_when_changed_then_only_the_new_one_opens(cli: CommandLine, other: Path) -> None:
    document = cli.document("users", "passphrase", "--new-passphrase-file", other)
    assert document == {"changed": True}
    assert cli("status").code == 1
    assert cli("status", "--passphrase-file", other).code == 0


def test_passphrase_when_made_by_lot_then_it_is_shown(cli: CommandLine, outside: Path) -> None:
    said = cli("users", "passphrase", "--generate", "pt")
    assert said.code == 0
    made = said.out.partition("The passphrase: ")[2].partition("\n")[0]
    given = passphrase_file(outside, made)
    assert cli("status", "--passphrase-file", given).code == 0


def test_rotate_when_done_then_the_others_have_to_be_added_again(
    cli: CommandLine, other: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users, "calibrate", KdfCost.below_floor_for_tests)
    cli("users", "add", "beto", "--new-passphrase-file", other)
    cli.add("risk", title="Ford")
    before = cli.document("status")
    new = passphrase_file(outside, f"{OTHER} again")
    said = cli("users", "rotate", "--new-passphrase-file", new)
    assert said.code == 0
    assert said.out.splitlines()[-1] == "Add these users again, each with a passphrase: beto"
    for old in (cli.passphrase_file, other):
        assert cli("status", "--passphrase-file", old).err.startswith("error: wrong_passphrase: ")
    assert cli.document("status", "--passphrase-file", new) == before
    assert cli("check", "--passphrase-file", new).code == 0


@pytest.mark.parametrize("command", ["add beto", "passphrase", "rotate"])
def test_new_passphrase_when_nobody_can_be_asked_then_nothing_changes(
    cli: CommandLine, command: str
) -> None:
    said = cli("users", *command.split())
    assert said.code == 1
    assert "error: no_passphrase: " in said.err
    assert PASSPHRASE not in said.err
    assert cli.document("users", "list") == [{"name": "first", "is_you": True}]
