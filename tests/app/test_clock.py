# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock is believed only where it can be right; else a person is asked for the day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from protectnet.app.clock import BUILD_DAY, Clock, DateUnsure, day_number, day_of_number

DAY = timedelta(days=1)
LATER = BUILD_DAY + 400 * DAY


class FixedClock(Clock):
    """A clock of the machine that shows one day."""

    def __init__(self, day: date) -> None:
        super().__init__()
        object.__setattr__(self, "_day", day)

    def today(self) -> date:
        return self._day  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("shown", "newest", "last_open", "reason"),
    [
        (date(2009, 1, 1), date(1970, 1, 1), None, "before_build"),
        (BUILD_DAY - DAY, date(1970, 1, 1), None, "before_build"),
        (LATER, LATER + DAY, LATER, "before_newest"),
        (LATER, LATER, LATER - 61 * DAY, "long_absence"),
    ],
)
def test_day_when_it_cannot_be_right_then_it_is_asked(
    shown: date, newest: date, last_open: date | None, reason: str
) -> None:
    with pytest.raises(DateUnsure) as raised:
        FixedClock(shown).confirmed_today(newest, last_open)
    assert raised.value.facts["reason"] == reason
    assert raised.value.facts["clock"] == shown.isoformat()


@pytest.mark.parametrize(
    ("shown", "newest", "last_open"),
    [
        (BUILD_DAY, date(1970, 1, 1), None),
        (LATER, LATER, LATER),
        (LATER, LATER - DAY, LATER - 60 * DAY),
    ],
)
def test_day_when_it_can_be_right_then_believed(
    shown: date, newest: date, last_open: date | None
) -> None:
    assert FixedClock(shown).confirmed_today(newest, last_open) == shown


def test_day_when_a_person_said_it_then_nothing_is_asked() -> None:
    said = date(2009, 6, 1)
    assert Clock(given=said).confirmed_today(LATER, LATER) == said
    assert Clock(given=said).today() == said


def test_clock_without_a_said_day_shows_that_of_the_machine() -> None:
    before = datetime.now(UTC).astimezone().date()  # noqa: TID251 - the machine's own day
    assert before <= Clock().today() <= before + DAY


def test_day_number_counts_from_1970_and_back() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert day_number(date(2026, 11, 23)) == 20_780
    assert day_of_number(20_780) == date(2026, 11, 23)
