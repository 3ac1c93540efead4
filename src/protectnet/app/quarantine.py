# SPDX-License-Identifier: GPL-3.0-or-later
"""What removed devices wrote beyond what was accepted of them, and the way out of that.

See docs/spec/log-v1.md, section 12: such segments are kept and passed on, and do not count until a
coordinator accepts them. What was set aside waits for nobody, and can still be accepted.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from protectnet.app.authoring import Authoring
from protectnet.app.circles import Circles
from protectnet.app.clock import day_number, day_of_number
from protectnet.app.devices import AmbiguousDevice
from protectnet.app.holding import FEWEST_DIGITS
from protectnet.app.member_acts import MemberActs
from protectnet.app.members import Members
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.header import Head
from protectnet.log.identifiers import RECORDS
from protectnet.log.membership_operations import accept_heads, set_aside
from protectnet.log.operation import Operation
from protectnet.store.segment_index import StoredSegment, index
from protectnet.store.standings import Standing
from protectnet.store.store import Store

Saying = Callable[[DeviceId, Iterable[Head], int], Operation]


class NothingQuarantined(ProtectNetError):
    """Nothing of the device waits to be accepted. Facts: ``given`` (device), ``circle`` (name)."""

    code = "nothing_quarantined"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What waits of one device in one circle; ``days`` says how many changes carry which day."""

    circle: CircleId
    circle_name: str = field(repr=False)
    device: DeviceId
    name: str = field(repr=False)
    days: tuple[tuple[date, int], ...]

    @property
    def changes(self) -> int:
        """How many changes wait."""
        return sum(count for _, count in self.days)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "circle": self.circle.hex(),
            "circle_name": self.circle_name,
            "device": self.device.hex(),
            "name": self.name,
            "changes": self.changes,
            "days": [{"day": day.isoformat(), "changes": count} for day, count in self.days],
        }


class Quarantine:
    """What waits to be accepted in the circles of an open vault."""

    def __init__(
        self,
        store: Store,
        authoring: Authoring,
        circles: Circles,
        members: Members,
        acts: MemberActs,
    ) -> None:
        self._store = store
        self._authoring = authoring
        self._circles = circles
        self._members = members
        self._acts = acts

    def all(self) -> list[Quarantined]:
        """What waits, by circle and device."""
        return [each for circle in self._circles.ids() for each in self._waiting(circle)]

    def accept(self, circle: str, device: str, until: date | None = None) -> Quarantined:
        """Have what waits of a device count, all of it or up to a day; gives what was accepted.

        What was set aside is accepted where nothing else waits. Raises ``UnknownCircle``,
        ``AmbiguousCircle``, ``NotCoordinator``, ``NothingQuarantined``, ``AmbiguousDevice``.
        """
        standings = (Standing.QUARANTINED, Standing.SET_ASIDE)
        return self._decide(circle, device, until, accept_heads, standings)

    def drop(self, circle: str, device: str, until: date | None = None) -> Quarantined:
        """Have nobody wait for it; it is kept, and does not count. Raises as ``accept`` does."""
        return self._decide(circle, device, until, set_aside, (Standing.QUARANTINED,))

    def _decide(
        self,
        given: str,
        device: str,
        until: date | None,
        saying: Saying,
        standings: tuple[Standing, ...],
    ) -> Quarantined:
        circle = self._circles.find(given)
        membership = self._acts.check_coordinates(circle)
        for standing in standings:
            waiting = self._segments(circle, standing)
            author = self._find(circle, waiting, device)
            chosen = _until([each for each in waiting if each.device == author], until)
            if author is not None and chosen:
                clock = self._authoring.next_clock(circle)
                self._acts.write(circle, [saying(author, _tips(chosen), clock)])
                return self._shown(circle, author, chosen)
        raise NothingQuarantined(given=device[:60], circle=membership.name)

    def _waiting(self, circle: CircleId) -> list[Quarantined]:
        waiting = self._segments(circle, Standing.QUARANTINED)
        devices = sorted({each.device for each in waiting})
        return [
            self._shown(circle, device, [each for each in waiting if each.device == device])
            for device in devices
        ]

    def _segments(self, circle: CircleId, standing: Standing) -> list[StoredSegment]:
        return [
            each
            for each in index(self._store, circle)
            if each.stream == RECORDS and each.standing is standing
        ]

    def _find(
        self, circle: CircleId, waiting: Iterable[StoredSegment], given: str
    ) -> DeviceId | None:
        membership = self._circles.membership(circle)
        devices = sorted({each.device for each in waiting})
        found = [each for each in devices if self._members.name(membership, each) == given]
        if not found and len(given) >= FEWEST_DIGITS:
            found = [each for each in devices if each.hex().startswith(given.lower())]
        if len(found) > 1:
            raise AmbiguousDevice(given=given[:60], ids=tuple(each.hex() for each in found))
        return found[0] if found else None

    def _shown(
        self, circle: CircleId, device: DeviceId, found: Iterable[StoredSegment]
    ) -> Quarantined:
        membership = self._circles.membership(circle)
        days: Counter[int] = Counter()
        for each in found:
            days[each.day] += each.changes
        return Quarantined(
            circle,
            self._circles.shown_name(circle),
            device,
            self._members.name(membership, device),
            tuple((day_of_number(day), count) for day, count in sorted(days.items())),
        )


def _until(waiting: list[StoredSegment], until: date | None) -> list[StoredSegment]:
    """Those up to a day; none after one that is later, since a head names all before it."""
    if until is None:
        return waiting
    last = day_number(until)
    late: set[bytes] = set()
    for each in waiting:
        if each.day > last or each.prev in late:
            late.add(each.hash)
    return [each for each in waiting if each.hash not in late]


def _tips(chosen: Iterable[StoredSegment]) -> list[Head]:
    """The last of each branch."""
    found = list(chosen)
    followed = {each.prev for each in found}
    return [Head(each.log, each.seq, each.hash) for each in found if each.hash not in followed]
