# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits for a person to decide: contradicting values, and records deleted while others changed them.

Nothing is decided by itself and nothing is lost: a decision is a change like any other, which
replaces all values that were live, and the history keeps them (docs/spec/log-v1.md, section 10).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as hidden
from datetime import date

from protectnet.app.circles import Circles
from protectnet.app.editing import Editing
from protectnet.app.records import Records, key_of, shared_kind
from protectnet.domain.draft import Problem
from protectnet.domain.errors import InvalidRecord, ProtectNetError
from protectnet.domain.field import Field
from protectnet.domain.ids import DeviceId, OpId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Plain
from protectnet.log.state import EXISTENCE, Live, RecordState
from protectnet.store import queries
from protectnet.store.contradictions import Author, authors, waiting
from protectnet.store.reading import day, is_unreadable
from protectnet.store.store import Store

TITLE = "title"


class NothingToDecide(ProtectNetError):
    """The field has one value alone, or the record is not both deleted and edited.

    Facts: ``title``, ``field`` (empty for the record as such).
    """

    code = "nothing_to_decide"


class NoSuchValue(ProtectNetError):
    """No change that gave the field one of its values begins like this, or several do.

    A value that only a newer version can read cannot be taken. Facts: ``field``, ``given``.
    """

    code = "no_such_value"


@dataclass(frozen=True, slots=True)
class Giver:
    """Who said something: by which change, on which device, with which code name, on which day."""

    change: OpId
    device: DeviceId
    user: str = hidden(repr=False)
    day: date


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A live value, ``None`` where it empties the field, with all who gave it, the last one first.

    Where it is not ``is_readable`` only a newer version knows what it says.
    """

    plain: Plain = hidden(repr=False)
    is_readable: bool
    given_by: tuple[Giver, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field with several live values, the shown one first."""

    field: Field
    values: tuple[GivenValue, ...]


@dataclass(frozen=True, slots=True)
class DeletedYetEdited:
    """Who deleted a record, who brought it back meanwhile, and what those who deleted had not seen.

    ``edited`` has the name of the field (its number as text for one of a newer version) and who
    changed it.
    """

    deleted_by: tuple[Giver, ...]
    kept_by: tuple[Giver, ...]
    edited: tuple[tuple[str, Giver], ...] = hidden(repr=False)


@dataclass(frozen=True, slots=True)
class Undecided:
    """What of a record waits for a decision; nothing for most records."""

    record: Record
    contradictions: tuple[Contradiction, ...]
    deletion: DeletedYetEdited | None

    def of_field(self, name: str) -> Contradiction | None:
        """The contradiction of a field."""
        found = (each for each in self.contradictions if each.field.name == name)
        return next(found, None)


