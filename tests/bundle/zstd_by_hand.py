# SPDX-License-Identifier: GPL-3.0-or-later
"""Zstandard frames written out from RFC 8878, with blocks that are not compressed or one byte long.

A library's frames may differ from version to version, and it writes no faulty ones.
"""

from protectnet.log import cbor

MAGIC = bytes.fromhex("28b52ffd")
SKIPPABLE = bytes.fromhex("502a4d18")
_SINGLE_SEGMENT, _CHECKSUM, _DICTIONARY = 0x20, 0x04, 0x01
_RAW, _REPEATED = 0, 1


def frame(content: bytes, *, size: int | None = None, extra: int = 0, behind: bytes = b"") -> bytes:
    """A frame of one block that is not compressed, and that states its size.

    ``size`` is the size it states instead, ``extra`` are bits of the descriptor, for which
    something stands ``behind`` the block.
    """
    stated = len(content) if size is None else size
    head = bytes([0xE0 | extra]) + stated.to_bytes(8, "little")
    return MAGIC + head + block(content, last=True) + behind


def group(*items: bytes) -> bytes:
    """The section of these items."""
    return frame(cbor.encode(items))


def block(content: bytes, *, last: bool) -> bytes:
    """A block that is not compressed."""
    return _head(_RAW, len(content), last=last) + content


def repeated(byte: bytes, count: int, *, last: bool) -> bytes:
    """A block of one byte many times: at most 128 KiB in four bytes."""
    return _head(_REPEATED, count, last=last) + byte


def blocks(size: int, *parts: bytes) -> bytes:
    """A frame of these blocks that states this size."""
    return MAGIC + b"\xe0" + size.to_bytes(8, "little") + b"".join(parts)


def without_size(content: bytes) -> bytes:
    """A frame that does not state its size, with a window of 1 KiB."""
    return MAGIC + b"\x00\x00" + block(content, last=True)


def with_window(content: bytes, exponent: int, *, size: int | None = None) -> bytes:
    """A frame with a window of 2 to this power, which states its size, or the one given."""
    stated = len(content) if size is None else size
    head = b"\xc0" + bytes([(exponent - 10) << 3]) + stated.to_bytes(8, "little")
    return MAGIC + head + block(content, last=True)


def with_wrong_checksum(content: bytes) -> bytes:
    """A frame with a checksum of zeros."""
    return frame(content, extra=_CHECKSUM, behind=bytes(4))


def with_dictionary(content: bytes) -> bytes:
    """A frame that asks for a dictionary."""
    head = bytes([0xE0 | _DICTIONARY, 7]) + len(content).to_bytes(8, "little")
    return MAGIC + head + block(content, last=True)


def skippable(content: bytes) -> bytes:
    """A frame that decoders pass over."""
    return SKIPPABLE + len(content).to_bytes(4, "little") + content


def _head(kind: int, size: int, *, last: bool) -> bytes:
    return (int(last) | kind << 1 | size << 3).to_bytes(3, "little")
