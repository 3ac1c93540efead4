# SPDX-License-Identifier: GPL-3.0-or-later
"""The only place that reads the clock, and the judgement whether to believe it.

Old laptops wake up in 2009. Where the clock cannot be right, today's date is asked of the person
(domain.md, decision 3) and never guessed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from protectnet.domain.errors import ProtectNetError

BUILD_DAY = date(2026, 11, 23)
"""No clock that is right shows an earlier day than the one on which this version was made."""

LONGEST_ABSENCE = timedelta(days=60)
_EPOCH = date(1970, 1, 1)


class DateUnsure(ProtectNetError):
    """The clock's day is not believed; a person has to say which day it is.

    Facts: ``clock`` and ``newest`` (ISO days), ``reason``: ``before_build``, ``before_newest`` or
    ``long_absence``.
    """

    code = "date_unsure"


@dataclass(frozen=True, slots=True)
class Clock:
    """Gives today's day; ``given`` is the day a person said, where they were asked."""

    given: date | None = None

    def today(self) -> date:
        """Today, in the time zone of the machine."""
        return self.given or datetime.now(UTC).astimezone().date()  # noqa: TID251 - the one place

    def believable(self) -> "Clock":
        """A clock for invented data: where the machine's cannot be right, the day of this version."""
        return Clock(given=max(self.today(), BUILD_DAY))

    def confirmed_today(self, newest_change: date, last_open: date | None) -> date:
        """Today, where it can be believed or a person has said it; else raises ``DateUnsure``."""
        today = self.today()
        if self.given is not None:
            return today
        reason = ""
        if today < newest_change:
            reason = "before_newest"
        elif today < BUILD_DAY:
            reason = "before_build"
        elif last_open is not None and today - last_open > LONGEST_ABSENCE:
            reason = "long_absence"
        if reason:
            newest = max(newest_change, BUILD_DAY, last_open or BUILD_DAY)
            raise DateUnsure(clock=today.isoformat(), newest=newest.isoformat(), reason=reason)
        return today


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the log counts them (docs/spec/log-v1.md)."""
    return (day - _EPOCH).days


def day_of_number(number: int) -> date:
    """The day of a day number."""
    return _EPOCH + timedelta(days=number)
