# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page of devices asks of the workspace. Runs on the worker; no Qt here."""

from dataclasses import dataclass, field
from pathlib import Path

from protectnet.app.devices import WORD_LANGUAGES, words_of
from protectnet.app.workspace import Workspace
from protectnet.domain.marking import N_
from protectnet.i18n import _, current_language

ROLE_WORDS = {
    "contributor": N_("reads and writes"),
    "reader": N_("reads only"),
    "coordinator": N_("reads, writes and adds devices"),
}
"""What each role may do, the usual one first."""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A trusted device: its id, our name for it, what it calls itself, and the circles it is in."""

    id: str
    name: str = field(repr=False)
    code_name: str = field(repr=False)
    circles: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle: its id, its name, and the ids of the devices in it."""

    id: str
    name: str = field(repr=False)
    members: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class DevicesView:
    """What the page shows: this device's name, the trusted devices, the circles."""

    own_name: str
    devices: tuple[DeviceLine, ...]
    circles: tuple[CircleLine, ...]


def read_devices(workspace: Workspace) -> DevicesView:
    """The devices and circles of the vault."""
    circles = workspace.circles.shared()
    roles = {
        (member.device, circle.id): f"{circle.name}: {_(ROLE_WORDS[member.role])}"
        for circle in circles
        for member in circle.members
    }
    devices = [each for each in workspace.devices.all() if not each.is_this]
    return DevicesView(
        own_name=workspace.devices.card().code_name,
        devices=tuple(
            DeviceLine(
                each.device.hex(),
                each.name,
                each.code_name,
                tuple(
                    roles[each.device, circle.id]
                    for circle in circles
                    if (each.device, circle.id) in roles
                ),
            )
            for each in devices
        ),
        circles=tuple(
            CircleLine(
                each.id.hex(), each.name, tuple(member.device.hex() for member in each.members)
            )
            for each in circles
        ),
    )


def read_words(workspace: Workspace) -> str:
    """The six words of this device, in the language of the window where there is a list for it."""
    language = current_language()
    known = language if language in WORD_LANGUAGES else WORD_LANGUAGES[0]
    return "  ".join(words_of(workspace.devices.card(), known))


def write_card(out: Path, workspace: Workspace) -> Path:
    """Write this device's card; where it is."""
    return workspace.devices.write_card(out).path


def trust(card: Path, heard: str, name: str, workspace: Workspace) -> str:
    """Trust the device of a card; our name for it."""
    return workspace.devices.trust(card, heard, name).name


def add_to_circle(circle: str, device: str, role: str, workspace: Workspace) -> str:
    """Add a trusted device to a circle; the circle's name."""
    return workspace.add_to_circle(circle, device, role).name
