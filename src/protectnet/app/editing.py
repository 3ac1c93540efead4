# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing records: everything that can be undone, and erasing, which cannot."""

from collections.abc import Mapping, Sequence

from protectnet.app.circles import Circles
from protectnet.app.differences import copied
from protectnet.app.drafting import Drafting
from protectnet.app.finding import Finder
from protectnet.app.names import checked_name
from protectnet.app.record_writer import RecordWriter
from protectnet.app.records import key_of, shared_kind
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import Change
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.field import Kind
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Plain
from protectnet.log.operation import Operation, delete, restore
from protectnet.log.shapes import OpKind
from protectnet.log.state import EXISTENCE, RecordState
from protectnet.store import queries
from protectnet.store.history import HistoryEntry, history
from protectnet.store.queries import RecordKey
from protectnet.store.store import Progress, Store, no_progress


class NoSuchChange(ProtectNetError):
    """No change of the record begins like this, or several do, or it set no value. Facts: ``given``."""

    code = "no_such_change"


class RecordDeleted(ProtectNetError):
    """The record is deleted; to change it, it has to be brought back first. Facts: ``title``."""

    code = "record_deleted"


class AlreadyErased(ProtectNetError):
    """The record was erased; nothing can be done with it. Facts: ``id``."""

    code = "already_erased"


class SameCircle(ProtectNetError):
    """A record was to be moved to the circle it is in. Facts: ``circle``."""

    code = "same_circle"


class Editing:
    """Changes the records of an open vault. Every change is one durable transaction."""

    def __init__(
        self, store: Store, circles: Circles, vocabularies: Vocabularies, writer: RecordWriter
    ) -> None:
        self._store = store
        self._circles = circles
        self._writer = writer
        self._finder = Finder(store, circles)
        self._drafting = Drafting(self._finder, vocabularies)

    def add(
        self, kind_name: str, given: Mapping[str, object], *, circle: str | None = None
    ) -> Record:
        """Add one record to a circle: the one named here, or by the draft, or the vault's first.

        Raises ``UnknownKind``, ``InvalidRecord``, ``UnknownCircle``, ``MayNotWrite``.
        """
        kind = shared_kind(kind_name)
        named = circle or given.get("circle")
        chosen = self._circles.find_or_first(str(named) if named else None)
        return self._writer.add(kind, self._drafting.of_new(kind, given), chosen)

    def edit(
        self, given_id: str, given: Mapping[str, object], *, taken: Sequence[str] = ()
    ) -> Record:
        """Change fields of a record; what is the same already is not written again.

        ``taken`` are changes (ids or their beginnings) whose values are to stand again, each of
        another field than ``given`` has. Raises ``NoSuchChange``, ``NoSuchRecord``,
        ``AmbiguousRecord``, ``RecordDeleted``, ``AlreadyErased``, ``InvalidRecord``,
        ``AppendOnly``, ``MayNotWrite``.
        """
        record = self._there(given_id)
        changes = self._drafting.of_record(record, given)
        again = [self._again(record, each) for each in taken]
        return self._writer.change(record, [*changes, *again])

    def take_again(self, given_id: str, change: str) -> Record:
        """Give a field the value of an earlier change again, as a new change.

        ``change`` is the change's id or its beginning. Raises ``NoSuchChange``, and as ``edit``.
        """
        return self.edit(given_id, {}, taken=[change])

    def delete(self, given_id: str) -> Record:
        """Take a record out of sight; one that is deleted already stays so.

        Raises ``NoSuchRecord``, ``AmbiguousRecord``, ``AlreadyErased``, ``MayNotWrite``.
        """
        record = self._held(given_id)
        if record.existence is Existence.DELETED:
            return record
        key = key_of(record)
        self._writer.write(key.circle, [self._deletion(key)])
        return queries.record(self._store, key)

    def undelete(self, given_id: str) -> Record:
        """Bring a deleted record back; one that is not deleted stays so. Raises as ``delete``."""
        record = self._held(given_id)
        if record.existence is Existence.LIVE:
            return record
        key = key_of(record)
        clock = self._writer.clocks(key.circle)()
        heads = self._writer.state(key).heads(EXISTENCE)
        self._writer.write(key.circle, [restore(key.kind, key.id, clock, heads)])
        return queries.record(self._store, key)

    def erase(self, given_id: str, *, reason: str, progress: Progress = no_progress) -> None:
        """Destroy a record, its history and its files, here and by request elsewhere.

        ``reason`` is a word that the others see. Raises ``InvalidRecord`` naming it,
        ``MayNotErase``, and as ``delete``.
        """
        reason = checked_name("reason", reason)
        self._writer.erase(key_of(self._held(given_id)), reason, progress)

    def move(self, given_id: str, circle: str) -> Record:
        """Say the record anew in another circle, and delete it in the one it was in.

        All that it says goes along, contradicting values too; its history stays where it was. Raises
        ``SameCircle``, ``UnknownCircle``, ``MayNotWrite``, ``RecordDeleted``, ``AlreadyErased``.
        """
        record = self._there(given_id)
        key = key_of(record)
        target = RecordKey(self._circles.find(circle), key.kind, key.id)
        if target.circle == key.circle:
            raise SameCircle(circle=self._circles.name_of(key.circle))
        there = self._writer.state(target)
        if there.existence() is Existence.ERASED:
            raise AlreadyErased(id=key.id.hex())
        for each in (key.circle, target.circle):
            self._circles.check_may_write(each)
        clocks = self._writer.clocks(target.circle)
        anew = copied(record.kind, key.id, self._writer.state(key), there, clocks)
        with self._store.transaction():
            self._writer.append(target.circle, anew)
            self._writer.append(key.circle, [self._deletion(key)])
        return queries.record(self._store, target)

    def _again(self, record: Record, change: str) -> Change:
        """What says again what an earlier change said; raises ``NoSuchChange``."""
        key = key_of(record)
        found = [
            each
            for each in history(self._store, key)
            if each.op_id.hex().startswith(change.lower())
        ]
        if len(found) != 1 or found[0].kind not in {OpKind.SET, OpKind.ADD}:
            raise NoSuchChange(given=change[:60])
        if found[0].field not in record.kind.by_name:
            raise NoSuchChange(given=change[:60])
        return _as_before(record.kind, found[0], self._writer.state(key))

    def _held(self, given_id: str) -> Record:
        """The record to be changed; raises ``AlreadyErased`` where nothing is left of it."""
        record = queries.record(self._store, self._finder.key(given_id))
        if record.existence is Existence.ERASED:
            raise AlreadyErased(id=record.id.hex())
        return record

    def _there(self, given_id: str) -> Record:
        """The same, where it has to be shown: raises ``RecordDeleted`` too."""
        record = self._held(given_id)
        if record.existence is Existence.DELETED:
            raise RecordDeleted(title=record.title)
        return record

    def _deletion(self, key: RecordKey) -> Operation:
        state = self._writer.state(key)
        clock = self._writer.clocks(key.circle)()
        return delete(key.kind, key.id, clock, state.live_ops(), state.heads(EXISTENCE))


def _as_before(kind: Kind, entry: HistoryEntry, state: RecordState) -> Change:
    """The change that says again what an earlier one said; of a set, that the item is in it."""
    field = kind.field(entry.field)
    if entry.kind is OpKind.SET:
        return Change(field, entry.after)
    items: list[Plain] = [each.value for each in state.items(field.number)]
    return Change(field, items if entry.after in items else [*items, entry.after])
