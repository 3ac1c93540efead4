# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of devices, circles, logs and operations."""

from hashlib import sha256

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.identifiers import MEMBERSHIP, RECORDS, circle_id, device_id, log_id, op_id

DEVICE, CIRCLE, INCARNATION = DeviceId(b"d" * 16), CircleId(b"c" * 16), b"i" * 16


def test_names_when_made_then_are_the_hashes_of_the_page() -> None:
    log = log_id(DEVICE, CIRCLE, INCARNATION, RECORDS)
    assert (
        device_id(b"e" * 32, b"m" * 1952)
        == sha256(b"pn/dev/v1" + b"e" * 32 + b"m" * 1952).digest()[:16]
    )
    assert circle_id(b"op") == sha256(b"pn/circle/v1op").digest()[:16]
    assert log == sha256(b"pn/log/v1" + b"d" * 16 + b"c" * 16 + b"i" * 16).digest()[:16]
    assert op_id(log, b"l" * 32) == sha256(b"pn/op/v1" + log + b"l" * 32).digest()[:16]


def test_log_id_when_one_part_differs_then_is_another() -> None:
    names = {
        log_id(DEVICE, CIRCLE, INCARNATION, RECORDS),
        log_id(DEVICE, CIRCLE, INCARNATION, MEMBERSHIP),
        log_id(DEVICE, CIRCLE, b"j" * 16, RECORDS),
        log_id(DEVICE, CircleId(b"k" * 16), INCARNATION, RECORDS),
        log_id(DeviceId(b"l" * 16), CIRCLE, INCARNATION, RECORDS),
    }
    assert len(names) == 5
