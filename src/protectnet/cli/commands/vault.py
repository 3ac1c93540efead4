# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about the vault as a whole: making it, its state and its health."""

import argparse
from dataclasses import asdict

from protectnet.app.clock import Clock
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault
from protectnet.app.passphrases import new_passphrase
from protectnet.app.upkeep import Status
from protectnet.app.workspace import Workspace
from protectnet.cli.commands.users import say_passphrase
from protectnet.cli.console import Console, harmless
from protectnet.cli.opening import folder_of, with_sure_clock
from protectnet.domain.kinds import KINDS
from protectnet.i18n import _, ngettext


def init(given: argparse.Namespace, console: Console) -> None:
    """``init [--circle NAME] [--user NAME] [--device NAME] [--generate LANGUAGE]``."""
    folder = folder_of(given)
    names = VaultNames(given.circle, given.user, given.device)
    made = new_passphrase(given.generate) if given.generate else None
    passphrase = made or console.new_passphrase(given.passphrase_file)
    told = {"passphrase": made} if made else {}
    console.hint(_("This takes a few seconds: guessing the passphrase is made costly."))

    def create(clock: Clock) -> Workspace:
        with console.progress(_("Making the vault")) as progress:
            return create_vault(folder, passphrase, names, clock=clock, progress=progress)

    with with_sure_clock(given, console, create) as workspace:
        circles = [each.name for each in workspace.circles.shared()]
        device = workspace.device.hex()
    console.document({"vault": str(folder), "circles": circles, "device": device, **told})
    console.say(_("The vault is in {folder}.").format(folder=harmless(str(folder))))
    say_passphrase(told, console)


def status(workspace: Workspace, _given: argparse.Namespace, console: Console) -> None:
    """``status``."""
    found = workspace.upkeep.status()
    defects = workspace.defects.all()
    wrong_day = workspace.contradicted_day
    console.document(
        {
            **found.document(),
            "contradicted_day": wrong_day.isoformat() if wrong_day else None,
            "defects": [each.document() for each in defects],
        }
    )
    _say_status(found, console)
    if wrong_day:
        words = _("Changes may carry dates up to {day}, which was contradicted since.")
        console.say(words.format(day=wrong_day.isoformat()))
    if defects:
        counted = ngettext(
            "The program made {count} mistake of its own in this vault; “status --json” describes "
            "it, without contents, for those who make the program.",
            "The program made {count} mistakes of its own in this vault; “status --json” describes "
            "them, without contents, for those who make the program.",
            len(defects),
        )
        console.say(counted.format(count=len(defects)))


def _say_status(found: Status, console: Console) -> None:
    for circle in found.circles:
        console.say(
            ngettext(
                "Circle {name}: {count} record", "Circle {name}: {count} records", circle.records
            ).format(name=harmless(circle.name), count=circle.records)
        )
        if circle.newer_records:
            console.say(
                "  "
                + ngettext(
                    "and {count} that only a newer version of the program can show",
                    "and {count} that only a newer version of the program can show",
                    circle.newer_records,
                ).format(count=circle.newer_records)
            )
        if circle.records_to_decide:
            console.say(
                "  "
                + ngettext(
                    "{count} of them waits for a decision; see “conflicts”",
                    "{count} of them wait for a decision; see “conflicts”",
                    circle.records_to_decide,
                ).format(count=circle.records_to_decide)
            )
    rows = [
        (_(KINDS.named(name).plural), str(count)) for name, count in found.kinds.items() if count
    ]
    if rows:
        console.table((_("kind"), _("records")), rows)
    else:
        console.say(_("Nothing is recorded yet."))
    console.say(_("Counted as of {day}.").format(day=found.day.isoformat()))


def check(workspace: Workspace, _given: argparse.Namespace, console: Console) -> None:
    """``check``; raises when something is wrong."""
    with console.progress(_("Verifying")) as progress:
        found = workspace.upkeep.check(progress)
    console.document({"is_well": True, **asdict(found)})
    console.say(
        _("All is well: every signature fits, tables and index say what the signed changes say.")
    )
    console.say(
        _(
            "Signed segments: {segments} · changes: {operations} · records: {records} · attached "
            "files: {blobs}"
        ).format(**asdict(found))
    )
    if found.missing_blobs:
        console.say(
            ngettext(
                "{count} attached file is named by a record and not here: nobody has brought it yet.",
                "{count} attached files are named by records and not here: nobody has brought them "
                "yet.",
                found.missing_blobs,
            ).format(count=found.missing_blobs)
        )


def rebuild(workspace: Workspace, _given: argparse.Namespace, console: Console) -> None:
    """``rebuild``."""
    with console.progress(_("Making tables and index anew")) as progress:
        found = workspace.upkeep.rebuild(progress)
    console.document(found.document())
    console.say(
        ngettext(
            "Made anew from {count} change.", "Made anew from {count} changes.", found.operations
        ).format(count=found.operations)
    )
