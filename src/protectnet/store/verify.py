# SPDX-License-Identifier: GPL-3.0-or-later
"""Verifying every signed segment that is held: who wrote it, what it holds, what it follows."""

from collections.abc import Callable

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.header import Header, LogIdentity, check_first, check_follows
from protectnet.log.identifiers import RECORDS
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment, verify_segment
from protectnet.log.signatures import PublicKeys
from protectnet.store.clocks import stored_clock
from protectnet.store.database import Row
from protectnet.store.errors import DamagedStore
from protectnet.store.open_segments import PLACES
from protectnet.store.segments import segment_of
from protectnet.store.store import Progress, Store, no_progress

PublicKeysOf = Callable[[CircleId, DeviceId], PublicKeys]
"""Gives the public keys of a device of a circle, or raises when it is no member."""


def verify_segments(
    store: Store, public_keys: PublicKeysOf, progress: Progress = no_progress
) -> int:
    """Verify all sealed segments, log by log, and that the rows say what they say; their number.

    Raises the ``LogError`` of the first one that is wrong, ``DamagedStore`` where rows say
    something else than what is signed, and what ``public_keys`` raises. ``progress`` counts
    segments.
    """
    [(total,)] = store.db.rows("SELECT count(*) FROM segment WHERE hash IS NOT NULL")
    done = 0
    for log, circle, *identity in store.db.rows(
        "SELECT log.id, log.circle, stream, device, circle.circle, incarnation, log.log FROM log "
        "JOIN circle ON circle.id = log.circle ORDER BY stream DESC, log.id"
    ):
        *parts, name = identity
        logged = LogIdentity(*parts)
        _require(store, logged.log == name)
        held: dict[bytes, Header] = {}
        for row in store.db.rows(
            "SELECT segment.id, header, signatures, salting, standing, hash, number, previous, "
            "writer, clock_max, changes, size FROM segment WHERE log = ? AND hash IS NOT NULL "
            "ORDER BY number",
            (log,),
        ):
            progress(done, total)
            keys = public_keys(logged.circle, logged.device)
            _verify(store, row, logged, circle, keys, held)
            done += 1
    _require(store, done == total)
    progress(total, total)
    return int(total)


def _verify(
    store: Store,
    row: Row,
    logged: LogIdentity,
    circle: int,
    keys: PublicKeys,
    held: dict[bytes, Header],
) -> None:
    segment, header_bytes, signatures, salting, standing, *columns = row
    verified = verify_segment(segment_of(store, (segment, header_bytes, signatures, salting)), keys)
    header = verified.header
    before = held.get(header.prev)
    if before is None:
        check_first(header)
    else:
        check_follows(header, before, header.prev)
    held[verified.hash] = header
    clock = stored_clock(header.clock_max)
    size = len(verified.segment.encode())
    expected = [
        *(verified.hash, header.seq, header.prev),
        *(header.user, clock, header.count, size),
    ]
    _require(store, header.identity == logged and columns == expected)
    _check_operations(store, segment, circle if standing == 0 else None, verified)


def _check_operations(
    store: Store, segment: int, circle: int | None, verified: VerifiedSegment
) -> None:
    """Each operation bears its name, and belongs to the record that it names or was refused.

    Without ``circle`` the segment does not count, and its operations belong to no record.
    """
    rows = store.db.rows(
        "SELECT operation.id, op, operation.record, record.circle, kind, record.record "
        "FROM operation LEFT JOIN record ON record.id = operation.record "
        "WHERE operation.id >= ? AND operation.id < ? ORDER BY operation.id",
        (segment * PLACES, (segment + 1) * PLACES),
    )
    names = [(row[0], row[1]) for row in rows]
    entries = verified.entries
    _require(store, names == [(segment * PLACES + each.position, each.op_id) for each in entries])
    is_of_records = verified.header.identity.stream == RECORDS
    for (row, _, placed, *key), entry in zip(rows, entries, strict=True):
        operation = entry.operation
        if circle is not None and is_of_records and isinstance(operation, Operation):
            named = [circle, operation.record_kind, operation.record]
            _require(store, key == named if placed is not None else _is_refused(store, row))
        else:
            is_erased_here = operation is None and circle is not None
            _require(store, placed is None or is_erased_here)


def _is_refused(store: Store, row: int) -> bool:
    return store.db.row("SELECT 1 FROM refused_operation WHERE id = ?", (row,)) is not None


def _require(store: Store, is_right: bool) -> None:
    if not is_right:
        raise DamagedStore(path=store.db.path.name)
