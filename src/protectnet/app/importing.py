# SPDX-License-Identifier: GPL-3.0-or-later
"""Many records from a file, all or nothing, with links by the file's own keys."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from protectnet.app.circles import AmbiguousCircle, Circles, UnknownCircle
from protectnet.app.differences import operations_for, question_of_deletion
from protectnet.app.record_files import (
    EXISTENCE,
    NOT_A_RECORD,
    GivenRecord,
    contradictions_of,
    fields_of,
)
from protectnet.app.record_writer import RecordWriter
from protectnet.app.records import shared_kind
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import Change, check_draft
from protectnet.domain.errors import InvalidRecord, ProtectNetError, UnknownKind
from protectnet.domain.field import Kind
from protectnet.domain.fieldtypes import Attachments, ReferenceTo
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.record import Existence
from protectnet.log.state import RecordState
from protectnet.store.store import Progress, Store, no_progress

KEY_MARK = "@"
MAX_PROBLEMS = 100
MAX_KEY_CHARS = 200


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What is wrong in a file: the line a record begins on, its field, a reason code."""

    line: int
    field: str
    reason: str
    given: str

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"ImportProblem({self.line}, {self.reason!r})"


class ImportRefused(ProtectNetError):
    """A file with records has problems, so none was added.

    Facts: ``problems`` (see ``ImportProblem``), at most 100; ``count``, how many there are in all.
    """

    code = "import_refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """One record that was added: its key in the file, its kind and its id here.

    ``left_out`` names the attached files that an export lists: it does not hold what is in them.
    """

    key: str = field(repr=False)
    kind: str
    id: RecordId
    left_out: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Planned:
    given: GivenRecord
    kind: Kind
    key: str = field(repr=False)
    id: RecordId
    circle: CircleId
    left_out: tuple[str, ...] = field(repr=False)


class Importing:
    """Adds many records at once."""

    def __init__(
        self, store: Store, circles: Circles, vocabularies: Vocabularies, writer: RecordWriter
    ) -> None:
        self._store = store
        self._circles = circles
        self._vocabularies = vocabularies
        self._writer = writer

    def add_all(
        self,
        records: Sequence[GivenRecord],
        *,
        circle: str | None = None,
        progress: Progress = no_progress,
    ) -> list[Imported]:
        """Add every record, or none: raises ``ImportRefused`` naming line and field of each fault.

        All go into ``circle``; without it each goes into the one that it names, else into the
        vault's first. ``"@key"`` stands for the record of the file with that ``key`` (or ``id``, in
        a file that was exported). What waits for a decision in an exported record waits here too. Raises
        ``UnknownCircle``, ``MayNotWrite`` too.
        """
        problems: list[ImportProblem] = []
        chosen = self._circles.find(circle) if circle else None
        planned = self._plan(records, chosen, problems)
        names = _Names(records, planned, problems)
        checked = [(each, self._changes(each, names, problems)) for each in planned]
        if problems:
            problems.sort(key=lambda problem: problem.line)
            raise ImportRefused(problems=tuple(problems[:MAX_PROBLEMS]), count=len(problems))
        for each in {plan.circle for plan in planned}:
            self._circles.check_may_write(each)
        with self._store.transaction():
            for done, (plan, changes) in enumerate(checked):
                self._write(plan, changes)
                if done % 100 == 0:
                    progress(done, len(checked))
        progress(len(checked), len(checked))
        return [Imported(plan.key, plan.kind.name, plan.id, plan.left_out) for plan in planned]

    def _plan(
        self,
        records: Sequence[GivenRecord],
        chosen: CircleId | None,
        problems: list[ImportProblem],
    ) -> list[_Planned]:
        planned = []
        circles: dict[str, CircleId] = {}
        for given in records:
            problems += [
                ImportProblem(given.line, each.field, each.reason, each.given)
                for each in given.faults
            ]
            if any(each.reason == NOT_A_RECORD for each in given.faults):
                continue
            kind = _kind_of(given, problems)
            key = _key_of(given)
            if key is None:
                problems.append(ImportProblem(given.line, "key", "not_text", ""))
            named = str(given.values.get("circle") or "")
            if chosen is None and named not in circles:
                circles[named] = self._circle_of(given, named, problems)
            circle = chosen or circles[named]
            if kind is not None and key is not None:
                left_out = _attached(kind, given)
                planned.append(_Planned(given, kind, key, self._writer.new_id(), circle, left_out))
        return planned

    def _circle_of(self, given: GivenRecord, named: str, problems: list[ImportProblem]) -> CircleId:
        """The circle that a record names; one that cannot be is told of once, not in each record."""
        try:
            return self._circles.find_or_first(named)
        except (UnknownCircle, AmbiguousCircle) as error:
            problems.append(ImportProblem(given.line, "circle", error.code, named[:60]))
            return self._circles.find_or_first(None)

    def _changes(
        self, plan: _Planned, names: "_Names", problems: list[ImportProblem]
    ) -> list[Change]:
        given = plan.given.values
        values = {
            name: names.resolved(value, plan, name)
            for name, value in fields_of(given).items()
            if not (plan.left_out and name in _attachment_fields(plan.kind))
        }
        several = {
            name: names.resolved(value, plan, name)
            for name, value in contradictions_of(given).items()
        }
        vocabularies = self._vocabularies
        try:
            return check_draft(plan.kind, values, vocabularies, is_new=True, several=several)
        except InvalidRecord as error:
            found = error.facts["problems"]
            if isinstance(found, tuple):
                problems += [
                    ImportProblem(plan.given.line, each.field, each.reason, each.given)
                    for each in found
                    if not names.was_named(plan, each.field)
                ]
            return []

    def _write(self, plan: _Planned, changes: Sequence[Change]) -> None:
        clocks = self._writer.clocks(plan.circle)
        operations = operations_for(plan.kind, plan.id, RecordState(), changes, clocks)
        if plan.given.values.get(EXISTENCE) == Existence.DELETED_BUT_EDITED.value:
            operations.append(question_of_deletion(plan.kind, plan.id, clocks))
        self._writer.append(plan.circle, operations)


class _Names:
    """The keys of a file and the records they stand for."""

    def __init__(
        self,
        records: Sequence[GivenRecord],
        planned: Sequence[_Planned],
        problems: list[ImportProblem],
    ) -> None:
        self._problems = problems
        # A link to a record that is itself refused is not a fault of its own.
        self._in_the_file = {_key_of(each) for each in records}
        self._by_key: dict[str, _Planned] = {}
        self._named: set[tuple[int, str]] = set()
        for each in planned:
            if not each.key:
                continue
            if each.key in self._by_key:
                problems.append(ImportProblem(each.given.line, "key", "key_twice", each.key[:60]))
            self._by_key[each.key] = each

    def resolved(self, value: object, plan: _Planned, field: str) -> object:
        """The value with every ``@key``, and every id of the file, as the id the record gets."""
        if isinstance(value, list):
            return [self.resolved(each, plan, field) for each in value]
        declared = plan.kind.by_name.get(field)
        if not isinstance(value, str) or not declared or not isinstance(declared.type, ReferenceTo):
            return value
        key = value.removeprefix(KEY_MARK) if value.startswith(KEY_MARK) else _id_part(value)
        target = self._by_key.get(key)
        if target is not None:
            return f"{target.kind.name}:{target.id.hex()}"
        if value.startswith(KEY_MARK):
            self._named.add((id(plan), field))
            if key not in self._in_the_file or not key:
                problem = ImportProblem(plan.given.line, field, "unknown_key", value[:60])
                self._problems.append(problem)
        return value

    def was_named(self, plan: _Planned, field: str) -> bool:
        """Whether the field's fault is already among the problems."""
        return (id(plan), field) in self._named


