# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a command and says how it ended: exit 0 done, 1 an error with its sentence, 3 a defect."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from protectnet.app.defects import Defect, defect_of
from protectnet.app.explanations import explain
from protectnet.cli.console import Console
from protectnet.cli.declared import FOLDER, NOTHING, PASSPHRASE, Command
from protectnet.cli.opening import on_open_vault
from protectnet.domain.errors import ProtectNetError
from protectnet.i18n import _

DONE, FAILED, DEFECT = 0, 1, 3
INDENT = "  "


def execute(command: Command, given: argparse.Namespace, console: Console | None = None) -> int:
    """Do ``command`` with the arguments that were given; the exit code."""
    console = console or Console(is_json=given.json)
    code = FAILED
    try:
        _do(command, given, console)
        console.flush()
        code = DONE
    except ProtectNetError as error:
        _tell(error, console)
    except KeyboardInterrupt:
        console.warn("\n" + _("Stopped. What was saved before is kept; nothing is half done."))
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said to them.
        _say_no_more()
    except Exception as error:
        _tell_defect(defect_of(error), console)
        code = DEFECT
    return code


def function_of(command: Command) -> Callable[..., None]:
    """What does the command; its module is imported only now."""
    module, _colon, name = command.place.partition(":")
    function: Callable[..., None] = getattr(
        import_module(f"protectnet.cli.commands.{module}"), name
    )
    return function


def _do(command: Command, given: argparse.Namespace, console: Console) -> None:
    function = function_of(command)
    if command.needs in {NOTHING, FOLDER}:
        function(given, console)
    elif command.needs == PASSPHRASE:
        on_open_vault(
            given,
            console,
            lambda workspace, passphrase: function(workspace, given, console, passphrase),
        )
    else:
        on_open_vault(
            given, console, lambda workspace, _passphrase: function(workspace, given, console)
        )


def _tell(error: ProtectNetError, console: Console) -> None:
    explanation = explain(error)
    console.warn(f"error: {error.code}: {explanation.sentence}", INDENT)
    for line in explanation.details:
        console.warn(INDENT + line, INDENT * 2)


def _tell_defect(defect: Defect, console: Console) -> None:
    """Calmly: what happened, what was not harmed, what to do; and where, without any content."""
    sentences = (
        _("The program made a mistake of its own ({name}).").format(name=defect.name),
        _("What was saved before is unharmed."),
        _("Try again. Those who make the program can use what follows; it holds no contents:"),
    )
    console.warn("error: defect: " + " ".join(sentences), INDENT)
    for line in defect.report().split("\n"):
        console.warn(INDENT + line)


def _say_no_more() -> None:
    """Let nothing be written to the closed output when the process ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
