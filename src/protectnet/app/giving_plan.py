# SPDX-License-Identifier: GPL-3.0-or-later
"""What would go to whom, what is held back and why, and whose names are in it: values to show.

See docs/spec/sync-v1.md, section 3.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from protectnet.app.circles import Circles
from protectnet.app.holding import Holding
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence
from protectnet.store import queries
from protectnet.store.store import Store
from protectnet.store.touched import only_in, records_in
from protectnet.sync.plan import PlannedBundle, PlannedCircle
from protectnet.sync.readers import HeldBack, Reason


@dataclass(frozen=True, slots=True)
class Receiver:
    """A device that would get a bundle, by our name for it."""

    device: DeviceId
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CircleToGive:
    """What would go of one circle.

    ``changes`` are changes of records, ``records`` gives by a kind's name how many records they are
    about, ``membership`` how many changes of who belongs to the circle go. ``names`` are the titles
    of the contacts of which not every receiver knows yet.
    """

    circle: CircleId
    name: str = field(repr=False)
    changes: int
    membership: int
    records: Mapping[str, int] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "id": self.circle.hex(),
            "name": self.name,
            "changes": self.changes,
            "membership_changes": self.membership,
            "records": dict(self.records),
            "names": list(self.names),
        }


@dataclass(frozen=True, slots=True)
class BundleToGive:
    """One bundle: to whom, of which circles, and how many attached files go.

    ``absent`` files are needed and not here either. ``sizes`` are those of the files that would be
    written, in bytes. ``is_receipt`` when it only tells what this device, and others, have.
    """

    receivers: tuple[Receiver, ...]
    circles: tuple[CircleToGive, ...]
    attached: int
    absent: int
    sizes: tuple[int, ...]
    is_receipt: bool

    @property
    def size(self) -> int:
        """Of all its files together (bytes)."""
        return sum(self.sizes)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "to": [{"device": each.device.hex(), "name": each.name} for each in self.receivers],
            "circles": [each.document() for each in self.circles],
            "attached_files": self.attached,
            "missing_files": self.absent,
            "size": self.size,
            "files": len(self.sizes),
            "only_receipts": self.is_receipt,
        }


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What would not go, and why; ``circle`` and ``device`` are names, ``None`` where it is of none.

    ``changes``, ``files`` and ``size`` (bytes) belong to what is beyond the limit.
    """

    reason: Reason
    circle: str | None = field(repr=False)
    device: str | None = field(repr=False)
    changes: int
    files: int
    size: int

    @property
    def goes_without_saying(self) -> bool:
        """Whether it is only that a circle goes to nobody but its members."""
        return self.reason is Reason.NOT_IN_CIRCLE

    def document(self) -> dict[str, object]:
        """The JSON form."""
        found: dict[str, object] = {"reason": self.reason.name.lower()}
        if self.circle is not None:
            found["circle"] = self.circle
        if self.device is not None:
            found["device"] = self.device
        if self.reason is Reason.BEYOND_LIMIT:
            found |= {"changes": self.changes, "files": self.files, "size": self.size}
        return found


@dataclass(frozen=True, slots=True)
class GivingToShow:
    """The bundles of a giving and what is held back.

    ``has_news`` is false when those who would get them have, as they signed, all that they may
    read here; then the bundles tell no more than that this device has it too.
    """

    bundles: tuple[BundleToGive, ...]
    held_back: tuple[KeptBack, ...]
    has_news: bool

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "has_news": self.has_news,
            "bundles": [each.document() for each in self.bundles],
            "held_back": [each.document() for each in self.held_back],
        }


class GivingNames:
    """Says of planned bundles what a person asks: whose names, how many records, to whom."""

    def __init__(self, store: Store, circles: Circles, holding: Holding) -> None:
        self._store = store
        self._circles = circles
        self._holding = holding

    def bundle(self, planned: PlannedBundle, sizes: tuple[int, ...]) -> BundleToGive:
        """A planned bundle that would be written to files of these sizes."""
        return BundleToGive(
            tuple(Receiver(each, self._holding.name_of(each)) for each in planned.recipients),
            tuple(map(self._circle, planned.circles)),
            len(planned.blobs),
            len(planned.absent_blobs),
            sizes,
            planned.is_receipt_only,
        )

    def held_back(self, part: HeldBack) -> KeptBack:
        """What would not go."""
        return KeptBack(
            part.reason,
            None if part.circle is None else self._circles.shown_name(part.circle),
            None if part.device is None else self._holding.name_of(part.device),
            part.changes,
            len(part.files),
            part.size,
        )

    def _circle(self, planned: PlannedCircle) -> CircleToGive:
        segments = [segment.hash for log in planned.logs for segment in log]
        kinds = Counter(key.kind for key in records_in(self._store, segments))
        return CircleToGive(
            planned.circle,
            self._circles.shown_name(planned.circle),
            sum(segment.changes for log in planned.logs for segment in log),
            sum(segment.changes for segment in planned.membership),
            {kind.name: kinds[kind.number] for kind in KINDS.shared if kinds[kind.number]},
            self._names(segments),
        )

    def _names(self, segments: list[bytes]) -> tuple[str, ...]:
        found = (
            queries.record(self._store, key)
            for key in only_in(self._store, segments, KINDS.named("contact"))
        )
        return tuple(sorted(each.title for each in found if each.existence is not Existence.ERASED))
