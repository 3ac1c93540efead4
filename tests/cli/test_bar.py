# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar that shows how far a long work is."""

import io

from protectnet.cli.bar import Bar


class Watch:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def drawn(watch: Watch, columns: int = 80) -> tuple[Bar, io.StringIO]:
    screen = io.StringIO()
    return Bar("Importing", screen, columns, watch), screen


def last_line(screen: io.StringIO) -> str:
    return screen.getvalue().rpartition("\r")[2].rstrip()


def test_bar_when_the_work_is_short_then_nothing_is_drawn() -> None:
    watch = Watch()
    bar, screen = drawn(watch)
    bar.show(0, 10)
    watch.now = 0.9
    bar.show(9, 10)
    bar.finish()
    assert screen.getvalue() == ""


def test_bar_when_the_work_is_long_then_share_and_time_left_are_shown() -> None:
    watch = Watch()
    bar, screen = drawn(watch)
    bar.show(0, 100)
    watch.now = 2.0
    bar.show(20, 100)
    assert last_line(screen) == f"Importing [{'######':<30}]  20 % about 8 s left"
    bar.finish()
    assert last_line(screen) == ""


def test_bar_when_nothing_is_done_yet_then_no_time_is_promised() -> None:
    watch = Watch()
    bar, screen = drawn(watch)
    watch.now = 5.0
    bar.show(0, 100)
    assert last_line(screen) == f"Importing [{'':<30}]   0 %"
    bar.show(0, 0)
    assert last_line(screen) == f"Importing [{'':<30}]   0 %"


def test_bar_when_a_per_cent_was_drawn_then_it_is_not_drawn_again() -> None:
    watch = Watch()
    bar, screen = drawn(watch)
    watch.now = 2.0
    bar.show(500, 1000)
    once = screen.getvalue()
    bar.show(501, 1000)
    assert screen.getvalue() == once


def test_bar_when_a_new_part_begins_then_its_time_is_counted_anew() -> None:
    watch = Watch()
    bar, screen = drawn(watch)
    watch.now = 10.0
    bar.show(100, 100)
    bar.show(0, 100)
    watch.now = 12.0
    bar.show(50, 100)
    assert last_line(screen).endswith("50 % about 2 s left")


def test_bar_when_more_is_done_than_there_was_then_it_ends_at_a_hundred() -> None:
    watch = Watch()
    bar, screen = drawn(watch)
    watch.now = 2.0
    bar.show(200, 100)
    assert "100 %" in last_line(screen)


def test_bar_when_the_terminal_is_narrow_then_it_stays_in_one_line() -> None:
    watch = Watch()
    bar, screen = drawn(watch, columns=40)
    watch.now = 2.0
    bar.show(20, 100)
    lines = screen.getvalue().split("\r")[1:]
    assert lines
    assert all(len(line) == 39 for line in lines)
