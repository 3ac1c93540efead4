# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that show the program with invented data."""

import argparse

from protectnet.app.sample import make_demo
from protectnet.app.walk import walk_between_two_laptops
from protectnet.cli.console import Console
from protectnet.cli.opening import clock_of
from protectnet.i18n import _, ngettext


def demo(given: argparse.Namespace, console: Console) -> None:
    """``demo --out DIR [--passphrase-file FILE]``."""
    clock = clock_of(given) if given.today else None
    file = given.passphrase_file
    passphrase = console.passphrase(file, "") if file else None
    with console.progress(_("Loading the sample network")) as progress:
        made = make_demo(given.out, progress, clock=clock, passphrase=passphrase)
    told = {} if passphrase else {"passphrase": made.passphrase}
    console.document({"vault": str(made.folder), "records": made.records, **told})
    console.say(
        ngettext(
            "An invented network with {count} record is in {folder}.",
            "An invented network with {count} records is in {folder}.",
            made.records,
        ).format(count=made.records, folder=made.folder)
    )
    for words in told.values():
        console.say(_("Its passphrase: {passphrase}").format(passphrase=words))


def walk(given: argparse.Namespace, console: Console) -> None:
    """``walk [--out DIR]``."""
    steps = []
    for step in walk_between_two_laptops(given.out):
        steps.append(step)
        console.say(f"{len(steps)}. {step}", "   ")
    console.document({"steps": steps})
