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
    """What a draft wants of one field: a plain value, ``None`` to clear it, or a set's items.

    ``beside`` are the values that are to contradict it.
    """

    field: Field
    plain: Plain
    beside: tuple[Plain, ...] = ()

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Change({self.field!r})"


def check_draft(
    kind: Kind,
    given: Mapping[str, object],
    vocabularies: VocabularySource,
    *,
    is_new: bool,
    several: Mapping[str, object] | None = None,
) -> list[Change]:
    """The changes that ``given`` (field name → JSON form) asks for, in the order of numbers.

    ``None`` clears a field, an empty list a set. Only a title is required, and only of a new
    record. ``several`` has, for a register on which people disagree, the list of all its values,
    the one in ``given`` first. Raises ``InvalidRecord`` with every problem found, not with the
    first alone.
    """
    changes: list[Change] = []
    several = several or {}
    problems = [
        Problem(name[:60], "unknown_field", name[:60])
        for name in (*given, *several)
        if name not in kind.by_name
    ]
    if not given.get("title") and (is_new or "title" in given):
        problems.append(Problem("title", "missing", ""))
    for each in kind.fields:
        try:
            if each.name in several:
                changes.append(_parse_several(each, several[each.name], given, vocabularies))
            elif each.name in given and (each.name != "title" or given["title"]):
                changes.append(Change(each, _parse(each, given[each.name], vocabularies)))
        except InvalidValue as error:
            problems.append(Problem(each.name, error.reason, str(error.facts["given"])))
    if problems:
        raise InvalidRecord(kind=kind.name, problems=tuple(problems))
    return [
        each for each in changes if not (is_new and each.plain in (None, []) and not each.beside)
    ]


def _parse_several(
    field: Field, given: object, draft: Mapping[str, object], vocabularies: VocabularySource
) -> Change:
    """All values of a register; raises ``InvalidValue``."""
    if field.type.is_set:
        raise InvalidValue("no_register", "")
    if not isinstance(given, list):
        raise InvalidValue("not_a_list", given)
    if not 0 < len(given) <= MAX_SET_ITEMS:
        raise InvalidValue("out_of_range", f"{len(given)}")
    values: list[Plain] = []
    for each in given:
        plain = _parse(field, each, vocabularies)
        if plain in values:
            raise InvalidValue("given_twice", each)
        values.append(plain)
    if field.name in draft and _parse(field, draft[field.name], vocabularies) != values[0]:
        raise InvalidValue("not_the_first", draft[field.name])
    return Change(field, values[0], tuple(values[1:]))


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