def _kind_of(given: GivenRecord, problems: list[ImportProblem]) -> Kind | None:
    name = given.values.get("kind")
    if name is None:
        problems.append(ImportProblem(given.line, "kind", "missing", ""))
        return None
    try:
        return shared_kind(str(name))
    except UnknownKind:
        problems.append(ImportProblem(given.line, "kind", "unknown_kind", str(name)[:60]))
        return None


def _key_of(given: GivenRecord) -> str | None:
    """The record's key in the file, empty without one; ``None`` where what is given is no key."""
    key = given.values.get("key", given.values.get("id", ""))
    return key if isinstance(key, str) and len(key) <= MAX_KEY_CHARS else None


def _attached(kind: Kind, given: GivenRecord) -> tuple[str, ...]:
    """The names of the files that an exported record lists as attached; empty for any other form."""
    listed = [given.values.get(name, []) for name in _attachment_fields(kind)]
    files = [each for found in listed if isinstance(found, list) for each in found]
    if not all(isinstance(each, dict) and isinstance(each.get("name"), str) for each in files):
        return ()
    return tuple(each["name"] for each in files)


def _attachment_fields(kind: Kind) -> list[str]:
    return [each.name for each in kind.fields if isinstance(each.type, Attachments)]


def _id_part(value: str) -> str:
    return value.rpartition(":")[2]
