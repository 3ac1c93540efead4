# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files freed of their hidden details, as they stream by, before they are encrypted.

What is removed, kept and refused stands in docs/spec/attachments.md.
"""

from protectnet.store.images.errors import Damage, ImageDamaged, MetadataCannotBeRemoved
from protectnet.store.images.kinds import BEGINNING, ImageKind, kind_of
from protectnet.store.images.media_types import media_type_of
from protectnet.store.images.reading import Rewindable
from protectnet.store.images.stripping import Stripped, strip

__all__ = [
    "BEGINNING",
    "Damage",
    "ImageDamaged",
    "ImageKind",
    "MetadataCannotBeRemoved",
    "Rewindable",
    "Stripped",
    "kind_of",
    "media_type_of",
    "strip",
]
