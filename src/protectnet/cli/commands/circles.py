# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about circles: who can read."""

import argparse

from protectnet.app.circles import Circle
from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.domain.marking import N_
from protectnet.i18n import _, ngettext

ROLES = {
    "reader": N_("reader"),
    "contributor": N_("contributor"),
    "coordinator": N_("coordinator"),
}


def list_circles(workspace: Workspace, _given: argparse.Namespace, console: Console) -> None:
    """``circle list``."""
    found = workspace.circles.shared()
    console.document([_document(each) for each in found])
    for each in found:
        console.say(
            ngettext(
                "Circle {name} ({id}): {count} device",
                "Circle {name} ({id}): {count} devices",
                len(each.members),
            ).format(name=harmless(each.name), id=each.id.hex()[:8], count=len(each.members))
        )
        for member in each.members:
            parts = (harmless(member.name), _(ROLES[member.role]), member.device.hex()[:8])
            console.say("  " + " · ".join(parts))


def create(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``circle create NAME``."""
    made = workspace.create_circle(given.name)
    console.document(_document(made))
    console.say(
        _(
            "The circle {name} is there. Until another device is added, nobody else reads it."
        ).format(name=harmless(made.name))
    )


def add(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``circle add CIRCLE DEVICE [--role ROLE]``."""
    added = workspace.add_to_circle(given.circle, given.device, given.role)
    console.document(_document(added))
    console.say(
        _(
            "{device} is in circle {circle} now and can read everything in the circle, from its "
            "beginning on."
        ).format(device=harmless(given.device), circle=harmless(added.name))
    )


def _document(circle: Circle) -> dict[str, object]:
    return {
        "id": circle.id.hex(),
        "name": circle.name,
        "members": [
            {
                "device": member.device.hex(),
                "name": member.name,
                "role": member.role,
                "has_joined": member.has_joined,
            }
            for member in circle.members
        ],
    }
