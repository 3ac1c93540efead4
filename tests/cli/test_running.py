# SPDX-License-Identifier: GPL-3.0-or-later
"""From the words typed to the command, and what is said when there is none."""

import re

import pytest
from tests.cli.running_it import CommandLine, Said

from protectnet import __version__
from protectnet.cli.declared import COMMANDS
from protectnet.cli.running import split
from protectnet.i18n.pseudo import LONG


@pytest.mark.parametrize(
    ("typed", "before", "words", "rest"),
    [
        ("list risk --limit 3", "", "list", "risk --limit 3"),
        ("users add ana", "", "users add", "ana"),
        ("--vault v --json list risk", "--vault v --json", "list", "risk"),
        ("--vault=v users rotate", "--vault=v", "users rotate", ""),
        ("users", "", "users", ""),
        ("users --help", "", "users", "--help"),
        ("users sing", "", "users sing", ""),
        ("sing risk", "", "sing", "risk"),
        ("", "", "", ""),
        ("--language", "--language", "", ""),
    ],
)
def test_split_when_words_are_typed_then_the_command_is_told_from_its_arguments(
    typed: str, before: str, words: str, rest: str
) -> None:
    assert split(typed.split()) == (before.split(), tuple(words.split()), rest.split())


@pytest.mark.parametrize("name", [each.name for each in COMMANDS.values()])
def test_split_when_a_command_is_typed_then_it_is_found(name: str) -> None:
    assert split([*name.split(), "x"]) == ([], tuple(name.split()), ["x"])


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_when_asked_for_then_every_command_is_there_with_its_sentence(
    cli: CommandLine, option: str
) -> None:
    said = cli.raw(option)
    assert (said.code, said.err) == (0, "")
    lines = {line.strip() for line in said.out.splitlines()}
    for command in COMMANDS.values():
        assert any(line.startswith(f"{command.name} ") for line in lines)
    assert all(len(line) <= 80 for line in said.out.splitlines())


def test_help_when_asked_for_a_group_then_only_its_commands_are_there(cli: CommandLine) -> None:
    said = cli.raw("users", "--help")
    assert said.code == 0
    assert "users rotate" in said.out
    assert "import-json" not in said.out


@pytest.mark.parametrize("name", [each.name for each in COMMANDS.values()])
def test_help_when_asked_for_one_command_then_its_arguments_are_there(
    cli: CommandLine, name: str
) -> None:
    said = cli.raw(*name.split(), "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: protectnet {name}")
    assert "--json" in said.out
    assert all(len(line) <= 80 for line in said.out.splitlines())


