# SPDX-License-Identifier: GPL-3.0-or-later
"""X25519 stanzas, for reading only: there is no X25519 recipient here to write to.

Source: c2sp.org/age, "The X25519 recipient type".
"""

from collections.abc import Sequence
from typing import Self

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from protectnet.envelope.derivation import hkdf, open_sealed_key
from protectnet.envelope.errors import (
    HeaderFailure,
    HeaderReason,
    RecipientReason,
    UnsupportedRecipient,
)
from protectnet.envelope.header import Stanza
from protectnet.envelope.identities import key_bytes, own_stanzas

IDENTITY_PREFIX = "age-secret-key-"

_TYPE = b"X25519"
_INFO = b"age-encryption.org/v1/X25519"
_KEY_LENGTH = 32


class X25519Identity:
    """A private key of 32 bytes."""

    __slots__ = ("_key", "_public")

    def __init__(self, secret: bytes) -> None:
        """Raises ``UnsupportedRecipient`` (``key``) unless ``secret`` is 32 bytes long."""
        if len(secret) != _KEY_LENGTH:
            raise UnsupportedRecipient(RecipientReason.KEY)
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self._public = self._key.public_key().public_bytes_raw()

    @classmethod
    def parse(cls, untrusted_text: str) -> Self:
        """Return the identity of a text ``AGE-SECRET-KEY-1…``; see ``HybridIdentity.parse``."""
        return cls(key_bytes(untrusted_text, IDENTITY_PREFIX))

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key of the first stanza that opens; see ``Identity.unwrap``."""
        for share, stanza in own_stanzas(stanzas, _TYPE, 1, _KEY_LENGTH):
            file_key = self._open(share, stanza.body)
            if file_key is not None:
                return file_key
        return None

    def _open(self, share: bytes, body: bytes) -> bytes | None:
        try:
            secret = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:
            raise HeaderFailure(HeaderReason.LOW_ORDER) from None
        return open_sealed_key(hkdf(secret, share + self._public, _INFO), body)

    def __repr__(self) -> str:
        return "<X25519Identity>"
