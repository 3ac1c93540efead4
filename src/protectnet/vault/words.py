# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases made by lot from a list of words (docs/spec/vault-v1.md, 3.1)."""

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from math import log2

from protectnet.vault.errors import NoWordList

WORDS = 7
_LISTS = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese"}
LANGUAGES = tuple(sorted(_LISTS))
"""The languages there are lists for, as codes."""


@dataclass(frozen=True, slots=True)
class GeneratedPassphrase:
    """Words drawn by lot, to be shown to a person once."""

    words: tuple[str, ...] = field(repr=False)
    language: str
    bits: float
    """How hard it is to guess for who knows the list: the logarithm, base 2, of the guesses."""

    @property
    def text(self) -> str:
        """The words as one text, separated by spaces."""
        return " ".join(self.words)


@cache
def word_list(language: str) -> tuple[str, ...]:
    """The 2048 words of the BIP-39 list in a language, composed; raises ``NoWordList``."""
    if language not in _LISTS:
        raise NoWordList(language=language, known=LANGUAGES)
    # Read only when somebody makes a passphrase: starting the program must not wait for it.
    from mnemonic import Mnemonic  # noqa: PLC0415

    found = Mnemonic(_LISTS[language]).wordlist
    return tuple(unicodedata.normalize("NFC", word) for word in found)


def generate(
    language: str, count: int = WORDS, below: Callable[[int], int] = secrets.randbelow
) -> GeneratedPassphrase:
    """Draw ``count`` words, each by itself; ``below(n)`` gives a number from 0 to n - 1.

    Raises ``NoWordList`` for a language not in ``LANGUAGES``.
    """
    if count < 1:
        raise ValueError("a passphrase has at least one word")
    words = word_list(language)
    drawn = tuple(words[below(len(words))] for _ in range(count))
    return GeneratedPassphrase(drawn, language, count * log2(len(words)))
