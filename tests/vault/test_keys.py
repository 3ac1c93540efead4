# SPDX-License-Identifier: GPL-3.0-or-later
import hmac

import pytest

from protectnet.vault.keys import VaultKey, expand

SECRET = bytes(range(32))


def hkdf(secret: bytes, label: bytes, length: int) -> bytes:
    """RFC 5869 once more, from its text."""
    key = hmac.digest(bytes(32), secret, "sha256")
    block = output = b""
    for counter in range(1, 4):
        block = hmac.digest(key, block + label + bytes([counter]), "sha256")
        output += block
    return output[:length]


def test_expand_when_computed_another_way_then_agrees() -> None:
    assert expand(SECRET, b"label", 80) == hkdf(SECRET, b"label", 80)


def test_database_key_when_derived_then_follows_the_specification() -> None:
    key = VaultKey(SECRET)
    assert key.database_key() == hkdf(SECRET, b"pn/db/v1", 48)
    assert key.store_id() == key.database_key()[32:]


def test_vault_key_when_generated_then_takes_32_bytes_of_the_generator() -> None:
    asked = []

    def randomness(count: int) -> bytes:
        asked.append(count)
        return SECRET

    assert VaultKey.generate(randomness).exposed() == SECRET
    assert asked == [32]
    assert VaultKey.generate().exposed() != VaultKey.generate().exposed()


@pytest.mark.parametrize("length", [0, 31, 33])
def test_vault_key_when_of_another_length_then_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        VaultKey(bytes(length))


def test_vault_key_when_shown_then_shows_nothing() -> None:
    assert repr(VaultKey(SECRET)) == str(VaultKey(bytes(32))) == "VaultKey(…)"


def test_vault_key_when_wiped_then_is_overwritten_and_cannot_be_used() -> None:
    key = VaultKey(SECRET)
    buffer = key._secret
    key.wipe()
    key.wipe()
    assert buffer == bytes(32)
    for use in (key.database_key, key.store_id, key.exposed):
        with pytest.raises(ValueError, match="wiped"):
            use()


def test_vault_key_when_made_from_a_buffer_then_keeps_its_own_copy() -> None:
    buffer = bytearray(SECRET)
    key = VaultKey(buffer)
    buffer[0] ^= 1
    assert key.exposed() == SECRET
