# SPDX-License-Identifier: GPL-3.0-or-later
"""The input for each field type: the one place where declarations become widgets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.field import Field
from protectnet.domain.fieldtypes import (
    Choice,
    Choices,
    CountOf,
    DateSpan,
    FieldType,
    LongText,
    MoneyAmount,
    PlaceName,
    ReferencesTo,
    ReferenceTo,
    Scale,
    Text,
    Tristate,
)
from protectnet.gui.fields.choice import ChoiceInput, scale_input, tristate_input
from protectnet.gui.fields.choices import ChoicesInput
from protectnet.gui.fields.dates import DateInput
from protectnet.gui.fields.field_input import FieldInput
from protectnet.gui.fields.links import LinksInput
from protectnet.gui.fields.quantities import CountInput, MoneyInput, PlaceInput
from protectnet.gui.fields.texts import LineInput, LongTextInput
from protectnet.gui.work import Work


class LinkTitles(dict[str, str]):
    """Titles of linked records by ``kind:id``; one that is not known is its own title."""

    def __missing__(self, reference: str) -> str:
        return reference


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What inputs need besides their field."""

    work: Work
    vocabularies: Vocabularies
    titles: LinkTitles


def input_for(field: Field, around: Surroundings) -> FieldInput:
    """A new input for a field; raises ``KeyError`` for a type that is not given as JSON."""
    return _MAKERS[type(field.type)](field.type, around)


def has_input(field: Field) -> bool:
    """Whether a field is filled in a form; attached files are not."""
    return type(field.type) in _MAKERS


def _choice(type_: FieldType, around: Surroundings) -> FieldInput:
    return ChoiceInput(around.vocabularies(type_.vocabulary_names()[0]))


def _choices(type_: FieldType, around: Surroundings) -> FieldInput:
    return ChoicesInput(around.vocabularies(type_.vocabulary_names()[0]))


def _scale(type_: FieldType, around: Surroundings) -> FieldInput:
    return scale_input(around.vocabularies(type_.vocabulary_names()[0]))


def _links(type_: FieldType, around: Surroundings) -> FieldInput:
    if not isinstance(type_, ReferenceTo):
        raise TypeError(type_.name)
    return LinksInput(type_, around.work, around.titles.__getitem__)


_MAKERS: Mapping[type[FieldType], Callable[[FieldType, Surroundings], FieldInput]] = {
    Text: lambda _type, _around: LineInput(),
    LongText: lambda _type, _around: LongTextInput(),
    Choice: _choice,
    Choices: _choices,
    Scale: _scale,
    Tristate: lambda _type, _around: tristate_input(),
    CountOf: lambda _type, _around: CountInput(),
    DateSpan: lambda _type, around: DateInput(around.vocabularies),
    PlaceName: lambda _type, around: PlaceInput(around.vocabularies),
    MoneyAmount: lambda _type, _around: MoneyInput(),
    ReferenceTo: _links,
    ReferencesTo: _links,
}
