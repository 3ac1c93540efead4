# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has what of a circle, as each device has itself signed (docs/spec/sync-v1.md, section 8)."""

from dataclasses import dataclass, field
from datetime import date

from protectnet.app.circles import Circles
from protectnet.app.clock import day_of_number
from protectnet.app.holding import Holding
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.sync.spread import Receipt, receipts


@dataclass(frozen=True, slots=True)
class DeviceReceipt:
    """What a device said that it has, of what is signed here.

    ``told_on`` is the day of its newest word by its own clock, ``None`` when it never told; then
    it is not known to have anything. ``up_to`` is the last day up to which it has every change;
    ``lacking_changes`` and ``missing_files`` are what it lacked. ``has_more`` when it has what is
    not here.
    """

    device: DeviceId
    name: str = field(repr=False)
    is_this: bool
    told_on: date | None
    up_to: date | None
    lacking_changes: int
    missing_files: int
    has_everything: bool
    has_more: bool

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "device": self.device.hex(),
            "name": self.name,
            "this_device": self.is_this,
            "told_on": self.told_on and self.told_on.isoformat(),
            "up_to": self.up_to and self.up_to.isoformat(),
            "lacking_changes": self.lacking_changes,
            "missing_files": self.missing_files,
            "has_everything": self.has_everything,
            "has_more": self.has_more,
        }


@dataclass(frozen=True, slots=True)
class CircleReceipts:
    """What each device of a circle has of it; this one first, the others by name."""

    circle: CircleId
    name: str = field(repr=False)
    devices: tuple[DeviceReceipt, ...]

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "id": self.circle.hex(),
            "name": self.name,
            "devices": [each.document() for each in self.devices],
        }


class Receipts:
    """Tells for an open vault who has what."""

    def __init__(self, circles: Circles, holding: Holding) -> None:
        self._circles = circles
        self._holding = holding

    def of(self, circle: str | None = None) -> list[CircleReceipts]:
        """Of one circle, or of all that this device has joined.

        Changes that are not sealed yet nobody can have, and they are not counted. Raises
        ``UnknownCircle``, ``AmbiguousCircle``.
        """
        chosen = self._holding.joined() if circle is None else (self._circles.find(circle),)
        return [self._of(each) for each in chosen]

    def _of(self, circle: CircleId) -> CircleReceipts:
        view = self._holding.view(circle)
        own = self._holding.device
        members = self._circles.membership(circle).members
        found = receipts(view.index, {**view.vectors, own: view.own}, members)
        shown = [self._shown(each) for each in found]
        shown.sort(key=lambda each: (not each.is_this, each.name, each.device))
        return CircleReceipts(circle, self._circles.shown_name(circle), tuple(shown))

    def _shown(self, receipt: Receipt) -> DeviceReceipt:
        device = receipt.device
        return DeviceReceipt(
            device,
            self._holding.name_of(device),
            device == self._holding.device,
            _day(receipt.told_on),
            _day(receipt.up_to),
            receipt.lacking_changes,
            receipt.missing_files,
            receipt.has_everything,
            receipt.has_more,
        )


def _day(number: int | None) -> date | None:
    return None if number is None else day_of_number(number)
