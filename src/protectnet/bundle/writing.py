# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a bundle: signed manifest, sections, padding, in an age file (docs/spec/bundle-v1.md)."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from protectnet.bundle.manifest import SIGNATURE_LABEL, Manifest, Section, SectionKind
from protectnet.bundle.sections import pack_segments
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.envelope import HybridRecipient, encrypted_writer, padded_length
from protectnet.envelope.bytestreams import ByteSink
from protectnet.log import cbor

LENGTH_BYTES = 4
_ZEROS = bytes(64 * 1024)

Sign = Callable[[bytes], bytes]
"""Gives the sender's Ed25519 signature (64 bytes) over the bytes given."""


@dataclass(frozen=True, slots=True)
class BlobSource:
    """A blob that travels as it is: SHA-256 and length of its ciphertext, and how to read it."""

    digest: bytes
    length: int
    read: Callable[[], Iterable[bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a bundle: encoded segments of membership, of each log, and blobs."""

    sender: DeviceId
    bundle_id: bytes
    created_day: int
    recipients: tuple[DeviceId, ...]
    circles: tuple[CircleId, ...]
    membership: Sequence[bytes] = field(repr=False)
    logs: Sequence[Sequence[bytes]] = field(repr=False)
    blobs: Sequence[BlobSource] = ()

    @property
    def length_estimate(self) -> int:
        """About how many bytes the bundle will have: what goes in, before packing and padding."""
        parts = (self.membership, *self.logs)
        return sum(len(each) for part in parts for each in part) + sum(
            each.length for each in self.blobs
        )


def write_bundle(
    content: Content, keys: Sequence[HybridRecipient], sign: Sign, sink: ByteSink
) -> Manifest:
    """Write one bundle to ``sink`` for the recipient keys; return its manifest.

    Blobs are streamed; the segments of one bundle are held in memory while it is written. Raises
    ``BundleTooLarge`` and what ``encrypted_writer`` raises.
    """
    packed = [(SectionKind.MEMBERSHIP, pack_segments(content.membership))]
    packed += [(SectionKind.RECORDS, pack_segments(group)) for group in content.logs]
    manifest = _manifest(content, packed)
    signed = _signed(manifest, sign)
    length = LENGTH_BYTES + len(signed) + sum(each.length for each in manifest.sections)
    with encrypted_writer(keys, sink) as writer:
        writer.write(len(signed).to_bytes(LENGTH_BYTES))
        writer.write(signed)
        for _, data in packed:
            writer.write(data)
        for blob in content.blobs:
            for piece in blob.read():
                writer.write(piece)
        missing = padded_length(length) - length
        while missing > 0:
            missing -= writer.write(_ZEROS[:missing])
    return manifest


def _manifest(content: Content, packed: Sequence[tuple[SectionKind, bytes]]) -> Manifest:
    sections = [
        Section(int(kind), len(data), hashlib.sha256(data).digest()) for kind, data in packed
    ]
    sections += [Section(int(SectionKind.BLOB), blob.length, blob.digest) for blob in content.blobs]
    return Manifest(
        sender=content.sender,
        bundle_id=content.bundle_id,
        created_day=content.created_day,
        recipients=tuple(sorted(set(content.recipients))),
        circles=tuple(sorted(set(content.circles))),
        part=1,
        parts=1,
        sections=tuple(sections),
    )


def _signed(manifest: Manifest, sign: Sign) -> bytes:
    encoded = manifest.encode()
    return cbor.encode([encoded, sign(SIGNATURE_LABEL + encoded)])
