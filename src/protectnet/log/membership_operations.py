# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of membership logs (docs/spec/log-v1.md, section 12).

In each, ``record`` is the device concerned and field and record kind are 0.
"""

from typing import Any, NamedTuple

from protectnet.domain.ids import CircleId, DeviceId, RecordId
from protectnet.domain.values import Plain
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


def _operation(kind: OpKind, device: DeviceId, clock: int, value: Plain) -> Operation:
    return Operation(kind, 0, RecordId(device), 0, clock, (), value)
