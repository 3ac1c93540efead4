# SPDX-License-Identifier: GPL-3.0-or-later
"""From the words that were typed to the exit code. Little is imported here: help answers at once."""

from collections.abc import Sequence
from importlib import import_module

from protectnet.cli.argparse_words import in_our_words
from protectnet.cli.parser import FAULT_OF_USE, parse
from protectnet.i18n import set_language

_EXECUTING = "protectnet.cli.executing"
_LANGUAGE = "--language"


def run(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name.

    The exit code is 0 when it was done, 1 for an error that has its sentence, 2 for a fault of
    use, 3 for a defect of the program.
    """
    _speak_as_asked(arguments)
    try:
        with in_our_words():
            command, given = parse(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAULT_OF_USE
    code: int = import_module(_EXECUTING).execute(command, given)
    return code


def _speak_as_asked(arguments: Sequence[str]) -> None:
    """Set the language before the parser is made; the parser refuses one that there is not."""
    asked = None
    for position, each in enumerate(arguments):
        if each == _LANGUAGE:
            asked = next(iter(arguments[position + 1 :]), None)
        elif each.startswith(f"{_LANGUAGE}="):
            asked = each.partition("=")[2]
    try:
        set_language(asked)
    except LookupError:
        set_language(None)
