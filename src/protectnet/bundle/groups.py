# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups: byte strings in a CBOR array, compressed as one frame (docs/spec/bundle-v1.md, section 2).

Each log is compressed by itself, so that what one author writes never shares a window with what
another writes: the length of a file would tell whether two people wrote the same.
"""

from collections.abc import Sequence

import zstandard

from protectnet.bundle.errors import BundleDamaged, BundleTooLarge
from protectnet.log import cbor
from protectnet.log.errors import LogError

COMPRESSION_LEVEL = 3
MAX_GROUP_BYTES = 256 * 1024**2
"""Largest group after decompression, and the most of all groups of a part together."""
MAX_WINDOW_BYTES = 8 * 1024**2
MAX_ITEMS = 200_000

_BYTE_STRING, _ARRAY = 2, 4


def pack_group(items: Sequence[bytes]) -> bytes:
    """The section of these items, in their order."""
    compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL, write_content_size=True)
    return compressor.compress(cbor.encode(items))


def longest_packed(length: int) -> int:
    """The most bytes that ``length`` bytes may have compressed (zstd.h, ``ZSTD_COMPRESSBOUND``)."""
    return length + length // 256 + 64


def item_length(item: bytes) -> int:
    """How long an item is in a group before compression, with what stands before it: at most."""
    return len(item) + 9


def check_group_sizes(untrusted_groups: Sequence[bytes]) -> None:
    """Check what the frames of a part say of their sizes, before any is decompressed (check 8).

    Raises ``BundleDamaged`` and ``BundleTooLarge``.
    """
    total = sum(map(_stated_size, untrusted_groups))
    if total > MAX_GROUP_BYTES:
        raise BundleTooLarge("all_groups", MAX_GROUP_BYTES)


def unpack_group(untrusted: bytes) -> tuple[bytes, ...]:
    """The items of a section, limits checked first; what they are is not looked at.

    Raises ``BundleDamaged`` (check 8) and ``BundleTooLarge``.
    """
    _stated_size(untrusted)
    decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
    try:
        packed = decompressor.decompress(
            untrusted, max_output_size=MAX_GROUP_BYTES, allow_extra_data=False
        )
        return _items(packed)
    except (zstandard.ZstdError, LogError) as error:
        raise BundleDamaged(check=8) from error


def _stated_size(untrusted: bytes) -> int:
    """How long the frame says it will be (bytes)."""
    try:
        frame = zstandard.get_frame_parameters(untrusted)
    except zstandard.ZstdError as error:
        raise BundleDamaged(check=8) from error
    if frame.content_size == zstandard.CONTENTSIZE_UNKNOWN:
        raise BundleDamaged(check=8)
    if frame.content_size > MAX_GROUP_BYTES:
        raise BundleTooLarge("group", MAX_GROUP_BYTES)
    if frame.window_size > MAX_WINDOW_BYTES:
        raise BundleTooLarge("window", MAX_WINDOW_BYTES)
    return frame.content_size


def _items(untrusted: bytes) -> tuple[bytes, ...]:
    """The byte strings of an array. Nothing else is built: other values would take far more memory
    than their encoding."""
    major, count, place = cbor.head_at(untrusted, 0)
    if major != _ARRAY:
        raise BundleDamaged(check=8)
    if count > MAX_ITEMS:
        raise BundleTooLarge("group_items", MAX_ITEMS)
    items = []
    for _ in range(count):
        major, length, start = cbor.head_at(untrusted, place)
        place = start + length
        if major != _BYTE_STRING:
            raise BundleDamaged(check=8)
        items.append(untrusted[start:place])
    if place != len(untrusted):
        raise BundleDamaged(check=8)
    return tuple(items)
