# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices, operations and segments that the tests of the log share."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.log.clock import join, make_clock
from protectnet.log.header import Header, LogIdentity
from protectnet.log.identifiers import RECORDS
from protectnet.log.merkle import Salts, leaf_hash, root_hash
from protectnet.log.open_segment import OpenSegment, Place
from protectnet.log.operation import Operation, set_
from protectnet.log.segment import Segment, VerifiedSegment
from protectnet.log.signatures import SigningKeys

DAY = 20_000
RISK = 4
RECORD = RecordId(bytes([6]) * 16)
CIRCLE = CircleId(bytes([3]) * 16)
INCARNATION = bytes([4]) * 16
SEED = bytes([5]) * 32


def device(number: int) -> SigningKeys:
    """The device whose two seeds are made of this number and the next."""
    return SigningKeys(bytes([number]) * 32, bytes([number + 1]) * 32)


LUNA, SOL, MAR = device(1), device(11), device(21)


def clock(counter: int, day: int = DAY) -> int:
    """The clock with this counter on a day."""
    return make_clock(day, counter)


def name(number: int) -> OpId:
    """An operation's name that is easy to tell from others."""
    return OpId(number.to_bytes(16, "big"))


def identity(keys: SigningKeys = LUNA, stream: int = RECORDS) -> LogIdentity:
    """The log of a device in the circle of these tests."""
    return LogIdentity(stream, keys.public.device, CIRCLE, INCARNATION)


def changes(count: int) -> list[Operation]:
    """So many changes of one field, each replacing nothing."""
    return [set_(RISK, RECORD, 1, clock(each + 1), f"change {each}") for each in range(count)]


def sealed(
    operations: Sequence[Operation],
    keys: SigningKeys = LUNA,
    place: Place | None = None,
    seed: bytes = SEED,
) -> VerifiedSegment:
    """A segment of these operations."""
    segment = OpenSegment(place or Place(identity(keys)), seed, "Luna")
    for each in operations:
        segment.append(each)
    return segment.seal(keys)


def signed(
    raw: Sequence[bytes], keys: SigningKeys = LUNA, place: Place | None = None, **others: Any
) -> Segment:
    """A segment signed by its author over whatever bytes and header its author liked."""
    where = place or Place(identity(keys))
    salts = Salts(SEED)
    leaves = [leaf_hash(salts.salt(index), each) for index, each in enumerate(raw)]
    root, top = root_hash(leaves), join(clock(3), where.clock_before)
    header = Header(where.identity, where.seq, where.prev, root, len(raw), top, (), (), "Luna")
    header = replace(header, **others)
    header_bytes = header.encode()
    signatures = keys.sign(header.identity.stream, header_bytes)
    return Segment(header, header_bytes, signatures, SEED, tuple(raw))
