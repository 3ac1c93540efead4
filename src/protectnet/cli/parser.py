# SPDX-License-Identifier: GPL-3.0-or-later
"""The parser of one command, made when that command was typed."""

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from protectnet.cli.argparse_words import in_our_words
from protectnet.cli.arguments import (
    everywhere,
    exchange,
    files,
    members,
    naming,
    records,
    taking,
    trying,
    vault,
)
from protectnet.cli.declared import FAULT_OF_USE, NOTHING, PROGRAM, Command
from protectnet.cli.layout import terminal_columns
from protectnet.i18n import _

_THEMES = {
    "exchange": exchange,
    "files": files,
    "members": members,
    "naming": naming,
    "records": records,
    "taking": taking,
    "trying": trying,
    "vault": vault,
}
"""The modules whose functions commands name, by their names."""


class Parser(argparse.ArgumentParser):
    """A parser as wide as the terminal, that answers a fault of use with one sentence."""

    def __init__(self, prog: str, about: str) -> None:
        super().__init__(
            prog=prog, description=about, formatter_class=_Formatter, allow_abbrev=False
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is, and exit."""
        see = _("See “{command}”.").format(command=f"{self.prog} --help")
        self.exit(FAULT_OF_USE, f"{self.prog}: {message}\n{see}\n")


class _Formatter(argparse.HelpFormatter):
    """Knows the terminal's width without the modules that argparse would import to find it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_columns())

    def start_section(self, heading: str | None) -> None:
        """Begin a section; argparse adds the colon, and some languages a space before it."""
        titled = _("{title}:").format(title=heading) if heading else heading
        super().start_section(titled.removesuffix(":") if titled else titled)


def parse(command: Command, given: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command.

    Exits as argparse does: with 0 after help was shown, with 2 for a fault of use.
    """
    with in_our_words():
        parser = parser_of(command)
        parsed = parser.parse_args(given)
        if wrong := _wrong_together(command, parsed):
            parser.error(wrong)
    return parsed


def parser_of(command: Command) -> Parser:
    """The parser of one command."""
    parser = Parser(f"{PROGRAM} {command.name}", _sentence(_(command.summary)))
    if command.arguments:
        argument_function(command.arguments)(parser)
    common = parser.add_argument_group(_("what every command takes"))
    if command.needs != NOTHING:
        everywhere.vault(common)
    everywhere.every_command(common)
    return parser


def _wrong_together(command: Command, parsed: argparse.Namespace) -> str:
    wrong = everywhere.check(parsed)
    if wrong or not command.check:
        return wrong
    return str(argument_function(command.check)(parsed))


def argument_function(place: str) -> Callable[..., object]:
    """The function of the module of ``cli.arguments`` that ``place`` names."""
    theme, _colon, name = place.partition(":")
    found: Callable[..., object] = getattr(_THEMES[theme], name)
    return found


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:] + "."
