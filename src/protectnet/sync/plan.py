# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a giving: which bundles, what goes into each, what stays and why.

It follows from what is held and from vectors alone (docs/spec/sync-v1.md, section 3): the same
plan comes out until a newer vector covers something.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.sync.coverage import Log, lacked
from protectnet.sync.filling import Chosen, Wanted, choose
from protectnet.sync.index import HeldSegment
from protectnet.sync.readers import (
    Audience,
    CircleView,
    HeldBack,
    Reason,
    audiences,
    held_back_from,
)


@dataclass(frozen=True, slots=True)
class PlannedCircle:
    """What a bundle holds of one circle.

    ``vectors`` names the devices whose vectors go, this one first; ``membership`` is in an order in
    which each segment stands on those before it; ``logs`` are in the order of the bundle, each
    oldest segment first. Of membership, what is ``in_doubt`` (hashes) the readers very probably have.
    """

    circle: CircleId
    vectors: tuple[DeviceId, ...]
    membership: Log
    logs: tuple[Log, ...]
    in_doubt: frozenset[bytes] = frozenset()

    @property
    def has_news(self) -> bool:
        """Whether a segment goes that a reader lacks."""
        return bool(self.logs) or any(each.hash not in self.in_doubt for each in self.membership)

    def segments(self) -> Iterator[HeldSegment]:
        """All segments, membership first."""
        yield from self.membership
        for log in self.logs:
            yield from log


@dataclass(frozen=True, slots=True)
class PlannedBundle:
    """One bundle: ``recipients`` ascending, ``circles`` ascending, ``blobs`` the small ones first.

    Every recipient may read everything of every circle in it. ``absent_blobs`` are needed by a
    recipient and not here. ``size`` is in bytes, before compression, padding and encryption.
    """

    recipients: tuple[DeviceId, ...]
    circles: tuple[PlannedCircle, ...]
    blobs: tuple[bytes, ...]
    absent_blobs: frozenset[bytes]
    size: int

    @property
    def changes(self) -> int:
        """How many changes of records go."""
        return sum(each.changes for circle in self.circles for log in circle.logs for each in log)

    @property
    def is_receipt_only(self) -> bool:
        """Whether nothing goes that a reader lacks but what devices say that they hold."""
        return not self.blobs and not any(each.has_news for each in self.circles)


@dataclass(frozen=True, slots=True)
class GivingPlan:
    """The bundles of a giving, and what does not go."""

    bundles: tuple[PlannedBundle, ...]
    held_back: tuple[HeldBack, ...]

    @property
    def is_everything_covered(self) -> bool:
        """Whether all readers have, as they signed, all that is here and they may read.

        Its bundles then carry receipts alone. False when there is nobody to give to.
        """
        beyond = any(each.reason is Reason.BEYOND_LIMIT for each in self.held_back)
        return bool(self.bundles) and not beyond and all(b.is_receipt_only for b in self.bundles)


def plan_giving(
    circles: Iterable[CircleView], recipients: Iterable[DeviceId], *, limit: int | None = None
) -> GivingPlan:
    """What would go to these devices of these circles, all of which this device has joined.

    ``limit`` is in bytes, for all bundles together and before compression, padding and encryption;
    ``None`` lets everything go. What is left out is named. Raises ``ValueError`` for a vector of
    another circle than its view.
    """
    views, devices = list(circles), list(recipients)
    groups = audiences(views, devices)
    wanted = [
        Wanted(number, view, lacked(view.index, map(view.vectors.get, group.readers)))
        for number, group in enumerate(groups)
        for view in group.circles
    ]
    filled = list(zip(wanted, choose(wanted, limit), strict=True))
    bundles = tuple(
        _bundle(group, [each for each in filled if each[0].bundle == number])
        for number, group in enumerate(groups)
    )
    beyond = (_beyond_limit(chosen) for _, chosen in filled if not chosen.is_whole)
    return GivingPlan(bundles, (*held_back_from(views, devices), *beyond))


def _bundle(group: Audience, filled: Sequence[tuple[Wanted, Chosen]]) -> PlannedBundle:
    sizes = {
        blob: wanted.view.index.blob_sizes[blob]
        for wanted, chosen in filled
        for blob in chosen.blobs
    }
    return PlannedBundle(
        recipients=group.readers,
        circles=tuple(_circle(*each) for each in filled),
        blobs=tuple(sorted(sizes, key=lambda blob: (sizes[blob], blob))),
        absent_blobs=frozenset().union(*(wanted.lacked.absent_blobs for wanted, _ in filled)),
        size=sum(chosen.size for _, chosen in filled),
    )


def _circle(wanted: Wanted, chosen: Chosen) -> PlannedCircle:
    return PlannedCircle(
        chosen.circle,
        tuple(chosen.vectors),
        tuple(chosen.membership),
        tuple(chosen.logs),
        wanted.lacked.in_doubt,
    )


def _beyond_limit(chosen: Chosen) -> HeldBack:
    return HeldBack(
        Reason.BEYOND_LIMIT,
        chosen.circle,
        changes=sum(each.changes for each in chosen.left_out),
        files=tuple(chosen.blobs_left_out),
        size=chosen.size_left_out,
    )
