# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the vault that a command works on, and asks for the date where the clock is not believed."""

import argparse
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from protectnet.app.clock import Clock, DateUnsure, SaidDayDoubtful, SaidDayTooLate
from protectnet.app.defects import defect_of
from protectnet.app.explanations import explain
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
    if not given.today:
        return Clock()
    return Clock(given=date.fromisoformat(given.today), is_sure=given.today_is_right)


def with_sure_clock(
    given: argparse.Namespace, console: Console, make: Callable[[Clock], Made]
) -> Made:
    """What ``make`` makes; where it does not believe the day, a person is asked for it.

    Where nobody can be asked, what ``make`` raises stands: ``DateUnsure``, ``SaidDayDoubtful``.
    Raises ``InvalidValue`` for an answer that is no day.
    """
    clock = clock_of(given)
    while True:
        try:
            return make(clock)
        except DateUnsure as unsure:
            clock = Clock.answered(_asked_for_the_day(console, unsure), unsure)
        except SaidDayDoubtful as doubtful:
            _ask_whether_it_is_right(console, doubtful)
            clock = replace(clock, is_sure=True)


def _asked_for_the_day(console: Console, unsure: DateUnsure) -> date:
    """The day that a person says it is; raises ``unsure`` where there is no answer."""
    question = _(
        "The clock says {clock}, and the newest day known is {newest}. "
        "Which day is it (like 2026-11-23)?"
    )
    facts = {name: str(fact) for name, fact in unsure.facts.items()}
    answer = console.ask(question.format(**facts))
    if not answer:
        raise unsure
    try:
        return date.fromisoformat(answer)
    except ValueError:
        raise InvalidValue("not_a_date", answer) from None


def _ask_whether_it_is_right(console: Console, doubtful: SaidDayDoubtful) -> None:
    """Go on where a person says that the day they said is right; else raise ``doubtful``."""
    # A program that reads our JSON is no person: it says so beforehand, with an option.
    answer = "" if console.is_json else console.ask(_doubt(doubtful))
    if not _is_yes(answer):
        raise doubtful


def _doubt(doubtful: SaidDayDoubtful) -> str:
    question = _(
        "You say that today is {said}, which is before {known}, the newest day known. "
        "Is {said} right (yes or no)?"
    )
    if isinstance(doubtful, SaidDayTooLate):
        question = _(
            "You say that today is {said}, more than a year after {known}, the newest day known. "
            "Is {said} right (yes or no)?"
        )
    return question.format(**{name: str(fact) for name, fact in doubtful.facts.items()})


def _is_yes(answer: str) -> bool:
    """Whether it says yes, in English or in the language that is set, short or without accents."""
    words = {"yes", _plain(_("yes"))}
    return _plain(answer) in words | {word[0] for word in words}


def _plain(word: str) -> str:
    """The letters of a word alone, without case, accents and the stop behind it."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(each for each in letters if each.isalpha())


def on_open_vault(given: argparse.Namespace, console: Console, work: Work) -> None:
    """Open the vault, do ``work`` with it and its passphrase, and lock it again.

    A defect is kept inside the vault before it goes on its way.
    """
    passphrase = console.passphrase(given.passphrase_file, _("Passphrase:"))

    def opened(clock: Clock) -> Workspace:
        with console.progress(_("Opening")) as progress:
            return open_vault(folder_of(given), passphrase, clock=clock, progress=progress)

    with with_sure_clock(given, console, opened) as workspace:
        if workspace.only_reading is not None:
            console.warn(explain(workspace.only_reading).sentence)
        try:
            work(workspace, passphrase)
        except (ProtectNetError, BrokenPipeError):
            raise
        except Exception as error:
            workspace.defects.keep(defect_of(error))
            raise
