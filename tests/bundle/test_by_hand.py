# SPDX-License-Identifier: GPL-3.0-or-later
"""What was written out by hand for the vectors is what the libraries understand."""

import hashlib
import io

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from protectnet.envelope import HybridIdentity, NoMatch, X25519Identity, decrypt
from tests.bundle.age_by_hand import age_file, hybrid_stanza, x25519_stanza
from tests.bundle.mlkem_by_hand import encapsulate
from tests.bundle.zstd_by_hand import block, blocks, frame, repeated, with_window
from tests.envelope.samples import SIZES, content_of

SEEDS = st.binary(min_size=32, max_size=32)


@given(seed=st.binary(min_size=64, max_size=64), message=SEEDS)
def test_encapsulate_when_the_library_decapsulates_then_has_the_same_secret(
    seed: bytes, message: bytes
) -> None:
    private = MLKEM768PrivateKey.from_seed_bytes(seed)
    secret, ciphertext = encapsulate(private.public_key().public_bytes_raw(), message)
    assert private.decapsulate(ciphertext) == secret


def test_encapsulate_when_repeated_then_gives_the_same_bytes() -> None:
    public = MLKEM768PrivateKey.from_seed_bytes(bytes(64)).public_key().public_bytes_raw()
    assert encapsulate(public, bytes(32)) == encapsulate(public, bytes(32))
    assert encapsulate(public, bytes(32)) != encapsulate(public, b"\x01" + bytes(31))


@given(seed=SEEDS, number=st.integers(0, 99), size=SIZES)
def test_age_file_when_the_envelope_decrypts_it_then_gives_the_content(
    seed: bytes, number: int, size: int
) -> None:
    identity = HybridIdentity(seed)
    stanza = hybrid_stanza(identity.recipient.public_bytes, seed=number)
    content = content_of(size)
    assert decrypt([identity], io.BytesIO(age_file(content, stanza))).read() == content
    with pytest.raises(NoMatch):
        decrypt(
            [HybridIdentity(hashlib.sha256(seed).digest())], io.BytesIO(age_file(content, stanza))
        )


def test_x25519_stanza_when_the_envelope_reads_it_then_opens() -> None:
    secret = bytes(range(32))
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    file = age_file(b"content", x25519_stanza(public))
    assert decrypt([X25519Identity(secret)], io.BytesIO(file)).read() == b"content"


@given(st.binary(max_size=2000))
def test_frames_when_the_library_decompresses_them_then_gives_the_content(content: bytes) -> None:
    decompressor = zstandard.ZstdDecompressor()
    for made in (frame(content), with_window(content, 12)):
        assert decompressor.decompress(made) == content
        assert zstandard.get_frame_parameters(made).content_size == len(content)
    mixed = blocks(len(content) + 500, repeated(b"x", 500, last=False), block(content, last=True))
    assert decompressor.decompress(mixed) == b"x" * 500 + content
