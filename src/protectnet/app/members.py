# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle, what was done to its devices, and how far the news of it has spread.

See docs/spec/log-v1.md, section 12, and docs/spec/sync-v1.md, section 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protectnet.app.circles import Circles
from protectnet.app.clock import day_of_number
from protectnet.app.devices import AmbiguousDevice, Devices
from protectnet.app.holding import FEWEST_DIGITS, Holding
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.acts import Act
from protectnet.log.clock import day_of
from protectnet.log.members import Member
from protectnet.log.membership import Membership
from protectnet.log.membership_operations import is_suspension
from protectnet.log.shapes import OpKind
from protectnet.log.vector import Vector
from protectnet.sync.index import CircleIndex
from protectnet.sync.spread import spread

_TOLD = frozenset({OpKind.REMOVE_DEVICE, OpKind.SUSPEND, OpKind.CHANGE_ROLE})


class Deed(StrEnum):
    """What was done to a device, as JSON names it."""

    REMOVED = "removed"
    LEFT = "left"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    ROLE = "role"


class UnknownMember(ProtectNetError):
    """No device of the circle has this name or id. Facts: ``given``, ``circle`` (name)."""

    code = "unknown_member"


@dataclass(frozen=True, slots=True)
class MemberShown:
    """A device of a circle. ``added_by`` is ``None`` for the one that founded the circle."""

    device: DeviceId
    name: str = field(repr=False)
    role: str
    is_this: bool
    has_joined: bool
    is_suspended: bool
    added_by: str | None = field(repr=False)
    added_on: date

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "device": self.device.hex(),
            "name": self.name,
            "role": self.role,
            "this_device": self.is_this,
            "has_joined": self.has_joined,
            "suspended": self.is_suspended,
            "added_by": self.added_by,
            "added_on": self.added_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class News:
    """Something done to a device, and how many of the circle's devices are known to know.

    ``role`` is the one given where ``act`` is ``ROLE``. ``is_waiting`` when another coordinator has
    to second it first.
    """

    act: Deed
    device: DeviceId
    name: str = field(repr=False)
    role: str | None
    by: str = field(repr=False)
    on: date
    is_waiting: bool
    knows: int
    total: int

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "act": self.act.value,
            "device": self.device.hex(),
            "name": self.name,
            "role": self.role,
            "by": self.by,
            "on": self.on.isoformat(),
            "waits_for_second": self.is_waiting,
            "knows": self.knows,
            "of": self.total,
        }


@dataclass(frozen=True, slots=True)
class CircleMembers:
    """The devices of a circle, and what was done to them, the newest first."""

    circle: CircleId
    name: str = field(repr=False)
    is_closed: bool
    members: tuple[MemberShown, ...]
    news: tuple[News, ...]

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "id": self.circle.hex(),
            "name": self.name,
            "closed": self.is_closed,
            "members": [each.document() for each in self.members],
            "news": [each.document() for each in self.news],
        }


@dataclass(frozen=True, slots=True)
class Vouched:
    """A device that is not trusted here, and belongs to circles of this one: by whom in which."""

    device: DeviceId
    name: str = field(repr=False)
    circles: tuple[tuple[str, str], ...] = field(repr=False)


class Members:
    """The members of the circles of an open vault."""

    def __init__(self, circles: Circles, devices: Devices, holding: Holding) -> None:
        self._circles = circles
        self._devices = devices
        self._holding = holding

    def of(self, given: str) -> CircleMembers:
        """Who belongs to a circle. Raises ``UnknownCircle``, ``AmbiguousCircle``."""
        circle = self._circles.find(given)
        membership = self._circles.membership(circle)
        told = {device: signed.vector for device, signed in self._holding.told(circle).items()}
        index = self._holding.index(circle)
        told[self._holding.device] = self._holding.own(index)
        acts = [(each, False) for each in membership.effective if each.kind in _TOLD]
        acts += [(each, True) for each in membership.pending]
        acts.sort(key=lambda each: each[0].order, reverse=True)
        return CircleMembers(
            circle,
            self._circles.shown_name(circle),
            membership.is_closed,
            tuple(self._member(membership, each) for each in membership.members.values()),
            tuple(self._news(membership, each, told, index) for each in acts),
        )

    def vouched(self) -> list[Vouched]:
        """The devices of joined circles that are not trusted here, by name, and who brought them.

        Each circle is named with who added the device; its founder stands for itself.
        """
        by_device: dict[DeviceId, list[tuple[str, str]]] = {}
        for circle in self._holding.joined():
            membership = self._circles.membership(circle)
            for member in membership.members.values():
                by = self.name(membership, member.added_by or member.device)
                found = by_device.setdefault(member.device, [])
                found.append((self._circles.shown_name(circle), by))
        known = {*self._devices.trusted(), self._holding.device}
        shown = [
            Vouched(device, self._holding.name_of(device), tuple(circles))
            for device, circles in by_device.items()
            if device not in known
        ]
        return sorted(shown, key=lambda each: (each.name, each.device))

    def name(self, membership: Membership, device: DeviceId) -> str:
        """Our name for a device that is or was in a circle, else its code name there, or its id."""
        known = membership.members.get(device) or membership.former.get(device)
        return self._devices.name_of(device, known.code_name if known else "")

    def find(self, membership: Membership, given: str) -> Member:
        """The member of a name or of an id's beginning.

        Raises ``UnknownMember`` and ``AmbiguousDevice``.
        """
        members = membership.members
        found = [each for each in members if self.name(membership, each) == given]
        if not found and len(given) >= FEWEST_DIGITS:
            found = [each for each in members if each.hex().startswith(given.lower())]
        if not found:
            raise UnknownMember(given=given[:60], circle=membership.name)
        if len(found) > 1:
            raise AmbiguousDevice(given=given[:60], ids=tuple(each.hex() for each in sorted(found)))
        return members[found[0]]

    def _member(self, membership: Membership, member: Member) -> MemberShown:
        by = member.added_by
        return MemberShown(
            member.device,
            self.name(membership, member.device),
            member.role.name.lower(),
            member.device == self._holding.device,
            member.has_joined,
            member.is_suspended,
            None if by is None else self.name(membership, by),
            day_of_number(day_of(member.added_at)),
        )

    def _news(
        self,
        membership: Membership,
        told_of: tuple[Act, bool],
        told: Mapping[DeviceId, Vector],
        index: CircleIndex,
    ) -> News:
        act, is_waiting = told_of
        known = spread(index, told, membership.members, act.segment)
        return News(
            _word(act),
            act.device,
            self.name(membership, act.device),
            act.role.name.lower() if act.role else None,
            self.name(membership, act.author),
            day_of_number(day_of(act.operation.clock)),
            is_waiting,
            len(known.knows),
            known.total,
        )


def _word(act: Act) -> Deed:
    if act.kind is OpKind.SUSPEND:
        return Deed.SUSPENDED if is_suspension(act.operation) else Deed.LIFTED
    if act.kind is OpKind.REMOVE_DEVICE:
        return Deed.LEFT if act.is_leaving else Deed.REMOVED
    return Deed.ROLE
