# SPDX-License-Identifier: GPL-3.0-or-later
"""What each bundle brought, so that the last ones can be taken back (docs/spec/sync-v1.md, section 7).

``begin`` before a bundle is applied, ``finish`` after it, in the same transaction; what applies,
parks and keeps in between is given the number that ``begin`` gave. ``take_back`` does the rest.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.header import Header
from protectnet.log.identifiers import RECORDS
from protectnet.store.database import Row
from protectnet.store.store import Store

MOST_KEPT = 64
"""Of how many bundles it is remembered what they brought."""

_TABLES = ("accepted_circle", "accepted_segment", "accepted_vector", "accepted_blob")
_BROUGHT_NOTHING = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE accepted = accepted.id)"  # noqa: S608 - our names
    for table in (*_TABLES[1:], "parked_segment")
)


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """A bundle as it was taken: its id (16 bytes), which part, who gave it, on which day it was made.

    ``day`` in days since 1970-01-01.
    """

    bundle: bytes
    part: int
    sender: DeviceId
    day: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """A bundle that was taken. ``is_final``: it cannot be taken back as if it had never come."""

    id: int
    taken: TakenBundle
    is_final: bool


def begin(store: Store, taken: TakenBundle) -> int:
    """Begin to remember what a bundle brings; gives its number. Needs a transaction."""
    store.db.require_transaction()
    found = store.db.run(
        "INSERT INTO accepted (id, bundle, part, sender, day) "
        "VALUES ((SELECT coalesce(max(id), 0) + 1 FROM accepted), ?, ?, ?, ?)",
        (taken.bundle, taken.part, taken.sender, taken.day),
    )
    _forget(store, store.db.rows("SELECT id FROM accepted WHERE id <= ?", (found - MOST_KEPT,)))
    return found


def finish(
    store: Store, accepted: int, circles: Collection[CircleId], *, is_news: bool = False
) -> bool:
    """End it: from now on a change in one of these circles makes the taking final.

    Whether the bundle brought anything that can be taken back. If not, it is forgotten, unless it
    was news all the same (``is_news``, of membership): then it is the one taken last. Needs a
    transaction.
    """
    store.db.require_transaction()
    nothing = store.db.rows(
        f"SELECT id FROM accepted WHERE id = ? AND {_BROUGHT_NOTHING}",  # noqa: S608 - our condition
        (accepted,),
    )
    if nothing and not is_news:
        _forget(store, nothing)
        return False
    store.db.run_many(
        "INSERT OR IGNORE INTO accepted_circle (accepted, circle) VALUES (?, ?)",
        [(accepted, store.records.make_circle_row(each)) for each in circles],
    )
    return not nothing


def note_blobs(store: Store, accepted: int, blobs: Iterable[bytes]) -> None:
    """Remember the files, or pieces of files, that a bundle brought. Needs a transaction."""
    store.db.require_transaction()
    store.db.run_many(
        "INSERT OR IGNORE INTO accepted_blob (accepted, blob) VALUES (?, ?)",
        [(accepted, blob) for blob in blobs],
    )


def forget(store: Store, accepted: int) -> None:
    """Forget what a bundle brought; all of it stays. Needs a transaction."""
    store.db.require_transaction()
    _forget(store, [(accepted,)])


def mark_told(store: Store) -> None:
    """A bundle was written: nothing that was taken before can be made as if it had never come.

    Needs a transaction.
    """
    store.db.require_transaction()
    store.db.run("UPDATE accepted SET is_final = 1 WHERE NOT is_final")


def mark_changed(store: Store, circle: int) -> None:
    """Something was written here into a circle (its row). Needs a transaction."""
    store.db.run(
        "UPDATE accepted SET is_final = 1 WHERE NOT is_final "
        "AND id IN (SELECT accepted FROM accepted_circle WHERE circle = ?)",
        (circle,),
    )


def accepted_bundles(store: Store) -> list[Accepted]:
    """The bundles taken last, the very last one first."""
    rows = store.db.rows(
        "SELECT id, bundle, part, sender, day, is_final FROM accepted ORDER BY id DESC"
    )
    return [_accepted(row) for row in rows]


def note_segment(store: Store, accepted: int | None, row: int, header: Header, name: bytes) -> None:
    """Remember that a bundle brought the segment in this row, or let it go from what was parked."""
    if accepted is None or header.identity.stream != RECORDS:
        return
    parked = store.db.row(
        "SELECT reason, accepted FROM parked_segment WHERE hash = ? ORDER BY id LIMIT 1", (name,)
    )
    store.db.run(
        "INSERT INTO accepted_segment (segment, accepted, waited_for, parked_by) "
        "VALUES (?, ?, ?, ?)",
        (row, accepted, *(parked or (None, None))),
    )


def _accepted(row: Row) -> Accepted:
    found, bundle, part, sender, day, is_final = row
    return Accepted(found, TakenBundle(bundle, part, DeviceId(sender), day), bool(is_final))


def _forget(store: Store, bundles: Collection[Row]) -> None:
    """Forget what these bundles (rows with their number) brought; all of it stays."""
    for table in _TABLES:
        store.db.run_many(f"DELETE FROM {table} WHERE accepted = ?", bundles)  # noqa: S608 - our names
    for statement in (
        "UPDATE parked_segment SET accepted = NULL WHERE accepted = ?",
        "UPDATE accepted_segment SET parked_by = NULL WHERE parked_by = ?",
        "DELETE FROM accepted WHERE id = ?",
    ):
        store.db.run_many(statement, bundles)
