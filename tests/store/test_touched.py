# SPDX-License-Identifier: GPL-3.0-or-later
"""Which records sealed segments are about, and which no other segment speaks of."""

from protectnet.domain.kinds import KINDS
from protectnet.store.touched import only_in, records_in
from tests.store.laptops import Laptop
from tests.store.planted import KEY

KIND = KINDS.named("risk")


def test_records_in_when_segments_are_named_then_each_record_is_told_once(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one", note="x")
    laptop.edit(KEY, title="two")
    first, *_ = laptop.sealed()
    assert records_in(laptop.store, [first.hash]) == [KEY]
    assert records_in(laptop.store, []) == []
    assert records_in(laptop.store, [bytes(32)]) == []


def test_only_in_when_another_segment_speaks_of_it_then_it_is_left_out(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    [first] = laptop.sealed()
    assert only_in(laptop.store, [first.hash], KIND) == [KEY]
    laptop.edit(KEY, title="two")
    [second] = [each for each in laptop.sealed() if each.hash != first.hash]
    assert only_in(laptop.store, [second.hash], KIND) == []
    assert only_in(laptop.store, [first.hash, second.hash], KIND) == [KEY]
