# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files freed of their hidden details, as they stream by, before they are encrypted.

- ``kind_of(beginning: bytes) -> ImageKind | None``: by content; ``None`` is a file that we know
  nothing of; ``BEGINNING`` bytes are enough
- ``media_type_of(beginning: bytes, name: str) -> str``
- ``strip(source: Rewindable) -> Stripped``: ``source`` is a binary file open for reading that can
  seek; ``Stripped`` has ``kind: ImageKind | None`` and ``readinto(buffer: memoryview) -> int``, so
  that it is a source for ``envelope.detached.encrypt_detached``
- ``ImageDamaged`` (``kind``, ``reason``) while reading, ``MetadataCannotBeRemoved`` (``kind``) at once

What is removed and kept stands in docs/spec/attachments.md.
"""
