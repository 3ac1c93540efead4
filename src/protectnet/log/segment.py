# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed segments: reading, checking and erasing (docs/spec/log-v1.md, section 8)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from protectnet.domain.ids import LogId, OpId
from protectnet.log import cbor
from protectnet.log.clock import join
from protectnet.log.errors import MalformedSegment, RootMismatch, WrongAuthor
from protectnet.log.header import Header, decode_header, header_hash
from protectnet.log.identifiers import MEMBERSHIP, op_id
from protectnet.log.merkle import (
    HASH_BYTES,
    SALT_BYTES,
    SEED_BYTES,
    Salts,
    leaf_hash,
    root_hash,
)
from protectnet.log.operation import Operation, UnknownOperation, decode_operation
from protectnet.log.shapes import FIRST_MEMBERSHIP_KIND
from protectnet.log.signatures import SIGNATURE_SIZES, PublicKeys, verify

MAX_OPERATIONS_BYTES = 256 * 1024
MAX_SEGMENT_BYTES = 640 * 1024
PARTS = 4


class Erased(NamedTuple):
    """What stands where an operation was erased: its leaf hash (32 bytes)."""

    leaf: bytes


class Entry(NamedTuple):
    """One operation of a segment, with its name; ``None`` for what was erased."""

    position: int
    op_id: OpId
    operation: Operation | UnknownOperation | None
    raw: bytes | None

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Entry({self.position}, {self.op_id.hex()}, {self.operation!r})"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sealed segment whose shape was checked, its signature and operations not.

    ``salting`` is the seed (32 bytes) or, after an erase, the salt of each operation (16 bytes,
    ``None`` for the erased). ``items`` are the operations as they were written.
    """

    header: Header
    header_bytes: bytes
    signatures: tuple[bytes, ...]
    salting: bytes | tuple[bytes | None, ...]
    items: tuple[bytes | Erased, ...]

    def __repr__(self) -> str:
        """Show neither salts nor operations."""
        return f"Segment({self.header.identity.log.hex()}, {self.header.seq}, {len(self.items)})"

    @property
    def hash(self) -> bytes:
        """The name of the segment (32 bytes), the same before and after an erase."""
        return header_hash(self.header_bytes)

    def encode(self) -> bytes:
        """The bytes that are stored and travel."""
        return cbor.encode((self.header_bytes, self.signatures, self.salting, self.items))


@dataclass(frozen=True, slots=True)
class VerifiedSegment:
    """A segment whose signature, root and operations were found right.

    Made by ``verify_segment`` and by sealing one's own, by nothing else.
    """

    segment: Segment
    hash: bytes
    log: LogId
    entries: tuple[Entry, ...]

    @property
    def header(self) -> Header:
        """The header of the segment."""
        return self.segment.header


def decode_segment(untrusted: bytes) -> Segment:
    """The segment of which ``untrusted`` is the encoding.

    Raises ``MalformedCbor``, ``MalformedSegment`` or ``NewerFormat``.
    """
    if len(untrusted) > MAX_SEGMENT_BYTES:
        raise MalformedSegment("S1")
    parts: Any = cbor.decode(untrusted)
    if type(parts) is not list or len(parts) != PARTS or type(parts[0]) is not bytes:
        raise MalformedSegment("S2")
    header_bytes, signatures, salting, items = parts
    header = decode_header(header_bytes)
    _check_signatures(header, signatures)
    _check_salting(header, salting)
    _check_items(header, items)
    _check_erased(header, salting, items)
    return Segment(
        header,
        header_bytes,
        tuple(signatures),
        salting if isinstance(salting, bytes) else tuple(salting),
        tuple(item if isinstance(item, bytes) else Erased(*item) for item in items),
    )


def verify_segment(segment: Segment, keys: PublicKeys) -> VerifiedSegment:
    """Check the author, the signatures, the root and every operation, in this order.

    Raises ``WrongAuthor``, ``SignatureInvalid``, ``RootMismatch``, ``MalformedCbor``,
    ``MalformedOperation`` or ``MalformedSegment``. That the segment follows the one before it
    is checked by ``check_follows``, that its author belongs to the circle by the membership.
    """
    header = segment.header
    if keys.device != header.identity.device:
        raise WrongAuthor(device=header.identity.device.hex())
    verify(keys, header.identity.stream, segment.header_bytes, segment.signatures)
    leaves = leaves_of(segment)
    if root_hash(leaves) != header.root:
        raise RootMismatch(segment=segment.hash.hex())
    log = header.identity.log
    entries = tuple(
        _entry(header, log, index, leaf, item)
        for index, (leaf, item) in enumerate(zip(leaves, segment.items, strict=True))
    )
    _check_clocks(header, entries)
    return VerifiedSegment(segment, segment.hash, log, entries)


def erase_items(segment: Segment, indices: Collection[int]) -> Segment:
    """The segment without the operations at ``indices`` and without the seed of their salts.

    Header, signature and hash stay. Raises ``IndexError`` for an index the segment has not,
    ``MalformedSegment`` for a segment of membership, which is never erased.
    """
    if segment.header.identity.stream == MEMBERSHIP:
        raise MalformedSegment("S18")
    if not indices:
        return segment
    if not 0 <= min(indices) <= max(indices) < len(segment.items):
        raise IndexError("the segment has no such operation")
    leaves = leaves_of(segment)
    salts = salts_of(segment)
    gone = {index for index, item in enumerate(segment.items) if isinstance(item, Erased)}
    gone.update(indices)
    return Segment(
        segment.header,
        segment.header_bytes,
        segment.signatures,
        tuple(None if index in gone else salt for index, salt in enumerate(salts)),
        tuple(
            Erased(leaves[index]) if index in gone else item
            for index, item in enumerate(segment.items)
        ),
    )


def salts_of(segment: Segment) -> tuple[bytes | None, ...]:
    """The salt of each operation, ``None`` for the erased."""
    if isinstance(segment.salting, tuple):
        return segment.salting
    salts = Salts(segment.salting)
    return tuple(map(salts.salt, range(len(segment.items))))


def leaves_of(segment: Segment) -> list[bytes]:
    """The leaf hash of each operation, computed, or as it was left by an erase."""
    return [
        item.leaf if isinstance(item, Erased) else leaf_hash(salt or b"", item)
        for salt, item in zip(salts_of(segment), segment.items, strict=True)
    ]


def _entry(header: Header, log: LogId, index: int, leaf: bytes, item: bytes | Erased) -> Entry:
    name = op_id(log, leaf)
    if isinstance(item, Erased):
        return Entry(index, name, None, None)
    operation = decode_operation(item, newer=header.is_newer)
    is_membership = header.identity.stream == MEMBERSHIP
    if (operation.kind >= FIRST_MEMBERSHIP_KIND) is not is_membership:
        raise MalformedSegment("S19")
    return Entry(index, name, operation, item)


def _check_clocks(header: Header, entries: tuple[Entry, ...]) -> None:
    clock = 0
    is_complete = True
    for entry in entries:
        if isinstance(entry.operation, Operation):
            clock = join(clock, entry.operation.clock)
        else:
            is_complete = False
    if (is_complete and clock != header.clock_max) or join(clock, header.clock_max) != (
        header.clock_max
    ):
        raise MalformedSegment("S20")


def _check_signatures(header: Header, signatures: Any) -> None:
    if type(signatures) is not list or not all(type(each) is bytes for each in signatures):
        raise MalformedSegment("S14")
    if tuple(map(len, signatures)) != SIGNATURE_SIZES[header.identity.stream]:
        raise MalformedSegment("S14")


def _check_salting(header: Header, salting: Any) -> None:
    if type(salting) is bytes:
        if len(salting) != SEED_BYTES:
            raise MalformedSegment("S15")
        return
    if type(salting) is not list or len(salting) != header.count:
        raise MalformedSegment("S15")
    for salt in salting:
        if salt is not None and (type(salt) is not bytes or len(salt) != SALT_BYTES):
            raise MalformedSegment("S15")


def _check_items(header: Header, items: Any) -> None:
    if type(items) is not list or len(items) != header.count:
        raise MalformedSegment("S16")
    size = 0
    for item in items:
        if type(item) is bytes:
            size += len(item)
        elif not _is_erased_item(item):
            raise MalformedSegment("S16")
    if size > MAX_OPERATIONS_BYTES:
        raise MalformedSegment("S17")


def _is_erased_item(item: Any) -> bool:
    if type(item) is not list or len(item) != 1:
        return False
    return type(item[0]) is bytes and len(item[0]) == HASH_BYTES


def _check_erased(header: Header, salting: Any, items: Any) -> None:
    """The seed and the salts tell exactly where something was erased, and nothing else."""
    erased = [type(item) is list for item in items]
    if type(salting) is bytes:
        expected = [False] * len(items)
    else:
        expected = [salt is None for salt in salting]
        if not any(expected):
            raise MalformedSegment("S18")
    if erased != expected or (header.identity.stream == MEMBERSHIP and any(erased)):
        raise MalformedSegment("S18")
