# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle taken back is as if it had never come, but for what was destroyed because of it."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import CircleId
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.membership_operations import join_circle
from protectnet.log.standing import Standing
from protectnet.store import accepting, queries, segments
from protectnet.store.accepting import (
    accepted_bundles,
    begin,
    finish,
    forget,
    mark_told,
)
from protectnet.store.append import append
from protectnet.store.apply import apply_segments
from protectnet.store.blob_files import is_held, path_of
from protectnet.store.blob_pieces import pieces
from protectnet.store.blobs import keep, receive
from protectnet.store.check import check_store
from protectnet.store.errors import CannotTakeBack, NotTakenLast
from protectnet.store.local import preview
from protectnet.store.parking import ParkReason, Waiting, park_segments, parked
from protectnet.store.search import search
from protectnet.store.standings import rejudge
from protectnet.store.take_back import brought, take_back
from protectnet.store.vectors import vectors
from tests.log.samples import CIRCLE, LUNA, MAR, SOL
from tests.store.attaching import ATTACHED, plain_of
from tests.store.laptops import OTHER_CIRCLE, Act, Laptop, acts, do, key_of, public_keys
from tests.store.planted import KEY, WORD, erase_it
from tests.store.taking import STICK, dump, join, take
from tests.store.test_vectors import signed


def test_bundle_when_taken_back_leaves_nothing(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="ours")
    other.take(*laptop.sealed())
    before = dump(laptop)
    other.edit(KEY, title="theirs", feared_acts=["x.a"])
    other.edit(key_of(1), title=WORD)
    [segment] = other.sealed()
    taken = take(laptop, segment)
    [found] = accepted_bundles(laptop.store)
    assert (found.id, found.taken, found.is_final) == (taken, STICK, False)
    assert len(search(laptop.store, WORD)) == 1
    back = take_back(laptop.store, taken)
    assert (back.accepted, back.segments, back.records) == (found, 1, (KEY, key_of(1)))
    assert dump(laptop) == before
    assert search(laptop.store, WORD) == []
    assert queries.record(laptop.store, KEY).title == "ours"
    check_store(laptop.store, public_keys)
    taken = take(laptop, segment)
    assert len(search(laptop.store, WORD)) == 1
    check_store(laptop.store, public_keys)


def test_bundles_when_several_were_taken_go_the_last_one_first(
    laptop: Laptop, other: Laptop
) -> None:
    join(laptop)
    states, numbers = [dump(laptop)], []
    for title in ("one", "two", "three"):
        other.edit(KEY, title=title)
        numbers.append(take(laptop, *other.sealed()))
        states.append(dump(laptop))
    with pytest.raises(NotTakenLast):
        take_back(laptop.store, numbers[0])
    with pytest.raises(NotTakenLast):
        take_back(laptop.store, 99)
    for number in reversed(numbers):
        assert dump(laptop) == states.pop()
        take_back(laptop.store, number)
    assert dump(laptop) == states.pop()
    with pytest.raises(NotTakenLast):
        take_back(laptop.store, numbers[0])


def test_bundle_when_somebody_was_told_cannot_be_taken_back(laptop: Laptop, other: Laptop) -> None:
    other.edit(KEY, title="one")
    taken = take(laptop, *other.sealed())
    with laptop.store.transaction():
        mark_told(laptop.store)
    before = dump(laptop)
    assert [each.is_final for each in accepted_bundles(laptop.store)] == [True]
    with pytest.raises(CannotTakeBack):
        take_back(laptop.store, taken)
    assert dump(laptop) == before


@pytest.mark.parametrize(
    ("circle", "stream", "is_final"),
    [(CIRCLE, 0, True), (OTHER_CIRCLE, 0, False), (CIRCLE, MEMBERSHIP, False)],
)
def test_bundle_when_something_is_changed_here_is_final_if_it_concerns_its_circle(
    laptop: Laptop, other: Laptop, circle: CircleId, stream: int, is_final: bool
) -> None:
    other.edit(KEY, title="one")
    taken = take(laptop, *other.sealed())
    if stream == MEMBERSHIP:
        operation = join_circle(LUNA.public.device, laptop.next_clock())
        with laptop.store.transaction():
            author = laptop.author(circle, stream)
            append(laptop.store, author, [operation], laptop.seal)
    else:
        laptop.edit(key_of(1, circle=circle), title="of my own")
    assert [each.is_final for each in accepted_bundles(laptop.store)] == [is_final]
    if is_final:
        with pytest.raises(CannotTakeBack):
            take_back(laptop.store, taken)
    else:
        take_back(laptop.store, taken)
        assert queries.state_of(laptop.store, KEY) is None


