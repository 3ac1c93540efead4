# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files can hold hidden details, told by their content and never by their name.

The signatures are those that the formats' own specifications fix. A few formats have none of their
own and are told by what they are built of: ISO base media (ISO/IEC 14496-12), ZIP, MPEG transport
streams and SVG.
"""

import re
from enum import StrEnum

BEGINNING = 4096
"""Bytes from the start of a file that are enough to tell its kind."""


class ImageKind(StrEnum):
    """A sort of picture, film, sound or document that can hold hidden details."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    TIFF = "tiff"
    RAW = "raw"
    HEIF = "heif"
    AVIF = "avif"
    JPEG_XL = "jpeg_xl"
    JPEG_XR = "jpeg_xr"
    JPEG_2000 = "jpeg_2000"
    LAYERED = "layered"
    SVG = "svg"
    VIDEO = "video"
    AUDIO = "audio"
    PDF = "pdf"
    DOCUMENT = "document"
    ARCHIVE = "archive"


# Longer signatures stand before shorter ones that they begin with.
_SIGNATURES: tuple[tuple[int, bytes, ImageKind], ...] = (
    (0, b"\xff\xd8", ImageKind.JPEG),  # decoders pass over what follows, up to the next marker
    (0, b"\x89PNG\r\n\x1a\n", ImageKind.PNG),
    (0, b"GIF87a", ImageKind.GIF),
    (0, b"GIF89a", ImageKind.GIF),
    (8, b"CR\x02\x00", ImageKind.RAW),  # Canon CR2, a TIFF otherwise
    (0, b"II*\x00", ImageKind.TIFF),
    (0, b"MM\x00*", ImageKind.TIFF),
    (0, b"II+\x00", ImageKind.TIFF),
    (0, b"MM\x00+", ImageKind.TIFF),
    (0, b"II\xbc\x01", ImageKind.JPEG_XR),
    (0, b"IIRO", ImageKind.RAW),  # Olympus
    (0, b"IIRS", ImageKind.RAW),
    (0, b"MMOR", ImageKind.RAW),
    (0, b"IIU\x00", ImageKind.RAW),  # Panasonic
    (0, b"II\x1a\x00\x00\x00HEAPCCDR", ImageKind.RAW),  # Canon CRW
    (0, b"FUJIFILMCCD-RAW", ImageKind.RAW),
    (0, b"FOVb", ImageKind.RAW),  # Sigma
    (0, b"\x00MRM", ImageKind.RAW),  # Minolta
    (0, b"\xff\x0a", ImageKind.JPEG_XL),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", ImageKind.JPEG_XL),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", ImageKind.JPEG_2000),
    (0, b"\xff\x4f\xff\x51", ImageKind.JPEG_2000),
    (0, b"8BPS", ImageKind.LAYERED),
    (0, b"gimp xcf", ImageKind.LAYERED),
    (0, b"\x1a\x45\xdf\xa3", ImageKind.VIDEO),  # Matroska, WebM
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", ImageKind.VIDEO),  # ASF
    (0, b"\x00\x00\x01\xba", ImageKind.VIDEO),  # MPEG programme stream
    (0, b"FLV\x01", ImageKind.VIDEO),
    (0, b"OggS", ImageKind.AUDIO),
    (0, b"fLaC", ImageKind.AUDIO),
    (0, b"ID3", ImageKind.AUDIO),
    (0, b"{\\rtf", ImageKind.DOCUMENT),
    (0, b"%!PS", ImageKind.DOCUMENT),
    (0, b"AT&TFORM", ImageKind.DOCUMENT),  # DjVu
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ImageKind.DOCUMENT),  # older office programs
    (128, b"DICM", ImageKind.DOCUMENT),
    (0, b"7z\xbc\xaf\x27\x1c", ImageKind.ARCHIVE),
    (0, b"Rar!\x1a\x07", ImageKind.ARCHIVE),
    (0, b"\x1f\x8b\x08", ImageKind.ARCHIVE),  # gzip
    (0, b"BZh", ImageKind.ARCHIVE),
    (0, b"\xfd7zXZ\x00", ImageKind.ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", ImageKind.ARCHIVE),  # Zstandard
    (257, b"ustar", ImageKind.ARCHIVE),
)
_RIFF = {
    b"WEBP": ImageKind.WEBP,
    b"AVI ": ImageKind.VIDEO,
    b"WAVE": ImageKind.AUDIO,
}
_HEIF_BRANDS = {b"mif1", b"mif2", b"msf1"}
_HEVC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_SOUND_BRANDS = {b"M4A ", b"M4B ", b"M4P ", b"F4A "}
_BOXES_OF_FILMS = {b"moov", b"mdat", b"moof", b"styp"}
_BOXES_BEFORE_FILMS = {b"wide", b"free", b"skip", b"pnot"}
_SOUND_FRAME = re.compile(rb"\xff[\xe2-\xe5\xf0-\xf5\xf8-\xfd]")
_OFFICE_ENTRY = re.compile(
    rb"(?:mimetype(?:application/(?:vnd\.oasis\.|epub))?|\[Content_Types\]|_rels/|docProps/|word/|xl/|ppt/)"
)
_PDF_WITHIN = 1024
_TRANSPORT_PACKET = 188
_TIME_BEFORE_PACKET = 4


