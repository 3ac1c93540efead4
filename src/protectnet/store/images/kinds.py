# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files can hold hidden details, told by their content and never by their name."""

from enum import StrEnum


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
    JPEG_2000 = "jpeg_2000"
    PSD = "psd"
    SVG = "svg"
    VIDEO = "video"
    AUDIO = "audio"
    PDF = "pdf"
    DOCUMENT = "document"
    ARCHIVE = "archive"

    @property
    def strippable(self) -> bool:
        """Whether the hidden details can be removed and the picture stay as it is."""
        return self in (ImageKind.JPEG, ImageKind.PNG, ImageKind.WEBP, ImageKind.GIF)
