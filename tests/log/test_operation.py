# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations: what is written is read, and nothing with a wrong shape is either."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.samples import LUNA, RECORD, RISK, clock, name

from protectnet.domain.ids import RecordId
from protectnet.log import cbor
from protectnet.log.errors import (
    LogError,
    MalformedOperation,
    NotEncodable,
    OperationTooLarge,
)
from protectnet.log.operation import (
    MAX_OPERATION_BYTES,
    Erasure,
    Operation,
    UnknownOperation,
    add,
    decode_operation,
    delete,
    erase,
    erasure_of,
    kept_replaced,
    remove,
    restore,
    set_,
)
from protectnet.log.shapes import OpKind

PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 64), (1 << 64) - 1) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)
IDS = st.lists(st.integers(0, 30).map(name), unique=True, max_size=5)
RECORDS = st.binary(min_size=16, max_size=16).map(RecordId)
CLOCKS = st.integers(1, (1 << 64) - 1)
NUMBERS = st.integers(1, 65_535)
SOME_IDS = IDS.filter(bool)
OPERATIONS = st.one_of(
    st.builds(set_, NUMBERS, RECORDS, NUMBERS, CLOCKS, PLAIN, IDS),
    st.builds(
        add, NUMBERS, RECORDS, NUMBERS, CLOCKS, PLAIN.filter(lambda plain: plain is not None)
    ),
    st.builds(remove, NUMBERS, RECORDS, NUMBERS, CLOCKS, SOME_IDS),
    st.builds(delete, NUMBERS, RECORDS, CLOCKS, IDS, IDS),
    st.builds(restore, NUMBERS, RECORDS, CLOCKS, SOME_IDS),
    st.builds(
        erase,
        NUMBERS,
        RECORDS,
        CLOCKS,
        st.text(max_size=64),
        whole=st.booleans(),
        erased=IDS,
        kept_replaced=IDS,
        blobs=st.lists(st.binary(min_size=32, max_size=32), unique=True, max_size=3),
    ),
)


def parts(**others: Any) -> list[Any]:
    """The parts of a good change, some of them others."""
    found = {
        "kind": 1,
        "record_kind": RISK,
        "record": RECORD,
        "field": 1,
        "clock": clock(1),
        "replaces": [],
        "value": "text",
    }
    return list((found | others).values())


@given(OPERATIONS)
def test_operation_when_written_then_is_read_as_it_was(operation: Operation) -> None:
    assert decode_operation(operation.encode()) == operation


@given(st.binary(max_size=80))
def test_decode_when_bytes_are_anything_then_an_operation_or_an_error_of_ours(
    untrusted: bytes,
) -> None:
    try:
        found = decode_operation(untrusted)
    except LogError:
        return
    assert found.raw == untrusted if isinstance(found, UnknownOperation) else found.encode()


@given(OPERATIONS, st.data())
def test_decode_when_one_part_is_anything_then_an_operation_or_an_error_of_ours(
    operation: Operation, data: st.DataObject
) -> None:
    broken: Any = cbor.decode(operation.encode())
    at = data.draw(st.integers(0, len(broken) - 1))
    broken[at] = data.draw(PLAIN | st.dictionaries(st.text(max_size=2), PLAIN, max_size=2))
    raw = cbor.encode(broken)
    try:
        found = decode_operation(raw)
    except MalformedOperation:
        return
    assert found.raw == raw if isinstance(found, UnknownOperation) else found.encode() == raw


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ([], "O2"),
        (7, "O2"),
        ({1: 2}, "O2"),
        ([True, 1], "O2"),
        (["1"], "O2"),
        (parts(kind=0), "O3"),
        (parts(kind=256), "O3"),
        (parts(kind=-1), "O3"),
        (parts()[:6], "O4"),
        ([*parts(), None], "O4"),
        (parts(record_kind=0), "O5"),
        (parts(record_kind=65_536), "O5"),
        (parts(record_kind=True), "O5"),
        (parts(kind=18, field=0, value=[]), "O5"),
        (parts(record=b"r" * 15), "O6"),
        (parts(record="r" * 16), "O6"),
        (parts(field=0), "O7"),
        (parts(field=65_536), "O7"),
        (parts(field=None), "O7"),
        (parts(kind=4, field=1, value=[]), "O7"),
        (parts(clock=0), "O8"),
        (parts(clock=-1), "O8"),
        (parts(clock=None), "O8"),
        (parts(replaces=None), "O9"),
        (parts(replaces=[name(2), name(1)]), "O9"),
        (parts(replaces=[name(1), name(1)]), "O9"),
        (parts(replaces=[b"short"]), "O9"),
        (parts(replaces=["text"]), "O9"),
        (parts(kind=2, replaces=[name(1)]), "O10"),
        (parts(kind=3, value=None), "O10"),
        (parts(kind=6, field=0, value=None), "O10"),
        (parts(kind=18, record_kind=0, field=0, replaces=[name(1)], value=[]), "O10"),
        (parts(kind=2, value=None), "O11"),
        (parts(kind=3, replaces=[name(1)], value=0), "O11"),
        (parts(kind=6, field=0, replaces=[name(1)], value=False), "O11"),
        (parts(kind=4, field=0, value=None), "O12"),
        (parts(kind=4, field=0, value=[name(2), name(1)]), "O12"),
        (parts(kind=5, field=0, value=None), "O13"),
        (parts(kind=5, field=0, value=["", True, []]), "O13"),
        (parts(kind=5, field=0, value=["", 1, [], []]), "O13"),
        (parts(kind=5, field=0, value=["r" * 65, True, [], []]), "O13"),
        (parts(kind=5, field=0, value=["", True, [b"short"], []]), "O13"),
        (parts(kind=5, field=0, value=["", True, [], [name(1)]]), "O13"),
        (parts(kind=5, field=0, value=["", True, None, []]), "O13"),
    ],
)
def test_decode_when_a_rule_is_broken_then_names_it(broken: Any, rule: str) -> None:
    with pytest.raises(MalformedOperation) as raised:
        decode_operation(cbor.encode(broken))
    assert raised.value.rule == rule


LUNAS_KEYS = [LUNA.public.ed25519, LUNA.public.ml_dsa_65]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (16, ["name", LUNAS_KEYS, b"n" * 16]),
        (16, ["n" * 129, LUNAS_KEYS, b"n" * 16, "Luna"]),
        (16, ["name", LUNAS_KEYS, b"n" * 15, "Luna"]),
        (16, ["name", LUNAS_KEYS, b"n" * 16, "L" * 65]),
        (16, ["name", LUNAS_KEYS[:1], b"n" * 16, "Luna"]),
        (16, ["name", [LUNAS_KEYS[0], b"k"], b"n" * 16, "Luna"]),
        (17, [LUNAS_KEYS, "Luna"]),
        (17, [LUNAS_KEYS, 7, 1]),
        (17, [LUNAS_KEYS, "Luna", 0]),
        (17, [LUNAS_KEYS, "Luna", 4]),
        (17, [LUNAS_KEYS, "Luna", True]),
        (17, [[b"k" * 31, LUNAS_KEYS[1]], "Luna", 1]),
        (18, [1]),
        (18, None),
        (19, [1]),
        (19, [-1, b"k" * 1216]),
        (19, [1 << 32, b"k" * 1216]),
        (19, [1, b"k" * 1215]),
    ],
)
def test_decode_when_a_membership_value_has_another_shape_then_refuses(
    kind: int, value: Any
) -> None:
    with pytest.raises(MalformedOperation) as raised:
        decode_operation(cbor.encode(parts(kind=kind, record_kind=0, field=0, value=value)))
    assert raised.value.rule == "O14"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (16, ["n" * 128, LUNAS_KEYS, b"n" * 16, "L" * 64]),
        (17, [LUNAS_KEYS, "L" * 64, 3]),
        (17, [LUNAS_KEYS, "", 1]),
        (18, []),
        (19, [0, b"k" * 1216]),
        (19, [(1 << 32) - 1, b"k" * 1216]),
    ],
)
def test_decode_when_a_membership_value_is_at_its_borders_then_reads(kind: int, value: Any) -> None:
    raw = cbor.encode(parts(kind=kind, record_kind=0, field=0, value=value))
    assert isinstance(decode_operation(raw), Operation)


@pytest.mark.parametrize(
    "changed",
    [
        parts(record_kind=1),
        parts(record_kind=65_535),
        parts(field=65_535),
        parts(clock=1),
        parts(clock=(1 << 64) - 1),
        parts(kind=5, field=0, value=["r" * 64, False, [], []]),
    ],
)
def test_decode_when_a_part_is_at_its_border_then_reads(changed: Any) -> None:
    assert isinstance(decode_operation(cbor.encode(changed)), Operation)


