# SPDX-License-Identifier: GPL-3.0-or-later
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import ALICE, BOB

from protectnet.envelope import (
    HeaderFailure,
    HeaderReason,
    HybridIdentity,
    HybridRecipient,
    RecipientReason,
    UnsupportedRecipient,
    X25519Identity,
    base64raw,
    bech32,
    parse_identity,
)
from protectnet.envelope.header import Stanza

FILE_KEY = b"YELLOW SUBMARINE"
SEEDS = st.binary(min_size=32, max_size=32)
HPKE_VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors/hpke/x-wing.json").read_text("utf-8")
)
KDFS = {1: hpke.KDF.HKDF_SHA256, 17: hpke.KDF.SHAKE256}

# The identity that stands as the example in c2sp.org/age; the first characters of its recipient.
SPEC_IDENTITY = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
SPEC_RECIPIENT = "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5zrqtzdxz95paef6c"


@pytest.mark.parametrize("vector", HPKE_VECTORS, ids=lambda vector: f"kdf{vector['kdf_id']}")
def test_identity_when_hpke_vector_then_has_its_public_key_and_opens_its_ciphertext(
    vector: dict[str, Any],
) -> None:
    identity = HybridIdentity(bytes.fromhex(vector["skRm"]))
    assert identity.recipient.public_bytes.hex() == vector["pkRm"]
    first = vector["encryptions"][0]
    suite = hpke.Suite(
        hpke.KEM.MLKEM768_X25519, KDFS[vector["kdf_id"]], hpke.AEAD.CHACHA20_POLY1305
    )
    opened = openssl.hpke._decrypt_with_aad(  # the public function takes no associated data
        suite,
        bytes.fromhex(vector["enc"] + first["ct"]),
        identity._key,
        bytes.fromhex(vector["info"]),
        bytes.fromhex(first["aad"]),
    )
    assert opened.hex() == first["pt"]


def test_parse_when_example_of_the_specification_then_gives_its_recipient() -> None:
    identity = HybridIdentity.parse(SPEC_IDENTITY)
    assert str(identity.recipient).startswith(SPEC_RECIPIENT)
    assert identity.secret_text() == SPEC_IDENTITY


@given(SEEDS)
def test_parse_when_written_then_gives_the_same_identity_and_recipient(seed: bytes) -> None:
    identity = HybridIdentity(seed)
    again = parse_identity(identity.secret_text())
    assert isinstance(again, HybridIdentity)
    assert again.seed == seed
    assert HybridRecipient.parse(str(identity.recipient)) == again.recipient == identity.recipient


@given(st.binary(min_size=16, max_size=16))
def test_unwrap_when_wrapped_then_only_the_right_identity_gets_the_key(file_key: bytes) -> None:
    stanza = ALICE.recipient.wrap(file_key)
    assert ALICE.unwrap([BOB.recipient.wrap(bytes(16)), stanza]) == file_key
    assert BOB.unwrap([stanza]) is None


def test_wrap_when_repeated_then_has_nothing_in_common() -> None:
    one, other = ALICE.recipient.wrap(FILE_KEY), ALICE.recipient.wrap(FILE_KEY)
    assert one.arguments != other.arguments
    assert one.body != other.body


def test_unwrap_when_other_types_only_then_gives_none() -> None:
    assert (
        ALICE.unwrap([Stanza(b"X25519", (b"x",), b""), Stanza(b"MLKEM768X25519", (), b"")]) is None
    )


def test_unwrap_when_a_later_stanza_is_malformed_then_refuses_though_the_first_would_open() -> None:
    good = ALICE.recipient.wrap(FILE_KEY)
    with pytest.raises(HeaderFailure) as caught:
        ALICE.unwrap([good, Stanza(good.type, good.arguments, good.body + b"x")])
    assert caught.value.reason is HeaderReason.STANZA_FORM


def test_unwrap_when_the_x25519_share_is_of_low_order_then_is_a_header_failure() -> None:
    good = ALICE.recipient.wrap(FILE_KEY)
    share = base64raw.decode(good.arguments[0])
    assert share is not None
    low = base64raw.encode(share[:1088] + bytes(32))
    with pytest.raises(HeaderFailure) as caught:
        ALICE.unwrap([Stanza(good.type, (low,), good.body)])
    assert caught.value.reason is HeaderReason.LOW_ORDER


PUBLIC = ALICE.recipient.public_bytes


@pytest.mark.parametrize(
    "public",
    [
        PUBLIC[:-1],
        PUBLIC + b"x",
        b"",
        PUBLIC[:1184] + bytes(32),
        b"\xff" * 1184 + PUBLIC[1184:],
    ],
    ids=["short", "long", "empty", "low order", "not reduced"],
)
def test_recipient_when_bytes_are_no_key_then_is_refused(public: bytes) -> None:
    with pytest.raises(UnsupportedRecipient) as caught:
        HybridRecipient(public)
    assert caught.value.reason is RecipientReason.KEY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (bech32.encode("age", PUBLIC[1184:]), RecipientReason.TYPE),
        (bech32.encode("age1tagpq", PUBLIC), RecipientReason.TYPE),
        (bech32.encode("age1pq", PUBLIC[:32]), RecipientReason.KEY),
        (ALICE.secret_text(), RecipientReason.TYPE),
        (str(ALICE.recipient)[:-1], RecipientReason.ENCODING),
        ("ssh-ed25519 AAAA", RecipientReason.ENCODING),
        ("", RecipientReason.ENCODING),
    ],
    ids=["x25519", "tagpq", "short", "identity", "checksum", "ssh", "empty"],
)
def test_parse_when_not_a_hybrid_recipient_then_says_why(
    text: str, reason: RecipientReason
) -> None:
    with pytest.raises(UnsupportedRecipient) as caught:
        HybridRecipient.parse(text)
    assert caught.value.reason is reason


@pytest.mark.parametrize("length", [0, 31, 33])
def test_identity_when_the_secret_has_another_length_then_is_refused(length: int) -> None:
    with pytest.raises(UnsupportedRecipient):
        HybridIdentity(bytes(length))
    with pytest.raises(UnsupportedRecipient):
        X25519Identity(bytes(length))


def test_secrets_are_in_no_repr_and_no_error() -> None:
    text = ALICE.secret_text()
    damaged = text[:-1] + ("P" if text.endswith("Q") else "Q")
    with pytest.raises(UnsupportedRecipient) as caught:
        parse_identity(damaged)
    for shown in (repr(ALICE), str(ALICE), repr(caught.value), str(caught.value.facts)):
        assert text[20:60].lower() not in shown.lower()
        assert ALICE.seed.hex() not in shown
        assert repr(ALICE.seed)[2:-1] not in shown


def test_generate_uses_the_randomness_it_is_given() -> None:
    assert HybridIdentity.generate(bytes).seed == bytes(32)
    assert HybridIdentity.generate().seed != HybridIdentity.generate().seed


def test_recipients_when_of_the_same_key_then_are_equal_and_one_in_a_set() -> None:
    again = HybridRecipient(PUBLIC)
    assert len({again, ALICE.recipient, BOB.recipient}) == 2
    assert again != PUBLIC
