# SPDX-License-Identifier: GPL-3.0-or-later
"""What this vault holds of its circles, and what each device has signed that it holds.

See docs/spec/sync-v1.md, sections 2, 3 and 8.
"""

from collections.abc import Collection
from datetime import date

from protectnet.app.circles import Circles
from protectnet.app.clock import day_number
from protectnet.app.devices import AmbiguousDevice, Devices, UnknownDevice
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.membership_operations import Recipient
from protectnet.log.signatures import SigningKeys
from protectnet.log.vector import SignedVector, Vector, sign_vector
from protectnet.store import vectors
from protectnet.store.due_erasures import receipts
from protectnet.store.live_blobs import blob_sizes, uses_by_segment
from protectnet.store.segment_index import index
from protectnet.store.store import Store
from protectnet.sync.index import CircleIndex, HeldSegment
from protectnet.sync.own_vector import own_vector
from protectnet.sync.readers import Access, CircleView

FEWEST_DIGITS = 4
"""Of the beginning of a device's id, so that no short name is taken for one."""


class Holding:
    """What an open vault holds of its circles. ``keys`` are this device's."""

    def __init__(
        self, store: Store, keys: SigningKeys, circles: Circles, devices: Devices, today: date
    ) -> None:
        self._store = store
        self._keys = keys
        self._circles = circles
        self._devices = devices
        self._today = today

    @property
    def device(self) -> DeviceId:
        """This device."""
        return self._keys.public.device

    def joined(self) -> tuple[CircleId, ...]:
        """The circles that this device joined, those known first first; also if it was removed since."""
        return tuple(each for each in self._circles.ids() if self._has_joined(each))

    def index(self, circle: CircleId, damaged: Collection[bytes] = ()) -> CircleIndex:
        """What is sealed here of a circle; files known to be ``damaged`` count as missing."""
        uses = uses_by_segment(self._store, circle)
        named = {blob for blobs in uses.values() for blob in blobs}
        return CircleIndex(
            circle,
            (
                # What waits or is incomplete is parked, and not in the store's index.
                HeldSegment(*each[:9], membership_heads=each.membership_heads)
                for each in index(self._store, circle)
            ),
            uses,
            blob_sizes(self._store, named.difference(damaged)),
        )

    def own(self, held: CircleIndex) -> Vector:
        """What this device would sign of a circle now; what it signed last if that is the same."""
        signed = vectors.vector(self._store, held.circle, self.device)
        return own_vector(
            held,
            self.device,
            day_number(self._today),
            erased=receipts(self._store, held.circle),
            before=None if signed is None else signed.vector,
            highest_seen=vectors.own_counter(self._store, held.circle),
        )

    def told(self, circle: CircleId) -> dict[DeviceId, SignedVector]:
        """The newest vector that is known of each device, this one too."""
        return {each.vector.device: each for each in vectors.vectors(self._store, circle)}

    def view(self, circle: CircleId, damaged: Collection[bytes] = ()) -> CircleView:
        """A circle as giving sees it."""
        held = self.index(circle, damaged)
        others = {
            device: signed.vector
            for device, signed in self.told(circle).items()
            if device != self.device
        }
        access = self._access(circle)
        return CircleView(held, self.own(held), others, access, access[self.device])

    def sign(self, own: Vector) -> None:
        """Sign what this device holds and keep it, if it says anything new; needs a transaction.

        The counter is kept with it, so that none is given twice.
        """
        before = vectors.vector(self._store, own.circle, self.device)
        if before is None or before.vector != own:
            vectors.raise_counter(self._store, own.circle, own.counter)
            vectors.put_vector(self._store, sign_vector(own, self._keys))

    def key_of(self, device: DeviceId, circle: CircleId) -> Recipient | None:
        """The newest recipient key that a member published in a circle, or showed on its card."""
        member = self._circles.membership(circle).members.get(device)
        card = self._devices.trusted().get(device)
        published = None if member is None else member.recipient
        shown = None if card is None else card.recipient
        return max((each for each in (published, shown) if each is not None), default=None)

    def find_device(self, given: str) -> DeviceId:
        """The device of a name or of an id's beginning: a trusted one, or a member of a circle.

        Our own names stand above those that devices give themselves. Raises ``UnknownDevice``,
        ``AmbiguousDevice``.
        """
        try:
            return self._devices.find(given).device
        except UnknownDevice:
            found = self._members_called(given)
        if not found:
            raise UnknownDevice(given=given[:60])
        if len(found) > 1:
            raise AmbiguousDevice(given=given[:60], ids=tuple(each.hex() for each in sorted(found)))
        return found.pop()

    def name_of(self, device: DeviceId) -> str:
        """Our name for a device, else the code name it has in a circle, else its id's beginning."""
        for circle in self._circles.ids():
            member = self._circles.membership(circle).members.get(device)
            if member is not None:
                return self._devices.name_of(device, member.code_name)
        return self._devices.name_of(device)

    def _members_called(self, given: str) -> set[DeviceId]:
        members = {
            device: member.code_name
            for circle in self.joined()
            for device, member in self._circles.membership(circle).members.items()
            if device != self.device
        }
        named = {device for device, name in members.items() if name == given}
        if not named and len(given) >= FEWEST_DIGITS:
            named = {device for device in members if device.hex().startswith(given.lower())}
        return named

    def _has_joined(self, circle: CircleId) -> bool:
        membership = self._circles.membership(circle)
        own = membership.members.get(self.device)
        return own.has_joined if own is not None else self.device in membership.former

    def _access(self, circle: CircleId) -> dict[DeviceId, Access]:
        """How every device stands that is or was in a circle, this one too."""
        membership = self._circles.membership(circle)
        found = dict.fromkeys(membership.former, Access.REMOVED)
        for device, member in membership.members.items():
            if member.is_suspended:
                found[device] = Access.SUSPENDED
            else:
                has_key = self.key_of(device, circle) is not None
                found[device] = Access.MAY_READ if has_key else Access.NO_KEY
        return found
