# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys that follow from a file key, and the file key sealed in a stanza's body (age v1)."""

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FILE_KEY_LENGTH = 16
NONCE_LENGTH = 16
SEALED_KEY_LENGTH = FILE_KEY_LENGTH + 16

_ZERO_NONCE = bytes(12)


def hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """Return 32 bytes of HKDF-SHA-256."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def header_mac(file_key: bytes, covered: bytes) -> bytes:
    """Return the 32-byte MAC over the header up to and with its ``---``."""
    return hmac.digest(hkdf(file_key, b"", b"header"), covered, "sha256")


def payload_key(file_key: bytes, nonce: bytes) -> bytes:
    """Return the 32-byte key of the chunks that follow ``nonce``."""
    return hkdf(file_key, nonce, b"payload")


def open_sealed_key(wrap_key: bytes, body: bytes) -> bytes | None:
    """Return the file key in a 32-byte stanza body, or None when ``wrap_key`` is not its key."""
    try:
        return ChaCha20Poly1305(wrap_key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None
