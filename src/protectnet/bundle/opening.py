# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a bundle: not one byte is acted upon before all of it is verified.

The checks, as docs/spec/bundle-v1.md numbers them:

1. the file is an age file that a key of this device opens, whole to its last chunk;
2. the signed manifest's length is within its limit;
3. it is an array of manifest and signature;
4. the manifest has its shape, limits and version;
5. the sender signed it, and is a device that this vault takes bundles from;
6. this device is among its recipients;
7. each section has the length and SHA-256 the manifest names, and zeros alone follow to the
   padded length;
8. each group decompresses within its limits into segments.

Not checked here: the segments themselves (``protectnet.log``), and whether their authors were
members of their circles: callers **must** verify both before they apply anything.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from protectnet.bundle.errors import (
    BundleDamaged,
    BundleTooLarge,
    NotABundle,
    NotForThisDevice,
)
from protectnet.bundle.manifest import (
    SIGNATURE_BYTES,
    SIGNATURE_LABEL,
    Manifest,
    Section,
    SectionKind,
    Verify,
    decode_manifest,
)
from protectnet.bundle.sections import unpack_segments
from protectnet.bundle.writing import LENGTH_BYTES
from protectnet.domain.ids import DeviceId
from protectnet.envelope import (
    EnvelopeError,
    HmacFailure,
    HybridIdentity,
    NoMatch,
    PayloadFailure,
    PlaintextReader,
    decrypt,
    padded_length,
)
from protectnet.log import cbor
from protectnet.log.errors import LogError

MAX_MANIFEST_BYTES = 2 * 1024 * 1024
MAX_GROUP_SECTION_BYTES = 64 * 1024 * 1024
MAX_HELD_BYTES = 256 * 1024 * 1024
"""What the groups of one bundle may take in memory before they are decompressed."""
_PIECE_BYTES = 64 * 1024

BlobTaker = Callable[[bytes, Iterator[bytes]], None]
"""Takes a blob: its SHA-256 and its ciphertext in pieces, which are verified only at their end."""


@dataclass(frozen=True, slots=True)
class OpenedBundle:
    """The verified content of a bundle: encoded segments, not yet verified by themselves."""

    manifest: Manifest
    membership: tuple[bytes, ...] = field(repr=False)
    logs: tuple[tuple[bytes, ...], ...] = field(repr=False)
    blobs: tuple[Section, ...]


def open_bundle(
    untrusted_file: BinaryIO,
    keys: Sequence[HybridIdentity],
    device: DeviceId,
    verify: Verify,
) -> OpenedBundle:
    """Run checks 1 to 8 over the whole file and give what it holds.

    ``untrusted_file`` is read from its start to its end. Raises ``BundleError`` and what
    ``verify`` raises, nothing else but what reading the file raises.
    """
    with _reading(untrusted_file, keys) as reader:
        manifest = _read_manifest(reader, device, verify)
        held = _read_sections(reader, manifest, take_blob=None)
    return OpenedBundle(
        manifest=manifest,
        membership=tuple(
            segment
            for section, data in held
            if section.kind == SectionKind.MEMBERSHIP
            for segment in unpack_segments(data)
        ),
        logs=tuple(
            tuple(unpack_segments(data))
            for section, data in held
            if section.kind == SectionKind.RECORDS
        ),
        blobs=tuple(each for each in manifest.sections if each.kind == SectionKind.BLOB),
    )


def take_blobs(
    untrusted_file: BinaryIO,
    keys: Sequence[HybridIdentity],
    opened: OpenedBundle,
    take: BlobTaker,
) -> None:
    """Read the file once more and hand each blob to ``take``; raises as ``open_bundle`` does.

    The manifest must be the one that was opened: a file swapped in between is refused.
    """
    with _reading(untrusted_file, keys) as reader:
        signed = _read_signed(reader)
        if _split(signed)[0] != opened.manifest.encode():
            raise BundleDamaged(check=7)
        _read_sections(reader, opened.manifest, take_blob=take)


