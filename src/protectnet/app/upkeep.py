# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of the vault as a whole, and its care: verify all, make tables anew."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from protectnet.app.authoring import Authoring
from protectnet.app.circles import Circles
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.domain.kinds import KINDS
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.signatures import PublicKeys
from protectnet.store import queries, segments
from protectnet.store.check import Checked, check_own_blobs, check_store
from protectnet.store.contradictions import count_waiting
from protectnet.store.errors import StoreFull
from protectnet.store.rebuild import rebuild
from protectnet.store.store import Progress, Store, no_progress


@dataclass(frozen=True, slots=True)
class CircleStatus:
    """What a circle holds; ``state_digest`` is the same on two devices that show the same of it."""

    id: CircleId
    name: str = field(repr=False)
    records: int
    state_digest: bytes
    newer_records: int
    records_to_decide: int


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last sealed segment of a log."""

    log: bytes
    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Status:
    """What the vault holds, counted as of ``day``."""

    day: date
    kinds: dict[str, int]
    circles: tuple[CircleStatus, ...]
    heads: tuple[LogHead, ...]

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "counted_as_of": self.day.isoformat(),
            "kinds": self.kinds,
            "circles": [
                {
                    "id": each.id.hex(),
                    "name": each.name,
                    "records": each.records,
                    "state_digest": each.state_digest.hex(),
                    "records_of_a_newer_version": each.newer_records,
                    "records_to_decide": each.records_to_decide,
                }
                for each in self.circles
            ],
            "heads": [
                {"log": each.log.hex(), "number": each.number, "hash": each.hash.hex()}
                for each in self.heads
            ],
        }


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """From how many operations everything was made anew."""

    operations: int

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {"rebuilt": True, "operations": self.operations}


class Upkeep:
    """Status, check and rebuild of an open vault."""

    def __init__(self, store: Store, authoring: Authoring, circles: Circles, day: date) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._day = day

    def seal(self) -> None:
        """Sign what was written since the last seal, as locking does."""
        with self._store.transaction():
            self._authoring.seal_all()

    def seal_if_room(self) -> None:
        """The same; on a full disk what is open stays so, as after a crash: saved, signed later.

        To say that nothing was saved would be wrong, and whoever reads or locks needs no signature.
        """
        with suppress(StoreFull):
            self.seal()

    def status(self) -> Status:
        """What the vault holds. The open segments are sealed first, so that the heads are true."""
        self.seal_if_room()
        ids = self._circles.ids()
        counted = queries.counts(self._store, ids)
        return Status(
            day=self._day,
            kinds={kind.name: counted[kind.name] for kind in KINDS.shared},
            circles=tuple(self._circle(each) for each in ids),
            heads=tuple(
                LogHead(head.log, head.seq, head.hash)
                for circle in ids
                for stream in (MEMBERSHIP, RECORDS)
                for head in segments.heads(self._store, circle, stream)
            ),
        )

    def check(self, progress: Progress = no_progress) -> Checked:
        """Verify every signed segment, every blob, and that the tables agree with the log.

        Raises the error of the first thing that is wrong: ``LogError`` or ``StoreError``.
        """
        self.seal()
        found = check_store(self._store, self._public_keys, progress)
        check_own_blobs(self._store, self._authoring.device)
        return found

    def rebuild(self, progress: Progress = no_progress) -> Rebuilt:
        """Make tables and index anew from the log."""
        with self._store.transaction():
            rebuild(self._store, progress)
        return Rebuilt(segments.count_operations(self._store))

    def _circle(self, circle: CircleId) -> CircleStatus:
        return CircleStatus(
            id=circle,
            name=self._circles.name_of(circle),
            records=sum(queries.counts(self._store, [circle]).values()),
            state_digest=queries.digest_of(self._store, circle),
            newer_records=queries.newer_records(self._store, circle),
            records_to_decide=count_waiting(self._store, KINDS.shared, [circle]),
        )

    def _public_keys(self, circle: CircleId, device: DeviceId) -> PublicKeys:
        membership = self._circles.membership(circle)
        former = membership.former.get(device)
        return former.keys if former else membership.member(device).keys
