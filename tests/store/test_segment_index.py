# SPDX-License-Identifier: GPL-3.0-or-later
"""What is held is told without its content, and given as it came."""

import pytest

from protectnet.log.header import NO_HASH, Head
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.membership_operations import join_circle
from protectnet.log.segment import decode_segment
from protectnet.log.standing import Standing
from protectnet.store.append import append
from protectnet.store.apply import apply_segments
from protectnet.store.erase import erase_record
from protectnet.store.errors import NoSuchSegment
from protectnet.store.segment_index import index, vector_heads, wires
from protectnet.store.segments import headers
from tests.log.samples import CIRCLE, DAY, LUNA, SOL
from tests.store.laptops import OTHER_CIRCLE, Laptop, key_of
from tests.store.planted import KEY


def join(laptop: Laptop) -> None:
    """Write a membership segment."""
    operation = join_circle(laptop.keys.public.device, laptop.next_clock())
    with laptop.store.transaction():
        append(laptop.store, laptop.author(stream=MEMBERSHIP), [operation], laptop.seal)
        laptop.seal_all()


def test_index_when_listed_tells_both_streams_and_every_standing(
    laptop: Laptop, other: Laptop
) -> None:
    join(laptop)
    laptop.edit(KEY, title="one", note="x")
    [first] = laptop.sealed()
    other.edit(KEY, title="of Sol")
    [foreign] = other.sealed()
    with laptop.store.transaction():
        apply_segments(laptop.store, [foreign], standings={foreign.hash: Standing.REFUSED})
    laptop.edit(KEY, title="open, and not in it")
    laptop.edit(key_of(0, circle=OTHER_CIRCLE), title="elsewhere")
    found = sorted(
        index(laptop.store, CIRCLE), key=lambda each: (-each.stream, each.standing.value)
    )
    heads = sorted(Head(each.log, each.seq, each.hash) for each in found)
    assert vector_heads(laptop.store, CIRCLE) == heads
    membership, own, theirs = found
    assert own == (
        *(laptop.author().identity.log, LUNA.public.device, RECORDS, 0, first.hash, NO_HASH, DAY),
        *(2, len(first.segment.encode()), Standing.COUNTS, ()),
    )
    assert (theirs.device, theirs.standing) == (SOL.public.device, Standing.REFUSED)
    assert (membership.stream, membership.changes, membership.prev) == (1, 1, NO_HASH)


def test_index_when_membership_builds_on_other_membership_names_it(laptop: Laptop) -> None:
    join(laptop)
    [before] = index(laptop.store, CIRCLE)
    segment = laptop.author(stream=MEMBERSHIP)
    operation = join_circle(laptop.keys.public.device, laptop.next_clock())
    with laptop.store.transaction():
        append(
            laptop.store, segment, [operation], lambda each: each.seal(laptop.keys, [before.hash])
        )
        for writing in laptop.store.segments.all():
            laptop.store.segments.seal(writing, lambda each: each.seal(laptop.keys, [before.hash]))
    assert [each.membership_heads for each in index(laptop.store, CIRCLE)] == [(), (before.hash,)]


@pytest.mark.parametrize("day", [0, 1, DAY, 65_535])
def test_index_when_days_are_far_off_tells_them(laptop: Laptop, day: int) -> None:
    laptop.edit(KEY, title="one")
    laptop.sealed()
    stored = (day << 48) + 7 - (1 << 63)
    laptop.store.db.run("UPDATE segment SET clock_max = ?", (stored,))
    assert [each.day for each in index(laptop.store, CIRCLE)] == [day]


def test_heads_when_a_device_exists_twice_name_both_branches(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="one")
    [first] = laptop.sealed()
    other.keys = laptop.keys
    other.edit(key_of(1), title="of the twin")
    other.edit(key_of(1), title="of the twin again")
    twins = other.sealed()
    laptop.take(*twins)
    log = first.log
    assert vector_heads(laptop.store, CIRCLE) == sorted(
        [Head(log, 0, first.hash), *(Head(log, 0, each.hash) for each in twins)]
    )


def test_wires_when_asked_for_are_the_bytes_that_came(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="one")
    [first] = laptop.sealed()
    laptop.edit(key_of(1), title="stays")
    [second] = laptop.sealed()
    other.take(first, second)
    names = [second.hash, first.hash]
    assert list(wires(other.store, names)) == [second.segment.encode(), first.segment.encode()]
    erase_record(laptop.store, KEY, "safety", laptop)
    [wire] = wires(laptop.store, [first.hash])
    assert decode_segment(wire).hash == first.hash
    sizes = {each.hash: each.size for each in index(laptop.store, CIRCLE)}
    assert sizes[first.hash] == len(wire) != len(first.segment.encode())
    with pytest.raises(NoSuchSegment):
        list(wires(laptop.store, [bytes(32)]))


def test_headers_when_asked_for_are_those_of_one_stream(laptop: Laptop) -> None:
    join(laptop)
    laptop.edit(KEY, title="one")
    [first] = laptop.sealed()
    assert dict(headers(laptop.store, CIRCLE)) == {first.hash: first.header}
    assert len(dict(headers(laptop.store, CIRCLE, MEMBERSHIP))) == 1
    assert dict(headers(laptop.store, OTHER_CIRCLE)) == {}
