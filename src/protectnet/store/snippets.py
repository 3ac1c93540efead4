# SPDX-License-Identifier: GPL-3.0-or-later
"""The piece of a text in which the words of a search stand, computed from the record itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from protectnet.store.search_text import (
    MAX_QUESTION_CHARS,
    MAX_QUESTION_WORDS,
    folded,
    has_word,
    is_unspaced,
)

CHARS_AROUND = 60
_WORD_CHARACTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text of ``field``; ``marks`` are start and end, in it, of what was asked for.

    ``is_cut_before`` and ``is_cut_after`` tell whether the text goes on there.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]
    is_cut_before: bool
    is_cut_after: bool

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Snippet({self.field!r}, {len(self.text)} characters)"


def snippet_of(texts: Iterable[tuple[str, str]], words: str) -> Snippet | None:
    """The piece around the first place in ``texts`` (field name, text) where a word stands.

    ``None`` if none of them has any of the words.
    """
    wanted = _wanted(words)
    for field, text in texts:
        marks = _marks(text, wanted)
        if marks:
            return _cut(field, text, marks)
    return None


def _wanted(words: str) -> list[str]:
    some = [each for each in words[:MAX_QUESTION_CHARS].split() if has_word(each)]
    return ["".join(map(folded, each)) for each in some[:MAX_QUESTION_WORDS]]


def _marks(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Start and end of each place in ``text`` where a word or the beginning of one stands."""
    origin: Sequence[int]
    if text.isascii():
        joined, origin = text.lower(), range(len(text))
    else:
        pieces = [folded(each) for each in text]
        joined = "".join(pieces)
        origin = [place for place, piece in enumerate(pieces) for _ in piece]
    found = set()
    for word in wanted:
        at = joined.find(word)
        while at >= 0:
            if _begins_word(joined, at):
                found.add((origin[at], origin[at + len(word) - 1] + 1))
            at = joined.find(word, at + 1)
    return _without_overlap(sorted(found))


def _begins_word(joined: str, at: int) -> bool:
    if at == 0 or is_unspaced(joined[at]):
        return True
    return not _WORD_CHARACTER.match(joined[at - 1]) or is_unspaced(joined[at - 1])


def _without_overlap(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in marks:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def _cut(field: str, text: str, marks: list[tuple[int, int]]) -> Snippet:
    start = max(0, marks[0][0] - CHARS_AROUND)
    end = min(len(text), max(marks[0][1], start + 2 * CHARS_AROUND))
    if start:
        # Not in the middle of a word, unless words have no spaces between them.
        space = text.find(" ", start, marks[0][0])
        start = space + 1 if space >= 0 else start
    inside = ((first - start, min(last, end) - start) for first, last in marks if first < end)
    piece = text[start:end].replace("\n", " ")
    return Snippet(field, piece, tuple(inside), start > 0, end < len(text))
