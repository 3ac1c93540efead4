# SPDX-License-Identifier: GPL-3.0-or-later
"""PNG and animated PNG without what is not the picture. Source: W3C PNG, third edition.

A chunk is kept when its name stands here and its length is one it can have. What other programs
wrote for themselves, texts, the time, and whatever follows the end of the picture goes: some phones
leave the uncut picture behind the end of the cut one.
"""

import zlib
from collections.abc import Container, Iterator

from protectnet.store.images.errors import Damage
from protectnet.store.images.exif import UPRIGHT, exif_saying, orientation_of
from protectnet.store.images.reading import PIECE, Reader

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNK = 2**31 - 1
_HEADER_BYTES = 13
_PALETTE_LENGTHS = range(3, 769, 3)
_PROFILE_NAME = b"icc\x00"
_MAX_PROFILE_NAME = 80

# Each once and before the picture; of any other length decoders ignore them too.
_PLAIN: dict[bytes, Container[int]] = {
    b"gAMA": (4,),
    b"cHRM": (32,),
    b"sRGB": (1,),
    b"cICP": (4,),
    b"mDCV": (24,),
    b"cLLI": (8,),
    b"sBIT": range(1, 5),
    b"bKGD": (1, 2, 6),
    b"pHYs": (9,),
    b"tRNS": range(1, 257),
    b"hIST": range(2, 513, 2),
    b"acTL": (8,),
}


def strip_png(reader: Reader) -> Iterator[bytes]:
    """The picture in pieces. Raises ``ImageDamaged``."""
    reader.take(len(_SIGNATURE))
    yield _SIGNATURE
    picture = _Picture(reader)
    name = b""
    while name != b"IEND":
        length, name = int.from_bytes(reader.take(4)), reader.take(4)
        if length > _MAX_CHUNK:
            raise reader.damaged(Damage.WRONG_LENGTH)
        yield from picture.chunk(name, length)
        picture.last = name


class _Picture:
    """What was kept of a picture so far, and so what may follow."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: set[bytes] = set()
        self.last = b""

    def chunk(self, name: bytes, length: int) -> Iterator[bytes]:
        """What is kept of the chunk whose length and name were read."""
        if not self._kept and name != b"IHDR":
            raise self._reader.damaged(Damage.OUT_OF_ORDER)
        if not name[0] & 0x20:
            self._check_critical(name, length)
        elif not self._is_kept(name, length):
            self._reader.skip(length + 4)
            return iter(())
        self._kept.add(name)
        if name == b"iCCP":
            return self._profile(length)
        return self._exif(length) if name == b"eXIf" else self._copied(name, length)

    def _check_critical(self, name: bytes, length: int) -> None:
        """Raise when a chunk without which nothing can be shown is not as it must be."""
        kept = self._kept
        if name == b"IHDR":
            fits, stands = length == _HEADER_BYTES, not kept
        elif name == b"PLTE":
            fits, stands = length in _PALETTE_LENGTHS, not kept & {b"PLTE", b"IDAT"}
        elif name == b"IDAT":
            fits, stands = True, b"IDAT" not in kept or self.last == b"IDAT"
        elif name == b"IEND":
            fits, stands = length == 0, True
        else:
            raise self._reader.damaged(Damage.UNKNOWN_PART)
        if not fits:
            raise self._reader.damaged(Damage.WRONG_LENGTH)
        if not stands:
            raise self._reader.damaged(Damage.OUT_OF_ORDER)
        if name == b"IEND" and b"IDAT" not in kept:
            raise self._reader.damaged(Damage.NO_PICTURE)

    def _is_kept(self, name: bytes, length: int) -> bool:
        """Whether a chunk that decoders may ignore belongs to the picture all the same."""
        kept = self._kept
        if name == b"fcTL":
            return length == 26 and b"acTL" in kept
        if name == b"fdAT":
            # Without its frame's header it would be a hiding place under a good name.
            return length > 4 and {b"acTL", b"fcTL", b"IDAT"} <= kept
        if name == b"eXIf":
            return name not in kept
        if name in kept or b"IDAT" in kept:
            return False
        return name == b"iCCP" or length in _PLAIN.get(name, ())

    def _copied(self, name: bytes, length: int) -> Iterator[bytes]:
        yield length.to_bytes(4) + name
        checksum = zlib.crc32(name)
        for piece in self._reader.pieces(length):
            checksum = zlib.crc32(piece, checksum)
            yield piece
        yield self._end(checksum)

    def _profile(self, length: int) -> Iterator[bytes]:
        """The colour profile as it is, under a name that says nothing."""
        name = bytes(self._reader.take(min(length, _MAX_PROFILE_NAME)))
        end = name.find(b"\x00") + 1
        if end == 0:
            raise self._reader.damaged(Damage.WRONG_LENGTH)
        first = name[end:]
        yield (length - end + len(_PROFILE_NAME)).to_bytes(4)
        yield b"iCCP" + _PROFILE_NAME + first
        read, written = zlib.crc32(b"iCCP" + name), zlib.crc32(b"iCCP" + _PROFILE_NAME + first)
        for piece in self._reader.pieces(length - len(name)):
            read, written = zlib.crc32(piece, read), zlib.crc32(piece, written)
            yield piece
        self._end(read)
        yield written.to_bytes(4)

    def _exif(self, length: int) -> Iterator[bytes]:
        looked_at = self._reader.take(min(length, PIECE))
        checksum = zlib.crc32(b"eXIf" + looked_at)
        for piece in self._reader.pieces(length - len(looked_at)):
            checksum = zlib.crc32(piece, checksum)
        self._end(checksum)
        orientation = orientation_of(looked_at)
        if orientation != UPRIGHT:
            yield _made_chunk(b"eXIf", exif_saying(orientation))

    def _end(self, checksum: int) -> bytes:
        """The checksum of a chunk. Raises ``ImageDamaged`` when another one stands in the file."""
        found = self._reader.take(4)
        if found != checksum.to_bytes(4):
            raise self._reader.damaged(Damage.CHECKSUM)
        return found


def _made_chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
