# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures with words planted wherever a file has room for them, and how they look.

Qt paints and encodes; the parts that hide something are put in here byte by byte.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageReader, QImageWriter

Chunk = tuple[bytes, bytes]


@dataclass(frozen=True)
class Look:
    """What a person sees: every frame's pixels, for how long, in which colours, turned how."""

    frames: tuple[tuple[int, int, bytes], ...]
    delays: tuple[int, ...]
    loops: int
    profile: bytes
    turned: str


def look(data: bytes) -> Look:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    turned = reader.transformation().name or ""
    frames, delays, profile = [], [], b""
    while reader.canRead():
        image = reader.read()
        assert not image.isNull(), reader.errorString()
        delays.append(reader.nextImageDelay())
        profile = bytes(image.colorSpace().iccProfile().data())
        shown = image.convertToFormat(QImage.Format.Format_RGBA8888)
        frames.append((shown.width(), shown.height(), bytes(shown.constBits())))
        if not reader.supportsAnimation():
            break
    return Look(tuple(frames), tuple(delays), reader.loopCount(), profile, turned)


def painted(shade: int = 0) -> QImage:
    """A small picture in which no two neighbours are alike."""
    image = QImage(48, 32, QImage.Format.Format_RGB32)
    for y in range(image.height()):
        for x in range(image.width()):
            image.setPixelColor(x, y, QColor(x * 5, y * 7, (x * y * 3 + shade) % 256))
    return image


def encoded(image: QImage, format_: str, quality: int = 80, *, progressive: bool = False) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(format_.encode()))
    writer.setQuality(quality)
    writer.setProgressiveScanWrite(progressive)
    assert writer.write(image), writer.errorString()
    return bytes(buffer.data().data())


def coloured(image: QImage) -> QImage:
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    return image


def exif(orientation: int, *words: bytes, order: str = "<") -> bytes:
    """TIFF with a maker, an orientation, GPS text and a preview, as cameras write it."""
    text = b" ".join(words)
    entries = [
        struct.pack(order + "HHII", 0x010F, 2, len(text), 8 + 2 + 3 * 12 + 4),
        struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0),
        struct.pack(order + "HHII", 0x8825, 4, 1, 8 + 2 + 3 * 12 + 4),
    ]
    start = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(order + "I", 8)
    return start + struct.pack(order + "H", 3) + b"".join(entries) + bytes(4) + text


