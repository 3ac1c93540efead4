# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault key and what is derived from it (docs/spec/vault-v1.md, section 3)."""

import os
from collections.abc import Callable
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Randomness = Callable[[int], bytes]
"""Gives as many random bytes as asked for; ``os.urandom`` but in tests."""

KEY_BYTES = 32
DATABASE_KEY_BYTES = 48
STORE_ID_BYTES = 16
_DATABASE_LABEL = b"pn/db/v1"


def expand(secret: bytes | bytearray, label: bytes, length: int) -> bytes:
    """HKDF-SHA256 without salt: ``length`` bytes from ``secret`` for the use that ``label`` names."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(secret)


class VaultKey:
    """The 32 random bytes that everything in a vault is encrypted under.

    They can be overwritten by ``wipe``. That reaches this one buffer: what was derived from it, and
    what Python copied, stays until the process ends.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes | bytearray) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("a vault key has 32 bytes")
        self._secret = bytearray(secret)

    @classmethod
    def generate(cls, randomness: Randomness = os.urandom) -> Self:
        """A new key."""
        return cls(randomness(KEY_BYTES))

    def __repr__(self) -> str:
        """Show nothing of the key."""
        return "VaultKey(…)"

    def database_key(self) -> bytes:
        """48 bytes for the store: 32 of key, then 16 of salt, with which its file begins."""
        return expand(self._open(), _DATABASE_LABEL, DATABASE_KEY_BYTES)

    def store_id(self) -> bytes:
        """The 16 bytes in the clear by which slots and store know each other."""
        return self.database_key()[-STORE_ID_BYTES:]

    def exposed(self) -> bytes:
        """The key itself, to be wrapped."""
        return bytes(self._open())

    def wipe(self) -> None:
        """Overwrite the key; it cannot be used afterwards. Harmless when repeated."""
        for place in range(len(self._secret)):
            self._secret[place] = 0
        self._secret = bytearray()

    def _open(self) -> bytearray:
        if not self._secret:
            raise ValueError("this vault key was wiped")
        return self._secret
