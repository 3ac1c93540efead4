# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing records into this device's logs, where it may write, and only what differs."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from protectnet.app.authoring import Authoring
from protectnet.app.circles import Circles
from protectnet.app.differences import NextClock, operations_for
from protectnet.app.erasing import check_may_erase
from protectnet.app.records import key_of
from protectnet.domain.draft import Change
from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.record import Record
from protectnet.log.operation import Operation
from protectnet.log.state import RecordState
from protectnet.store import queries
from protectnet.store.erase import erase_record
from protectnet.store.queries import RecordKey
from protectnet.store.store import Progress, Store

NewId = Callable[[], RecordId]


class RecordWriter:
    """Writes the records of an open vault. Every call but ``append`` is one durable transaction."""

    def __init__(self, store: Store, authoring: Authoring, circles: Circles, new_id: NewId) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self.new_id = new_id

    def add(self, kind: Kind, changes: Iterable[Change], circle: CircleId) -> Record:
        """Write a new record from checked changes; raises ``MayNotWrite``."""
        key = RecordKey(circle, kind.number, self.new_id())
        self._write_changes(kind, key, changes)
        return queries.record(self._store, key)

    def change(self, record: Record, changes: Iterable[Change]) -> Record:
        """Write checked changes of a record, those that say something new.

        Raises ``AppendOnly``, ``MayNotWrite``.
        """
        key = key_of(record)
        self._write_changes(record.kind, key, changes)
        return queries.record(self._store, key)

    def write(self, circle: CircleId, operations: Sequence[Operation]) -> None:
        """Write operations, if there are any; raises ``MayNotWrite``."""
        if not operations:
            return
        self._circles.check_may_write(circle)
        with self._store.transaction():
            self.append(circle, operations)

    def append(self, circle: CircleId, operations: Iterable[Operation]) -> None:
        """Write operations in a circle where this device may; needs a transaction of the store."""
        self._authoring.write(circle, operations)

    def erase(self, key: RecordKey, reason: str, progress: Progress) -> None:
        """Destroy a record here and have it destroyed elsewhere.

        Raises ``MayNotWrite``, ``MayNotErase``.
        """
        self._circles.check_may_write(key.circle)
        membership = self._circles.membership(key.circle)
        check_may_erase(self._store, membership, self._authoring.device, key)
        erase_record(self._store, key, reason, self._authoring, progress)

    def state(self, key: RecordKey) -> RecordState:
        """All that was said of a record and still counts; empty where nothing was."""
        return queries.state_of(self._store, key) or RecordState()

    def clocks(self, circle: CircleId) -> NextClock:
        """What gives each further operation in a circle its clock."""
        return partial(self._authoring.next_clock, circle)

    def _write_changes(self, kind: Kind, key: RecordKey, changes: Iterable[Change]) -> None:
        state = self.state(key)
        self.write(
            key.circle, operations_for(kind, key.id, state, changes, self.clocks(key.circle))
        )
