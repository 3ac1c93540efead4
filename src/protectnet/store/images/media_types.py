# SPDX-License-Identifier: GPL-3.0-or-later
"""The media type of a file (RFC 6838): by its content, and by its name where the content leaves it open.

The system's own table of types is not asked: two devices would say two things of one file.
"""

from pathlib import PurePosixPath

from protectnet.store.images.kinds import ImageKind, kind_of

UNKNOWN = "application/octet-stream"

_ALWAYS = {
    ImageKind.JPEG: "image/jpeg",
    ImageKind.PNG: "image/png",
    ImageKind.WEBP: "image/webp",
    ImageKind.GIF: "image/gif",
    ImageKind.HEIF: "image/heif",
    ImageKind.AVIF: "image/avif",
    ImageKind.JPEG_XL: "image/jxl",
    ImageKind.JPEG_XR: "image/jxr",
    ImageKind.SVG: "image/svg+xml",
    ImageKind.PDF: "application/pdf",
}
_USUALLY = {
    ImageKind.TIFF: "image/tiff",
    ImageKind.RAW: UNKNOWN,
    ImageKind.JPEG_2000: "image/jp2",
    ImageKind.LAYERED: UNKNOWN,
    ImageKind.VIDEO: "video/mp4",
    ImageKind.AUDIO: "audio/mpeg",
    ImageKind.DOCUMENT: UNKNOWN,
    ImageKind.ARCHIVE: "application/zip",
    None: UNKNOWN,
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_BY_NAME: dict[ImageKind | None, dict[str, str]] = {
    ImageKind.TIFF: {
        "dng": "image/x-adobe-dng",
        "nef": "image/x-nikon-nef",
        "arw": "image/x-sony-arw",
        "pef": "image/x-pentax-pef",
    },
    ImageKind.RAW: {
        "cr2": "image/x-canon-cr2",
        "cr3": "image/x-canon-cr3",
        "crw": "image/x-canon-crw",
        "orf": "image/x-olympus-orf",
        "rw2": "image/x-panasonic-rw2",
        "raf": "image/x-fuji-raf",
    },
    ImageKind.LAYERED: {"psd": "image/vnd.adobe.photoshop", "xcf": "image/x-xcf"},
    ImageKind.VIDEO: {
        "mov": "video/quicktime",
        "3gp": "video/3gpp",
        "webm": "video/webm",
        "mkv": "video/matroska",
        "avi": "video/vnd.avi",
        "mpg": "video/mpeg",
        "mpeg": "video/mpeg",
        "mts": "video/mp2t",
        "m2ts": "video/mp2t",
        "wmv": "video/x-ms-wmv",
    },
    ImageKind.AUDIO: {
        "m4a": "audio/mp4",
        "aac": "audio/aac",
        "ogg": "audio/ogg",
        "oga": "audio/ogg",
        "opus": "audio/ogg",
        "flac": "audio/flac",
        "wav": "audio/vnd.wave",
    },
    ImageKind.DOCUMENT: {
        "odt": _OPEN_DOCUMENT + "text",
        "ods": _OPEN_DOCUMENT + "spreadsheet",
        "odp": _OPEN_DOCUMENT + "presentation",
        "docx": _OPEN_XML + "wordprocessingml.document",
        "xlsx": _OPEN_XML + "spreadsheetml.sheet",
        "pptx": _OPEN_XML + "presentationml.presentation",
        "doc": "application/msword",
        "xls": "application/vnd.ms-excel",
        "ppt": "application/vnd.ms-powerpoint",
        "epub": "application/epub+zip",
        "rtf": "application/rtf",
        "ps": "application/postscript",
        "djvu": "image/vnd.djvu",
        "dcm": "application/dicom",
    },
    ImageKind.ARCHIVE: {
        "7z": "application/x-7z-compressed",
        "rar": "application/vnd.rar",
        "gz": "application/gzip",
        "tgz": "application/gzip",
        "bz2": "application/x-bzip2",
        "xz": "application/x-xz",
        "zst": "application/zstd",
        "tar": "application/x-tar",
    },
    None: {"amr": "audio/AMR", "bmp": "image/bmp", "eml": "message/rfc822"},
}
_TEXTS = {
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
    "htm": "text/html",
    "html": "text/html",
    "vcf": "text/vcard",
    "ics": "text/calendar",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xml": "application/xml",
    "gpx": "application/gpx+xml",
    "kml": "application/vnd.google-earth.kml+xml",
}


def media_type_of(beginning: bytes, name: str) -> str:
    """The media type of the file that begins so and has this name, at most 100 ASCII characters.

    ``name`` chooses among the types that the content allows and is otherwise not believed: a film
    called ``letter.txt`` is a film. Total: any bytes and any name have one.
    """
    kind = kind_of(beginning)
    if kind in _ALWAYS:
        return _ALWAYS[kind]
    suffix = PurePosixPath(name).suffix[1:].lower()
    if kind is None and suffix in _TEXTS and b"\x00" not in beginning:
        return _TEXTS[suffix]
    return _BY_NAME.get(kind, {}).get(suffix) or _USUALLY[kind]
