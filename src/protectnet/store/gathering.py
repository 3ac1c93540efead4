# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations on their way into the tables: gathered by record, then written together."""

from protectnet.domain.ids import CircleId, OpId
from protectnet.log.operation import Operation
from protectnet.log.segment import Entry
from protectnet.log.shapes import OpKind
from protectnet.store.blob_uses import blobs_of
from protectnet.store.held import Held, Key
from protectnet.store.projecting import write_records
from protectnet.store.store import Store

_INSERT_OPERATION = "INSERT INTO operation (id, record, op, leaf, bytes) VALUES (?, ?, ?, ?, ?)"
_INSERT_BLOB_USE = "INSERT OR IGNORE INTO blob_use (blob, operation) VALUES (?, ?)"
_INSERT_ERASURE = "INSERT OR REPLACE INTO erasure (record, is_due) VALUES (?, 1)"
_INSERT_REFUSED = "INSERT INTO refused_operation (id) VALUES (?)"

OperationRow = tuple[int, int | None, OpId, bytes | None, bytes | None]


class Gathering:
    """Takes operations of one circle after the other; ``write`` brings the tables up to them.

    Needs a transaction from the first ``add`` to ``write``.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: list[OperationRow] = []
        self._touched: dict[Key, tuple[Held, set[int]]] = {}
        self._blob_uses: list[tuple[bytes, int]] = []
        self._refused: list[tuple[int]] = []
        self._erased: list[tuple[int]] = []

    def add(self, circle: int, row: int, entry: Entry) -> None:
        """An operation of a record of this circle (its row), merged into the record."""
        operation = entry.operation
        if not isinstance(operation, Operation):
            self.keep(row, entry)
            return
        key = (circle, operation.record_kind, operation.record)
        touched = self._touched.get(key)
        if touched is None:
            touched = self._touched[key] = (self._store.records.get_or_new(key), set())
        held, fields = touched
        held.state.apply(entry.op_id, operation)
        fields.add(operation.field)
        if operation.kind is OpKind.ERASE:
            self._erased.append((held.row,))
        for blob in blobs_of(self._store.projection, operation):
            self._blob_uses.append((blob, row))
        self._rows.append((row, held.row, entry.op_id, None, entry.raw))

    def keep(self, row: int, entry: Entry, leaf: bytes | None = None) -> None:
        """An operation that is stored and passed on, and changes no record.

        ``leaf`` stands for the bytes of one that was erased.
        """
        self._rows.append((row, None, entry.op_id, leaf, entry.raw))

    def refuse(self, row: int, entry: Entry) -> None:
        """An operation that its author had no right to."""
        self._refused.append((row,))
        self.keep(row, entry)

    def write(self) -> None:
        """Write everything; the gathering is of no use afterwards."""
        db = self._store.db
        write_records(self._store, self._touched.values())
        db.run_many(_INSERT_OPERATION, self._rows)
        if self._blob_uses:
            db.run_many(_INSERT_BLOB_USE, self._blob_uses)
        if self._refused:
            db.run_many(_INSERT_REFUSED, self._refused)
        if self._erased:
            db.run_many(_INSERT_ERASURE, self._erased)
        self._store.records.trim()

    def __len__(self) -> int:
        """How many operations were gathered."""
        return len(self._rows)

    def touched_rows(self) -> list[int]:
        """The row of each record that changed."""
        return [held.row for held, _ in self._touched.values()]

    def touched(self) -> list[Key]:
        """The circle's row, kind and id of each record that changed."""
        return list(self._touched)


def circle_of(store: Store, row: int) -> CircleId:
    """The circle in a row."""
    [(found,)] = store.db.rows("SELECT circle FROM circle WHERE id = ?", (row,))
    return CircleId(found)
