# SPDX-License-Identifier: GPL-3.0-or-later
"""The segments that this device is writing: one at most for each of its logs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, DeviceId, LogId
from protectnet.log import cbor
from protectnet.log.header import NO_HASH, LogIdentity
from protectnet.log.merkle import SEED_BYTES
from protectnet.log.open_segment import OpenSegment, Place
from protectnet.log.segment import VerifiedSegment
from protectnet.store.clocks import clock_of, stored_clock
from protectnet.store.database import Database
from protectnet.store.held import HeldRecords

Seal = Callable[[OpenSegment], VerifiedSegment]
"""Signs a segment with the keys that the store does not have (``OpenSegment.seal``)."""

PLACES = 1_024
"""An operation's row is its segment's row times this, plus its place; a segment holds 500."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whose log is written, and the code name of the person who writes."""

    identity: LogIdentity
    user: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Writing:
    """An open segment and the row it is stored in."""

    row: int
    segment: OpenSegment


class OpenSegments:
    """Finds, begins and seals the open segments; kept in memory until a transaction is undone."""

    def __init__(
        self,
        db: Database,
        records: HeldRecords,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._db = db
        self._records = records
        self._random_bytes = random_bytes
        self._writing: dict[LogIdentity, Writing] = {}
        db.after_rollback(self.forget)

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._writing.clear()

    def all(self, circle: CircleId | None = None) -> list[Writing]:
        """All open segments, or those of one circle."""
        rows = self._db.rows(
            "SELECT log.stream, log.device, circle.circle, log.incarnation FROM segment "
            "JOIN log ON log.id = segment.log JOIN circle ON circle.id = log.circle "
            "WHERE segment.hash IS NULL AND (?1 IS NULL OR circle.circle = ?1) "
            "ORDER BY segment.id",
            (circle,),
        )
        logs = [
            LogIdentity(stream, DeviceId(device), CircleId(of), incarnation)
            for stream, device, of, incarnation in rows
        ]
        found = (self.of_log(identity) for identity in logs)
        return [writing for writing in found if writing is not None]

    def of_log(self, identity: LogIdentity) -> Writing | None:
        """The open segment of a log, if there is one."""
        if identity not in self._writing:
            found = self._reopen(identity)
            if found is None:
                return None
            self._writing[identity] = found
        return self._writing[identity]

    def for_author(self, author: Author, seal: Seal) -> Writing:
        """The segment into which an author writes; that of another person is sealed first.

        Needs a transaction.
        """
        found = self.of_log(author.identity)
        if found is not None and found.segment.user != author.user:
            self.seal(found, seal)
            found = None
        return found or self._begin(author)

    def seal(self, writing: Writing, seal: Seal) -> VerifiedSegment:
        """Sign an open segment and store what the signature covers; needs a transaction."""
        verified = seal(writing.segment)
        sealed = verified.segment
        self._db.run(
            "UPDATE segment SET hash = ?, header = ?, signatures = ?, clock_max = ?, "
            "changes = ?, size = ? WHERE id = ?",
            (
                verified.hash,
                sealed.header_bytes,
                cbor.encode(sealed.signatures),
                stored_clock(sealed.header.clock_max),
                sealed.header.count,
                len(sealed.encode()),
                writing.row,
            ),
        )
        self._writing.pop(writing.segment.place.identity, None)
        return verified

    def _begin(self, author: Author) -> Writing:
        identity = author.identity
        log = self.make_log_row(identity)
        seed = self._random_bytes(SEED_BYTES)
        segment = OpenSegment(self._place(identity, log), seed, author.user)
        row = self._db.run(
            "INSERT INTO segment (log, number, previous, salting, writer) VALUES (?, ?, ?, ?, ?)",
            (log, segment.place.seq, segment.place.prev, cbor.encode(seed), author.user),
        )
        self._writing[identity] = Writing(row, segment)
        return self._writing[identity]

    def _reopen(self, identity: LogIdentity) -> Writing | None:
        row = self._db.row(
            "SELECT segment.id, log.id, salting, writer FROM log "
            "JOIN segment ON segment.log = log.id WHERE log.log = ? AND segment.hash IS NULL",
            (identity.log,),
        )
        if row is None:
            return None
        segment_row, log, salting, writer = row
        written = self._db.rows(
            "SELECT bytes FROM operation WHERE id >= ? AND id < ? ORDER BY id",
            (segment_row * PLACES, (segment_row + 1) * PLACES),
        )
        seed = cbor.decode(salting)
        if not isinstance(seed, bytes):
            raise TypeError("an open segment has a seed")
        place = self._place(identity, log)
        segment = OpenSegment.reopen(place, seed, writer, (each for (each,) in written))
        return Writing(segment_row, segment)

    def make_log_row(self, identity: LogIdentity) -> int:
        """The row of a log, made if there is none; needs a transaction."""
        name: LogId = identity.log
        row = self._db.row("SELECT id FROM log WHERE log = ?", (name,))
        if row is not None:
            return int(row[0])
        circle = self._records.make_circle_row(identity.circle)
        return self._db.run(
            "INSERT INTO log (log, device, circle, incarnation, stream) VALUES (?, ?, ?, ?, ?)",
            (name, identity.device, circle, identity.incarnation, identity.stream),
        )

    def _place(self, identity: LogIdentity, log: int) -> Place:
        """Right after the last sealed segment of the log."""
        last = self._db.row(
            "SELECT number, hash, clock_max FROM segment WHERE log = ? AND hash IS NOT NULL "
            "ORDER BY number DESC LIMIT 1",
            (log,),
        )
        if last is None:
            return Place(identity, 0, NO_HASH, 0)
        return Place(identity, last[0] + 1, last[1], clock_of(last[2]))
