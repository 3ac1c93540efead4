# SPDX-License-Identifier: GPL-3.0-or-later
"""Who of the devices chosen may read which circle (docs/spec/sync-v1.md, section 3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.vector import Vector
from protectnet.sync.index import CircleIndex

Item = TypeVar("Item")

MAX_RECIPIENTS = 64
MAX_CIRCLES = 64
"""Of one bundle (docs/spec/bundle-v1.md, section 4)."""


class Access(Enum):
    """How a device stands in a circle. One that never was a member has none of these."""

    MAY_READ = "may read"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    NO_KEY = "no key"


class Reason(Enum):
    """Why something does not go."""

    NOT_IN_CIRCLE = "not in circle"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    NO_KEY = "no key"
    NOTHING_IN_COMMON = "nothing in common"
    GIVER_SUSPENDED = "giver suspended"
    GIVER_REMOVED = "giver removed"
    BEYOND_LIMIT = "beyond limit"


_OF_READERS = {
    Access.SUSPENDED: Reason.SUSPENDED,
    Access.REMOVED: Reason.REMOVED,
    Access.NO_KEY: Reason.NO_KEY,
}
_OF_GIVERS = {
    Access.SUSPENDED: Reason.GIVER_SUSPENDED,
    Access.REMOVED: Reason.GIVER_REMOVED,
}


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Something that does not go, and why.

    ``circle`` is ``None`` for ``NOTHING_IN_COMMON``; ``device`` is ``None`` where it does not go to
    anybody. The other parts belong to ``BEYOND_LIMIT``: the number of ``changes`` left out, the
    ``files`` left out (blob ids, 32 bytes each) and the ``size`` of both in bytes.
    """

    reason: Reason
    circle: CircleId | None
    device: DeviceId | None = None
    changes: int = 0
    files: tuple[bytes, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class CircleView:
    """A circle that this device has joined, as giving sees it.

    ``own`` is what this device would sign of it now, ``vectors`` the newest verified one of each
    other device, ``access`` how the devices stand that are or were members, ``giver`` how this
    one does.
    """

    index: CircleIndex
    own: Vector
    vectors: Mapping[DeviceId, Vector]
    access: Mapping[DeviceId, Access]
    giver: Access = Access.MAY_READ

    @property
    def circle(self) -> CircleId:
        """The circle."""
        return self.index.circle


@dataclass(frozen=True, slots=True)
class Audience:
    """Devices, and circles all of which every one of them may read; both ascending."""

    readers: tuple[DeviceId, ...]
    circles: tuple[CircleView, ...]


def audiences(circles: Iterable[CircleView], recipients: Iterable[DeviceId]) -> list[Audience]:
    """One audience for each bundle: each circle with all its readers, those of equal readers together.

    More than ``MAX_RECIPIENTS`` devices or ``MAX_CIRCLES`` circles make several.
    """
    chosen = sorted(set(recipients))
    grouped: dict[tuple[DeviceId, ...], list[CircleView]] = {}
    for view in sorted(circles, key=lambda each: each.circle):
        readers = tuple(each for each in chosen if _may_read(view, each))
        if readers:
            grouped.setdefault(readers, []).append(view)
    return [
        Audience(some_readers, some_circles)
        for readers, views in sorted(grouped.items(), key=lambda each: each[0])
        for some_readers in _pieces(readers, MAX_RECIPIENTS)
        for some_circles in _pieces(tuple(views), MAX_CIRCLES)
    ]


def held_back_from(
    circles: Iterable[CircleView], recipients: Iterable[DeviceId]
) -> Iterator[HeldBack]:
    """What does not go to whom for other reasons than its size, by circle and device.

    A device that is in no circle of this one is named once, and not for each circle.
    """
    views = sorted(circles, key=lambda each: each.circle)
    chosen = sorted(set(recipients))
    strangers = [each for each in chosen if not any(each in view.access for view in views)]
    yield from (HeldBack(Reason.NOTHING_IN_COMMON, None, each) for each in strangers)
    for view in views:
        if view.giver in _OF_GIVERS:
            if any(each in view.access for each in chosen):
                yield HeldBack(_OF_GIVERS[view.giver], view.circle)
            continue
        for device in chosen:
            access = view.access.get(device)
            if access is None and device not in strangers:
                yield HeldBack(Reason.NOT_IN_CIRCLE, view.circle, device)
            elif access in _OF_READERS:
                yield HeldBack(_OF_READERS[access], view.circle, device)


def _may_read(view: CircleView, device: DeviceId) -> bool:
    return view.giver not in _OF_GIVERS and view.access.get(device) is Access.MAY_READ


def _pieces(given: tuple[Item, ...], most: int) -> Iterator[tuple[Item, ...]]:
    for start in range(0, len(given), most):
        yield given[start : start + most]
