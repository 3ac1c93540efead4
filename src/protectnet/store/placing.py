# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving each operation the record that it changes: the one its bytes name, if it changes any.

It changes none in a segment that does not count, where its author had no right to it, and as long
as only a newer version understands it.
"""

from dataclasses import dataclass, field

from protectnet.log.header import decode_header
from protectnet.log.operation import Operation, UnknownOperation, decode_operation
from protectnet.store.blob_uses import blobs_of
from protectnet.store.database import Row, Values
from protectnet.store.held import Key
from protectnet.store.held_erases import EraseRows
from protectnet.store.open_segments import PLACES
from protectnet.store.store import Store

_OPERATIONS = (
    "SELECT operation.id, operation.bytes, refused_operation.id, operation.record, "
    "record.circle, record.kind, record.record FROM operation "
    "LEFT JOIN refused_operation ON refused_operation.id = operation.id "
    "LEFT JOIN record ON record.id = operation.record "
    "WHERE operation.id >= ? AND operation.id < ? ORDER BY operation.id"
)


@dataclass(slots=True)
class Placing:
    """Places the operations of one segment after the other; needs a transaction.

    ``touched`` are the rows of the records that got or lost an operation, ``erases`` the rows of
    erase operations, which nobody has written yet.
    """

    store: Store
    touched: set[int] = field(default_factory=set)
    erases: EraseRows = field(default_factory=EraseRows)

    def place(self, segment: int) -> None:
        """Place the operations of a segment of records, with their uses of blobs."""
        db = self.store.db
        [(circle, header, standing)] = db.rows(
            "SELECT circle, header, standing FROM segment JOIN log ON log.id = segment.log "
            "WHERE segment.id = ?",
            (segment,),
        )
        span = (segment * PLACES, (segment + 1) * PLACES)
        db.run("DELETE FROM blob_use WHERE operation >= ? AND operation < ?", span)
        is_newer = header is not None and decode_header(header).is_newer
        moved: list[Values] = []
        uses: list[Values] = []
        for row in db.rows(_OPERATIONS, span):
            operation = None if row[1] is None else decode_operation(row[1], newer=is_newer)
            self.erases.note(row[0], operation)
            is_idle = standing > 0 or row[2] is not None
            record = None if is_idle else self._record(circle, row, operation)
            if record != row[3]:
                moved.append((record, row[0]))
                self.touched.update(each for each in (record, row[3]) if each is not None)
            if record is not None and isinstance(operation, Operation):
                blobs = blobs_of(self.store.projection, operation)
                uses += [(blob, row[0]) for blob in blobs]
        db.run_many("UPDATE operation SET record = ? WHERE id = ?", moved)
        db.run_many("INSERT INTO blob_use (blob, operation) VALUES (?, ?)", uses)

    def _record(
        self, circle: int, row: Row, operation: Operation | UnknownOperation | None
    ) -> int | None:
        """The row of the record that an operation changes; an erased one stays where it was."""
        _, raw, _, placed, *key = row
        if raw is None:
            return None if placed is None else int(placed)
        if not isinstance(operation, Operation):
            return None
        named: Key = (circle, operation.record_kind, operation.record)
        return int(placed) if tuple(key) == named else self._record_row(named)

    def _record_row(self, key: Key) -> int:
        db = self.store.db
        row = db.row("SELECT id FROM record WHERE circle = ? AND kind = ? AND record = ?", key)
        if row is not None:
            return int(row[0])
        return db.run("INSERT INTO record (circle, kind, record) VALUES (?, ?, ?)", key)
