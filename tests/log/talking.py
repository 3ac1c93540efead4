# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that write membership segments, each knowing what it was told."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.log.samples import INCARNATION, SEED, clock, device

from protectnet.domain.ids import CircleId, DeviceId, OpId
from protectnet.log.header import Head, LogIdentity
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.membership_operations import (
    Addition,
    Founding,
    Removal,
    RoleChange,
    add_device,
    change_role,
    found,
    founded_circle,
    remove_device,
)
from protectnet.log.open_segment import OpenSegment, Place
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import Role
from protectnet.log.signatures import SigningKeys

KEYS = {name: device(2 * place + 1) for place, name in enumerate("abwxymnr")}
FOUNDING = Founding("home", KEYS["a"].public, bytes([8]) * 16, "a")
FOUND = found(FOUNDING, clock(1))
HOME = founded_circle(FOUND)


def id_of(name: str) -> DeviceId:
    """The device of a letter."""
    return KEYS[name].public.device


@dataclass
class Talk:
    """The segments that devices wrote, by what each of them knew.

    ``written`` are all of them; a device builds on its own last segment and on those it is told.
    """

    written: list[VerifiedSegment] = field(default_factory=list)
    _last: dict[str, VerifiedSegment] = field(default_factory=dict)

    def says(
        self, name: str, *operations: Operation, knows: Iterable[VerifiedSegment] = ()
    ) -> VerifiedSegment:
        """What a device writes that knows these segments besides its own last."""
        return self.says_after(name, self._last.get(name), *operations, knows=knows)

    def says_after(
        self,
        name: str,
        before: VerifiedSegment | None,
        *operations: Operation,
        knows: Iterable[VerifiedSegment] = (),
    ) -> VerifiedSegment:
        """The same after another of its segments than the last: the device exists twice."""
        keys = KEYS[name]
        segment = OpenSegment(place(keys) if before is None else Place.after(before), SEED, name)
        for each in operations:
            segment.append(each)
        sealed = segment.seal(keys, sorted({each.hash for each in knows}))
        self.written.append(sealed)
        self._last[name] = sealed
        return sealed


def place(keys: SigningKeys, circle: CircleId = HOME) -> Place:
    """Where the membership log of a device begins."""
    return Place(LogIdentity(MEMBERSHIP, keys.public.device, circle, INCARNATION))


def adds(name: str, role: Role = Role.COORDINATOR, at: int = 2) -> Operation:
    """A device is added."""
    return add_device(Addition(KEYS[name].public, name, role), clock(at))


def removes(
    name: str,
    second_of: VerifiedSegment | None = None,
    accepted: Iterable[Head] = (),
    at: int = 5,
) -> Operation:
    """A device is removed; ``second_of`` is the segment that begins with the first half."""
    return remove_device(id_of(name), Removal(tuple(accepted), _first(second_of)), clock(at))


def gives(
    name: str, role: Role, second_of: VerifiedSegment | None = None, at: int = 5
) -> Operation:
    """A device gets another role."""
    return change_role(id_of(name), RoleChange(role, _first(second_of)), clock(at))


def _first(segment: VerifiedSegment | None) -> OpId | None:
    return None if segment is None else segment.entries[0].op_id
