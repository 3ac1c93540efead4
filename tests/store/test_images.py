# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for pictures of every sort: the planted words go, the look stays, no bytes do harm."""

import io
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.envelope.detached import decrypt_detached, encrypt_detached
from protectnet.store.images import (
    Damage,
    ImageDamaged,
    ImageKind,
    MetadataCannotBeRemoved,
    strip,
)
from tests.store import pictures

MIB = 1024 * 1024

PLANTED: dict[str, tuple[bytes, list[bytes]]] = {
    "jpeg": (pictures.planted_jpeg(progressive=False), pictures.JPEG_WORDS),
    "progressive jpeg": (pictures.planted_jpeg(), pictures.JPEG_WORDS),
    "png": (pictures.planted_png(), pictures.PNG_WORDS),
    "animated png": (pictures.animated_png(), [b"in-animation"]),
    "webp": (pictures.planted_webp(), pictures.WEBP_WORDS),
    "webp without loss": (pictures.planted_webp(quality=100), pictures.WEBP_WORDS),
    "animated webp": (pictures.animated_webp(), [b"in-frame-0", b"in-frame-99", b"in-xmp"]),
    "gif": (pictures.planted_gif(), pictures.GIF_WORDS),
}
DATA = {name: data for name, (data, _) in PLANTED.items()}
EVERY = pytest.mark.parametrize("name", PLANTED)


def stripped(data: bytes, at_once: int = MIB) -> bytes:
    source, found, buffer = strip(io.BytesIO(data)), bytearray(), bytearray(at_once)
    while count := source.readinto(memoryview(buffer)):
        found += buffer[:count]
    return bytes(found)


@EVERY
def test_strip_when_words_are_planted_then_each_is_gone(name: str) -> None:
    data, words = PLANTED[name]
    assert [word for word in words if word not in data] == []
    assert [word for word in words if word in stripped(data)] == []


@EVERY
def test_strip_when_decoded_then_pixels_timing_colours_and_turning_are_the_same(name: str) -> None:
    before, after = pictures.look(DATA[name]), pictures.look(stripped(DATA[name]))
    assert before.frames
    assert after == before


@EVERY
def test_strip_when_done_again_then_changes_nothing(name: str) -> None:
    once = stripped(DATA[name])
    assert stripped(once) == once


@EVERY
@pytest.mark.parametrize("at_once", [1, 7, 4096])
def test_readinto_when_buffer_is_small_then_gives_the_same_bytes(name: str, at_once: int) -> None:
    assert stripped(DATA[name], at_once) == stripped(DATA[name])


@EVERY
def test_strip_when_the_source_stands_inside_a_file_then_begins_there(name: str) -> None:
    source = io.BytesIO(b"before" + DATA[name])
    source.seek(6)
    buffer = bytearray(MIB)
    count = strip(source).readinto(memoryview(buffer))
    assert buffer[:count] == stripped(DATA[name])


@EVERY
def test_strip_when_the_file_is_cut_anywhere_then_says_so_and_never_gives_a_whole(
    name: str,
) -> None:
    whole = stripped(DATA[name])
    clean_end = len(whole)
    for length in range(16, clean_end, 13):
        with pytest.raises(ImageDamaged) as caught:
            stripped(whole[:length])
        assert caught.value.facts["reason"] in {Damage.ENDS_EARLY, Damage.WRONG_LENGTH}


def test_readinto_when_it_failed_then_fails_again_and_never_ends_quietly() -> None:
    source = strip(io.BytesIO(stripped(DATA["jpeg"])[:-1]))
    buffer = memoryview(bytearray(MIB))
    for _ in range(3):
        with pytest.raises(ImageDamaged):
            source.readinto(buffer)


def test_strip_when_encrypted_as_it_streams_then_the_clean_picture_comes_out() -> None:
    ciphertext = io.BytesIO()
    reference = encrypt_detached(strip(io.BytesIO(DATA["png"])), ciphertext)
    ciphertext.seek(0)
    reader, buffer = decrypt_detached(reference, ciphertext), bytearray(MIB)
    count = reader.readinto(memoryview(buffer))
    assert buffer[:count] == stripped(DATA["png"])


