# SPDX-License-Identifier: GPL-3.0-or-later
"""What came in a bundle, verified and judged, with what it would change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from protectnet.bundle.manifest import Manifest
from protectnet.bundle.opening import OpenedBundle
from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.membership import Membership
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment
from protectnet.log.state import RecordState
from protectnet.log.vector import SignedVector
from protectnet.store import queries
from protectnet.store.parking import Waiting
from protectnet.store.queries import RecordKey
from protectnet.store.standings import Standing
from protectnet.store.store import Store
from protectnet.sync.preview import PreviewLine, compare, merged


@dataclass(frozen=True, slots=True)
class Arrival:
    """Parts of one bundle that are taken together, in the order of their numbers."""

    parts: tuple[OpenedBundle, ...]

    @classmethod
    def of(cls, opened: Sequence[OpenedBundle]) -> "Arrival":
        """The parts given, each once; they must be of one bundle (``bundle_key``)."""
        by_number = {each.manifest.part: each for each in opened}
        return cls(tuple(by_number[number] for number in sorted(by_number)))

    @property
    def manifest(self) -> Manifest:
        """The manifest of the first of these parts."""
        return self.parts[0].manifest

    @property
    def is_whole(self) -> bool:
        """Whether all parts of the bundle are there."""
        return len(self.parts) == len(self.manifest.part_hashes)

    def manifest_hash(self) -> bytes:
        """What stands for exactly these parts (32 bytes)."""
        found = sha256()
        for each in self.parts:
            found.update(sha256(each.manifest.encode()).digest())
        return found.digest()


def bundle_key(manifest: Manifest) -> tuple[object, ...]:
    """What the manifests of all parts of one bundle have in common."""
    return (
        manifest.keys,
        manifest.bundle_id,
        manifest.created_day,
        manifest.recipients,
        manifest.circles,
        manifest.part_hashes,
    )


@dataclass(frozen=True, slots=True)
class CircleNews:
    """What came of one circle and is not here yet.

    ``new_segments`` are in an order in which they can be applied, those that were parked and can
    stand now among them; ``standings`` tells by hash which of them do not count. ``waiting`` are
    those that cannot be applied yet, and ``newly_waiting`` how many of these were not parked before.
    ``dropped`` are the bytes of parked copies that turned out to be false. ``joins`` when this vault is not in the
    circle yet. ``refused`` are erase operations of authors who had no right to them: kept, without
    effect.
    """

    circle: CircleId
    membership: Membership
    joins: bool
    new_segments: tuple[VerifiedSegment, ...]
    standings: Mapping[bytes, Standing]
    waiting: tuple[Waiting, ...]
    newly_waiting: int
    dropped: frozenset[bytes]
    refused: frozenset[OpId]
    vectors: tuple[SignedVector, ...]

    @property
    def new_operations(self) -> int:
        """How many operations are in the new segments."""
        return sum(len(each.entries) for each in self.new_segments)

    @property
    def has_news_of_members(self) -> bool:
        """Whether the membership of a circle that is held here changed."""
        return any(each.header.identity.stream == MEMBERSHIP for each in self.new_segments)

    def lines(self, store: Store) -> list[PreviewLine]:
        """What would become of each record."""
        found = []
        for key, operations in self._by_record().items():
            kind = store.kinds.numbered(key.kind)
            if kind is None:
                continue
            before = queries.state_of(store, key) or RecordState(is_append_only=kind.is_append_only)
            line = compare(kind, key.circle, key.id, before, merged(before, operations))
            if line is not None:
                found.append(line)
        return found

    def _by_record(self) -> dict[RecordKey, list[tuple[OpId, Operation]]]:
        found: dict[RecordKey, list[tuple[OpId, Operation]]] = {}
        for op_id, operation in self._counting():
            key = RecordKey(self.circle, operation.record_kind, RecordId(operation.record))
            found.setdefault(key, []).append((op_id, operation))
        return found

    def _counting(self) -> Iterator[tuple[OpId, Operation]]:
        """The operations on records that have an effect."""
        for segment in self.new_segments:
            standing = self.standings.get(segment.hash, Standing.COUNTS)
            if segment.header.identity.stream != RECORDS or standing is not Standing.COUNTS:
                continue
            for entry in segment.entries:
                if isinstance(entry.operation, Operation) and entry.op_id not in self.refused:
                    yield entry.op_id, entry.operation


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came in a bundle, circle by circle.

    ``adrift`` are segments of circles of which neither this vault nor these parts hold the
    beginning: another part has it. ``newly_adrift`` says how many of these were not parked before.
    """

    arrival: Arrival
    circles: tuple[CircleNews, ...]
    adrift: tuple[Waiting, ...] = ()
    newly_adrift: int = 0

    @property
    def new_operations(self) -> int:
        """How many operations are new here."""
        return sum(each.new_operations for each in self.circles)

    @property
    def waiting(self) -> int:
        """How many segments came that cannot be applied yet, and were not here before."""
        return self.newly_adrift + sum(each.newly_waiting for each in self.circles)

    @property
    def new_segments(self) -> list[VerifiedSegment]:
        """The segments that can be applied, of all circles."""
        return [segment for each in self.circles for segment in each.new_segments]
