# SPDX-License-Identifier: GPL-3.0-or-later
"""The types that are only read; the vectors of test_vectors.py show that they open."""

import io

import pytest
from tests.envelope.samples import ALICE

from protectnet.envelope import (
    HeaderFailure,
    HeaderReason,
    Limit,
    LimitExceeded,
    ScryptIdentity,
    X25519Identity,
    base64raw,
    decrypt,
    parse_identity,
    scrypt,
)
from protectnet.envelope.header import Stanza, serialise, serialise_mac

SALT = base64raw.encode(bytes(16))
KEY_TEXT = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"


def passphrase_stanza(work_factor: bytes) -> Stanza:
    return Stanza(b"scrypt", (SALT, work_factor), bytes(32))


def test_parse_identity_when_x25519_then_reads_it() -> None:
    assert isinstance(parse_identity(KEY_TEXT), X25519Identity)
    assert isinstance(parse_identity(KEY_TEXT.lower()), X25519Identity)


def test_repr_tells_no_secret() -> None:
    assert repr(ScryptIdentity("correct horse")) == "<ScryptIdentity>"
    assert repr(parse_identity(KEY_TEXT)) == "<X25519Identity>"


def test_unwrap_when_more_work_is_asked_for_than_allowed_then_does_none() -> None:
    allowed, asked = scrypt.MAX_WORK_FACTOR, scrypt.MAX_WORK_FACTOR + 1
    assert ScryptIdentity("x").unwrap([passphrase_stanza(b"1")]) is None
    with pytest.raises(HeaderFailure) as caught:
        ScryptIdentity("x").unwrap([passphrase_stanza(str(asked).encode())])
    assert caught.value.reason is HeaderReason.WORK_FACTOR
    assert allowed == 20


def test_unwrap_when_there_is_no_memory_for_the_work_then_says_how_much_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Poor:
        def __init__(self, **_parameters: object) -> None:
            pass

        def derive(self, _passphrase: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(scrypt, "Scrypt", Poor)
    with pytest.raises(LimitExceeded) as caught:
        ScryptIdentity("x").unwrap([passphrase_stanza(b"18")])
    assert (caught.value.limit, caught.value.allowed) == (Limit.SCRYPT_MEMORY, 256 << 20)


def test_decrypt_when_a_passphrase_stands_beside_another_stanza_then_is_refused() -> None:
    stanzas = [ALICE.recipient.wrap(bytes(16)), passphrase_stanza(b"1")]
    file = serialise(stanzas) + serialise_mac(bytes(32)) + bytes(32)
    for identities in ([ALICE], [ScryptIdentity("x")]):
        with pytest.raises(HeaderFailure) as caught:
            decrypt(identities, io.BytesIO(file))
        assert caught.value.reason is HeaderReason.SCRYPT_NOT_ALONE


def test_unwrap_when_no_stanza_is_of_the_type_then_gives_none() -> None:
    assert ScryptIdentity("x").unwrap([Stanza(b"grease", (), b"")]) is None
    assert parse_identity(KEY_TEXT).unwrap([Stanza(b"grease", (), b"")]) is None
