# SPDX-License-Identifier: GPL-3.0-or-later
"""Foreign bytes, read in pieces: never more than asked for, never less without an error."""

from collections.abc import Iterator
from typing import Protocol

from protectnet.envelope.bytestreams import ByteSource, read_fully
from protectnet.store.images.errors import Damage, ImageDamaged
from protectnet.store.images.kinds import ImageKind

PIECE = 65536
"""The most bytes that are held of a picture at once, but for one more piece being read."""


class Rewindable(ByteSource, Protocol):
    """A source that can be read again from the start, such as a file."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to ``offset`` bytes from the start (0), from here (1) or from the end (2); say where it is."""

    def tell(self) -> int:
        """How many bytes stand before the next one."""


class Reader:
    """The bytes of one picture in their order."""

    def __init__(self, source: ByteSource, kind: ImageKind) -> None:
        self._source = source
        self._kind = kind
        self._buffer = b""
        self._at = 0

    def damaged(self, reason: Damage) -> ImageDamaged:
        """The error to raise."""
        return ImageDamaged(self._kind, reason)

    def ahead(self, least: int = 1) -> memoryview:
        """What was read and not taken: at least ``least`` bytes (at most ``PIECE``).

        Raises ``ImageDamaged`` (``ends_early``) when fewer are left.
        """
        if len(self._buffer) - self._at < least:
            self._refill()
        view = memoryview(self._buffer)[self._at :]
        if len(view) < least:
            raise self.damaged(Damage.ENDS_EARLY)
        return view

    def advance(self, count: int) -> None:
        """Take the first ``count`` bytes of what ``ahead`` gave."""
        self._at += count

    def take(self, count: int) -> bytes:
        """The next ``count`` bytes, at most ``PIECE``."""
        taken = bytes(self.ahead(count)[:count])
        self.advance(count)
        return taken

    def pieces(self, count: int) -> Iterator[bytes]:
        """The next ``count`` bytes, however many, in pieces."""
        while count:
            view = self.ahead()
            piece = bytes(view[:count])
            self.advance(len(piece))
            count -= len(piece)
            yield piece

    def skip(self, count: int) -> None:
        """Pass over the next ``count`` bytes."""
        for _ in self.pieces(count):
            pass

    def _refill(self) -> None:
        block = bytearray(PIECE)
        count = read_fully(self._source, memoryview(block))
        self._buffer = self._buffer[self._at :] + block[:count]
        self._at = 0


class Places:
    """The bytes of one picture at any place."""

    def __init__(self, source: Rewindable, kind: ImageKind) -> None:
        self._source = source
        self._kind = kind
        self._start = source.tell()
        self.length = source.seek(0, 2) - self._start

    def damaged(self, reason: Damage) -> ImageDamaged:
        """The error to raise."""
        return ImageDamaged(self._kind, reason)

    def at(self, offset: int, count: int) -> bytes:
        """``count`` bytes at ``offset``. Raises ``ImageDamaged`` (``ends_early``)."""
        self._source.seek(self._start + offset)
        block = bytearray(count)
        if read_fully(self._source, memoryview(block)) < count:
            raise self.damaged(Damage.ENDS_EARLY)
        return bytes(block)

    def pieces(self, offset: int, count: int) -> Iterator[bytes]:
        """``count`` bytes at ``offset``, however many, in pieces."""
        for begin in range(offset, offset + count, PIECE):
            yield self.at(begin, min(PIECE, offset + count - begin))
