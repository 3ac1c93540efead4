# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits to be destroyed here because an erase names it, and what was destroyed.

An erase that came in a bundle hides at once; its bytes are destroyed after a person saw it named
(docs/spec/sync-v1.md, section 4). ``erase.carry_out`` does that.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId, OpId
from protectnet.log.operation import decode_operation
from protectnet.store.held_erases import is_of
from protectnet.store.merging import keys_of
from protectnet.store.open_segments import PLACES
from protectnet.store.queries import RecordKey
from protectnet.store.store import Store

MAX_RECEIPTS = 4096
"""How many erases a vector names as carried out (docs/spec/sync-v1.md, section 2)."""

# Written so that few rows are looked up: the operations of the erase's record, each by its name.
_HOLDS_NAMED = (
    "EXISTS (SELECT 1 FROM operation AS named CROSS JOIN erased_name "
    "ON erased_name.name = named.op AND erased_name.erase = erase.operation "
    "WHERE named.record = operation.record AND named.bytes IS NOT NULL "
    "AND named.id NOT IN (SELECT operation FROM erase))"
)
_WITH_EFFECT = (
    "FROM erase JOIN operation ON operation.id = erase.operation "
    "JOIN record ON record.id = operation.record "
)


@dataclass(frozen=True, slots=True)
class DueErasure:
    """A record of which something waits to be destroyed here.

    ``erases`` are the erase operations with effect that name something held, ``asked_by`` the
    devices that wrote them, each once, ``is_whole`` whether one of them erases the record for
    ever, ``named`` how many operations are still held that they name. ``late`` tells by device
    how many operations of an erased record are held that no erase names: they are hidden, and are
    destroyed once somebody with a right to it names them (``carry_out``).
    """

    key: RecordKey
    asked_by: tuple[DeviceId, ...]
    erases: tuple[OpId, ...]
    is_whole: bool
    named: int
    late: Mapping[DeviceId, int] = field(default_factory=dict)


def receipts(store: Store, circle: CircleId, most: int = MAX_RECEIPTS) -> tuple[OpId, ...]:
    """The newest erases with effect of which nothing that they name is held here, ascending."""
    loose = loose_named(store)
    rows = store.db.each(
        f"SELECT operation.id, operation.op {_WITH_EFFECT} WHERE record.circle = ? "
        f"AND NOT {_HOLDS_NAMED} ORDER BY erase.operation DESC",
        (store.records.circle_row(circle),),
    )
    found: list[OpId] = []
    for row, op_id in rows:
        if row not in loose:
            found.append(OpId(op_id))
        if len(found) == most:
            break
    return tuple(sorted(found))


def due_erasures(store: Store, circle: CircleId | None = None) -> list[DueErasure]:
    """The records of which something waits to be destroyed, in one circle or in all.

    Those whose content came first are first.
    """
    found = _asking(store)
    for record, late in _late(store).items():
        due = found.get(record) or DueErasure(_key_of(store, record), (), (), True, 0)
        found[record] = DueErasure(due.key, due.asked_by, due.erases, due.is_whole, due.named, late)
    return [
        found[record]
        for record in sorted(found)
        if circle is None or found[record].key.circle == circle
    ]


def _asking(store: Store) -> dict[int, DueErasure]:
    """By record what erases ask for of which something is held."""
    loose = loose_named(store)
    rows = store.db.rows(
        f"SELECT record.id, operation.id, operation.op, device, is_whole, {_HOLDS_NAMED} "
        f"{_WITH_EFFECT} JOIN segment ON segment.id = operation.id / ? "
        "JOIN log ON log.id = segment.log ORDER BY operation.id",
        (PLACES,),
    )
    asking: dict[int, list[tuple[int, OpId, DeviceId, bool]]] = {}
    for record, row, op_id, device, is_whole, holds_named in rows:
        if holds_named or row in loose:
            asked = (row, OpId(op_id), DeviceId(device), bool(is_whole))
            asking.setdefault(record, []).append(asked)
    return {
        record: DueErasure(
            _key_of(store, record),
            tuple(sorted({device for _, _, device, _ in each})),
            tuple(op_id for _, op_id, _, _ in each),
            any(is_whole for *_, is_whole in each),
            _count_named(store, record, [row for row, *_ in each], loose),
        )
        for record, each in asking.items()
    }


def _count_named(
    store: Store, record: int, erases: Collection[int], loose: Mapping[int, set[int]]
) -> int:
    [(count,)] = store.db.rows(
        "SELECT count(DISTINCT operation.id) FROM operation CROSS JOIN erased_name "
        "ON erased_name.name = operation.op WHERE operation.record = ? AND bytes IS NOT NULL "
        "AND operation.id NOT IN (SELECT operation FROM erase) "
        "AND erase IN (SELECT value FROM json_each(?))",
        (record, json.dumps(list(erases))),
    )
    return int(count) + len(set().union(*(loose.get(each, set()) for each in erases)))


def _late(store: Store) -> dict[int, dict[DeviceId, int]]:
    """By record, of those erased for ever, how many operations of which device no erase names."""
    rows = store.db.rows(
        "SELECT late.record, device, count(*) FROM record "
        "CROSS JOIN operation AS late ON late.record = record.id "
        "JOIN segment ON segment.id = late.id / ? JOIN log ON log.id = segment.log "
        "WHERE record.id IN (SELECT operation.record FROM erase "
        "JOIN operation ON operation.id = erase.operation UNION SELECT record FROM kept_erase) "
        "AND existence = 3 AND late.bytes IS NOT NULL "
        "AND late.id NOT IN (SELECT operation FROM erase) "
        "AND NOT EXISTS (SELECT 1 FROM erased_name CROSS JOIN operation ON operation.id = erase "
        "WHERE name = late.op AND operation.record = late.record) GROUP BY late.record, device",
        (PLACES,),
    )
    found: dict[int, dict[DeviceId, int]] = {}
    for record, device, count in rows:
        found.setdefault(record, {})[DeviceId(device)] = count
    return found


def loose_named(store: Store) -> dict[int, set[int]]:
    """By erase (its row) the operations without a record that it names: rows of both.

    Such stand in segments that do not count, or only a newer version understands them.
    """
    rows = store.db.rows(
        "SELECT erase, loose.id, loose.bytes, record.kind, record.record "
        "FROM operation AS loose INDEXED BY operation_without_record "
        "CROSS JOIN erased_name ON erased_name.name = loose.op "
        "JOIN segment ON segment.id = loose.id / ? JOIN log ON log.id = segment.log "
        "JOIN operation AS naming ON naming.id = erase "
        "JOIN record ON record.id = naming.record "
        "WHERE loose.record IS NULL AND loose.bytes IS NOT NULL AND record.circle = log.circle "
        "AND loose.id NOT IN (SELECT operation FROM erase)",
        (PLACES,),
    )
    found: dict[int, set[int]] = {}
    for erase, loose, raw, kind, record in rows:
        if is_of(decode_operation(raw), kind, record):
            found.setdefault(erase, set()).add(loose)
    return found


def _key_of(store: Store, record: int) -> RecordKey:
    [found] = keys_of(store, [record])
    return found
