# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a bundle: not one byte is acted upon before all of it is verified.

Checks 1 to 8 of docs/spec/bundle-v1.md, section 3. Not checked here: whether the sender may hand
this vault anything, and what the vectors and segments are (``protectnet.log``, ``protectnet.app``):
callers **must** check both before they act upon anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from protectnet.bundle.errors import (
    BundleChanged,
    BundleDamaged,
    BundleTooLarge,
    SignatureOfSenderInvalid,
    WrappedAnew,
)
from protectnet.bundle.groups import check_group_sizes, unpack_group
from protectnet.bundle.manifest import (
    HASH_BYTES,
    MAX_BLOB_BYTES,
    PIECE_HEAD_BYTES,
    SIGNATURE_LABEL,
    Manifest,
    Section,
    SectionKind,
    decode_manifest,
)
from protectnet.bundle.reading import read_sections, read_signed, reading
from protectnet.domain.ids import DeviceId
from protectnet.envelope import HybridIdentity, PlaintextReader
from protectnet.log.errors import LogError
from protectnet.log.signatures import verify_bytes

_GROUPS = frozenset({SectionKind.VECTORS, SectionKind.MEMBERSHIP, SectionKind.RECORDS})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a blob: ``length`` of its ``total`` bytes, from ``offset`` on."""

    blob: bytes
    offset: int
    total: int
    length: int


@dataclass(frozen=True, slots=True)
class OpenedBundle:
    """What a part of a bundle holds; the file is whole and its sender's, no more was checked.

    ``vectors`` and ``membership`` are encoded vectors and segments; each of ``logs`` has encoded
    segments of one log, of which there may be several such stretches; ``blobs`` are the sections
    of whole blobs, whose digest is the blob id, and ``pieces`` are those of others.
    """

    manifest: Manifest
    vectors: tuple[bytes, ...] = field(repr=False)
    membership: tuple[bytes, ...] = field(repr=False)
    logs: tuple[tuple[bytes, ...], ...] = field(repr=False)
    blobs: tuple[Section, ...]
    pieces: tuple[Piece, ...]


class BlobTaker(Protocol):
    """Takes blobs of a bundle.

    The bytes come in pieces of any size. They are what they should be only if the iteration ends
    without an error: nothing of them may be kept otherwise.
    """

    def take_blob(self, blob: bytes, untrusted: Iterator[bytes], /) -> None:
        """Take the whole blob of this id."""

    def take_piece(self, piece: Piece, untrusted: Iterator[bytes], /) -> None:
        """Take some of a blob."""


def open_bundle(
    untrusted_file: BinaryIO, keys: Sequence[HybridIdentity], device: DeviceId
) -> OpenedBundle:
    """Run checks 1 to 8 over the whole file and give what it holds.

    ``keys`` are those of this device that are left, ``device`` is its own id. The file is read
    from its start to its end; blobs are checked and not kept. Raises ``BundleError``, nothing else
    but what reading the file raises.
    """
    holding = _Holding()
    with reading(untrusted_file, keys) as reader:
        manifest = _read_manifest(reader, device)
        read_sections(reader, manifest, holding.take)
    return holding.opened(manifest)


def take_blobs(
    untrusted_file: BinaryIO,
    keys: Sequence[HybridIdentity],
    opened: OpenedBundle,
    taker: BlobTaker,
) -> None:
    """Read the file once more, with the same checks, and hand its blobs to ``taker``.

    Raises as ``open_bundle`` does, ``BundleChanged`` before anything is handed out if the manifest
    is not the one of ``opened``, and what ``taker`` raises.
    """
    pieces = iter(opened.pieces)

    def take(section: Section, untrusted: Iterator[bytes]) -> None:
        if section.kind == SectionKind.BLOB:
            taker.take_blob(section.digest, untrusted)
        if section.kind == SectionKind.PIECE:
            taker.take_piece(next(pieces), _without_head(untrusted))

    with reading(untrusted_file, keys) as reader:
        if _read_signed_manifest(reader) != opened.manifest:
            raise BundleChanged
        read_sections(reader, opened.manifest, take)


class _Holding:
    """What is kept of the sections while they are read: groups as they came, heads of pieces."""

    def __init__(self) -> None:
        self._groups: dict[int, list[bytes]] = {kind: [] for kind in _GROUPS}
        self._heads: list[tuple[Section, bytes]] = []

    def take(self, section: Section, untrusted: Iterator[bytes]) -> None:
        """Keep what is kept of a section."""
        if section.kind in _GROUPS:
            self._groups[section.kind].append(b"".join(untrusted))
        if section.kind == SectionKind.PIECE:
            first = next(untrusted, b"")
            self._heads.append((section, first[:PIECE_HEAD_BYTES]))

    def opened(self, manifest: Manifest) -> OpenedBundle:
        """All of it, as check 8 has it; raises ``BundleDamaged`` and ``BundleTooLarge``."""
        pieces = tuple(_piece(section, head) for section, head in self._heads)
        check_group_sizes([each for groups in self._groups.values() for each in groups])
        return OpenedBundle(
            manifest=manifest,
            vectors=self._items(SectionKind.VECTORS),
            membership=self._items(SectionKind.MEMBERSHIP),
            logs=tuple(self._unpacked(SectionKind.RECORDS)),
            blobs=tuple(each for each in manifest.sections if each.kind == SectionKind.BLOB),
            pieces=pieces,
        )

    def _items(self, kind: SectionKind) -> tuple[bytes, ...]:
        return tuple(item for group in self._unpacked(kind) for item in group)

    def _unpacked(self, kind: SectionKind) -> Iterator[tuple[bytes, ...]]:
        """The groups of a kind; each is let go of as soon as it is unpacked."""
        groups = self._groups[kind]
        groups.reverse()
        while groups:
            yield unpack_group(groups.pop())


def _read_manifest(reader: PlaintextReader, device: DeviceId) -> Manifest:
    manifest = _read_signed_manifest(reader)
    if device not in manifest.recipients:
        raise WrappedAnew
    return manifest


def _read_signed_manifest(reader: PlaintextReader) -> Manifest:
    encoded, signature = read_signed(reader)
    manifest = decode_manifest(encoded)
    try:
        verify_bytes(manifest.keys, SIGNATURE_LABEL + encoded, signature)
    except LogError as error:
        raise SignatureOfSenderInvalid from error
    return manifest


def _piece(section: Section, untrusted_head: bytes) -> Piece:
    blob = untrusted_head[:HASH_BYTES]
    offset, total = (
        int.from_bytes(untrusted_head[start : start + 8]) for start in (HASH_BYTES, HASH_BYTES + 8)
    )
    length = section.length - PIECE_HEAD_BYTES
    if length < 1 or offset + length > total:
        raise BundleDamaged(check=8)
    if total > MAX_BLOB_BYTES:
        raise BundleTooLarge("blob", MAX_BLOB_BYTES)
    return Piece(blob, offset, total, length)


def _without_head(untrusted: Iterator[bytes]) -> Iterator[bytes]:
    first = next(untrusted, b"")
    yield first[PIECE_HEAD_BYTES:]
    yield from untrusted
