# SPDX-License-Identifier: GPL-3.0-or-later
"""Age files with all randomness given, written out from c2sp.org/age and RFC 9180.

A second opinion on ``protectnet.envelope``, of which only the derivation of keys is used here, and
a way to make files that it would not write: other recipients, chunks that are cut or swapped.
"""

import hashlib
import hmac
from collections.abc import Sequence
from functools import cache

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from protectnet.envelope import base64raw
from protectnet.envelope.derivation import header_mac, hkdf, payload_key
from tests.bundle.mlkem_by_hand import PUBLIC_LENGTH, encapsulate

VERSION_LINE = b"age-encryption.org/v1\n"
CHUNK = 64 * 1024
FILE_KEY = bytes([51]) * 16
NONCE = bytes([52]) * 16
_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = b"HPKE\x64\x7a\x00\x01\x00\x03"
_LABEL_OF_HYBRID = rb"\.//^" + b"\\"
_ZERO_NONCE = bytes(12)


def stanza(kind: bytes, arguments: Sequence[bytes], body: bytes) -> bytes:
    """A stanza as it stands in a header."""
    text = base64raw.encode(body)
    rows = [text[start : start + 64] for start in range(0, len(text) + 1, 64)]
    return b"\n".join([b"-> " + b" ".join([kind, *arguments]), *rows, b""])


@cache
def hybrid_stanza(recipient: bytes, file_key: bytes = FILE_KEY, seed: int = 0) -> bytes:
    """The stanza for a recipient key of 1216 bytes; ``seed`` stands for the randomness."""
    message, scalar = (
        hashlib.sha256(f"{purpose} {seed}".encode()).digest() for purpose in ("m", "x")
    )
    secret, ciphertext = encapsulate(recipient[:PUBLIC_LENGTH], message)
    their_share = recipient[PUBLIC_LENGTH:]
    ephemeral = X25519PrivateKey.from_private_bytes(scalar)
    share = ephemeral.public_key().public_bytes_raw()
    agreed = ephemeral.exchange(X25519PublicKey.from_public_bytes(their_share))
    both = hashlib.sha3_256(secret + agreed + share + their_share + _LABEL_OF_HYBRID).digest()
    key, nonce = _hpke_schedule(both)
    body = ChaCha20Poly1305(key).encrypt(nonce, file_key, b"")
    return stanza(b"mlkem768x25519", [base64raw.encode(ciphertext + share)], body)


@cache
def x25519_stanza(recipient: bytes, file_key: bytes = FILE_KEY, seed: int = 0) -> bytes:
    """The stanza for an X25519 key of 32 bytes."""
    ephemeral = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"x %d" % seed).digest())
    share = ephemeral.public_key().public_bytes_raw()
    agreed = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrap_key = hkdf(agreed, share + recipient, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(wrap_key).encrypt(_ZERO_NONCE, file_key, None)
    return stanza(b"X25519", [base64raw.encode(share)], body)


def header(stanzas: Sequence[bytes], file_key: bytes = FILE_KEY) -> bytes:
    """The header of these stanzas, with its MAC."""
    covered = VERSION_LINE + b"".join(stanzas) + b"---"
    return covered + b" " + base64raw.encode(header_mac(file_key, covered)) + b"\n"


def payload(plain: bytes, file_key: bytes = FILE_KEY, nonce: bytes = NONCE) -> bytes:
    """The chunks of a content, with the nonce before them."""
    cipher = ChaCha20Poly1305(payload_key(file_key, nonce))
    starts = range(0, max(len(plain), 1), CHUNK)
    sealed = [
        cipher.encrypt(
            number.to_bytes(11) + bytes([start == starts[-1]]), plain[start : start + CHUNK], None
        )
        for number, start in enumerate(starts)
    ]
    return nonce + b"".join(sealed)


def age_file(plain: bytes, *stanzas: bytes) -> bytes:
    """An age file of a content."""
    return header(stanzas) + payload(plain)


def _hpke_schedule(secret: bytes) -> tuple[bytes, bytes]:
    """Key and nonce of the base mode (RFC 9180, section 5.1)."""
    context = b"\x00" + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", _INFO)
    prk = _extract(secret, b"secret", b"")
    return _expand(prk, b"key", context, 32), _expand(prk, b"base_nonce", context, 12)


def _extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + _SUITE + label + ikm, "sha256")


def _expand(prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2) + b"HPKE-v1" + _SUITE + label + info
    return hmac.digest(prk, labelled + b"\x01", "sha256")[:length]
