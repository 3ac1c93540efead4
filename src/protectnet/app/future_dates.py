# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes that carry a date in the future: told of calmly, and taken as any others.

A clock that is wrong, of whomever, decides nothing but the order in which things are shown
(docs/spec/log-v1.md, section 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from protectnet.app.clock import day_of_number
from protectnet.i18n import _, ngettext
from protectnet.log.clock import day_of
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment

_TOLERATED = timedelta(days=1)
"""Elsewhere on earth it is tomorrow already."""


@dataclass(frozen=True, slots=True)
class FutureDates:
    """How many changes are dated beyond tomorrow, and the first and the last of their dates."""

    changes: int
    first: date
    last: date

    @classmethod
    def of(cls, segments: Iterable[VerifiedSegment], today: date) -> Self | None:
        """The future dates in ``segments``; ``None`` where there are none."""
        days = [
            day
            for segment in segments
            for entry in segment.entries
            if isinstance(entry.operation, Operation)
            and (day := day_of_number(day_of(entry.operation.clock))) - today > _TOLERATED
        ]
        return cls(len(days), min(days), max(days)) if days else None

    def words(self) -> str:
        """A calm note."""
        first, last = self.first.isoformat(), self.last.isoformat()
        days = first
        if first != last:
            days = _("{first} to {last}").format(first=first, last=last)
        return ngettext(
            "{count} change carries a date in the future: {days}. Dates decide nothing but the "
            "order of display.",
            "{count} changes carry a date in the future: {days}. Dates decide nothing but the "
            "order of display.",
            self.changes,
        ).format(count=self.changes, days=days)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "changes": self.changes,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }
