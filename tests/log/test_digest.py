# SPDX-License-Identifier: GPL-3.0-or-later
"""The state digest: what it covers and what it leaves out."""

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.samples import RECORD, RISK, clock, name

from protectnet.domain.ids import OpId, RecordId
from protectnet.log import cbor
from protectnet.log.digest import digest_entry, state_digest
from protectnet.log.operation import Operation, add, delete, erase, set_
from protectnet.log.state import RecordState

OTHER = RecordId(bytes([7]) * 16)
ATTACHMENT = [b"p" * 32, "photo.jpg", "image/jpeg", 9, b"b" * 32, b"k" * 32, [b"h" * 32]]


def entry(*operations: Operation, first: int = 1, record: RecordId = RECORD) -> bytes:
    state = RecordState()
    for number, each in enumerate(operations, first):
        state.apply(name(number), each)
    return digest_entry(RISK, record, state)


def text(value: Any, at: int = 1, *replaces: OpId, field: int = 1) -> Operation:
    return set_(RISK, RECORD, field, clock(at), value, replaces)


def test_entry_when_read_then_is_the_array_of_the_page() -> None:
    raw = entry(text("b", 1), text("a", 2), text(7, 3, field=900), add(RISK, RECORD, 2, 9, "x"))
    assert cbor.decode(raw) == [RECORD, RISK, 0, [[1, ["a", "b"]], [2, ["x"]], [900, [7]]]]


def test_entry_when_names_clocks_or_order_differ_then_is_the_same() -> None:
    assert entry(text("a", 1), text("b", 2)) == entry(text("b", 7), text("a", 5), first=50)
    assert entry(text("a", 1)) == entry(text("a", 1), text("a", 2))


@pytest.mark.parametrize(
    "other",
    [
        entry(text("b")),
        entry(text("a"), text("b")),
        entry(text("a"), text(None)),
        entry(text("a", field=2)),
        entry(text("a"), text("a", field=2)),
        entry(text("a"), delete(RISK, RECORD, 5, [name(1)])),
        entry(text("a"), delete(RISK, RECORD, 5, [])),
        entry(text("a"), erase(RISK, RECORD, 5, "", whole=False, erased=[name(1)])),
        entry(text("a"), erase(RISK, RECORD, 5, "", whole=True, erased=[])),
        entry(text("a"), record=OTHER),
        entry(text([b"a"])),
    ],
)
def test_entry_when_something_else_is_shown_then_differs(other: bytes) -> None:
    assert entry(text("a")) != other


def test_entry_when_a_field_was_cleared_then_is_as_if_never_written() -> None:
    assert entry(text("a"), text(None, 2, name(1))) == entry()


@pytest.mark.parametrize(("seen", "existence"), [([name(1)], 1), ([], 2)])
def test_entry_when_deleted_then_says_so_and_keeps_the_values(
    seen: list[OpId], existence: int
) -> None:
    raw = entry(text("a"), delete(RISK, RECORD, 5, seen))
    assert cbor.decode(raw) == [RECORD, RISK, existence, [[1, ["a"]]]]


def test_entry_when_erased_then_has_no_fields() -> None:
    gone = erase(RISK, RECORD, 5, "", whole=True, erased=[])
    assert cbor.decode(entry(text("a"), gone)) == [RECORD, RISK, 3, []]


def test_attachment_when_encrypted_anew_then_counts_the_same() -> None:
    again = [*ATTACHMENT[:4], b"B" * 32, b"K" * 32, [b"H" * 32, b"I" * 32]]
    assert entry(text(ATTACHMENT)) == entry(text(again))
    assert cbor.decode(entry(text(ATTACHMENT))) == [
        RECORD,
        RISK,
        0,
        [[1, [[b"p" * 32, "photo.jpg"]]]],
    ]


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, b"q" * 32), (1, "other.jpg"), (0, b"p" * 31), (3, True), (2, None), (4, b""), (6, "h")],
)
def test_attachment_when_content_name_or_shape_differ_then_counts_another(
    at: int, value: Any
) -> None:
    other = list(ATTACHMENT)
    other[at] = value
    assert entry(text(ATTACHMENT)) != entry(text(other))


@given(st.permutations([entry(text("a")), entry(text("b")), entry(record=OTHER)]))
def test_digest_when_records_come_in_any_order_then_is_the_hash_of_their_sorted_array(
    entries: list[bytes],
) -> None:
    decoded = [cbor.decode(each) for each in sorted(entries)]
    assert state_digest(iter(entries)) == sha256(cbor.encode(decoded)).digest()


def test_digest_when_there_is_nothing_then_is_that_of_an_empty_array() -> None:
    assert state_digest([]) == sha256(b"\x80").digest()
