# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import SIZES, Dribble, content_of

from protectnet.envelope import (
    CiphertextDigest,
    DetachedReference,
    HeaderFailure,
    Limit,
    LimitExceeded,
    PayloadFailure,
    PayloadReason,
    StreamWriter,
    check_ciphertext,
    decrypt_detached,
    detached,
    encrypt_detached,
    padded_length,
    pieces,
)
from protectnet.envelope.derivation import hkdf
from protectnet.envelope.pieces import PieceHasher
from protectnet.envelope.stream import sealed_length

KEY = bytes(range(32))


def sealed(content: bytes) -> tuple[DetachedReference, bytes]:
    sink = io.BytesIO()
    reference = encrypt_detached(io.BytesIO(content), sink, lambda size: KEY[:size])
    return reference, sink.getvalue()


def forged(plain: bytes, length: int) -> tuple[DetachedReference, bytes]:
    """Seal ``plain`` as it is, as somebody who knows the key can, and refer to it."""
    sink = io.BytesIO()
    hasher = PieceHasher(sink)
    with StreamWriter(hasher, hkdf(KEY, b"", b"detached-stream/v1")) as writer:
        writer.write(plain)
    return DetachedReference(KEY, length, hasher.digest()), sink.getvalue()


def failure_of(reference: DetachedReference, ciphertext: bytes) -> PayloadReason:
    with pytest.raises(PayloadFailure) as caught:
        decrypt_detached(reference, io.BytesIO(ciphertext)).read()
    return caught.value.reason


@given(SIZES, st.integers(1000, 90_000))
def test_decrypt_when_encrypted_then_gives_the_content_without_its_padding(
    size: int, step: int
) -> None:
    content = content_of(size)
    reference, ciphertext = sealed(content)
    assert reference.length == size
    assert len(ciphertext) == reference.digest.size == sealed_length(padded_length(size + 8))
    assert reference.digest.blob_id == hashlib.sha256(ciphertext).digest()
    check_ciphertext(reference.digest, io.BytesIO(ciphertext))
    opened = decrypt_detached(reference, Dribble(ciphertext, step))
    assert opened.read() == content
    assert opened.complete


def test_encrypt_when_the_lengths_are_near_then_the_ciphertexts_are_of_one_length() -> None:
    lengths = [len(sealed(content_of(size))[1]) for size in (63_480, 63_481, 65_528, 65_529)]
    assert lengths[0] < lengths[1] == lengths[2] < lengths[3]


def test_encrypt_when_the_same_content_twice_then_keys_and_ciphertexts_differ() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    first, second = (encrypt_detached(io.BytesIO(b"same"), sink) for sink in (one, other))
    assert first.key != second.key
    assert one.getvalue() != other.getvalue()


def test_encrypt_when_the_example_of_the_specification_then_gives_its_bytes() -> None:
    reference, ciphertext = sealed(b"example")
    page = (Path(__file__).parents[2] / "docs/spec/envelope-v1.md").read_text("utf-8")
    assert f"key        {KEY.hex()}" in page
    assert f"plaintext  {(b'example' + bytes(1) + (7).to_bytes(8, 'big')).hex()}" in page
    assert f"ciphertext {ciphertext.hex()}" in page
    assert f"blob id    {reference.digest.blob_id.hex()}" in page


def test_encrypt_when_more_than_allowed_then_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MAX_CIPHERTEXT", 200_000)
    sealed(content_of(190_000))
    sink = io.BytesIO()
    with pytest.raises(LimitExceeded) as caught:
        encrypt_detached(io.BytesIO(content_of(2_000_000)), sink)
    assert caught.value.limit is Limit.DETACHED_BYTES
    assert len(sink.getvalue()) <= 200_000


def test_decrypt_when_the_key_is_another_then_releases_nothing() -> None:
    reference, ciphertext = sealed(b"content")
    wrong = DetachedReference(bytes(32), reference.length, reference.digest)
    assert failure_of(wrong, ciphertext) is PayloadReason.DAMAGED


def test_decrypt_when_somebody_who_knows_the_key_made_another_then_the_digest_tells() -> None:
    reference, _ = sealed(b"content")
    other, ciphertext = sealed(b"CONTENT")
    assert other.length == reference.length
    assert failure_of(reference, ciphertext) is PayloadReason.DIGEST


TRAILER = (100).to_bytes(8, "big")


@pytest.mark.parametrize(
    "plain",
    [
        bytes(100) + b"\x00\x00\x00\x01" + TRAILER,
        bytes(100) + b"\x01\x00\x00\x00" + TRAILER,
        bytes(104) + (99).to_bytes(8, "big"),
        bytes(104) + (101).to_bytes(8, "big"),
    ],
    ids=["last zero", "first zero", "shorter", "longer"],
)
def test_decrypt_when_what_follows_the_content_is_wrong_then_is_refused(plain: bytes) -> None:
    assert len(plain) == padded_length(108) == 112
    assert failure_of(*forged(plain, 100)) is PayloadReason.PADDING
    reference, ciphertext = forged(bytes(104) + TRAILER, 100)
    assert decrypt_detached(reference, io.BytesIO(ciphertext)).read() == bytes(100)


def test_decrypt_when_the_trailer_lies_across_two_chunks_then_is_read() -> None:
    # No PADMÉ length puts it there, so the two parts are checked as the reader would meet them.
    plain = memoryview(bytes(4) + TRAILER)
    for cut in range(len(plain) + 1):
        check = detached._PaddingCheck(100)
        check.check(plain[:cut])
        if cut < len(plain):
            with pytest.raises(PayloadFailure):
                check.finish()
        check.check(plain[cut:])
        check.finish()


@pytest.mark.parametrize("longer", [False, True])
def test_decrypt_when_the_ciphertext_is_of_another_length_then_is_refused(longer: bool) -> None:
    reference, _ = sealed(content_of(100_000))
    plain = bytes(100_000) + bytes(4000 if longer else 0) + (100_000).to_bytes(8, "big")
    _, ciphertext = forged_of_any_size(plain)
    assert failure_of(reference, ciphertext) is PayloadReason.PADDING


def forged_of_any_size(plain: bytes) -> tuple[CiphertextDigest, bytes]:
    sink = io.BytesIO()
    hasher = PieceHasher(sink)
    with StreamWriter(hasher, hkdf(KEY, b"", b"detached-stream/v1")) as writer:
        writer.write(plain)
    return hasher.digest(), sink.getvalue()


def test_reference_when_its_values_do_not_fit_then_is_refused() -> None:
    digest = sealed(bytes(1000))[0].digest
    DetachedReference(KEY, 1000, digest)
    DetachedReference(KEY, 1016, digest)  # padded to the same length: decided by the trailer
    for key, length in (
        (KEY[1:], 1000),
        (KEY + b"x", 1000),
        (KEY, 984),
        (KEY, 1017),
        (KEY, -1),
        (KEY, -9),
        (KEY, 1 << 64),
    ):
        with pytest.raises(HeaderFailure):
            DetachedReference(key, length, digest)


def test_reference_tells_its_key_in_no_repr() -> None:
    reference, _ = sealed(b"content")
    assert "key" not in repr(reference)
    assert repr(KEY)[2:-1] not in repr(reference)
