# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a person or a file gives for one record to the changes it asks for, judged as a whole."""

from collections.abc import Iterator, Mapping

from protectnet.app.finding import Finder
from protectnet.app.json_forms import json_form
from protectnet.app.record_files import contradictions_of, fields_of
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import Change, Problem, check_draft
from protectnet.domain.errors import InvalidRecord
from protectnet.domain.field import Kind
from protectnet.domain.fieldtypes import Attachments
from protectnet.domain.record import Record


class Drafting:
    """Judges drafts against the declaration, the vocabularies and what is held here."""

    def __init__(self, finder: Finder, vocabularies: Vocabularies) -> None:
        self._finder = finder
        self._vocabularies = vocabularies

    def of_new(self, kind: Kind, given: Mapping[str, object]) -> list[Change]:
        """The changes that make a new record. Raises ``InvalidRecord`` with every problem found."""
        problems = list(_about_kind(kind, given))
        return self._changes(kind, given, problems, is_new=True, several=contradictions_of(given))

    def of_record(self, record: Record, given: Mapping[str, object]) -> list[Change]:
        """The changes of a record; attached files may stand there as they are.

        So may a field on which people disagree, in a draft that shows that they do: whoever writes
        it back as it was has decided nothing. Raises ``InvalidRecord`` with every problem found.
        """
        problems = list(_about_kind(record.kind, given))
        if given.get("id", record.id.hex()) != record.id.hex():
            problems.append(Problem("id", "other_record", str(given["id"])[:60]))
        kept = {
            name: value
            for name, value in given.items()
            if not _is_attached_already(record, name, value)
            and not _is_left_open(record, given, name, value)
        }
        return self._changes(record.kind, kept, problems, is_new=False)

    def _changes(
        self,
        kind: Kind,
        given: Mapping[str, object],
        problems: list[Problem],
        *,
        is_new: bool,
        several: Mapping[str, object] | None = None,
    ) -> list[Change]:
        whole, missing = self._finder.with_whole_ids(kind, fields_of(given))
        all_whole, more_missing = self._finder.with_whole_ids(kind, several or {})
        problems += [*missing, *more_missing]
        changes: list[Change] = []
        try:
            changes = check_draft(kind, whole, self._vocabularies, is_new=is_new, several=all_whole)
        except InvalidRecord as error:
            found = error.facts["problems"]
            problems += found if isinstance(found, tuple) else ()
        if problems:
            raise InvalidRecord(kind=kind.name, problems=tuple(problems))
        return changes


def _about_kind(kind: Kind, given: Mapping[str, object]) -> Iterator[Problem]:
    """A file that says it is of another kind was meant for another record."""
    named = given.get("kind", kind.name)
    if named != kind.name:
        yield Problem("kind", "other_kind", str(named)[:60])


def _is_attached_already(record: Record, name: str, value: object) -> bool:
    field = record.kind.by_name.get(name)
    if field is None or not isinstance(field.type, Attachments):
        return False
    return value == json_form(field, record.plain.get(name, []))


def _is_left_open(record: Record, given: Mapping[str, object], name: str, value: object) -> bool:
    if name not in record.contradictions or name not in contradictions_of(given):
        return False
    return value == json_form(record.kind.field(name), record.plain.get(name))
