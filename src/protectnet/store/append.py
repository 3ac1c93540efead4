# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing own changes: the operation and its effect on every table, in one transaction."""

from collections.abc import Iterable

from protectnet.domain.ids import CircleId
from protectnet.log.errors import SegmentFull
from protectnet.log.identifiers import RECORDS
from protectnet.log.operation import Operation
from protectnet.log.segment import Entry, VerifiedSegment
from protectnet.store.accepting import mark_changed
from protectnet.store.gathering import Gathering
from protectnet.store.open_segments import PLACES, Author, Seal
from protectnet.store.store import Store


def append(
    store: Store, author: Author, operations: Iterable[Operation], seal: Seal
) -> list[Entry]:
    """Write operations into the author's log and bring every table up to them.

    Needs a transaction, which makes them durable; if this raises, the transaction can only be undone.
    Operations of records and of membership go into logs of their own, by ``author.identity``.
    A full segment is sealed by ``seal`` and the next one begun. Gives an entry with the name of
    each operation, in order. Raises what ``OpenSegment.append`` raises.
    """
    store.db.require_transaction()
    try:
        return _append(store, author, operations, seal)
    except BaseException:
        store.db.is_doomed = True
        raise


def seal_open_segments(
    store: Store, seal: Seal, circle: CircleId | None = None
) -> list[VerifiedSegment]:
    """Seal all open segments, or those of one circle: at lock, before a bundle, after a crash.

    Needs a transaction. Gives the sealed segments, those begun first first.
    """
    store.db.require_transaction()
    return [store.segments.seal(writing, seal) for writing in store.segments.all(circle)]


def _append(
    store: Store, author: Author, operations: Iterable[Operation], seal: Seal
) -> list[Entry]:
    is_of_records = author.identity.stream == RECORDS
    circle = store.records.make_circle_row(author.identity.circle)
    writing = store.segments.for_author(author, seal)
    gathering = Gathering(store)
    entries: list[Entry] = []
    for operation in operations:
        try:
            entry = writing.segment.append(operation)
        except SegmentFull:
            store.segments.seal(writing, seal)
            writing = store.segments.for_author(author, seal)
            entry = writing.segment.append(operation)
        row = writing.row * PLACES + entry.position
        if is_of_records:
            gathering.add(circle, row, entry)
        else:
            gathering.keep(row, entry)
        entries.append(entry)
    gathering.write()
    if is_of_records:
        mark_changed(store, circle)
    return entries
