# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about the vault as a whole: making it, its users, its state and its health."""

import argparse

from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault
from protectnet.app.passphrases import new_passphrase
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.cli.opening import clock_of, folder_of
from protectnet.domain.kinds import KINDS
from protectnet.i18n import _, ngettext


def init(arguments: argparse.Namespace, console: Console) -> None:
    """``init [--circle NAME] [--user NAME] [--device NAME] [--generate LANGUAGE]``."""
    folder = folder_of(arguments)
    names = VaultNames(arguments.circle, arguments.user, arguments.device)
    made = new_passphrase(arguments.generate) if arguments.generate else None
    passphrase = made or console.new_passphrase(arguments.passphrase_file)
    with (
        console.progress(_("Making the vault")) as progress,
        create_vault(
            folder, passphrase, names, clock=clock_of(arguments), progress=progress
        ) as workspace,
    ):
        circles = [each.name for each in workspace.circles.shared()]
    console.document(
        {
            "vault": str(folder),
            "circles": circles,
            "device": workspace.device.hex(),
            **({"passphrase": made} if made else {}),
        }
    )
    console.say(_("The vault is in {folder}.").format(folder=folder))
    if made:
        console.say(_("Your passphrase, shown this once: {passphrase}").format(passphrase=made))
        console.say(
            _("Learn it by heart. Nobody can open the vault without it, and we cannot help.")
        )


def users_list(workspace: Workspace, _arguments: argparse.Namespace, console: Console) -> None:
    """``users list``."""
    users = workspace.users.all()
    console.document([{"name": each.name, "is_you": each.is_current} for each in users])
    console.table(
        (_("user"), ""),
        [(each.name, _("you") if each.is_current else "") for each in users],
    )


def users_add(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``users add NAME``."""
    console.warn(
        _("Whoever opens this vault sees everything in it. For a real wall, make a second vault.")
    )
    passphrase = console.new_passphrase(arguments.new_passphrase_file)
    workspace.users.add(arguments.name, passphrase)
    console.document({"name": arguments.name, "added": True})
    console.say(_("{name} can open this vault now.").format(name=harmless(arguments.name)))


def users_remove(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``users remove NAME``."""
    workspace.users.remove(arguments.name)
    console.document({"name": arguments.name, "removed": True})
    console.say(
        _(
            "{name} no longer opens this vault. Against a copy of the folder made before, only "
            "“users rotate” helps."
        ).format(name=harmless(arguments.name))
    )


def users_passphrase(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``users passphrase``."""
    current = console.passphrase(arguments.passphrase_file, _("Passphrase until now:"))
    workspace.users.change_passphrase(
        current, console.new_passphrase(arguments.new_passphrase_file)
    )
    console.document({"changed": True})
    console.say(
        _(
            "Your passphrase is changed. The old one still opens copies of the folder made before; "
            "if it leaked, use “users rotate”."
        )
    )


def users_rotate(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``users rotate``."""
    current = console.passphrase(arguments.passphrase_file, _("Passphrase until now:"))
    new = console.new_passphrase(arguments.new_passphrase_file)
    with console.progress(_("Writing the store under a new key")) as progress:
        removed = workspace.users.rotate(current, new, progress=progress)
    console.document({"rotated": True, "to_add_again": removed})
    console.say(_("The vault has a new key. Copies made before keep the old one."))
    if removed:
        names = ", ".join(harmless(name) for name in removed)
        console.say(_("Add these users again, each with a passphrase: {names}").format(names=names))


def status(workspace: Workspace, _arguments: argparse.Namespace, console: Console) -> None:
    """``status``."""
    found = workspace.upkeep.status()
    console.document(found.document())
    for circle in found.circles:
        console.say(
            ngettext(
                "Circle {name}: {count} record", "Circle {name}: {count} records", circle.records
            ).format(name=harmless(circle.name), count=circle.records)
        )
    rows = [
        (_(KINDS.named(name).plural), str(count)) for name, count in found.kinds.items() if count
    ]
    if rows:
        console.table((_("kind"), _("records")), rows)
    else:
        console.say(_("Nothing is recorded yet."))
    console.say(_("Counted as of {day}.").format(day=found.day.isoformat()))


def check(workspace: Workspace, _arguments: argparse.Namespace, console: Console) -> None:
    """``check``; raises when something is wrong."""
    with console.progress(_("Verifying")) as progress:
        found = workspace.upkeep.check(progress)
    console.document(found.document())
    console.say(
        _(
            "All is well: {segments} signed segments with {operations} changes verified, tables "
            "and index agree with them, {blobs} attached files whole."
        ).format(segments=found.segments, operations=found.operations, blobs=found.blobs)
    )


def rebuild(workspace: Workspace, _arguments: argparse.Namespace, console: Console) -> None:
    """``rebuild``."""
    with console.progress(_("Making tables and index anew")) as progress:
        found = workspace.upkeep.rebuild(progress)
    console.document(found.document())
    console.say(
        ngettext(
            "Made anew from {count} change.", "Made anew from {count} changes.", found.operations
        ).format(count=found.operations)
    )
