# SPDX-License-Identifier: GPL-3.0-or-later
"""Which records wait for a person to decide, and who gave the values that stand beside each other.

A record waits when a register has several different live values, or when it was deleted by one
while another changed it (docs/spec/log-v1.md, section 10).
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, DeviceId, OpId, RecordId
from protectnet.store.open_segments import PLACES
from protectnet.store.projection import KindTable
from protectnet.store.queries import RecordKey, circle_rows
from protectnet.store.store import Store

_WAITING = (
    "(page.existence = 2 OR (page.existence = 0 "
    "AND page.id IN (SELECT source FROM live_value WHERE place > 0))) "
    "AND (?1 IS NULL OR page.circle IN (SELECT value FROM json_each(?1)))"
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a change: the device, and the code name of the person at it."""

    device: DeviceId
    user: str = field(repr=False)


def waiting(
    store: Store, kinds: Iterable[Kind], circles: Collection[CircleId] | None = None
) -> list[RecordKey]:
    """The records that wait, kind by kind, those changed last first; deleted ones do not wait."""
    rows = circle_rows(store, circles)
    found = []
    for table in _tables(store, kinds):
        statement = (
            "SELECT circle.circle, record.record "  # noqa: S608 - our own name
            f"FROM {table.name} AS page JOIN record ON record.id = page.id "
            f"JOIN circle ON circle.id = page.circle WHERE {_WAITING} "
            "ORDER BY page.changed DESC, page.id DESC"
        )
        for circle, record in store.db.rows(statement, (rows,)):
            found.append(RecordKey(CircleId(circle), table.kind.number, RecordId(record)))
    return found


def count_waiting(
    store: Store, kinds: Iterable[Kind], circles: Collection[CircleId] | None = None
) -> int:
    """How many records ``waiting`` gives."""
    rows, total = circle_rows(store, circles), 0
    for table in _tables(store, kinds):
        statement = f"SELECT count(*) FROM {table.name} AS page WHERE {_WAITING}"  # noqa: S608 - our name
        [(count,)] = store.db.rows(statement, (rows,))
        total += int(count)
    return total


def authors(store: Store, key: RecordKey, changes: Collection[OpId]) -> dict[OpId, Author]:
    """Who wrote these changes of a record; those that are not held are left out."""
    circle = store.records.circle_row(key.circle)
    held = store.records.get((circle, key.kind, key.id)) if circle else None
    if held is None:
        return {}
    rows = store.db.rows(
        "SELECT op, device, writer FROM operation "
        "JOIN segment ON segment.id = operation.id / ? JOIN log ON log.id = segment.log "
        "WHERE record = ? AND op IN (SELECT unhex(value) FROM json_each(?))",
        (PLACES, held.row, json.dumps([each.hex() for each in changes])),
    )
    return {OpId(op): Author(DeviceId(device), writer) for op, device, writer in rows}


def _tables(store: Store, kinds: Iterable[Kind]) -> list[KindTable]:
    return [store.projection.tables[kind.number] for kind in kinds]
