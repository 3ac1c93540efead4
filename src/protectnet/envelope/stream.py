# SPDX-License-Identifier: GPL-3.0-or-later
"""STREAM: content in chunks of 64 KiB, each sealed with its number and whether it is the last.

Memory does not depend on the length of the content. Source: c2sp.org/age, "Payload".
"""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from protectnet.envelope.bytestreams import ByteSink, ByteSource, read_fully, write_fully
from protectnet.envelope.errors import PayloadFailure, PayloadReason

CHUNK = 64 * 1024
TAG = 16
SEALED_CHUNK = CHUNK + TAG

_SLAB = 4 * CHUNK


def sealed_length(length: int) -> int:
    """Return how many bytes the chunks of ``length`` bytes of content take."""
    return length + TAG * max(1, -(-length // CHUNK))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class StreamWriter:
    """Encrypts what is written to it; ``finish`` writes the last chunk.

    As a context manager it finishes by itself, unless the block was left by an exception: then
    what was written so far stays recognisably incomplete. A key must never be used twice.
    """

    def __init__(self, sink: ByteSink, key: bytes) -> None:
        self._sink = sink
        self._cipher = ChaCha20Poly1305(key)
        self._plain = memoryview(bytearray(CHUNK))
        self._sealed = memoryview(bytearray(SEALED_CHUNK))
        self._held = 0
        self._number = 0
        self._finished = False

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Encrypt all of ``data`` and return its length. The sink's errors pass through."""
        if self._finished:
            raise ValueError("write after finish")
        rest = memoryview(data).cast("B")
        length = len(rest)
        while len(rest) > 0:
            rest = rest[self._take(rest) :]
        return length

    def write_from(self, source: ByteSource) -> int:
        """Encrypt all of ``source`` and return its length."""
        slab = memoryview(bytearray(_SLAB))
        length = 0
        while (count := read_fully(source, slab)) > 0:
            length += self.write(slab[:count])
        return length

    def finish(self) -> None:
        """Write the last chunk; a second call does nothing. The sink is neither flushed nor closed."""
        if not self._finished:
            self._finished = True
            self._seal(self._plain[: self._held], last=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.finish()

    def _take(self, data: memoryview) -> int:
        # A full chunk waits until it is known whether it is the last one.
        if self._held == CHUNK:
            self._seal(self._plain, last=False)
            self._held = 0
        if self._held == 0 and len(data) > CHUNK:
            self._seal(data[:CHUNK], last=False)
            return CHUNK
        count = min(CHUNK - self._held, len(data))
        self._plain[self._held : self._held + count] = data[:count]
        self._held += count
        return count

    def _seal(self, chunk: memoryview, *, last: bool) -> None:
        sealed = self._sealed[: len(chunk) + TAG]
        self._cipher.encrypt_into(_nonce(self._number, last), chunk, None, sealed)
        self._number += 1
        write_fully(self._sink, sealed)


def open_chunks(source: ByteSource, key: bytes) -> Iterator[memoryview]:
    """Decrypt ``source`` to its end, one chunk at a time.

    Each view is valid until the next is asked for. What is yielded is authentic, but it is the
    *whole* content only once the iteration has ended without ``PayloadFailure``, whose reason is
    ``damaged``, ``truncated``, ``trailing`` or ``empty_last_chunk``.
    """
    return _ChunkOpener(source, key).chunks()


class _ChunkOpener:
    def __init__(self, source: ByteSource, key: bytes) -> None:
        self._source = source
        self._cipher = ChaCha20Poly1305(key)
        self._plain = memoryview(bytearray(CHUNK))
        self._number = 0

    def chunks(self) -> Iterator[memoryview]:
        buffer, other = memoryview(bytearray(SEALED_CHUNK)), memoryview(bytearray(SEALED_CHUNK))
        sealed = buffer[: read_fully(self._source, buffer)]
        while True:
            # One chunk is read ahead: only the end of the file tells which one should be last.
            following = other[: read_fully(self._source, other)]
            at_end = len(following) == 0
            plain, last = self._open(sealed, at_end)
            if last and self._number > 0 and len(plain) == 0:
                raise PayloadFailure(PayloadReason.EMPTY_LAST_CHUNK)
            yield plain
            if last and not at_end:
                raise PayloadFailure(PayloadReason.TRAILING)
            if last:
                return
            self._number += 1
            sealed, buffer, other = following, other, buffer

    def _open(self, sealed: memoryview, at_end: bool) -> tuple[memoryview, bool]:
        """Return content and kind of a chunk, tried first as what its place says it is.

        Only a full chunk may be of the other kind: then something was cut off or added after it.
        """
        if len(sealed) < TAG:
            raise PayloadFailure(PayloadReason.TRUNCATED)
        plain = self._plain[: len(sealed) - TAG]
        for last in (at_end, not at_end) if len(sealed) == SEALED_CHUNK else (True,):
            try:
                self._cipher.decrypt_into(_nonce(self._number, last), sealed, None, plain)
            except InvalidTag:
                continue
            return plain, last
        raise PayloadFailure(PayloadReason.DAMAGED)


class PlaintextReader:
    """Decrypted content as a readable object.

    Nothing read may be acted on before ``complete`` is true: until then a file cut short, or
    damaged further on, looks like a good one. A failure stays, be it of the content or of the
    file read from: every later call raises it again.
    """

    def __init__(self, chunks: Iterator[memoryview]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        self._failure: BaseException | None = None
        self.complete = False

    def chunks(self) -> Iterator[memoryview]:
        """Yield what is left, without copying; each view is valid until the next is asked for."""
        while len(self._rest) > 0 or self._advance():
            chunk, self._rest = self._rest, memoryview(b"")
            yield chunk

    def readinto(self, buffer: bytearray | memoryview, /) -> int:
        """Fill the start of ``buffer``; return the number of bytes, 0 only at the verified end."""
        target = memoryview(buffer).cast("B")
        if len(self._rest) == 0 and len(target) > 0 and not self._advance():
            return 0
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def read(self, size: int = -1, /) -> bytes:
        """Return ``size`` bytes, fewer only at the verified end; all that is left if negative."""
        if size < 0:
            return b"".join(bytes(chunk) for chunk in self.chunks())
        parts = bytearray()
        while len(parts) < size and (len(self._rest) > 0 or self._advance()):
            count = size - len(parts)
            parts += self._rest[:count]
            self._rest = self._rest[count:]
        return bytes(parts)

    def copy_to(self, sink: ByteSink) -> int:
        """Write what is left to ``sink`` and return its length."""
        length = 0
        for chunk in self.chunks():
            write_fully(sink, chunk)
            length += len(chunk)
        return length

    def _advance(self) -> bool:
        """Fetch the next chunk that is not empty; return whether there was one."""
        if self._failure is not None:
            raise self._failure
        try:
            for chunk in self._chunks:
                if len(chunk) > 0:
                    self._rest = chunk
                    return True
        except BaseException as failure:
            # An iterator that has failed once ends quietly when asked again: that is no end.
            self._failure = failure
            raise
        self.complete = True
        return False
