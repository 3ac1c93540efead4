# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle and which segments count, as whoever takes a bundle asks it.

The one place where taking asks the membership (docs/spec/log-v1.md, section 12).
"""

from protectnet.domain.ids import DeviceId
from protectnet.log.header import Header
from protectnet.log.membership import Membership
from protectnet.log.shapes import Role
from protectnet.log.signatures import PublicKeys
from protectnet.store import segments
from protectnet.store.standings import Standing, standings
from protectnet.store.store import Store


class Judge:
    """Judges devices and segments of one circle by its membership."""

    def __init__(self, membership: Membership) -> None:
        self._membership = membership
        self._standing = frozenset(each.hash for each in membership.counted)

    def keys(self, device: DeviceId) -> PublicKeys | None:
        """The keys of a device that is or was a member, ``None`` of one that nobody added."""
        member = self._membership.members.get(device)
        return member.keys if member else None

    def is_member(self, device: DeviceId) -> bool:
        """Whether the device belongs to the circle."""
        return device in self._membership.members

    def standing(self, header: Header) -> Standing | None:
        """How a segment of records stands; ``None`` while it waits for news of the membership."""
        author = self._membership.members.get(header.identity.device)
        if author is None or not self._standing.issuperset(header.membership_heads):
            return None
        return Standing.COUNTS if author.role >= Role.CONTRIBUTOR else Standing.REFUSED


def standings_now(store: Store, membership: Membership) -> dict[bytes, Standing]:
    """How the held segments of a circle stand by this membership; those that would wait left out."""
    judge = Judge(membership)
    found = {}
    for name in standings(store, membership.circle):
        header = segments.header(store, name)
        standing = judge.standing(header) if header else None
        if standing is not None:
            found[name] = standing
    return found
