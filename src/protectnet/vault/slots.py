# SPDX-License-Identifier: GPL-3.0-or-later
"""The slots file as bytes: eight places that wrap the vault key (docs/spec/vault-v1.md, section 4).

Values only: nothing here reads or writes a file.
"""

import os
from dataclasses import dataclass, field, replace
from hashlib import sha256
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from protectnet.vault.cost import KdfCost, derive_root
from protectnet.vault.errors import (
    SlotContentUnknown,
    SlotsDamaged,
    SlotsTooNew,
    WrongPassphrase,
)
from protectnet.vault.keys import KEY_BYTES, STORE_ID_BYTES, Randomness, VaultKey, expand
from protectnet.vault.passphrase import Passphrase

MAGIC = b"pnslots"
VERSION = 1
SLOTS = 8
SLOT_BYTES = 128
HEADER_BYTES = 64
SALT_BYTES = 32
USER_ID_BYTES = 16
NONCE_BYTES = 12
CONTENT_BYTES = 100
HASH_BYTES = 32
FILE_BYTES = HEADER_BYTES + SLOTS * SLOT_BYTES + HASH_BYTES
MAX_FILE_BYTES = 65536
"""Of any version, also later ones."""

_SLOT_LABEL = b"pn/slot/v1"
_HEADER = Struct(f">{len(MAGIC)}sBIHH{STORE_ID_BYTES}s{SALT_BYTES}s")
_REST = bytes(CONTENT_BYTES - KEY_BYTES - USER_ID_BYTES)
"""Flags and padding."""


@dataclass(frozen=True, slots=True)
class SlotsHeader:
    """What is the same for all slots and authenticated with each of them."""

    cost: KdfCost
    store_id: bytes
    salt: bytes

    def encode(self) -> bytes:
        """The first 64 bytes of the file."""
        cost = self.cost
        return _HEADER.pack(
            MAGIC, VERSION, cost.memory_kib, cost.passes, cost.lanes, self.store_id, self.salt
        )


@dataclass(frozen=True, slots=True)
class SlotTable:
    """A header and eight slots of 128 bytes, in use or random."""

    header: SlotsHeader
    slots: tuple[bytes, ...] = field(repr=False)

    def encode(self) -> bytes:
        """The 1120 bytes of the file."""
        body = self.header.encode() + b"".join(self.slots)
        return body + sha256(body).digest()

    def with_slot(self, index: int, slot: bytes) -> "SlotTable":
        """The same with another slot at ``index`` (0 to 7)."""
        check_index(index)
        return replace(self, slots=(*self.slots[:index], slot, *self.slots[index + 1 :]))


@dataclass(frozen=True, slots=True)
class OpenedSlot:
    """What a slot held."""

    index: int
    key: VaultKey
    user_id: bytes


def check_index(index: int) -> None:
    """Raise ``ValueError`` unless ``index`` is that of a slot."""
    if not 0 <= index < SLOTS:
        raise ValueError("slots are numbered from 0 to 7")


def new_table(cost: KdfCost, store_id: bytes, randomness: Randomness = os.urandom) -> SlotTable:
    """A table with a fresh salt in which no slot is in use."""
    header = SlotsHeader(cost, store_id, randomness(SALT_BYTES))
    return SlotTable(header, tuple(unused_slot(randomness) for _ in range(SLOTS)))


def unused_slot(randomness: Randomness = os.urandom) -> bytes:
    """128 random bytes, as which a slot looks whether it is in use or not."""
    return randomness(SLOT_BYTES)


def decode_table(untrusted: bytes) -> SlotTable:
    """Read a slots file; opens no slot.

    Raises ``SlotsDamaged``, ``SlotsTooNew``, ``KdfCostRefused``, by the rules of section 4.1.
    """
    # V1 to V3 hold for every version: damage must not look like a newer version.
    if not len(MAGIC) + 1 + HASH_BYTES <= len(untrusted) <= MAX_FILE_BYTES:
        raise SlotsDamaged("V1")
    if not untrusted.startswith(MAGIC):
        raise SlotsDamaged("V2")
    body = untrusted[:-HASH_BYTES]
    if sha256(body).digest() != untrusted[-HASH_BYTES:]:
        raise SlotsDamaged("V3")
    if untrusted[len(MAGIC)] > VERSION:
        raise SlotsTooNew(found=untrusted[len(MAGIC)], known=VERSION)
    if untrusted[len(MAGIC)] != VERSION or len(untrusted) != FILE_BYTES:
        raise SlotsDamaged("V5")
    _magic, _version, memory_kib, passes, lanes, store_id, salt = _HEADER.unpack_from(body)
    header = SlotsHeader(KdfCost(memory_kib, passes, lanes), store_id, salt)
    places = range(HEADER_BYTES, len(body), SLOT_BYTES)
    return SlotTable(header, tuple(body[place : place + SLOT_BYTES] for place in places))


def derive(passphrase: Passphrase, header: SlotsHeader) -> bytes:
    """The one expensive step of a try: 32 bytes. Raises ``NotEnoughMemory``."""
    return derive_root(passphrase.encoded(), header.salt, header.cost)


def seal_slot(
    table: SlotTable,
    index: int,
    root: bytes,
    key: VaultKey,
    user_id: bytes,
    randomness: Randomness = os.urandom,
) -> SlotTable:
    """The table with the vault key wrapped at ``index`` for the passphrase that ``root`` is of."""
    if len(user_id) != USER_ID_BYTES:
        raise ValueError("a user id has 16 bytes")
    check_index(index)
    nonce = randomness(NONCE_BYTES)
    content = key.exposed() + user_id + _REST
    sealed = _cipher(root, index).encrypt(nonce, content, table.header.encode())
    return table.with_slot(index, nonce + sealed)


def open_slots(table: SlotTable, root: bytes) -> OpenedSlot:
    """The first slot that ``root`` opens; raises ``WrongPassphrase``, ``SlotContentUnknown``."""
    header = table.header.encode()
    for index, slot in enumerate(table.slots):
        try:
            content = _cipher(root, index).decrypt(slot[:NONCE_BYTES], slot[NONCE_BYTES:], header)
        except InvalidTag:
            continue
        return _opened(table, index, content)
    raise WrongPassphrase


def _opened(table: SlotTable, index: int, content: bytes) -> OpenedSlot:
    user_id = content[KEY_BYTES : KEY_BYTES + USER_ID_BYTES]
    key = VaultKey(content[:KEY_BYTES])
    if content[KEY_BYTES + USER_ID_BYTES :] != _REST or key.store_id() != table.header.store_id:
        raise SlotContentUnknown(slot=index)
    return OpenedSlot(index, key, user_id)


def _cipher(root: bytes, index: int) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(expand(root, _SLOT_LABEL + bytes([index]), KEY_BYTES))
