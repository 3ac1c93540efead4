# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from protectnet.store.device_marks import (
    SideMark,
    days_of_use,
    is_restored,
    keep_side_mark,
    mark_restored,
    note_day_of_use,
    side_mark,
)
from protectnet.store.store import Store
from tests.log.samples import DAY
from tests.store.laptops import Laptop


def test_side_mark_when_kept_is_the_last_one_and_does_not_show_its_token(store: Store) -> None:
    assert side_mark(store) is None
    for token in (b"1" * 16, b"2" * 16):
        with store.transaction():
            keep_side_mark(store, SideMark("ab" * 8, token))
    assert side_mark(store) == SideMark("ab" * 8, b"2" * 16)
    assert "222" not in repr(side_mark(store))


def test_restored_when_marked_stays_until_a_new_incarnation_was_begun(laptop: Laptop) -> None:
    assert not is_restored(laptop.store)
    for restored in (True, True, False, False):
        with laptop.store.transaction():
            mark_restored(laptop.store, restored)
        laptop.reopen()
        assert is_restored(laptop.store) is restored


def test_days_of_use_when_opened_counts_each_day_once(store: Store) -> None:
    assert days_of_use(store) == 0
    days = (DAY, DAY, DAY + 1, DAY + 40_000, DAY + 40_000, DAY + 2)
    with store.transaction():
        counted = [note_day_of_use(store, day) for day in days]
    assert counted == [1, 1, 2, 3, 3, 4]
    assert days_of_use(store) == 4


def test_marks_when_written_outside_of_a_transaction_are_refused(store: Store) -> None:
    with pytest.raises(RuntimeError):
        mark_restored(store, True)
    with pytest.raises(RuntimeError):
        note_day_of_use(store, DAY)
