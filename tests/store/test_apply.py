# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from protectnet.domain.record import Existence
from protectnet.log import cbor
from protectnet.log.segment import verify_segment
from protectnet.store import gathering, queries, segments
from protectnet.store.apply import apply_segments, is_segment_known
from protectnet.store.check import check_store
from protectnet.store.errors import SegmentOutOfOrder
from protectnet.store.rebuild import rebuild
from tests.log.samples import CIRCLE, LUNA, SOL, clock, signed
from tests.store.laptops import RISK, UNKNOWN_KIND, Laptop, key_of, public_keys, said

KEY = key_of(0)


def test_apply_when_new_gives_the_same_bytes_and_records(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="Quema", feared_acts=["x.fire"])
    [segment] = laptop.sealed()
    applied = other.take(segment)
    assert (applied.new_segments, applied.known_segments, applied.operations) == (1, 0, 2)
    assert applied.records == ((CIRCLE, RISK.number, KEY.id),)
    assert queries.record(other.store, KEY).title == "Quema"
    assert segments.segment(other.store, segment.hash).encode() == segment.segment.encode()
    check_store(other.store, public_keys)


def test_apply_when_known_changes_nothing(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="Quema")
    [segment] = laptop.sealed()
    other.take(segment)
    before = said(other.store)
    applied = other.take(segment)
    assert (applied.new_segments, applied.known_segments, applied.operations) == (0, 1, 0)
    assert said(other.store) == before
    assert is_segment_known(other.store, segment.hash)
    assert segments.known_segments(other.store, {segment.hash, bytes(32)}) == {segment.hash}


def test_apply_when_both_changed_a_field_shows_one_and_keeps_both(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="first")
    other.take(*laptop.sealed())
    laptop.edit(KEY, title="of Luna")
    other.counter = 5
    other.edit(KEY, title="of Sol")
    laptop.take(*other.sealed())
    other.take(*laptop.sealed())
    for each in (laptop, other):
        record = queries.record(each.store, KEY)
        assert record.title == "of Sol"
        assert record.contradictions == {"title": ("of Sol", "of Luna")}
    assert said(laptop.store)["record"] == said(other.store)["record"]


def test_apply_when_deleted_here_and_changed_there_is_flagged(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="first")
    other.take(*laptop.sealed())
    laptop.delete(KEY)
    other.edit(KEY, note="seen again")
    laptop.take(*other.sealed())
    assert queries.record(laptop.store, KEY).existence is Existence.DELETED_BUT_EDITED
    assert queries.counts(laptop.store)["risk"] == 1


def test_apply_when_predecessor_is_not_held_is_refused(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="one")
    [first] = laptop.sealed()
    laptop.edit(KEY, title="two")
    [second] = laptop.sealed()
    with pytest.raises(SegmentOutOfOrder) as refused:
        other.take(second)
    assert refused.value.facts["number"] == 1
    assert segments.heads(other.store, CIRCLE, 0) == []
    other.take(first, second)
    assert queries.record(other.store, KEY).title == "two"


def test_apply_when_refused_keeps_the_operation_and_changes_nothing(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="allowed")
    [bad] = laptop.edit(KEY, title="not allowed")
    [segment] = laptop.sealed()
    with other.store.transaction():
        apply_segments(other.store, [segment], refused={bad.op_id})
    assert queries.record(other.store, KEY).title == "allowed"
    with other.store.transaction():
        rebuild(other.store)
    assert queries.record(other.store, KEY).title == "allowed"
    assert segments.segment(other.store, segment.hash).encode() == segment.segment.encode()
    check_store(other.store, public_keys)


def test_apply_when_kind_is_of_a_newer_version_keeps_it(laptop: Laptop, other: Laptop) -> None:
    newer = queries.RecordKey(CIRCLE, UNKNOWN_KIND, KEY.id)
    laptop.save(laptop.operation(newer, 5, "?"))
    other.take(*laptop.sealed())
    assert queries.newer_records(other.store, CIRCLE) == 1
    assert queries.state_of(other.store, newer) is not None


def test_apply_when_operation_is_of_a_newer_version_adopts_it_once_understood(
    other: Laptop,
) -> None:
    """A segment that asks for a newer reader is kept; the reader that understands it rebuilds."""
    raw = cbor.encode((1, RISK.number, KEY.id, 1, clock(3), (), "from the future"))
    newer = verify_segment(signed([raw], min_reader=2), LUNA.public)
    other.take(newer)
    assert queries.state_of(other.store, KEY) is None
    understood = verify_segment(signed([raw]), LUNA.public)
    other.store.db.run(
        "UPDATE segment SET header = ?, hash = ?",
        (understood.segment.header_bytes, understood.hash),
    )
    with other.store.transaction():
        rebuild(other.store)
    assert queries.record(other.store, KEY).title == "from the future"


def test_apply_when_device_exists_twice_keeps_both_branches(
    laptop: Laptop, other: Laptop, tmp_path: object
) -> None:
    laptop.edit(KEY, title="one")
    [first] = laptop.sealed()
    other.keys = laptop.keys
    other.edit(key_of(1), title="of the twin")
    [twin] = other.sealed()
    laptop.take(twin)
    heads = segments.heads(laptop.store, CIRCLE, 0)
    assert {each.hash for each in heads} == {first.hash, twin.hash}
    assert len(segments.header_at(laptop.store, twin.log, 0)) == 2
    check_store(laptop.store, public_keys)


def test_apply_when_own_segments_come_back_goes_on_after_them(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="one")
    other.take(*laptop.sealed())
    other.keys, other.counter = laptop.keys, laptop.counter
    other.edit(KEY, title="two")
    [segment] = other.sealed()
    assert segment.header.seq == 1
    assert SOL.public.device != segment.header.identity.device


def test_apply_when_operations_are_many_writes_them_in_portions(
    laptop: Laptop, other: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        laptop.edit(key_of(number), title="Quema", note="x", feared_acts=["x.a", "x.b"])
    laptop.edit(key_of(0), note="again")
    written = laptop.sealed()
    monkeypatch.setattr(gathering, "MOST_GATHERED", 3)
    applied = other.take(*written)
    assert applied.operations == 17
    assert {record[2] for record in applied.records} == {key_of(each).id for each in range(4)}
    assert said(other.store) == said(laptop.store)
    check_store(other.store, public_keys)
