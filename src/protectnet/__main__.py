# SPDX-License-Identifier: GPL-3.0-or-later
"""Start of the program: without a command the window, with one the command line."""

import sys
from collections.abc import Sequence
from importlib import import_module

from protectnet.i18n import set_language

_LANGUAGE = "--language"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ProtectNet with ``arguments`` (those of the process by default) and return its exit code.

    Only the part that is needed is imported: Qt takes longer to load than a command to run.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if is_for_the_window(given):
        code: int = import_module("protectnet.gui.application").main([], asked_language(given))
    else:
        code = import_module("protectnet.cli.running").run(given)
    return code


def is_for_the_window(given: Sequence[str]) -> bool:
    """Whether no more is said than a language that is spoken here, or nothing at all."""
    if not given:
        return True
    is_language_alone = given[0].partition("=")[0] == _LANGUAGE and len(given) == (
        1 if "=" in given[0] else 2
    )
    return is_language_alone and asked_language(given) is not None


def asked_language(given: Sequence[str]) -> str | None:
    """The language after ``--language``, if it is one that can be spoken, set from then on."""
    if not given:
        return None
    named = given[0].partition("=")[2] or given[-1]
    try:
        return set_language(named)
    except LookupError:
        return None


if __name__ == "__main__":
    raise SystemExit(main())
