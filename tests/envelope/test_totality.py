# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever bytes are read, the outcome is the content or an error of the closed list."""

import io

from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import ALICE, content_of, encrypted

from protectnet.envelope import (
    DetachedReference,
    EnvelopeError,
    HeaderFailure,
    HmacFailure,
    LimitExceeded,
    NoMatch,
    PayloadFailure,
    ScryptIdentity,
    UnsupportedRecipient,
    decrypt,
    decrypt_detached,
    encrypt_detached,
    parse_identity,
)
from protectnet.envelope.stream import CHUNK

READING = (NoMatch, HeaderFailure, HmacFailure, PayloadFailure, LimitExceeded)
X25519 = parse_identity(
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
)
IDENTITIES = [ALICE, X25519, ScryptIdentity("passphrase")]

SMALL = encrypted(b"a few words", ALICE)
LARGE_CONTENT = content_of(CHUNK + 100)
LARGE = encrypted(LARGE_CONTENT, ALICE)
PARTS = (
    b"age-encryption.org/v1\n",
    b"-> X25519 ",
    b"-> scrypt ",
    b"-> mlkem768x25519 ",
    b"\n",
    b" ",
    b"--- ",
)


def outcome(untrusted: bytes) -> bytes | None:
    """Return the content, or None for an error that reading may raise; any other is a finding."""
    try:
        return decrypt(IDENTITIES, io.BytesIO(untrusted)).read()
    except READING:
        return None


def detached_sample() -> tuple[DetachedReference, bytes]:
    sink = io.BytesIO()
    reference = encrypt_detached(io.BytesIO(b"a few words"), sink)
    return reference, sink.getvalue()


def test_errors_are_a_closed_list_with_codes_of_their_own() -> None:
    listed: set[type[EnvelopeError]] = {*READING, UnsupportedRecipient}
    assert set(EnvelopeError.__subclasses__()) == listed
    codes = {error.code for error in listed}
    assert len(codes) == len(listed)
    assert all(code.startswith("envelope_") for code in codes)


@given(st.binary(max_size=400))
def test_decrypt_when_random_bytes_then_fails_as_listed(untrusted: bytes) -> None:
    assert outcome(untrusted) is None


@given(
    st.lists(st.one_of(st.sampled_from(PARTS), st.binary(max_size=40)), max_size=20).map(b"".join)
)
def test_decrypt_when_pieces_of_headers_then_fails_as_listed(untrusted: bytes) -> None:
    assert outcome(PARTS[0] + untrusted) is None


@given(st.data())
def test_decrypt_when_a_file_was_spliced_then_fails_or_is_the_file(draw: st.DataObject) -> None:
    begin = draw.draw(st.integers(0, len(LARGE)))
    end = draw.draw(st.integers(begin, min(len(LARGE), begin + 2000)))
    source = draw.draw(st.integers(0, len(LARGE)))
    inserted = draw.draw(st.one_of(st.binary(max_size=20), st.just(LARGE[source : source + 2000])))
    changed = LARGE[:begin] + inserted + LARGE[end:]
    assert outcome(changed) == (LARGE_CONTENT if changed == LARGE else None)


def test_decrypt_when_any_byte_is_flipped_then_fails_as_listed() -> None:
    for place in range(len(SMALL)):
        flipped = bytearray(SMALL)
        flipped[place] ^= 1 << place % 8
        assert outcome(bytes(flipped)) is None, place


def test_decrypt_when_cut_anywhere_then_fails_as_listed() -> None:
    for length in range(len(SMALL)):
        assert outcome(SMALL[:length]) is None, length
    assert outcome(SMALL) == b"a few words"


def test_decrypt_when_cut_near_the_border_of_chunks_then_releases_no_wrong_end() -> None:
    border = len(LARGE) - 100 - 16
    for length in range(border - 20, border + 20):
        assert outcome(LARGE[:length]) is None, length


def test_decrypt_detached_when_any_byte_is_flipped_or_cut_then_fails_as_listed() -> None:
    reference, ciphertext = detached_sample()
    changed = [ciphertext[:length] for length in range(len(ciphertext))] + [ciphertext + b"x"]
    for place in range(len(ciphertext)):
        flipped = bytearray(ciphertext)
        flipped[place] ^= 1 << place % 8
        changed += [bytes(flipped)]
    for untrusted in changed:
        try:
            decrypt_detached(reference, io.BytesIO(untrusted)).read()
        except PayloadFailure:
            continue
        raise AssertionError(untrusted)


@given(st.one_of(st.text(max_size=80), st.text("AGE-SCRTKYPQ1qpzry", max_size=80)))
def test_parse_identity_when_any_text_then_is_refused_as_listed(text: str) -> None:
    try:
        parse_identity(text)
    except UnsupportedRecipient:
        return
    raise AssertionError(text)
