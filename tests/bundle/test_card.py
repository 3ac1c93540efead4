# SPDX-License-Identifier: GPL-3.0-or-later
"""A card says what it was made to say, and nobody else can make one of the same words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.bundle.card import Card, CardTooNew, NotACard, read_card
from protectnet.bundle.errors import BundleError
from protectnet.envelope import HybridIdentity
from protectnet.log import cbor
from protectnet.log.membership_operations import Recipient
from protectnet.log.signatures import SigningKeys

KEYS = SigningKeys(b"e" * 32, b"m" * 32)
OTHER_KEYS = SigningKeys(b"o" * 32, b"m" * 32)
RECIPIENT = Recipient(3, bytes(HybridIdentity(b"r" * 32).recipient.public_bytes))
CARD = Card(KEYS.public, "river laptop", RECIPIENT)
ENCODED = CARD.encode(KEYS)


def test_card_when_written_then_read_the_same() -> None:
    assert read_card(ENCODED) == CARD


def test_words_are_six_numbers_of_eleven_bits_and_hang_on_the_long_term_keys_alone() -> None:
    words = CARD.word_numbers()
    renamed = Card(KEYS.public, "another name", Recipient(4, RECIPIENT.key))
    assert len(words) == 6
    assert all(0 <= number < 2048 for number in words)
    assert renamed.word_numbers() == words
    assert Card(OTHER_KEYS.public, "river laptop", RECIPIENT).word_numbers() != words


def test_words_of_fixed_keys_never_change_between_versions() -> None:
    assert CARD.word_numbers() == FIXED_WORDS


@given(position=st.integers(0, len(ENCODED) - 1), bit=st.integers(0, 7))
def test_card_when_a_bit_is_flipped_then_no_card(position: int, bit: int) -> None:
    altered = bytearray(ENCODED)
    altered[position] ^= 1 << bit
    with pytest.raises((NotACard, CardTooNew)):
        read_card(bytes(altered))


@given(data=st.binary(max_size=200))
def test_card_when_anything_else_then_no_card_and_no_other_error(data: bytes) -> None:
    with pytest.raises(BundleError):
        read_card(data)


def test_card_when_signed_by_another_device_then_no_card() -> None:
    with pytest.raises(NotACard) as raised:
        read_card(CARD.encode(OTHER_KEYS))
    assert raised.value.facts["check"] == 4


FAULTS: list[tuple[str, Callable[[list[cbor.Value]], None]]] = [
    ("version_of_the_future", lambda parts: parts.__setitem__(0, 2)),
    ("version_yes", lambda parts: parts.__setitem__(0, True)),
    ("signing_key_short", lambda parts: parts.__setitem__(1, b"e")),
    ("membership_key_short", lambda parts: parts.__setitem__(2, b"m")),
    ("name_empty", lambda parts: parts.__setitem__(3, "")),
    ("name_long", lambda parts: parts.__setitem__(3, "n" * 65)),
    ("name_of_controls", lambda parts: parts.__setitem__(3, "a\x1b[2J")),
    ("counter_negative", lambda parts: parts.__setitem__(4, -1)),
    ("recipient_key_short", lambda parts: parts.__setitem__(5, b"k")),
    ("signature_missing", lambda parts: parts.__delitem__(6)),
]


@pytest.mark.parametrize(("name", "change"), FAULTS, ids=[name for name, _ in FAULTS])
def test_card_when_it_has_one_fault_then_refused(
    name: str, change: Callable[[list[cbor.Value]], None]
) -> None:
    parts = cbor.decode(ENCODED)
    assert isinstance(parts, list)
    change(parts)
    with pytest.raises((NotACard, CardTooNew)):
        read_card(cbor.encode(parts))


def test_card_when_huge_then_refused_before_it_is_parsed() -> None:
    with pytest.raises(NotACard) as raised:
        read_card(bytes(20_000))
    assert raised.value.facts["check"] == 1


FIXED_WORDS = (1776, 588, 877, 195, 144, 997)
