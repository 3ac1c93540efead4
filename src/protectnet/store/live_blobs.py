# SPDX-License-Identifier: GPL-3.0-or-later
"""The encrypted files that live values name: what a circle's records show, here or missing.

In fields that only a newer version knows, an attachment is told by its shape; what is merely as
long as the name of a file is none.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from protectnet.domain.ids import CircleId, OpId
from protectnet.log.digest import attached_blob
from protectnet.log.operation import Operation, decode_operation
from protectnet.log.state import RecordState
from protectnet.log.vector import MAX_MISSING
from protectnet.store.blob_files import is_held, path_of, refusals
from protectnet.store.open_segments import PLACES
from protectnet.store.store import Store


class LiveUse(NamedTuple):
    """A blob that a live value names, and the segment that gave the value, ``None`` if it is open."""

    blob: bytes
    segment: bytes | None


def live_uses(store: Store, circle: CircleId) -> Iterator[LiveUse]:
    """The uses of blobs by live values of a circle, also in deleted records; not in erased ones."""
    rows = store.db.each(
        "SELECT blob, op, bytes, hash, record.id, state FROM blob_use "
        "CROSS JOIN operation ON operation.id = blob_use.operation "
        "CROSS JOIN record ON record.id = operation.record "
        "JOIN segment ON segment.id = operation.id / ? WHERE record.circle = ? "
        "ORDER BY record.id, operation.id",
        (PLACES, store.records.circle_row(circle)),
    )
    before, live = 0, frozenset[OpId]()
    for blob, op_id, raw, segment, record, state in rows:
        if record != before:
            before, live = record, frozenset(RecordState.from_bytes(state).live_ops())
        if op_id in live and _attaches(raw, blob):
            yield LiveUse(blob, segment)


def uses_by_segment(store: Store, circle: CircleId) -> dict[bytes, tuple[bytes, ...]]:
    """By the hash of each sealed segment the blobs that live values of its operations name."""
    found: dict[bytes, dict[bytes, None]] = {}
    for blob, segment in live_uses(store, circle):
        if segment is not None:
            found.setdefault(segment, {})[blob] = None
    return {segment: tuple(blobs) for segment, blobs in found.items()}


def missing_blobs(store: Store, circle: CircleId, most: int = MAX_MISSING) -> tuple[bytes, ...]:
    """The blobs, ascending, that live values of a circle name and that are not here."""
    named = sorted({each.blob for each in live_uses(store, circle)})
    return tuple([blob for blob in named if not is_held(store, blob)][:most])


def blob_sizes(store: Store, blobs: Iterable[bytes]) -> dict[bytes, int]:
    """How many bytes each of these blobs has, of those that are here. Raises ``StoreUnreachable``."""
    with refusals(store):
        return {blob: path_of(store, blob).stat().st_size for blob in blobs if is_held(store, blob)}


def _attaches(raw: bytes, blob: bytes) -> bool:
    operation = decode_operation(raw)
    return isinstance(operation, Operation) and attached_blob(operation.value) == blob
