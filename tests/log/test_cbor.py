# SPDX-License-Identifier: GPL-3.0-or-later
"""Deterministic CBOR: one value, one encoding. A general encoder, cbor2, is the other opinion."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.log import cbor
from protectnet.log.errors import MalformedCbor, NotEncodable

NUMBERS = st.integers(-(1 << 64), (1 << 64) - 1)
BORDERS = st.sampled_from(
    [near + off for near in (0, 24, 1 << 8, 1 << 16, 1 << 32) for off in (-1, 0, 1)]
    + [(1 << 64) - 1, -(1 << 64), -24, -25, -256, -257]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    BORDERS,
    st.text(),
    st.binary(),
    st.binary(min_size=16, max_size=16),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.integers(-300, 300) | st.text(max_size=3), inner)
    ),
    max_leaves=40,
)

# RFC 8949, appendix A, as far as the format allows it.
RFC_EXAMPLES: list[tuple[str, Any]] = [
    ("00", 0),
    ("17", 23),
    ("1818", 24),
    ("1903e8", 1000),
    ("1a000f4240", 1_000_000),
    ("1b000000e8d4a51000", 1_000_000_000_000),
    ("1bffffffffffffffff", 18_446_744_073_709_551_615),
    ("3bffffffffffffffff", -18_446_744_073_709_551_616),
    ("20", -1),
    ("3903e7", -1000),
    ("f4", False),
    ("f5", True),
    ("f6", None),
    ("40", b""),
    ("4401020304", b"\1\2\3\4"),
    ("60", ""),
    ("6449455446", "IETF"),
    ("62c3bc", "ü"),
    ("64f0908591", "𐅑"),
    ("80", []),
    ("8301820203820405", [1, [2, 3], [4, 5]]),
    ("98190102030405060708090a0b0c0d0e0f101112131415161718181819", list(range(1, 26))),
    ("a0", {}),
    ("a201020304", {1: 2, 3: 4}),
    ("a26161016162820203", {"a": 1, "b": [2, 3]}),
    ("826161a161626163", ["a", {"b": "c"}]),
]


def same(first: object, second: object) -> bool:
    """Equal, with yes/no told from numbers."""
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return first.keys() == second.keys() and all(same(first[k], second[k]) for k in first)
    return type(first) is type(second) and first == second


@pytest.mark.parametrize(("encoded", "value"), RFC_EXAMPLES, ids=[row[0] for row in RFC_EXAMPLES])
def test_encode_when_an_example_of_the_rfc_then_both_ways(encoded: str, value: Any) -> None:
    assert cbor.encode(value).hex() == encoded
    assert same(cbor.decode(bytes.fromhex(encoded)), value)


@given(VALUES)
def test_decode_when_encoded_then_gives_the_value_back(value: Any) -> None:
    assert same(cbor.decode(cbor.encode(value)), value)


@given(st.recursive(SCALARS, st.lists, max_leaves=40))
def test_encode_when_compared_with_a_general_encoder_then_is_the_same(value: Any) -> None:
    assert cbor.encode(value) == cbor2.dumps(value)


def test_encode_when_a_map_then_keys_stand_in_the_order_of_rfc_8949() -> None:
    # Section 4.2.1; cbor2's own order is the older one, shorter keys first.
    value: dict[int | str, cbor.Value] = {"aa": 0, "z": 0, -1: 0, 100: 0, 10: 0}
    assert cbor.encode(value).hex() == "a5" + "".join(
        key + "00" for key in ("0a", "1864", "20", "617a", "626161")
    )


def check_one_encoding_or_refused(untrusted: bytes) -> None:
    try:
        value = cbor.decode(untrusted)
    except MalformedCbor:
        return
    assert cbor.encode(value) == untrusted


@given(st.binary(max_size=60))
def test_decode_when_bytes_are_anything_then_one_encoding_or_refused(untrusted: bytes) -> None:
    check_one_encoding_or_refused(untrusted)


@given(VALUES, st.data())
def test_decode_when_an_encoding_is_damaged_then_one_encoding_or_refused(
    value: Any, data: st.DataObject
) -> None:
    damaged = bytearray(cbor.encode(value))
    damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    check_one_encoding_or_refused(bytes(damaged))


@given(VALUES)
def test_decode_when_cut_anywhere_then_ends_too_early(value: Any) -> None:
    encoded = cbor.encode(value)
    for length in range(len(encoded)):
        with pytest.raises(MalformedCbor):
            cbor.decode(encoded[:length])


@pytest.mark.parametrize(
    ("encoded", "rule"),
    [
        ("", "C1"),
        ("19", "C1"),
        ("1b00000000000000", "C1"),
        ("811b00", "C1"),
        ("8150aa", "C1"),
        ("82", "C1"),
        ("9bffffffffffffffff", "C1"),
        ("5bffffffffffffffff00", "C1"),
        ("a101", "C1"),
        ("43ffff", "C1"),
        ("63c3bc", "C1"),
        ("62c3", "C1"),
        ("0000", "C2"),
        ("8000", "C2"),
        ("1817", "C3"),
        ("1900ff", "C3"),
        ("1a0000ffff", "C3"),
        ("1b00000000ffffffff", "C3"),
        ("811b00000000ffffffff", "C3"),
        ("3817", "C3"),
        ("580141", "C3"),
        ("9801f6", "C3"),
        ("5f4101ff", "C4"),
        ("9f01ff", "C4"),
        ("bf6161 01ff", "C4"),
        ("ff", "C4"),
        ("81ff", "C4"),
        ("1c", "C5"),
        ("fc", "C5"),
        ("f7", "C5"),
        ("e0", "C5"),
        ("f820", "C5"),
        ("f93c00", "C6"),
        ("81fa47c35000", "C6"),
        ("fb3ff199999999999a", "C6"),
        ("c11a514b67b0", "C7"),
        ("d9d9f700", "C7"),
        ("81c249010000000000000000", "C7"),
        ("61ff", "C8"),
        ("63eda080", "C8"),
        ("62c080", "C8"),
        ("81" * 17 + "00", "C9"),
        ("a100" * 17 + "00", "C9"),
        ("a1400 1", "C10"),
        ("a1f601", "C10"),
        ("a1800 1", "C10"),
        ("a202010101", "C10"),
        ("a201010102", "C10"),
        ("a2616101200 1", "C10"),
    ],
)
def test_decode_when_a_rule_is_broken_then_names_it(encoded: str, rule: str) -> None:
    with pytest.raises(MalformedCbor) as raised:
        cbor.decode(bytes.fromhex(encoded.replace(" ", "")))
    assert raised.value.rule == rule


@pytest.mark.parametrize("level", ["81", "a100", "a16161"])
def test_value_when_as_deep_as_allowed_then_both_ways_and_no_deeper(level: str) -> None:
    deep = bytes.fromhex(level * cbor.MAX_DEPTH + "00")
    value = cbor.decode(deep)
    assert cbor.encode(value) == deep
    wrapped: list[cbor.Value] = [[value], {0: value}]
    for each in wrapped:
        with pytest.raises(NotEncodable):
            cbor.encode(each)
    with pytest.raises(MalformedCbor):
        cbor.decode(bytes.fromhex(level) + deep)


@pytest.mark.parametrize("number", [n + off for n in (24, 2**8, 2**16, 2**32) for off in (-1, 0)])
def test_number_when_at_a_border_of_its_form_then_both_ways(number: int) -> None:
    for value in (number, -1 - number, [number]):
        encoded = cbor.encode(value)
        assert encoded == cbor2.dumps(value)
        assert cbor.decode(encoded) == value


@pytest.mark.parametrize("length", [0, 15, 16, 17, 23, 24, 25, 255, 256, 65_535, 65_536])
def test_length_when_at_a_border_of_its_form_then_both_ways(length: int) -> None:
    values: list[Any] = [bytes(length), "a" * length, [0] * length, [bytes(length), "b" * length]]
    for value in values:
        encoded = cbor.encode(value)
        assert encoded == cbor2.dumps(value)
        assert cbor.decode(encoded) == value


class Colour(IntEnum):
    GREEN = 7


class Pair(NamedTuple):
    first: int
    second: str


class Word(str):
    __slots__ = ()


def test_encode_when_a_subclass_then_as_what_it_is() -> None:
    assert cbor.encode(Colour.GREEN) == b"\x07"
    assert cbor.encode(Pair(1, "a")) == cbor.encode([1, "a"])
    assert cbor.encode([Word("a"), (1, True)]) == bytes.fromhex("8261618201f5")


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        1 << 64,
        -(1 << 64) - 1,
        {1, 2},
        object(),
        {b"key": 1},
        {True: 1},
        "\ud800",
        [[2.0]],
        bytearray(b"a"),
    ],
    ids=str,
)
def test_encode_when_the_format_cannot_hold_it_then_refuses(value: Any) -> None:
    with pytest.raises(NotEncodable):
        cbor.encode(value)


@given(st.lists(VALUES))
def test_array_of_when_items_are_encoded_then_is_the_encoding_of_the_array(
    values: list[Any],
) -> None:
    encoded = [cbor.encode(value) for value in values]
    assert cbor.array_of(encoded) == cbor.encode(values)
    assert cbor.array_head(len(values)) + b"".join(encoded) == cbor.encode(values)


@given(VALUES, st.binary(max_size=3))
def test_head_at_when_anything_stands_there_then_tells_its_type_and_number(
    value: Any, before: bytes
) -> None:
    encoded = cbor.encode(value)
    try:
        major, number, place = cbor.head_at(before + encoded, len(before))
    except MalformedCbor:
        raise AssertionError(value) from None
    assert major == encoded[0] >> 5
    if isinstance(value, bytes | list | dict):
        assert number == len(value)
    if isinstance(value, bytes):
        assert (before + encoded)[place:] == value


@pytest.mark.parametrize(
    ("encoded", "rule"), [("", "C1"), ("19", "C1"), ("1817", "C3"), ("9f", "C4"), ("1c", "C5")]
)
def test_head_at_when_malformed_then_names_the_rule(encoded: str, rule: str) -> None:
    with pytest.raises(MalformedCbor) as caught:
        cbor.head_at(bytes.fromhex(encoded), 0)
    assert caught.value.rule == rule
