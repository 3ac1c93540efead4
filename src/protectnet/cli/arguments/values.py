# SPDX-License-Identifier: GPL-3.0-or-later
"""What single arguments have to be: each function gives the value, or refuses it with its reason."""

from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from protectnet.files import is_nameable
from protectnet.i18n import _

MOST_DIGITS = 18
"""More than any count of records has; what SQLite counts with has 18 digits and a little more."""


def path(given: str) -> Path:
    """A file or folder; an empty name would be the folder a person happens to be in."""
    if not given:
        raise ArgumentTypeError(_("the name is empty"))
    found = Path(given)
    if not is_nameable(found):
        raise ArgumentTypeError(_("this system has no files of such a name"))
    return found


def source(given: str) -> str:
    """A file to read, or ``-``."""
    if given != "-":
        path(given)
    return given


def name(given: str) -> str:
    """A name of something; an empty one would count as none."""
    if not given.strip():
        raise ArgumentTypeError(_("the name is empty"))
    return given


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """One of these words; argparse would name them as code does, in quotation marks of its own."""

    def chosen(given: str) -> str:
        if given not in choices:
            raise ArgumentTypeError(
                _("“{given}” is none of these: {choices}").format(
                    given=given, choices=", ".join(choices)
                )
            )
        return given

    return chosen


def condition(given: str) -> tuple[str, str]:
    """The field and the value of ``FIELD=VALUE``."""
    field, equals, value = given.partition("=")
    if not equals or not field.strip():
        raise ArgumentTypeError(
            _("“{given}” is not FIELD=VALUE, as in trend=rising").format(given=given)
        )
    return field.strip(), value.strip()


def day(given: str) -> date:
    """A day, as in 2026-11-23."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ArgumentTypeError(
            _("“{given}” is no day, as in 2026-11-23").format(given=given)
        ) from None


def whole_number(given: str) -> int:
    """A whole number from 0 on, of at most 18 digits."""
    if not given.isdecimal() or len(given) > MOST_DIGITS:
        raise ArgumentTypeError(_("“{given}” is no whole number from 0 on").format(given=given))
    return int(given)


def counting_number(given: str) -> int:
    """A whole number from 1 on, of at most 18 digits."""
    if not given.isdecimal() or len(given) > MOST_DIGITS or not int(given):
        raise ArgumentTypeError(_("“{given}” is no whole number from 1 on").format(given=given))
    return int(given)