class Contradictions:
    """Finds and decides what waits for a decision in an open vault."""

    def __init__(self, store: Store, circles: Circles, records: Records, editing: Editing) -> None:
        self._store = store
        self._circles = circles
        self._records = records
        self._editing = editing

    def every(
        self, kind_name: str | None = None, circles: Sequence[str] = ()
    ) -> Iterator[Undecided]:
        """All that waits, kind by kind, what changed last first.

        Raises ``UnknownKind``, ``UnknownCircle``.
        """
        kinds = KINDS.shared if kind_name is None else (shared_kind(kind_name),)
        chosen = [self._circles.find(each) for each in circles] or self._circles.ids()
        for key in waiting(self._store, kinds, chosen):
            yield self.of(queries.record(self._store, key))

    def of(self, record: Record) -> Undecided:
        """What of this record waits."""
        is_question = record.existence is Existence.DELETED_BUT_EDITED
        if not (record.contradictions or is_question):
            return Undecided(record, (), None)
        state = self._records.state(record)
        several = [
            (record.kind.field(name), state.values(record.kind.field(name).number))
            for name in record.contradictions
        ]
        lives = [live for _field, values in several for live in values]
        if is_question:
            lives += [*state.values(EXISTENCE), *_lives_of_fields(state)]
        givers = self._givers(record, lives)
        contradictions = tuple(
            Contradiction(field, tuple(_given_value(field, each, givers) for each in values))
            for field, values in several
        )
        deletion = _deletion(record, state, givers) if is_question else None
        return Undecided(record, contradictions, deletion)

    def take(self, given_id: str, field: str, change: str) -> Record:
        """Let the value stand that ``change`` (its id or its beginning) gave.

        Raises ``NothingToDecide``, ``NoSuchValue``, ``UnknownField``, and as ``Editing.edit``.
        """
        record = self._records.find(given_id)
        contradiction = self._contradiction(record, field)
        found = [
            (value.plain, giver.change)
            for value in contradiction.values
            for giver in value.given_by
            if value.is_readable and giver.change.hex().startswith(change.lower())
        ]
        if len(found) != 1 or not change:
            raise NoSuchValue(field=field, given=change[:60])
        [(plain, chosen)] = found
        if field == TITLE and plain is None:
            problem = Problem(TITLE, "missing", "")
            raise InvalidRecord(kind=record.kind.name, problems=(problem,))
        return self._editing.edit(given_id, {}, taken=[chosen.hex()])

    def decide(self, given_id: str, field: str, given: Mapping[str, object]) -> Record:
        """Let another value stand: what ``given`` says of the field, and it may say nothing else.

        Raises as ``take`` does, and ``InvalidRecord``.
        """
        record = self._records.find(given_id)
        contradiction = self._contradiction(record, field)
        problems = [Problem(name[:60], "other_field", name[:60]) for name in given if name != field]
        if field not in given:
            problems.append(Problem(field, "missing", ""))
        if problems:
            raise InvalidRecord(kind=record.kind.name, problems=tuple(problems))
        return self._editing.edit(given_id, {contradiction.field.name: given[field]})

    def keep(self, given_id: str) -> Record:
        """Let a record stay that was deleted by one while another changed it.

        Raises ``NothingToDecide``, and as ``Editing.undelete``.
        """
        self._check_question(given_id)
        return self._editing.undelete(given_id)

    def delete(self, given_id: str) -> Record:
        """Delete it with all that it says now; raises as ``keep`` does."""
        self._check_question(given_id)
        return self._editing.delete(given_id)

    def _contradiction(self, record: Record, name: str) -> Contradiction:
        field = record.kind.field(name)
        found = self.of(record).of_field(field.name)
        if found is None:
            raise NothingToDecide(title=record.title, field=field.name)
        return found

    def _check_question(self, given_id: str) -> None:
        record = self._records.find(given_id)
        if record.existence is not Existence.DELETED_BUT_EDITED:
            raise NothingToDecide(title=record.title, field="")

    def _givers(self, record: Record, lives: Sequence[Live]) -> Mapping[OpId, Giver]:
        clocks = {op_id: clock for live in lives for clock, op_id in live.given_by}
        unknown = Author(DeviceId(bytes(16)), "")
        wrote = authors(self._store, key_of(record), clocks)
        found = {op_id: wrote.get(op_id, unknown) for op_id in clocks}
        return {
            op_id: Giver(op_id, author.device, author.user, day(clocks[op_id]))
            for op_id, author in found.items()
        }


def _given_by(live: Live, givers: Mapping[OpId, Giver]) -> tuple[Giver, ...]:
    return tuple(givers[op_id] for _clock, op_id in reversed(live.given_by))


def _given_value(field: Field, live: Live, givers: Mapping[OpId, Giver]) -> GivenValue:
    is_readable = not is_unreadable(field, live.value)
    return GivenValue(live.value, is_readable, _given_by(live, givers))


def _lives_of_fields(state: RecordState) -> list[Live]:
    return [live for number in state.field_numbers() for live in state.items(number)]


def _deletion(record: Record, state: RecordState, givers: Mapping[OpId, Giver]) -> DeletedYetEdited:
    acts = state.values(EXISTENCE)
    deletions = [each for each in acts if isinstance(each.value, Sequence)]
    # Whatever one of those who deleted had not seen speaks against deleting.
    seen = set(state.live_ops()).intersection(*(_ids(each.value) for each in deletions))
    edited = [
        (number, givers[op_id])
        for number in state.field_numbers()
        for live in state.items(number)
        for _clock, op_id in live.given_by
        if op_id not in seen
    ]
    return DeletedYetEdited(
        deleted_by=tuple(giver for each in deletions for giver in _given_by(each, givers)),
        kept_by=tuple(
            giver for each in acts if each.value is None for giver in _given_by(each, givers)
        ),
        edited=tuple((_name(record, number), giver) for number, giver in edited),
    )


def _ids(seen: Plain) -> set[Plain]:
    return set(seen) if isinstance(seen, Sequence) else set()


def _name(record: Record, number: int) -> str:
    field = record.kind.by_number.get(number)
    return field.name if field else str(number)