@pytest.mark.parametrize(
    "raw",
    [
        cbor.encode([7, "whatever", 1]),
        cbor.encode([27]),
        cbor.encode([255, {"a": 1}]),
        cbor.encode(parts(value={"a": 1})),
        cbor.encode(parts(value=[1, [{1: 2}]])),
    ],
)
def test_decode_when_only_a_newer_version_knows_it_then_keeps_the_bytes(raw: bytes) -> None:
    found = decode_operation(raw)
    assert isinstance(found, UnknownOperation)
    assert (found.kind, found.raw) == (raw[1] if raw[1] < 24 else raw[2], raw)


def test_decode_when_the_segment_asks_for_a_newer_reader_then_keeps_even_known_kinds() -> None:
    raw = cbor.encode(parts(kind=4, value="another meaning"))
    assert decode_operation(raw, newer=True) == UnknownOperation(4, raw)
    with pytest.raises(MalformedOperation):
        decode_operation(cbor.encode([0]), newer=True)


def test_operation_when_as_large_as_allowed_then_is_written_and_one_byte_more_is_not() -> None:
    def sized(length: int) -> Operation:
        return set_(RISK, RECORD, 1, clock(1), bytes(length))

    room = MAX_OPERATION_BYTES - len(sized(60_000).encode()) + 60_000
    raw = sized(room).encode()
    assert len(raw) == MAX_OPERATION_BYTES
    assert decode_operation(raw) == sized(room)
    with pytest.raises(OperationTooLarge) as raised:
        sized(room + 1).encode()
    assert raised.value.facts == {"size": MAX_OPERATION_BYTES + 1, "limit": MAX_OPERATION_BYTES}
    with pytest.raises(MalformedOperation) as refused:
        decode_operation(cbor.encode(parts(value=bytes(room + 1))))
    assert refused.value.rule == "O1"


@pytest.mark.parametrize(
    "wrong",
    [
        set_(RISK, RECORD, 0, clock(1), "text"),
        set_(RISK, RecordId(b"short"), 1, clock(1), "text"),
        set_(0, RECORD, 1, clock(1), "text"),
        set_(RISK, RECORD, 1, 0, "text"),
        set_(RISK, RECORD, 1, 1 << 64, "text"),
        set_(RISK, RECORD, 1, clock(1), "text", [name(1), name(1)]),
        add(RISK, RECORD, 1, clock(1), None),
        remove(RISK, RECORD, 1, clock(1), []),
        restore(RISK, RECORD, clock(1), []),
        erase(RISK, RECORD, clock(1), "r" * 65, whole=True, erased=[]),
    ],
)
def test_encode_when_our_own_operation_is_wrong_then_refuses(wrong: Operation) -> None:
    with pytest.raises(MalformedOperation):
        wrong.encode()


def test_encode_when_a_value_is_no_plain_one_then_refuses() -> None:
    with pytest.raises(NotEncodable):
        set_(RISK, RECORD, 1, clock(1), 1.5).encode()  # type: ignore[arg-type]


def test_erasure_when_asked_for_then_gives_the_parts() -> None:
    op = erase(
        RISK, RECORD, clock(1), "safety", whole=False, erased=[name(2), name(1)], blobs=[b"b" * 32]
    )
    read = decode_operation(op.encode())
    assert isinstance(read, Operation)
    assert erasure_of(read) == Erasure("safety", False, (name(1), name(2)), (b"b" * 32,))


def test_kept_replaced_when_erased_ones_replaced_others_then_names_those_that_stay() -> None:
    erased = {
        name(5): set_(RISK, RECORD, 1, clock(5), "new", [name(2), name(1)]),
        name(2): set_(RISK, RECORD, 1, clock(2), "old", [name(0)]),
        name(3): None,
    }
    assert kept_replaced(erased) == (name(0), name(1))


def test_operation_when_shown_then_tells_no_value() -> None:
    secret = set_(RISK, RECORD, 1, clock(1), "Juan, 311")
    assert "Juan" not in repr(secret)
    assert "Juan" not in repr(UnknownOperation(7, secret.encode()))
    assert OpKind.SET.name in repr(secret)
