# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers, and how segments follow one another."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.samples import LUNA, SOL, clock, identity, name

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log import cbor
from protectnet.log.clock import MAX_JUMP
from protectnet.log.errors import (
    BrokenChain,
    LogError,
    MalformedCbor,
    MalformedSegment,
    NewerFormat,
)
from protectnet.log.header import (
    MAX_HEADER_BYTES,
    MAX_HEADS,
    MAX_OPERATIONS,
    MAX_READER,
    MAX_SEQ,
    NO_HASH,
    Head,
    Header,
    LogIdentity,
    check_first,
    check_follows,
    decode_header,
    header_hash,
)
from protectnet.log.identifiers import MEMBERSHIP

HASHES = st.binary(min_size=32, max_size=32)
IDS = st.binary(min_size=16, max_size=16)
HEADS = st.builds(Head, IDS.map(LogId), st.integers(0, (1 << 32) - 1), HASHES)
HEADERS = st.builds(
    Header,
    identity=st.builds(LogIdentity, st.integers(0, 1), IDS.map(DeviceId), IDS.map(CircleId), IDS),
    seq=st.integers(1, (1 << 32) - 1),
    prev=HASHES.filter(lambda prev: prev != NO_HASH),
    root=HASHES,
    count=st.integers(1, 500),
    clock_max=st.integers(0, (1 << 64) - 1),
    membership_heads=st.lists(HASHES, unique=True, max_size=3).map(sorted).map(tuple),
    other_heads=st.lists(HEADS, unique=True, max_size=3).map(sorted).map(tuple),
    user=st.text(max_size=64),
    min_reader=st.integers(1, 65_535),
)


def first(**others: Any) -> Header:
    """The header of a first segment, some of it other."""
    header = Header(identity(), 0, NO_HASH, b"r" * 32, 1, clock(1), (), (), "Luna")
    return replace(header, **others)


def second(**others: Any) -> Header:
    """The header of the segment after ``first()``, some of it other."""
    hash_ = header_hash(first().encode())
    return replace(first(), seq=1, prev=hash_, **others)


def parts() -> list[Any]:
    found: Any = cbor.decode(first().encode())
    return list(found)


@given(HEADERS)
def test_header_when_written_then_is_read_as_it_was(header: Header) -> None:
    raw = header.encode()
    assert decode_header(raw) == header
    assert cbor.decode(raw) == cbor.decode(decode_header(raw).encode())


@given(HEADERS, st.data())
def test_decode_when_one_part_is_anything_then_a_header_or_an_error_of_ours(
    header: Header, data: st.DataObject
) -> None:
    broken: Any = cbor.decode(header.encode())
    scalars: st.SearchStrategy[Any] = (
        st.none() | st.booleans() | st.integers(-1, 600) | IDS | HASHES | st.text(max_size=3)
    )
    at = data.draw(st.integers(0, len(broken) - 1))
    broken[at] = data.draw(scalars | st.lists(scalars | st.lists(scalars, max_size=3), max_size=3))
    raw = cbor.encode(broken)
    try:
        found = decode_header(raw)
    except LogError:
        return
    assert found.encode() == raw


@pytest.mark.parametrize(
    ("at", "value", "rule"),
    [
        (0, 0, "S4"),
        (0, "1", "S4"),
        (0, True, "S4"),
        (1, 2, "S5"),
        (1, False, "S5"),
        (2, b"d" * 15, "S6"),
        (3, None, "S6"),
        (4, "i" * 16, "S6"),
        (5, -1, "S7"),
        (5, 1 << 32, "S7"),
        (5, 1, "S7"),
        (6, b"p" * 32, "S7"),
        (6, bytes(31), "S7"),
        (7, b"r" * 31, "S8"),
        (8, 0, "S8"),
        (8, 501, "S8"),
        (9, -1, "S9"),
        (9, None, "S9"),
        (10, None, "S10"),
        (10, [b"h" * 31], "S10"),
        (10, [b"h" * 32, b"g" * 32], "S10"),
        (10, [b"h" * 32, b"h" * 32], "S10"),
        (11, None, "S11"),
        (11, [b"h" * 32], "S11"),
        (11, [[name(1), 0]], "S11"),
        (11, [[name(1), -1, b"h" * 32]], "S11"),
        (11, [[name(1), 0, b"h" * 31]], "S11"),
        (11, [[name(2), 0, b"h" * 32], [name(1), 0, b"h" * 32]], "S11"),
        (11, [[name(1), 1, b"h" * 32], [name(1), 0, b"h" * 32]], "S11"),
        (11, [[name(1), 0, b"h" * 32]] * 2, "S11"),
        (12, None, "S12"),
        (12, "u" * 65, "S12"),
        (13, 0, "S13"),
        (13, 65_536, "S13"),
    ],
)
def test_decode_when_a_rule_is_broken_then_names_it(at: int, value: Any, rule: str) -> None:
    broken = parts()
    broken[at] = value
    with pytest.raises(MalformedSegment) as raised:
        decode_header(cbor.encode(broken))
    assert raised.value.rule == rule


