# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts for a terminal: harmless, cut or wrapped to a width, in columns."""

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

GAP = "  "
USUAL_COLUMNS = 80
MOST_COLUMNS = 100
NARROWEST = 8
_SHOWN_AS_A_SPACE = {"Cc", "Zl", "Zp"}
_WITHOUT_WIDTH = {"Mn", "Me", "Cf"}
_BIDI_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def terminal_columns() -> int:
    """How wide help may be: as the terminal, at most 100."""
    try:
        found = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        try:
            found = os.get_terminal_size(sys.stdout.fileno()).columns
        except (OSError, ValueError, AttributeError):
            found = USUAL_COLUMNS
    return min(found or USUAL_COLUMNS, MOST_COLUMNS) - 2


def harmless(text: str) -> str:
    """``text`` as one line that a terminal cannot mistake for orders."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(each) for each in text if each not in _BIDI_CONTROLS)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    # Half a pair: a part of a file's name that is no text.
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return " " if category in _SHOWN_AS_A_SPACE else character


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(each) for each in text)


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """``text``, ended with an ellipsis where it would take more than so many columns."""
    if width(text) <= columns:
        return text
    left = columns - 1
    kept = []
    for each in text:
        left -= _columns_of(each)
        if left < 0:
            break
        kept.append(each)
    return "".join(kept).rstrip() + "…"


def wrapped(text: str, columns: int | None, indent: str = "") -> Iterator[str]:
    """The lines of ``text``, none wider than ``columns`` where words allow.

    All but the first are indented, deeper than the first one is by itself. Without ``columns`` nothing but the text's own line ends breaks it. Each line is harmless.
    """
    prefix = ""
    for line in text.split("\n"):
        for part in _broken(harmless(line), columns, prefix, indent):
            yield part
            prefix = indent


def _broken(line: str, columns: int | None, prefix: str, indent: str) -> Iterator[str]:
    if columns is None or width(prefix + line) <= columns:
        yield (prefix + line).rstrip()
        return
    leading = line[: len(line) - len(line.lstrip(" "))]
    current = prefix + leading
    is_empty = True
    # Split at single spaces, so that a gap wider than one stays where the line does not break.
    for word in line[len(leading) :].split(" "):
        if word and not is_empty and width(current) + 1 + width(word) > columns:
            yield current.rstrip()
            current, is_empty = leading + indent, True
        if not (is_empty and not word):
            current += word if is_empty else f" {word}"
            is_empty = False
    yield current.rstrip()


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], columns: int | None, whole: int = 1
) -> Iterator[str]:
    """The lines of a table under its headings, its widest columns cut until it fits.

    The first ``whole`` columns are never cut: people type again what stands there.
    """
    lines = [list(headings), *([harmless(cell) for cell in row] for row in rows)]
    widths = [max(width(line[place]) for line in lines) for place in range(len(headings))]
    if columns is not None:
        gaps = len(GAP) * (len(widths) - 1)
        kept = widths[:whole]
        widths = [*kept, *_fitted(widths[whole:], columns - gaps - sum(kept))]
    for line in lines:
        cells = [cut(cell, wide) for cell, wide in zip(line, widths, strict=True)]
        padded = (
            cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)
        )
        yield GAP.join(padded).rstrip()


def _fitted(widths: Sequence[int], available: int) -> list[int]:
    """The widths with the widest made narrower, one column at a time, until all fit."""
    found = list(widths)
    while sum(found) > available and max(found, default=0) > NARROWEST:
        found[found.index(max(found))] -= 1
    return found
