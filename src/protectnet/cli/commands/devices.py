# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about devices: cards and trust."""

import argparse
from functools import partial

from protectnet.app.answers import NotConfirmed
from protectnet.app.lost_devices import Lost
from protectnet.app.members import Vouched
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
    devices, vouched = workspace.devices.all(), workspace.members.vouched()
    console.document(
        [
            {
                "name": each.name,
                "device": each.device.hex(),
                "is_this": each.is_this,
                "trusted": not each.is_this,
                "vouched": [],
            }
            for each in devices
        ]
        + [
            {
                "name": each.name,
                "device": each.device.hex(),
                "is_this": False,
                "trusted": False,
                "vouched": [{"circle": circle, "by": by} for circle, by in each.circles],
            }
            for each in vouched
        ]
    )
    console.table(
        (_("device"), _("id"), ""),
        [
            (each.name, each.device.hex()[:8], _("this one") if each.is_this else "")
            for each in devices
        ]
        + [(each.name, each.device.hex()[:8], _brought(each)) for each in vouched],
    )


def rename(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``device rename DEVICE NAME``."""
    act = partial(workspace.devices.rename, given.device, given.name)
    renamed, is_changed = changing(workspace, act)
    console.document({"name": renamed.name, "device": renamed.device.hex(), "changed": is_changed})
    said = _("The device is called {name} here from now on. The name never leaves this vault.")
    if not is_changed:
        said = _("Nothing was changed: the device is called {name} already.")
    console.say(said.format(name=harmless(renamed.name)))


def untrust(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``device untrust DEVICE``."""
    gone = workspace.devices.untrust(given.device)
    console.document({"name": gone.name, "device": gone.device.hex(), "changed": True})
    console.say(
        _(
            "{name} is trusted no more: no invitation of it is taken. In the circles that you share it "
            "stays until a coordinator removes it."
        ).format(name=harmless(gone.name))
    )


def lost(workspace: Workspace, given: argparse.Namespace, console: Console) -> None:
    """``device lost DEVICE [--yes]``."""
    if not given.yes:
        question = _(
            "Is {name} lost, stolen or seized? It is suspended in every circle where you coordinate, "
            "and trusted no more. Whoever has it, and can open it, reads all that it holds. To do "
            "this, type “lost”:"
        )
        answer = console.ask(question.format(name=harmless(workspace.lost.find(given.device))))
        if answer.casefold() not in {"lost", _("lost").casefold()}:
            raise NotConfirmed
    found = workspace.lost.cut_off(given.device)
    console.document(found.document())
    _say_lost(found, console)


def _say_lost(found: Lost, console: Console) -> None:
    name = harmless(found.name)
    if found.untrusted:
        console.say(_("{name} is trusted no more.").format(name=name))
    for circle in found.suspended:
        console.say(
            _("Suspended in circle {circle}. To remove it for good: “circle remove”.").format(
                circle=harmless(circle)
            )
        )
    for each in found.to_ask:
        said = _("In circle {circle} a coordinator has to suspend it: {names}.")
        if not each.coordinators:
            said = _("In circle {circle} nobody is left who could suspend it.")
        names = ", ".join(map(harmless, each.coordinators))
        console.say(said.format(circle=harmless(each.circle), names=names))
    console.say(_("Give the others a bundle soon: only then do they stop giving to it."))
    console.say(_("Warn those whose names were on it."))


def _brought(found: Vouched) -> str:
    return "; ".join(
        _("in circle {circle}, by {name}").format(circle=harmless(circle), name=harmless(by))
        for circle, by in found.circles
    )
