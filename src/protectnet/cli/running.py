# SPDX-License-Identifier: GPL-3.0-or-later
"""From the words that were typed to the exit code. Little is imported here: help answers at once."""

from collections.abc import Sequence
from importlib import import_module

from protectnet.cli.declared import COMMANDS, FAULT_OF_USE, beginning_with
from protectnet.cli.overview import HELP, VERSION, answer
from protectnet.i18n import set_language

_PARSER = "protectnet.cli.parser"
_EXECUTING = "protectnet.cli.executing"
_LANGUAGE = "--language"
_WITH_VALUE = ("--vault", "--passphrase-file", "--today", _LANGUAGE)


def run(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name.

    What every command takes may also stand before the command. The exit code is 0 when it was
    done, 1 for an error that has its sentence, 2 for a fault of use, 3 for a defect of the program.
    """
    unspoken = _speak_as_asked(arguments)
    before, words, rest = split(arguments)
    command = COMMANDS.get(words)
    if command is None or {*HELP, VERSION} & set(before):
        return answer(words, [*before, *rest], unspoken)
    try:
        given = import_module(_PARSER).parse(command, [*before, *rest])
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAULT_OF_USE
    code: int = import_module(_EXECUTING).execute(command, given)
    return code


def split(arguments: Sequence[str]) -> tuple[list[str], tuple[str, ...], list[str]]:
    """What stands before the command, the command's words, and what stands behind them."""
    start = 0
    while start < len(arguments) and arguments[start].startswith("-"):
        start += 2 if arguments[start] in _WITH_VALUE else 1
    end = start
    while end < len(arguments) and not arguments[end].startswith("-"):
        end += 1
        words = tuple(arguments[start:end])
        if words in COMMANDS or not beginning_with(words):
            break
    return list(arguments[:start]), tuple(arguments[start:end]), list(arguments[end:])


def _speak_as_asked(arguments: Sequence[str]) -> str:
    """Set the language before anything is said; gives one that was asked for and is not spoken."""
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
        return asked or ""
    return ""
