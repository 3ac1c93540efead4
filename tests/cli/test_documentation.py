# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/CLI.md: every command and option stands there, and its examples say what is true."""

import re
from pathlib import Path

import pytest
from tests.cli.examples import DOCUMENT, as_compared, commands, retold

from protectnet.app import explanations
from protectnet.cli.declared import COMMANDS, COMMON, Command
from protectnet.cli.parser import parser_of

TEXT = DOCUMENT.read_text("utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z -]+)\n(.*?)(?=^###? |\Z)", TEXT, re.MULTILINE | re.DOTALL))
COMMON_NAMES = {option for option, _value, _meaning in COMMON} | {"--help"}


def options_of(command: Command) -> set[str]:
    """The options of a command that not every command takes, as far as people are told of them."""
    parser = parser_of(command)
    return {
        option
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option in parser.format_help()
    } - COMMON_NAMES


def positionals_of(command: Command) -> set[str]:
    actions = parser_of(command)._actions
    return {str(action.metavar) for action in actions if not action.option_strings}


def test_commands_when_documented_then_each_has_its_section_and_no_other_is_there() -> None:
    assert set(SECTIONS) == {each.name for each in COMMANDS.values()}


@pytest.mark.parametrize("name", [each.name for each in COMMANDS.values()])
def test_command_when_documented_then_its_arguments_are_all_there_and_none_besides(
    name: str,
) -> None:
    command, section = COMMANDS[tuple(name.split())], SECTIONS[name]
    first = section.partition("–")[0]
    assert first.strip().startswith(f"`{name}")
    assert set(re.findall(r"--[a-z-]+", first)) == options_of(command)
    assert positionals_of(command) <= set(re.findall(r"[A-Z]+", first))
    assert "JSON" in section
    assert f"$ protectnet {name}" in section


def test_common_options_when_documented_then_they_stand_at_the_beginning() -> None:
    before = TEXT.partition("\n## Records")[0]
    for option in COMMON_NAMES:
        assert f"| `{option}" in before
    for code in range(4):
        assert f"| {code} |" in before


def test_examples_when_run_then_they_say_what_is_written(tmp_path: Path) -> None:
    told = retold(TEXT, tmp_path)
    assert len(commands(TEXT)) > len(COMMANDS)
    wrong = [
        (written, true)
        for written, true in zip(blocks(TEXT), blocks(told), strict=True)
        if as_compared(written) != as_compared(true)
    ]
    assert wrong == [], "to write what is true: python -m tests.cli.examples"


def blocks(text: str) -> list[str]:
    return re.findall(r"^```console\n.*?^```$", text, re.MULTILINE | re.DOTALL)


def test_examples_when_read_then_every_line_fits_a_terminal() -> None:
    said = [
        line
        for block in blocks(TEXT)
        for line in block.splitlines()
        if not line.startswith(("$ ", '  "statement"'))
    ]
    assert [line for line in said if len(line) > 80] == []


def test_sentences_of_errors_when_they_name_a_command_then_it_exists() -> None:
    """What people are told to type has to be there."""
    names = {each.name for each in COMMANDS.values()}
    quoted = {
        quote
        for words in explanations.all_words().values()
        for text in (words.what, words.to_do, words.unharmed)
        for quote in re.findall(r"“([a-z-]+(?: [a-z]+)*)(?: \{\w+\})?”", text)
    }
    known = {quote for quote in quoted if quote in names}
    assert {"kinds", "list", "rebuild", "init", "circle list", "users list"} <= known
    options = {each for command in COMMANDS.values() for each in options_of(command)}
    assert quoted - names - options - COMMON_NAMES == {"slots"}
