# SPDX-License-Identifier: GPL-3.0-or-later
"""The bytes of named operations go, wherever they stand; their leaves stay. See ``erase``."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId, OpId, RecordId
from protectnet.log import cbor
from protectnet.log.identifiers import RECORDS
from protectnet.log.operation import Operation, decode_operation, erasure_of
from protectnet.log.segment import Erased, erase_items
from protectnet.log.shapes import OpKind
from protectnet.store.blob_uses import blobs_of, digests_of
from protectnet.store.database import Row
from protectnet.store.due_erasures import loose_named
from protectnet.store.merging import merge_again
from protectnet.store.open_segments import PLACES
from protectnet.store.parking import erase_in_parked
from protectnet.store.queries import RecordKey
from protectnet.store.segments import segment_of
from protectnet.store.store import Store

_STORED = (
    "SELECT operation.id, op, bytes, device FROM operation "
    "JOIN segment ON segment.id = operation.id / ? JOIN log ON log.id = segment.log "
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An operation with bytes: its row, name, author and content (``None``: not understood)."""

    row: int
    op_id: OpId
    device: DeviceId
    operation: Operation | None = field(repr=False)


def operations_of(store: Store, record: int) -> list[Stored]:
    """The operations of a record (its row) whose bytes are held, in the order they came."""
    rows = store.db.rows(
        f"{_STORED} WHERE record = ? AND bytes IS NOT NULL ORDER BY operation.id", (PLACES, record)
    )
    return [_stored(row) for row in rows]


def is_erase(stored: Stored) -> bool:
    """Whether the operation is an erase, which is never erased itself."""
    return stored.operation is not None and stored.operation.kind is OpKind.ERASE


def uncounted_operations(store: Store, key: RecordKey) -> list[Stored]:
    """What segments that do not count say of a record, without erases."""
    rows = store.db.rows(
        "SELECT operation.id, op, bytes, device FROM segment "
        "JOIN log ON log.id = segment.log CROSS JOIN operation "
        "ON operation.id >= segment.id * ?1 AND operation.id < (segment.id + 1) * ?1 "
        "WHERE standing > 0 AND stream = ?2 AND log.circle = ?3 AND bytes IS NOT NULL "
        "AND operation.id NOT IN (SELECT operation FROM erase) ORDER BY operation.id",
        (PLACES, RECORDS, store.records.circle_row(key.circle)),
    )
    return [each for each in map(_stored, rows) if _is_about(each, key)]


def erases_of(store: Store, record: int) -> list[int]:
    """The rows of the erase operations that have effect on a record (its row)."""
    rows = store.db.rows(
        "SELECT erase.operation FROM operation CROSS JOIN erase "
        "ON erase.operation = operation.id WHERE operation.record = ? ORDER BY erase.operation",
        (record,),
    )
    return [row for (row,) in rows]


def destroy(store: Store, record: int, erases: Collection[int]) -> set[bytes]:
    """Destroy what these erases (rows) of a record (its row) name; needs a transaction.

    They are carried out then. Gives the blobs that the destroyed operations named.
    """
    db = store.db
    [(circle, kind, name)] = db.rows(
        "SELECT circle.circle, kind, record.record FROM record "
        "JOIN circle ON circle.id = record.circle WHERE record.id = ?",
        (record,),
    )
    names = _names_of(store, erases)
    named = [
        each for each in operations_of(store, record) if each.op_id in names and not is_erase(each)
    ]
    loose = loose_named(store)
    named += _in_rows(store, set().union(*(loose.get(each, set()) for each in erases)))
    files: set[bytes] = set()
    gone: dict[int, list[int]] = {}
    for each in named:
        gone.setdefault(each.row // PLACES, []).append(each.row % PLACES)
        files |= _forget_files(store, each)
    for segment, places in gone.items():
        _destroy_in_segment(store, segment, places)
    erase_in_parked(store, CircleId(circle), {each: {(kind, RecordId(name))} for each in names})
    db.run("DELETE FROM draft WHERE record = ?", (name,))
    db.run_many(
        "UPDATE erase SET is_carried_out = 1 WHERE operation = ?", [(each,) for each in erases]
    )
    # Not even the clocks of the erased are left.
    merge_again(store, [record])
    # Until it is merged, the index only notes that words are gone.
    db.run("INSERT INTO words (words) VALUES ('optimize')")
    return files


def _names_of(store: Store, erases: Collection[int]) -> set[OpId]:
    """What these erases name, and are no erases themselves."""
    found: set[OpId] = set()
    for (raw,) in store.db.rows(
        "SELECT bytes FROM operation WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(erases)),),
    ):
        operation = decode_operation(raw)
        if isinstance(operation, Operation):
            found.update(erasure_of(operation).erased)
    return found


def _in_rows(store: Store, rows: Collection[int]) -> list[Stored]:
    found = store.db.rows(
        f"{_STORED} WHERE operation.id IN (SELECT value FROM json_each(?)) ORDER BY 1",  # noqa: S608 - our names
        (PLACES, json.dumps(list(rows))),
    )
    return [_stored(row) for row in found]


def _stored(row: Row) -> Stored:
    number, op_id, raw, device = row
    operation = decode_operation(raw)
    known = operation if isinstance(operation, Operation) else None
    return Stored(number, OpId(op_id), DeviceId(device), known)


def _is_about(stored: Stored, key: RecordKey) -> bool:
    operation = stored.operation
    return operation is not None and (operation.record_kind, operation.record) == (key.kind, key.id)


def _forget_files(store: Store, stored: Stored) -> set[bytes]:
    """Forget the small pictures and the uses of what an operation attached; gives the blobs."""
    store.db.run("DELETE FROM blob_use WHERE operation = ?", (stored.row,))
    if stored.operation is None:
        return set()
    digests = digests_of(store.projection, stored.operation)
    store.db.run_many("DELETE FROM preview WHERE digest = ?", [(each,) for each in digests])
    return blobs_of(store.projection, stored.operation)


def _destroy_in_segment(store: Store, segment: int, places: Sequence[int]) -> None:
    """Leave of the operations at these places their leaves, and of the seed the salts of the others."""
    db = store.db
    [row] = db.rows(
        "SELECT id, header, signatures, salting, hash FROM segment WHERE id = ?", (segment,)
    )
    if row[-1] is None:
        raise RuntimeError("an open segment still needs its seed")
    left = erase_items(segment_of(store, row[:-1]), places)
    for place in places:
        item = left.items[place]
        if isinstance(item, Erased):
            db.run(
                "UPDATE operation SET bytes = NULL, leaf = ? WHERE id = ?",
                (item.leaf, segment * PLACES + place),
            )
    db.run(
        "UPDATE segment SET salting = ?, size = ? WHERE id = ?",
        (cbor.encode(left.salting), len(left.encode()), segment),
    )
