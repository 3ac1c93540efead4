# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of membership logs (docs/spec/log-v1.md, section 12).

In each, ``record`` is the device concerned and field and record kind are 0.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from protectnet.domain.ids import CircleId, DeviceId, OpId, RecordId
from protectnet.domain.values import Plain
from protectnet.log.header import Head
from protectnet.log.identifiers import circle_id
from protectnet.log.operation import Operation
from protectnet.log.shapes import OpKind, Role
from protectnet.log.signatures import PublicKeys


class Founding(NamedTuple):
    """What founds a circle: its name, the founder's keys and code name, 16 random bytes."""

    name: str
    keys: PublicKeys
    nonce: bytes
    code_name: str

    def __repr__(self) -> str:
        """Name no circle and nobody."""
        return f"Founding({self.keys!r})"


class Addition(NamedTuple):
    """What adds a device: its keys, its code name and what it may do."""

    keys: PublicKeys
    code_name: str
    role: Role

    def __repr__(self) -> str:
        """Name nobody."""
        return f"Addition({self.keys!r}, {self.role.name})"


class Recipient(NamedTuple):
    """Where to send a device what it may read: its key (1216 bytes); the highest counter counts."""

    counter: int
    key: bytes


class Removal(NamedTuple):
    """What removes a device: the last segments of its logs that count, and whose removal it seconds.

    ``seconded`` names the operation of another coordinator with which this one makes the two that
    the removal of a coordinator needs; ``None`` in the first of the two.
    """

    accepted: tuple[Head, ...]
    seconded: OpId | None = None


class RoleChange(NamedTuple):
    """What a device may do from now on, and whose change of it this one seconds (see ``Removal``)."""

    role: Role
    seconded: OpId | None = None


def found(founding: Founding, clock: int) -> Operation:
    """Found a circle; its name is ``founded_circle`` of the result."""
    keys = founding.keys
    pair: Plain = [keys.ed25519, keys.ml_dsa_65]
    value: Plain = [founding.name, pair, founding.nonce, founding.code_name]
    return _operation(OpKind.FOUND, keys.device, clock, value)


def founded_circle(operation: Operation) -> CircleId:
    """The circle that a founding operation founds."""
    return circle_id(operation.encode())


def add_device(addition: Addition, clock: int) -> Operation:
    """Add a device to the circle; counts when a coordinator writes it."""
    keys = addition.keys
    pair: Plain = [keys.ed25519, keys.ml_dsa_65]
    value: Plain = [pair, addition.code_name, int(addition.role)]
    return _operation(OpKind.ADD_DEVICE, keys.device, clock, value)


def join_circle(device: DeviceId, clock: int) -> Operation:
    """Say that one's own device takes part in the circle it was added to."""
    return _operation(OpKind.JOIN, device, clock, [])


def publish_key(device: DeviceId, recipient: Recipient, clock: int) -> Operation:
    """Publish the key to which others encrypt for one's own device."""
    return _operation(OpKind.RECIPIENT_KEY, device, clock, [recipient.counter, recipient.key])


def remove_device(device: DeviceId, removal: Removal, clock: int) -> Operation:
    """Remove a device, or leave with one's own; a coordinator's needs two coordinators."""
    return _operation(
        OpKind.REMOVE_DEVICE, device, clock, [_heads(removal.accepted), removal.seconded]
    )


def suspend(device: DeviceId, *, is_suspended: bool, clock: int) -> Operation:
    """Give a device no bundles for now, or lift that again."""
    return _operation(OpKind.SUSPEND, device, clock, [is_suspended])


def change_role(device: DeviceId, change: RoleChange, clock: int) -> Operation:
    """Let a device do more or less; to lower a coordinator's role needs two coordinators."""
    return _operation(OpKind.CHANGE_ROLE, device, clock, [int(change.role), change.seconded])


def accept_heads(device: DeviceId, heads: Iterable[Head], clock: int) -> Operation:
    """Accept what a device wrote up to these segments of its logs: beyond a removal, or twice."""
    return _operation(OpKind.ACCEPT_HEADS, device, clock, [_heads(heads)])


def set_aside(device: DeviceId, heads: Iterable[Head], clock: int) -> Operation:
    """Have it that nobody waits to accept what a removed device wrote up to these segments."""
    return _operation(OpKind.SET_ASIDE, device, clock, [_heads(heads)])


def name_successor(device: DeviceId, circle: CircleId, clock: int) -> Operation:
    """Say with one's own device that a circle goes on as another one."""
    return _operation(OpKind.SUCCESSOR, device, clock, [circle])


def set_key_life(device: DeviceId, days: int, clock: int) -> Operation:
    """Set with one's own device how long the circle's recipient keys live (30 to 730 days)."""
    return _operation(OpKind.KEY_LIFE, device, clock, [days])


def device_of(operation: Operation) -> DeviceId:
    """The device that a membership operation concerns."""
    return DeviceId(operation.record)


def founding_of(operation: Operation) -> Founding:
    """The parts of an operation of kind ``FOUND``, whose shape was checked."""
    value: Any = operation.value
    name, keys, nonce, code_name = value
    return Founding(name, PublicKeys(*keys), nonce, code_name)


def addition_of(operation: Operation) -> Addition:
    """The parts of an operation of kind ``ADD_DEVICE``, whose shape was checked."""
    value: Any = operation.value
    keys, code_name, role = value
    return Addition(PublicKeys(*keys), code_name, Role(role))


def recipient_of(operation: Operation) -> Recipient:
    """The parts of an operation of kind ``RECIPIENT_KEY``, whose shape was checked."""
    value: Any = operation.value
    counter, key = value
    return Recipient(counter, key)


def removal_of(operation: Operation) -> Removal:
    """The parts of an operation of kind ``REMOVE_DEVICE``, whose shape was checked."""
    value: Any = operation.value
    accepted, seconded = value
    return Removal(_read_heads(accepted), seconded)


def is_suspension(operation: Operation) -> bool:
    """Whether an operation of kind ``SUSPEND``, whose shape was checked, suspends, or lifts it."""
    value: Any = operation.value
    return bool(value[0])


def role_change_of(operation: Operation) -> RoleChange:
    """The parts of an operation of kind ``CHANGE_ROLE``, whose shape was checked."""
    value: Any = operation.value
    role, seconded = value
    return RoleChange(Role(role), seconded)


def named_heads_of(operation: Operation) -> tuple[Head, ...]:
    """What an operation of kind ``ACCEPT_HEADS`` or ``SET_ASIDE``, checked, names."""
    value: Any = operation.value
    return _read_heads(value[0])


def successor_of(operation: Operation) -> CircleId:
    """The circle that an operation of kind ``SUCCESSOR``, whose shape was checked, names."""
    value: Any = operation.value
    return CircleId(value[0])


def key_life_of(operation: Operation) -> int:
    """The days in an operation of kind ``KEY_LIFE``, whose shape was checked."""
    value: Any = operation.value
    return int(value[0])


def _heads(heads: Iterable[Head]) -> list[Plain]:
    return [list(each) for each in sorted(heads)]


def _read_heads(value: Any) -> tuple[Head, ...]:
    return tuple(Head(*each) for each in value)


def _operation(kind: OpKind, device: DeviceId, clock: int, value: Plain) -> Operation:
    return Operation(kind, 0, RecordId(device), 0, clock, (), value)
