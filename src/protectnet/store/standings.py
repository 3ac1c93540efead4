# SPDX-License-Identifier: GPL-3.0-or-later
"""Which held segments count, and bringing the records up to it when that changes.

The standing of a segment follows from the membership (docs/spec/log-v1.md, section 12) and from that
of the one before it in its log. Whoever knows the membership judges the first, ``inherited`` and
``judged`` add the second, and the store keeps what comes of it. Operations of segments that do not
count are kept and passed on, and change nothing. Should what is held ever wait again, it is outside
of every vector until it stands.
"""

from collections.abc import Callable, Container, Mapping

from protectnet.domain.ids import CircleId, OpId
from protectnet.log.header import Header
from protectnet.log.identifiers import RECORDS
from protectnet.log.standing import Standing
from protectnet.store.merging import keys_of, merge_again
from protectnet.store.open_segments import PLACES
from protectnet.store.placing import Placing
from protectnet.store.queries import RecordKey
from protectnet.store.segments import headers
from protectnet.store.store import Store

__all__ = [
    "CODES",
    "STANDINGS",
    "Judging",
    "Standing",
    "all_count",
    "inherited",
    "judged",
    "rejudge",
    "standing_of",
    "standings",
]

CODES = {
    Standing.COUNTS: 0,
    Standing.QUARANTINED: 1,
    Standing.SET_ASIDE: 2,
    Standing.REFUSED: 3,
    Standing.WAITS: 4,
}
"""How standings stand in the tables."""
STANDINGS = {code: each for each, code in CODES.items()}

_SEGMENTS = (
    "SELECT hash, segment.id, standing FROM segment JOIN log ON log.id = segment.log "
    "WHERE log.circle = ? AND stream = ? AND hash IS NOT NULL"
)


Judging = Callable[[Header, bytes], Standing]
"""The standing of a segment by the membership alone, for its header and hash (``Judge.standing``)."""


def all_count(_header: Header, _name: bytes) -> Standing:
    """What a membership says in which nobody was ever removed."""
    return Standing.COUNTS


def inherited(own: Standing, before: Standing | None) -> Standing:
    """How a segment stands that stands so by the membership, after the one before it in its log."""
    if before is Standing.WAITS:
        return Standing.WAITS
    return before if own is Standing.COUNTS and before is not None else own


def judged(store: Store, circle: CircleId, judge: Judging) -> dict[bytes, Standing]:
    """The standing that each held segment of records of a circle should have, by its hash."""
    found: dict[bytes, Standing] = {}
    for name, header in headers(store, circle):
        found[name] = inherited(judge(header, name), found.get(header.prev))
    return found


def standing_of(store: Store, name: bytes) -> Standing | None:
    """The standing of the segment of this hash, ``None`` if it is not held."""
    row = store.db.row("SELECT standing FROM segment WHERE hash = ?", (name,))
    return STANDINGS[row[0]] if row else None


def standings(store: Store, circle: CircleId) -> dict[bytes, Standing]:
    """The standing of each sealed segment of records of a circle, by its hash."""
    rows = store.db.rows(_SEGMENTS, (store.records.circle_row(circle), RECORDS))
    return {name: STANDINGS[standing] for name, _, standing in rows}


def rejudge(
    store: Store,
    circle: CircleId,
    standings: Mapping[bytes, Standing],
    refused: Container[OpId] | None = None,
) -> tuple[RecordKey, ...]:
    """Give held segments of records another standing, and bring the records up to it.

    ``standings`` by hash, as ``judged`` gives them; segments that are not in it, or not held, are
    left as they are.
    ``refused`` are all erase operations of the circle whose authors had no right to them, ``None``
    if none of that changed. Gives the records that got or lost a change. Afterwards everything is
    as if the segments had come with these standings, but for what was destroyed in between.

    Needs a transaction; if this raises, it can only be undone.
    """
    store.db.require_transaction()
    row = store.records.circle_row(circle)
    if row is None:
        return ()
    try:
        moving = _change_standings(store, row, standings)
        if refused is not None:
            moving |= _change_refused(store, row, refused)
        placing = Placing(store)
        for segment in sorted(moving):
            placing.place(segment)
        changed = keys_of(store, placing.touched)
        merge_again(store, placing.touched)
    except BaseException:
        store.db.is_doomed = True
        raise
    return tuple(changed)


def _change_standings(store: Store, circle: int, standings: Mapping[bytes, Standing]) -> set[int]:
    """Write the standings; gives the rows of the segments that count now, or count no more."""
    moving = set()
    changed = []
    for name, segment, before in store.db.rows(_SEGMENTS, (circle, RECORDS)):
        code = CODES[standings[name]] if name in standings else before
        if code != before:
            changed.append((code, segment))
        if (code == 0) is not (before == 0):
            moving.add(segment)
    store.db.run_many("UPDATE segment SET standing = ? WHERE id = ?", changed)
    return moving


def _change_refused(store: Store, circle: int, refused: Container[OpId]) -> set[int]:
    """Write which erases are refused; gives the rows of the segments where that changed."""
    moving = set()
    for row, op_id, is_refused in store.db.rows(
        "SELECT erase.operation, op, EXISTS (SELECT 1 FROM refused_operation "
        "WHERE refused_operation.id = erase.operation) FROM erase "
        "JOIN operation ON operation.id = erase.operation "
        "JOIN segment ON segment.id = erase.operation / ? JOIN log ON log.id = segment.log "
        "WHERE log.circle = ? AND hash IS NOT NULL",
        (PLACES, circle),
    ):
        if (op_id in refused) is bool(is_refused):
            continue
        moving.add(row // PLACES)
        if is_refused:
            store.db.run("DELETE FROM refused_operation WHERE id = ?", (row,))
        else:
            store.db.run("INSERT INTO refused_operation (id) VALUES (?)", (row,))
    return moving