def test_version_when_asked_for_then_it_is_said(cli: CommandLine) -> None:
    assert cli.raw("--version") == Said(0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "protectnet: a command is missing"),
        ("--json", "protectnet: a command is missing"),
        ("--language", "protectnet: a command is missing"),
        ("--language xx", "protectnet: “xx” is not spoken here; choose from en, es, fr"),
        ("--language=xx", "protectnet: “xx” is not spoken here; choose from en, es, fr"),
        ("users", "protectnet users: a command is missing"),
        ("sing", "protectnet: there is no command “sing”"),
        ("users sing", "protectnet: there is no command “users sing”"),
        ("sing --help", "protectnet: there is no command “sing”"),
        ("show", "protectnet show: the following arguments are required: ID"),
        ("status --colour", "protectnet status: unrecognized arguments: --colour"),
        ("--colour status", "protectnet status: unrecognized arguments: --colour"),
        ("status --js", "protectnet status: unrecognized arguments: --js"),
        ("status --vault", "protectnet status: argument --vault: expected one argument"),
        ("walk --vault v", "protectnet walk: unrecognized arguments: --vault v"),
        ("--vault v walk", "protectnet walk: unrecognized arguments: --vault v"),
        (
            "list",
            "protectnet list: say what to list: a KIND, as in “list risk” (“kinds” names them all), "
            "--search WORDS, or both",
        ),
        ("status --vault=", "protectnet status: argument --vault: the name is empty"),
        ("walk --out=", "protectnet walk: argument --out: the name is empty"),
        ("add risk --from=", "protectnet add: argument --from: the name is empty"),
        ("add risk --from f --circle=", "protectnet add: argument --circle: the name is empty"),
        ("bundle write --out d --to=", "protectnet bundle write: argument --to: the name is empty"),
        (
            "list risk --where =x",
            "protectnet list: argument --where: “=x” is not FIELD=VALUE, as in trend=rising",
        ),
        (
            "list risk --offset 1000000000000000000",
            "protectnet list: argument --offset: “1000000000000000000” is no whole number from 0 on",
        ),
        (
            "init --generate en --passphrase-file f",
            "protectnet init: --generate and --passphrase-file do not go together",
        ),
        ("list --search x --where a=b", "protectnet list: --where and --deleted need a KIND"),
        ("list --deleted", "protectnet list: --where and --deleted need a KIND"),
        (
            "list risk --deleted --search x",
            "protectnet list: --deleted and --search do not go together: deleted records are not searched",
        ),
        (
            "list risk --where trend",
            "protectnet list: argument --where: “trend” is not FIELD=VALUE, as in trend=rising",
        ),
        (
            "list risk --limit -1",
            "protectnet list: argument --limit: “-1” is no whole number from 0 on",
        ),
        (
            "list risk --offset 1.5",
            "protectnet list: argument --offset: “1.5” is no whole number from 0 on",
        ),
        (
            "status --today 2026-2-30",
            "protectnet status: argument --today: “2026-2-30” is no day, as in 2026-11-23",
        ),
        (
            "status --today 2026-02-30",
            "protectnet status: argument --today: “2026-02-30” is no day, as in 2026-11-23",
        ),
        ("status --today-is-right", "protectnet status: --today-is-right needs --today"),
        ("--today-is-right demo --out d", "protectnet demo: --today-is-right needs --today"),
        ("kinds --schema", "protectnet kinds: --schema needs a KIND"),
        (
            "circle add home hill --role king",
            "protectnet circle add: argument --role: “king” is none of these: "
            "reader, contributor, coordinator",
        ),
        (
            "status --language xx",
            "protectnet status: argument --language: “xx” is not spoken here; choose from en, es, fr",
        ),
        (
            "users add ana --generate en --new-passphrase-file f",
            "protectnet users add: --generate and --new-passphrase-file do not go together",
        ),
    ],
)
def test_fault_of_use_when_made_then_one_sentence_says_what_and_one_where_help_is(
    cli: CommandLine, typed: str, wrong: str
) -> None:
    said = cli.raw(*typed.split())
    assert (said.code, said.out) == (2, "")
    first, second = said.err.splitlines()
    assert first == wrong
    assert second == f"See “{wrong.partition(':')[0]} --help”."


@pytest.mark.parametrize(
    "typed", ["--help", "add --help", "users", "sing", "show", "list risk --limit x", "list"]
)
def test_language_when_another_is_asked_for_then_nothing_is_left_in_english(
    cli: CommandLine, typed: str
) -> None:
    said = cli.raw(*typed.split(), "--language", LONG)
    english = {"usage", "options", "required", "whole", "command", "See", "give", "argument"}
    words = re.findall(r"\w+", said.out + said.err)
    assert not english & set(words)
    assert "·" in said.out + said.err


def test_language_when_it_stands_anywhere_then_it_is_spoken(cli: CommandLine) -> None:
    spanish = cli.raw("--language", "es", "status", "--help")
    assert spanish.out == cli.raw("status", "--help", "--language=es").out
    assert spanish.out != cli.raw("status", "--help").out
    assert cli.raw("status", "--help", "--language", "es-MX").out == spanish.out


def test_language_when_it_is_not_spoken_then_help_comes_in_the_systems(cli: CommandLine) -> None:
    assert cli.raw("--help", "--language", "xx").out == cli.raw("--help").out


def test_common_options_when_before_the_command_then_count_as_if_behind(cli: CommandLine) -> None:
    common = ["--vault", str(cli.vault), "--passphrase-file", str(cli.passphrase_file)]
    before = cli.raw(*common, "--today", "2026-11-23", "--json", "users", "list")
    behind = cli.raw("users", "list", *common, "--today", "2026-11-23", "--json")
    assert before.document == behind.document == [{"name": "first", "is_you": True}]
