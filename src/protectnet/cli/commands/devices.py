# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about devices: cards and trust."""

import argparse
from functools import partial

from protectnet.app.workspace import Workspace
from protectnet.cli.commands.changing import changing
from protectnet.cli.console import Console, harmless
from protectnet.i18n import _, current_language


def card(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``device card --out FILE``."""
    written = workspace.devices.write_card(given.out)
    words = {code: " ".join(found) for code, found in written.words.items()}
    console.document(
        {
            "out": str(written.path),
            "device": workspace.device.hex(),
            "words": words["en"],
            "words_by_language": words,
        }
    )
    console.say(
        _("The card is in {file}. The card holds no secret.").format(
            file=harmless(str(written.path))
        )
    )
    console.say(
        _("When they ask, read them these six words by voice: {words}").format(
            words=words.get(current_language(), words["en"])
        )
    )


def trust(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``device trust FILE --words WORDS --name NAME``."""
    act = partial(workspace.devices.trust, given.file, given.words, given.name)
    trusted, is_changed = changing(workspace, act)
    console.document({"name": trusted.name, "device": trusted.device.hex(), "changed": is_changed})
    said = _("{name} is trusted: bundles of that device are taken from now on.")
    if not is_changed:
        said = _("Nothing was changed: {name} is trusted already.")
    console.say(said.format(name=harmless(trusted.name)))


def list_devices(workspace: Workspace, _given: argparse.Namespace, console: Console) -> None:
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
