# SPDX-License-Identifier: GPL-3.0-or-later
"""The segment that is still being written."""

import pytest
from tests.log.samples import LUNA, RECORD, RISK, SEED, changes, clock, identity, name, sealed

from protectnet.domain.ids import LogId
from protectnet.log import cbor
from protectnet.log.clock import MAX_JUMP
from protectnet.log.errors import (
    ClockOutOfRange,
    MalformedSegment,
    OperationTooLarge,
    SegmentEmpty,
    SegmentFull,
    SegmentSealed,
)
from protectnet.log.header import MAX_OPERATIONS, Head, check_follows
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.membership_operations import join_circle
from protectnet.log.open_segment import OpenSegment, Place
from protectnet.log.operation import set_
from protectnet.log.segment import MAX_OPERATIONS_BYTES, decode_segment, verify_segment


def opened() -> OpenSegment:
    return OpenSegment(Place(identity()), SEED, "Luna")


def test_append_when_an_operation_comes_then_it_has_its_final_name_at_once() -> None:
    segment = opened()
    entries = [segment.append(each) for each in changes(5)]
    assert [entry.raw for entry in entries] == [each.encode() for each in changes(5)]
    assert (len(segment), segment.entries) == (5, tuple(entries))
    assert segment.clock_max == clock(5)
    read = decode_segment(segment.seal(LUNA).segment.encode())
    assert verify_segment(read, LUNA.public).entries == tuple(entries)


def test_append_when_the_same_change_is_made_elsewhere_then_its_name_differs() -> None:
    change = changes(1)[0]
    names = {
        opened().append(change).op_id,
        OpenSegment(Place(identity()), bytes(32), "Luna").append(change).op_id,
        OpenSegment(Place(identity(LUNA, 0), 1, b"p" * 32), SEED, "Luna").append(change).op_id,
    }
    assert len(names) == 2, "the number of the segment is not in the name, seed and log are"


def test_append_when_there_are_500_then_it_is_full_and_unchanged() -> None:
    segment = opened()
    for each in changes(MAX_OPERATIONS):
        segment.append(each)
    before = segment.entries
    with pytest.raises(SegmentFull):
        segment.append(changes(1)[0])
    assert segment.entries == before
    assert verify_segment(segment.seal(LUNA).segment, LUNA.public).header.count == MAX_OPERATIONS


def test_append_when_256_kib_are_reached_then_it_is_full_and_unchanged() -> None:
    segment = opened()
    large = set_(RISK, RECORD, 1, clock(1), bytes(60_000))
    for _ in range(MAX_OPERATIONS_BYTES // len(large.encode())):
        segment.append(large)
    size = segment.size
    with pytest.raises(SegmentFull):
        segment.append(large)
    assert segment.size == size <= MAX_OPERATIONS_BYTES
    empty = len(set_(RISK, RECORD, 1, clock(1), bytes(40_000)).encode()) - 40_000
    rest = MAX_OPERATIONS_BYTES - size - empty
    with pytest.raises(SegmentFull):
        segment.append(set_(RISK, RECORD, 1, clock(1), bytes(rest + 1)))
    segment.append(set_(RISK, RECORD, 1, clock(1), bytes(rest)))
    assert segment.size == MAX_OPERATIONS_BYTES
    decode_segment(segment.seal(LUNA).segment.encode())


def test_append_when_an_operation_is_too_large_then_nothing_changes() -> None:
    segment = opened()
    with pytest.raises(OperationTooLarge):
        segment.append(set_(RISK, RECORD, 1, clock(9), bytes(70_000)))
    assert (len(segment), segment.size, segment.clock_max) == (0, 0, 0)


def test_append_when_the_counter_jumps_too_far_then_refuses() -> None:
    segment = OpenSegment(Place(identity(), 1, b"p" * 32, clock(10)), SEED, "Luna")
    segment.append(set_(RISK, RECORD, 1, clock(10 + MAX_JUMP), "text"))
    with pytest.raises(ClockOutOfRange):
        segment.append(set_(RISK, RECORD, 1, clock(11 + MAX_JUMP), "text"))
    assert len(segment) == 1


def test_append_when_the_counter_goes_as_far_as_allowed_in_a_new_log_then_accepts() -> None:
    opened().append(set_(RISK, RECORD, 1, clock(MAX_JUMP), "text"))
    with pytest.raises(ClockOutOfRange):
        opened().append(set_(RISK, RECORD, 1, clock(MAX_JUMP + 1), "text"))


def test_append_when_an_operation_belongs_to_the_other_stream_then_refuses() -> None:
    membership = OpenSegment(Place(identity(stream=MEMBERSHIP)), SEED, "Luna")
    for segment, wrong in (
        (opened(), join_circle(LUNA.public.device, clock(1))),
        (membership, changes(1)[0]),
    ):
        with pytest.raises(MalformedSegment):
            segment.append(wrong)


def test_seal_when_nothing_was_written_then_refuses() -> None:
    with pytest.raises(SegmentEmpty):
        opened().seal(LUNA)


def test_seal_when_done_then_neither_sealed_again_nor_added_to() -> None:
    segment = opened()
    segment.append(changes(1)[0])
    segment.seal(LUNA)
    with pytest.raises(SegmentSealed):
        segment.seal(LUNA)
    with pytest.raises(SegmentSealed):
        segment.append(changes(1)[0])


def test_seal_when_heads_are_given_then_the_header_has_them_in_order() -> None:
    segment = opened()
    segment.append(changes(1)[0])
    heads = [Head(LogId(name(each)), 0, bytes([each]) * 32) for each in (3, 1, 2)]
    header = segment.seal(LUNA, [each.hash for each in heads], heads).header
    assert header.membership_heads == tuple(bytes([each]) * 32 for each in (1, 2, 3))
    assert header.other_heads == tuple(sorted(heads))


def test_place_when_after_a_segment_then_the_next_follows_it() -> None:
    first = sealed(changes(2))
    place = Place.after(first)
    assert (place.seq, place.prev, place.clock_before) == (1, first.hash, clock(2))
    second = sealed(changes(3), place=place)
    check_follows(second.header, first.header, first.hash)


def test_reopen_when_the_program_stopped_then_names_and_seal_are_the_same() -> None:
    segment = opened()
    for each in changes(7):
        segment.append(each)
    raw = [each.encode() for each in changes(7)]
    again = OpenSegment.reopen(Place(identity()), SEED, "Luna", raw)
    assert again.entries == segment.entries
    assert again.seal(LUNA) == segment.seal(LUNA)


def test_reopen_when_an_operation_is_none_of_this_version_then_refuses() -> None:
    with pytest.raises(MalformedSegment):
        OpenSegment.reopen(Place(identity()), SEED, "Luna", [cbor.encode([7])])


@pytest.mark.parametrize(("seed", "user"), [(b"s" * 31, "Luna"), (SEED, "L" * 65)])
def test_open_when_seed_or_user_do_not_fit_then_refuses_at_once(seed: bytes, user: str) -> None:
    with pytest.raises(MalformedSegment):
        OpenSegment(Place(identity()), seed, user)


def test_open_segment_when_shown_then_tells_no_content() -> None:
    segment = opened()
    segment.append(changes(1)[0])
    assert "change" not in repr(segment)
    assert repr(SEED) not in repr(segment)