def test_bundle_when_later_segments_stand_on_it_cannot_be_taken_back(
    laptop: Laptop, other: Laptop
) -> None:
    other.edit(KEY, title="one")
    taken = take(laptop, *other.sealed())
    other.edit(KEY, title="two")
    laptop.take(*other.sealed())
    with pytest.raises(CannotTakeBack):
        take_back(laptop.store, taken)


def test_bundle_when_it_brought_nothing_is_forgotten(laptop: Laptop, other: Laptop) -> None:
    other.edit(KEY, title="one")
    written = other.sealed()
    first = take(laptop, *written, told=[signed(2, SOL)])
    take(laptop, *written, told=[signed(1, SOL)])
    assert [each.id for each in accepted_bundles(laptop.store)] == [first]
    with laptop.store.transaction():
        second = begin(laptop.store, STICK)
        assert not finish(laptop.store, second, [CIRCLE], is_news=True)
    assert [each.id for each in accepted_bundles(laptop.store)] == [second, first]
    take_back(laptop.store, second)
    with laptop.store.transaction():
        forget(laptop.store, first)
    assert accepted_bundles(laptop.store) == []
    assert queries.record(laptop.store, KEY).title == "one"


def test_bundles_when_many_were_taken_only_the_last_ones_are_remembered(
    laptop: Laptop, other: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "MOST_KEPT", 2)
    written = []
    for number in range(4):
        other.edit(KEY, title=f"{number}")
        written += other.sealed()
    waiting = [Waiting(written[3].segment, ParkReason.WAITS_FOR_SEGMENT)]
    numbers = [
        take(laptop, written[0], waiting=waiting),
        *(take(laptop, each) for each in written[1:3]),
    ]
    numbers.append(take(laptop, written[3]))
    assert [each.id for each in accepted_bundles(laptop.store)] == numbers[:1:-1]
    take_back(laptop.store, numbers[3])
    assert [each.seq for each in parked(laptop.store, CIRCLE)] == [3]
    take_back(laptop.store, numbers[2])
    assert [each.seq for each in parked(laptop.store, CIRCLE)] == [3]
    check_store(laptop.store, public_keys)


def test_bundle_when_it_parked_and_unparked_leaves_the_parked_as_they_were(
    laptop: Laptop, other: Laptop
) -> None:
    written = []
    for number in range(4):
        other.edit(KEY, title=f"{number}")
        written += other.sealed()
    wait = [
        Waiting(each.segment, ParkReason.WAITS_FOR_SEGMENT, is_verified=True) for each in written
    ]
    first = take(laptop, waiting=[wait[1]])
    between = parked(laptop.store, CIRCLE)
    second = take(laptop, *written[:2], waiting=[wait[3]])
    assert [each.seq for each in parked(laptop.store, CIRCLE)] == [3]
    take_back(laptop.store, second)
    assert parked(laptop.store, CIRCLE) == between
    take_back(laptop.store, first)
    assert parked(laptop.store, CIRCLE) == []


def test_bundle_when_it_replaced_vectors_puts_the_old_ones_back(
    laptop: Laptop, other: Laptop
) -> None:
    take(laptop, told=[signed(1, SOL)])
    before = vectors(laptop.store, CIRCLE)
    taken = take(laptop, told=[signed(2, SOL), signed(3, SOL), signed(1, MAR)])
    assert len(vectors(laptop.store, CIRCLE)) == 2
    take_back(laptop.store, taken)
    assert vectors(laptop.store, CIRCLE) == before


def test_bundle_when_it_brought_files_they_go(laptop: Laptop, other: Laptop) -> None:
    kept = keep(other.store, io.BytesIO(b"what the elders said"))
    other.edit(KEY, title="with a file", **{ATTACHED.name: [plain_of(kept)]})
    written = other.sealed()
    content = path_of(other.store, kept.blob).read_bytes()
    receive(laptop.store, kept.blob, iter([content]))
    with laptop.store.transaction():
        laptop.store.db.run("INSERT INTO preview VALUES (?, 'image/png', x'00')", (kept.digest,))
    taken = take(laptop, *written, blobs=[kept.blob])
    assert is_held(laptop.store, kept.blob)
    take_back(laptop.store, taken)
    assert not is_held(laptop.store, kept.blob)
    assert preview(laptop.store, kept.digest) is None
    assert pieces(laptop.store) == []
    assert laptop.store.db.rows("SELECT * FROM blob_use") == []


