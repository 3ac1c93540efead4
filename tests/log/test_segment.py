# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed segments: reading, checking, erasing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.samples import (
    DAY,
    LUNA,
    RECORD,
    RISK,
    SEED,
    SOL,
    changes,
    clock,
    identity,
    sealed,
    signed,
)

from protectnet.log import cbor
from protectnet.log.clock import make_clock
from protectnet.log.errors import (
    LogError,
    MalformedCbor,
    MalformedOperation,
    MalformedSegment,
    NewerFormat,
    RootMismatch,
    SignatureInvalid,
    WrongAuthor,
)
from protectnet.log.header import Header
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.membership_operations import join_circle
from protectnet.log.merkle import Salts
from protectnet.log.open_segment import Place
from protectnet.log.operation import UnknownOperation, set_
from protectnet.log.segment import (
    MAX_OPERATIONS_BYTES,
    MAX_SEGMENT_BYTES,
    Segment,
    decode_segment,
    erase_items,
    verify_segment,
)

THREE = sealed(changes(3))
JOINED = sealed(
    [join_circle(LUNA.public.device, clock(1))], place=Place(identity(stream=MEMBERSHIP))
)


def parts_of(segment: Segment) -> list[Any]:
    found: Any = cbor.decode(segment.encode())
    return list(found)


@given(st.integers(1, 40))
def test_segment_when_written_then_is_read_and_verified_as_it_was(count: int) -> None:
    segment = sealed(changes(count))
    read = decode_segment(segment.segment.encode())
    assert read == segment.segment
    assert verify_segment(read, LUNA.public) == segment


def test_membership_when_written_then_is_read_and_verified_as_it_was() -> None:
    assert verify_segment(decode_segment(JOINED.segment.encode()), LUNA.public) == JOINED


def test_entries_when_verified_then_have_names_operations_and_bytes() -> None:
    entries = verify_segment(THREE.segment, LUNA.public).entries
    assert [entry.position for entry in entries] == [0, 1, 2]
    assert [entry.operation for entry in entries] == changes(3)
    assert [entry.raw for entry in entries] == [each.encode() for each in changes(3)]
    assert len({entry.op_id for entry in entries}) == 3


@pytest.mark.parametrize(
    ("at", "value", "rule"),
    [
        (0, "header", "S2"),
        (1, None, "S14"),
        (1, [], "S14"),
        (1, [b"s" * 63], "S14"),
        (1, ["s" * 64], "S14"),
        (1, [b"s" * 64] * 2, "S14"),
        (2, b"s" * 31, "S15"),
        (2, None, "S15"),
        (2, [b"s" * 16] * 2, "S15"),
        (2, [b"s" * 15] * 3, "S15"),
        (2, [b"s" * 16, None, 7], "S15"),
        (3, None, "S16"),
        (3, [b"op"] * 2, "S16"),
        (3, [b"op", b"op", None], "S16"),
        (3, [b"op", b"op", []], "S16"),
        (3, [b"op", b"op", [b"l" * 31]], "S16"),
        (3, [b"op", b"op", [b"l" * 32, 1]], "S16"),
        (3, [bytes(MAX_OPERATIONS_BYTES), b"", b"x"], "S17"),
        (3, [b"op", b"op", [b"l" * 32]], "S18"),
        (2, [b"s" * 16] * 3, "S18"),
        (2, [b"s" * 16, b"s" * 16, None], "S18"),
    ],
)
def test_decode_when_a_rule_is_broken_then_names_it(at: int, value: Any, rule: str) -> None:
    broken = parts_of(THREE.segment)
    broken[at] = value
    with pytest.raises(MalformedSegment) as raised:
        decode_segment(cbor.encode(broken))
    assert raised.value.rule == rule


def test_decode_when_it_is_no_array_of_four_then_refuses() -> None:
    for broken in ([], 7, parts_of(THREE.segment)[:3], [*parts_of(THREE.segment), 1]):
        with pytest.raises(MalformedSegment) as raised:
            decode_segment(cbor.encode(broken))
        assert raised.value.rule == "S2"


def test_decode_when_too_long_then_refuses_before_reading() -> None:
    with pytest.raises(MalformedSegment) as raised:
        decode_segment(bytes(MAX_SEGMENT_BYTES + 1))
    assert raised.value.rule == "S1"
    with pytest.raises(MalformedCbor):
        decode_segment(bytes(MAX_SEGMENT_BYTES))


