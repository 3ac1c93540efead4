# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the vault that a command works on, and asks for the date where the clock is not believed."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from protectnet.app.clock import Clock, DateUnsure
from protectnet.app.opening import open_vault, usual_folder
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console
from protectnet.domain.errors import InvalidValue
from protectnet.i18n import _

OnWorkspace = Callable[[Workspace, argparse.Namespace, Console], None]


def folder_of(arguments: argparse.Namespace) -> Path:
    """The vault's folder that was asked for, or this person's usual one."""
    return arguments.vault or usual_folder()


def clock_of(arguments: argparse.Namespace) -> Clock:
    """The clock, with the day given on the command line; raises ``InvalidValue``."""
    if not arguments.today:
        return Clock()
    try:
        return Clock(given=date.fromisoformat(arguments.today))
    except ValueError:
        raise InvalidValue("not_a_date", arguments.today) from None


def on_open_vault(
    work: OnWorkspace,
) -> Callable[[argparse.Namespace, Console], None]:
    """A function that opens the vault, does ``work`` and locks the vault again."""

    def run(arguments: argparse.Namespace, console: Console) -> None:
        clock = clock_of(arguments)
        passphrase = console.passphrase(arguments.passphrase_file, _("Passphrase:"))
        with _open(folder_of(arguments), passphrase, clock, console) as workspace:
            work(workspace, arguments, console)

    return run


def _open(folder: Path, passphrase: str, clock: Clock, console: Console) -> Workspace:
    try:
        with console.progress(_("Opening")) as progress:
            return open_vault(folder, passphrase, clock=clock, progress=progress)
    except DateUnsure as unsure:
        question = _(
            "The clock says {clock}, which cannot be right. Today's date (like 2026-11-23):"
        )
        answer = console.ask(question.format(clock=unsure.facts["clock"]))
        if not answer:
            raise
    try:
        told = Clock(given=date.fromisoformat(answer))
    except ValueError:
        raise InvalidValue("not_a_date", answer) from None
    with console.progress(_("Opening")) as progress:
        return open_vault(folder, passphrase, clock=told, progress=progress)
