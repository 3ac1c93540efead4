# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, files and awkward file objects that the tests of the envelope share."""

import io

from hypothesis import strategies as st

from protectnet.envelope import HybridIdentity, encrypt
from protectnet.envelope.stream import CHUNK

ALICE = HybridIdentity(bytes(range(32)))
BOB = HybridIdentity(bytes(range(32, 64)))
STRANGER = HybridIdentity(bytes(range(64, 96)))

# Sizes on both sides of every border between chunks, where counting goes wrong.
BORDER_SIZES = st.sampled_from(
    [near + off for near in (0, CHUNK, 2 * CHUNK, 4 * CHUNK) for off in (-17, -1, 0, 1, 16)]
).filter(lambda size: size >= 0)
SIZES = st.one_of(BORDER_SIZES, st.integers(0, 3 * CHUNK))


def content_of(size: int) -> bytes:
    """Return ``size`` bytes in which no two chunks are alike."""
    return b"".join(number.to_bytes(4, "big") for number in range(size // 4 + 1))[:size]


def encrypted(content: bytes, *identities: HybridIdentity) -> bytes:
    """Return an age file to these identities."""
    sink = io.BytesIO()
    encrypt([identity.recipient for identity in identities], io.BytesIO(content), sink)
    return sink.getvalue()


class Dribble:
    """A source that returns a few bytes at a time, and a sink that takes a few."""

    def __init__(self, content: bytes = b"", step: int = 7) -> None:
        self._rest = content
        self._step = step
        self.written = bytearray()

    def readinto(self, buffer: memoryview, /) -> int:
        count = min(len(buffer), self._step, len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def write(self, data: memoryview, /) -> int:
        count = min(len(data), self._step)
        self.written += data[:count]
        return count


class Endless:
    """``size`` bytes of zeros that are nowhere in memory, and a sink that only counts."""

    def __init__(self, size: int = 0) -> None:
        self._left = size
        self.count = 0

    def readinto(self, buffer: memoryview, /) -> int:
        count = min(len(buffer), self._left)
        self._left -= count
        return count

    def write(self, data: memoryview, /) -> int:
        self.count += len(data)
        return len(data)


class Failing:
    """A source and sink that works for ``allowed`` bytes, then fails as a pulled stick does."""

    def __init__(self, content: bytes, allowed: int) -> None:
        self._content = io.BytesIO(content)
        self._allowed = allowed

    def readinto(self, buffer: memoryview, /) -> int:
        if self._content.tell() >= self._allowed:
            raise OSError(5, "gone")
        return self._content.readinto(buffer)

    def write(self, data: memoryview, /) -> int:
        self._allowed -= len(data)
        if self._allowed < 0:
            raise OSError(5, "gone")
        return len(data)
