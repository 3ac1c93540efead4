# SPDX-License-Identifier: GPL-3.0-or-later
"""Many records from a file, all or nothing, with links by the file's own keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from protectnet.app.authoring import Authoring
from protectnet.app.circles import Circles
from protectnet.app.differences import operations_for
from protectnet.app.editing import NewId
from protectnet.app.record_files import RESERVED, GivenRecord
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import Change, check_draft
from protectnet.domain.errors import InvalidRecord, ProtectNetError, UnknownKind
from protectnet.domain.field import Kind
from protectnet.domain.fieldtypes import ReferenceTo
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.kinds import KINDS
from protectnet.files import write_atomically
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


class ImportRefused(ProtectNetError):
    """A file with records has problems, so none was added. Facts: ``problems``, at most 100."""

    code = "import_refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """One record that was added: its key in the file, its kind and its id here."""

    key: str
    kind: str
    id: RecordId


@dataclass(frozen=True, slots=True)
class _Planned:
    given: GivenRecord
    kind: Kind
    key: str
    id: RecordId
    circle: CircleId


class Importing:
    """Adds many records at once."""

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

    def add_all(
        self,
        records: Sequence[GivenRecord],
        *,
        circle: str | None = None,
        progress: Progress = no_progress,
    ) -> list[Imported]:
        """Add every record, or none: raises ``ImportRefused`` naming line and field of each fault.

        A record's own ``circle`` comes before the one given here. ``"@key"`` stands for the record
        of the file with that ``key`` (or ``id``, in a file that was exported).
        """
        problems: list[ImportProblem] = []
        default = self._circles.find(circle) if circle else self._first_circle
        planned = self._plan(records, default, problems)
        names = _Names(planned, problems)
        checked = [(each, self._changes(each, names, problems)) for each in planned]
        if problems:
            problems.sort(key=lambda problem: problem.line)
            raise ImportRefused(problems=tuple(problems[:MAX_PROBLEMS]))
        for each in {plan.circle for plan in planned}:
            self._circles.check_may_write(each)
        with self._store.transaction():
            for done, (plan, changes) in enumerate(checked):
                self._write(plan, changes)
                if done % 100 == 0:
                    progress(done, len(checked))
        progress(len(checked), len(checked))
        return [Imported(plan.key, plan.kind.name, plan.id) for plan in planned]

    def write_readable(self, path: Path, text: str) -> None:
        """Write what was exported, whole or not at all."""
        write_atomically(path, text.encode("utf-8"))

    def _plan(
        self,
        records: Sequence[GivenRecord],
        default: CircleId,
        problems: list[ImportProblem],
    ) -> list[_Planned]:
        planned = []
        for given in records:
            kind_name = given.values.get("kind")
            try:
                kind = KINDS.named(str(kind_name))
            except UnknownKind:
                problems.append(ImportProblem(given.line, "kind", "unknown_kind", str(kind_name)))
                continue
            if kind.is_local:
                problems.append(ImportProblem(given.line, "kind", "unknown_kind", kind.name))
                continue
            key = given.values.get("key", given.values.get("id", ""))
            if not isinstance(key, str) or len(key) > MAX_KEY_CHARS:
                problems.append(ImportProblem(given.line, "key", "not_text", str(key)[:60]))
                continue
            circle = self._circle_of(given, default, problems)
            planned.append(_Planned(given, kind, key, self._new_id(), circle))
        return planned

    def _circle_of(
        self, given: GivenRecord, default: CircleId, problems: list[ImportProblem]
    ) -> CircleId:
        named = given.values.get("circle")
        if named is None:
            return default
        try:
            return self._circles.find(str(named))
        except ProtectNetError:
            problems.append(ImportProblem(given.line, "circle", "unknown_circle", str(named)[:60]))
            return default

    def _changes(
        self, plan: _Planned, names: "_Names", problems: list[ImportProblem]
    ) -> list[Change]:
        values = {
            name: names.resolved(value, plan, name)
            for name, value in plan.given.values.items()
            if name not in RESERVED
        }
        try:
            return check_draft(plan.kind, values, self._vocabularies, is_new=True)
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
        def next_clock() -> int:
            return self._authoring.next_clock(plan.circle)

        operations = operations_for(plan.kind, plan.id, RecordState(), changes, next_clock)
        self._authoring.write(plan.circle, operations)


class _Names:
    """The keys of a file and the records they stand for."""

    def __init__(self, planned: Sequence[_Planned], problems: list[ImportProblem]) -> None:
        self._problems = problems
        self._by_key: dict[str, _Planned] = {}
        self._named: set[tuple[int, str]] = set()
        for each in planned:
            if each.key and each.key in self._by_key:
                problems.append(ImportProblem(each.given.line, "key", "key_twice", each.key))
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
            self._problems.append(ImportProblem(plan.given.line, field, "unknown_key", value[:60]))
            self._named.add((id(plan), field))
        return value

    def was_named(self, plan: _Planned, field: str) -> bool:
        """Whether the field's fault is already among the problems."""
        return (id(plan), field) in self._named


def _id_part(value: str) -> str:
    return value.rpartition(":")[2]
