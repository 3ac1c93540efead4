# SPDX-License-Identifier: GPL-3.0-or-later
"""Which encrypted files are needed, and by which circle; ``blob_uses`` says how that is noted."""

from collections.abc import Iterable

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.operation import Operation, decode_operation
from protectnet.store.open_segments import PLACES
from protectnet.store.store import Store


def is_used(store: Store, blob: bytes) -> bool:
    """Whether an operation that this version understands names the blob."""
    return store.db.row("SELECT 1 FROM blob_use WHERE blob = ? LIMIT 1", (blob,)) is not None


def used_in(store: Store, circle: CircleId) -> list[bytes]:
    """The blobs that a circle's records have or had and that were not erased, held here or not.

    Of a kind or field that only a newer version knows, values that may be none are among them.
    """
    # Uses are far fewer than operations, and have no index by operation: they come first.
    rows = store.db.rows(
        "SELECT DISTINCT blob FROM blob_use "
        "CROSS JOIN operation ON operation.id = blob_use.operation "
        "CROSS JOIN record ON record.id = operation.record "
        "WHERE record.circle = ? ORDER BY blob",
        (store.records.circle_row(circle),),
    )
    return [blob for (blob,) in rows]


def unused(store: Store, blobs: Iterable[bytes]) -> set[bytes]:
    """Those of these blobs that nothing names: no operation, understood or not, no parked segment."""
    left = {blob for blob in blobs if not is_used(store, blob)}
    if not left:
        return left
    waiting = store.db.each(
        "SELECT bytes FROM operation WHERE record IS NULL AND bytes IS NOT NULL "
        "UNION ALL SELECT wire FROM parked_segment"
    )
    for (raw,) in waiting:
        left = {blob for blob in left if blob not in raw}
    return left


def attached(store: Store) -> set[bytes]:
    """The blobs that operations attach in fields that this version knows, held here or not."""
    rows = store.db.each(
        "SELECT blob, bytes FROM blob_use JOIN operation ON operation.id = blob_use.operation"
    )
    return {blob for blob, raw in rows if _attaches(store, raw)}


def attached_by(store: Store, device: DeviceId) -> set[bytes]:
    """Those that a device attached itself."""
    rows = store.db.each(
        "SELECT blob, bytes FROM blob_use JOIN operation ON operation.id = blob_use.operation "
        "JOIN segment ON segment.id = operation.id / ? JOIN log ON log.id = segment.log "
        "WHERE log.device = ?",
        (PLACES, device),
    )
    return {blob for blob, raw in rows if _attaches(store, raw)}


def _attaches(store: Store, raw: bytes) -> bool:
    operation = decode_operation(raw)
    if not isinstance(operation, Operation):
        return False
    table = store.projection.tables.get(operation.record_kind)
    return table is not None and operation.field in table.attached
