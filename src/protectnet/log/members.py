# SPDX-License-Identifier: GPL-3.0-or-later
"""The members that membership operations make (docs/spec/log-v1.md, section 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from protectnet.domain.ids import DeviceId, OpId
from protectnet.log.membership_operations import (
    Addition,
    Founding,
    Recipient,
    addition_of,
    device_of,
    recipient_of,
)
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import OpKind, Role
from protectnet.log.signatures import PublicKeys


@dataclass(frozen=True, slots=True)
class Member:
    """A device of the circle.

    ``added_by`` is ``None`` for the founder; ``added_at`` is the clock of the operation that
    added it. ``recipient`` is ``None`` as long as the device has published no key.
    """

    device: DeviceId
    keys: PublicKeys
    code_name: str = field(repr=False)
    role: Role
    added_by: DeviceId | None
    added_at: int
    has_joined: bool = False
    recipient: Recipient | None = None


class _Act(NamedTuple):
    clock: int
    op_id: OpId
    author: DeviceId
    operation: Operation


def founding_member(founding: Founding, clock: int) -> Member:
    """The member that founding a circle makes: a coordinator who has joined."""
    keys = founding.keys
    return Member(keys.device, keys, founding.code_name, Role.COORDINATOR, None, clock, True)


def members_of(founder: Member, counted: Iterable[VerifiedSegment]) -> dict[DeviceId, Member]:
    """Everybody whom the founder, or somebody made coordinator, added in these segments.

    Of several additions of one device the first (by clock, then name) gives code name and adder,
    the highest the role. Roles only rise with more additions, so this comes to an end.
    """
    acts = [
        _Act(entry.operation.clock, entry.op_id, each.header.identity.device, entry.operation)
        for each in counted
        for entry in each.entries
        if isinstance(entry.operation, Operation)
    ]
    acts.sort(key=lambda act: (act.clock, act.op_id))
    members = {founder.device: founder}
    while (found := _added(founder, members, acts)) != members:
        members = found
    return {device: _with_own_acts(member, acts) for device, member in members.items()}


def _added(
    founder: Member, members: Mapping[DeviceId, Member], acts: Iterable[_Act]
) -> dict[DeviceId, Member]:
    found = {founder.device: founder}
    for act in acts:
        addition = _addition(members, act)
        if addition is None or addition.keys.device == founder.device:
            continue
        device = addition.keys.device
        known = found.get(device)
        if known is None:
            keys, name, role = addition
            found[device] = Member(device, keys, name, role, act.author, act.clock)
        elif known.role < addition.role:
            found[device] = replace(known, role=addition.role)
    return found


def _addition(members: Mapping[DeviceId, Member], act: _Act) -> Addition | None:
    """What an act adds, if it adds a device other than its author's and a coordinator wrote it."""
    author = members.get(act.author)
    if act.operation.kind is not OpKind.ADD_DEVICE or author is None:
        return None
    addition = addition_of(act.operation)
    is_named = addition.keys.device == device_of(act.operation) != author.device
    return addition if is_named and author.role >= Role.COORDINATOR else None


def _with_own_acts(member: Member, acts: Iterable[_Act]) -> Member:
    """What the device itself said: that it joined, and its newest key."""
    own = [act.operation for act in acts if act.author == member.device == device_of(act.operation)]
    has_joined = any(each.kind is OpKind.JOIN for each in own)
    keys = [recipient_of(each) for each in own if each.kind is OpKind.RECIPIENT_KEY]
    return replace(
        member,
        has_joined=member.has_joined or has_joined,
        recipient=max(keys, default=None),
    )
