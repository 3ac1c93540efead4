# SPDX-License-Identifier: GPL-3.0-or-later
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from protectnet.log.cbor import Value, encode
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.signatures import verify
from protectnet.vault.errors import IdentityDamaged, IdentityTooNew
from protectnet.vault.identity import MAX_RECIPIENTS, DeviceIdentity, RecipientSeed
from tests.vault.standins import repeating

ONE, TWO, THREE = (bytes([number]) * 32 for number in (1, 2, 3))
IDENTITY = DeviceIdentity(ONE, TWO, (RecipientSeed(2, THREE), RecipientSeed(1, ONE)))

SEEDS = st.binary(min_size=32, max_size=32)
RECIPIENTS = (
    st.sets(st.integers(1, 2**63 - 1), min_size=1, max_size=MAX_RECIPIENTS)
    .map(lambda counters: sorted(counters, reverse=True))
    .map(lambda counters: tuple(RecipientSeed(counter, ONE) for counter in counters))
)
IDENTITIES = st.builds(DeviceIdentity, SEEDS, SEEDS, RECIPIENTS)


@given(IDENTITIES)
def test_identity_when_written_and_read_then_is_the_same(identity: DeviceIdentity) -> None:
    assert DeviceIdentity.decode(identity.encode()) == identity


def test_identity_when_written_then_is_as_the_specification_has_it() -> None:
    assert IDENTITY.encode() == (
        b"\x84\x01\x58\x20" + ONE + b"\x58\x20" + TWO
        + b"\x82\x82\x02\x58\x20" + THREE + b"\x82\x01\x58\x20" + ONE
    )  # fmt: skip


def test_generate_when_asked_then_takes_three_seeds_of_the_generator() -> None:
    made = DeviceIdentity.generate(repeating(b"identity"))
    expected = repeating(b"identity")
    assert made.ed25519_seed == expected(32)
    assert made.ml_dsa_65_seed == expected(32)
    assert made.recipients == (RecipientSeed(1, expected(32)),)
    assert DeviceIdentity.generate() != DeviceIdentity.generate()


def test_device_when_computed_from_the_public_keys_then_agrees() -> None:
    ed25519 = Ed25519PrivateKey.from_private_bytes(ONE).public_key().public_bytes_raw()
    ml_dsa_65 = MLDSA65PrivateKey.from_seed_bytes(TWO).public_key().public_bytes_raw()
    assert IDENTITY.device() == sha256(b"pn/dev/v1" + ed25519 + ml_dsa_65).digest()[:16]


def test_signing_keys_when_they_sign_then_others_can_check_it() -> None:
    keys = IDENTITY.signing_keys()
    verify(keys.public, MEMBERSHIP, b"header", keys.sign(MEMBERSHIP, b"header"))


@given(st.binary(max_size=200))
def test_decode_when_given_any_bytes_then_says_damaged_or_newer(data: bytes) -> None:
    with pytest.raises((IdentityDamaged, IdentityTooNew)):
        DeviceIdentity.decode(data)


RECIPIENT: Value = [1, ONE]


@pytest.mark.parametrize(
    "value",
    [
        [],
        None,
        [0, ONE, TWO, [RECIPIENT]],
        [True, ONE, TWO, [RECIPIENT]],
        [-1, ONE, TWO, [RECIPIENT]],
        [1, ONE, TWO],
        [1, ONE, TWO, [RECIPIENT], 0],
        [1, ONE[1:], TWO, [RECIPIENT]],
        [1, ONE, TWO + b"\0", [RECIPIENT]],
        [1, ONE, "two", [RECIPIENT]],
        [1, ONE, TWO, []],
        [1, ONE, TWO, RECIPIENT],
        [1, ONE, TWO, [[1, ONE[1:]]]],
        [1, ONE, TWO, [[0, ONE]]],
        [1, ONE, TWO, [[2**63, ONE]]],
        [1, ONE, TWO, [[True, ONE]]],
        [1, ONE, TWO, [[1, ONE, 0]]],
        [1, ONE, TWO, [[1, ONE], [1, TWO]]],
        [1, ONE, TWO, [[1, ONE], [2, TWO]]],
        [1, ONE, TWO, [[100 - number, ONE] for number in range(MAX_RECIPIENTS + 1)]],
    ],
)
def test_decode_when_the_shape_is_wrong_then_says_damaged(value: Value) -> None:
    with pytest.raises(IdentityDamaged):
        DeviceIdentity.decode(encode(value))


def test_decode_when_of_a_newer_version_then_names_both() -> None:
    with pytest.raises(IdentityTooNew) as newer:
        DeviceIdentity.decode(encode([2, "anything"]))
    assert newer.value.facts == {"found": 2, "known": 1}


def test_recipient_when_a_new_one_comes_then_the_former_still_open() -> None:
    renewed = IDENTITY.with_new_recipient(bytes)
    assert renewed.recipient == RecipientSeed(3, bytes(32))
    assert renewed.recipients[1:] == IDENTITY.recipients
    assert renewed.device() == IDENTITY.device()


def test_recipient_when_there_are_too_many_then_the_oldest_goes() -> None:
    identity = IDENTITY
    for _ in range(MAX_RECIPIENTS):
        identity = identity.with_new_recipient()
    counters = [recipient.counter for recipient in identity.recipients]
    assert counters == list(range(66, 2, -1))
    assert DeviceIdentity.decode(identity.encode()) == identity


def test_recipients_when_destroyed_then_only_older_ones_go_and_the_newest_never() -> None:
    assert IDENTITY.without_recipients_before(2).recipients == (RecipientSeed(2, THREE),)
    assert IDENTITY.without_recipients_before(1) == IDENTITY
    assert IDENTITY.without_recipients_before(99).recipients == (RecipientSeed(2, THREE),)


def test_identity_when_shown_then_shows_no_seed() -> None:
    shown = repr(IDENTITY)
    assert not any(repr(seed)[2:-1] in shown for seed in (ONE, TWO, THREE))