def kind_of(beginning: bytes) -> ImageKind | None:
    """The kind of the file that begins so; ``None`` for one that we know nothing of.

    ``beginning`` is the first ``BEGINNING`` bytes, or all when the file is shorter.
    """
    for offset, signature, kind in _SIGNATURES:
        if beginning.startswith(signature, offset):
            return kind
    return (
        _of_boxes(beginning)
        or _of_riff(beginning)
        or _of_zip(beginning)
        or _of_text(beginning)
        or _of_frames(beginning)
    )


def _of_boxes(beginning: bytes) -> ImageKind | None:
    """ISO base media: the name of the first box, and the brands when it is the box of brands."""
    box = beginning[4:8]
    if box == b"ftyp":
        return _of_brands(beginning)
    # A text may say "free" there, but then its first letter is no small number.
    is_film = box in _BOXES_OF_FILMS or (box in _BOXES_BEFORE_FILMS and beginning[0] < 0x20)
    return ImageKind.VIDEO if is_film else None


def _of_brands(beginning: bytes) -> ImageKind:
    length = min(int.from_bytes(beginning[:4]), len(beginning))
    major = beginning[8:12]
    brands = {major} | {beginning[at : at + 4] for at in range(16, length - 3, 4)}
    if major == b"crx ":
        return ImageKind.RAW
    if brands & {b"avif", b"avis"}:
        return ImageKind.AVIF
    if major in _HEIF_BRANDS or brands & _HEVC_BRANDS:
        return ImageKind.HEIF
    return ImageKind.AUDIO if major in _SOUND_BRANDS else ImageKind.VIDEO


def _of_riff(beginning: bytes) -> ImageKind | None:
    return _RIFF.get(beginning[8:12]) if beginning.startswith((b"RIFF", b"RF64")) else None


def _of_zip(beginning: bytes) -> ImageKind | None:
    """Office documents are archives whose first entry has one of a few names."""
    if not beginning.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return None
    return ImageKind.DOCUMENT if _OFFICE_ENTRY.match(beginning, 30) else ImageKind.ARCHIVE


def _of_text(beginning: bytes) -> ImageKind | None:
    if b"%PDF-" in beginning[:_PDF_WITHIN]:
        return ImageKind.PDF
    text = beginning.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip().lower()
    if text.startswith(b"<") and b"<svg" in text and b"<html" not in text:
        return ImageKind.SVG
    return None


def _of_frames(beginning: bytes) -> ImageKind | None:
    """Streams of packets or frames, which begin with no header of a file."""
    for extra in (0, _TIME_BEFORE_PACKET):
        packet = _TRANSPORT_PACKET + extra
        if beginning[extra : extra + 2 * packet + 1 : packet] == b"GGG":
            return ImageKind.VIDEO
    return ImageKind.AUDIO if _SOUND_FRAME.match(beginning) else None
