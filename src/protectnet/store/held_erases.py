# SPDX-License-Identifier: GPL-3.0-or-later
"""Which erases are held, and what they name.

An erase is held in segments of any standing. It has *effect* when its segment counts and its author
had the right to it; then its operation belongs to a record here. It *excuses* a missing operation
as soon as its author had the right. It was *carried out* when a person here saw it named and what
it names was destroyed; whatever of that comes once more is destroyed as it comes
(docs/spec/log-v1.md, section 10; docs/spec/sync-v1.md, section 4). What waits to be destroyed is
told by ``due_erasures``.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId, OpId, RecordId
from protectnet.log.operation import Operation, UnknownOperation, decode_operation, erasure_of
from protectnet.log.shapes import OpKind
from protectnet.store.database import Database, Values
from protectnet.store.open_segments import PLACES
from protectnet.store.queries import RecordKey
from protectnet.store.store import Store

ErasedNames = Mapping[OpId, Collection[tuple[int, RecordId]]]
"""By the name of an erased operation the records (number of the kind, id) whose erases name it."""

_INSERT_ERASE = "INSERT OR IGNORE INTO erase (operation, is_whole) VALUES (?, ?)"
_INSERT_NAME = "INSERT OR IGNORE INTO erased_name (name, erase) VALUES (?, ?)"
_NAMED = "name IN (SELECT unhex(value) FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class HeldErase:
    """An erase operation that is held: where it stands, what it names, whether it was refused."""

    op_id: OpId
    segment: bytes
    device: DeviceId
    key: RecordKey
    names: tuple[OpId, ...]
    is_refused: bool


@dataclass(slots=True)
class EraseRows:
    """Rows about erases on their way into the tables."""

    erases: list[Values] = field(default_factory=list)
    names: list[Values] = field(default_factory=list)

    def note(self, row: int, operation: Operation | UnknownOperation | None) -> None:
        """Take an operation with its row; what is no erase is left out."""
        if isinstance(operation, Operation) and operation.kind is OpKind.ERASE:
            erasure = erasure_of(operation)
            self.erases.append((row, int(erasure.whole)))
            self.names += [(name, row) for name in erasure.erased]

    def write(self, db: Database) -> None:
        """Write what was taken; needs a transaction, and the operations in their table."""
        if self.erases:
            db.run_many(_INSERT_ERASE, self.erases)
            db.run_many(_INSERT_NAME, self.names)
            self.erases.clear()
            self.names.clear()


def excused(store: Store, circle: CircleId, names: Iterable[OpId]) -> set[OpId]:
    """Those of these operations that an erase of the circle names whose author had the right."""
    row = store.records.circle_row(circle)
    wanted = set(names)
    if row is None or not wanted:
        return set()
    held = store.db.rows(
        "SELECT name FROM erased_name CROSS JOIN segment ON segment.id = erase / ? "  # noqa: S608 - our names
        f"CROSS JOIN log ON log.id = segment.log WHERE log.circle = ? AND {_NAMED} "
        "AND erase NOT IN (SELECT id FROM refused_operation)",
        (PLACES, row, _hex_of(wanted)),
    )
    return {OpId(name) for (name,) in held} | (wanted & kept_names(store, row).keys())


def carried_out(store: Store, circle: int, names: Collection[OpId]) -> ErasedNames:
    """Those of these operations that an erase names which was carried out here, in a circle's row.

    Each with the records whose erases name it.
    """
    found: dict[OpId, set[tuple[int, RecordId]]] = {}
    rows = store.db.rows(
        "SELECT name, kind, record.record FROM erased_name "  # noqa: S608 - our own names
        "CROSS JOIN erase ON erase.operation = erased_name.erase "
        "CROSS JOIN operation ON operation.id = erase.operation "
        "CROSS JOIN record ON record.id = operation.record "
        f"WHERE is_carried_out AND record.circle = ? AND {_NAMED}",
        (circle, _hex_of(names)),
    )
    for name, kind, record in rows:
        found.setdefault(OpId(name), set()).add((kind, RecordId(record)))
    for name, records in kept_names(store, circle).items():
        if name in names:
            found.setdefault(name, set()).update(records)
    return found


def is_anything_carried_out(store: Store) -> bool:
    """Whether any erase was carried out here: most stores need not look at names at all."""
    return bool(
        store.db.row("SELECT 1 FROM erase WHERE is_carried_out LIMIT 1")
        or store.db.row("SELECT 1 FROM kept_erase LIMIT 1")
    )


def is_named(
    names: ErasedNames, op_id: OpId, operation: Operation | UnknownOperation | None
) -> bool:
    """Whether an erase of its own record names an operation; of one not understood, any erase.

    An erase is never erased.
    """
    if isinstance(operation, Operation) and operation.kind is OpKind.ERASE:
        return False
    return any(is_of(operation, kind, record) for kind, record in names.get(op_id, ()))


def is_of(operation: Operation | UnknownOperation | None, kind: int, record: RecordId) -> bool:
    """Whether an operation is of this record, or cannot be told to be of another."""
    if not isinstance(operation, Operation):
        return True
    return (operation.record_kind, operation.record) == (kind, record)


def kept_names(store: Store, circle: int) -> dict[OpId, set[tuple[int, RecordId]]]:
    """What the erases of a circle (its row) name that stayed when their segment was taken back."""
    found: dict[OpId, set[tuple[int, RecordId]]] = {}
    rows = store.db.rows(
        "SELECT bytes, kind, record.record FROM kept_erase "
        "JOIN record ON record.id = kept_erase.record WHERE record.circle = ?",
        (circle,),
    )
    for raw, kind, record in rows:
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            for name in erasure_of(operation).erased:
                found.setdefault(name, set()).add((kind, RecordId(record)))
    return found


def adopt_kept(store: Store, circle: int) -> set[int]:
    """Let go of kept erases of a circle (its row) whose segment came again, carried out as they were.

    Gives the rows of their records, to be merged again. Needs a transaction.
    """
    rows = store.db.rows(
        "SELECT erase.operation, operation.op, kept_erase.record FROM erase "
        "CROSS JOIN operation ON operation.id = erase.operation "
        "CROSS JOIN kept_erase ON kept_erase.op = operation.op "
        "CROSS JOIN record ON record.id = kept_erase.record WHERE record.circle = ?",
        (circle,),
    )
    for row, op_id, _ in rows:
        store.db.run("UPDATE erase SET is_carried_out = 1 WHERE operation = ?", (row,))
        store.db.run("DELETE FROM kept_erase WHERE op = ?", (op_id,))
    return {record for _, _, record in rows}


def held_erases(store: Store, circle: CircleId) -> list[HeldErase]:
    """All erase operations of a circle, those that change nothing too: to judge their rights."""
    rows = store.db.rows(
        "SELECT operation.op, operation.bytes, segment.hash, log.device, "
        "EXISTS (SELECT 1 FROM refused_operation WHERE id = operation.id) "
        "FROM erase JOIN operation ON operation.id = erase.operation "
        "JOIN segment ON segment.id = operation.id / ? JOIN log ON log.id = segment.log "
        "WHERE log.circle = ? AND segment.hash IS NOT NULL ORDER BY operation.id",
        (PLACES, store.records.circle_row(circle)),
    )
    found = []
    for op_id, raw, segment, device, is_refused in rows:
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            key = RecordKey(circle, operation.record_kind, operation.record)
            names = erasure_of(operation).erased
            held = HeldErase(OpId(op_id), segment, DeviceId(device), key, names, bool(is_refused))
            found.append(held)
    return found


def _hex_of(names: Iterable[OpId]) -> str:
    return json.dumps([each.hex() for each in names])
