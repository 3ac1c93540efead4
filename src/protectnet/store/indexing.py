# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing the words of changed records into the search index.

A change of few records only notes them, in its own transaction, and a search first brings the
index up to what was noted: so what is saved is found at once, and a sitting writes the index a few
times instead of at every save, which is most of what a save would write. Many records at once, as
in an import, go into the index directly.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from protectnet.domain.ids import RecordId
from protectnet.domain.record import Existence
from protectnet.log.state import RecordState
from protectnet.store.database import Database, Row
from protectnet.store.errors import StoreFull
from protectnet.store.held import Held
from protectnet.store.projection import EXISTENCES, Projection, words_of

MOST_NOTED = 200
"""How many records may wait for a search; a few hundredths of a second."""
FEW = 20
"""How many records of one change are noted instead of indexed."""

_REPLACE = "INSERT OR REPLACE INTO words (rowid, title, body) VALUES (?, ?, ?)"
_INSERT = "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)"


class Index:
    """The search index of a store. What changes it needs a transaction.

    ``few`` is how many records of one change are noted instead of indexed; with 0 every change
    writes the index at once.
    """

    def __init__(self, db: Database, projection: Projection) -> None:
        self.few = FEW
        self._db = db
        self._projection = projection
        self._noted: dict[int, Held] | None = None
        db.after_rollback(self.forget)

    def forget(self) -> None:
        """Read anew which records are noted."""
        self._noted = None

    def update(self, changed: Sequence[Held], new: Sequence[Held]) -> None:
        """Bring in the records whose searched fields changed, and those not in the index yet."""
        if len(changed) + len(new) <= self.few:
            self._note([*changed, *new])
            return
        self._write(_REPLACE, changed)
        self._write(_INSERT, new)

    def fill(self, some: Iterable[Held]) -> None:
        """Bring in records of which nothing is in the index or noted."""
        self._write(_INSERT, some)

    def remove(self, row: int) -> None:
        """Take a record out."""
        self._db.run("DELETE FROM words WHERE rowid = ?", (row,))
        self._db.run("DELETE FROM unindexed WHERE record = ?", (row,))
        if self._noted is not None:
            self._noted.pop(row, None)

    def bring_up_to_date(self) -> None:
        """Write what is noted, in a transaction of its own where none is open."""
        if not self._read_noted():
            return
        if self._db.connection.in_transaction:
            self._write_noted()
        else:
            with self._db.transaction():
                self._write_noted()

    @contextmanager
    def current(self) -> Iterator[None]:
        """The index with all that is noted, for a search in the block.

        Where the disk is full, that is undone after the block: people can still search then.
        """
        try:
            self.bring_up_to_date()
            is_kept = True
        except StoreFull:
            is_kept = False
        with nullcontext() if is_kept else self._db.transaction(is_kept=False):
            if not is_kept:
                self._write_noted()
            yield

    def _note(self, some: Iterable[Held]) -> None:
        noted = self._read_noted()
        for held in some:
            if held.row not in noted:
                self._db.run("INSERT INTO unindexed (record) VALUES (?)", (held.row,))
            noted[held.row] = held
        if len(noted) > MOST_NOTED:
            self._write_noted()

    def _write_noted(self) -> None:
        self._write(_REPLACE, self._read_noted().values())
        self._db.run("DELETE FROM unindexed")
        self._noted = {}

    def _write(self, statement: str, some: Iterable[Held]) -> None:
        rows = []
        for held in some:
            table = self._projection.tables.get(held.key[1])
            if table is not None and held.existence not in (Existence.DELETED, Existence.ERASED):
                rows.append((held.row, *words_of(table, held.state)))
        self._db.run_many(statement, rows)

    def _read_noted(self) -> dict[int, Held]:
        if self._noted is None:
            rows = self._db.rows(
                "SELECT id, circle, kind, record.record, existence, state FROM unindexed "
                "JOIN record ON record.id = unindexed.record"
            )
            self._noted = {row[0]: _held(row) for row in rows}
        return self._noted


def _held(row: Row) -> Held:
    number, circle, kind, record, existence, state = row
    key = (circle, kind, RecordId(record))
    return Held(number, key, RecordState.from_bytes(state), EXISTENCES[existence], is_stored=True)
