# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a file cannot be freed of its hidden details."""

from enum import StrEnum

from protectnet.store.errors import StoreError
from protectnet.store.images.kinds import ImageKind


class Damage(StrEnum):
    """What is wrong with a picture."""

    ENDS_EARLY = "ends_early"
    """The file ends inside the picture."""
    WRONG_LENGTH = "wrong_length"
    """A part is longer or shorter than it can be."""
    OUT_OF_ORDER = "out_of_order"
    """A part stands where it must not."""
    UNKNOWN_PART = "unknown_part"
    """A part without which the picture cannot be shown is of a sort that nobody declared."""
    CHECKSUM = "checksum"
    """A part is not the one that was written."""
    NO_PICTURE = "no_picture"
    """There is no picture in the file."""
    TOO_MANY_PARTS = "too_many_parts"
    """The file has more parts than a picture needs."""


class ImageDamaged(StoreError):
    """A picture is broken, so that nobody can say what in it is hidden. Facts: ``kind``, ``reason``.

    ``kind`` is an ``ImageKind``, ``reason`` a ``Damage``.
    """

    code = "image_damaged"

    def __init__(self, kind: ImageKind, reason: Damage) -> None:
        super().__init__(kind=kind, reason=reason)


class MetadataCannotBeRemoved(StoreError):
    """Files of this kind can hold hidden details that we cannot remove without loss. Facts: ``kind``.

    ``kind`` is an ``ImageKind``.
    """

    code = "metadata_cannot_be_removed"

    def __init__(self, kind: ImageKind) -> None:
        super().__init__(kind=kind)
