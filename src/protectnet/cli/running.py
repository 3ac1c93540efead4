# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one command: exit 0 done, 1 an error of ours with its sentence, 2 usage, 3 a defect."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from protectnet.cli.console import Console
from protectnet.cli.parser import Command, make_parser
from protectnet.domain.errors import ProtectNetError
from protectnet.i18n import _, set_language

DONE, FAILED, USAGE, DEFECT = 0, 1, 2, 3


def run(arguments: Sequence[str], console: Console | None = None) -> int:
    """Run the command that ``arguments`` name and return the exit code."""
    set_language(_language_asked_for(arguments))
    try:
        parsed = make_parser().parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    console = console or Console(is_json=getattr(parsed, "json", False))
    command: Command = parsed.command
    try:
        _function(command)(parsed, console)
    except ProtectNetError as error:
        return _report(error, console)
    except KeyboardInterrupt:
        console.warn(_("Stopped. What was not yet saved was not written."))
        return FAILED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said to them.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - stays until the process ends
        return FAILED
    return DONE


def _language_asked_for(arguments: Sequence[str]) -> str | None:
    """The language on the command line, needed before the parser's own texts are made."""
    finder = argparse.ArgumentParser(add_help=False)
    finder.add_argument("--language")
    try:
        language: str | None = finder.parse_known_args(arguments)[0].language
    except SystemExit:
        return None
    return language


def _function(command: Command):  # type: ignore[no-untyped-def]
    """What does the command; its module is imported only now, so that help answers at once."""
    if command.needs_vault:
        opening = import_module("protectnet.cli.opening")
        return opening.on_open_vault(getattr(import_module(command.module), command.function))
    return getattr(import_module(command.module), command.function)


def _report(error: ProtectNetError, console: Console) -> int:
    # The table of sentences knows every part of the program: too much to import for --help.
    explain = import_module("protectnet.app.explanations").explain
    explanation = explain(error)
    console.warn(f"error: {error.code}: {explanation.sentence}")
    for line in explanation.details:
        console.warn(f"  {line}")
    return FAILED
