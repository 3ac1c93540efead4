# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command and every option stands in docs/CLI.md, and nothing else does."""

import argparse
import re
from pathlib import Path

import pytest

from protectnet.cli.declared import COMMANDS, Command
from protectnet.cli.parser import parser_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "CLI.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
HEADINGS = [line[4:] for line in TEXT.splitlines() if line.startswith("### ")]
EVERY_COMMAND = pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda each: each.name)


def options_of(command: Command) -> set[str]:
    """The long options of a command."""
    actions = parser_of(command)._actions
    found = {name for each in actions for name in each.option_strings if name.startswith("--")}
    assert all(isinstance(each, argparse.Action) for each in actions)
    return found


def documented_commands() -> set[str]:
    """The commands that the headings name."""
    parts = [part for heading in HEADINGS for part in heading.split(" · ")]
    return {re.split(r" (?=[A-Z\[-])", part)[0].strip() for part in parts}


@EVERY_COMMAND
def test_command_stands_in_the_document_with_its_options(command: Command) -> None:
    assert command.name in documented_commands()
    missing = {option for option in options_of(command) if f"{option}" not in TEXT}
    assert missing == set()


def test_document_names_no_command_that_is_not_there() -> None:
    assert documented_commands() <= {command.name for command in COMMANDS.values()}


def test_options_that_the_document_names_exist() -> None:
    every = {"--help", "--version"}.union(*(options_of(command) for command in COMMANDS.values()))
    assert set(re.findall(r"--[a-z][a-z-]+", TEXT)) <= every
