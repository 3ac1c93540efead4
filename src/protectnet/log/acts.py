# SPDX-License-Identifier: GPL-3.0-or-later
"""What membership segments say, operation by operation (docs/spec/log-v1.md, section 12)."""

from dataclasses import dataclass

from protectnet.domain.ids import DeviceId, OpId
from protectnet.log.membership_operations import (
    addition_of,
    device_of,
    removal_of,
    role_change_of,
)
from protectnet.log.operation import Operation
from protectnet.log.segment import Entry, VerifiedSegment
from protectnet.log.shapes import OpKind, Role

_OF_ONESELF = frozenset({OpKind.FOUND, OpKind.JOIN, OpKind.RECIPIENT_KEY, OpKind.SUCCESSOR})
_OF_ANYBODY = frozenset({OpKind.REMOVE_DEVICE, OpKind.KEY_LIFE})
OWN_WORDS = frozenset({OpKind.JOIN, OpKind.RECIPIENT_KEY})
"""What a device says of itself, on which nothing else depends and which nothing strikes."""


@dataclass(frozen=True, slots=True)
class Act:
    """An operation of a membership segment.

    ``author`` wrote it, ``device`` is the one it concerns; ``segment`` is the hash of its segment.
    Where a log was continued twice with the same seed, two acts may have the same ``op_id``.
    """

    op_id: OpId
    author: DeviceId
    device: DeviceId
    operation: Operation
    segment: bytes

    @property
    def kind(self) -> OpKind:
        """What it does."""
        return self.operation.kind

    @property
    def is_leaving(self) -> bool:
        """Whether a device removes itself."""
        return self.kind is OpKind.REMOVE_DEVICE and self.author == self.device

    @property
    def is_striking(self) -> bool:
        """Whether it removes another device, and so strikes what that device did beside it."""
        return self.kind is OpKind.REMOVE_DEVICE and self.author != self.device

    @property
    def role(self) -> Role | None:
        """The role that it gives, if it gives one."""
        if self.kind is OpKind.FOUND:
            return Role.COORDINATOR
        if self.kind is OpKind.ADD_DEVICE:
            return addition_of(self.operation).role
        return role_change_of(self.operation).role if self.kind is OpKind.CHANGE_ROLE else None

    @property
    def seconded(self) -> OpId | None:
        """The operation with which it makes the two that some acts need, if it names one."""
        if self.kind is OpKind.REMOVE_DEVICE:
            return removal_of(self.operation).seconded
        if self.kind is OpKind.CHANGE_ROLE:
            return role_change_of(self.operation).seconded
        return None

    @property
    def order(self) -> tuple[int, OpId, bytes]:
        """By what acts are sorted where one of them has to be first."""
        return self.operation.clock, self.op_id, self.segment


def act_of(segment: VerifiedSegment, entry: Entry, *, is_root: bool) -> Act | None:
    """The act of an entry; ``None`` for what this version does not know and what is never one.

    Never one is what speaks for another where only oneself may, or of oneself where only another
    may, an addition under another name than that of its keys, and founding but in the root.
    """
    operation = entry.operation
    if not isinstance(operation, Operation):
        return None
    author = segment.header.identity.device
    act = Act(entry.op_id, author, device_of(operation), operation, segment.hash)
    is_own = act.author == act.device
    if act.kind not in _OF_ANYBODY and (act.kind in _OF_ONESELF) is not is_own:
        return None
    if act.kind is OpKind.FOUND and not (is_root and entry.position == 0):
        return None
    if act.kind is OpKind.ADD_DEVICE and addition_of(operation).keys.device != act.device:
        return None
    return act
