# SPDX-License-Identifier: GPL-3.0-or-later
"""Segments that do not count are held and passed on like others, and change nothing.

Whenever they begin or cease to count, everything is as if they had come like that.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import OpKind
from protectnet.log.standing import Standing
from protectnet.store import queries, segments
from protectnet.store.apply import Applied, apply_segments
from protectnet.store.check import check_store
from protectnet.store.due_erasures import due_erasures, receipts
from protectnet.store.erase import carry_out, erase_record, records_to_erase
from protectnet.store.errors import DamagedStore, ProjectionDiffers
from protectnet.store.held_erases import held_erases
from protectnet.store.history import history
from protectnet.store.rebuild import rebuild
from protectnet.store.search import search
from protectnet.store.standings import judged, rejudge, standings
from tests.log.samples import CIRCLE, LUNA, MAR, SOL
from tests.store.laptops import OTHER_CIRCLE, Act, Laptop, acts, do, key_of, public_keys, said
from tests.store.planted import KEY, PLANTED, WORD, anybody

COUNTS, QUARANTINED, ASIDE, REFUSED, WAITS = Standing
Standings = Mapping[bytes, Standing]


def take(laptop: Laptop, *taken: VerifiedSegment, standings: Standings) -> Applied:
    with laptop.store.transaction():
        return apply_segments(laptop.store, taken, standings=standings)


def judge(laptop: Laptop, standings: Standings, refused: Any = None) -> tuple[Any, ...]:
    with laptop.store.transaction():
        return rejudge(laptop.store, CIRCLE, standings, refused)


def test_segment_when_it_does_not_count_is_held_and_passed_on_and_changes_nothing(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="Quema", feared_acts=["x.fire"])
    [segment] = laptop.sealed()
    before, digest = said(other.store), queries.digest_of(other.store, CIRCLE)
    applied = take(other, segment, standings={segment.hash: QUARANTINED})
    assert (applied.new_segments, applied.operations, applied.records) == (1, 2, ())
    assert said(other.store) == before
    assert queries.digest_of(other.store, CIRCLE) == digest
    assert standings(other.store, CIRCLE) == {segment.hash: QUARANTINED}
    assert [each.hash for each in segments.heads(other.store, CIRCLE, 0)] == [segment.hash]
    assert segments.segment(other.store, segment.hash) == segment.segment
    assert history(other.store, KEY) == []
    check_store(other.store, public_keys)


def test_segments_when_one_counts_no_more_lose_what_it_changed_and_get_it_back(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="first", feared_acts=["x.fire"])
    [first] = laptop.sealed()
    laptop.edit(KEY, title="second")
    laptop.edit(key_of(1), title="alone", note=WORD)
    [second] = laptop.sealed()
    other.take(first, second)
    assert len(search(other.store, WORD)) == 1
    changed = judge(other, {second.hash: ASIDE})
    assert changed == (KEY, key_of(1))
    assert queries.record(other.store, KEY).title == "first"
    assert queries.state_of(other.store, key_of(1)) is None
    assert search(other.store, WORD) == []
    assert queries.counts(other.store)["risk"] == 1
    check_store(other.store, public_keys)
    assert judge(other, {second.hash: REFUSED}) == ()
    assert standings(other.store, CIRCLE) == {first.hash: COUNTS, second.hash: REFUSED}
    judge(other, {second.hash: COUNTS, bytes(32): ASIDE})
    assert said(other.store) == said(laptop.store)
    assert len(search(other.store, WORD)) == 1
    check_store(other.store, public_keys)


def test_rejudge_when_own_changes_stand_on_what_goes_keeps_them(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="theirs")
    [segment] = laptop.sealed()
    other.take(segment)
    other.counter = 5
    other.edit(KEY, title="ours")
    judge(other, {segment.hash: QUARANTINED})
    assert queries.record(other.store, KEY).title == "ours"
    other.edit(KEY, note="goes on")
    judge(other, {segment.hash: COUNTS})
    assert queries.record(other.store, KEY).contradictions == {}
    assert [each.after for each in history(other.store, KEY)] == ["theirs", "ours", "goes on"]
    other.sealed()
    check_store(other.store, public_keys)


def test_rejudge_when_the_circle_is_unknown_or_another_changes_nothing(laptop: Laptop) -> None:
    laptop.edit(key_of(0, circle=OTHER_CIRCLE), title="elsewhere")
    [segment] = laptop.sealed()
    assert judge(laptop, {segment.hash: QUARANTINED}) == ()
    laptop.edit(KEY, title="here")
    assert judge(laptop, {segment.hash: QUARANTINED}) == ()
    assert standings(laptop.store, OTHER_CIRCLE) == {segment.hash: COUNTS}


def test_segment_when_it_waits_is_not_applied(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="one")
    [segment] = laptop.sealed()
    with pytest.raises(ValueError):
        take(other, segment, standings={segment.hash: WAITS})
    assert standings(other.store, CIRCLE) == {}


def test_heads_when_held_segments_wait_are_those_before_them(laptop: Laptop, other: Laptop) -> None:
    """A removal accepts heads that are not held yet: nobody can tell whether these lead there."""
    written = []
    for number in range(4):
        laptop.edit(KEY, title=f"{number}")
        written += laptop.sealed()
    other.take(*written)
    judge(other, {each.hash: WAITS for each in written[2:]})
    assert queries.record(other.store, KEY).title == "1"
    assert [each.seq for each in segments.heads(other.store, CIRCLE, 0)] == [1]
    judge(other, {each.hash: WAITS for each in written})
    assert segments.heads(other.store, CIRCLE, 0) == []
    judge(other, dict.fromkeys([each.hash for each in written], COUNTS))
    assert said(other.store) == said(laptop.store)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ([COUNTS] * 5, [COUNTS] * 5),
        ([COUNTS, ASIDE, COUNTS, REFUSED, COUNTS], [COUNTS, ASIDE, ASIDE, REFUSED, REFUSED]),
        ([COUNTS, WAITS, REFUSED, COUNTS, ASIDE], [COUNTS, WAITS, WAITS, WAITS, WAITS]),
    ],
)
def test_judged_when_a_log_goes_on_after_what_does_not_count_does_not_count_either(
    laptop: Laptop, other: Laptop, own: list[Standing], expected: list[Standing]
) -> None:
    written = []
    for number in range(5):
        laptop.edit(KEY, title=f"{number}")
        written += laptop.sealed()
    other.take(*written)
    by_hash = dict(zip([each.hash for each in written], own, strict=True))
    found = judged(other.store, CIRCLE, lambda _header, name: by_hash[name])
    assert [found[each.hash] for each in written] == expected


def test_rejudge_when_done_outside_of_a_transaction_is_refused(laptop: Laptop) -> None:
    with pytest.raises(RuntimeError):
        rejudge(laptop.store, CIRCLE, {})


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE operation SET record = 1 WHERE id / 1024 = 2 AND id % 1024 = 0",
        "UPDATE segment SET standing = 0 WHERE id = 2",
        "UPDATE segment SET standing = 1 WHERE id = 1",
        "UPDATE segment SET size = size + 1 WHERE id = 1",
        "UPDATE segment SET changes = changes + 1 WHERE id = 1",
    ],
)
def test_check_when_what_does_not_count_was_placed_says_so(
    laptop: Laptop, other: Laptop, harm: str
) -> None:
    laptop.edit(KEY, title="first")
    [first] = laptop.sealed()
    laptop.edit(KEY, title="second")
    [second] = laptop.sealed()
    take(other, first, second, standings={second.hash: QUARANTINED})
    other.store.db.run(harm)
    with pytest.raises((DamagedStore, ProjectionDiffers)):
        check_store(other.store, public_keys)


def test_rebuild_when_some_do_not_count_gives_the_same(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="first")
    [first] = laptop.sealed()
    laptop.edit(KEY, title="second")
    laptop.edit(key_of(1), title="alone")
    [second] = laptop.sealed()
    take(other, first, second, standings={second.hash: QUARANTINED})
    before = said(other.store)
    other.store.db.run("UPDATE operation SET record = 1")
    with other.store.transaction():
        rebuild(other.store)
    assert said(other.store) == before
    check_store(other.store, public_keys)


def erased_by(other: Laptop, laptop: Laptop) -> tuple[VerifiedSegment, VerifiedSegment]:
    """What Luna wrote, and how Sol erased it."""
    laptop.edit(KEY, title=WORD)
    [written] = laptop.sealed()
    other.take(written)
    erase_record(other.store, KEY, "safety", other)
    [erasing] = other.sealed()
    return written, erasing


def test_erase_when_it_does_not_count_has_no_effect_and_waits_for_nobody(
    laptop: Laptop, other: Laptop
) -> None:
    _, erasing = erased_by(other, laptop)
    take(laptop, erasing, standings={erasing.hash: QUARANTINED})
    assert queries.record(laptop.store, KEY).title == WORD
    assert (records_to_erase(laptop.store), receipts(laptop.store, CIRCLE)) == ([], ())
    [held] = held_erases(laptop.store, CIRCLE)
    assert (held.segment, held.device, held.key, held.is_refused) == (
        erasing.hash,
        SOL.public.device,
        KEY,
        False,
    )
    judge(laptop, {erasing.hash: COUNTS})
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    [due] = due_erasures(laptop.store, CIRCLE)
    assert (due.erases, due.named) == ((held.op_id,), 1)
    judge(laptop, {}, {held.op_id})
    assert queries.record(laptop.store, KEY).title == WORD
    assert held_erases(laptop.store, CIRCLE)[0].is_refused
    assert due_erasures(laptop.store) == []
    judge(laptop, {}, set())
    assert due_erasures(laptop.store) == [due]


def test_erase_when_it_names_what_does_not_count_destroys_that_too(
    laptop: Laptop, other: Laptop
) -> None:
    written, erasing = erased_by(other, laptop)
    judge(laptop, {written.hash: QUARANTINED})
    laptop.take(erasing)
    [due] = due_erasures(laptop.store)
    assert (due.key, due.named, due.asked_by) == (KEY, 1, (SOL.public.device,))
    carry_out(laptop.store, [KEY], laptop)
    assert due_erasures(laptop.store) == []
    assert PLANTED not in segments.segment(laptop.store, written.hash).encode()
    assert len(receipts(laptop.store, CIRCLE)) == 1
    judge(laptop, {written.hash: COUNTS})
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    check_store(laptop.store, public_keys)


def test_erase_record_when_segments_that_do_not_count_speak_of_it_names_what_it_may(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title=f"quarantined {WORD}")
    laptop.edit(key_of(1), title="another")
    [quarantined] = laptop.sealed()
    other.edit(KEY, title="counts")
    take(other, quarantined, standings={quarantined.hash: QUARANTINED})
    erase_record(other.store, KEY, "safety", other, may_name=anybody)
    assert PLANTED not in segments.segment(other.store, quarantined.hash).encode()
    other.sealed()
    [erasing] = held_erases(other.store, CIRCLE)
    assert len(erasing.names) == 2
    judge(other, {quarantined.hash: COUNTS})
    assert queries.record(other.store, key_of(1)).title == "another"
    assert queries.record(other.store, KEY).existence is Existence.ERASED
    check_store(other.store, public_keys)


JUDGED = st.lists(st.sampled_from([*Standing, COUNTS]), min_size=12, max_size=12)


@given(
    histories=st.lists(st.lists(acts(), min_size=1, max_size=9), min_size=2, max_size=3),
    judged=st.lists(JUDGED, min_size=1, max_size=3),
    wrong=st.sets(st.integers(0, 5)),
)
def test_rejudge_when_standings_change_is_as_if_segments_had_come_with_the_last_ones(
    histories: list[list[Act]], judged: list[list[Standing]], wrong: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = _written(folder, histories)
        erases = [
            entry.op_id
            for each in written
            for entry in each.entries
            if entry.operation and entry.operation.kind is OpKind.ERASE
        ]
        refused = {op_id for number, op_id in enumerate(erases) if number in wrong}
        with Laptop(folder / "changing", MAR, "Mar") as changing:
            changing.take(*written)
            for codes in judged:
                judge(changing, _numbered(written, codes), refused)
            _check_equal_to_new_one(folder / "new", changing, written, judged[-1], refused)


def _check_equal_to_new_one(
    folder: Path,
    changing: Laptop,
    written: list[VerifiedSegment],
    codes: list[Standing],
    refused: set[OpId],
) -> None:
    with Laptop(folder, MAR, "Mar") as new:
        standings = _numbered(written, codes)
        held = {name: each for name, each in standings.items() if each is not WAITS}
        with new.store.transaction():
            apply_segments(new.store, written, refused, held)
            # What waits is not applied; only what is held already can come to wait.
            rejudge(new.store, CIRCLE, standings)
        for each in (changing, new):
            check_store(each.store, public_keys)
        assert _all_said(changing) == _all_said(new)
        with changing.store.transaction():
            rebuild(changing.store)
        assert _all_said(changing) == _all_said(new)


def _written(folder: Path, histories: list[list[Act]]) -> list[VerifiedSegment]:
    """Segments of several logs, each of which saw the one before."""
    found: list[VerifiedSegment] = []
    for number, (keys, all_acts) in enumerate(zip((LUNA, SOL, MAR), histories, strict=False)):
        with Laptop(folder / f"{number}", keys) as laptop:
            laptop.take(*found)
            laptop.counter = 20 * number
            for act in all_acts:
                do(laptop, act)
                found += laptop.sealed()
    return found


def _numbered(written: list[VerifiedSegment], codes: list[Standing]) -> Standings:
    return {each.hash: codes[number % len(codes)] for number, each in enumerate(written)}


def _all_said(laptop: Laptop) -> tuple[Any, ...]:
    """What the store says in every way, but for numbers of its own."""
    store = laptop.store
    return (
        said(store),
        queries.digest_of(store, CIRCLE),
        standings(store, CIRCLE),
        held_erases(store, CIRCLE),
        sorted(due_erasures(store), key=repr),
        receipts(store, CIRCLE),
        segments.heads(store, CIRCLE, 0),
        history(store, KEY),
    )
