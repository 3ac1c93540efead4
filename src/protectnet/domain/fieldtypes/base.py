# SPDX-License-Identifier: GPL-3.0-or-later
"""What every field type can do."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from protectnet.domain.values import Plain, Value
from protectnet.domain.vocabulary import Vocabulary

VocabularySource = Callable[[str], Vocabulary]
"""Gives the vocabulary of a name."""

Schema = dict[str, object]


def parts_of(plain: Plain) -> list[Plain]:
    """The parts of a plain value that is a list; anything else here is a defect of ours."""
    if not isinstance(plain, list):
        raise TypeError("a list was expected")
    return plain


class FieldType(ABC):
    """One type of field. Where ``is_set`` is true, every method speaks of one item of the set."""

    name: ClassVar[str]
    is_set: ClassVar[bool] = False

    @abstractmethod
    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        """The plain form of what a person or a file gave as JSON; raises ``InvalidValue``."""

    @abstractmethod
    def accept(self, untrusted: Plain) -> Plain:
        """The plain form that came from another device, its shape checked.

        Codes are not checked against the vocabularies: a newer version may know more of them.
        Raises ``InvalidValue``.
        """

    @abstractmethod
    def present(self, plain: Plain) -> object:
        """The JSON form; ``parse(present(p)) == p`` for every valid ``p``."""

    @abstractmethod
    def value(self, plain: Plain) -> Value:
        """The value that rules and pages work with."""

    def column(self, plain: Plain) -> str | int | None:
        """What tables sort and filter by; ``None`` where that makes no sense."""
        return None

    def extent(self, plain: Plain) -> tuple[str | int, str | int] | None:
        """The lowest and the highest that a value from–to may mean, an open end the farthest.

        ``None`` for types whose values mean one thing, and for a value that says nothing.
        """
        return None

    def words(self, plain: Plain) -> str:
        """The text in which a search finds this value; empty where there is none."""
        return ""

    @abstractmethod
    def schema(self, vocabularies: VocabularySource) -> Schema:
        """A JSON Schema (draft 2020-12) of the JSON form."""

    def vocabulary_names(self) -> tuple[str, ...]:
        """The vocabularies this type takes its codes from."""
        return ()


class HeldAsText(FieldType):
    """A type whose plain form is a text, and JSON form, value and column that very text."""

    def present(self, plain: Plain) -> object:
        return plain

    def value(self, plain: Plain) -> Value:
        return str(plain)

    def column(self, plain: Plain) -> str | int | None:
        return str(plain)
