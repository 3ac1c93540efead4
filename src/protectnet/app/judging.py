# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle and which segments count, as whoever takes a bundle asks it.

The one place where taking asks the membership (docs/spec/log-v1.md, section 12).
"""

from collections.abc import Callable, Iterable

from protectnet.domain.ids import DeviceId
from protectnet.log.header import Header
from protectnet.log.membership import Membership
from protectnet.log.signatures import PublicKeys
from protectnet.log.standing import Chains
from protectnet.log.standing import Standing as Judged
from protectnet.store import segments
from protectnet.store.standings import Standing, standings
from protectnet.store.store import Store

HeaderOf = Callable[[bytes], Header | None]
"""The header of a segment by its hash, ``None`` for one that is not known."""


class Judge:
    """Judges devices and segments of one circle by its membership.

    ``header_of`` knows what is held, and what came.
    """

    def __init__(self, membership: Membership, header_of: HeaderOf) -> None:
        self._membership = membership
        self._chains = Chains(header_of)

    def keys(self, device: DeviceId) -> PublicKeys | None:
        """The keys of a device that is or was a member, ``None`` of one that nobody added."""
        members, former = self._membership.members, self._membership.former
        found = members.get(device) or former.get(device)
        return found.keys if found else None

    def is_member(self, device: DeviceId) -> bool:
        """Whether the device belongs to the circle."""
        return device in self._membership.members

    def was_member(self, device: DeviceId) -> bool:
        """Whether the device belonged to the circle and does no more."""
        return device in self._membership.former

    def is_suspended(self, device: DeviceId) -> bool:
        """Whether the device is a member whose bundles are not taken."""
        member = self._membership.members.get(device)
        return member is not None and member.is_suspended

    def standing(self, header: Header, name: bytes) -> Standing | None:
        """How a segment of records stands by itself; ``None`` while it waits for the membership."""
        found = self._membership.judge(header, name, self._chains)
        return None if found is Judged.WAITS else Standing(found.value)


def in_their_logs(
    judge: Judge, headers: Iterable[tuple[bytes, Header]], before: dict[bytes, Standing]
) -> dict[bytes, Standing]:
    """How segments stand, each after the one before it in its log; those that wait left out.

    ``before`` says by hash how others stand that do not count.
    """
    found = dict(before)
    for name, header in sorted(headers, key=lambda each: (each[1].identity.log, each[1].seq)):
        standing = judge.standing(header, name)
        if standing is not None:
            earlier = found.get(header.prev, Standing.COUNTS)
            found[name] = standing if earlier is Standing.COUNTS else earlier
    return {name: standing for name, standing in found.items() if name not in before}


def not_counting(store: Store, membership: Membership) -> dict[bytes, Standing]:
    """The held segments of a circle that do not count, as they stand."""
    held = standings(store, membership.circle)
    return {name: each for name, each in held.items() if each is not Standing.COUNTS}


def standings_now(store: Store, membership: Membership) -> dict[bytes, Standing]:
    """How the held segments of a circle stand by this membership; those that would wait left out."""

    def header_of(name: bytes) -> Header | None:
        return segments.header(store, name)

    judge = Judge(membership, header_of)
    held = ((name, header_of(name)) for name in standings(store, membership.circle))
    return in_their_logs(judge, [(name, each) for name, each in held if each is not None], {})
