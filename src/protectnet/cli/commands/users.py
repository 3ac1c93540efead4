# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about the people who open the same vault."""

import argparse

from protectnet.app.passphrases import HOW_TO_KEEP_WORDS, new_passphrase
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _


def chosen_passphrase(given: argparse.Namespace, console: Console) -> tuple[str, dict[str, str]]:
    """The new passphrase, and what the JSON document tells of it: one made by lot, nothing else."""
    if given.generate:
        made = new_passphrase(given.generate)
        return made, {"passphrase": made}
    return console.new_passphrase(given.new_passphrase_file), {}


def say_passphrase(told: dict[str, str], console: Console) -> None:
    """Show a passphrase that was made by lot, this once."""
    for made in told.values():
        console.say(_("The passphrase: {passphrase}").format(passphrase=made))
        console.say(_(HOW_TO_KEEP_WORDS))


def list_users(workspace: Workspace, _given: argparse.Namespace, console: Console) -> None:
    """``users list``."""
    users = workspace.users.all()
    console.document([{"name": each.name, "is_you": each.is_current} for each in users])
    for each in users:
        name = harmless(each.name)
        console.say(_("{name} (you)").format(name=name) if each.is_current else name)


def add(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``users add NAME``."""
    console.warn(
        _("Whoever opens this vault sees everything in it. For a real wall, make a second vault.")
    )
    passphrase, told = chosen_passphrase(given, console)
    workspace.users.add(given.name, passphrase)
    console.document({"name": given.name, "added": True, **told})
    console.say(_("{name} can open this vault now.").format(name=harmless(given.name)))
    say_passphrase(told, console)


def remove(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``users remove NAME``."""
    workspace.users.remove(given.name)
    console.document({"name": given.name, "removed": True})
    console.say(
        _(
            "{name} no longer opens this vault. Against a copy of the folder made before, only "
            "“users rotate” helps."
        ).format(name=harmless(given.name))
    )


def passphrase(
    workspace: Workspace, given: argparse.Namespace, console: Console, current: str
) -> None:
    """``users passphrase``."""
    new, told = chosen_passphrase(given, console)
    workspace.users.change_passphrase(current, new)
    console.document({"changed": True, **told})
    console.say(
        _(
            "Your passphrase is changed. The old one still opens copies of the folder made before; "
            "if the old one leaked, use “users rotate”."
        )
    )
    say_passphrase(told, console)


def rotate(workspace: Workspace, given: argparse.Namespace, console: Console, current: str) -> None:
    """``users rotate``."""
    new, told = chosen_passphrase(given, console)
    console.hint(_("This takes a few seconds: guessing the passphrase is made costly."))
    with console.progress(_("Writing the store under a new key")) as progress:
        removed = workspace.users.rotate(current, new, progress=progress)
    console.document({"rotated": True, "to_add_again": removed, **told})
    console.say(_("The vault has a new key. Copies made before keep the old one."))
    if removed:
        names = ", ".join(harmless(name) for name in removed)
        console.say(_("Add these users again, each with a passphrase: {names}").format(names=names))
    say_passphrase(told, console)
