# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks of operations: 16 bits of day, 48 bits of counter (docs/spec/log-v1.md, section 4).

A clock decides only which of several values is shown first. The day is never finer than a day,
the counter never goes back, and nobody's wrong clock moves ours by more than one day.
"""

from protectnet.log.errors import ClockOutOfRange

COUNTER_BITS = 48
LAST_DAY = (1 << 16) - 1
LAST_COUNTER = (1 << COUNTER_BITS) - 1
LAST_CLOCK = (1 << 64) - 1
MAX_JUMP = 1 << 32
"""How far the counter may go within one segment beyond the segment before it in the same log."""


def make_clock(day: int, counter: int) -> int:
    """The clock of a day (days since 1970-01-01) and a counter; raises ``ClockOutOfRange``."""
    if not 0 <= day <= LAST_DAY or not 0 <= counter <= LAST_COUNTER:
        raise ClockOutOfRange(clock=(day, counter))
    return day << COUNTER_BITS | counter


def day_of(clock: int) -> int:
    """The day, in days since 1970-01-01."""
    return clock >> COUNTER_BITS


def counter_of(clock: int) -> int:
    """The counter."""
    return clock & LAST_COUNTER


def join(first: int, second: int) -> int:
    """The later day with the higher counter, which may come from different clocks."""
    if first <= second and first & LAST_COUNTER <= second & LAST_COUNTER:
        return second
    day = max(day_of(first), day_of(second))
    return day << COUNTER_BITS | max(counter_of(first), counter_of(second))


def observe(last_clock: int, seen: int, today: int) -> int:
    """What to remember after ``seen``: its counter always, its day unless beyond tomorrow."""
    if day_of(seen) > today + 1:
        seen = counter_of(seen)
    return join(last_clock, seen)


def tick(last_clock: int, today: int, clock_before: int = 0) -> int:
    """The clock of the next operation.

    ``last_clock`` is the join of all clocks seen in the circle; ``today`` is in days since
    1970-01-01; ``clock_before`` is the ``clock_max`` of the segment before the open one in the
    own log (0 if there is none), beyond which the counter goes by ``MAX_JUMP`` at most.
    """
    last_day = day_of(last_clock)
    day = last_day if last_day == today + 1 else today
    counter = min(counter_of(last_clock) + 1, counter_of(clock_before) + MAX_JUMP)
    return make_clock(day, counter)
