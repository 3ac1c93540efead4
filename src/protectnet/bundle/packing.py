# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups to be written: which items stand in each, and what section that gives.

A group is packed to learn its length and hash, dropped, and packed again when it is written, so
that memory does not depend on how much goes into a bundle. The same items give the same bytes;
whoever writes checks that they did.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from protectnet.bundle.groups import MAX_ITEMS, item_length, longest_packed, pack_group
from protectnet.bundle.manifest import Section, SectionKind

GROUP_BYTES = 8 * 1024**2
"""About how long a group is before compression; longer ones would be hardly any denser."""


@dataclass(frozen=True, slots=True)
class Group:
    """The items ``start`` to ``stop`` of a sequence as a section.

    ``unpacked`` is their length before compression, at most.
    """

    source: Sequence[bytes] = field(repr=False)
    start: int
    stop: int
    unpacked: int
    section: Section

    @classmethod
    def of(cls, kind: int, source: Sequence[bytes], start: int, stop: int) -> Self:
        """The group of these items."""
        items = source[start:stop]
        packed = pack_group(items)
        section = Section(kind, len(packed), hashlib.sha256(packed).digest())
        return cls(source, start, stop, sum(map(item_length, items)), section)

    @property
    def longest(self) -> int:
        """The most bytes that such a group can have, whatever is in it."""
        return longest_packed(self.unpacked)

    def packed(self) -> bytes:
        """The bytes of the section."""
        return pack_group(self.source[self.start : self.stop])

    def beginning(self, room: int) -> Self | None:
        """As many of its first items as fit into ``room`` bytes, or none."""
        found = self
        while found.section.length > room:
            # A guess that is never above, and a step at least: short runs compress less well.
            count = min(
                (found.stop - found.start) * room // found.section.length,
                found.stop - found.start - 1,
            )
            if count < 1:
                return None
            found = self.of(self.section.kind, self.source, self.start, self.start + count)
        return found


def groups_of(kind: SectionKind, source: Sequence[bytes], most: int) -> Iterator[Group]:
    """The items of a sequence in groups of at most ``most`` bytes before compression.

    An item that is longer stands in a group of its own.
    """
    start = length = 0
    for place, item in enumerate(source):
        more = item_length(item)
        if place > start and (length + more > most or place - start == MAX_ITEMS):
            yield Group.of(kind, source, start, place)
            start, length = place, 0
        length += more
    if len(source) > start:
        yield Group.of(kind, source, start, len(source))
