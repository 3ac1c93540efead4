# SPDX-License-Identifier: GPL-3.0-or-later
"""What is held of a circle, told without its content; and the content of what was chosen from it.

For vectors and for giving (docs/spec/sync-v1.md, sections 2 and 3). Segments that do not count are
in it like others; what is parked is not, and what waits is in no vector.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log import cbor
from protectnet.log.header import Head
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.standing import Standing
from protectnet.store.errors import NoSuchSegment
from protectnet.store.open_segments import PLACES
from protectnet.store.segments import headers, heads
from protectnet.store.standings import STANDINGS
from protectnet.store.store import Store

# A clock is stored less 2^63, and its day is what is left of the lowest 48 bits.
_DAY = "(clock_max >> 48) + 32768"
_HELD = (
    "FROM log JOIN segment ON segment.log = log.id "
    "WHERE log.circle = ? AND hash IS NOT NULL ORDER BY log.id, number, hash"
)


class StoredSegment(NamedTuple):
    """A sealed segment without its content.

    ``day`` is the day number of its highest clock, ``changes`` the number of its operations,
    ``size`` its bytes as it travels. ``membership_heads`` are those of its header in stream 1, and
    empty in stream 0.
    """

    log: LogId
    device: DeviceId
    stream: int
    seq: int
    hash: bytes
    prev: bytes
    day: int
    changes: int
    size: int
    standing: Standing
    membership_heads: tuple[bytes, ...]


def index(store: Store, circle: CircleId) -> list[StoredSegment]:
    """All sealed segments of a circle in both streams, log by log in order."""
    membership = {name: each.membership_heads for name, each in headers(store, circle, MEMBERSHIP)}
    rows = store.db.each(
        "SELECT log.log, device, stream, number, hash, previous, "
        f"{_DAY}, changes, size, standing {_HELD}",
        (store.records.circle_row(circle),),
    )
    return [
        StoredSegment._make((*row[:-1], STANDINGS[row[-1]], membership.get(row[4], ())))
        for row in rows
    ]


def vector_heads(store: Store, circle: CircleId) -> list[Head]:
    """The last segment of each branch of each log of a circle, ascending: what a vector says."""
    return sorted([*heads(store, circle, RECORDS), *heads(store, circle, MEMBERSHIP)])


def wires(store: Store, names: Iterable[bytes]) -> Iterator[bytes]:
    """The segments of these hashes as they travel, one by one; raises ``NoSuchSegment``."""
    for name in names:
        row = store.db.row(
            "SELECT id, header, signatures, salting FROM segment WHERE hash = ?", (name,)
        )
        if row is None:
            raise NoSuchSegment(segment=name.hex())
        segment, header, signatures, salting = row
        operations = store.db.rows(
            "SELECT bytes, leaf FROM operation WHERE id >= ? AND id < ? ORDER BY id",
            (segment * PLACES, (segment + 1) * PLACES),
        )
        items = [cbor.encode((leaf,) if raw is None else raw) for raw, leaf in operations]
        yield cbor.array_of([cbor.encode(header), signatures, salting, cbor.array_of(items)])
