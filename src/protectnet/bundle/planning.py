# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a bundle, before the first is written: each manifest has the hashes of them all."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from protectnet.bundle.content import BlobSource, Content
from protectnet.bundle.errors import BundleTooLarge, ContentChanged
from protectnet.bundle.layout import Draft, Layout, Room, Slice
from protectnet.bundle.manifest import (
    HASH_BYTES,
    MAX_CIRCLES,
    MAX_RECIPIENTS,
    Manifest,
    Section,
    SectionKind,
    sections_hash,
)
from protectnet.bundle.packing import GROUP_BYTES, Group, groups_of
from protectnet.envelope import encrypted_length, padded_length

MAX_PART_BYTES = 64 * 1024**2
_OF_HEADS = 32
"""More than the heads of the lists in a manifest and around it can grow."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle: its manifest, and how to read the bytes of each section."""

    manifest: Manifest
    sources: tuple[Callable[[], Iterable[bytes]], ...] = field(repr=False)

    @property
    def file_size(self) -> int:
        """How long the file will be (bytes)."""
        recipients = len(self.manifest.recipients)
        return encrypted_length(recipients, padded_length(self.manifest.content_length))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a limit kept out: of each log how many of its newest segments, and which blobs."""

    segments: tuple[int, ...]
    blobs: tuple[BlobSource, ...] = field(repr=False)

    def __bool__(self) -> bool:
        """Whether anything was left out."""
        return any(self.segments) or bool(self.blobs)


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a bundle in their order, and what a limit kept out of them."""

    parts: tuple[Part, ...]
    left_out: LeftOut


def plan_parts(
    content: Content, part_limit: int = MAX_PART_BYTES, total_limit: int | None = None
) -> Plan:
    """Divide what goes into a bundle into files of at most ``part_limit`` bytes.

    All files together have at most ``total_limit`` bytes: what does not fit any more is left out,
    in the order of the content, of a log its newest segments, blobs as a whole. Vectors and
    membership are never left out; they stand in every part if they take at most a quarter of it.
    Blobs that are cut are read once here.

    Raises ``BundleTooLarge`` (``recipients``, ``circles``, ``part``, ``parts``, ``total``,
    ``blob``), ``ContentChanged`` when a blob is not what its hash says, and what reading raises.
    """
    recipients, circles = sorted(set(content.recipients)), sorted(set(content.circles))
    _check_count("recipients", recipients, MAX_RECIPIENTS)
    _check_count("circles", circles, MAX_CIRCLES)
    smallest = Manifest(
        content.keys,
        content.bundle_id,
        content.created_day,
        tuple(recipients),
        tuple(circles),
        part=1,
        part_hashes=(),
        sections=(),
    )
    drafts, left_out = _laid_out(content, smallest, part_limit, total_limit)
    return Plan(tuple(_parts(smallest, drafts)), left_out)


def piece_head(blob: bytes, offset: int, total: int) -> bytes:
    """What stands before the bytes of a piece (48 bytes)."""
    return blob + offset.to_bytes(8) + total.to_bytes(8)


def _check_count(limit: str, given: Sequence[bytes], most: int) -> None:
    if not given:
        raise ValueError(f"no {limit}")
    if len(given) > most:
        raise BundleTooLarge(limit, most)


def _laid_out(
    content: Content, smallest: Manifest, part_limit: int, total_limit: int | None
) -> tuple[list[Draft], LeftOut]:
    """Fill parts; a manifest has a hash for each, so their number is found by trying."""

    def room_if(parts: int) -> Room:
        hashes = parts * (HASH_BYTES + 2)
        manifest = smallest.content_length + hashes + _OF_HEADS
        return Room(len(smallest.recipients), manifest, part_limit, total_limit)

    material = _Material(content, room_if(1))
    parts = 1
    while True:
        drafts, left_out = material.fill(room_if(parts))
        if len(drafts) <= parts:
            return drafts, left_out
        parts = len(drafts)


class _Material:
    """A content packed into groups, to be laid out as often as it takes."""

    def __init__(self, content: Content, room: Room) -> None:
        most = max(1, min(GROUP_BYTES, room.for_sections() // 2))
        self._common = [
            *groups_of(SectionKind.VECTORS, content.vectors, most),
            *groups_of(SectionKind.MEMBERSHIP, content.membership, most),
        ]
        self._logs = [list(groups_of(SectionKind.RECORDS, log, most)) for log in content.logs]
        self._blobs = list({blob.digest: blob for blob in content.blobs}.values())

    def fill(self, room: Room) -> tuple[list[Draft], LeftOut]:
        """The parts that there is room for, and what is left out."""
        layout = Layout(room, self._common)
        segments = tuple(_left_of_log(layout, log) for log in self._logs)
        blobs = [blob for blob in self._blobs if layout.is_full or not layout.place_blob(blob)]
        return layout.finished(), LeftOut(segments, tuple(blobs))


def _left_of_log(layout: Layout, groups: Sequence[Group]) -> int:
    """Put the groups of a log in; how many segments are left out."""
    for group in groups:
        cut_at = group.start if layout.is_full else layout.place(group)
        if cut_at is not None:
            return groups[-1].stop - cut_at
    return 0


def _parts(smallest: Manifest, drafts: Sequence[Draft]) -> Iterator[Part]:
    digests = _digests(drafts)
    sections = [
        (
            *(group.section for group in draft.groups),
            *(_section_of(slice_, digests) for slice_ in draft.slices),
        )
        for draft in drafts
    ]
    hashes = tuple(map(sections_hash, sections))
    for number, (draft, own) in enumerate(zip(drafts, sections, strict=True), 1):
        manifest = Manifest(
            smallest.keys,
            smallest.bundle_id,
            smallest.created_day,
            smallest.recipients,
            smallest.circles,
            number,
            hashes,
            own,
        )
        groups = (partial(_bytes_of_group, each) for each in draft.groups)
        slices = (partial(_bytes_of_slice, each) for each in draft.slices)
        yield Part(manifest, (*groups, *slices))


def _bytes_of_group(group: Group) -> Iterator[bytes]:
    yield group.packed()


def _bytes_of_slice(slice_: Slice) -> Iterator[bytes]:
    blob = slice_.blob
    if not slice_.is_whole:
        yield piece_head(blob.digest, slice_.offset, blob.length)
    yield from blob.read(slice_.offset, slice_.length)


def _section_of(slice_: Slice, digests: dict[tuple[bytes, int], bytes]) -> Section:
    if slice_.is_whole:
        return Section(SectionKind.BLOB, slice_.length, slice_.blob.digest)
    digest = digests[slice_.blob.digest, slice_.offset]
    return Section(SectionKind.PIECE, slice_.size, digest)


def _digests(drafts: Sequence[Draft]) -> dict[tuple[bytes, int], bytes]:
    """The hash of the section of each piece, by blob and offset; raises ``ContentChanged``."""
    found: dict[tuple[bytes, int], bytes] = {}
    wholes: dict[bytes, hashlib._Hash] = {}
    pieces = [each for draft in drafts for each in draft.slices if not each.is_whole]
    for piece in pieces:
        blob = piece.blob
        whole = wholes.setdefault(blob.digest, hashlib.sha256())
        own = hashlib.sha256(piece_head(blob.digest, piece.offset, blob.length))
        for data in blob.read(piece.offset, piece.length):
            whole.update(data)
            own.update(data)
        found[blob.digest, piece.offset] = own.digest()
    if any(whole.digest() != blob for blob, whole in wholes.items()):
        raise ContentChanged
    return found
