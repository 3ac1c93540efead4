# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading and writing whole buffers, whatever short counts a file object returns."""

from typing import Protocol

_BLOCK = 4096


class ByteSource(Protocol):
    """What is read from: any binary file object, buffered or not."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the start of ``buffer``; return the number of bytes, 0 at the end."""


class ByteSink(Protocol):
    """What is written to: any binary file object, buffered or not."""

    def write(self, data: memoryview, /) -> int | None:
        """Write the start of ``data``; return the number of bytes written."""


def read_fully(source: ByteSource, buffer: memoryview) -> int:
    """Fill ``buffer`` and return its length, or less when ``source`` ends before.

    Raises ``BlockingIOError`` for a non-blocking source that has nothing at the moment, and
    whatever ``source`` raises.
    """
    filled = 0
    while filled < len(buffer):
        count = source.readinto(buffer[filled:])
        if count is None:
            raise BlockingIOError
        if count == 0:
            break
        filled += count
    return filled


def write_fully(sink: ByteSink, data: memoryview) -> None:
    """Write all of ``data``. Raises ``BlockingIOError`` for a non-blocking sink that is full."""
    while len(data) > 0:
        count = sink.write(data)
        if not count:
            raise BlockingIOError
        data = data[count:]


class HeaderSource:
    """A source of which the first bytes are taken by count or by line, the rest with ``readinto``."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._ahead = bytearray()

    def take(self, count: int) -> bytes:
        """Return the next ``count`` bytes, fewer when the source ends before."""
        while len(self._ahead) < count and self._fetch():
            pass
        return self._cut(count)

    def take_line(self, limit: int) -> bytes:
        r"""Return the next bytes up to and with ``\n``.

        The result does not end in ``\n`` when the source ended before one. When the line is longer
        than ``limit`` bytes, the result is its first ``limit + 1`` bytes.
        """
        searched = 0
        while (found := self._ahead.find(b"\n", searched, limit)) < 0:
            searched = len(self._ahead)
            if searched > limit:
                return self._cut(limit + 1)
            if not self._fetch():
                return self._cut(searched)
        return self._cut(found + 1)

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the start of ``buffer`` with what follows the bytes taken so far."""
        if not self._ahead:
            return self._source.readinto(buffer)
        taken = self._cut(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)

    def _fetch(self) -> bool:
        block = bytearray(_BLOCK)
        count = read_fully(self._source, memoryview(block))
        self._ahead += block[:count]
        return count > 0

    def _cut(self, count: int) -> bytes:
        taken = bytes(self._ahead[:count])
        del self._ahead[:count]
        return taken
