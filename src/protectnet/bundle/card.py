# SPDX-License-Identifier: GPL-3.0-or-later
"""A device's card: what it shows of itself so that others can trust it (docs/spec/bundle-v1.md).

The card holds no secret. Whoever takes one must compare its words by voice: a card alone proves
only that its maker holds the keys on it.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from protectnet.bundle.errors import BundleError
from protectnet.envelope import EnvelopeError, HybridRecipient
from protectnet.log import cbor
from protectnet.log.errors import LogError
from protectnet.log.membership_operations import Recipient
from protectnet.log.signatures import PublicKeys, SigningKeys, verify_bytes

CARD_VERSION = 1
CARD_LABEL = b"pn/card/v1"
MAX_CARD_BYTES = 16 * 1024
MAX_CODE_NAME_CHARS = 64
MAX_COUNTER = 2**63 - 1

WORD_COUNT = 6
WORD_BITS = 11
_WORDS_SALT = b"pn/words/v1 salt"
_WORDS_MEMORY_KIB = 64 * 1024
_WORDS_PASSES = 3


class NotACard(BundleError):
    """The bytes are no card, or an altered one. Facts: ``check``, its number in the spec."""

    code = "not_a_card"


class CardTooNew(BundleError):
    """A newer version made the card. Facts: ``found`` and ``known``."""

    code = "card_too_new"


@dataclass(frozen=True, slots=True)
class Card:
    """A device's public keys, its code name for itself, and its newest recipient key."""

    keys: PublicKeys
    code_name: str = field(repr=False)
    recipient: Recipient

    def signed_parts(self) -> list[cbor.Value]:
        """What the signature covers."""
        return [
            CARD_VERSION,
            self.keys.ed25519,
            self.keys.ml_dsa_65,
            self.code_name,
            self.recipient.counter,
            self.recipient.key,
        ]

    def encode(self, signing: SigningKeys) -> bytes:
        """The card's bytes, signed by the device itself."""
        signature = signing.sign_bytes(CARD_LABEL + cbor.encode(self.signed_parts()))
        return cbor.encode([*self.signed_parts(), signature])

    def word_numbers(self) -> tuple[int, ...]:
        """Six numbers below 2048 that stand for the long-term keys; they take a moment.

        66 bits of Argon2id with fixed cost and salt over the public keys, so that a card with the
        same words costs 2 to the 66th tries of 64 MiB each (protocol.md, first page 16). The
        recipient key is not in them: it changes, and the long-term keys sign it.
        """
        stretched = Argon2id(
            salt=_WORDS_SALT,
            length=(WORD_COUNT * WORD_BITS + 7) // 8,
            iterations=_WORDS_PASSES,
            lanes=1,
            memory_cost=_WORDS_MEMORY_KIB,
        ).derive(self.keys.ed25519 + self.keys.ml_dsa_65)
        spare = len(stretched) * 8 - WORD_COUNT * WORD_BITS
        bits = int.from_bytes(stretched) >> spare
        return tuple(
            bits >> WORD_BITS * place & (1 << WORD_BITS) - 1
            for place in reversed(range(WORD_COUNT))
        )


def read_card(untrusted: bytes) -> Card:
    """The card of these bytes; its signature and every part are checked.

    1. at most 16 KiB; 2. CBOR of the shape and version of a card; 3. keys of their sizes and a
    recipient key that can be used; 4. signed by its own key. Raises ``NotACard``, ``CardTooNew``.
    """
    if len(untrusted) > MAX_CARD_BYTES:
        raise NotACard(check=1)
    try:
        parts = cbor.decode(untrusted)
    except LogError as error:
        raise NotACard(check=2) from error
    if not isinstance(parts, list) or not parts or type(parts[0]) is not int:
        raise NotACard(check=2)
    if parts[0] > CARD_VERSION:
        raise CardTooNew(found=parts[0], known=CARD_VERSION)
    card, signature = _card(parts)
    try:
        verify_bytes(card.keys, CARD_LABEL + cbor.encode(card.signed_parts()), signature)
    except LogError as error:
        raise NotACard(check=4) from error
    return card


def _card(parts: list[cbor.Value]) -> tuple[Card, bytes]:
    match parts:
        case [
            1,
            bytes(ed25519),
            bytes(ml_dsa_65),
            str(code_name),
            int(counter),
            bytes(key),
            bytes(signature),
        ]:
            pass
        case _:
            raise NotACard(check=2)
    is_named = 0 < len(code_name) <= MAX_CODE_NAME_CHARS and code_name.isprintable()
    if not is_named or not 0 <= counter <= MAX_COUNTER or isinstance(counter, bool):
        raise NotACard(check=2)
    if len(ed25519) != 32 or len(ml_dsa_65) != 1952:
        raise NotACard(check=3)
    try:
        HybridRecipient(key)
    except EnvelopeError as error:
        raise NotACard(check=3) from error
    return Card(PublicKeys(ed25519, ml_dsa_65), code_name, Recipient(counter, key)), signature
