# SPDX-License-Identifier: GPL-3.0-or-later
"""Hypothesis strategies for what people and files may give."""

from datetime import date
from functools import singledispatch

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from protectnet.domain.field import Field, Kind
from protectnet.domain.fieldtypes import (
    Attachments,
    Choice,
    CountOf,
    DateSpan,
    FieldType,
    LongText,
    MoneyAmount,
    PlaceName,
    ReferenceTo,
    Scale,
    Text,
    Tristate,
    VocabularySource,
)

_LINE_CHARACTERS = st.characters(blacklist_categories=("Cc", "Cs"))
_SCRIPTS = st.sampled_from(
    ["Ñandú", "Өвөл", "شبكة الحماية", "ชุมชน", "社区保护", "Ọ̀ṣun", "Rarámuri", "e\u0301l", "😀"]
)


def lines(max_size: int = 60) -> SearchStrategy[str]:
    """Texts of one line in many scripts, never blank."""
    free = st.text(_LINE_CHARACTERS, min_size=1, max_size=max_size)
    return (free | _SCRIPTS).filter(lambda text: bool(text.strip()))


def spans() -> SearchStrategy[object]:
    """Dates in each form that people may write."""
    days = st.dates(date(1300, 1, 1), date(2250, 12, 31))
    pairs = st.tuples(days, days).map(sorted)
    return st.one_of(
        days.map(date.isoformat),
        days.map(lambda day: day.isoformat()[:7]),
        days.map(lambda day: day.isoformat()[:4]),
        days.map(lambda day: f"{day.isoformat()[:4]}/"),
        pairs.map(lambda pair: f"{pair[0]}/{pair[1]}"),
        pairs.map(lambda pair: {"from": str(pair[0]), "to": str(pair[1]), "precision": "season"}),
        days.map(lambda day: {"from": str(day), "to": str(day), "part": "night"}),
    )


@singledispatch
def json_values(type_: FieldType, vocabularies: VocabularySource) -> SearchStrategy[object]:
    """JSON forms that a field type accepts (one item where the type is a set)."""
    raise NotImplementedError(type(type_).__name__)


@json_values.register
def _(type_: Text, vocabularies: VocabularySource) -> SearchStrategy[object]:
    return lines()


@json_values.register
def _(type_: LongText, vocabularies: VocabularySource) -> SearchStrategy[object]:
    return st.lists(lines(200), min_size=1, max_size=4).map("\n".join)


@json_values.register
def _(type_: Choice, vocabularies: VocabularySource) -> SearchStrategy[object]:
    codes = sorted(vocabularies(type_.vocabulary).terms)
    return st.sampled_from([*codes, "x.own word"])


@json_values.register
def _(type_: Scale, vocabularies: VocabularySource) -> SearchStrategy[object]:
    return st.integers(1, 5)


@json_values.register
def _(type_: Tristate, vocabularies: VocabularySource) -> SearchStrategy[object]:
    return st.sampled_from(["yes", "no", "unknown", True, False])


@json_values.register
def _(type_: DateSpan, vocabularies: VocabularySource) -> SearchStrategy[object]:
    return spans()


@json_values.register
def _(type_: PlaceName, vocabularies: VocabularySource) -> SearchStrategy[object]:
    precisions = st.sampled_from(sorted(vocabularies("place_precision").terms))
    full = st.fixed_dictionaries({"name": lines(), "precision": precisions})
    return lines() | full


@json_values.register
def _(type_: CountOf, vocabularies: VocabularySource) -> SearchStrategy[object]:
    pairs = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)
    return st.one_of(
        st.integers(0, 10**6),
        pairs.map(lambda pair: {"from": pair[0], "to": pair[1]}),
        st.integers(0, 10**6).map(lambda low: {"from": low, "to": None}),
    )


@json_values.register
def _(type_: MoneyAmount, vocabularies: VocabularySource) -> SearchStrategy[object]:
    amounts = st.decimals(-(10**9), 10**9, places=2).map(lambda amount: f"{amount:f}")
    currencies = st.sampled_from(["COP", "MNT", "XOF", "USD"])
    return st.fixed_dictionaries(
        {"amount": amounts | st.integers(0, 10**9), "currency": currencies}
    )


@json_values.register
def _(type_: ReferenceTo, vocabularies: VocabularySource) -> SearchStrategy[object]:
    names = st.sampled_from([name for name, _ in type_.numbers])
    ids = st.binary(min_size=16, max_size=16)
    return st.tuples(names, ids).map(lambda pair: f"{pair[0]}:{pair[1].hex()}")


def field_values(field: Field, vocabularies: VocabularySource) -> SearchStrategy[object]:
    """JSON forms of a whole field: a list of different items where it is a set."""
    one = json_values(field.type, vocabularies)
    return st.lists(one, max_size=4, unique_by=repr) if field.type.is_set else one


def drafts(kind: Kind, vocabularies: VocabularySource) -> SearchStrategy[dict[str, object]]:
    """Drafts of new records with a title and any of the other fields."""
    others = {
        each.name: field_values(each, vocabularies)
        for each in kind.fields
        if each.name != "title" and not isinstance(each.type, Attachments)
    }
    return st.fixed_dictionaries({"title": lines()}, optional=others)
