# SPDX-License-Identifier: GPL-3.0-or-later
"""How the rules read a record: with its contradictions, and only where it is still there."""

from collections.abc import Iterable, Iterator
from datetime import date

from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Span, Value

SHOWN = frozenset({Existence.LIVE, Existence.DELETED_BUT_EDITED})


def of_kind(records: Iterable[Record], kind: str) -> Iterator[Record]:
    """The records of one kind that are there (those deleted and then edited are)."""
    return (each for each in records if each.kind.name == kind and each.existence in SHOWN)


def live_values(record: Record, name: str) -> tuple[Value, ...]:
    """All that a register says: one value, or several where people contradict each other."""
    several = record.contradictions.get(name)
    if several:
        return several
    found = record.get(name)
    if found is None:
        return ()
    return found if isinstance(found, tuple) else (found,)


def live_codes(record: Record, name: str) -> frozenset[str]:
    """The codes (or texts) among ``live_values``."""
    return frozenset(each for each in live_values(record, name) if isinstance(each, str))


def highest_step(record: Record, name: str) -> int | None:
    """The highest step that anybody gives a scale: a merge never makes a risk look smaller."""
    steps = [each for each in live_values(record, name) if isinstance(each, int)]
    return max(steps, default=None)


def live_spans(record: Record, name: str) -> tuple[Span, ...]:
    """The dates among ``live_values``."""
    return tuple(each for each in live_values(record, name) if isinstance(each, Span))


def last_days(record: Record, name: str) -> tuple[date, ...]:
    """The last known day of each date that a register gives; dates without any day left out."""
    ends = (span.last or span.first for span in live_spans(record, name))
    return tuple(end for end in ends if end)
