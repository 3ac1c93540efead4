# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about devices and circles: cards, trust, who can read."""

import argparse

from protectnet.app.workspace import Workspace
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _, current_language, ngettext


def card(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``device card --out FILE``."""
    written = workspace.devices.write_card(arguments.out)
    words = {code: " ".join(found) for code, found in written.words.items()}
    console.document(
        {
            "out": str(written.path),
            "device": workspace.device.hex(),
            "words": words["en"],
            "words_by_language": words,
        }
    )
    console.say(_("The card is in {file}. It holds no secret.").format(file=written.path))
    console.say(
        _("When they ask, read them these six words by voice: {words}").format(
            words=words.get(current_language(), words["en"])
        )
    )


def trust(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``device trust FILE --words WORDS --name NAME``."""
    trusted = workspace.devices.trust(arguments.file, arguments.words, arguments.name)
    console.document({"name": trusted.name, "device": trusted.device.hex()})
    console.say(
        _("{name} is trusted: bundles it makes are taken from now on.").format(
            name=harmless(trusted.name)
        )
    )


def list_devices(workspace: Workspace, _arguments: argparse.Namespace, console: Console) -> None:
    """``device list``."""
    devices = workspace.devices.all()
    console.document(
        [
            {"name": each.name, "device": each.device.hex(), "is_this": each.is_this}
            for each in devices
        ]
    )
    console.table(
        (_("device"), _("id"), ""),
        [
            (each.name, each.device.hex()[:8], _("this one") if each.is_this else "")
            for each in devices
        ],
    )


def circles(workspace: Workspace, _arguments: argparse.Namespace, console: Console) -> None:
    """``circle list``."""
    found = workspace.circles.shared()
    console.document(
        [
            {
                "id": each.id.hex(),
                "name": each.name,
                "members": [
                    {"device": member.device.hex(), "name": member.name, "role": member.role}
                    for member in each.members
                ],
            }
            for each in found
        ]
    )
    for each in found:
        console.say(
            ngettext(
                "Circle {name} ({id}): {count} device",
                "Circle {name} ({id}): {count} devices",
                len(each.members),
            ).format(name=harmless(each.name), id=each.id.hex()[:8], count=len(each.members))
        )
        for member in each.members:
            console.say(f"  {harmless(member.name)} · {member.role} · {member.device.hex()[:8]}")


def circle_add(workspace: Workspace, arguments: argparse.Namespace, console: Console) -> None:
    """``circle add CIRCLE DEVICE [--role ROLE]``."""
    added = workspace.add_to_circle(arguments.circle, arguments.device, arguments.role)
    console.document({"circle": added.id.hex(), "members": len(added.members)})
    console.say(
        _(
            "{device} is in circle {circle}. It can read everything in it, from its beginning on."
        ).format(device=harmless(arguments.device), circle=harmless(added.name))
    )
