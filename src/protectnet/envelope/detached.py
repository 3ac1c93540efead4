# SPDX-License-Identifier: GPL-3.0-or-later
"""Content encrypted under a key that is kept elsewhere: the chunks of an age file, no header.

The key, the hashes and the length make up a ``DetachedReference``, which whoever may read the
content holds; whoever merely carries it holds a file of random-looking bytes of a padded length.
Each content gets its own key, so two copies of the same content have nothing in common.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from protectnet.envelope.bytestreams import ByteSink, ByteSource
from protectnet.envelope.derivation import hkdf
from protectnet.envelope.errors import (
    HeaderFailure,
    HeaderReason,
    PayloadFailure,
    PayloadReason,
)
from protectnet.envelope.padme import padded_length
from protectnet.envelope.pieces import CiphertextDigest, PieceHasher
from protectnet.envelope.stream import (
    CHUNK,
    PlaintextReader,
    StreamWriter,
    open_chunks,
    sealed_length,
)

KEY_LENGTH = 32

_INFO = b"detached-stream/v1"
_TRAILER_LENGTH = 8
_ZEROS = bytes(CHUNK)


@dataclass(frozen=True, slots=True)
class DetachedReference:
    """Everything needed to read a detached content: secret, for it holds the key.

    ``length`` is that of the content in bytes. Raises ``HeaderFailure`` (``reference``) when the
    key is not 32 bytes long or a content of this length cannot have a ciphertext of that size.
    """

    key: bytes = field(repr=False)
    length: int
    digest: CiphertextDigest

    def __post_init__(self) -> None:
        fits = self.length >= 0 and self.digest.size == sealed_length(_plain_length(self.length))
        if len(self.key) != KEY_LENGTH or not fits:
            raise HeaderFailure(HeaderReason.REFERENCE)


def encrypt_detached(
    source: ByteSource, sink: ByteSink, random_bytes: Callable[[int], bytes] = os.urandom
) -> DetachedReference:
    """Encrypt all of ``source`` into ``sink`` under a new key.

    Raises ``LimitExceeded`` (``detached_bytes``) when the ciphertext would be above
    ``pieces.MAX_CIPHERTEXT``; what was written by then is of no use.
    """
    key = random_bytes(KEY_LENGTH)
    hasher = PieceHasher(sink)
    with StreamWriter(hasher, _stream_key(key)) as writer:
        length = writer.write_from(source)
        _write_zeros(writer, _plain_length(length) - length - _TRAILER_LENGTH)
        writer.write(_trailer(length))
    return DetachedReference(key, length, hasher.digest())


def decrypt_detached(reference: DetachedReference, source: ByteSource) -> PlaintextReader:
    """Return the content of a ciphertext; nothing is read before it is.

    Reading raises ``PayloadFailure``: besides the reasons of ``open_chunks``, ``padding`` when
    what follows the content is not zeros and its length, and ``digest`` when the ciphertext is
    not the one referred to, though somebody who knows the key made it.
    """
    return PlaintextReader(_content(reference, source))


class _HashingSource:
    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    def readinto(self, buffer: memoryview, /) -> int | None:
        count = self._source.readinto(buffer)
        if count:
            self._hash.update(buffer[:count])
        return count

    def digest(self) -> bytes:
        return self._hash.digest()


def _content(reference: DetachedReference, source: ByteSource) -> Iterator[memoryview]:
    hashing = _HashingSource(source)
    end = reference.length
    padding = _PaddingCheck(reference.length)
    offset = 0
    for chunk in open_chunks(hashing, _stream_key(reference.key)):
        inside = min(len(chunk), max(0, end - offset))
        if inside:
            yield chunk[:inside]
        padding.check(chunk[inside:])
        offset += len(chunk)
    padding.finish()
    if hashing.digest() != reference.digest.blob_id:
        raise PayloadFailure(PayloadReason.DIGEST)


class _PaddingCheck:
    """Checks what follows the content: zeros, then the length of the content."""

    def __init__(self, length: int) -> None:
        self._zeros_left = _plain_length(length) - length - _TRAILER_LENGTH
        self._trailer_left = _trailer(length)

    def check(self, data: memoryview) -> None:
        zeros = min(len(data), self._zeros_left)
        trailer = bytes(data[zeros:])
        if bytes(data[:zeros]) != _ZEROS[:zeros] or not self._trailer_left.startswith(trailer):
            raise PayloadFailure(PayloadReason.PADDING)
        self._zeros_left -= zeros
        self._trailer_left = self._trailer_left[len(trailer) :]

    def finish(self) -> None:
        if self._trailer_left:
            raise PayloadFailure(PayloadReason.PADDING)


def _stream_key(key: bytes) -> bytes:
    return hkdf(key, b"", _INFO)


def _plain_length(length: int) -> int:
    return padded_length(length + _TRAILER_LENGTH)


def _trailer(length: int) -> bytes:
    return length.to_bytes(_TRAILER_LENGTH, "big")


def _write_zeros(writer: StreamWriter, count: int) -> None:
    for begin in range(0, count, CHUNK):
        writer.write(_ZEROS[: count - begin])
