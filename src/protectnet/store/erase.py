# SPDX-License-Identifier: GPL-3.0-or-later
"""Destroying what an erase operation names, so that nothing of it is left in the file.

Of an erased operation its leaf stays, so that the signature over its segment still fits; its
bytes and its salt go, and with the salt the seed from which it could be computed. With it go the
values in all tables, the words in the index, drafts, previews and encrypted files. What a disk
keeps of overwritten places is beyond any program: ``export_to_new_key`` makes that unreadable.

Only what an erase names is destroyed: an operation that is gone and named by none would make its
segment incomplete for everybody to whom it is given.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol

from protectnet.domain.ids import CircleId, DeviceId, OpId
from protectnet.domain.record import Existence
from protectnet.log.operation import Operation, erase, erasure_of
from protectnet.store.blob_uses import blobs_of
from protectnet.store.blobs import remove_unused
from protectnet.store.destroying import (
    Stored,
    destroy,
    erases_of,
    is_erase,
    operations_of,
    uncounted_operations,
)
from protectnet.store.due_erasures import due_erasures
from protectnet.store.errors import NoSuchRecord
from protectnet.store.held import Held
from protectnet.store.queries import RecordKey
from protectnet.store.store import Progress, Store, no_progress

MAX_NAMED = 1_500
"""How many operations one erase operation names; it must not be longer than 64 KiB."""
LATE_REASON = "late"
"""The reason of an erase that names what came after its record was erased."""

MayName = Callable[[RecordKey, DeviceId], bool]
"""Whether this device has the right to erase in the circle of a record what that device wrote."""


class Hand(Protocol):
    """Who writes the erase operation."""

    def next_clock(self, circle: CircleId) -> int:
        """The clock of the next operation."""

    def write(self, circle: CircleId, operations: Iterable[Operation]) -> object:
        """Append operations to the own log of the circle."""

    def seal_all(self, circle: CircleId | None = None) -> object:
        """Seal the open segments of the circle."""


def erase_record(
    store: Store,
    key: RecordKey,
    reason: str,
    hand: Hand,
    progress: Progress = no_progress,
    may_name: MayName | None = None,
) -> None:
    """Erase a record for ever: write the erase operation and destroy what it names, here.

    ``reason`` is a short code. What segments that do not count say of the record is erased too,
    as far as ``may_name`` allows. Opens its own transaction; when this returns, nothing is left in
    the file. Raises ``NoSuchRecord``, and then or at any other error everything is as it was.
    """
    held = _held(store, key)
    with store.transaction():
        # An open segment still needs its seed.
        hand.seal_all(key.circle)
        stored = [each for each in operations_of(store, held.row) if not is_erase(each)]
        blobs = sorted(_blobs_of_record_alone(store, stored))
        if may_name is not None:
            named = uncounted_operations(store, key)
            stored += [each for each in named if may_name(key, each.device)]
        before = set(erases_of(store, held.row))
        _name(hand, key, reason, [each.op_id for each in stored], blobs)
        files = _destroy_own(store, key, before)
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
        stored = [each for each in operations_of(store, held.row) if not is_erase(each)]
        named = [each for each in stored if each.op_id in names]
        blobs = sorted(_blobs_of_record_alone(store, named))
        before = set(erases_of(store, held.row))
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
        files = _destroy_own(store, key, before)
    _sweep(store, files, progress)


def records_to_erase(store: Store, may_name: MayName | None = None) -> list[RecordKey]:
    """The records of which ``carry_out`` with the same ``may_name`` would destroy something."""
    return [
        due.key
        for due in due_erasures(store)
        if due.named or (may_name and any(may_name(due.key, device) for device in due.late))
    ]


def carry_out(
    store: Store,
    keys: Collection[RecordKey],
    hand: Hand,
    progress: Progress = no_progress,
    may_name: MayName | None = None,
) -> None:
    """Destroy what the erase operations of these records name; opens its own transaction.

    What is held of an erased record and named by none is named by a new erase, as far as
    ``may_name`` allows, and destroyed too; the rest stays hidden. When this returns, nothing of
    it is left in the file. Raises ``NoSuchRecord``.
    """
    with store.transaction():
        for circle in sorted({key.circle for key in keys}):
            hand.seal_all(circle)
        files: set[bytes] = set()
        for key in keys:
            held = _held(store, key)
            if may_name is not None and held.existence is Existence.ERASED:
                late = [each.op_id for each in _late(store, held, key, may_name)]
                if late:
                    _name(hand, key, LATE_REASON, late, [])
            files |= destroy(store, held.row, erases_of(store, held.row))
    _sweep(store, files, progress)


def _destroy_own(store: Store, key: RecordKey, before: Collection[int]) -> set[bytes]:
    """Destroy what the erases of a record name that were not held before; gives the blobs."""
    held = _held(store, key)
    own = [row for row in erases_of(store, held.row) if row not in before]
    return destroy(store, held.row, own)


def _late(store: Store, held: Held, key: RecordKey, may_name: MayName) -> list[Stored]:
    """What is held of an erased record, and no erase names, and may be named here."""
    named = {
        name
        for each in operations_of(store, held.row)
        if each.operation and is_erase(each)
        for name in erasure_of(each.operation).erased
    }
    stored = [each for each in operations_of(store, held.row) if not is_erase(each)]
    stored += uncounted_operations(store, key)
    return [each for each in stored if each.op_id not in named and may_name(key, each.device)]


def _name(
    hand: Hand, key: RecordKey, reason: str, names: Sequence[OpId], blobs: Sequence[bytes]
) -> None:
    """Write erases of the whole record that name these operations and files."""
    for named, named_files in _in_portions(names, blobs):
        clock = hand.next_clock(key.circle)
        operation = erase(
            key.kind, key.id, clock, reason, whole=True, erased=named, blobs=named_files
        )
        hand.write(key.circle, [operation])


def _held(store: Store, key: RecordKey) -> Held:
    circle = store.records.circle_row(key.circle)
    held = store.records.get((circle, key.kind, key.id)) if circle else None
    if held is None:
        raise NoSuchRecord(given=key.id.hex())
    return held


def _blobs_of_record_alone(store: Store, stored: Sequence[Stored]) -> set[bytes]:
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
    stored: Sequence[Stored], erased: Collection[OpId], all_erased: Collection[OpId]
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


def _sweep(store: Store, files: Collection[bytes], progress: Progress) -> None:
    """Remove what is left outside of the tables: merged states, the write-ahead log, files."""
    store.records.forget()
    progress(0, 1)
    store.db.empty_write_ahead_log()
    remove_unused(store, files)
    progress(1, 1)
