# SPDX-License-Identifier: GPL-3.0-or-later
"""Verifying every signed segment that is held: who wrote it, what it holds, what it follows."""

from collections.abc import Callable

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log.header import Header, check_first, check_follows
from protectnet.log.segment import Entry, verify_segment
from protectnet.log.signatures import PublicKeys
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
    """Verify all sealed segments, log by log; gives their number.

    Raises the ``LogError`` of the first one that is wrong, ``DamagedStore`` where the rows of its
    operations do not bear the names that it gives them, and what ``public_keys`` raises.
    ``progress`` counts segments.
    """
    [(total,)] = store.db.rows("SELECT count(*) FROM segment WHERE hash IS NOT NULL")
    done = 0
    for log, circle, device in store.db.rows(
        "SELECT log.id, circle.circle, device FROM log "
        "JOIN circle ON circle.id = log.circle ORDER BY stream DESC, log.id"
    ):
        rows = store.db.rows(
            "SELECT segment.id, header, signatures, salting, hash, log.log FROM segment "
            "JOIN log ON log.id = segment.log "
            "WHERE log.id = ? AND hash IS NOT NULL ORDER BY number",
            (log,),
        )
        held: dict[bytes, Header] = {}
        for row in rows:
            progress(done, total)
            keys = public_keys(CircleId(circle), DeviceId(device))
            _verify(store, row, keys, held)
            done += 1
    progress(total, total)
    return int(total)


def _verify(store: Store, row: Row, keys: PublicKeys, held: dict[bytes, Header]) -> None:
    *parts, name, log = row
    verified = verify_segment(segment_of(store, tuple(parts)), keys)
    header = verified.header
    if verified.hash != name or verified.log != LogId(log):
        raise DamagedStore(path=store.db.path.name)
    before = held.get(header.prev)
    if before is None:
        check_first(header)
    else:
        check_follows(header, before, header.prev)
    held[name] = header
    _check_names(store, int(row[0]), verified.entries)


def _check_names(store: Store, segment: int, entries: tuple[Entry, ...]) -> None:
    stored = store.db.rows(
        "SELECT id, op FROM operation WHERE id >= ? AND id < ? ORDER BY id",
        (segment * PLACES, (segment + 1) * PLACES),
    )
    expected = [(segment * PLACES + entry.position, entry.op_id) for entry in entries]
    if stored != expected:
        raise DamagedStore(path=store.db.path.name)
