# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a passphrase withstands guessing, judged by zxcvbn on what is left after folding.

zxcvbn knows English words and the names and passwords of leaks. Other languages it takes for random
letters, so a word of letters alone counts here for no more than one drawn from an everyday
vocabulary, whatever its language.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from protectnet.vault.passphrase import fold
from protectnet.vault.words import LANGUAGES, word_list

WEAK_BELOW = 14.0
"""Guesses as powers of ten. A thousand cores try about 10**4 a second at the least cost: 300 years."""
STRONG_FROM = 18.0
"""Out of reach for ten thousand times that."""

# zxcvbn's time grows faster than the length; what comes after can only make guessing harder.
_JUDGED_CHARACTERS = 72
_EVERYDAY_WORDS_LOG10 = 4.0
_LONGEST_EVERYDAY_WORD = 12
_SEPARATORS = re.compile("[ '\"_.,;:!?/-]+")


class Verdict(Enum):
    """What a person is told about a passphrase."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Strength:
    """A verdict and the guesses it rests on, as a power of ten."""

    verdict: Verdict
    guesses_log10: float


def judge(typed: str, names: Iterable[str] = ()) -> Strength:
    """Judge a text that somebody is choosing as a passphrase; one that is empty is weak.

    ``names`` are those that an attacker would try first: of the people and places in the vault.
    Raises ``PassphraseTooLong``, ``PassphraseUnreadable``.
    """
    judged = unicodedata.normalize("NFC", fold(typed))[:_JUDGED_CHARACTERS]
    if not judged:
        return Strength(Verdict.WEAK, 0.0)
    tried_first = sorted({word for name in names for word in _words_of(fold(name))})
    guesses_log10 = min(_by_patterns(judged, tried_first), _by_words(judged))
    return Strength(_verdict(guesses_log10), guesses_log10)


def _verdict(guesses_log10: float) -> Verdict:
    if guesses_log10 < WEAK_BELOW:
        return Verdict.WEAK
    return Verdict.FAIR if guesses_log10 < STRONG_FROM else Verdict.STRONG


def _by_patterns(folded: str, tried_first: list[str]) -> float:
    # Its dictionaries take time to load, and only who chooses a passphrase needs them.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    known = [*tried_first, *_known_words()]
    found = zxcvbn(folded, user_inputs=known, max_length=_JUDGED_CHARACTERS)
    return float(found["guesses_log10"])


@cache
def _known_words() -> list[str]:
    return sorted({fold(word) for language in LANGUAGES for word in word_list(language)})


def _by_words(folded: str) -> float:
    """What guessing word by word takes at most; unbounded where anything but words is in it."""
    words = _words_of(folded)
    if all(_is_everyday(word) for word in words):
        return len(set(words)) * _EVERYDAY_WORDS_LOG10
    return float("inf")


def _words_of(folded: str) -> list[str]:
    return [word for word in _SEPARATORS.split(folded) if word]


def _is_everyday(word: str) -> bool:
    """Letters that have a small form, few enough for one word: scripts without spaces have none."""
    return len(word) <= _LONGEST_EVERYDAY_WORD and all(
        unicodedata.category(letter) == "Ll" for letter in word
    )
