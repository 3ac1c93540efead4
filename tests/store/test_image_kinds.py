# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are known by their beginning, and what type they are said to be."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.fieldtypes.links import MAX_MEDIA_TYPE_CHARS
from protectnet.store.images import BEGINNING, ImageKind, kind_of, media_type_of
from tests.store import pictures


def zip_of(*names: str, first: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(name, first if number == 0 else b"")
    return buffer.getvalue()


def brands(*names: bytes) -> bytes:
    body = b"ftyp" + names[0] + bytes(4) + b"".join(names[1:])
    return (len(body) + 4).to_bytes(4) + body + b"\x00\x00\x00\x08mdatavif"


def transport(before: bytes) -> bytes:
    return (before + b"G" + bytes(187)) * 3


KNOWN: list[tuple[bytes, str, ImageKind | None, str]] = [
    (pictures.planted_jpeg(), "a.png", ImageKind.JPEG, "image/jpeg"),
    (pictures.planted_png(), "a.jpg", ImageKind.PNG, "image/png"),
    (pictures.planted_webp(), "a", ImageKind.WEBP, "image/webp"),
    (pictures.planted_gif(), "a.txt", ImageKind.GIF, "image/gif"),
    (b"MM\x00*", "scan.tif", ImageKind.TIFF, "image/tiff"),
    (b"II*\x00\x08\x00\x00\x00\x20\x00", "A.DNG", ImageKind.TIFF, "image/x-adobe-dng"),
    (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "a.cr2", ImageKind.RAW, "image/x-canon-cr2"),
    (b"FUJIFILMCCD-RAW 0201", "a.raf", ImageKind.RAW, "image/x-fuji-raf"),
    (brands(b"crx ", b"crx "), "a.cr3", ImageKind.RAW, "image/x-canon-cr3"),
    (brands(b"heic", b"mif1", b"heic"), "a.heic", ImageKind.HEIF, "image/heif"),
    (brands(b"mif1", b"miaf"), "a.heif", ImageKind.HEIF, "image/heif"),
    (brands(b"mif1", b"avif"), "a.avif", ImageKind.AVIF, "image/avif"),
    (brands(b"isom", b"iso2", b"mp41"), "a.mp4", ImageKind.VIDEO, "video/mp4"),
    (brands(b"qt  "), "a.MOV", ImageKind.VIDEO, "video/quicktime"),
    (brands(b"3gp4", b"3gp4"), "a.3gp", ImageKind.VIDEO, "video/3gpp"),
    (brands(b"M4A ", b"mp42"), "voice.m4a", ImageKind.AUDIO, "audio/mp4"),
    (b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat", "a.mov", ImageKind.VIDEO, "video/quicktime"),
    (b"\x7f\x00\x00\x00mdat", "a.mov", ImageKind.VIDEO, "video/quicktime"),
    (b"\x1a\x45\xdf\xa3\x01", "a.webm", ImageKind.VIDEO, "video/webm"),
    (b"RIFF\x00\x00\x00\x00AVI LIST", "a.avi", ImageKind.VIDEO, "video/vnd.avi"),
    (transport(b""), "a.mts", ImageKind.VIDEO, "video/mp2t"),
    (transport(b"\x00\x00\x00\x01"), "a.m2ts", ImageKind.VIDEO, "video/mp2t"),
    (b"RIFF\x00\x00\x00\x00WAVEbext", "a.wav", ImageKind.AUDIO, "audio/vnd.wave"),
    (b"ID3\x04\x00", "a.mp3", ImageKind.AUDIO, "audio/mpeg"),
    (b"\xff\xfb\x90\x64", "a.mp3", ImageKind.AUDIO, "audio/mpeg"),
    (b"\xff\xf1\x50\x80", "a.aac", ImageKind.AUDIO, "audio/aac"),
    (b"OggS\x00", "voice.opus", ImageKind.AUDIO, "audio/ogg"),
    (b"\xff\x0a\xfa\x1f", "a.jxl", ImageKind.JPEG_XL, "image/jxl"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "a.jp2", ImageKind.JPEG_2000, "image/jp2"),
    (b"II\xbc\x01\x20\x00\x00\x00", "a.jxr", ImageKind.JPEG_XR, "image/jxr"),
    (b"8BPS\x00\x01", "a.psd", ImageKind.LAYERED, "image/vnd.adobe.photoshop"),
    (b'<?xml version="1.0"?>\n<svg xmlns="x">', "a.xml", ImageKind.SVG, "image/svg+xml"),
    ("\ufeff <SVG/>".encode("utf-16-le"), "a.svg", ImageKind.SVG, "image/svg+xml"),
    (b"\xef\xbb\xbf%PDF-1.4", "a", ImageKind.PDF, "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", ImageKind.DOCUMENT, "application/msword"),
    (zip_of("a.jpg"), "a.docx", ImageKind.ARCHIVE, "application/zip"),
    (b"\x1f\x8b\x08\x00", "a.tgz", ImageKind.ARCHIVE, "application/gzip"),
    (
        zip_of("mimetype", first=b"application/vnd.oasis.opendocument.text"),
        "letter.odt",
        ImageKind.DOCUMENT,
        "application/vnd.oasis.opendocument.text",
    ),
    (
        zip_of("[Content_Types].xml", "word/document.xml"),
        "letter.docx",
        ImageKind.DOCUMENT,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (b"12.5.: two men.", "notes.TXT", None, "text/plain"),
    (b"I'm free on Tuesday.", "a.txt", None, "text/plain"),
    (b"<html><svg></svg></html>", "a.html", None, "text/html"),
    ("\ufeffa;b".encode("utf-16-le"), "a.csv", None, "application/octet-stream"),
    (b"#!AMR\n", "a.amr", None, "audio/AMR"),
    (b"\x00\x01\x02", "a.jpg", None, "application/octet-stream"),
    (b"", "", None, "application/octet-stream"),
]


@pytest.mark.parametrize(("data", "name", "kind", "media_type"), KNOWN)
def test_kind_and_media_type_when_a_file_begins_so_then_content_decides_before_the_name(
    data: bytes, name: str, kind: ImageKind | None, media_type: str
) -> None:
    assert kind_of(data[:BEGINNING]) is kind
    assert media_type_of(data[:BEGINNING], name) == media_type


def test_known_kinds_when_gathered_then_none_is_untried() -> None:
    assert set(ImageKind) - {kind for _, _, kind, _ in KNOWN} == set()


@given(st.binary(max_size=600), st.text(max_size=20))
def test_media_type_when_bytes_and_name_are_arbitrary_then_is_one_that_a_record_can_hold(
    data: bytes, name: str
) -> None:
    media_type = media_type_of(data, name)
    assert media_type.isascii()
    assert media_type.isprintable()
    assert 3 <= len(media_type) <= MAX_MEDIA_TYPE_CHARS
    assert media_type.count("/") == 1
