# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking for records: by id, by what links to them, and counts."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, RecordId, parse_prefix
from protectnet.domain.record import Record
from protectnet.domain.values import Reference
from protectnet.log.digest import digest_entry, state_digest
from protectnet.log.state import RecordState
from protectnet.store.errors import AmbiguousRecord, NoSuchRecord
from protectnet.store.reading import record_of
from protectnet.store.store import Store

MAX_NAMED = 100


@dataclass(frozen=True, slots=True)
class RecordKey:
    """What names a record: its circle, the number of its kind, its id.

    The kind may be one that only a newer version knows.
    """

    circle: CircleId
    kind: int
    id: RecordId


@dataclass(frozen=True, slots=True)
class LinkFrom:
    """A record that links to another, and by which of its fields."""

    key: RecordKey
    title: str
    field: str

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"LinkFrom({self.key!r}, {self.field!r})"


def record(store: Store, key: RecordKey) -> Record:
    """The record, deleted and erased ones too; raises ``NoSuchRecord``.

    Also for a kind that only a newer version knows.
    """
    state = state_of(store, key)
    kind = store.kinds.numbered(key.kind)
    if state is None or kind is None:
        raise NoSuchRecord(given=key.id.hex())
    return record_of(kind, key.id, key.circle, state)


def state_of(store: Store, key: RecordKey) -> RecordState | None:
    """The merged state, which is not to be changed; ``None`` when the log says nothing of it."""
    circle = store.records.circle_row(key.circle)
    held = store.records.get((circle, key.kind, key.id)) if circle else None
    return held.state if held else None


def find(store: Store, prefix: str, circle: CircleId | None = None) -> RecordKey:
    """The record whose id begins like this (4 to 32 hexadecimal digits), of one circle or any.

    Raises ``InvalidId``, ``NoSuchRecord`` or ``AmbiguousRecord``; a record that was moved stands
    in two circles under one id, of which the deleted one does not count.
    """
    checked = parse_prefix(prefix)
    lowest, highest = checked.ljust(32, "0"), checked.ljust(32, "f")
    rows = store.db.rows(
        "SELECT circle.circle, kind, record, existence FROM record "
        "JOIN circle ON circle.id = record.circle "
        "WHERE record BETWEEN ?1 AND ?2 AND (?3 IS NULL OR circle.circle = ?3) LIMIT ?4",
        (bytes.fromhex(lowest), bytes.fromhex(highest), circle, MAX_NAMED),
    )
    if len(rows) > 1:
        rows = [row for row in rows if row[3] in (0, 2)] or rows
    if not rows:
        raise NoSuchRecord(given=prefix)
    if len(rows) > 1:
        raise AmbiguousRecord(given=prefix, count=len(rows))
    [(of, kind, found, _)] = rows
    return RecordKey(CircleId(of), kind, RecordId(found))


def titles(store: Store, references: Collection[Reference]) -> dict[Reference, str]:
    """The titles of the records linked to; those that are not held here are left out.

    Of a record in several circles the title of one that is shown.
    """
    found: dict[Reference, str] = {}
    for each in references:
        row = store.db.row(
            "SELECT title FROM record WHERE record = ? AND kind = ? "
            "ORDER BY existence IN (0, 2) DESC, changed DESC LIMIT 1",
            (each.id, each.kind),
        )
        if row is not None:
            found[each] = row[0]
    return found


def links_to(store: Store, target: Reference) -> list[LinkFrom]:
    """What links to a record, in any circle; deleted records do not."""
    rows = store.db.rows(
        "SELECT circle.circle, record.kind, record.record, title, field FROM link "
        "JOIN record ON record.id = link.source JOIN circle ON circle.id = record.circle "
        "WHERE link.target = ? AND link.kind = ? AND record.existence IN (0, 2) "
        "ORDER BY record.kind, title, record.id",
        (target.id, target.kind),
    )
    found = []
    for circle, number, linking, title, field in rows:
        kind = store.kinds.numbered(number)
        if kind is not None and field in kind.by_number:
            key = RecordKey(CircleId(circle), number, RecordId(linking))
            found.append(LinkFrom(key, title, kind.by_number[field].name))
    return found


def counts(store: Store, circles: Collection[CircleId] | None = None) -> dict[str, int]:
    """How many records of each kind are shown, by the kind's name, in these circles or in all."""
    rows = circle_rows(store, circles)
    found: dict[str, int] = {}
    for table in store.projection.tables.values():
        [(count,)] = store.db.rows(
            f"SELECT count(*) FROM {table.name} WHERE existence IN (0, 2) "  # noqa: S608 - our name
            "AND (?1 IS NULL OR circle IN (SELECT value FROM json_each(?1)))",
            (rows,),
        )
        found[table.kind.name] = int(count)
    return found


def circle_rows(store: Store, circles: Collection[CircleId] | None) -> str | None:
    """The rows of these circles as a JSON array, for a condition; ``None`` for all."""
    if circles is None:
        return None
    found = (store.records.circle_row(each) for each in circles)
    return json.dumps([row for row in found if row is not None])


def newer_records(store: Store, circle: CircleId) -> int:
    """How many records of a circle are of kinds that only a newer version knows."""
    [(count,)] = store.db.rows(
        "SELECT count(*) FROM record JOIN circle ON circle.id = record.circle "
        "WHERE circle.circle = ? AND kind NOT IN (SELECT value FROM json_each(?))",
        (circle, json.dumps(list(store.projection.tables))),
    )
    return int(count)


def digest_of(store: Store, circle: CircleId) -> bytes:
    """The state digest of a circle (32 bytes): equal on two devices that show the same of it."""
    return state_digest(
        digest_entry(kind, record, state) for kind, record, state in states(store, circle)
    )


def states(
    store: Store, circle: CircleId, kind: Kind | None = None
) -> Iterator[tuple[int, RecordId, RecordState]]:
    """Kind, id and merged state of each record of a circle, one by one."""
    row = store.records.circle_row(circle)
    found = store.db.each(
        "SELECT kind, record, state FROM record WHERE circle = ?1 AND (?2 IS NULL OR kind = ?2)",
        (row, kind.number if kind else None),
    )
    for number, record_id, state in found:
        yield number, RecordId(record_id), RecordState.from_bytes(state)
