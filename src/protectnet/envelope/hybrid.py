# SPDX-License-Identifier: GPL-3.0-or-later
"""mlkem768x25519: HPKE with X-Wing, the only type that is written.

What is recorded today stays closed to tomorrow's quantum computer. Source: c2sp.org/age, "The
MLKEM768-X25519 hybrid post-quantum recipient type"; RFC 9180; draft-ietf-hpke-pq-03.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from protectnet.envelope import base64raw, bech32
from protectnet.envelope.errors import (
    HeaderFailure,
    HeaderReason,
    RecipientReason,
    UnsupportedRecipient,
)
from protectnet.envelope.header import Stanza
from protectnet.envelope.identities import key_bytes, own_stanzas

SEED_LENGTH = 32
RECIPIENT_PREFIX = "age1pq"
IDENTITY_PREFIX = "age-secret-key-pq-"
STANZA_LENGTH = 1557  # in a header, with its line feeds

_TYPE = b"mlkem768x25519"
_INFO = b"age-encryption.org/mlkem768x25519"
_MLKEM_PUBLIC_LENGTH = 1184
_MLKEM_SHARE_LENGTH = 1088
_SHARE_LENGTH = 1120
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class HybridRecipient:
    """A public key of 1216 bytes: ML-KEM-768, then X25519."""

    __slots__ = ("_key", "public_bytes")

    def __init__(self, untrusted_bytes: bytes) -> None:
        """Raises ``UnsupportedRecipient`` (``key``) unless these bytes can be encrypted to."""
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(untrusted_bytes[:_MLKEM_PUBLIC_LENGTH])
            x25519 = X25519PublicKey.from_public_bytes(untrusted_bytes[_MLKEM_PUBLIC_LENGTH:])
            X25519PrivateKey.generate().exchange(x25519)  # refuses points of low order
        except ValueError:
            raise UnsupportedRecipient(RecipientReason.KEY) from None
        self.public_bytes = untrusted_bytes
        self._key = hpke.MLKEM768X25519PublicKey(mlkem, x25519)

    @classmethod
    def parse(cls, untrusted_text: str) -> Self:
        """Return the recipient of a text ``age1pq1…``; any other raises ``UnsupportedRecipient``."""
        return cls(key_bytes(untrusted_text, RECIPIENT_PREFIX))

    def wrap(self, file_key: bytes) -> Stanza:
        """Return a stanza from which only this recipient's identity gets the 16-byte key."""
        sealed = _SUITE.encrypt(file_key, self._key, _INFO)
        share, body = sealed[:_SHARE_LENGTH], sealed[_SHARE_LENGTH:]
        return Stanza(_TYPE, (base64raw.encode(share),), body)

    def __str__(self) -> str:
        return bech32.encode(RECIPIENT_PREFIX, self.public_bytes)

    def __repr__(self) -> str:
        return f"<HybridRecipient {str(self)[:20]}…>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HybridRecipient) and other.public_bytes == self.public_bytes

    def __hash__(self) -> int:
        return hash(self.public_bytes)


class HybridIdentity:
    """The secret of a recipient: a seed of 32 bytes, from which both private keys follow."""

    __slots__ = ("_key", "_x25519", "recipient", "seed")

    def __init__(self, seed: bytes) -> None:
        """Raises ``UnsupportedRecipient`` (``key``) unless ``seed`` is 32 bytes long."""
        if len(seed) != SEED_LENGTH:
            raise UnsupportedRecipient(RecipientReason.KEY)
        expanded = hashlib.shake_256(seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        self._x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self._key = hpke.MLKEM768X25519PrivateKey(mlkem, self._x25519)
        self.seed = seed
        self.recipient = HybridRecipient(
            mlkem.public_key().public_bytes_raw() + self._x25519.public_key().public_bytes_raw()
        )

    @classmethod
    def generate(cls, random_bytes: Callable[[int], bytes] = os.urandom) -> Self:
        """Return a new identity."""
        return cls(random_bytes(SEED_LENGTH))

    @classmethod
    def parse(cls, untrusted_text: str) -> Self:
        """Return the identity of a text ``AGE-SECRET-KEY-PQ-1…``.

        Any other text raises ``UnsupportedRecipient``, which does not hold it.
        """
        return cls(key_bytes(untrusted_text, IDENTITY_PREFIX))

    def secret_text(self) -> str:
        """Return ``AGE-SECRET-KEY-PQ-1…``: whoever reads it can open everything sent here."""
        return bech32.encode(IDENTITY_PREFIX, self.seed).upper()

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key of the first stanza that opens; see ``Identity.unwrap``."""
        for share, stanza in own_stanzas(stanzas, _TYPE, 1, _SHARE_LENGTH):
            file_key = self._open(share, stanza.body)
            if file_key is not None:
                return file_key
        return None

    def _open(self, share: bytes, body: bytes) -> bytes | None:
        try:
            # The library tells a low-order point and a wrong key alike; age does not.
            self._x25519.exchange(X25519PublicKey.from_public_bytes(share[_MLKEM_SHARE_LENGTH:]))
        except ValueError:
            raise HeaderFailure(HeaderReason.LOW_ORDER) from None
        try:
            return _SUITE.decrypt(share + body, self._key, _INFO)
        except InvalidTag:
            return None

    def __repr__(self) -> str:
        return f"<HybridIdentity of {self.recipient!r}>"
