# SPDX-License-Identifier: GPL-3.0-or-later
"""The example of docs/spec/vault-v1.md, section 11, with its fixed randomness."""

from protectnet.vault.cost import KdfCost
from protectnet.vault.keys import VaultKey
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.slots import (
    SLOT_BYTES,
    SLOTS,
    SlotsHeader,
    SlotTable,
    derive,
    seal_slot,
)

TYPED = "  ÁBACO del\u00a0rio\u0301 "
COST = KdfCost(memory_kib=32, passes=1, lanes=1)
SALT = bytes(range(0x20))
KEY = bytes(range(0x20, 0x40))
USER_ID = bytes(range(0x40, 0x50))
NONCE = bytes(range(0x50, 0x5C))
SLOT = 2


def example_root() -> bytes:
    """What Argon2id gives for the example's passphrase."""
    return derive(Passphrase.typed(TYPED), example_header())


def example_header() -> SlotsHeader:
    """The header of the example."""
    return SlotsHeader(COST, VaultKey(KEY).store_id(), SALT)


def example_table() -> SlotTable:
    """The whole table of the example."""
    unused = tuple(bytes([0x80 + index]) * SLOT_BYTES for index in range(SLOTS))
    return seal_slot(
        SlotTable(example_header(), unused),
        SLOT,
        example_root(),
        VaultKey(KEY),
        USER_ID,
        lambda count: NONCE[:count],
    )
