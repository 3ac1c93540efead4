# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing and checking headers."""

import pytest
from tests.log.samples import LUNA, SOL

from protectnet.log.errors import SignatureInvalid
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.signatures import PublicKeys, SigningKeys, verify, verify_bytes

HEADER = b"the bytes of a header"


@pytest.mark.parametrize("stream", [RECORDS, MEMBERSHIP])
def test_verify_when_signed_by_the_device_then_accepts(stream: int) -> None:
    verify(LUNA.public, stream, HEADER, LUNA.sign(stream, HEADER))


@pytest.mark.parametrize("stream", [RECORDS, MEMBERSHIP])
def test_verify_when_keys_or_header_are_others_then_refuses(stream: int) -> None:
    signatures = LUNA.sign(stream, HEADER)
    with pytest.raises(SignatureInvalid):
        verify(SOL.public, stream, HEADER, signatures)
    with pytest.raises(SignatureInvalid):
        verify(LUNA.public, stream, HEADER + b".", signatures)


@pytest.mark.parametrize(("broken", "scheme"), [(0, "ed25519"), (1, "ml_dsa_65")])
def test_verify_when_one_of_two_signatures_is_wrong_then_names_it(broken: int, scheme: str) -> None:
    signatures = list(LUNA.sign(MEMBERSHIP, HEADER))
    signatures[broken] = SOL.sign(MEMBERSHIP, HEADER)[broken]
    with pytest.raises(SignatureInvalid) as raised:
        verify(LUNA.public, MEMBERSHIP, HEADER, tuple(signatures))
    assert raised.value.facts == {"scheme": scheme}


def test_verify_when_a_signature_is_missing_or_too_many_then_refuses() -> None:
    both = LUNA.sign(MEMBERSHIP, HEADER)
    for stream, signatures in ((MEMBERSHIP, both[:1]), (RECORDS, both), (RECORDS, ())):
        with pytest.raises(SignatureInvalid):
            verify(LUNA.public, stream, HEADER, signatures)


def test_verify_when_made_for_the_other_stream_then_refuses() -> None:
    with pytest.raises(SignatureInvalid):
        verify(LUNA.public, RECORDS, HEADER, LUNA.sign(MEMBERSHIP, HEADER)[:1])


def test_verify_bytes_when_keys_bytes_or_signature_are_others_then_refuses() -> None:
    signature = LUNA.sign_bytes(b"pn/example/v1 words")
    verify_bytes(LUNA.public, b"pn/example/v1 words", signature)
    for keys, words, given in (
        (SOL.public, b"pn/example/v1 words", signature),
        (LUNA.public, b"pn/example/v1 word", signature),
        (LUNA.public, b"pn/example/v1 words", signature[:-1]),
    ):
        with pytest.raises(SignatureInvalid):
            verify_bytes(keys, words, given)


@pytest.mark.parametrize("key", [b"", b"\xff" * 32, b"k" * 31])
def test_verify_when_a_key_is_no_key_then_refuses(key: bytes) -> None:
    keys = PublicKeys(key, LUNA.public.ml_dsa_65)
    with pytest.raises(SignatureInvalid):
        verify(keys, RECORDS, HEADER, LUNA.sign(RECORDS, HEADER))
    with pytest.raises(SignatureInvalid):
        verify(
            PublicKeys(LUNA.public.ed25519, key), MEMBERSHIP, HEADER, LUNA.sign(MEMBERSHIP, HEADER)
        )


def test_keys_when_made_of_the_same_seeds_then_are_the_same_device() -> None:
    again = SigningKeys(bytes([1]) * 32, bytes([2]) * 32)
    assert again.public == LUNA.public
    assert (len(again.public.ed25519), len(again.public.ml_dsa_65)) == (32, 1952)
    assert again.public.device != SOL.public.device


def test_keys_when_shown_then_tell_the_device_alone() -> None:
    assert repr(LUNA) == f"SigningKeys(device={LUNA.public.device.hex()})"
    assert repr(LUNA.public) == f"PublicKeys(device={LUNA.public.device.hex()})"
