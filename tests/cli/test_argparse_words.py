# SPDX-License-Identifier: GPL-3.0-or-later
"""The parser's own sentences in each language."""

import argparse
import re
from gettext import gettext

import pytest

from protectnet.cli.argparse_words import WORDS, in_our_words
from protectnet.cli.declared import COMMANDS, COMMON
from protectnet.cli.parser import parser_of
from protectnet.i18n import _, languages, set_language

NAMES = [each.name for each in COMMANDS.values()]


def filled(text: str) -> list[str]:
    """What a text is filled with."""
    return sorted(re.findall(r"%(?:\(\w+\))?[rs]", text))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_words_when_translated_then_the_same_is_filled_in(language: str) -> None:
    set_language(language)
    for words in WORDS:
        assert filled(_(words)) == filled(words)


def test_parser_when_it_has_spoken_then_argparse_has_its_own_words_again() -> None:
    before = vars(argparse)["_"]
    with in_our_words():
        assert vars(argparse)["_"] is _
    with pytest.raises(SystemExit), in_our_words():
        parser_of(COMMANDS[("show",)]).parse_args([])
    assert vars(argparse)["_"] is before is gettext


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_help_when_read_on_a_narrow_terminal_then_every_line_fits(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    set_language(language)
    assert language in languages()
    with in_our_words():
        for command in COMMANDS.values():
            wide = [
                line for line in parser_of(command).format_help().splitlines() if len(line) > 80
            ]
            assert wide == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "demo"])
def test_common_options_when_a_command_takes_them_then_they_mean_the_same_everywhere(
    name: str,
) -> None:
    meanings = {option: meaning for option, _value, meaning in COMMON}
    for action in parser_of(COMMANDS[tuple(name.split())])._actions:
        for option in action.option_strings:
            if option in meanings and action.help != argparse.SUPPRESS:
                assert str(action.help).startswith(meanings[option].partition("{")[0])