# JPEG


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts before the first scan, from the one after the start on."""
    at = 2
    while data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4])
        yield data[at + 1], data[at + 4 : at + 2 + length]
        at += 2 + length


def with_segments(data: bytes, added: bytes, *, before: int = 0xDA) -> bytes:
    """`added` before the last part of this marker."""
    at = data.rindex(bytes((0xFF, before)))
    return data[:at] + added + data[at:]


JPEG_WORDS = [b"in-%s" % w for w in (
    b"jfif", b"jfxx", b"exif", b"gps", b"preview", b"xmp", b"mpf", b"jumbf", b"iptc", b"adobe",
    b"comment", b"app15", b"between", b"trailing", b"late",
)]  # fmt: skip


def planted_jpeg(orientation: int = 6, *, progressive: bool = True) -> bytes:
    plain = encoded(coloured(painted()), "jpeg", progressive=progressive)
    profile = [payload for marker, payload in jpeg_segments(plain) if marker == 0xE2]
    assert profile, "Qt wrote no colour profile"
    jfif = b"JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x03\x01" + b"in-jfif  "
    first = (
        segment(0xE0, jfif)
        + segment(0xE0, b"JFXX\x00\x10in-jfxx")
        + segment(0xE1, b"Exif\x00\x00" + exif(orientation, b"in-exif", b"in-gps", b"in-preview"))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>in-xmp</x>")
        + segment(0xE2, b"MPF\x00in-mpf")
        + segment(0xEB, b"JP\x00\x01in-jumbf")
        + segment(0xED, b"Photoshop 3.0\x008BIMin-iptc")
        + segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01in-adobe")
        + segment(0xFE, b"in-comment")
        + segment(0xEF, b"in-app15")
    )
    rest = plain[2:]
    assert rest[:2] == b"\xff\xe0"
    rest = rest[2 + int.from_bytes(rest[2:4]) :]
    late = segment(0xFE, b"in-between") + segment(0xE1, b"Exif\x00\x00" + exif(3, b"in-late"))
    rest = with_segments(rest, late, before=0xDA if progressive else 0xD9)
    return b"\xff\xd8" + first + rest + b"in-trailing" + plain


# PNG


def png_chunks(data: bytes) -> list[Chunk]:
    at, found = 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def png_of(chunks: list[Chunk]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


PNG_WORDS = [b"in-%s" % w for w in (
    b"text", b"itxt", b"exif", b"own", b"profile-name", b"splt", b"late", b"trailing", b"hidden",
)]  # fmt: skip


def planted_png(orientation: int = 6) -> bytes:
    plain = png_chunks(encoded(coloured(painted()), "png"))
    compressed = next(data for name, data in plain if name == b"iCCP").partition(b"\x00")[2]
    first, last = plain.index(next(c for c in plain if c[0] == b"IDAT")), len(plain) - 1
    head = [chunk for chunk in plain[:first] if chunk[0] != b"iCCP"]
    chunks = [
        *head,
        (b"iCCP", b"in-profile-name\x00" + compressed),
        (b"fdAT", b"\x00\x00\x00\x01in-hidden"),
        (b"tEXt", b"Author\x00in-text"),
        (b"zTXt", b"Raw profile type exif\x00\x00" + zlib.compress(b"in-ztxt")),
        (b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00in-itxt"),
        (b"eXIf", exif(orientation, b"in-exif", order=">")),
        (b"tIME", b"\x07\xe8\x01\x02\x03\x04\x05"),
        (b"vpAg", b"in-own"),
        (b"sPLT", b"in-splt\x00\x08" + bytes(6)),
        *plain[first:last],
        (b"tEXt", b"Comment\x00in-late"),
        plain[last],
    ]
    return png_of(chunks) + b"in-trailing" + png_of(plain)


def animated_png() -> bytes:
    one, two = png_chunks(encoded(painted(), "png")), png_chunks(encoded(painted(99), "png"))
    frame = struct.pack(">IIIIHHBB", 48, 32, 0, 0, 1, 10, 0, 0)
    second = b"".join(data for name, data in two if name == b"IDAT")
    return png_of(
        [
            one[0],
            (b"acTL", struct.pack(">II", 2, 0)),
            (b"fcTL", b"\x00\x00\x00\x00" + frame[:22]),
            *[chunk for chunk in one if chunk[0] == b"IDAT"],
            (b"fcTL", b"\x00\x00\x00\x01" + frame[:22]),
            (b"tEXt", b"Comment\x00in-animation"),
            (b"fdAT", b"\x00\x00\x00\x02" + second),
            (b"IEND", b""),
        ]
    )


# WebP


def riff_chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def riff_chunks(data: bytes, at: int = 12) -> list[Chunk]:
    found = []
    while at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        found.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return found


def webp_of(chunks: list[Chunk]) -> bytes:
    body = b"WEBP" + b"".join(riff_chunk(name, data) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def features(flags: int) -> Chunk:
    return b"VP8X", struct.pack("<I", flags) + b"\x2f\x00\x00\x1f\x00\x00"


WEBP_WORDS = [b"in-exif", b"in-xmp", b"in-own", b"in-trailing", b"in-reserved"]


def planted_webp(orientation: int = 6, *, quality: int = 80) -> bytes:
    still = riff_chunks(encoded(painted(), "webp", quality))
    picture = next(chunk for chunk in still if chunk[0] in (b"VP8 ", b"VP8L"))
    profile = bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())
    chunks = [
        features(0x2C),
        (b"ICCP", profile),
        (b"MINE", b"in-own"),
        picture,
        (b"EXIF", exif(orientation, b"in-exif")),
        (b"XMP ", b"<x>in-xmp</x>"),
        (b"MINF", b"in-reserved"),
    ]
    return webp_of(chunks) + b"in-trailing"


def animated_webp() -> bytes:
    frames = []
    for shade in (0, 99):
        still = riff_chunks(encoded(painted(shade), "webp"))
        picture = next(chunk for chunk in still if chunk[0] in (b"VP8 ", b"VP8L"))
        head = bytes(6) + b"\x2f\x00\x00\x1f\x00\x00" + b"\x64\x00\x00\x00"
        frames.append(
            (b"ANMF", head + riff_chunk(*picture) + riff_chunk(b"MINE", b"in-frame-%d" % shade))
        )
    start = [features(0x06), (b"ANIM", b"\xff\xff\xff\xff\x03\x00")]
    return webp_of([*start, frames[0], (b"XMP ", b"in-xmp"), frames[1]])


# GIF

GIF_WORDS = [b"in-%s" % w for w in (
    b"comment", b"xmp", b"drawn", b"sub-block", b"control", b"trailing", b"unknown",
)]  # fmt: skip


def blocks(data: bytes) -> bytes:
    parts = [data[at : at + 255] for at in range(0, len(data), 255)]
    return b"".join(bytes((len(part),)) + part for part in parts) + b"\x00"


def gif_image(shade: int) -> bytes:
    """48 × 32 pixels in four colours, each written as a code of three bits, without compression."""
    codes: list[int] = []
    for number in range(48 * 32):
        if number % 2 == 0:
            codes.append(4)  # clear, before codes grow to four bits
        codes.append((number * 7 + number // 48 + shade) % 4)
    codes.append(5)
    bits = sum(code << 3 * place for place, code in enumerate(codes))
    coded = bits.to_bytes((3 * len(codes) + 7) // 8, "little")
    return b"\x2c" + struct.pack("<HHHHB", 0, 0, 48, 32, 0) + b"\x02" + blocks(coded)


def planted_gif() -> bytes:
    control = b"\x21\xf9\x04\x04\x0a\x00\x00"
    return (
        b"GIF89a" + struct.pack("<HHBBB", 48, 32, 0x91, 0, 0)
        + bytes.fromhex("000000 ff0000 00ff00 0000ff")
        + b"\x21\xfe" + blocks(b"in-comment")
        + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\x00\x0cin-sub-block\x00"
        + b"\x21\xff\x0bXMP DataXMP" + blocks(b"in-xmp")
        + control + b"\x0ain-control" + b"\x00"
        + gif_image(0)
        + control + b"\x00" + b"\x21\x01" + blocks(b"in-drawn")
        + b"\x21\x77" + blocks(b"in-unknown")
        + control + b"\x00" + gif_image(1)
        + b"\x3bin-trailing"
    )  # fmt: skip