@pytest.mark.parametrize("broken", [[], 1, [1], [*range(1, 16)], {1: 1}])
def test_decode_when_it_is_no_array_of_fourteen_then_refuses(broken: Any) -> None:
    with pytest.raises(MalformedSegment) as raised:
        decode_header(cbor.encode(broken))
    assert raised.value.rule == "S4"


def test_header_when_it_has_all_the_heads_allowed_then_is_read_and_one_more_is_not() -> None:
    hashes = [number.to_bytes(32, "big") for number in range(MAX_HEADS + 1)]
    heads = [Head(LogId(name(1)), MAX_SEQ, each) for each in hashes]
    most = first(membership_heads=tuple(hashes[1:]), other_heads=tuple(heads[1:]))
    assert decode_header(most.encode()) == most
    assert len(most.encode()) < MAX_HEADER_BYTES * 3 // 4
    for at, too_many in ((10, hashes), (11, heads)):
        broken = parts()
        broken[at] = too_many
        with pytest.raises(MalformedSegment) as raised:
            decode_header(cbor.encode(broken))
        assert raised.value.rule == f"S{at}"


def test_decode_when_too_long_then_refuses_before_reading() -> None:
    with pytest.raises(MalformedSegment) as raised:
        decode_header(bytes(MAX_HEADER_BYTES + 1))
    assert raised.value.rule == "S3"
    with pytest.raises(MalformedCbor):
        decode_header(bytes(MAX_HEADER_BYTES))


@pytest.mark.parametrize(
    ("seq", "prev", "is_right"),
    [
        (1, b"p" * 32, True),
        (MAX_SEQ, b"p" * 32, True),
        (MAX_SEQ + 1, b"p" * 32, False),
        (-1, b"p" * 32, False),
        (1, b"p" * 31, False),
        (1, "p" * 32, False),
    ],
)
def test_decode_when_number_and_hash_before_are_at_their_borders_then_reads_or_refuses(
    seq: int, prev: bytes | str, is_right: bool
) -> None:
    changed = parts()
    changed[5:7] = [seq, prev]
    if is_right:
        assert decode_header(cbor.encode(changed)).seq == seq
        return
    with pytest.raises(MalformedSegment) as raised:
        decode_header(cbor.encode(changed))
    assert raised.value.rule == "S7"


def test_limits_when_read_then_are_those_of_the_page() -> None:
    assert (MAX_HEADER_BYTES, MAX_HEADS, MAX_OPERATIONS) == (256 * 1024, 2048, 500)
    assert (MAX_SEQ, MAX_READER) == (2**32 - 1, 65_535)


def test_decode_when_the_version_is_newer_then_names_both() -> None:
    with pytest.raises(NewerFormat) as raised:
        decode_header(cbor.encode([2, "anything"]))
    assert raised.value.facts == {"found": 2, "known": 1}


def test_encode_when_our_own_header_is_wrong_then_refuses() -> None:
    with pytest.raises(MalformedSegment):
        first(user="u" * 65).encode()


def test_log_when_asked_for_then_differs_by_stream() -> None:
    assert identity().log != identity(stream=MEMBERSHIP).log


def test_check_when_segments_follow_then_accepts() -> None:
    check_first(first())
    check_follows(second(), first(), header_hash(first().encode()))


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (second(identity=identity(SOL)), "log"),
        (second(identity=identity(stream=MEMBERSHIP)), "log"),
        (replace(second(), seq=2), "number"),
        (replace(second(), seq=0), "number"),
        (replace(second(), prev=b"p" * 32), "previous"),
        (second(clock_max=clock(2 + MAX_JUMP)), "clock_jump"),
    ],
)
def test_check_follows_when_it_does_not_then_tells_why(header: Header, reason: str) -> None:
    with pytest.raises(BrokenChain) as raised:
        check_follows(header, first(), header_hash(first().encode()))
    assert raised.value.facts == {"reason": reason}


def test_check_first_when_it_is_not_the_first_or_jumps_then_tells_why() -> None:
    for header, reason in (
        (second(), "not_first"),
        (first(clock_max=clock(MAX_JUMP + 1)), "clock_jump"),
    ):
        with pytest.raises(BrokenChain) as raised:
            check_first(header)
        assert raised.value.facts == {"reason": reason}
    check_first(first(clock_max=clock(MAX_JUMP)))
    check_follows(second(clock_max=clock(1 + MAX_JUMP)), first(), second().prev)


def test_header_when_another_device_signs_then_is_of_another_log() -> None:
    assert first(identity=identity(SOL)).identity.log != first().identity.log
    assert LUNA.public.device == first().identity.device
