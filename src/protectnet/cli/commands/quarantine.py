# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands on what removed devices wrote beyond what was accepted of them."""

import argparse

from protectnet.app.quarantine import Quarantined
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _, ngettext


def list_quarantined(workspace: Workspace, _given: argparse.Namespace, console: Console) -> None:
    """``quarantine list``."""
    found = workspace.quarantine.all()
    console.document([each.document() for each in found])
    for each in found:
        said = _("{device}, removed from circle {circle}: {changes}")
        console.say(said.format(**_names(each), changes=_changes(each.changes)))
        for day, count in each.days:
            console.say("  " + f"{day.isoformat()} · {_changes(count)}")
    if not found:
        console.say(_("Nothing of a removed device waits to be accepted."))


def accept(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``quarantine accept CIRCLE DEVICE [--until DAY]``."""
    done = workspace.quarantine.accept(given.circle, given.device, given.until)
    console.document(done.document())
    said = _(
        "Accepted of {device} in circle {circle}: {changes}. They count now, here and elsewhere."
    )
    console.say(said.format(**_names(done), changes=_changes(done.changes)))


def drop(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``quarantine drop CIRCLE DEVICE [--until DAY]``."""
    done = workspace.quarantine.drop(given.circle, given.device, given.until)
    console.document(done.document())
    said = _(
        "Set aside of {device} in circle {circle}: {changes}. They are kept and do not count; "
        "“quarantine accept” still takes them."
    )
    console.say(said.format(**_names(done), changes=_changes(done.changes)))


def _names(found: Quarantined) -> dict[str, str]:
    return {"device": harmless(found.name), "circle": harmless(found.circle_name)}


def _changes(count: int) -> str:
    return ngettext("{count} change", "{count} changes", count).format(count=count)
