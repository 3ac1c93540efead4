# SPDX-License-Identifier: GPL-3.0-or-later
"""The example of docs/spec/vault-v1.md, computed from the text of the specification alone."""

import hmac
import re
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from protectnet.vault.keys import VaultKey
from protectnet.vault.passphrase import Passphrase
from tests.vault.worked_example import (
    KEY,
    NONCE,
    SALT,
    SLOT,
    TYPED,
    USER_ID,
    example_root,
    example_table,
)

SPECIFICATION = Path(__file__).parents[2] / "docs" / "spec" / "vault-v1.md"


def written() -> dict[str, bytes]:
    section = SPECIFICATION.read_text("utf-8").partition("## 11. Example")[2]
    lines = re.findall(r"^(\S.*?) += ([0-9a-f]+)$", section, re.MULTILINE)
    return {name: bytes.fromhex(digits) for name, digits in lines}


def hkdf(secret: bytes, label: bytes, length: int) -> bytes:
    key = hmac.digest(bytes(32), secret, "sha256")
    first = hmac.digest(key, label + b"\1", "sha256")
    return (first + hmac.digest(key, first + label + b"\2", "sha256"))[:length]


def computed() -> dict[str, bytes]:
    folded = b"abaco del rio"
    database_key = hkdf(KEY, b"pn/db/v1", 48)
    store_id = database_key[32:48]
    costs = (32).to_bytes(4, "big") + (1).to_bytes(2, "big") + (1).to_bytes(2, "big")
    header = b"pnslots" + b"\1" + costs + store_id + SALT
    root = Argon2id(salt=SALT, length=32, iterations=1, lanes=1, memory_cost=32).derive(folded)
    slot_key = hkdf(root, b"pn/slot/v1" + bytes([SLOT]), 32)
    content = KEY + USER_ID + bytes(52)
    slot = NONCE + ChaCha20Poly1305(slot_key).encrypt(NONCE, content, header)
    slots = [bytes([0x80 + index]) * 128 for index in range(8)]
    slots[SLOT] = slot
    return {
        "Folded": folded,
        "DatabaseKey": database_key,
        "StoreId": store_id,
        "Root": root,
        "SlotKey_2": slot_key,
        "header": header,
        "slot 2": slot,
        "SHA-256": sha256(header + b"".join(slots)).digest(),
    }


def test_example_when_computed_from_the_text_then_is_what_stands_there() -> None:
    assert computed() == written()


def test_example_when_made_by_the_program_then_is_what_stands_there() -> None:
    stands, data = written(), example_table().encode()
    assert Passphrase.typed(TYPED).encoded() == stands["Folded"]
    assert VaultKey(KEY).database_key() == stands["DatabaseKey"]
    assert example_root() == stands["Root"]
    assert data[:64] == stands["header"]
    assert data[64 + 2 * 128 : 64 + 3 * 128] == stands["slot 2"]
    assert data[-32:] == stands["SHA-256"]
