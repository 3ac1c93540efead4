# SPDX-License-Identifier: GPL-3.0-or-later
"""GIF without what is not the picture. Source: GIF89a specification; the looping of Netscape 2.0.

Kept are the screen, the palettes, the images with their timing, and how often they are repeated.
"""

from collections.abc import Iterator

from protectnet.store.images.errors import Damage
from protectnet.store.images.reading import Reader

_HEADER_BYTES = 13
_IMAGE_BYTES = 9
_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPING = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_LOOP_BLOCK = 1
_NO_MORE = b"\x00"


def strip_gif(reader: Reader) -> Iterator[bytes]:
    """The picture in pieces. Raises ``ImageDamaged``."""
    header = reader.take(_HEADER_BYTES)
    yield header
    yield reader.take(_palette_bytes(header[10]))
    control = b""
    pictures = 0
    looping = False
    while (block := reader.take(1)[0]) != _END:
        if block == _IMAGE:
            yield control
            yield from _image(reader)
            control, pictures = b"", pictures + 1
        elif block != _EXTENSION:
            raise reader.damaged(Damage.UNKNOWN_PART)
        elif (label := reader.take(1)[0]) == _CONTROL:
            control = _control(reader)
        elif label == _APPLICATION and not looping:
            repeated = _repeated(reader)
            yield repeated
            looping = repeated != b""
        else:
            _pass_over_blocks(reader)
            if label < 0x80:
                control = b""  # it was for a text drawn by the program that shows the picture
    if not pictures:
        raise reader.damaged(Damage.NO_PICTURE)
    yield bytes((_END,))


def _palette_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _image(reader: Reader) -> Iterator[bytes]:
    descriptor = reader.take(_IMAGE_BYTES)
    yield bytes((_IMAGE,)) + descriptor
    yield reader.take(_palette_bytes(descriptor[8]))
    yield reader.take(1)
    for block in _blocks(reader):
        yield bytes((len(block),)) + block
    yield _NO_MORE


def _control(reader: Reader) -> bytes:
    """Timing and transparency of the next image."""
    if reader.take(1) != b"\x04":
        raise reader.damaged(Damage.WRONG_LENGTH)
    fields = reader.take(4)
    _pass_over_blocks(reader)
    return bytes((_EXTENSION, _CONTROL, 4)) + fields + _NO_MORE


def _repeated(reader: Reader) -> bytes:
    """How often the images are repeated, when the application's block says that; else nothing."""
    name, found = None, b""
    for block in _blocks(reader):
        if name is None:
            name = block
        elif name in _LOOPING and not found and len(block) == 3 and block[0] & 7 == _LOOP_BLOCK:
            intro = bytes((_EXTENSION, _APPLICATION, len(name))) + name
            found = intro + bytes((3, _LOOP_BLOCK)) + block[1:] + _NO_MORE
    return found


def _blocks(reader: Reader) -> Iterator[bytes]:
    while length := reader.take(1)[0]:
        yield reader.take(length)


def _pass_over_blocks(reader: Reader) -> None:
    for _ in _blocks(reader):
        pass
