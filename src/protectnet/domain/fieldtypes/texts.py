# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of one line and of many."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from protectnet.domain.errors import InvalidValue
from protectnet.domain.fieldtypes.base import HeldAsText, Schema, VocabularySource
from protectnet.domain.values import Plain

MAX_TEXT_CHARS = 500
MAX_LONG_TEXT_CHARS = 12_000
"""At most 48,000 bytes of UTF-8: an operation holds 64 KiB (docs/spec/log-v1.md)."""


def check_text(given: object, max_chars: int, allowed_controls: str) -> str:
    """``given`` in normal form NFC, ends trimmed; raises ``InvalidValue``."""
    if not isinstance(given, str):
        raise InvalidValue("not_text", given)
    if len(given) > max_chars:
        raise InvalidValue("too_long", given)
    text = given if given.isascii() else unicodedata.normalize("NFC", given)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > max_chars:
        raise InvalidValue("too_long", given)
    if not text.isprintable():
        _check_controls(text, allowed_controls)
    return text


def _check_controls(text: str, allowed: str) -> None:
    for character in text:
        is_control = unicodedata.category(character) in {"Cc", "Cs"}
        if is_control and character not in allowed:
            raise InvalidValue("control_character", text)


@dataclass(frozen=True, slots=True)
class Text(HeldAsText):
    """One line of text, at most 500 characters."""

    name: ClassVar[str] = "text"
    max_chars: ClassVar[int] = MAX_TEXT_CHARS
    allowed_controls: ClassVar[str] = ""

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        text = self.accept(given)  # type: ignore[arg-type]
        if not text:
            raise InvalidValue("empty", given)
        return text

    def accept(self, untrusted: Plain) -> Plain:
        return check_text(untrusted, self.max_chars, self.allowed_controls)

    def words(self, plain: Plain) -> str:
        return str(plain)

    def schema(self, vocabularies: VocabularySource) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.max_chars}


@dataclass(frozen=True, slots=True)
class LongText(Text):
    """Text of several lines, at most 12,000 characters."""

    name: ClassVar[str] = "long_text"
    max_chars: ClassVar[int] = MAX_LONG_TEXT_CHARS
    allowed_controls: ClassVar[str] = "\n\t"

    def column(self, plain: Plain) -> str | int | None:
        return None
