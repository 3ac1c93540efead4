# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that show the program with invented data."""

import argparse

from protectnet.app.clock import Clock
from protectnet.app.sample import Demo, make_demo
from protectnet.app.walk import walk_between_two_laptops
from protectnet.cli.console import Console, harmless
from protectnet.cli.opening import with_sure_clock
from protectnet.i18n import _, ngettext


def demo(given: argparse.Namespace, console: Console) -> None:
    """``demo --out DIR [--passphrase-file FILE]``."""
    file = given.passphrase_file
    passphrase = console.passphrase(file, "") if file else None

    def make(clock: Clock) -> Demo:
        said = clock if clock.given else clock.believable()
        with console.progress(_("Loading the sample network")) as progress:
            return make_demo(given.out, progress, clock=said, passphrase=passphrase)

    made = with_sure_clock(given, console, make)
    told = {} if passphrase else {"passphrase": made.passphrase}
    console.document({"vault": str(made.folder), "records": made.records, **told})
    console.say(
        ngettext(
            "An invented network with {count} record is in {folder}.",
            "An invented network with {count} records is in {folder}.",
            made.records,
        ).format(count=made.records, folder=harmless(str(made.folder)))
    )
    for words in told.values():
        console.say(_("The passphrase of the vault: {passphrase}").format(passphrase=words))


def walk(given: argparse.Namespace, console: Console) -> None:
    """``walk [--out DIR]``."""
    steps = []
    for step in walk_between_two_laptops(given.out):
        steps.append(step)
        console.say(f"{len(steps)}. {step}", "   ")
    console.document({"steps": steps})
