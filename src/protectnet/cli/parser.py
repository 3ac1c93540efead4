# SPDX-License-Identifier: GPL-3.0-or-later
"""The parser of one command, made when that command was typed."""

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from protectnet.cli import arguments, common_arguments
from protectnet.cli.argparse_words import in_our_words
from protectnet.cli.declared import FAULT_OF_USE, NOTHING, PROGRAM, Command
from protectnet.cli.layout import terminal_columns
from protectnet.i18n import _


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
    add_own: Callable[[common_arguments.Parser], None] = getattr(arguments, command.arguments)
    add_own(parser)
    common = parser.add_argument_group(_("what every command takes"))
    if command.needs != NOTHING:
        common_arguments.vault(common)
    common_arguments.every_command(common)
    return parser


def _wrong_together(command: Command, parsed: argparse.Namespace) -> str:
    wrong = common_arguments.check(parsed)
    if wrong or not command.check:
        return wrong
    check: Callable[[argparse.Namespace], str] = getattr(arguments, command.check)
    return check(parsed)


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:] + "."
