# SPDX-License-Identifier: GPL-3.0-or-later
"""Destroying what an erase operation names, so that nothing of it is left in the file.

Of an erased operation its leaf stays, so that the signature over its segment still fits; its
bytes and its salt go, and with the salt the seed from which it could be computed. With it go the
values in all tables, the words in the index, drafts, previews and encrypted files. What a disk
keeps of overwritten places is beyond any program: ``export_to_new_key`` makes that unreadable.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.domain.record import Existence
from protectnet.log import cbor
from protectnet.log.merkle import Salts, leaf_hash
from protectnet.log.operation import Operation, decode_operation, erase, erasure_of
from protectnet.log.shapes import OpKind
from protectnet.store.blob_uses import blobs_of, digests_of
from protectnet.store.blobs import remove_unused
from protectnet.store.errors import NoSuchRecord
from protectnet.store.held import Held
from protectnet.store.open_segments import PLACES
from protectnet.store.projecting import insert_rows, remove_rows, update_records
from protectnet.store.queries import RecordKey
from protectnet.store.rebuild import merged_records
from protectnet.store.store import Progress, Store, no_progress

MAX_NAMED = 1_500
"""How many operations one erase operation names; it must not be longer than 64 KiB."""


class Hand(Protocol):
    """Who writes the erase operation."""

    def next_clock(self, circle: CircleId) -> int:
        """The clock of the next operation."""

    def write(self, circle: CircleId, operations: Iterable[Operation]) -> object:
        """Append operations to the own log of the circle."""

    def seal_all(self, circle: CircleId | None = None) -> object:
        """Seal the open segments of the circle."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """An operation with bytes: its row, name and content (``None`` if it is not understood)."""

    row: int
    op_id: OpId
    raw: bytes = field(repr=False)
    operation: Operation | None


def erase_record(
    store: Store, key: RecordKey, reason: str, hand: Hand, progress: Progress = no_progress
) -> None:
    """Erase a record for ever: write the erase operation and destroy what it names, here.

    ``reason`` is a short code. Opens its own transaction; when this returns, nothing is left in
    the file. Raises ``NoSuchRecord``, and then or at any other error everything is as it was.
    """
    held = _held(store, key)
    with store.transaction():
        # An open segment still needs its seed.
        hand.seal_all(key.circle)
        stored = [each for each in _operations(store, held.row) if not _is_erase(each)]
        blobs = sorted(_blobs_of_record_alone(store, stored))
        for names, named_files in _in_portions([each.op_id for each in stored], blobs):
            clock = hand.next_clock(key.circle)
            operation = erase(
                key.kind, key.id, clock, reason, whole=True, erased=names, blobs=named_files
            )
            hand.write(key.circle, [operation])
        files = _destroy(store, [_held(store, key)])
    _sweep(store, files, progress)


def erase_operations(
    store: Store,
    key: RecordKey,
    names: Collection[OpId],
    reason: str,
    hand: Hand,
    progress: Progress = no_progress,
) -> None:
    """Erase single changes of a record, such as a value that should never have been written.

    Otherwise as ``erase_record``. Names that are no operations of the record, or are erased
    already, are left out.
    """
    held = _held(store, key)
    with store.transaction():
        hand.seal_all(key.circle)
        stored = [each for each in _operations(store, held.row) if not _is_erase(each)]
        named = [each for each in stored if each.op_id in names]
        blobs = sorted(_blobs_of_record_alone(store, named))
        for erased, named_files in _in_portions([each.op_id for each in named], blobs):
            operation = erase(
                key.kind,
                key.id,
                hand.next_clock(key.circle),
                reason,
                whole=False,
                erased=erased,
                kept_replaced=_replaced_by(named, erased, names),
                blobs=named_files,
            )
            hand.write(key.circle, [operation])
        files = _destroy(store, [_held(store, key)])
    _sweep(store, files, progress)


def records_to_erase(store: Store) -> list[RecordKey]:
    """The records of which foreign erase operations name something that is still held here."""
    rows = store.db.rows(
        "SELECT circle.circle, kind, record.record FROM erasure "
        "JOIN record ON record.id = erasure.record JOIN circle ON circle.id = record.circle "
        "WHERE is_due ORDER BY record.id"
    )
    return [RecordKey(CircleId(circle), kind, RecordId(record)) for circle, kind, record in rows]


def carry_out(
    store: Store, keys: Collection[RecordKey], hand: Hand, progress: Progress = no_progress
) -> None:
    """Destroy what the erase operations of these records name; opens its own transaction.

    When this returns, nothing of it is left in the file. Raises ``NoSuchRecord``.
    """
    with store.transaction():
        for circle in {key.circle for key in keys}:
            hand.seal_all(circle)
        files = _destroy(store, [_held(store, key) for key in keys])
    _sweep(store, files, progress)


def _held(store: Store, key: RecordKey) -> Held:
    circle = store.records.circle_row(key.circle)
    held = store.records.get((circle, key.kind, key.id)) if circle else None
    if held is None:
        raise NoSuchRecord(given=key.id.hex())
    return held


def _operations(store: Store, record: int) -> list[_Stored]:
    rows = store.db.rows(
        "SELECT id, op, bytes FROM operation WHERE record = ? AND bytes IS NOT NULL ORDER BY id",
        (record,),
    )
    decoded = ((row, op_id, raw, decode_operation(raw)) for row, op_id, raw in rows)
    return [
        _Stored(row, OpId(op_id), raw, operation if isinstance(operation, Operation) else None)
        for row, op_id, raw, operation in decoded
    ]


def _is_erase(stored: _Stored) -> bool:
    return stored.operation is not None and stored.operation.kind is OpKind.ERASE


def _blobs_of_record_alone(store: Store, stored: Sequence[_Stored]) -> set[bytes]:
    """The files that only these operations need."""
    rows = {each.row for each in stored}
    found = set()
    for each in stored:
        for blob in blobs_of(store.projection, each.operation) if each.operation else ():
            uses = store.db.rows("SELECT operation FROM blob_use WHERE blob = ?", (blob,))
            if all(row in rows for (row,) in uses):
                found.add(blob)
    return found


def _replaced_by(
    stored: Sequence[_Stored], erased: Collection[OpId], all_erased: Collection[OpId]
) -> set[OpId]:
    """What the erased operations replaced, as far as it is not erased itself.

    It must stay replaced for those who never see the erased ones.
    """
    found = {
        replaced
        for each in stored
        if each.op_id in erased and each.operation
        for replaced in each.operation.replaces
    }
    return found - set(all_erased)


def _in_portions(
    names: Sequence[OpId], blobs: Sequence[bytes]
) -> Iterator[tuple[Sequence[OpId], Sequence[bytes]]]:
    """What one operation after the other names; the first one even if there is nothing."""
    yield names[:MAX_NAMED], blobs[: MAX_NAMED // 3]
    for at in range(MAX_NAMED, len(names), MAX_NAMED):
        yield names[at : at + MAX_NAMED], ()
    for at in range(MAX_NAMED // 3, len(blobs), MAX_NAMED // 3):
        yield (), blobs[at : at + MAX_NAMED // 3]


def _destroy(store: Store, records: Sequence[Held]) -> set[bytes]:
    """Destroy what the erase operations of these records name; needs a transaction.

    Gives the blobs that the destroyed operations named.
    """
    db = store.db
    files: set[bytes] = set()
    gone: dict[int, list[_Stored]] = {}
    for held in records:
        for each in _named(held, _operations(store, held.row)):
            gone.setdefault(each.row // PLACES, []).append(each)
            files |= _forget_files(store, each)
        db.run("DELETE FROM draft WHERE record = ?", (held.key[2],))
        db.run("INSERT OR REPLACE INTO erasure (record, is_due) VALUES (?, 0)", (held.row,))
    for segment, operations in gone.items():
        _destroy_in_segment(store, segment, operations)
    for held in records:
        _write_anew(store, held)
    # Until it is merged, the index only notes that words are gone.
    db.run("INSERT INTO words (words) VALUES ('optimize')")
    return files


def _named(held: Held, stored: Sequence[_Stored]) -> list[_Stored]:
    """Those operations of a record that its erase operations name."""
    erasures = [erasure_of(each.operation) for each in stored if each.operation and _is_erase(each)]
    names = {name for each in erasures for name in each.erased}
    is_whole = held.existence is Existence.ERASED
    return [each for each in stored if not _is_erase(each) and (is_whole or each.op_id in names)]


def _write_anew(store: Store, held: Held) -> None:
    """Merge the record from what is left, so that not even its clocks are those of the erased."""
    merged = merged_records(store, held.row, held.row + 1)
    remove_rows(store, held)
    update_records(store, merged)
    insert_rows(store, merged)
    store.index.update([], merged)


def _forget_files(store: Store, stored: _Stored) -> set[bytes]:
    """Forget the small pictures and the uses of what an operation attached; gives the blobs."""
    store.db.run("DELETE FROM blob_use WHERE operation = ?", (stored.row,))
    if stored.operation is None:
        return set()
    digests = digests_of(store.projection, stored.operation)
    store.db.run_many("DELETE FROM preview WHERE digest = ?", [(each,) for each in digests])
    return blobs_of(store.projection, stored.operation)


def _destroy_in_segment(store: Store, segment: int, gone: Collection[_Stored]) -> None:
    """Leave of these operations their leaves, and of the seed the salts of the others."""
    db = store.db
    [(salting, name)] = db.rows("SELECT salting, hash FROM segment WHERE id = ?", (segment,))
    if name is None:
        raise RuntimeError("an open segment still needs its seed")
    [(count,)] = db.rows(
        "SELECT count(*) FROM operation WHERE id >= ? AND id < ?",
        (segment * PLACES, (segment + 1) * PLACES),
    )
    decoded: Any = cbor.decode(salting)
    salts: list[bytes | None] = (
        [Salts(decoded).salt(place) for place in range(count)]
        if isinstance(decoded, bytes)
        else decoded
    )
    for each in gone:
        place = each.row % PLACES
        leaf = leaf_hash(salts[place] or b"", each.raw)
        salts[place] = None
        db.run("UPDATE operation SET bytes = NULL, leaf = ? WHERE id = ?", (leaf, each.row))
    db.run("UPDATE segment SET salting = ? WHERE id = ?", (cbor.encode(salts), segment))


def _sweep(store: Store, files: Collection[bytes], progress: Progress) -> None:
    """Remove what is left outside of the tables: merged states, the write-ahead log, files."""
    store.records.forget()
    progress(0, 1)
    store.db.empty_write_ahead_log()
    remove_unused(store, files)
    progress(1, 1)
