# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a part of a bundle: signed manifest, sections, padding, in an age file.

See docs/spec/bundle-v1.md, section 2.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from protectnet.bundle.errors import ContentChanged
from protectnet.bundle.manifest import LENGTH_BYTES, SIGNATURE_LABEL, Section
from protectnet.bundle.planning import Part
from protectnet.envelope import HybridRecipient, StreamWriter, encrypted_writer, padded_length
from protectnet.envelope.bytestreams import ByteSink
from protectnet.log import cbor

_ZEROS = bytes(64 * 1024)

Sign = Callable[[bytes], bytes]
"""Gives the Ed25519 signature (64 bytes) over the bytes given, by the key in the manifest."""


def write_part(part: Part, keys: Sequence[HybridRecipient], sign: Sign, sink: ByteSink) -> None:
    """Write one file of a bundle to ``sink``, for the keys of its recipients, one of each.

    Sections are streamed: what is held in memory does not depend on their number or length.
    Raises ``ContentChanged`` when a section is not what was planned, and what the sources and the
    sink raise; what was written until then is recognisably incomplete.
    """
    if len(keys) != len(part.manifest.recipients):
        raise ValueError("one key for each recipient")
    encoded = part.manifest.encode()
    signed = cbor.encode([encoded, sign(SIGNATURE_LABEL + encoded)])
    length = part.manifest.content_length
    with encrypted_writer(keys, sink) as writer:
        writer.write(len(signed).to_bytes(LENGTH_BYTES))
        writer.write(signed)
        for section, read in zip(part.manifest.sections, part.sources, strict=True):
            _write_section(writer, section, read())
        missing = padded_length(length) - length
        while missing > 0:
            missing -= writer.write(_ZEROS[:missing])


def _write_section(writer: StreamWriter, section: Section, data: Iterable[bytes]) -> None:
    hasher = hashlib.sha256()
    length = 0
    for piece in data:
        length += len(piece)
        hasher.update(piece)
        writer.write(piece)
    if length != section.length or hasher.digest() != section.digest:
        raise ContentChanged
