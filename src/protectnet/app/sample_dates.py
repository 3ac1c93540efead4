# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves the dates of the sample network, so that its "today" is the day on which it is loaded.

Its files are written around one day (``resources/sample/README.md``). Loaded later as they stand,
nothing in them would be near any more: no date in the next two weeks, no incident of last week.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from protectnet.app.record_files import GivenRecord
from protectnet.domain.fieldtypes import DateSpan
from protectnet.domain.kinds import KINDS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PRECISE = (None, "exact", "day", "week")
"""Precisions of an object that count in days; none given means as precise as its ends."""

_DATED: Mapping[str, frozenset[str]] = {
    kind.name: frozenset(each.name for each in kind.fields if isinstance(each.type, DateSpan))
    for kind in KINDS.all
}


def shift_dates(records: Sequence[GivenRecord], days: int) -> list[GivenRecord]:
    """The records with every date that is known to the day moved by ``days`` (0, before or after).

    A span moves when each end it has is a full day, and then both ends move, so that it stays as
    long as it was. What is coarser (a month, a season, a year) stays: it tells of the background,
    and a part of a month is no month. Anything that is not understood, as a field that the kind
    does not have or a day that is in no calendar, is left for the import to name with its line.
    Raises ``OverflowError`` when a date would leave the calendar (years 1 to 9999).
    """
    step = timedelta(days=days)
    return [replace(each, values=_shifted(each.values, step)) for each in records]


def _shifted(values: Mapping[str, object], step: timedelta) -> dict[str, object]:
    kind = values.get("kind")
    dated = _DATED.get(kind, frozenset()) if isinstance(kind, str) else frozenset()
    return {name: _moved(given, step) if name in dated else given for name, given in values.items()}


def _moved(given: object, step: timedelta) -> object:
    """The JSON form of a date, moved where it is known to the day."""
    if isinstance(given, str):
        ends = _moved_ends([end.strip() for end in given.split("/")], step)
        return given if ends is None else "/".join(ends)
    if isinstance(given, dict) and given.get("precision") in _PRECISE:
        names = [name for name in ("from", "to") if given.get(name) is not None]
        moved = _moved_ends([given[name] for name in names], step)
        return given if moved is None else given | dict(zip(names, moved, strict=True))
    return given


def _moved_ends(ends: Sequence[object], step: timedelta) -> list[str] | None:
    """Each end moved, an open one ("") left open; ``None`` unless every other one is a full day."""
    moved: list[str] = []
    for end in ends:
        if end == "":
            moved.append("")
            continue
        if not isinstance(end, str) or not _DAY.fullmatch(end):
            return None
        try:
            day = date.fromisoformat(end)
        except ValueError:
            return None
        moved.append((day + step).isoformat())
    return moved
