# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands on the vault and its users."""

import argparse

from protectnet.cli.arguments import values
from protectnet.cli.arguments.everywhere import Parser
from protectnet.i18n import _

PASSPHRASE_LANGUAGES = ("en", "es", "fr", "pt")


def init(parser: Parser) -> None:
    """``init``."""
    parser.add_argument(
        "--circle", metavar="NAME", default="home", help=_("name of the first circle (home)")
    )
    parser.add_argument(
        "--user", metavar="NAME", default="first", help=_("code name of the first user (first)")
    )
    parser.add_argument(
        "--device", metavar="NAME", default="laptop", help=_("code name of this device (laptop)")
    )
    generated(parser)


def check_init(given: argparse.Namespace) -> str:
    """What is wrong with the arguments of ``init`` together: the passphrase comes from one place."""
    if given.generate and given.passphrase_file:
        return _("--generate and --passphrase-file do not go together")
    return ""


def user_name(parser: Parser) -> None:
    """``users remove``."""
    parser.add_argument("name", metavar="NAME", help=_("code name of the user"))


def user_add(parser: Parser) -> None:
    """``users add``."""
    parser.add_argument("name", metavar="NAME", help=_("code name of the new user"))
    new_passphrase(parser)


def new_passphrase(parser: Parser) -> None:
    """Where a new passphrase comes from."""
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=values.path,
        help=_("the new passphrase in the first line of a file; else it is asked for, twice"),
    )
    generated(parser)


def check_new_passphrase(given: argparse.Namespace) -> str:
    """What is wrong with the arguments of commands that take a new passphrase, together."""
    if given.generate and given.new_passphrase_file:
        return _("--generate and --new-passphrase-file do not go together")
    return ""


def generated(parser: Parser) -> None:
    """That a passphrase is made by lot."""
    parser.add_argument(
        "--generate",
        type=values.one_of(PASSPHRASE_LANGUAGES),
        metavar="LANGUAGE",
        help=_("make a passphrase of seven words (en, es, fr, pt) and show it once"),
    )
