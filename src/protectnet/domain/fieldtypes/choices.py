# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices from vocabularies, scales of five steps, and yes/no/unknown."""

import re
from dataclasses import dataclass
from typing import ClassVar

from protectnet.domain.errors import InvalidValue
from protectnet.domain.fieldtypes.base import FieldType, HeldAsText, Schema, VocabularySource
from protectnet.domain.values import Plain, Value

MAX_CODE_CHARS = 64
_CODE = re.compile(r"[a-z0-9][a-z0-9_.\-]*")
_LOCAL_CODE = re.compile(r"x\.\S(?:.*\S)?")

LOWEST_STEP = 1
HIGHEST_STEP = 5


def check_code(untrusted: object) -> str:
    """A code in its shape: small ASCII letters, or a local term ``x.…`` in any script."""
    if not isinstance(untrusted, str):
        raise InvalidValue("unknown_code", untrusted)
    shape = _LOCAL_CODE if untrusted.startswith("x.") else _CODE
    has_shape = shape.fullmatch(untrusted)
    if len(untrusted) > MAX_CODE_CHARS or not has_shape or not untrusted.isprintable():
        raise InvalidValue("unknown_code", untrusted)
    return untrusted


@dataclass(frozen=True, slots=True)
class Choice(HeldAsText):
    """One code of a vocabulary."""

    vocabulary: str
    name: ClassVar[str] = "choice"

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        code = check_code(given)
        if not vocabularies(self.vocabulary).is_known(code) and not code.startswith("x."):
            raise InvalidValue("unknown_code", given)
        return code

    def accept(self, untrusted: Plain) -> Plain:
        return check_code(untrusted)

    def schema(self, vocabularies: VocabularySource) -> Schema:
        codes = [term.code for term in vocabularies(self.vocabulary).terms.values()]
        return {"anyOf": [{"enum": codes}, {"type": "string", "pattern": r"^x\.\S"}]}

    def vocabulary_names(self) -> tuple[str, ...]:
        return (self.vocabulary,)


@dataclass(frozen=True, slots=True)
class Choices(Choice):
    """Any number of codes of a vocabulary, each at most once."""

    name: ClassVar[str] = "choices"
    is_set: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Scale(FieldType):
    """A step from 1 to 5; the vocabulary gives each step its words."""

    vocabulary: str
    name: ClassVar[str] = "scale"

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        return self.accept(given)  # type: ignore[arg-type]

    def accept(self, untrusted: Plain) -> Plain:
        if not isinstance(untrusted, int) or isinstance(untrusted, bool):
            raise InvalidValue("not_a_number", untrusted)
        if not LOWEST_STEP <= untrusted <= HIGHEST_STEP:
            raise InvalidValue("out_of_range", untrusted)
        return untrusted

    def present(self, plain: Plain) -> object:
        return plain

    def value(self, plain: Plain) -> Value:
        return int(plain)  # type: ignore[arg-type]

    def column(self, plain: Plain) -> str | int | None:
        return int(plain)  # type: ignore[arg-type]

    def schema(self, vocabularies: VocabularySource) -> Schema:
        return {"type": "integer", "minimum": LOWEST_STEP, "maximum": HIGHEST_STEP}

    def vocabulary_names(self) -> tuple[str, ...]:
        return (self.vocabulary,)


@dataclass(frozen=True, slots=True)
class Tristate(HeldAsText):
    """Yes, no, or not known; no value at all means that nobody has said."""

    name: ClassVar[str] = "tristate"
    codes: ClassVar[tuple[str, ...]] = ("yes", "no", "unknown")

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        if given is True or given is False:
            return "yes" if given else "no"
        return self.accept(given)  # type: ignore[arg-type]

    def accept(self, untrusted: Plain) -> Plain:
        if untrusted not in self.codes:
            raise InvalidValue("unknown_code", untrusted)
        return untrusted

    def schema(self, vocabularies: VocabularySource) -> Schema:
        return {"enum": [*self.codes, True, False]}
