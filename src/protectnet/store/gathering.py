# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations on their way into the tables: gathered by record, then written together."""

from protectnet.domain.ids import CircleId, OpId
from protectnet.log.operation import Operation
from protectnet.log.segment import Entry
from protectnet.store.blob_uses import blobs_of
from protectnet.store.database import Values
from protectnet.store.held import Held, Key
from protectnet.store.held_erases import EraseRows
from protectnet.store.projecting import write_records
from protectnet.store.projection import is_contested
from protectnet.store.store import Store

MOST_GATHERED = 5_000

_INSERT_OPERATION = "INSERT INTO operation (id, record, op, leaf, bytes) VALUES (?, ?, ?, ?, ?)"
_INSERT_BLOB_USE = "INSERT OR IGNORE INTO blob_use (blob, operation) VALUES (?, ?)"
_INSERT_REFUSED = "INSERT INTO refused_operation (id) VALUES (?)"

OperationRow = tuple[int, int | None, OpId, bytes | None, bytes | None]


class Gathering:
    """Takes operations of one circle after the other; ``write`` brings the tables up to them.

    Needs a transaction from the first ``add`` to the last ``write``. ``count`` is how many there
    were, ``written`` has the key and row of each record that changed. However many there are,
    ``MOST_GATHERED`` at most are held in memory.
    """

    def __init__(self, store: Store) -> None:
        self.count = 0
        self.written: dict[Key, int] = {}
        self._store = store
        self._rows: list[Values] = []
        self._touched: dict[Key, tuple[Held, dict[int, bool]]] = {}
        self._blob_uses: list[Values] = []
        self._refused: list[Values] = []
        self._erases = EraseRows()

    def add(self, circle: int, row: int, entry: Entry) -> None:
        """An operation of a record of this circle (its row), merged into the record."""
        operation = entry.operation
        if not isinstance(operation, Operation):
            self.keep(row, entry)
            return
        key = (circle, operation.record_kind, operation.record)
        touched = self._touched.get(key)
        if touched is None:
            touched = self._touched[key] = (self._store.records.get_or_new(key), {})
        held, fields = touched
        number = operation.field
        fields[number] = fields.get(number, False) or is_contested(held.state, number)
        held.state.apply(entry.op_id, operation)
        for blob in blobs_of(self._store.projection, operation):
            self._blob_uses.append((blob, row))
        self._erases.note(row, operation)
        self._store_row((row, held.row, entry.op_id, None, entry.raw))

    def keep(self, row: int, entry: Entry, leaf: bytes | None = None) -> None:
        """An operation that is stored and passed on, and changes no record.

        ``leaf`` stands for the bytes of one that was erased.
        """
        self._erases.note(row, entry.operation)
        self._store_row((row, None, entry.op_id, leaf, entry.raw))

    def refuse(self, row: int, entry: Entry) -> None:
        """An operation that its author had no right to."""
        self._refused.append((row,))
        self.keep(row, entry)

    def write(self) -> None:
        """Bring the tables up to what was gathered since the last time."""
        db = self._store.db
        write_records(self._store, self._touched.values())
        self.written.update((key, held.row) for key, (held, _) in self._touched.items())
        self._touched.clear()
        for statement, rows in (
            (_INSERT_OPERATION, self._rows),
            (_INSERT_BLOB_USE, self._blob_uses),
            (_INSERT_REFUSED, self._refused),
        ):
            if rows:
                db.run_many(statement, rows)
                rows.clear()
        self._erases.write(db)
        self._store.records.trim()

    def _store_row(self, row: OperationRow) -> None:
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= MOST_GATHERED:
            self.write()


def circle_of(store: Store, row: int) -> CircleId:
    """The circle in a row."""
    [(found,)] = store.db.rows("SELECT circle FROM circle WHERE id = ?", (row,))
    return CircleId(found)
