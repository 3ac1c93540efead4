# SPDX-License-Identifier: GPL-3.0-or-later
"""The only place that reads the clock, and the judgement whether to believe it.

Old laptops wake up in 2009 or in 2099. Where the clock cannot be right, today's date is asked of
the person (domain.md, decision 3) and never guessed; where what the person says cannot well be
right, they are asked once more and then believed. Only days on which this vault was open speak
against the clock, never a date that somebody's change carries (docs/adr/0030).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from protectnet.domain.errors import ProtectNetError
from protectnet.log.clock import LAST_DAY

BUILD_DAY = date(2026, 11, 23)
"""No clock that is right shows an earlier day than the one on which this version was made."""

LONGEST_ABSENCE = timedelta(days=60)
FARTHEST_AHEAD = timedelta(days=366)
"""How far beyond every day that is known a person may say that it is, without being asked again."""

_EPOCH = date(1970, 1, 1)


class DateUnsure(ProtectNetError):
    """The clock's day is not believed; a person has to say which day it is.

    Facts: ``clock`` and ``newest`` (ISO days), ``reason``: ``before_build``, ``before_newest``,
    ``long_absence`` or ``out_of_range``.
    """

    code = "date_unsure"


class SaidDayDoubtful(ProtectNetError):
    """The day that a person said cannot well be today; they have to say it again to be believed.

    Facts: ``said`` and ``known`` (ISO days).
    """

    code = "said_day_doubtful"


class SaidDayTooEarly(SaidDayDoubtful):
    """It lies before this version was made, or before a day on which the vault was open."""

    code = "said_day_too_early"


class SaidDayTooLate(SaidDayDoubtful):
    """It lies more than ``FARTHEST_AHEAD`` beyond the clock and every other day that is known."""

    code = "said_day_too_late"


class DayOutOfRange(ProtectNetError):
    """No change can carry the day that a person said. Facts: ``said``, ``first``, ``last``."""

    code = "day_out_of_range"


@dataclass(frozen=True, slots=True)
class KnownDays:
    """What a vault remembers of the days on which it was open; all it has against a clock.

    ``last_opened`` is the day that was believed at the last opening, ``overruled`` the latest that
    was believed once and that a person contradicted since. ``None`` where there is none.
    """

    last_opened: date | None = None
    overruled: date | None = None

    @property
    def newest(self) -> date:
        """No clock that is right shows an earlier day."""
        return max(BUILD_DAY, self.last_opened or BUILD_DAY)

    def after(self, today: date) -> Self:
        """What is remembered from an opening on ``today`` on."""
        overruled = self.overruled
        if self.last_opened is not None and today < self.last_opened:
            overruled = max(self.last_opened, overruled or self.last_opened)
        return type(self)(today, overruled)


@dataclass(frozen=True, slots=True)
class Clock:
    """Gives today's day; ``given`` is the day a person said, where they said one.

    ``is_sure`` where that day is to be believed whatever speaks against it.
    """

    given: date | None = None
    is_sure: bool = True

    @classmethod
    def answered(cls, day: date, unsure: DateUnsure) -> Self:
        """The clock of a person who was asked because of ``unsure`` and said ``day``.

        They saw what the clock shows and what speaks against it: where they say that the clock is
        right, and it can be, they are not asked again.
        """
        agrees = day.isoformat() == unsure.facts["clock"]
        return cls(given=day, is_sure=agrees and day >= BUILD_DAY)

    def shown(self) -> date:
        """The day that the machine's clock shows, in the time zone of the machine."""
        return datetime.now(UTC).astimezone().date()  # noqa: TID251 - the one place

    def today(self) -> date:
        """Today: the day that a person said, else the one that the machine shows."""
        return self.given or self.shown()

    def believable(self) -> "Clock":
        """A clock for invented data: where the machine's cannot be right, the day of this version."""
        today = self.today()
        return Clock(given=today if BUILD_DAY <= today <= day_of_number(LAST_DAY) else BUILD_DAY)

    def confirmed_today(self, known: KnownDays) -> date:
        """Today, where it can be believed or a person insists on it.

        Raises ``DateUnsure`` for the machine's day, ``SaidDayTooEarly``, ``SaidDayTooLate`` and
        ``DayOutOfRange`` for one that a person said.
        """
        today = self.today()
        if self.given is not None:
            self._check_said(self.given, known)
        elif reason := _doubt(today, known):
            newest = known.newest.isoformat()
            raise DateUnsure(clock=today.isoformat(), newest=newest, reason=reason)
        return today

    def _check_said(self, said: date, known: KnownDays) -> None:
        last = day_of_number(LAST_DAY)
        if not _EPOCH <= said <= last:
            raise DayOutOfRange(
                said=said.isoformat(), first=_EPOCH.isoformat(), last=last.isoformat()
            )
        if self.is_sure:
            return
        if said < known.newest:
            raise SaidDayTooEarly(said=said.isoformat(), known=known.newest.isoformat())
        latest = max(known.newest, self.shown())
        if said - latest > FARTHEST_AHEAD:
            raise SaidDayTooLate(said=said.isoformat(), known=latest.isoformat())


def _doubt(shown: date, known: KnownDays) -> str:
    """Why the machine's day is not believed; empty where it is."""
    last = known.last_opened
    if shown > day_of_number(LAST_DAY):
        return "out_of_range"
    if last is not None and shown < last:
        return "before_newest"
    if shown < BUILD_DAY:
        return "before_build"
    return "long_absence" if last is not None and shown - last > LONGEST_ABSENCE else ""


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the log counts them (docs/spec/log-v1.md)."""
    return (day - _EPOCH).days


def day_of_number(number: int) -> date:
    """The day of a day number."""
    return _EPOCH + timedelta(days=number)
