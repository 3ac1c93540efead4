# SPDX-License-Identifier: GPL-3.0-or-later
"""The segment that is still being written (docs/spec/log-v1.md, section 9).

It has its number and seed from its first operation on, so every operation has its name at once;
sealing adds the root, the heads and the signature. Until then it is unsigned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from protectnet.log.clock import MAX_JUMP, counter_of, join
from protectnet.log.errors import (
    ClockOutOfRange,
    MalformedSegment,
    SegmentEmpty,
    SegmentFull,
    SegmentSealed,
)
from protectnet.log.header import (
    MAX_OPERATIONS,
    NO_HASH,
    Head,
    Header,
    LogIdentity,
    header_hash,
)
from protectnet.log.identifiers import MEMBERSHIP, op_id
from protectnet.log.merkle import SEED_BYTES, Salts, leaf_hash, root_hash
from protectnet.log.names import MAX_CODE_NAME_CHARS, is_text
from protectnet.log.operation import Operation, UnknownOperation, decode_operation
from protectnet.log.segment import MAX_OPERATIONS_BYTES, Entry, Segment, VerifiedSegment
from protectnet.log.shapes import FIRST_MEMBERSHIP_KIND
from protectnet.log.signatures import SigningKeys


@dataclass(frozen=True, slots=True)
class Place:
    """Where a segment stands: its log, its number, the hash and the clock of the one before."""

    identity: LogIdentity
    seq: int = 0
    prev: bytes = NO_HASH
    clock_before: int = 0

    @classmethod
    def after(cls, segment: VerifiedSegment) -> Self:
        """The place after a sealed segment of the same log."""
        header = segment.header
        return cls(header.identity, header.seq + 1, segment.hash, header.clock_max)


class OpenSegment:
    """Collects operations and seals them.

    ``seed`` is 32 random bytes, used for nothing else; ``user`` the code name of the person who
    writes: another person, another segment. Raises ``MalformedSegment`` if one is too long.
    """

    def __init__(self, place: Place, seed: bytes, user: str) -> None:
        if len(seed) != SEED_BYTES:
            raise MalformedSegment("S15")
        if not is_text(user, MAX_CODE_NAME_CHARS):
            raise MalformedSegment("S12")
        self.place = place
        self.user = user
        self.clock_max = 0
        self.size = 0
        self._log = place.identity.log
        self._seed = seed
        self._salts = Salts(seed)
        self._leaves: list[bytes] = []
        self._entries: list[Entry] = []
        self._is_sealed = False
        self._is_membership = place.identity.stream == MEMBERSHIP

    @classmethod
    def reopen(cls, place: Place, seed: bytes, user: str, raw: Iterable[bytes]) -> Self:
        """The open segment as it was, from the operations that were written into it."""
        found = cls(place, seed, user)
        for each in raw:
            operation = decode_operation(each)
            if isinstance(operation, UnknownOperation):
                raise MalformedSegment("S19")
            found._append(operation, each)
        return found

    def __repr__(self) -> str:
        """Show neither seed nor operations."""
        return f"OpenSegment({self._log.hex()}, {self.place.seq}, {len(self)})"

    def __len__(self) -> int:
        """How many operations it holds."""
        return len(self._entries)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it holds so far."""
        return tuple(self._entries)

    def append(self, operation: Operation) -> Entry:
        """Take one more operation and give its name and bytes.

        Raises ``SegmentFull`` (seal, open the next, append there), ``ClockOutOfRange``,
        ``OperationTooLarge`` or ``MalformedOperation``; then nothing has changed.
        """
        return self._append(operation, operation.encode())

    def _append(self, operation: Operation, raw: bytes) -> Entry:
        index = len(self._entries)
        if self._is_sealed:
            raise SegmentSealed
        if index >= MAX_OPERATIONS or self.size + len(raw) > MAX_OPERATIONS_BYTES:
            raise SegmentFull
        if (operation.kind >= FIRST_MEMBERSHIP_KIND) is not self._is_membership:
            raise MalformedSegment("S19")
        clock_max = join(self.clock_max, operation.clock)
        if counter_of(clock_max) > counter_of(self.place.clock_before) + MAX_JUMP:
            raise ClockOutOfRange(clock=operation.clock)
        leaf = leaf_hash(self._salts.salt(index), raw)
        entry = Entry(index, op_id(self._log, leaf), operation, raw)
        self.clock_max = clock_max
        self.size += len(raw)
        self._leaves.append(leaf)
        self._entries.append(entry)
        return entry

    def seal(
        self,
        keys: SigningKeys,
        membership_heads: Iterable[bytes] = (),
        other_heads: Iterable[Head] = (),
    ) -> VerifiedSegment:
        """The signed segment.

        The heads are those known when the last operation was written: seal before applying
        anything foreign. Raises ``SegmentEmpty``, ``SegmentSealed`` or
        ``MalformedSegment``.
        """
        if self._is_sealed:
            raise SegmentSealed
        if not self._entries:
            raise SegmentEmpty
        place = self.place
        header = Header(
            place.identity,
            place.seq,
            place.prev,
            root_hash(self._leaves),
            len(self._entries),
            self.clock_max,
            tuple(sorted(membership_heads)),
            tuple(sorted(other_heads)),
            self.user,
        )
        header_bytes = header.encode()
        self._is_sealed = True
        signatures = keys.sign(place.identity.stream, header_bytes)
        items = tuple(entry.raw for entry in self._entries if entry.raw is not None)
        segment = Segment(header, header_bytes, signatures, self._seed, items)
        return VerifiedSegment(segment, header_hash(header_bytes), self._log, tuple(self._entries))
