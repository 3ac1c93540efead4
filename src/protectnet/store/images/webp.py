# SPDX-License-Identifier: GPL-3.0-or-later
"""WebP without what is not the picture. Source: RFC 9649.

The size of the file stands at its start, so the file is walked twice: once by the headers of its
chunks alone to choose what is kept, once to copy that.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from protectnet.store.images.errors import Damage
from protectnet.store.images.exif import MAX_EXIF, UPRIGHT, exif_saying, orientation_of
from protectnet.store.images.reading import Places

MAX_CHUNKS = 16384
"""More chunks than any film of pictures has; each costs a look at another place, and memory."""
MAX_SIZE = 2**32 - 2
"""The largest size that a file can state."""

_FILE_HEADER = 12
_CHUNK_HEADER = 8
_FRAME_HEADER = 16
_FEATURES_BYTES = 10
_ANIMATION_BYTES = 6
_PROFILE_FLAG, _ALPHA_FLAG, _EXIF_FLAG, _ANIMATION_FLAG = 0x20, 0x10, 0x08, 0x02


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk of the file: where its data are, and how long they are without the padding."""

    name: bytes
    at: int
    length: int

    @property
    def written_bytes(self) -> int:
        return _CHUNK_HEADER + self.length + self.length % 2


@dataclass(frozen=True, slots=True)
class _Frame:
    """One picture of an animation and the chunks that are kept of it."""

    at: int
    parts: tuple[_Chunk, ...]

    @property
    def length(self) -> int:
        return _FRAME_HEADER + sum(part.written_bytes for part in self.parts)

    @property
    def written_bytes(self) -> int:
        return _CHUNK_HEADER + self.length


def strip_webp(places: Places) -> Iterator[bytes]:
    """The picture in pieces. Raises ``ImageDamaged``."""
    size = int.from_bytes(places.at(4, 4), "little")
    end = _CHUNK_HEADER + size
    if end > places.length:
        raise places.damaged(Damage.ENDS_EARLY)
    return _Picture(places, end).pieces()


class _Picture:
    def __init__(self, places: Places, end: int) -> None:
        self._places = places
        self._end = end
        self._left = MAX_CHUNKS
        self._orientation = UPRIGHT
        self._features = b""
        self._kept: list[_Chunk | _Frame] = []

    def pieces(self) -> Iterator[bytes]:
        self._walk()
        features = self._written_features()
        exif = b""
        if features and self._orientation != UPRIGHT:
            exif = _whole(b"EXIF", exif_saying(self._orientation))
        total = len(b"WEBP") + len(features) + sum(k.written_bytes for k in self._kept) + len(exif)
        if total > MAX_SIZE:
            raise self._places.damaged(Damage.WRONG_LENGTH)
        yield b"RIFF" + total.to_bytes(4, "little") + b"WEBP" + features
        for kept in self._kept:
            if isinstance(kept, _Frame):
                yield _header(b"ANMF", kept.length) + self._places.at(kept.at, _FRAME_HEADER)
                for part in kept.parts:
                    yield from self._copied(part)
            else:
                yield from self._copied(kept)
        yield exif

    def _walk(self) -> None:
        """Choose what is kept."""
        chunks = self._chunks(_FILE_HEADER, self._end)
        first = next(chunks, None)
        if first is None:
            raise self._places.damaged(Damage.NO_PICTURE)
        if first.name == b"VP8X":
            self._features = self._places.at(first.at, self._checked(first, _FEATURES_BYTES))
            self._walk_extended(chunks)
        elif first.name in (b"VP8 ", b"VP8L"):
            self._kept.append(first)
        else:
            raise self._places.damaged(Damage.UNKNOWN_PART)

    def _walk_extended(self, chunks: Iterator[_Chunk]) -> None:
        moves = bool(self._features[0] & _ANIMATION_FLAG)
        seen: set[bytes] = set()
        for chunk in chunks:
            if chunk.name == b"EXIF" and chunk.name not in seen:
                exif = self._places.at(chunk.at, min(chunk.length, MAX_EXIF))
                self._orientation = orientation_of(exif)
            elif moves and chunk.name == b"ANMF":
                self._kept.append(self._frame(chunk))
            elif _belongs(chunk.name, seen, moves=moves):
                if chunk.name == b"ANIM":
                    self._checked(chunk, _ANIMATION_BYTES)
                self._kept.append(chunk)
            else:
                continue
            seen.add(chunk.name)
        if not seen & ({b"ANMF"} if moves else {b"VP8 ", b"VP8L"}):
            raise self._places.damaged(Damage.NO_PICTURE)

    def _frame(self, chunk: _Chunk) -> _Frame:
        if chunk.length < _FRAME_HEADER:
            raise self._places.damaged(Damage.WRONG_LENGTH)
        seen: set[bytes] = set()
        parts = []
        for part in self._chunks(chunk.at + _FRAME_HEADER, chunk.at + chunk.length):
            if part.name != b"ICCP" and _belongs(part.name, seen, moves=False):
                parts.append(part)
                seen.add(part.name)
        if not seen & {b"VP8 ", b"VP8L"}:
            raise self._places.damaged(Damage.NO_PICTURE)
        return _Frame(chunk.at, tuple(parts))

    def _chunks(self, at: int, end: int) -> Iterator[_Chunk]:
        """The chunks from ``at`` to ``end``; the last may lack its padding."""
        while end - at > 1:
            self._left -= 1
            if self._left < 0:
                raise self._places.damaged(Damage.TOO_MANY_PARTS)
            if end - at < _CHUNK_HEADER:
                raise self._places.damaged(Damage.WRONG_LENGTH)
            header = self._places.at(at, _CHUNK_HEADER)
            chunk = _Chunk(header[:4], at + 8, int.from_bytes(header[4:], "little"))
            if chunk.at + chunk.length > end:
                raise self._places.damaged(Damage.WRONG_LENGTH)
            yield chunk
            at += chunk.written_bytes

    def _checked(self, chunk: _Chunk, length: int) -> int:
        if chunk.length != length:
            raise self._places.damaged(Damage.WRONG_LENGTH)
        return length

    def _written_features(self) -> bytes:
        """What the file says it holds, as it is true of what is kept; nothing in a simple file."""
        if not self._features:
            return b""
        flags = self._features[0] & (_ALPHA_FLAG | _ANIMATION_FLAG)
        if any(isinstance(kept, _Chunk) and kept.name == b"ICCP" for kept in self._kept):
            flags |= _PROFILE_FLAG
        if self._orientation != UPRIGHT:
            flags |= _EXIF_FLAG
        return _whole(b"VP8X", bytes((flags, 0, 0, 0)) + self._features[4:])

    def _copied(self, chunk: _Chunk) -> Iterator[bytes]:
        yield _header(chunk.name, chunk.length)
        yield from self._places.pieces(chunk.at, chunk.length)
        yield bytes(chunk.length % 2)


def _belongs(name: bytes, seen: set[bytes], *, moves: bool) -> bool:
    """Whether a chunk is part of a picture, or of the start of an animation, that has those before it."""
    if name in seen or seen & {b"VP8 ", b"VP8L", b"ANMF"}:
        return False
    return name == b"ICCP" or name in ((b"ANIM",) if moves else (b"ALPH", b"VP8 ", b"VP8L"))


def _header(name: bytes, length: int) -> bytes:
    return name + length.to_bytes(4, "little")


def _whole(name: bytes, data: bytes) -> bytes:
    return _header(name, len(data)) + data
