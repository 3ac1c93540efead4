# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as a person writes them, and the JSON form of a date: there and back without a loss."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from protectnet.domain.errors import InvalidValue
from protectnet.domain.fieldtypes import DateSpan, VocabularySource

ON, BETWEEN, SINCE, UNTIL, UNKNOWN = "on", "between", "since", "until", "unknown"

_LENGTHS = (4, 7, 10)
"""Characters of a written year, month and day."""


@dataclass(frozen=True, slots=True, repr=False)
class WrittenDate:
    """What stands in the input of a date.

    ``first`` and ``last`` are a day, a month or a year as written, or empty; ``last`` counts only
    in the mode ``BETWEEN``, and ``UNTIL`` means ``first`` as the end. ``precision`` ``None``: as
    precise as it is written.
    """

    mode: str = ON
    first: str = ""
    last: str = ""
    precision: str | None = None
    part: str | None = None

    def form(self) -> dict[str, object] | None:
        """The JSON form; ``None`` when nothing is said."""
        first, last = self._ends()
        if self.mode != UNKNOWN and not first and not last and self.part is None:
            return None
        form: dict[str, object] = {"from": first or None, "to": last or None}
        if self.precision is not None:
            form["precision"] = self.precision
        if self.part is not None:
            form["part"] = self.part
        return form

    def _ends(self) -> tuple[str, str]:
        first = self.first.strip()
        return {
            ON: (first, first),
            BETWEEN: (first, self.last.strip()),
            SINCE: (first, ""),
            UNTIL: ("", first),
            UNKNOWN: ("", ""),
        }[self.mode]


def written(form: Mapping[str, object], vocabularies: VocabularySource) -> WrittenDate:
    """The shortest way to write a date of which ``form`` is what ``DateSpan.present`` gives."""
    wanted = [form.get("from"), form.get("to"), form.get("precision"), form.get("part")]
    candidate = WrittenDate()
    for candidate in _candidates(*(None if each is None else str(each) for each in wanted)):
        try:
            if DateSpan().parse(candidate.form(), vocabularies) == wanted:
                return candidate
        except InvalidValue:
            # A code that only a newer version knows; the last candidate says it as it is.
            continue
    return candidate


def _candidates(
    first: str | None, last: str | None, precision: str | None, part: str | None
) -> Iterator[WrittenDate]:
    """Ways to write a date, the shortest first; the last one says everything."""
    if first is None and last is None:
        yield WrittenDate(UNKNOWN, part=part)
        yield WrittenDate(UNKNOWN, "", "", precision, part)
    elif first is None or last is None:
        mode, end = (UNTIL, last) if first is None else (SINCE, first)
        for length in _LENGTHS:
            yield WrittenDate(mode, str(end)[:length], part=part)
        yield WrittenDate(mode, str(end), "", precision, part)
    else:
        for length in _LENGTHS:
            yield WrittenDate(ON, first[:length], part=part)
        for long, wide in product(_LENGTHS, repeat=2):
            yield WrittenDate(BETWEEN, first[:long], last[:wide], part=part)
        for length in _LENGTHS:
            yield WrittenDate(ON, first[:length], "", precision, part)
        yield WrittenDate(BETWEEN, first, last, precision, part)
