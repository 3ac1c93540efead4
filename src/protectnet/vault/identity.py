# SPDX-License-Identifier: GPL-3.0-or-later
"""The secret seeds of a device, as values and as bytes for the store (vault-v1.md, section 9)."""

import os
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Self

from protectnet.domain.ids import DeviceId
from protectnet.log.cbor import Value, decode, encode
from protectnet.log.errors import MalformedCbor
from protectnet.log.signatures import SigningKeys
from protectnet.vault.errors import IdentityDamaged, IdentityTooNew
from protectnet.vault.keys import Randomness

VERSION = 1
SEED_BYTES = 32
MAX_RECIPIENTS = 64
MAX_COUNTER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class RecipientSeed:
    """The secret of one ``mlkem768x25519`` age identity; a higher counter is newer."""

    counter: int
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """What makes a device itself: two signing seeds for life and recipient seeds that change.

    ``recipients`` are newest first: the first is the one to tell others, the rest only open what was
    written to them. Seeds are 32 bytes each.
    """

    ed25519_seed: bytes = field(repr=False)
    ml_dsa_65_seed: bytes = field(repr=False)
    recipients: tuple[RecipientSeed, ...]

    @classmethod
    def generate(cls, randomness: Randomness = os.urandom) -> Self:
        """A new device with its first recipient seed, whose counter is 1."""
        return cls(
            randomness(SEED_BYTES),
            randomness(SEED_BYTES),
            (RecipientSeed(1, randomness(SEED_BYTES)),),
        )

    @classmethod
    def decode(cls, stored: bytes) -> Self:
        """Read what ``encode`` wrote; raises ``IdentityDamaged``, ``IdentityTooNew``."""
        try:
            value = decode(stored)
        except MalformedCbor as error:
            raise IdentityDamaged from error
        match value:
            case [int(version), *_] if not isinstance(version, bool) and version > VERSION:
                raise IdentityTooNew(found=version, known=VERSION)
            case [int(version), bytes(ed25519), bytes(ml_dsa_65), list(recipients)] if (
                not isinstance(version, bool) and version == VERSION
            ):
                return cls._checked(ed25519, ml_dsa_65, tuple(map(_recipient, recipients)))
            case _:
                raise IdentityDamaged

    @classmethod
    def _checked(
        cls, ed25519: bytes, ml_dsa_65: bytes, recipients: tuple[RecipientSeed, ...]
    ) -> Self:
        seeds = (ed25519, ml_dsa_65, *(recipient.seed for recipient in recipients))
        counters = [recipient.counter for recipient in recipients]
        falling = all(newer > older for newer, older in pairwise(counters))
        if (
            not 1 <= len(recipients) <= MAX_RECIPIENTS
            or not falling
            or any(len(seed) != SEED_BYTES for seed in seeds)
        ):
            raise IdentityDamaged
        return cls(ed25519, ml_dsa_65, recipients)

    def encode(self) -> bytes:
        """The bytes for the store; secret."""
        recipients: list[Value] = [
            [recipient.counter, recipient.seed] for recipient in self.recipients
        ]
        return encode([VERSION, self.ed25519_seed, self.ml_dsa_65_seed, recipients])

    def signing_keys(self) -> SigningKeys:
        """The keys that sign this device's segments; making them takes a moment, so keep them."""
        return SigningKeys(self.ed25519_seed, self.ml_dsa_65_seed)

    def device(self) -> DeviceId:
        """The name of this device."""
        return self.signing_keys().public.device

    @property
    def recipient(self) -> RecipientSeed:
        """The newest recipient seed."""
        return self.recipients[0]

    def with_new_recipient(self, randomness: Randomness = os.urandom) -> Self:
        """The same device with a newer recipient seed; beyond 64 the oldest is dropped."""
        newest = RecipientSeed(self.recipient.counter + 1, randomness(SEED_BYTES))
        return replace(self, recipients=(newest, *self.recipients)[:MAX_RECIPIENTS])

    def without_recipients_before(self, counter: int) -> Self:
        """The same device without the recipient seeds older than ``counter``; the newest stays."""
        kept = tuple(
            recipient
            for recipient in self.recipients
            if recipient.counter >= counter or recipient is self.recipient
        )
        return replace(self, recipients=kept)


def _recipient(value: Value) -> RecipientSeed:
    match value:
        case [int(counter), bytes(seed)] if (
            not isinstance(counter, bool) and 1 <= counter <= MAX_COUNTER
        ):
            return RecipientSeed(counter, seed)
        case _:
            raise IdentityDamaged
