# SPDX-License-Identifier: GPL-3.0-or-later
"""Vectors: what one says comes back as it was, limits hold, and of several one is used."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.samples import CIRCLE, LUNA, SOL, name
from tests.log.vectors_holdings import EMPTY, GOOD, HASHES, LOG, SIGNED

from protectnet.domain.ids import CircleId, LogId, OpId
from protectnet.log.errors import LogError, MalformedVector, WrongAuthor
from protectnet.log.header import Head
from protectnet.log.vector import (
    MAX_ERASED,
    MAX_HEADS,
    MAX_MISSING,
    MAX_VECTOR_BYTES,
    SignedVector,
    Vector,
    decode_vector,
    newest,
    newest_of_each,
    sign_vector,
    verify_vector,
)

_HASHES = st.binary(min_size=32, max_size=32)
_IDS = st.binary(min_size=16, max_size=16)
_HEADS = st.builds(Head, _IDS.map(LogId), st.integers(0, (1 << 32) - 1), _HASHES)
VECTORS = st.builds(
    Vector,
    st.just(LUNA.public.device),
    _IDS.map(CircleId),
    st.integers(1, (1 << 48) - 1),
    st.integers(0, 65_535),
    st.sets(_HEADS, max_size=5).map(lambda found: tuple(sorted(found))),
    st.sets(_HASHES, max_size=5).map(lambda found: tuple(sorted(found))),
    st.sets(_IDS.map(OpId), max_size=5).map(lambda found: tuple(sorted(found))),
)


def rule_of(untrusted: bytes) -> str:
    with pytest.raises(MalformedVector) as raised:
        decode_vector(untrusted)
    return raised.value.rule


@given(VECTORS)
def test_vector_when_signed_and_sent_then_says_the_same_and_in_the_same_bytes(
    vector: Vector,
) -> None:
    signed = sign_vector(vector, LUNA)
    came = decode_vector(signed.encode())
    assert came == signed
    assert verify_vector(came, LUNA.public) == vector
    assert came.encode() == signed.encode()


@given(st.integers(0, len(SIGNED.encode()) - 1), st.integers(0, 7))
def test_vector_when_a_bit_is_flipped_then_is_not_used(position: int, bit: int) -> None:
    altered = bytearray(SIGNED.encode())
    altered[position] ^= 1 << bit
    with pytest.raises(LogError):
        verify_vector(decode_vector(bytes(altered)), LUNA.public)


@given(st.integers(0, len(SIGNED.encode()) - 1))
def test_vector_when_cut_anywhere_then_is_refused(end: int) -> None:
    with pytest.raises(LogError):
        decode_vector(SIGNED.encode()[:end])


@given(st.binary(max_size=200))
def test_bytes_when_they_are_no_vector_then_refused_and_with_no_other_error(data: bytes) -> None:
    with pytest.raises(LogError):
        decode_vector(data)


def full(heads: int = MAX_HEADS, missing: int = MAX_MISSING, erased: int = MAX_ERASED) -> Vector:
    """A vector with so many parts, each as long as it can be."""
    hashes = [number.to_bytes(32, "big") for number in range(max(missing, heads))]
    named = tuple(Head(LOG, (1 << 32) - 1, each) for each in hashes[:heads])
    erases = tuple(name(number) for number in range(erased))
    top = replace(GOOD, counter=(1 << 48) - 1, day=65_535)
    return replace(top, heads=named, missing=tuple(hashes[:missing]), erased=erases)


def test_vector_when_it_is_full_then_it_is_read_and_below_the_limit() -> None:
    raw = sign_vector(full(), LUNA).encode()
    assert decode_vector(raw).vector == full()
    assert len(raw) <= MAX_VECTOR_BYTES


@pytest.mark.parametrize(
    ("vector", "rule"),
    [
        (full(heads=MAX_HEADS + 1), "V7"),
        (full(missing=MAX_MISSING + 1), "V8"),
        (full(erased=MAX_ERASED + 1), "V9"),
        (replace(GOOD, counter=0), "V5"),
        (replace(GOOD, heads=GOOD.heads[::-1]), "V7"),
    ],
    ids=["heads", "missing", "erased", "counter", "order"],
)
def test_vector_when_it_breaks_a_rule_then_it_is_not_written(vector: Vector, rule: str) -> None:
    with pytest.raises(MalformedVector) as raised:
        vector.encode()
    assert raised.value.rule == rule


def test_vector_when_larger_than_the_limit_then_not_even_decoded() -> None:
    assert rule_of(bytes(MAX_VECTOR_BYTES + 1)) == "V1"


def test_vector_when_signed_by_another_device_then_refused() -> None:
    with pytest.raises(WrongAuthor):
        sign_vector(GOOD, SOL)


def test_sameness_when_counter_and_day_differ_then_is_the_same_and_else_not() -> None:
    assert GOOD.says_the_same_as(replace(GOOD, counter=99, day=1))
    others = [
        replace(GOOD, device=SOL.public.device),
        replace(GOOD, circle=CircleId(bytes(16))),
        replace(GOOD, heads=GOOD.heads[:1]),
        replace(GOOD, missing=()),
        replace(GOOD, erased=()),
    ]
    assert not any(GOOD.says_the_same_as(each) for each in others)


def signed(counter: int, day: int = 0) -> SignedVector:
    return sign_vector(replace(EMPTY, counter=counter, day=day), LUNA)


def test_newest_when_counters_differ_then_the_highest_and_the_day_decides_nothing() -> None:
    late, early = signed(3, day=1), signed(2, day=60_000)
    assert newest(late, early) is late
    assert newest(early, late) is late


def test_newest_when_counters_are_equal_then_the_greater_bytes() -> None:
    first, second = signed(3, day=1), signed(3, day=2)
    assert first.encoded < second.encoded
    assert newest(first, second) is second
    assert newest(second, first) is second


def test_newest_when_of_different_devices_or_circles_then_they_are_not_compared() -> None:
    others = [
        (replace(EMPTY, device=SOL.public.device), SOL),
        (replace(EMPTY, circle=CircleId(bytes(16))), LUNA),
    ]
    for vector, keys in others:
        with pytest.raises(ValueError, match="different"):
            newest(signed(1), sign_vector(vector, keys))


def test_newest_of_each_when_in_any_order_then_one_of_each_device_and_circle() -> None:
    of_sol = sign_vector(replace(EMPTY, device=SOL.public.device, counter=9), SOL)
    expected = {
        (CIRCLE, LUNA.public.device): signed(5),
        (CIRCLE, SOL.public.device): of_sol,
    }
    for order in permutations([signed(5), signed(4), of_sol, signed(5)]):
        assert newest_of_each(order) == expected


def test_representation_when_shown_then_it_is_short() -> None:
    assert HASHES[0].hex() not in repr(GOOD)
