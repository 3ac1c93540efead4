# SPDX-License-Identifier: GPL-3.0-or-later
"""Merged records kept at hand, so that a record is not decoded again for each change of it."""

from dataclasses import dataclass

from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.record import Existence
from protectnet.log.state import RecordState
from protectnet.store.database import Database
from protectnet.store.projection import EXISTENCES, Projection

MAX_HELD = 1_000

Key = tuple[int, int, RecordId]
"""Row of the circle, number of the kind, id of the record."""


@dataclass(slots=True)
class Held:
    """A merged record: where it is stored, its state, and how its rows stand at the moment.

    ``is_stored`` is false until the record has a row.
    """

    row: int
    key: Key
    state: RecordState
    existence: Existence
    is_stored: bool

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Held({self.row}, {self.existence.value})"


class HeldRecords:
    """The records used last, at most ``MAX_HELD`` beside those of the work at hand.

    Whatever undoes a transaction calls ``forget``: what is held may be ahead of the tables then.
    """

    def __init__(self, db: Database, projection: Projection) -> None:
        self._db = db
        self._projection = projection
        self._by_key: dict[Key, Held] = {}
        self._circles: dict[CircleId, int] = {}
        self._all_circles: list[CircleId] | None = None
        self._next_row = 0
        db.after_rollback(self.forget)

    def __len__(self) -> int:
        """How many records are held."""
        return len(self._by_key)

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._by_key.clear()
        self._circles.clear()
        self._all_circles = None
        self._next_row = 0

    def circles(self) -> list[CircleId]:
        """The circles of which anything is stored, those stored first first."""
        if self._all_circles is None:
            rows = self._db.rows("SELECT circle FROM circle ORDER BY id")
            self._all_circles = [CircleId(each) for (each,) in rows]
        return list(self._all_circles)

    def circle_row(self, circle: CircleId) -> int | None:
        """The row of a circle, ``None`` when nothing of it is stored."""
        found = self._circles.get(circle)
        if found is None:
            row = self._db.row("SELECT id FROM circle WHERE circle = ?", (circle,))
            if row is None:
                return None
            found = self._circles[circle] = int(row[0])
        return found

    def make_circle_row(self, circle: CircleId) -> int:
        """The row of a circle, made if there is none; needs a transaction."""
        found = self.circle_row(circle)
        if found is None:
            found = self._db.run("INSERT INTO circle (circle) VALUES (?)", (circle,))
            self._circles[circle] = found
            self._all_circles = None
        return found

    def get(self, key: Key) -> Held | None:
        """The record, ``None`` when the log does not speak of it."""
        found = self._by_key.pop(key, None) or self._read(key)
        if found is not None:
            self._by_key[key] = found
        return found

    def get_or_new(self, key: Key) -> Held:
        """The record, or an empty one that gets its row when it is written."""
        found = self.get(key)
        if found is None:
            state = self.empty_state(key[1])
            found = Held(self._new_row(), key, state, Existence.LIVE, is_stored=False)
            self._by_key[key] = found
        return found

    def empty_state(self, kind: int) -> RecordState:
        """The state of a record of this kind before its first operation."""
        table = self._projection.tables.get(kind)
        return RecordState(is_append_only=table is not None and table.kind.is_append_only)

    def trim(self) -> None:
        """Let go of the records that were not used for longest; call it when all is written."""
        while len(self._by_key) > MAX_HELD:
            del self._by_key[next(iter(self._by_key))]

    def _read(self, key: Key) -> Held | None:
        circle, kind, record = key
        row = self._db.row(
            "SELECT id, existence, state FROM record WHERE record = ? AND circle = ? AND kind = ?",
            (record, circle, kind),
        )
        if row is None:
            return None
        return Held(row[0], key, RecordState.from_bytes(row[2]), EXISTENCES[row[1]], is_stored=True)

    def _new_row(self) -> int:
        if not self._next_row:
            [(highest,)] = self._db.rows("SELECT coalesce(max(id), 0) FROM record")
            self._next_row = highest + 1
        self._next_row += 1
        return self._next_row - 1
