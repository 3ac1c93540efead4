# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person or a file gives for a record, checked against the declaration as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from protectnet.domain.errors import InvalidRecord, InvalidValue
from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import VocabularySource
from protectnet.domain.values import Plain

MAX_SET_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a draft: the field's name, a reason code and a short form of it.

    Reasons are those of ``InvalidValue`` and ``unknown_field``, ``missing``.
    """

    field: str
    reason: str
    given: str

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Problem({self.reason!r})"


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft wants of one field: a plain value, ``None`` to clear it, or a set's items."""

    field: Field
    plain: Plain

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Change({self.field!r})"


def check_draft(
    kind: Kind,
    given: Mapping[str, object],
    vocabularies: VocabularySource,
    *,
    is_new: bool,
) -> list[Change]:
    """The changes that ``given`` (field name → JSON form) asks for, in the order of numbers.

    ``None`` clears a field, an empty list a set. Only a title is required, and only of a new
    record. Raises ``InvalidRecord`` with every problem found, not with the first alone.
    """
    changes: list[Change] = []
    problems = [
        Problem(name[:60], "unknown_field", name[:60]) for name in given if name not in kind.by_name
    ]
    if not given.get("title") and (is_new or "title" in given):
        problems.append(Problem("title", "missing", ""))
    for each in kind.fields:
        if each.name not in given or (each.name == "title" and not given["title"]):
            continue
        try:
            changes.append(Change(each, _parse(each, given[each.name], vocabularies)))
        except InvalidValue as error:
            problems.append(Problem(each.name, error.reason, str(error.facts["given"])))
    if problems:
        raise InvalidRecord(kind=kind.name, problems=tuple(problems))
    return [each for each in changes if not (is_new and each.plain in (None, []))]


def _parse(field: Field, given: object, vocabularies: VocabularySource) -> Plain:
    if not field.type.is_set:
        return None if given is None else field.type.parse(given, vocabularies)
    if given is None:
        return []
    if not isinstance(given, list):
        raise InvalidValue("not_a_list", given)
    if len(given) > MAX_SET_ITEMS:
        raise InvalidValue("out_of_range", f"{len(given)}")
    items: list[Plain] = []
    for each in given:
        plain = field.type.parse(each, vocabularies)
        if plain in items:
            raise InvalidValue("given_twice", each)
        items.append(plain)
    return items
