# SPDX-License-Identifier: GPL-3.0-or-later
"""How texts and questions become words of the search index, in any script.

The index cuts words at spaces and signs. Scripts that put no spaces between words (Thai, Lao,
Khmer, Burmese, Chinese, Japanese and their kin) are cut into single characters, so that any run
of them is found wherever it stands: the run asked for becomes a phrase. Vowel points of Arabic and
Hebrew, the different apostrophes of the Americas and the Pacific, and letters that people type
without their strokes make no difference. Case and accents are the index's own work.
"""

import re
import unicodedata
from functools import lru_cache

TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
"""Marks are parts of words: without them every vowel sign of India would end a word."""
MAX_QUESTION_CHARS = 200
MAX_QUESTION_WORDS = 16

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese, Shan, Mon, Karen
    "\u1780-\u17ff"  # Khmer
    "\u1950-\u19df\u1a00-\u1aaf\uaa80-\uaadf"  # Tai Le, Tai Lue, Buginese, Tai Tham, Tai Viet
    "\u1b00-\u1b7f\ua980-\ua9df"  # Balinese, Javanese
    "\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3100-\u312f\u31a0-\u31bf"  # bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"  # Han
    "\ua000-\ua4cf"  # Yi
)
_UNSPACED_CHARACTER = re.compile(f"([{_UNSPACED}])")
_LAST_IS_UNSPACED = re.compile(f"[{_UNSPACED}]$")
_DROPPED = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u200b-\u200d"  # joiners that cannot be seen
)
_TO_DROP = re.compile(f"[{_DROPPED}]")
_STROKES = {
    "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o",
    "đ": "d", "Đ": "d", "ħ": "h", "Ħ": "h", "ı": "i", "ł": "l", "Ł": "l", "ŧ": "t", "Ŧ": "t",
}  # fmt: skip
_APOSTROPHES = dict.fromkeys("\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\ua78b\ua78c", "'")
_LETTERS = str.maketrans(_STROKES | _APOSTROPHES)
_PLAIN = "\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2060"
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]|[{''.join(_STROKES)}]")
"""What needs more than the index itself does; most texts of most people have none of it."""


def indexable(text: str) -> str:
    """The text as the index gets it."""
    if text.isascii() or not _NOT_PLAIN.search(text):
        return text
    return _UNSPACED_CHARACTER.sub(r" \1 ", _simplify(text))


def question(text: str) -> str | None:
    """What the index is asked for the words of ``text``; ``None`` where there is no word.

    All words must be there, each as the beginning of a word or, in scripts without spaces,
    anywhere. A single letter after other words is the beginning of what is still being typed.
    """
    words = [each for each in text[:MAX_QUESTION_CHARS].split() if has_word(each)]
    if len(words) > 1 and len(words[-1]) == 1 and not _is_whole(words[-1]):
        words.pop()
    return " ".join(_phrase(each) for each in words[:MAX_QUESTION_WORDS]) or None


def has_word(text: str) -> bool:
    """Whether there is anything in it that the index keeps."""
    return any(unicodedata.category(each)[0] in "LN" for each in text)


def is_unspaced(text: str) -> bool:
    """Whether the last character is of a script that puts no spaces between words."""
    return _LAST_IS_UNSPACED.search(text) is not None


def _simplify(text: str) -> str:
    return _TO_DROP.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS)


def _is_whole(letter: str) -> bool:
    """Whether one character is a word, as digits and Chinese characters are."""
    return letter.isdigit() or is_unspaced(letter)


def _phrase(word: str) -> str:
    quoted = indexable(word).replace('"', " ").strip()
    is_beginning = len(word) > 1 and not is_unspaced(quoted)
    return f'"{quoted}"*' if is_beginning else f'"{quoted}"'


@lru_cache(maxsize=4096)
def folded(character: str) -> str:
    """A character as comparisons see it: small, without accents and strokes; may be empty."""
    simple = _simplify(character).casefold()
    if simple.isascii():
        return simple
    apart = unicodedata.normalize("NFD", simple)
    return "".join(each for each in apart if not "\u0300" <= each <= "\u036f")


def sort_key(text: str | None) -> str | None:
    """What texts are sorted by, so that case, accents and strokes make no difference."""
    if text is None or text.isascii():
        return text.lower() if text else text
    return "".join(folded(each) for each in text)
