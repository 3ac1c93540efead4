# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments that every command takes, or every command on a vault."""

import argparse
import time

from protectnet.cli.arguments import values
from protectnet.cli.declared import COMMON
from protectnet.i18n import _, languages, set_language

Parser = argparse._ActionsContainer  # noqa: SLF001 - the only name of what parsers and groups share
"""A parser, or a group of one."""

_ISO_DAY = "%Y-%m-%d"
_MEANING = {option: meaning for option, _value, meaning in COMMON}


def every_command(parser: Parser) -> None:
    """What every command takes."""
    parser.add_argument("--json", action="store_true", help=_(_MEANING["--json"]))
    codes = ", ".join(languages())
    parser.add_argument(
        "--language",
        metavar="CODE",
        type=_language,
        help=_(_MEANING["--language"]).format(codes=codes),
    )


def vault(parser: Parser) -> None:
    """What every command takes that works on a vault."""
    for name, value in (("--vault", "DIR"), ("--passphrase-file", "FILE")):
        parser.add_argument(name, metavar=value, type=values.path, help=_(_MEANING[name]))
    today(parser)


def today(parser: Parser) -> None:
    """The day a person says it is, and that they insist on it."""
    parser.add_argument("--today", metavar="DAY", type=_day, help=_(_MEANING["--today"]))
    parser.add_argument(
        "--today-is-right", action="store_true", help=_(_MEANING["--today-is-right"])
    )


def check(given: argparse.Namespace) -> str:
    """What is wrong with them together; empty when nothing is."""
    if getattr(given, "today_is_right", False) and not given.today:
        return _("--today-is-right needs --today")
    return ""


def _language(given: str) -> str:
    try:
        return set_language(given)
    except LookupError:
        raise argparse.ArgumentTypeError(
            _("“{given}” is not spoken here; choose from {codes}").format(
                given=given, codes=", ".join(languages())
            )
        ) from None


def _day(given: str) -> str:
    """A day in the calendar, as ISO writes it."""
    try:
        day = time.strftime(_ISO_DAY, time.strptime(given, _ISO_DAY))
    except ValueError:
        day = ""
    if day != given:
        raise argparse.ArgumentTypeError(
            _("“{given}” is no day, as in 2026-11-23").format(given=given)
        )
    return given
