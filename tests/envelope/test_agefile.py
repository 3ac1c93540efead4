# SPDX-License-Identifier: GPL-3.0-or-later
import io
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import ALICE, BOB, SIZES, STRANGER, Dribble, content_of, encrypted

from protectnet.envelope import (
    MAX_RECIPIENTS,
    HeaderFailure,
    HeaderReason,
    HmacFailure,
    HybridRecipient,
    Limit,
    LimitExceeded,
    NoMatch,
    RecipientReason,
    UnsupportedRecipient,
    decrypt,
    encrypt,
    encrypted_length,
    encrypted_writer,
    longest_content,
)
from protectnet.envelope.bytestreams import HeaderSource
from protectnet.envelope.header import Header, Stanza, parse, serialise, serialise_mac


def header_of(file: bytes) -> Header:
    return parse(HeaderSource(io.BytesIO(file)))


def opens(stanza: Stanza) -> bool:
    return any(identity.unwrap([stanza]) is not None for identity in (ALICE, BOB))


@given(SIZES, st.integers(1, 90_000))
def test_decrypt_when_encrypted_then_each_recipient_reads_it(size: int, step: int) -> None:
    content = content_of(size)
    file = encrypted(content, ALICE, BOB)
    assert decrypt([ALICE], io.BytesIO(file)).read() == content
    assert decrypt([STRANGER, BOB], Dribble(file, step)).read() == content


def test_decrypt_when_not_a_recipient_then_does_not_match() -> None:
    file = encrypted(b"content", ALICE)
    for identities in ([], [STRANGER]):
        with pytest.raises(NoMatch):
            decrypt(identities, io.BytesIO(file))


@pytest.mark.parametrize(
    ("recipients", "shown"),
    [(1, 2), (2, 2), (3, 4), (4, 4), (5, 8), (33, 64), (MAX_RECIPIENTS, 64)],
)
def test_encrypt_when_some_recipients_then_dummies_fill_up_to_a_power_of_two(
    recipients: int, shown: int
) -> None:
    file = encrypted(b"", *[ALICE] * recipients)
    stanzas = header_of(file).stanzas
    assert len(stanzas) == shown
    assert sum(map(opens, stanzas)) == recipients
    assert len({(stanza.type, len(stanza.arguments), len(stanza.body)) for stanza in stanzas}) == 1
    assert len({len(stanza.arguments[0]) for stanza in stanzas}) == 1


@given(SIZES, st.sampled_from([1, 2, 3, 5]))
def test_encrypted_length_is_that_of_the_file(size: int, recipients: int) -> None:
    file = encrypted(content_of(size), *[ALICE] * recipients)
    assert encrypted_length(recipients, size) == len(file)


@given(st.integers(0, 500_000), st.sampled_from([1, 2, 3, 64]))
def test_longest_content_fits_and_one_byte_more_does_not(limit: int, recipients: int) -> None:
    longest = longest_content(recipients, limit)
    assert longest < 0 or encrypted_length(recipients, longest) <= limit
    assert encrypted_length(recipients, max(longest, -1) + 1) > limit


def test_encrypt_when_repeated_then_the_recipient_stands_in_any_place() -> None:
    places = set()
    for _ in range(60):  # all in one place: less than once in 10**17 runs
        stanzas = header_of(encrypted(b"", ALICE)).stanzas
        places.add([opens(stanza) for stanza in stanzas].index(True))
    assert places == {0, 1}


def test_encrypt_when_repeated_then_the_files_share_no_header_and_no_payload() -> None:
    one, other = encrypted(bytes(100), ALICE), encrypted(bytes(100), ALICE)
    assert header_of(one).mac != header_of(other).mac
    assert one[-100:] != other[-100:]


@pytest.mark.parametrize("count", [0, MAX_RECIPIENTS + 1])
def test_encrypt_when_no_or_too_many_recipients_then_writes_nothing(count: int) -> None:
    sink = io.BytesIO()
    with pytest.raises((UnsupportedRecipient, LimitExceeded)) as caught:
        encrypt([ALICE.recipient] * count, io.BytesIO(b"x"), sink)
    assert sink.getvalue() == b""
    expected = (
        {"reason": RecipientReason.NONE}
        if count == 0
        else {"limit": Limit.RECIPIENTS, "allowed": 64}
    )
    assert caught.value.facts == expected


def test_encrypt_when_a_recipient_is_of_another_type_then_writes_nothing() -> None:
    sink = io.BytesIO()
    stranger = cast(
        "HybridRecipient", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    )
    with pytest.raises(UnsupportedRecipient) as caught:
        encrypt([ALICE.recipient, stranger], io.BytesIO(b"x"), sink)
    assert caught.value.reason is RecipientReason.TYPE
    assert sink.getvalue() == b""


def test_encrypted_writer_when_used_in_a_block_then_the_file_is_whole_afterwards() -> None:
    sink = io.BytesIO()
    with encrypted_writer([ALICE.recipient], sink) as writer:
        writer.write(b"one ")
        writer.write(bytearray(b"two"))
    assert decrypt([ALICE], io.BytesIO(sink.getvalue())).read() == b"one two"


def test_decrypt_when_a_stanza_was_taken_out_then_the_mac_tells() -> None:
    file = encrypted(b"content", ALICE, BOB, STRANGER)
    header = header_of(file)
    payload = file[len(header.covered) + 45 :]
    for left_out in range(4):
        stanzas = [stanza for number, stanza in enumerate(header.stanzas) if number != left_out]
        forged = serialise(stanzas) + serialise_mac(header.mac) + payload
        expected = NoMatch if ALICE.unwrap(stanzas) is None else HmacFailure
        with pytest.raises(expected):
            decrypt([ALICE], io.BytesIO(forged))


def test_decrypt_when_the_nonce_is_cut_then_is_a_header_failure() -> None:
    file = encrypted(b"", ALICE)
    with pytest.raises(HeaderFailure) as caught:
        decrypt([ALICE], io.BytesIO(file[:-17]))
    assert caught.value.reason is HeaderReason.NONCE


def test_decrypt_when_header_and_payload_are_of_two_files_then_nothing_is_released() -> None:
    one, other = encrypted(b"content", ALICE), encrypted(b"content", ALICE)
    length = len(header_of(one).covered) + 45
    opened = decrypt([ALICE], io.BytesIO(one[:length] + other[length:]))
    with pytest.raises(Exception, match="payload_failure"):
        opened.read(1)
