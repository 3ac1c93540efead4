# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock is believed only where it can be right; else a person is asked for the day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clocks import MachineClock

from protectnet.app.clock import (
    BUILD_DAY,
    FARTHEST_AHEAD,
    Clock,
    DateUnsure,
    DayOutOfRange,
    KnownDays,
    SaidDayDoubtful,
    SaidDayTooEarly,
    SaidDayTooLate,
    day_number,
    day_of_number,
)

DAY = timedelta(days=1)
LATER = BUILD_DAY + 400 * DAY
DAYS = st.dates(BUILD_DAY, BUILD_DAY + 2000 * DAY)


def shown_clock(day: date, said: date | None = None, *, is_sure: bool = True) -> Clock:
    """A clock of the machine that shows one day, and what a person says of it."""
    return MachineClock(said, is_sure, day)


def known(last_opened: date | None = None, overruled: date | None = None) -> KnownDays:
    return KnownDays(last_opened, overruled)


@pytest.mark.parametrize(
    ("shown", "last", "reason", "newest"),
    [
        (date(2009, 1, 1), None, "before_build", BUILD_DAY),
        (BUILD_DAY - DAY, None, "before_build", BUILD_DAY),
        (date(2009, 1, 1), date(2009, 1, 1), "before_build", BUILD_DAY),
        (LATER, LATER + DAY, "before_newest", LATER + DAY),
        (LATER, LATER - 61 * DAY, "long_absence", LATER - 61 * DAY),
        (date(2149, 6, 7), None, "out_of_range", BUILD_DAY),
    ],
)
def test_day_when_it_cannot_be_right_then_it_is_asked(
    shown: date, last: date | None, reason: str, newest: date
) -> None:
    with pytest.raises(DateUnsure) as raised:
        shown_clock(shown).confirmed_today(known(last))
    assert raised.value.facts == {
        "clock": shown.isoformat(),
        "newest": newest.isoformat(),
        "reason": reason,
    }


@pytest.mark.parametrize(
    ("shown", "last"), [(BUILD_DAY, None), (LATER, LATER), (LATER, LATER - 60 * DAY)]
)
def test_day_when_it_can_be_right_then_believed(shown: date, last: date | None) -> None:
    assert shown_clock(shown).confirmed_today(known(last)) == shown


@pytest.mark.parametrize("said", [date(1970, 1, 1), date(2009, 6, 1), date(2149, 6, 6)])
def test_day_when_a_person_is_sure_of_it_then_nothing_is_asked(said: date) -> None:
    assert Clock(given=said).confirmed_today(known(LATER)) == said
    assert Clock(given=said).today() == said


@pytest.mark.parametrize("said", [date(1, 1, 1), date(1969, 12, 31), date(2149, 6, 7), date.max])
@pytest.mark.parametrize("is_sure", [True, False])
def test_day_when_no_change_can_carry_it_then_it_is_refused(said: date, *, is_sure: bool) -> None:
    with pytest.raises(DayOutOfRange) as raised:
        shown_clock(BUILD_DAY, said, is_sure=is_sure).confirmed_today(known())
    assert raised.value.facts == {
        "said": said.isoformat(),
        "first": "1970-01-01",
        "last": "2149-06-06",
    }


@pytest.mark.parametrize(
    ("shown", "said", "last", "error", "spoken_against"),
    [
        (BUILD_DAY, BUILD_DAY - DAY, None, SaidDayTooEarly, BUILD_DAY),
        (LATER, LATER - DAY, LATER, SaidDayTooEarly, LATER),
        (LATER, date(2009, 1, 1), LATER - DAY, SaidDayTooEarly, LATER - DAY),
        (BUILD_DAY, BUILD_DAY + 367 * DAY, None, SaidDayTooLate, BUILD_DAY),
        (LATER, LATER + 367 * DAY, BUILD_DAY, SaidDayTooLate, LATER),
        (date(2009, 1, 1), BUILD_DAY + 367 * DAY, None, SaidDayTooLate, BUILD_DAY),
        (date(2009, 1, 1), LATER + 367 * DAY, LATER, SaidDayTooLate, LATER),
    ],
)
def test_day_when_what_is_said_cannot_well_be_then_it_is_asked_once_more(
    shown: date, said: date, last: date | None, error: type[SaidDayDoubtful], spoken_against: date
) -> None:
    with pytest.raises(error) as raised:
        shown_clock(shown, said, is_sure=False).confirmed_today(known(last))
    assert raised.value.facts == {"said": said.isoformat(), "known": spoken_against.isoformat()}
    assert shown_clock(shown, said).confirmed_today(known(last)) == said


@pytest.mark.parametrize(
    ("shown", "said", "last"),
    [
        (BUILD_DAY, BUILD_DAY, None),
        (LATER, LATER, LATER),
        (BUILD_DAY, BUILD_DAY + FARTHEST_AHEAD, None),
        # A clock without battery speaks against nothing.
        (date(2009, 1, 1), LATER + FARTHEST_AHEAD, LATER),
    ],
)
def test_day_when_what_is_said_may_well_be_then_believed(
    shown: date, said: date, last: date | None
) -> None:
    assert shown_clock(shown, said, is_sure=False).confirmed_today(known(last)) == said


@pytest.mark.parametrize(
    ("clock", "said", "is_sure"),
    [
        (LATER, LATER, True),
        (LATER, LATER - DAY, False),
        # Whoever repeats what a dead clock shows has not looked into a calendar.
        (date(2009, 1, 1), date(2009, 1, 1), False),
    ],
)
def test_answer_when_it_is_what_the_clock_shows_then_it_is_not_asked_again(
    clock: date, said: date, *, is_sure: bool
) -> None:
    unsure = DateUnsure(clock=clock.isoformat(), newest="2099-01-01", reason="before_newest")
    assert Clock.answered(said, unsure) == Clock(said, is_sure)


def test_known_days_when_a_person_contradicts_one_then_the_latest_of_those_is_kept() -> None:
    wrong, right = date(2099, 1, 1), BUILD_DAY
    assert known().after(wrong) == known(wrong)
    assert known(wrong).after(right) == known(right, wrong)
    assert known(right, wrong).after(right + DAY) == known(right + DAY, wrong)
    assert known(right + DAY, wrong).after(right) == known(right, wrong)


@given(st.lists(DAYS, max_size=5), DAYS, st.integers(0, 60))
def test_day_when_once_confirmed_then_no_earlier_opening_makes_it_doubtful(
    openings: list[date], confirmed: date, later: int
) -> None:
    days = known()
    for each in [*openings, confirmed]:
        days = days.after(each)
    shown = confirmed + later * DAY
    assert shown_clock(shown).confirmed_today(days) == shown
    assert days.last_opened == confirmed


def test_clock_without_a_said_day_shows_that_of_the_machine() -> None:
    before = datetime.now(UTC).astimezone().date()  # noqa: TID251 - the machine's own day
    assert before <= Clock().today() <= before + DAY


def test_clock_for_invented_data_when_it_cannot_be_right_then_it_shows_the_build_day() -> None:
    for shown in (date(2009, 1, 1), date(2149, 6, 7)):
        assert shown_clock(shown).believable().confirmed_today(known()) == BUILD_DAY
    assert shown_clock(LATER).believable().confirmed_today(known()) == LATER


def test_day_number_counts_from_1970_and_back() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert day_number(date(2026, 11, 23)) == 20_780
    assert day_of_number(20_780) == date(2026, 11, 23)
