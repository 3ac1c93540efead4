# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks in columns."""

_OFFSET = 1 << 63


def stored_clock(clock: int) -> int:
    """A clock of 64 bits as SQLite holds it, whose numbers have a sign; the order stays."""
    return clock - _OFFSET


def clock_of(stored: int) -> int:
    """The clock that ``stored_clock`` gave."""
    return stored + _OFFSET
