# SPDX-License-Identifier: GPL-3.0-or-later
"""What a device is and may do by a set of acts (docs/spec/log-v1.md, section 12, "Authority")."""

from typing import NamedTuple

from protectnet.domain.ids import DeviceId
from protectnet.log.acts import Act
from protectnet.log.causality import Causality, each_of
from protectnet.log.membership_operations import is_suspension
from protectnet.log.shapes import OpKind, Role


class Right(NamedTuple):
    """Whether an act has authority.

    ``takes_two`` tells that one coordinator is not enough, ``first_halves`` are the acts that it
    seconds, ``waits`` tells that it has all but a second.
    """

    is_given: bool
    takes_two: bool = False
    first_halves: int = 0
    waits: bool = False


_OF_MEMBERS = frozenset({OpKind.REMOVE_DEVICE, OpKind.SUSPEND, OpKind.CHANGE_ROLE})
_NONE = Right(False)
_GIVEN = Right(True)


class Rights:
    """Judges by sets of effective acts; each set given holds only what lies in the past asked of.

    ``seconded`` gives for acts that second others which these are; whoever numbers acts notes it,
    each before those that build on it are asked for.
    """

    def __init__(self, causality: Causality) -> None:
        self._graph = causality
        self.seconded: dict[int, int] = {}
        self._members: dict[tuple[DeviceId, int], bool] = {}
        self._roles: dict[tuple[DeviceId, int], Role | None] = {}

    def is_member(self, device: DeviceId, effective: int) -> bool:
        """Whether a device is a member: an addition of it knows every removal of it."""
        graph = self._graph
        additions = graph.additions.get(device, 0) & effective
        removals = graph.removals.get(device, 0) & effective
        if not removals:
            return additions != 0
        key = (device, additions | removals)
        found = self._members.get(key)
        if found is None:
            found = any(not removals & ~graph.pasts[each] for each in each_of(additions))
            self._members[key] = found
        return found

    def places(self, device: DeviceId, effective: int) -> int:
        """The acts of a set that made a device a member that was none where they were written."""
        graph = self._graph
        found = 0
        for each in each_of(graph.additions.get(device, 0) & effective):
            if not self.is_member(device, effective & graph.pasts[each]):
                found |= 1 << each
        return found

    def role(self, device: DeviceId, effective: int) -> Role | None:
        """The role of a member, the lowest of those last given; ``None`` for any other device."""
        graph = self._graph
        concerned = graph.additions.get(device, 0) | graph.removals.get(device, 0)
        concerned = (concerned | graph.role_changes.get(device, 0)) & effective
        key = (device, concerned)
        if key not in self._roles:
            self._roles[key] = self._role(device, concerned)
        return self._roles[key]

    def coordinates(self, device: DeviceId, effective: int) -> bool:
        """Whether a device is a coordinator."""
        return self.role(device, effective) is Role.COORDINATOR

    def is_suspended(self, device: DeviceId, effective: int) -> bool:
        """Whether a device is suspended; lifting that, or adding it anew, must have known of it."""
        graph = self._graph
        concerned = graph.suspensions.get(device, 0) & effective | self.places(device, effective)
        acts = (graph.acts[each] for each in graph.latest(concerned))
        return any(each.kind is OpKind.SUSPEND and is_suspension(each.operation) for each in acts)

    def of(self, number: int, effective: int) -> Right:
        """The authority of an act by the effective acts of a set, of which those in its past count."""
        graph = self._graph
        act, known = graph.acts[number], effective & graph.pasts[number]
        if act.kind is OpKind.FOUND or act.is_leaving:
            return _GIVEN
        if act.kind is OpKind.SUCCESSOR:
            return Right(self._may_name_successor(act, known))
        if not self._may(act, known):
            return _NONE
        takes_two = self._is_lowering(act) and self.coordinates(act.device, known)
        halves = self._first_halves(act, known) & graph.pasts[number]
        waits = takes_two and act.seconded is None
        return Right(not takes_two or halves != 0, takes_two, halves, waits)

    def is_outdated(self, first: int, effective: int) -> bool:
        """Whether what a first half asked for was answered: by one who knew of it and gave a place.

        Of a lower role also by one who gave another.
        """
        graph = self._graph
        act = graph.acts[first]
        answers = graph.additions.get(act.device, 0)
        if act.kind is OpKind.CHANGE_ROLE:
            answers |= graph.role_changes.get(act.device, 0)
        return any(graph.pasts[each] >> first & 1 for each in each_of(answers & effective))

    def giving(self, device: DeviceId, effective: int) -> int:
        """The acts of a set that give a device its role, also those on which others build."""
        changes = self._graph.role_changes.get(device, 0) & effective
        return self.places(device, effective) | changes

    def _role(self, device: DeviceId, concerned: int) -> Role | None:
        if not self.is_member(device, concerned):
            return None
        acts = self._graph.acts
        last = self._graph.latest(self.giving(device, concerned))
        roles = {each: acts[each].role or Role.READER for each in last}
        if Role.COORDINATOR in roles.values():
            # One alone lowers no coordinator, not even by not having known that it is one.
            return min(
                role
                for each, role in roles.items()
                if role is Role.COORDINATOR or each in self.seconded
            )
        return min(roles.values())

    def _may(self, act: Act, known: int) -> bool:
        """Whether a coordinator wrote it, of a device added before where it changes what that is."""
        was_added = self._graph.additions.get(act.device, 0) & known != 0
        return (was_added or act.kind not in _OF_MEMBERS) and self.coordinates(act.author, known)

    def _is_lowering(self, act: Act) -> bool:
        """Whether it takes two coordinators where its device is one."""
        is_lower = act.kind is OpKind.CHANGE_ROLE and act.role is not Role.COORDINATOR
        return is_lower or act.kind is OpKind.REMOVE_DEVICE

    def _first_halves(self, act: Act, known: int) -> int:
        """The acts that this one seconds: the same by another coordinator, seconding nothing.

        They have no effect by themselves, so they are not among ``known``.
        """
        graph, found = self._graph, 0
        if act.seconded is None:
            return found
        for each in each_of(graph.named.get(act.seconded, 0)):
            first = graph.acts[each]
            is_same = (first.kind, first.device, first.role) == (act.kind, act.device, act.role)
            is_first = first.seconded is None and first.author not in (act.author, act.device)
            is_open = is_same and is_first and not self.is_outdated(each, known)
            if is_open and self._may(first, known & graph.pasts[each]):
                found |= 1 << each
        return found

    def _may_name_successor(self, act: Act, known: int) -> bool:
        role = self.role(act.author, known)
        if role is None or role is Role.COORDINATOR:
            return role is not None
        return not any(self.coordinates(each, known) for each in self._graph.additions)
