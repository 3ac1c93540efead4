# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as people know them: from–to, with precision and time of day (domain.md, decision 5).

People and files may write ``2018-08-21``, ``2018-08``, ``2018``, two of these with a ``/``
between, or an open end (``2018/``). The full form is an object with ``from``, ``to``,
``precision`` and ``part``.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from protectnet.domain.errors import InvalidValue
from protectnet.domain.fieldtypes.base import FieldType, Schema, VocabularySource, parts_of
from protectnet.domain.fieldtypes.choices import check_code
from protectnet.domain.values import Plain, Span, Value

FIRST_YEAR = 1200
LAST_YEAR = 2300
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_KEYS = {"from", "to", "precision", "part"}
_PRECISION_OF_GIVEN_PARTS = {1: "year", 2: "month", 3: "day"}


def _bounds(text: str, given: object) -> tuple[date, date, int]:
    """First and last day that ``text`` may mean, and how many of its three parts were given."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise InvalidValue("not_a_date", given)
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidValue("not_a_date", given)
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31), 1
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, 1), date(year, month, last), 2
        return date(year, month, day), date(year, month, day), 3
    except (ValueError, calendar.IllegalMonthError) as error:
        raise InvalidValue("not_a_date", given) from error


def _parse_ends(first: object, last: object, given: object) -> tuple[date | None, date | None, str]:
    """The ends of a span and the precision that their writing implies."""
    begin = end = None
    fewest_parts = 3
    if first is not None:
        if not isinstance(first, str):
            raise InvalidValue("not_a_date", given)
        begin, _, parts = _bounds(first, given)
        fewest_parts = min(fewest_parts, parts)
    if last is not None:
        if not isinstance(last, str):
            raise InvalidValue("not_a_date", given)
        _, end, parts = _bounds(last, given)
        fewest_parts = min(fewest_parts, parts)
    if begin is None and end is None:
        return None, None, "unknown"
    return begin, end, _PRECISION_OF_GIVEN_PARTS[fewest_parts]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class DateSpan(FieldType):
    """A date or a span of dates. Plain form: [from or null, to or null, precision, part or null]."""

    name: ClassVar[str] = "date"

    def parse(self, given: object, vocabularies: VocabularySource) -> Plain:
        if isinstance(given, str):
            first, slash, last = given.partition("/")
            begin, end, precision = _parse_ends(
                first.strip() or None, (last.strip() or None) if slash else first.strip(), given
            )
            part = None
        elif isinstance(given, dict) and given.keys() <= _KEYS and given.keys() & {"from", "to"}:
            begin, end, precision = _parse_ends(given.get("from"), given.get("to"), given)
            precision = check_code(given.get("precision") or precision)
            part = given.get("part")
        else:
            raise InvalidValue("not_a_date", given)
        for code, vocabulary in ((precision, "date_precision"), (part, "part_of_day")):
            if code is not None and not vocabularies(vocabulary).is_known(code):
                raise InvalidValue("unknown_code", code)
        return self.accept([_iso(begin), _iso(end), precision, part])

    def accept(self, untrusted: Plain) -> Plain:
        if not isinstance(untrusted, list) or len(untrusted) != 4:
            raise InvalidValue("not_a_date", untrusted)
        first, last, precision, part = untrusted
        for end in (first, last):
            if end is not None and (not isinstance(end, str) or len(end) != 10):
                raise InvalidValue("not_a_date", untrusted)
            if end is not None:
                _bounds(str(end), untrusted)
        if first is not None and last is not None and str(last) < str(first):
            raise InvalidValue("ends_before_it_begins", f"{first}/{last}")
        check_code(precision)
        if part is not None:
            check_code(part)
        return [first, last, precision, part]

    def present(self, plain: Plain) -> object:
        first, last, precision, part = parts_of(plain)
        shown: dict[str, object] = {"from": first, "to": last, "precision": precision}
        if part is not None:
            shown["part"] = part
        return shown

    def value(self, plain: Plain) -> Value:
        first, last, precision, part = parts_of(plain)
        return Span(
            first=date.fromisoformat(str(first)) if first else None,
            last=date.fromisoformat(str(last)) if last else None,
            precision=str(precision),
            part=str(part) if part else None,
        )

    def column(self, plain: Plain) -> str | int | None:
        first, last, _, _ = parts_of(plain)
        found = first or last
        return str(found) if found else None

    def extent(self, plain: Plain) -> tuple[str | int, str | int] | None:
        first, last, _, _ = parts_of(plain)
        if first is None and last is None:
            return None
        return str(first or date.min.isoformat()), str(last or date.max.isoformat())

    def schema(self, vocabularies: VocabularySource) -> Schema:
        day = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
        pattern = r"^\s*(\d{4}(-\d{2}){0,2})?\s*/?\s*(\d{4}(-\d{2}){0,2})?\s*$"
        return {
            "anyOf": [
                {"type": "string", "pattern": pattern},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "from": day,
                        "to": day,
                        "precision": {"enum": list(vocabularies("date_precision").terms)},
                        "part": {"enum": [*vocabularies("part_of_day").terms, None]},
                    },
                },
            ]
        }

    def vocabulary_names(self) -> tuple[str, ...]:
        return ("date_precision", "part_of_day")
