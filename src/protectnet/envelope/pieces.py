# SPDX-License-Identifier: GPL-3.0-or-later
"""SHA-256 of a ciphertext and of each MiB of it, so that a copy cut short can be completed.

Needs no key: whoever carries a ciphertext can check and complete it.
"""

import hashlib
from dataclasses import dataclass

from protectnet.envelope.bytestreams import ByteSink, ByteSource, read_fully, write_fully
from protectnet.envelope.errors import (
    HeaderFailure,
    HeaderReason,
    Limit,
    LimitExceeded,
    PayloadFailure,
    PayloadReason,
)

PIECE = 1024 * 1024
MAX_PIECES = 1792  # 1.75 GiB; its list of hashes takes 56 KiB
MAX_CIPHERTEXT = MAX_PIECES * PIECE

_HASH_LENGTH = 32


@dataclass(frozen=True, slots=True)
class CiphertextDigest:
    """What a ciphertext of ``size`` bytes must be.

    ``blob_id`` is the SHA-256 of all of it, ``pieces`` those of each MiB in order (32 bytes each;
    the last piece may be shorter). Raises ``LimitExceeded`` (``detached_bytes``) when ``size`` is
    above ``MAX_CIPHERTEXT``, ``HeaderFailure`` (``reference``) when the values do not fit together.
    """

    size: int
    blob_id: bytes
    pieces: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if self.size > MAX_CIPHERTEXT:
            raise LimitExceeded(Limit.DETACHED_BYTES, MAX_CIPHERTEXT)
        hashes = (self.blob_id, *self.pieces)
        if (
            self.size < 1
            or len(self.pieces) != -(-self.size // PIECE)
            or any(len(value) != _HASH_LENGTH for value in hashes)
        ):
            raise HeaderFailure(HeaderReason.REFERENCE)

    def piece_length(self, number: int) -> int:
        """Return the length in bytes of piece ``number``, which begins at ``number * PIECE``."""
        if not 0 <= number < len(self.pieces):
            raise IndexError(number)
        return min(PIECE, self.size - number * PIECE)

    def check_piece(self, number: int, untrusted_data: bytes | bytearray | memoryview) -> None:
        """Raise ``PayloadFailure`` (``digest``) unless the data are piece ``number``."""
        if hashlib.sha256(untrusted_data).digest() != self.pieces[number]:
            raise PayloadFailure(PayloadReason.DIGEST)


class PieceHasher:
    """Passes what is written on to a sink and computes its ``CiphertextDigest``."""

    def __init__(self, sink: ByteSink | None = None) -> None:
        self._sink = sink
        self._whole = hashlib.sha256()
        self._piece = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: memoryview, /) -> int:
        """Write all of ``data``; raises ``LimitExceeded`` (``detached_bytes``) beforehand."""
        if self._size + len(data) > MAX_CIPHERTEXT:
            raise LimitExceeded(Limit.DETACHED_BYTES, MAX_CIPHERTEXT)
        if self._sink is not None:
            write_fully(self._sink, data)
        self._whole.update(data)
        rest = data
        while len(rest) > 0:
            rest = rest[self._add(rest) :]
        return len(data)

    def digest(self) -> CiphertextDigest:
        """Return the digest of what was written so far; raises as its constructor does."""
        pieces = list(self._pieces)
        if self._size % PIECE:
            pieces.append(self._piece.digest())
        return CiphertextDigest(self._size, self._whole.digest(), tuple(pieces))

    def _add(self, data: memoryview) -> int:
        count = min(len(data), PIECE - self._size % PIECE)
        self._piece.update(data[:count])
        self._size += count
        if self._size % PIECE == 0:
            self._pieces.append(self._piece.digest())
            self._piece = hashlib.sha256()
        return count


def missing_pieces(expected: CiphertextDigest, source: ByteSource) -> tuple[int, ...]:
    """Return the numbers of the pieces that ``source`` lacks or has damaged, in order.

    Bytes beyond the expected size are not read. No result proves the whole: see
    ``check_ciphertext``.
    """
    buffer = memoryview(bytearray(min(PIECE, expected.size)))
    missing = []
    for number in range(len(expected.pieces)):
        piece = buffer[: expected.piece_length(number)]
        found = piece[: read_fully(source, piece)]
        if hashlib.sha256(found).digest() != expected.pieces[number]:
            missing.append(number)
    return tuple(missing)


def check_ciphertext(expected: CiphertextDigest, source: ByteSource) -> None:
    """Read ``source`` to its end and compare size and every hash.

    Raises ``PayloadFailure`` with reason ``truncated``, ``trailing`` or ``digest``.
    """
    hasher = PieceHasher()
    buffer = memoryview(bytearray(min(PIECE, expected.size + 1)))
    size = 0
    while (count := read_fully(source, buffer)) > 0:
        size += count
        if size > expected.size:
            raise PayloadFailure(PayloadReason.TRAILING)
        hasher.write(buffer[:count])
    if size < expected.size:
        raise PayloadFailure(PayloadReason.TRUNCATED)
    if hasher.digest() != expected:
        raise PayloadFailure(PayloadReason.DIGEST)
