# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks: a day, a counter, and nobody's wrong clock moves ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.log.clock import (
    LAST_CLOCK,
    LAST_COUNTER,
    LAST_DAY,
    MAX_JUMP,
    counter_of,
    day_of,
    join,
    make_clock,
    observe,
    tick,
)
from protectnet.log.errors import ClockOutOfRange

CLOCKS = st.integers(1, LAST_CLOCK)
TODAY = 20_000


@given(st.integers(0, LAST_DAY), st.integers(0, LAST_COUNTER))
def test_clock_when_made_then_gives_its_parts_back(day: int, counter: int) -> None:
    clock = make_clock(day, counter)
    assert 0 <= clock <= LAST_CLOCK
    assert (day_of(clock), counter_of(clock)) == (day, counter)


@pytest.mark.parametrize(
    ("day", "counter"), [(-1, 0), (LAST_DAY + 1, 0), (0, -1), (0, LAST_COUNTER + 1)]
)
def test_clock_when_a_part_is_out_of_bounds_then_refuses(day: int, counter: int) -> None:
    with pytest.raises(ClockOutOfRange):
        make_clock(day, counter)


@given(CLOCKS, CLOCKS, CLOCKS)
def test_join_when_grouped_or_swapped_then_is_the_same(one: int, two: int, three: int) -> None:
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
    assert join(one, one) == one


def test_join_when_a_late_day_has_a_low_counter_then_keeps_both_heights() -> None:
    assert join(make_clock(9, 1), make_clock(3, 50)) == make_clock(9, 50)


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (0, TODAY),
        (TODAY - 1, TODAY),
        (TODAY, TODAY),
        (TODAY + 1, TODAY + 1),
        (TODAY + 2, TODAY),
        (LAST_DAY, TODAY),
    ],
)
def test_tick_when_the_last_day_seen_is_ahead_then_follows_to_tomorrow_and_no_further(
    last_day: int, expected: int
) -> None:
    assert day_of(tick(make_clock(last_day, 7), TODAY)) == expected


@given(st.lists(st.tuples(st.booleans(), CLOCKS), max_size=20))
def test_tick_when_others_are_seen_between_then_the_counter_rises_with_each(
    steps: list[tuple[bool, int]],
) -> None:
    last, own_counter = 0, 0
    for is_own, seen in steps:
        if not is_own:
            last = observe(last, make_clock(day_of(seen), counter_of(seen) % MAX_JUMP // 2), TODAY)
            continue
        clock = tick(last, TODAY)
        assert own_counter < counter_of(clock) == counter_of(last) + 1
        last, own_counter = join(last, clock), counter_of(clock)


def test_observe_when_a_clock_is_in_2099_then_takes_its_counter_alone() -> None:
    last = make_clock(TODAY, 5)
    assert observe(last, make_clock(47_000, 900), TODAY) == make_clock(TODAY, 900)
    assert observe(last, make_clock(TODAY + 1, 3), TODAY) == make_clock(TODAY + 1, 5)
    assert observe(last, make_clock(TODAY + 2, 3), TODAY) == last


def test_tick_when_somebody_drove_the_counter_up_then_goes_only_one_jump() -> None:
    before = make_clock(TODAY, 40)
    clock = tick(make_clock(TODAY, LAST_COUNTER), TODAY, before)
    assert counter_of(clock) == 40 + MAX_JUMP


def test_tick_when_a_log_begins_then_goes_one_jump_at_most() -> None:
    assert counter_of(tick(make_clock(TODAY, LAST_COUNTER), TODAY)) == MAX_JUMP
    assert tick(0, TODAY) == make_clock(TODAY, 1)


def test_limits_when_read_then_are_those_of_the_page() -> None:
    assert (LAST_DAY, LAST_COUNTER) == (2**16 - 1, 2**48 - 1)
    assert (LAST_CLOCK, MAX_JUMP) == (2**64 - 1, 2**32)


def test_tick_when_the_counter_is_used_up_then_says_so() -> None:
    used_up = make_clock(TODAY, LAST_COUNTER)
    with pytest.raises(ClockOutOfRange):
        tick(used_up, TODAY, used_up)
