# SPDX-License-Identifier: GPL-3.0-or-later
"""Which records the changes in some sealed segments are about, to name them before they are given."""

from collections.abc import Collection

from protectnet.domain.field import Kind
from protectnet.store.merging import keys_of
from protectnet.store.open_segments import PLACES
from protectnet.store.queries import RecordKey
from protectnet.store.store import Store


def records_in(store: Store, segments: Collection[bytes]) -> list[RecordKey]:
    """The records that operations of the segments of these hashes are about, each once.

    Operations of segments that do not count are about none.
    """
    rows = {
        row
        for name in segments
        for (row,) in store.db.rows(
            "SELECT DISTINCT operation.record FROM segment JOIN operation "
            "ON operation.id >= segment.id * ?1 AND operation.id < (segment.id + 1) * ?1 "
            "WHERE segment.hash = ?2 AND operation.record IS NOT NULL",
            (PLACES, name),
        )
    }
    return keys_of(store, rows)


def only_in(store: Store, segments: Collection[bytes], kind: Kind) -> list[RecordKey]:
    """Of the records of a kind those of which no other sealed segment says anything.

    Whoever has all segments but these does not know of them yet.
    """
    named = set(segments)
    return [
        key
        for key in records_in(store, named)
        if key.kind == kind.number and _segments_of(store, key) <= named
    ]


def _segments_of(store: Store, key: RecordKey) -> set[bytes]:
    rows = store.db.rows(
        "SELECT DISTINCT segment.hash FROM record JOIN operation ON operation.record = record.id "
        "JOIN segment ON segment.id = operation.id / ?1 "
        "WHERE record.circle = ?2 AND record.kind = ?3 AND record.record = ?4 "
        "AND segment.hash IS NOT NULL",
        (PLACES, store.records.circle_row(key.circle), key.kind, key.id),
    )
    return {name for (name,) in rows}
