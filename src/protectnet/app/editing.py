# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing records: everything that can be undone, and erasing, which cannot."""

from collections.abc import Callable, Mapping, Sequence

from protectnet.app.authoring import Authoring
from protectnet.app.circles import Circles
from protectnet.app.differences import copied, operations_for
from protectnet.app.records import key_of, shared_kind
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import Change, check_draft
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Plain
from protectnet.log.operation import Operation, delete, restore
from protectnet.log.state import EXISTENCE, RecordState
from protectnet.store import queries
from protectnet.store.erase import erase_record
from protectnet.store.errors import NoSuchRecord
from protectnet.store.history import HistoryEntry, history
from protectnet.store.queries import RecordKey
from protectnet.store.store import Progress, Store, no_progress

NewId = Callable[[], RecordId]


class NoSuchChange(ProtectNetError):
    """The record's history has no such change, or it set no value. Facts: ``given``."""

    code = "no_such_change"


class NotDeleted(ProtectNetError):
    """The record is not deleted, so there is nothing to bring back. Facts: ``title``."""

    code = "not_deleted"


class AlreadyErased(ProtectNetError):
    """The record was erased; nothing can be done with it. Facts: ``id``."""

    code = "already_erased"


class SameCircle(ProtectNetError):
    """A record was to be moved to the circle it is in. Facts: ``circle``."""

    code = "same_circle"


class Editing:
    """Changes the records of an open vault. Every change is one durable transaction."""

    def __init__(
        self,
        store: Store,
        authoring: Authoring,
        circles: Circles,
        vocabularies: Vocabularies,
        first_circle: CircleId,
        new_id: NewId,
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._vocabularies = vocabularies
        self._first_circle = first_circle
        self._new_id = new_id

    def add(
        self, kind_name: str, given: Mapping[str, object], *, circle: str | None = None
    ) -> Record:
        """Add one record to a circle (the vault's first unless named).

        Raises ``UnknownKind``, ``InvalidRecord``, ``UnknownCircle``, ``MayNotWrite``.
        """
        kind = shared_kind(kind_name)
        changes = check_draft(kind, given, self._vocabularies, is_new=True)
        chosen = self._circles.find(circle) if circle else self._first_circle
        return self.write_new(kind, changes, chosen)

    def write_new(self, kind: Kind, changes: Sequence[Change], circle: CircleId) -> Record:
        """Write a new record from checked changes."""
        key = RecordKey(circle, kind.number, self._new_id())
        self._write(key, self._operations(kind, key, changes))
        return queries.record(self._store, key)

    def edit(self, given_id: str, given: Mapping[str, object]) -> Record:
        """Change fields of a record; what is the same already is not written again.

        Raises ``NoSuchRecord``, ``AmbiguousRecord``, ``InvalidRecord``, ``AppendOnly``.
        """
        key, kind = self._held(given_id)
        changes = check_draft(kind, given, self._vocabularies, is_new=False)
        self._write(key, self._operations(kind, key, changes))
        return queries.record(self._store, key)

    def take_again(self, given_id: str, change: str) -> Record:
        """Give a field the value of an earlier change again, as a new change.

        ``change`` is the change's id or its beginning. Raises ``NoSuchChange``.
        """
        key, kind = self._held(given_id)
        found = [
            each
            for each in history(self._store, key)
            if each.op_id.hex().startswith(change.lower())
        ]
        if len(found) != 1 or found[0].after is None or found[0].field not in kind.by_name:
            raise NoSuchChange(given=change[:60])
        wanted = self._as_before(key, kind, found[0])
        self._write(key, self._operations(kind, key, [wanted]))
        return queries.record(self._store, key)

    def delete(self, given_id: str) -> Record:
        """Take a record out of sight; raises ``AlreadyErased``."""
        key, kind = self._held(given_id)
        state = self._state(key)
        operation = delete(
            kind.number,
            key.id,
            self._authoring.next_clock(key.circle),
            state.live_ops(),
            state.heads(EXISTENCE),
        )
        self._write(key, [operation])
        return queries.record(self._store, key)

    def undelete(self, given_id: str) -> Record:
        """Bring a deleted record back; raises ``NotDeleted``, ``AlreadyErased``."""
        key, kind = self._held(given_id)
        record = queries.record(self._store, key)
        if record.existence is Existence.LIVE:
            raise NotDeleted(title=record.title)
        heads = self._state(key).heads(EXISTENCE)
        clock = self._authoring.next_clock(key.circle)
        self._write(key, [restore(kind.number, key.id, clock, heads)])
        return queries.record(self._store, key)

    def erase(self, given_id: str, *, reason: str, progress: Progress = no_progress) -> None:
        """Destroy a record, its history and its files, here and by request elsewhere.

        Raises ``AlreadyErased``.
        """
        key, _ = self._held(given_id)
        self._circles.check_may_write(key.circle)
        erase_record(self._store, key, reason, self._authoring, progress)
        self._authoring.forget_clocks()

    def move(self, given_id: str, circle: str) -> Record:
        """Say the record anew in another circle, and delete it in the one it was in.

        Raises ``SameCircle``, ``UnknownCircle``, ``MayNotWrite``.
        """
        key, kind = self._held(given_id)
        target = self._circles.find(circle)
        if target == key.circle:
            raise SameCircle(circle=circle)
        self._circles.check_may_write(target)
        self._circles.check_may_write(key.circle)
        state = self._state(key)
        anew = copied(kind, key.id, state, lambda: self._authoring.next_clock(target))
        gone = delete(
            kind.number,
            key.id,
            self._authoring.next_clock(key.circle),
            state.live_ops(),
            state.heads(EXISTENCE),
        )
        with self._store.transaction():
            self._authoring.write(target, anew)
            self._authoring.write(key.circle, [gone])
        return queries.record(self._store, RecordKey(target, key.kind, key.id))

    def change(self, record: Record, change: Change) -> Record:
        """Write one checked change of a record."""
        key = key_of(record)
        self._write(key, self._operations(record.kind, key, [change]))
        return queries.record(self._store, key)

    def _held(self, given_id: str) -> tuple[RecordKey, Kind]:
        """The record to be changed; raises ``AlreadyErased`` where nothing is left of it."""
        key = queries.find(self._store, given_id)
        kind = self._store.kinds.numbered(key.kind)
        if kind is None:
            raise NoSuchRecord(given=given_id[:60])
        if self._state(key).existence() is Existence.ERASED:
            raise AlreadyErased(id=key.id.hex())
        return key, kind

    def _state(self, key: RecordKey) -> RecordState:
        return queries.state_of(self._store, key) or RecordState()

    def _operations(
        self, kind: Kind, key: RecordKey, changes: Sequence[Change]
    ) -> Sequence[Operation]:
        def next_clock() -> int:
            return self._authoring.next_clock(key.circle)

        return operations_for(kind, key.id, self._state(key), changes, next_clock)

    def _write(self, key: RecordKey, operations: Sequence[Operation]) -> None:
        if not operations:
            return
        self._circles.check_may_write(key.circle)
        with self._store.transaction():
            self._authoring.write(key.circle, operations)

    def _as_before(self, key: RecordKey, kind: Kind, entry: HistoryEntry) -> Change:
        found = kind.field(entry.field)
        if not found.type.is_set:
            return Change(found, entry.after)
        state = self._state(key)
        items: list[Plain] = [each.value for each in state.items(found.number)]
        return Change(found, items if entry.after in items else [*items, entry.after])
