# SPDX-License-Identifier: GPL-3.0-or-later
"""What coordinators do to the devices of a circle (docs/spec/log-v1.md, section 12)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from protectnet.app.authoring import Authoring
from protectnet.app.circles import ROLES, Circles
from protectnet.app.judging import standings_now
from protectnet.app.members import Members
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.acts import Act
from protectnet.log.header import Head
from protectnet.log.identifiers import RECORDS
from protectnet.log.members import Member
from protectnet.log.membership import Membership
from protectnet.log.membership_operations import (
    Removal,
    RoleChange,
    change_role,
    remove_device,
    suspend,
)
from protectnet.log.operation import Operation
from protectnet.log.shapes import OpKind, Role
from protectnet.store import segments
from protectnet.store.standings import rejudge
from protectnet.store.store import Store


class NotCoordinator(ProtectNetError):
    """This device is no coordinator of the circle. Facts: ``circle`` (name)."""

    code = "not_coordinator"


class OwnDevice(ProtectNetError):
    """A coordinator does this to other devices, never to its own. Facts: ``circle`` (name)."""

    code = "own_device"


class AlreadyAsked(ProtectNetError):
    """This device asked for it already; another has to second it. Facts: ``device``, ``circle``."""

    code = "already_asked"


class TooFewCoordinators(ProtectNetError):
    """Nobody could second it. Facts: ``device`` (the coordinator's name), ``circle``."""

    code = "too_few_coordinators"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to a device of a circle.

    ``is_changed`` is false where it was so already. ``is_waiting`` when it has no effect until
    another coordinator seconds it; ``seconded`` is who asked for it first, where that was another.
    """

    circle: CircleId
    circle_name: str = field(repr=False)
    device: DeviceId
    name: str = field(repr=False)
    is_changed: bool
    is_waiting: bool = False
    seconded: str | None = field(default=None, repr=False)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "circle": self.circle.hex(),
            "circle_name": self.circle_name,
            "device": self.device.hex(),
            "name": self.name,
            "changed": self.is_changed,
            "waits_for_second": self.is_waiting,
            "asked_first_by": self.seconded,
        }


class MemberActs:
    """Suspends and removes devices of circles, and gives them roles.

    Each call is one durable transaction, signed at once. All raise ``UnknownCircle``,
    ``AmbiguousCircle``, ``UnknownMember``, ``AmbiguousDevice``, ``NotCoordinator``, ``OwnDevice``.
    """

    def __init__(
        self, store: Store, authoring: Authoring, circles: Circles, members: Members
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._members = members

    def find(self, circle: str, device: str) -> Done:
        """The device that is meant, before anything is done to it; raises as the acts do."""
        found, member = self._meant(circle, device)
        return self._done(found, member, is_changed=False)

    def suspend(self, circle: str, device: str, *, is_suspended: bool = True) -> Done:
        """Have the circle's devices give a device nothing and take nothing of it, or lift that."""
        found, member = self._meant(circle, device)
        if member.is_suspended is not is_suspended:
            clock = self._authoring.next_clock(found)
            self.write(found, [suspend(member.device, is_suspended=is_suspended, clock=clock)])
        return self._done(found, member, is_changed=member.is_suspended is not is_suspended)

    def remove(self, circle: str, device: str) -> Done:
        """Remove a device; what this one holds of it by now is accepted.

        A coordinator goes when a second one says so too. Raises ``AlreadyAsked``,
        ``TooFewCoordinators``.
        """
        found, member = self._meant(circle, device)
        first = None
        if member.role is Role.COORDINATOR:
            first = self._first_half(found, member, OpKind.REMOVE_DEVICE, None)
        removal = Removal(self._held_of(found, member.device), first.op_id if first else None)
        clock = self._authoring.next_clock(found)
        self.write(found, [remove_device(member.device, removal, clock)])
        is_waiting = member.device in self._circles.membership(found).members
        return self._done(found, member, first, is_changed=True, is_waiting=is_waiting)

    def change_role(self, circle: str, device: str, role: str) -> Done:
        """Let a device do more or less: ``reader``, ``contributor`` or ``coordinator``.

        A coordinator is lowered when a second one says so too. Raises as ``remove`` does.
        """
        found, member = self._meant(circle, device)
        wanted = ROLES[role]
        if member.role is wanted:
            return self._done(found, member, is_changed=False)
        first = None
        if member.role is Role.COORDINATOR:
            first = self._first_half(found, member, OpKind.CHANGE_ROLE, wanted)
        change = RoleChange(wanted, first.op_id if first else None)
        self.write(found, [change_role(member.device, change, self._authoring.next_clock(found))])
        now = self._circles.membership(found).members.get(member.device)
        is_waiting = now is not None and now.role is not wanted
        return self._done(found, member, first, is_changed=True, is_waiting=is_waiting)

    def check_coordinates(self, circle: CircleId) -> Membership:
        """The membership, where this device is a coordinator; raises ``NotCoordinator``."""
        membership = self._circles.membership(circle)
        own = membership.members.get(self._authoring.device)
        if own is None or own.role is not Role.COORDINATOR:
            raise NotCoordinator(circle=membership.name)
        return membership

    def write(self, circle: CircleId, operations: Sequence[Operation]) -> None:
        """Sign membership operations at once, and have what is held stand as they say."""
        try:
            with self._store.transaction():
                self._authoring.write_membership(circle, operations)
                self._circles.forget()
                membership = self._circles.membership(circle)
                rejudge(self._store, circle, standings_now(self._store, membership))
        except BaseException:
            # What was evaluated within the transaction is not so.
            self._circles.forget()
            self._authoring.forget_clocks()
            raise

    def _meant(self, circle: str, device: str) -> tuple[CircleId, Member]:
        found = self._circles.find(circle)
        membership = self.check_coordinates(found)
        member = self._members.find(membership, device)
        if member.device == self._authoring.device:
            raise OwnDevice(circle=membership.name)
        return found, member

    def _first_half(
        self, circle: CircleId, member: Member, kind: OpKind, role: Role | None
    ) -> Act | None:
        """What another coordinator asked for, to be seconded; ``None`` if this is the first to ask."""
        membership = self._circles.membership(circle)
        own = self._authoring.device
        asked = [
            each
            for each in membership.pending
            if (each.kind, each.device, each.role) == (kind, member.device, role)
        ]
        others = [each for each in asked if each.author != own]
        if others:
            return others[0]
        name = self._members.name(membership, member.device)
        if asked:
            raise AlreadyAsked(device=name, circle=membership.name)
        able = {each.device for each in membership.members.values() if each.role >= member.role}
        if not able - {own, member.device}:
            raise TooFewCoordinators(device=name, circle=membership.name)
        return None

    def _held_of(self, circle: CircleId, device: DeviceId) -> tuple[Head, ...]:
        """The last segments held of the device's logs of records."""
        logs = {
            each.log
            for each in segments.logs(self._store, circle)
            if each.device == device and each.stream == RECORDS
        }
        return tuple(
            each for each in segments.heads(self._store, circle, RECORDS) if each.log in logs
        )

    def _done(
        self,
        circle: CircleId,
        member: Member,
        first: Act | None = None,
        *,
        is_changed: bool,
        is_waiting: bool = False,
    ) -> Done:
        membership = self._circles.membership(circle)
        return Done(
            circle,
            membership.name,
            member.device,
            self._members.name(membership, member.device),
            is_changed,
            is_waiting,
            self._members.name(membership, first.author) if first else None,
        )
