# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the vault that a command works on, and asks for the date where the clock is not believed."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from protectnet.app.clock import Clock, DateUnsure
from protectnet.app.defects import defect_of
from protectnet.app.opening import open_vault, usual_folder
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console
from protectnet.domain.errors import InvalidValue, ProtectNetError
from protectnet.i18n import _

Made = TypeVar("Made")
Work = Callable[[Workspace, str], None]


def folder_of(given: argparse.Namespace) -> Path:
    """The vault's folder that was asked for, or this person's usual one."""
    return given.vault or usual_folder()


def clock_of(given: argparse.Namespace) -> Clock:
    """The clock, with the day given on the command line."""
    return Clock(given=date.fromisoformat(given.today)) if given.today else Clock()


def with_sure_clock(
    given: argparse.Namespace, console: Console, make: Callable[[Clock], Made]
) -> Made:
    """What ``make`` makes; where it does not believe the clock, a person is asked for the day.

    Raises ``DateUnsure`` where nobody can be asked, ``InvalidValue`` for an answer that is no day.
    """
    try:
        return make(clock_of(given))
    except DateUnsure as unsure:
        question = _(
            "The clock says {clock}, and the newest day known is {newest}. "
            "Which day is it (like 2026-11-23)?"
        )
        facts = {name: str(fact) for name, fact in unsure.facts.items()}
        answer = console.ask(question.format(**facts))
        if not answer:
            raise
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        raise InvalidValue("not_a_date", answer) from None
    return make(Clock(given=day))


def on_open_vault(given: argparse.Namespace, console: Console, work: Work) -> None:
    """Open the vault, do ``work`` with it and its passphrase, and lock it again.

    A defect is kept inside the vault before it goes on its way.
    """
    passphrase = console.passphrase(given.passphrase_file, _("Passphrase:"))

    def opened(clock: Clock) -> Workspace:
        with console.progress(_("Opening")) as progress:
            return open_vault(folder_of(given), passphrase, clock=clock, progress=progress)

    with with_sure_clock(given, console, opened) as workspace:
        try:
            work(workspace, passphrase)
        except (ProtectNetError, BrokenPipeError):
            raise
        except Exception as error:
            workspace.defects.keep(defect_of(error))
            raise