@contextmanager
def _reading(untrusted_file: BinaryIO, keys: Sequence[HybridIdentity]) -> Iterator[PlaintextReader]:
    """The decrypted content; every fault of the envelope becomes an error of ours (check 1)."""
    untrusted_file.seek(0)
    try:
        yield decrypt(keys, untrusted_file)  # type: ignore[arg-type]
    except NoMatch as error:
        raise NotForThisDevice from error
    except (HmacFailure, PayloadFailure) as error:
        raise BundleDamaged(check=1) from error
    except EnvelopeError as error:
        raise NotABundle from error


def _read_manifest(reader: PlaintextReader, device: DeviceId, verify: Verify) -> Manifest:
    encoded, signature = _split(_read_signed(reader))
    manifest = decode_manifest(encoded)
    verify(manifest.sender, SIGNATURE_LABEL + encoded, signature)
    if device not in manifest.recipients:
        raise NotForThisDevice
    return manifest


def _read_signed(reader: PlaintextReader) -> bytes:
    length = int.from_bytes(_exactly(reader, LENGTH_BYTES, check=2))
    if length > MAX_MANIFEST_BYTES:
        raise BundleTooLarge(limit="manifest", allowed=MAX_MANIFEST_BYTES)
    return _exactly(reader, length, check=2)


def _split(untrusted_signed: bytes) -> tuple[bytes, bytes]:
    """Manifest and signature (check 3)."""
    try:
        parts = cbor.decode(untrusted_signed)
    except LogError as error:
        raise BundleDamaged(check=3) from error
    if not isinstance(parts, list) or len(parts) != 2:
        raise BundleDamaged(check=3)
    encoded, signature = parts
    if not isinstance(encoded, bytes) or not isinstance(signature, bytes):
        raise BundleDamaged(check=3)
    if len(signature) != SIGNATURE_BYTES:
        raise BundleDamaged(check=3)
    return encoded, signature


def _exactly(reader: PlaintextReader, length: int, check: int) -> bytes:
    data = reader.read(length) if length else b""
    if len(data) != length:
        raise BundleDamaged(check=check)
    return data


def _read_sections(
    reader: PlaintextReader, manifest: Manifest, take_blob: BlobTaker | None
) -> list[tuple[Section, bytes]]:
    """Read every section and the padding to the end (check 7); give those that are not blobs."""
    _check_sizes(manifest)
    held: list[tuple[Section, bytes]] = []
    for section in manifest.sections:
        pieces = _checked_pieces(reader, section)
        if section.kind == SectionKind.BLOB and take_blob is not None:
            take_blob(section.digest, pieces)
        if section.kind in {SectionKind.MEMBERSHIP, SectionKind.RECORDS}:
            held.append((section, b"".join(pieces)))
        for _ in pieces:  # what nobody took is read and checked all the same
            pass
    _read_padding(reader, manifest)
    return held


def _check_sizes(manifest: Manifest) -> None:
    sizes = [each.length for each in manifest.sections if each.kind != SectionKind.BLOB]
    if max(sizes, default=0) > MAX_GROUP_SECTION_BYTES:
        raise BundleTooLarge(limit="section", allowed=MAX_GROUP_SECTION_BYTES)
    if sum(sizes) > MAX_HELD_BYTES:
        raise BundleTooLarge(limit="sections", allowed=MAX_HELD_BYTES)


def _checked_pieces(reader: PlaintextReader, section: Section) -> Iterator[bytes]:
    """The section piece by piece; the end raises ``BundleDamaged`` when the hash differs."""
    hasher = hashlib.sha256()
    missing = section.length
    while missing > 0:
        piece = reader.read(min(missing, _PIECE_BYTES))
        if not piece:
            raise BundleDamaged(check=7)
        missing -= len(piece)
        hasher.update(piece)
        yield piece
    if hasher.digest() != section.digest:
        raise BundleDamaged(check=7)


def _read_padding(reader: PlaintextReader, manifest: Manifest) -> None:
    signed_length = len(cbor.encode([manifest.encode(), bytes(SIGNATURE_BYTES)]))
    length = LENGTH_BYTES + signed_length + sum(each.length for each in manifest.sections)
    missing = padded_length(length) - length
    while piece := reader.read(_PIECE_BYTES):
        missing -= len(piece)
        if missing < 0 or piece.count(0) != len(piece):
            raise BundleDamaged(check=7)
    if missing:
        raise BundleDamaged(check=7)
