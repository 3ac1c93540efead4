# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading records from JSON: one record, an array of them, or one to a line.

A record is flat: ``kind``, ``key``, ``id`` and ``circle`` are said about the record, and what ``BESIDE``
names stands beside it where the program wrote it; every other name is a field of its kind. What is wrong is named by its line, so the reader keeps the line on
which each record begins.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from protectnet.domain.draft import Problem
from protectnet.domain.errors import ProtectNetError

MAX_FILE_CHARS = 256 * 1024 * 1024
MAX_RECORDS = 1_000_000
RESERVED = ("kind", "key", "id", "circle")
CONTRADICTIONS, EXISTENCE = "contradictions", "existence"
BESIDE = (
    "changed",
    CONTRADICTIONS,
    "deleted_yet_edited",
    EXISTENCE,
    "fields_of_a_newer_version",
    "live_values",
    "snippet",
    "titles",
)
"""What the program says of a record beside its fields; it is passed over when it is read again."""

NOT_A_RECORD = "not_a_record"
_SHOWN_CHARS = 60
_WHITESPACE = " \t\r\n"
_BYTE_ORDER_MARK = "\ufeff"


class FileNotJson(ProtectNetError):
    """The text is not JSON as it should be. Facts: ``line``, ``reason`` (see ``REASONS``).

    Nothing after that line is looked at: nobody can tell where the next record begins.
    """

    code = "file_not_json"
    REASONS = ("syntax", "not_a_record", "name_twice", "too_many", "too_large", "not_text", "empty")


@dataclass(frozen=True, slots=True)
class GivenRecord:
    """A record as a file gives it: the line it begins on and its names and values.

    ``faults`` are what is wrong with its form; where it is no record at all, ``values`` is empty.
    """

    line: int
    values: dict[str, object] = field(repr=False)
    faults: tuple[Problem, ...] = ()


def read_records(untrusted_text: str) -> list[GivenRecord]:
    """Every record of a file with an array or with JSON lines, also those with faults.

    Raises ``FileNotJson``.
    """
    text = _checked(untrusted_text)
    start = _skip(text, 0)
    if start == len(text):
        raise FileNotJson(line=1, reason="empty")
    reader = _Reader(text)
    return list(reader.in_array(start) if text[start] == "[" else reader.in_lines(start))


def fields_of(values: Mapping[str, object]) -> dict[str, object]:
    """What a record says in its fields, without what is said about it and beside it."""
    return {
        name: value for name, value in values.items() if name not in RESERVED and name not in BESIDE
    }


def contradictions_of(values: Mapping[str, object]) -> dict[str, object]:
    """All values of each register on which people disagree, by field, as far as the record says.

    What does not name fields stands there under a name that no field has.
    """
    said = values.get(CONTRADICTIONS) or {}
    return dict(said) if isinstance(said, dict) else {CONTRADICTIONS: said}


def read_one(untrusted_text: str) -> dict[str, object]:
    """The one record of a file; raises ``FileNotJson``."""
    records = read_records(untrusted_text)
    if len(records) != 1:
        raise FileNotJson(line=records[1].line if len(records) > 1 else 1, reason="not_a_record")
    for fault in records[0].faults:
        raise FileNotJson(line=records[0].line, reason=fault.reason)
    return records[0].values


def _checked(untrusted_text: str) -> str:
    if len(untrusted_text) > MAX_FILE_CHARS:
        raise FileNotJson(line=1, reason="too_large")
    return untrusted_text.removeprefix(_BYTE_ORDER_MARK)


class _Reader:
    """Reads one record after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = _Lines(text)
        self._twice: list[str] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._noting_repeats, parse_constant=_no_constant
        )

    def in_array(self, start: int) -> Iterator[GivenRecord]:
        """The records of the array that begins there."""
        text = self._text
        position = _skip(text, start + 1)
        while not text.startswith("]", position):
            record, position = self._record(position)
            yield record
            position = _skip(text, position)
            if text.startswith(",", position):
                position = _skip(text, position + 1)
                if text.startswith("]", position):
                    raise self._no_json(position)
            elif not text.startswith("]", position):
                raise self._no_json(position)
        if _skip(text, position + 1) != len(text):
            raise self._no_json(position)

    def in_lines(self, start: int) -> Iterator[GivenRecord]:
        """The records that follow one another from there to the end."""
        position = start
        while position < len(self._text):
            record, position = self._record(position)
            yield record
            position = _skip(self._text, position)

    def _record(self, position: int) -> tuple[GivenRecord, int]:
        line = self._lines.count(position)
        self._twice.clear()
        try:
            values, end = self._decoder.raw_decode(self._text, position)
        except json.JSONDecodeError as error:
            raise self._no_json(error.pos) from None
        except (RecursionError, ValueError):
            # Nested too deeply, or a number of thousands of digits, which Python does not read.
            raise FileNotJson(line=line, reason="syntax") from None
        if not isinstance(values, dict):
            shown = json.dumps(values, ensure_ascii=False)[:_SHOWN_CHARS]
            return GivenRecord(line, {}, (Problem("", NOT_A_RECORD, shown),)), end
        faults = tuple(Problem(name[:_SHOWN_CHARS], "name_twice", "") for name in self._twice)
        return GivenRecord(line, values, faults), end

    def _noting_repeats(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """One of two values under the same name would be lost."""
        found = dict(pairs)
        if len(found) != len(pairs):
            times = Counter(name for name, _value in pairs)
            self._twice += [name for name in found if times[name] > 1]
        return found

    def _no_json(self, position: int) -> FileNotJson:
        return FileNotJson(line=self._lines.at(position), reason="syntax")


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in _WHITESPACE:
        position += 1
    return position


def _no_constant(name: str) -> None:
    raise json.JSONDecodeError(name, "", 0)


class _Lines:
    """Counts lines and records while positions only grow."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line = 1
        self._records = 0

    def at(self, position: int) -> int:
        """The line of a position not before the one asked for last."""
        self._line += self._text.count("\n", self._position, position)
        self._position = max(position, self._position)
        return self._line

    def count(self, position: int) -> int:
        """As ``at``, for the beginning of one more record."""
        self._records += 1
        if self._records > MAX_RECORDS:
            raise FileNotJson(line=self.at(position), reason="too_many")
        return self.at(position)