def test_strip_when_nothing_is_known_of_the_file_then_it_streams_by_as_it_is() -> None:
    text = b"Tuesday, two men asked for her at the mill.\n" * 9000
    source = strip(io.BytesIO(text))
    assert source.kind is None
    assert stripped(text) == text
    assert stripped(b"") == b""


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"II*\x00\x08\x00\x00\x00", ImageKind.TIFF),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", ImageKind.HEIF),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", ImageKind.VIDEO),
        (b"%PDF-1.7\n", ImageKind.PDF),
    ],
)
def test_strip_when_the_kind_cannot_be_stripped_then_refuses_before_anything_streams(
    beginning: bytes, kind: ImageKind
) -> None:
    with pytest.raises(MetadataCannotBeRemoved) as caught:
        strip(io.BytesIO(beginning + b"in-location"))
    assert caught.value.facts == {"kind": kind}


# Long files


class Long(io.RawIOBase):
    """A file of parts that are repeated, none of which is ever held whole."""

    def __init__(self, *parts: tuple[bytes, int]) -> None:
        self._parts = parts
        self._length = sum(len(part) * times for part, times in parts)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._length)[whence]
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        filled, begin = 0, 0
        for part, times in self._parts:
            end = begin + len(part) * times
            while begin <= self._at < end and filled < len(buffer):
                within = (self._at - begin) % len(part)
                piece = part[within : within + len(buffer) - filled]
                buffer[filled : filled + len(piece)] = piece
                filled += len(piece)
                self._at += len(piece)
            begin = end
        return filled


NOISE = bytes(range(1, 255)) * 256
PIECES = 32 * MIB // len(NOISE)
NOISE_LENGTH = len(NOISE) * PIECES


def long_jpeg() -> Long:
    whole = stripped(DATA["jpeg"])
    return Long((whole[:-2], 1), (NOISE, PIECES), (whole[-2:] + b"in-trailing", 1))


def long_png() -> Long:
    chunks = pictures.png_chunks(stripped(DATA["png"]))
    checksum = zlib.crc32(b"IDAT")
    for _ in range(PIECES):
        checksum = zlib.crc32(NOISE, checksum)
    return Long(
        (pictures.png_of(chunks[:1]) + NOISE_LENGTH.to_bytes(4) + b"IDAT", 1),
        (NOISE, PIECES),
        (checksum.to_bytes(4) + pictures.png_of(chunks[-1:])[8:] + b"in-trailing", 1),
    )


def long_webp() -> Long:
    size = NOISE_LENGTH.to_bytes(4, "little")
    total = (NOISE_LENGTH + 12).to_bytes(4, "little")
    return Long(
        (b"RIFF" + total + b"WEBPVP8L" + size, 1), (NOISE, PIECES), (b"in-trailing" * 99, 1)
    )


def long_gif() -> Long:
    data = DATA["gif"]
    image = data.index(b"\x2c" + bytes(4)) + 11
    return Long((data[:image], 1), (b"\xff" + NOISE[:255], 8 * MIB // 256), (b"\x00\x3b", 1))


def long_unknown() -> Long:
    return Long((b"nothing known ", 1), (NOISE, PIECES))


@pytest.mark.parametrize("made", [long_jpeg, long_png, long_webp, long_gif, long_unknown])
def test_strip_when_a_file_is_long_then_little_of_it_is_held(made: Callable[[], Long]) -> None:
    source = made()
    buffer = bytearray(65536)
    length, tail = 0, b""
    tracemalloc.start()
    try:
        clean = strip(source)
        while count := clean.readinto(memoryview(buffer)):
            length += count
            tail = bytes(buffer[:count])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert length >= 8 * MIB
    assert b"in-trailing" not in tail
    assert peak < MIB


# Any bytes at all


@st.composite
def spoilt_pictures(draw: st.DrawFn) -> bytes:
    """A true picture in which some bytes were changed, put in or left out."""
    data = bytearray(draw(st.sampled_from(sorted(DATA.values()))))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, min(len(data) - 1, draw(st.sampled_from([40, 200, len(data)])))))
        left_out = draw(st.sampled_from([0, 0, 1, 4, 300]))
        data[at : at + left_out] = draw(st.binary(max_size=6))
        if not data:
            return b""
    return bytes(data)


BEGINNINGS = [
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x40\x00\x00\x00WEBPVP8X",
]


@given(
    st.one_of(
        spoilt_pictures(),
        st.builds(bytes.__add__, st.sampled_from(BEGINNINGS), st.binary(max_size=200)),
    )
)
def test_strip_when_bytes_are_arbitrary_then_gives_a_fixed_point_or_one_of_two_errors(
    data: bytes,
) -> None:
    try:
        once = stripped(data)
    except (ImageDamaged, MetadataCannotBeRemoved):
        return
    assert stripped(once) == once
