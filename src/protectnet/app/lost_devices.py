# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done at once when a device is lost: it is suspended and untrusted wherever this one may."""

from dataclasses import dataclass, field

from protectnet.app.circles import Circles
from protectnet.app.devices import Devices
from protectnet.app.holding import Holding
from protectnet.app.member_acts import MemberActs
from protectnet.app.members import Members
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.shapes import Role


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A circle where another coordinator has to suspend the device, and who may; perhaps nobody."""

    circle: str = field(repr=False)
    coordinators: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lost:
    """What was done about a lost device, and what remains.

    ``suspended`` are the circles where it is suspended now, by name; ``to_ask`` those where
    another has to do it. ``untrusted`` when it was trusted here until now.
    """

    device: DeviceId
    name: str = field(repr=False)
    suspended: tuple[str, ...] = field(repr=False)
    to_ask: tuple[ToAsk, ...]
    untrusted: bool

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "device": self.device.hex(),
            "name": self.name,
            "suspended_in": list(self.suspended),
            "to_ask": [
                {"circle": each.circle, "coordinators": list(each.coordinators)}
                for each in self.to_ask
            ],
            "untrusted": self.untrusted,
        }


class LostDevices:
    """Cuts lost devices off, for an open vault."""

    def __init__(
        self,
        circles: Circles,
        devices: Devices,
        holding: Holding,
        members: Members,
        acts: MemberActs,
    ) -> None:
        self._circles = circles
        self._devices = devices
        self._holding = holding
        self._members = members
        self._acts = acts

    def find(self, given: str) -> str:
        """The name of the device that is meant. Raises ``UnknownDevice``, ``AmbiguousDevice``."""
        return self._holding.name_of(self._holding.find_device(given))

    def cut_off(self, given: str) -> Lost:
        """Suspend a device in every circle where this one coordinates, and trust it no more.

        Each circle is a step of its own; done again, it goes on where it was interrupted. Raises
        ``UnknownDevice``, ``AmbiguousDevice``.
        """
        device = self._holding.find_device(given)
        name = self._holding.name_of(device)
        suspended, to_ask = [], []
        for circle in self._holding.joined():
            found = self._circles.membership(circle).members.get(device)
            if found is None:
                continue
            if self._coordinates(circle):
                self._acts.suspend(circle.hex(), device.hex())
            elif not found.is_suspended:
                to_ask.append(self._to_ask(circle, device))
                continue
            suspended.append(self._circles.shown_name(circle))
        untrusted = device in self._devices.trusted()
        if untrusted:
            self._devices.untrust(device.hex())
        return Lost(device, name, tuple(suspended), tuple(to_ask), untrusted)

    def _coordinates(self, circle: CircleId) -> bool:
        own = self._circles.membership(circle).members.get(self._holding.device)
        return own is not None and own.role is Role.COORDINATOR

    def _to_ask(self, circle: CircleId, lost: DeviceId) -> ToAsk:
        membership = self._circles.membership(circle)
        names = sorted(
            self._members.name(membership, each.device)
            for each in membership.members.values()
            if each.role is Role.COORDINATOR and each.device != lost and not each.is_suspended
        )
        return ToAsk(self._circles.shown_name(circle), tuple(names))
