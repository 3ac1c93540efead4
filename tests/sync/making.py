# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up segments and vectors: names that stand for hashes, nothing signed."""

from collections.abc import Sequence
from hashlib import sha256

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log.header import NO_HASH, Head
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.vector import Vector
from protectnet.sync.index import HeldSegment
from protectnet.sync.readers import Access

DAY = 20_000
SIZE = 1_000


def digest(*parts: object) -> bytes:
    """32 bytes that stand for these parts."""
    return sha256(repr(parts).encode()).digest()


def device(number: int) -> DeviceId:
    return DeviceId(digest("device", number)[:16])


def circle(number: int) -> CircleId:
    return CircleId(digest("circle", number)[:16])


def log(author: DeviceId, of: CircleId, stream: int = RECORDS, life: int = 0) -> LogId:
    return LogId(digest("log", author, of, stream, life)[:16])


RIVER, HILL = circle(1), circle(2)
LUNA, SOL, MAR, ANA = map(device, range(1, 5))


def following(
    before: HeldSegment | None,
    author: DeviceId = LUNA,
    of: CircleId = RIVER,
    *,
    stream: int = RECORDS,
    day: int = DAY,
    size: int = SIZE,
    changes: int = 10,
    branch: object = "",
    membership_heads: Sequence[bytes] = (),
    life: int = 0,
) -> HeldSegment:
    """The next segment of a log; segments of one place are told apart by ``branch``."""
    name = before.log if before else log(author, of, stream, life)
    seq = before.seq + 1 if before else 0
    prev = before.hash if before else NO_HASH
    return HeldSegment(
        log=name,
        device=before.device if before else author,
        stream=before.stream if before else stream,
        seq=seq,
        hash=digest("segment", name, seq, prev, branch),
        prev=prev,
        day=day,
        changes=changes,
        size=size,
        membership_heads=tuple(sorted(membership_heads)),
    )


def chain(
    length: int,
    author: DeviceId = LUNA,
    of: CircleId = RIVER,
    *,
    after: HeldSegment | None = None,
    stream: int = RECORDS,
    day: int = DAY,
    size: int = SIZE,
    branch: object = "",
) -> list[HeldSegment]:
    """So many segments one after the other, each a day later than the one before."""
    found: list[HeldSegment] = []
    last = after
    for number in range(length):
        last = following(
            last, author, of, stream=stream, day=day + number, size=size, branch=branch
        )
        found.append(last)
    return found


def membership(author: DeviceId = LUNA, of: CircleId = RIVER, length: int = 1) -> list[HeldSegment]:
    """So many membership segments of one author."""
    return chain(length, author, of, stream=MEMBERSHIP)


def vector(
    says: DeviceId,
    heads: Sequence[HeldSegment] = (),
    of: CircleId = RIVER,
    *,
    counter: int = 1,
    day: int = DAY,
    missing: Sequence[bytes] = (),
) -> Vector:
    """What a device says whose last segments are these."""
    named: list[Head] = sorted(each.head for each in heads)
    return Vector(says, of, counter, day, tuple(named), tuple(sorted(missing)))


def readers(*devices: DeviceId) -> dict[DeviceId, Access]:
    """These devices may read."""
    return dict.fromkeys(devices, Access.MAY_READ)
