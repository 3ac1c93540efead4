# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person typed, folded so that any keyboard gives the same (docs/spec/vault-v1.md, 3.1)."""

import re
import unicodedata
from typing import Self

from protectnet.vault.errors import (
    PassphraseEmpty,
    PassphraseTooLong,
    PassphraseTooShort,
    PassphraseUnreadable,
)

MAX_TYPED = 1024
"""Code points; normalising makes a text longer, at most eighteen times."""
MIN_CHOSEN = 8
"""Characters of a new passphrase after folding, counted composed."""

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_WHITE_CONTROLS = frozenset("\t\n\v\f\r\x85")
_ALIKE = str.maketrans(
    {
        "\u0131": "i",
        **dict.fromkeys("\u02bb\u02bc\u2018\u2019\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2010\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_UNREADABLE = {"Cc": "control_character", "Cn": "unknown_character", "Cs": "surrogate"}


def fold(typed: str) -> str:
    """The folded text; may be empty. Raises ``PassphraseTooLong``, ``PassphraseUnreadable``."""
    if len(typed) > MAX_TYPED:
        raise PassphraseTooLong(maximum=MAX_TYPED)
    visible = _INVISIBLE.sub("", typed)
    _check_readable(visible)
    text = unicodedata.normalize("NFD", visible)
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_ACCENTS.sub("", text).translate(_ALIKE).split())


def _fold_something(typed: str) -> str:
    folded = fold(typed)
    if not folded:
        raise PassphraseEmpty
    return folded


def _check_readable(text: str) -> None:
    for character in text:
        reason = _UNREADABLE.get(unicodedata.category(character))
        if reason is not None and character not in _WHITE_CONTROLS:
            raise PassphraseUnreadable(reason)


class Passphrase:
    """A folded passphrase; shows nothing of itself. Made by ``typed`` or ``chosen``."""

    __slots__ = ("_folded",)

    def __init__(self, folded: str) -> None:
        self._folded = folded

    @classmethod
    def typed(cls, text: str) -> Self:
        """A passphrase to try, or to check against the one in use.

        Raises ``PassphraseEmpty``, ``PassphraseTooLong``, ``PassphraseUnreadable``.
        """
        return cls(_fold_something(text))

    @classmethod
    def chosen(cls, text: str) -> Self:
        """A new passphrase; raises ``PassphraseTooShort`` besides what ``typed`` raises."""
        folded = _fold_something(text)
        length = len(unicodedata.normalize("NFC", folded))
        if length < MIN_CHOSEN:
            raise PassphraseTooShort(length=length, minimum=MIN_CHOSEN)
        return cls(folded)

    def __repr__(self) -> str:
        """Show nothing, not even the length."""
        return "Passphrase(…)"

    def encoded(self) -> bytes:
        """What the key is derived from: the folded text in UTF-8."""
        return self._folded.encode()
