# SPDX-License-Identifier: GPL-3.0-or-later
"""How names are derived from what they name (docs/spec/log-v1.md, section 3)."""

from hashlib import sha256

from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId, LogId, OpId

RECORDS, MEMBERSHIP = 0, 1
"""The two streams: changes of records, and who belongs to the circle."""

_LOG_LABELS = {RECORDS: b"pn/log/v1", MEMBERSHIP: b"pn/mlog/v1"}


def device_id(ed25519: bytes, ml_dsa_65: bytes) -> DeviceId:
    """The name of the device with these public keys (32 and 1952 bytes)."""
    return DeviceId(sha256(b"pn/dev/v1" + ed25519 + ml_dsa_65).digest()[:ID_BYTES])


def circle_id(founding_operation: bytes) -> CircleId:
    """The name of the circle that this operation, as it was written, founded."""
    return CircleId(sha256(b"pn/circle/v1" + founding_operation).digest()[:ID_BYTES])


def log_id(device: DeviceId, circle: CircleId, incarnation: bytes, stream: int) -> LogId:
    """The name of one device's log in one circle, of one incarnation (16 bytes) and stream."""
    label = _LOG_LABELS[stream]
    return LogId(sha256(label + device + circle + incarnation).digest()[:ID_BYTES])


def op_id(log: LogId, leaf: bytes) -> OpId:
    """The name of the operation with this leaf hash (32 bytes) in this log."""
    return OpId(sha256(b"pn/op/v1" + log + leaf).digest()[:ID_BYTES])