def test_bundle_when_it_brought_membership_that_stays(laptop: Laptop, other: Laptop) -> None:
    operation = join_circle(SOL.public.device, other.next_clock())
    with other.store.transaction():
        append(other.store, other.author(stream=MEMBERSHIP), [operation], other.seal)
    other.edit(KEY, title="one")
    written = other.sealed()
    taken = take(laptop, *written)
    assert take_back(laptop.store, taken).segments == 1
    assert len(segments.membership_segments(laptop.store, CIRCLE)) == 1
    assert segments.heads(laptop.store, CIRCLE, 0) == []


def test_brought_when_asked_tells_each_record_before_and_now(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="ours")
    other.take(*laptop.sealed())
    other.edit(KEY, title="theirs")
    other.edit(key_of(1), title="new")
    taken = take(laptop, *other.sealed())
    laptop.edit(KEY, note="ours too")
    first, second = brought(laptop.store, taken)
    assert (first.key, second.key) == (KEY, key_of(1))
    assert (first.before.shown(1), first.now.shown(1)) == ("ours", "theirs")
    assert first.before.field_numbers() == (1,)
    assert len(first.now.field_numbers()) == 2
    assert [(op_id, each.value) for op_id, each in first.changes] == [
        (first.now.heads(1)[0], "theirs")
    ]
    assert (second.before.field_numbers(), len(second.changes)) == ((), 1)
    assert first.erased == second.erased == frozenset()
    erase_it(laptop)
    assert len(next(brought(laptop.store, taken)).erased) == 3
    assert list(brought(laptop.store, 99)) == []


def test_bundle_when_it_is_only_tried_leaves_nothing(laptop: Laptop, other: Laptop) -> None:
    """A preview takes a bundle, looks, and has all of it undone."""
    laptop.edit(KEY, title="ours")
    other.take(*laptop.sealed())
    laptop.edit(key_of(2), title="still open")
    before = dump(laptop)
    other.edit(KEY, title="theirs")
    other.edit(key_of(1), title=WORD)
    [segment] = other.sealed()
    with suppress(NotTakenLast), laptop.store.transaction():
        laptop.seal_all()
        apply_segments(laptop.store, [segment], accepted=begin(laptop.store, STICK))
        assert queries.record(laptop.store, KEY).title == "theirs"
        rejudge(laptop.store, CIRCLE, {segment.hash: Standing.QUARANTINED})
        assert queries.record(laptop.store, KEY).title == "ours"
        raise NotTakenLast
    assert dump(laptop) == before
    assert queries.record(laptop.store, KEY).title == "ours"
    laptop.edit(key_of(2), note="goes on")
    laptop.sealed()
    check_store(laptop.store, public_keys)


STANDINGS = st.lists(
    st.sampled_from([Standing.COUNTS, Standing.COUNTS, Standing.QUARANTINED]),
    min_size=5,
    max_size=5,
)


@given(
    first=st.lists(acts(), max_size=6),
    second=st.lists(acts(), min_size=1, max_size=6),
    codes=STANDINGS,
    cut=st.integers(0, 6),
    seen=st.booleans(),
)
def test_take_back_when_anything_was_taken_leaves_every_table_as_it_was(
    first: list[Act],
    second: list[Act],
    codes: list[Standing],
    cut: int,
    seen: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("back")
    with Laptop(folder / "luna") as laptop, Laptop(folder / "sol", SOL, "Sol") as other:
        join(laptop)
        for act in first:
            do(laptop, act)
        held = laptop.sealed()
        other.take(*held if seen else ())
        written = []
        for act in second:
            do(other, act)
            written += other.sealed()
        waiting = [
            Waiting(each.segment, ParkReason.WAITS_FOR_SEGMENT, is_verified=True)
            for each in written
        ]
        with laptop.store.transaction():
            park_segments(laptop.store, waiting[: cut // 2])
        before, digest = dump(laptop), queries.digest_of(laptop.store, CIRCLE)
        standings = {each.hash: codes[number % 5] for number, each in enumerate(written)}
        taken = take(
            laptop,
            *written[:cut],
            standings=standings,
            waiting=waiting[cut:],
            told=[signed(4, SOL)],
        )
        if accepted_bundles(laptop.store):
            take_back(laptop.store, taken)
        after = dump(laptop)
        for each in (before, after):
            each["parked_segment"] = sorted(row[1:] for row in each["parked_segment"])
        assert after == before
        assert queries.digest_of(laptop.store, CIRCLE) == digest
        check_store(laptop.store, public_keys)