def test_decode_when_operations_are_as_large_as_allowed_then_reads_and_one_byte_more_not() -> None:
    parts = parts_of(THREE.segment)
    parts[3] = [bytes(MAX_OPERATIONS_BYTES - 1), b"", b"x"]
    assert len(decode_segment(cbor.encode(parts)).items) == 3
    parts[3] = [bytes(MAX_OPERATIONS_BYTES), b"", b"x"]
    with pytest.raises(MalformedSegment) as raised:
        decode_segment(cbor.encode(parts))
    assert raised.value.rule == "S17"


def test_limits_when_read_then_are_those_of_the_page() -> None:
    assert (MAX_OPERATIONS_BYTES, MAX_SEGMENT_BYTES) == (256 * 1024, 640 * 1024)


def test_decode_when_the_header_is_newer_or_broken_then_says_so() -> None:
    broken = parts_of(THREE.segment)
    broken[0] = cbor.encode([2])
    with pytest.raises(NewerFormat):
        decode_segment(cbor.encode(broken))
    broken[0] = b"\xff"
    with pytest.raises(MalformedCbor):
        decode_segment(cbor.encode(broken))


def test_decode_when_membership_was_erased_then_refuses() -> None:
    broken = parts_of(JOINED.segment)
    broken[2:] = [[None], [[b"l" * 32]]]
    with pytest.raises(MalformedSegment) as raised:
        decode_segment(cbor.encode(broken))
    assert raised.value.rule == "S18"


@given(st.data())
def test_decode_and_verify_when_a_byte_is_changed_then_refuses(data: st.DataObject) -> None:
    raw = THREE.segment.encode()
    at = data.draw(st.integers(0, len(raw) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[at]))
    with pytest.raises(LogError):
        verify_segment(decode_segment(raw[:at] + bytes([other]) + raw[at + 1 :]), LUNA.public)


def test_decode_when_cut_anywhere_then_refuses() -> None:
    raw = THREE.segment.encode()
    for length in range(len(raw)):
        with pytest.raises(MalformedCbor):
            decode_segment(raw[:length])


def test_verify_when_the_keys_are_anothers_then_says_whose_they_should_be() -> None:
    with pytest.raises(WrongAuthor) as raised:
        verify_segment(THREE.segment, SOL.public)
    assert raised.value.facts == {"device": LUNA.public.device.hex()}


def test_verify_when_somebody_else_signed_then_refuses() -> None:
    forged = replace(THREE.segment, signatures=SOL.sign(0, THREE.segment.header_bytes))
    with pytest.raises(SignatureInvalid):
        verify_segment(forged, LUNA.public)


def test_verify_when_operations_are_others_or_elsewhere_then_refuses() -> None:
    items = THREE.segment.items
    seed = bytes([9]) * 32
    for broken in (
        replace(THREE.segment, items=(items[1], items[0], items[2])),
        replace(THREE.segment, items=(changes(4)[3].encode(), *items[1:])),
        replace(THREE.segment, salting=seed),
    ):
        with pytest.raises(RootMismatch):
            verify_segment(broken, LUNA.public)


def test_verify_when_the_author_signed_something_broken_then_refuses() -> None:
    good = [each.encode() for each in changes(3)]
    with pytest.raises(MalformedCbor):
        verify_segment(signed([*good, b"\xff"]), LUNA.public)
    with pytest.raises(MalformedOperation):
        verify_segment(signed([*good, cbor.encode([0])]), LUNA.public)


def test_verify_when_a_stream_holds_what_belongs_to_the_other_then_refuses() -> None:
    join_op = join_circle(LUNA.public.device, clock(3)).encode()
    membership = identity(stream=MEMBERSHIP)
    for broken in (
        signed([join_op]),
        signed([cbor.encode([200])]),
        signed([changes(3)[2].encode()], identity=membership),
        signed([cbor.encode([7])], identity=membership),
    ):
        with pytest.raises(MalformedSegment) as raised:
            verify_segment(broken, LUNA.public)
        assert raised.value.rule == "S19"


