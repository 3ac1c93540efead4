# SPDX-License-Identifier: GPL-3.0-or-later
"""Circles: who can read. Each carries its own membership (docs/spec/log-v1.md, section 12)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from protectnet.app.authoring import Authoring
from protectnet.app.founding import found_circle, own_recipient
from protectnet.app.furnishing import Furnishing
from protectnet.app.names import checked_name
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId, parse_prefix
from protectnet.log.membership import Membership, evaluate
from protectnet.log.membership_operations import (
    Addition,
    add_device,
    join_circle,
    publish_key,
)
from protectnet.log.shapes import Role
from protectnet.store import segments as stored
from protectnet.store.store import Store

ROLES = {
    "reader": Role.READER,
    "contributor": Role.CONTRIBUTOR,
    "coordinator": Role.COORDINATOR,
}


class UnknownCircle(ProtectNetError):
    """No circle of this vault has this name or id. Facts: ``given``."""

    code = "unknown_circle"


class AmbiguousCircle(ProtectNetError):
    """Several circles have this name. Facts: ``given``, ``ids`` (hex)."""

    code = "ambiguous_circle"


class CircleNameTaken(ProtectNetError):
    """A circle of this vault has this name already. Facts: ``name``."""

    code = "circle_name_taken"


class MayNotWrite(ProtectNetError):
    """This device may read the circle, and not write into it. Facts: ``circle`` (name)."""

    code = "may_not_write"


class NoLongerInCircle(ProtectNetError):
    """This device was removed from the circle, or left it. Facts: ``circle`` (name)."""

    code = "no_longer_in_circle"


class CircleClosed(ProtectNetError):
    """The circle goes on as another one; nobody writes in it. Facts: ``circle`` (name)."""

    code = "circle_closed"


class MayNotAdd(ProtectNetError):
    """Only a coordinator adds devices to a circle. Facts: ``circle`` (name)."""

    code = "may_not_add"


class AlreadyInCircle(ProtectNetError):
    """The device is in the circle already. Facts: ``device`` (its name), ``circle``, ``role``."""

    code = "already_in_circle"


@dataclass(frozen=True, slots=True)
class CircleMember:
    """A device in a circle: our name for it where we have one, else its own code name."""

    device: DeviceId
    name: str = field(repr=False)
    role: str
    has_joined: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle of this vault."""

    id: CircleId
    name: str = field(repr=False)
    founder: DeviceId
    members: tuple[CircleMember, ...]


class Circles:
    """The circles of an open vault."""

    def __init__(
        self,
        store: Store,
        authoring: Authoring,
        furnishing: Furnishing,
        name_of_device: Callable[[DeviceId, str], str],
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._identity = furnishing.identity
        self._private = furnishing.private_circle
        self._first = furnishing.first_circle
        self._name_of_device = name_of_device
        self._memberships: dict[CircleId, Membership] = {}

    def forget(self) -> None:
        """Evaluate memberships anew: membership segments came in."""
        self._memberships.clear()

    def membership(self, circle: CircleId) -> Membership:
        """Who belongs to a circle; evaluated once and kept."""
        if circle not in self._memberships:
            segments = stored.membership_segments(self._store, circle)
            self._memberships[circle] = evaluate(circle, segments)
        return self._memberships[circle]

    def ids(self) -> tuple[CircleId, ...]:
        """The circles of this vault that are not private, those known first first."""
        return tuple(each for each in stored.circles(self._store) if each != self._private)

    def shared(self) -> tuple[Circle, ...]:
        """The circles of this vault that are not private, with their members."""
        return tuple(self._circle(each) for each in self.ids())

    def name_of(self, circle: CircleId) -> str:
        """The circle's name, as its founder gave it."""
        return self.membership(circle).name

    def find(self, given: str) -> CircleId:
        """The circle of a name or of an id's beginning.

        Raises ``UnknownCircle`` and ``AmbiguousCircle``.
        """
        named = [each for each in self.ids() if self.name_of(each) == given]
        if not named and _looks_like_id(given):
            beginning = parse_prefix(given)
            named = [each for each in self.ids() if each.hex().startswith(beginning)]
        if not named:
            raise UnknownCircle(given=given[:60])
        if len(named) > 1:
            raise AmbiguousCircle(given=given[:60], ids=tuple(each.hex() for each in named))
        return named[0]

    def find_or_first(self, given: str | None) -> CircleId:
        """The circle that is named; the vault's first where none is. Raises as ``find`` does."""
        return self.find(given) if given else self._first

    def shown_name(self, circle: CircleId) -> str:
        """What ``find`` takes for the circle: its name, or its id where several have that name."""
        name = self.name_of(circle)
        same = [each for each in self.ids() if self.name_of(each) == name]
        return name if same == [circle] else circle.hex()

    def create(self, name: str, code_name: str) -> Circle:
        """Make a circle in which this device, under its code name, is alone at first.

        Raises ``InvalidRecord`` naming what is wrong with the name, ``CircleNameTaken``.
        """
        checked = checked_name("name", name)
        if any(self.name_of(each) == checked for each in self.ids()):
            raise CircleNameTaken(name=checked)
        with self._store.transaction():
            circle = found_circle(self._authoring, self._identity, checked, code_name)
        return self._circle(circle)

    def check_may_write(self, circle: CircleId) -> None:
        """Raises ``MayNotWrite`` for a reader, ``NoLongerInCircle`` and ``CircleClosed``."""
        membership = self.membership(circle)
        member = membership.members.get(self._authoring.device)
        if member is None:
            raise NoLongerInCircle(circle=membership.name)
        if member.role < Role.CONTRIBUTOR:
            raise MayNotWrite(circle=membership.name)
        if membership.is_closed:
            raise CircleClosed(circle=membership.name)

    def add(self, circle: CircleId, addition: Addition) -> Circle:
        """Add a device, sealed at once. Raises ``MayNotAdd``, ``AlreadyInCircle``."""
        membership = self.membership(circle)
        own = membership.members.get(self._authoring.device)
        if own is None or own.role < Role.COORDINATOR:
            raise MayNotAdd(circle=membership.name)
        known = membership.members.get(addition.keys.device)
        if known is not None:
            name = self._name_of_device(known.device, known.code_name)
            role = known.role.name.lower()
            raise AlreadyInCircle(device=name, circle=membership.name, role=role)
        clock = self._authoring.next_clock(circle)
        with self._store.transaction():
            self._authoring.write_membership(circle, [add_device(addition, clock)])
        self.forget()
        return self._circle(circle)

    def join(self, circle: CircleId) -> None:
        """Say that this device takes part, and publish its key; needs a transaction."""
        device = self._authoring.device
        joining = join_circle(device, self._authoring.next_clock(circle))
        key = publish_key(device, own_recipient(self._identity), self._authoring.next_clock(circle))
        self._authoring.write_membership(circle, [joining, key])
        self.forget()

    def _circle(self, circle: CircleId) -> Circle:
        membership = self.membership(circle)
        members = tuple(
            CircleMember(
                device=each.device,
                name=self._name_of_device(each.device, each.code_name),
                role=each.role.name.lower(),
                has_joined=each.has_joined,
            )
            for each in membership.members.values()
        )
        return Circle(circle, membership.name, membership.founder, members)


def _looks_like_id(given: str) -> bool:
    return len(given) >= 4 and all(each in "0123456789abcdefABCDEF" for each in given)
