# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of a bundle: segments packed log by log, each group compressed alone.

Each log is compressed by itself, so that what one author writes never shares a window with what
another writes (protocol.md, "Length").
"""

from collections.abc import Sequence

import zstandard

from protectnet.bundle.errors import BundleDamaged, BundleTooLarge
from protectnet.log import cbor
from protectnet.log.errors import LogError

COMPRESSION_LEVEL = 3
MAX_GROUP_BYTES = 256 * 1024 * 1024
"""Largest group after decompression; a whole log of about ten million operations is smaller."""
MAX_WINDOW_BYTES = 8 * 1024 * 1024
MAX_SEGMENTS = 200_000


def pack_segments(segments: Sequence[bytes]) -> bytes:
    """A section of the segments given, in their order, compressed."""
    packed = cbor.encode(list(segments))
    if len(packed) > MAX_GROUP_BYTES or len(segments) > MAX_SEGMENTS:
        raise BundleTooLarge(limit="group", allowed=MAX_GROUP_BYTES)
    compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL, write_content_size=True)
    return compressor.compress(packed)


def unpack_segments(untrusted: bytes) -> list[bytes]:
    """The bytes of the segments in a section, limits checked first; they are not yet verified.

    Raises ``BundleDamaged`` (check 8) and ``BundleTooLarge``.
    """
    packed = _decompress(untrusted)
    try:
        segments = cbor.decode(packed)
    except LogError as error:
        raise BundleDamaged(check=8) from error
    if not isinstance(segments, list) or len(segments) > MAX_SEGMENTS:
        raise BundleDamaged(check=8)
    found = [each for each in segments if isinstance(each, bytes)]
    if len(found) != len(segments):
        raise BundleDamaged(check=8)
    return found


def _decompress(untrusted: bytes) -> bytes:
    try:
        frame = zstandard.get_frame_parameters(untrusted)
    except zstandard.ZstdError as error:
        raise BundleDamaged(check=8) from error
    has_size = frame.content_size != zstandard.CONTENTSIZE_UNKNOWN
    if not has_size or frame.content_size > MAX_GROUP_BYTES:
        raise BundleTooLarge(limit="group", allowed=MAX_GROUP_BYTES)
    if frame.window_size > MAX_WINDOW_BYTES:
        raise BundleTooLarge(limit="window", allowed=MAX_WINDOW_BYTES)
    decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
    try:
        packed = decompressor.decompress(
            untrusted, max_output_size=MAX_GROUP_BYTES, allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise BundleDamaged(check=8) from error
    return packed