@pytest.mark.parametrize("clock_of_last", [clock(2), clock(4), make_clock(DAY + 1, 1)])
def test_verify_when_the_highest_clock_is_not_that_of_the_header_then_refuses(
    clock_of_last: int,
) -> None:
    last = set_(RISK, RECORD, 1, clock_of_last, "text").encode()
    with pytest.raises(MalformedSegment) as raised:
        verify_segment(signed([last]), LUNA.public)
    assert raised.value.rule == "S20"


def test_verify_when_a_kind_is_unknown_then_keeps_it_and_its_clock_may_be_the_highest() -> None:
    unknown = cbor.encode([7, "newer"])
    segment = signed([changes(1)[0].encode(), unknown])
    entries = verify_segment(segment, LUNA.public).entries
    assert entries[0].operation == changes(1)[0]
    assert entries[1].operation == UnknownOperation(7, unknown)
    nothing_known = signed([unknown], clock_max=0)
    assert verify_segment(nothing_known, LUNA.public).header.clock_max == 0
    too_late = set_(RISK, RECORD, 1, clock(4), "text").encode()
    with pytest.raises(MalformedSegment):
        verify_segment(signed([unknown, too_late]), LUNA.public)


def test_verify_when_a_newer_reader_is_asked_for_then_keeps_every_operation() -> None:
    raw = [each.encode() for each in changes(3)]
    segment = decode_segment(signed(raw, min_reader=2).encode())
    assert segment.header.is_newer
    found = [entry.operation for entry in verify_segment(segment, LUNA.public).entries]
    assert found == [UnknownOperation(1, each) for each in raw]


@given(st.sets(st.integers(0, 9), min_size=1), st.sets(st.integers(0, 9)))
def test_erase_when_some_are_erased_then_the_rest_verifies_and_names_stay(
    first: set[int], then: set[int]
) -> None:
    whole = sealed(changes(10))
    erased = erase_items(erase_items(whole.segment, first), then)
    assert erased == erase_items(whole.segment, first | then)
    assert erased.hash == whole.hash
    read = decode_segment(erased.encode())
    assert read == erased
    found = verify_segment(read, LUNA.public).entries
    assert [entry.op_id for entry in found] == [entry.op_id for entry in whole.entries]
    for entry, before in zip(found, whole.entries, strict=True):
        gone = entry.position in first | then
        assert (entry.operation, entry.raw) == ((None, None) if gone else before[2:])


def test_erase_when_done_then_neither_operation_nor_seed_nor_salt_is_left() -> None:
    salts = Salts(SEED)
    raw = erase_items(THREE.segment, {1}).encode()
    for gone in (SEED, b"change 1", salts.salt(1)):
        assert gone not in raw
    assert salts.salt(0) in raw
    assert b"change 2" in raw
    assert SEED in THREE.segment.encode()
    assert b"change 1" in THREE.segment.encode()


def test_erase_when_an_erased_operation_is_put_back_changed_then_refuses() -> None:
    erased = erase_items(THREE.segment, {1})
    items = (erased.items[0], changes(4)[3].encode(), erased.items[2])
    salting = (*erased.salting[:1], bytes(16), *erased.salting[2:])
    forged = replace(erased, items=items, salting=salting)
    with pytest.raises(RootMismatch):
        verify_segment(forged, LUNA.public)


def test_erase_when_nothing_is_named_then_nothing_changes() -> None:
    assert erase_items(THREE.segment, set()) is THREE.segment


@pytest.mark.parametrize("indices", [{3}, {-1}, {0, 500}])
def test_erase_when_there_is_no_such_operation_then_refuses(indices: set[int]) -> None:
    with pytest.raises(IndexError):
        erase_items(THREE.segment, indices)


def test_erase_when_it_is_membership_then_refuses() -> None:
    with pytest.raises(MalformedSegment):
        erase_items(JOINED.segment, {0})


def test_segment_when_shown_then_tells_no_content() -> None:
    shown = repr(THREE) + repr(THREE.segment) + repr(THREE.entries)
    assert "change 1" not in shown
    assert SEED.hex() not in shown
    assert repr(SEED) not in shown


def test_header_when_sealed_then_tells_where_it_stands() -> None:
    header: Header = THREE.header
    assert (header.seq, header.count, header.clock_max) == (0, 3, clock(3))
    assert (header.user, header.min_reader, header.is_newer) == ("Luna", 1, False)
