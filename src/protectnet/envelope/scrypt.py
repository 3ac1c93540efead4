# SPDX-License-Identifier: GPL-3.0-or-later
"""scrypt stanzas (a passphrase), for reading only. Source: c2sp.org/age, "The scrypt recipient type"."""

import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from protectnet.envelope.derivation import open_sealed_key
from protectnet.envelope.errors import (
    HeaderFailure,
    HeaderReason,
    Limit,
    LimitExceeded,
)
from protectnet.envelope.header import Stanza
from protectnet.envelope.identities import own_stanzas

MAX_WORK_FACTOR = 20  # 2**20 rounds of 1 KiB: 1 GiB of memory; other programs write 18

_TYPE = b"scrypt"
_LABEL = b"age-encryption.org/v1/scrypt"
_SALT_LENGTH = 16
_BLOCK_BYTES = 1024
_WORK_FACTOR = re.compile(rb"[1-9][0-9]?")


def check_alone(stanzas: Sequence[Stanza]) -> None:
    """Raise ``HeaderFailure`` (``scrypt_not_alone``) when a passphrase is one of several keys."""
    if len(stanzas) > 1 and any(stanza.type == _TYPE for stanza in stanzas):
        raise HeaderFailure(HeaderReason.SCRYPT_NOT_ALONE)


class ScryptIdentity:
    """A passphrase."""

    __slots__ = ("_passphrase",)

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase.encode()

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key; see ``Identity.unwrap``. The stanza stands alone: ``check_alone``.

        Raises ``HeaderFailure`` (``work_factor``) before any work when more is asked for than
        ``MAX_WORK_FACTOR``, ``LimitExceeded`` when the memory for it cannot be had.
        """
        for salt, stanza in own_stanzas(stanzas, _TYPE, 2, _SALT_LENGTH):
            rounds = 1 << _work_factor(stanza.arguments[1])
            return open_sealed_key(self._stretch(salt, rounds), stanza.body)
        return None

    def _stretch(self, salt: bytes, rounds: int) -> bytes:
        scrypt = Scrypt(salt=_LABEL + salt, length=32, n=rounds, r=8, p=1)
        try:
            return scrypt.derive(self._passphrase)
        except MemoryError:
            raise LimitExceeded(Limit.SCRYPT_MEMORY, rounds * _BLOCK_BYTES) from None

    def __repr__(self) -> str:
        return "<ScryptIdentity>"


def _work_factor(argument: bytes) -> int:
    if not _WORK_FACTOR.fullmatch(argument) or int(argument) > MAX_WORK_FACTOR:
        raise HeaderFailure(HeaderReason.WORK_FACTOR)
    return int(argument)
