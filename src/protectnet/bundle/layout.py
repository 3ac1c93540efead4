# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in which part of a bundle (docs/spec/bundle-v1.md, sections 2 and 4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from protectnet.bundle.content import BlobSource
from protectnet.bundle.errors import BundleTooLarge
from protectnet.bundle.groups import MAX_GROUP_BYTES
from protectnet.bundle.manifest import (
    MAX_BLOB_BYTES,
    MAX_HELD_BYTES,
    MAX_PARTS,
    MAX_SECTIONS,
    PIECE_HEAD_BYTES,
)
from protectnet.bundle.packing import Group
from protectnet.envelope import encrypted_length, longest_content, longest_padded, padded_length

SECTION_COST = 48
"""The most bytes that a section takes in the manifest: 3 heads, kind, length, hash."""
SMALLEST_PIECE = 1024
"""With less room than that a blob goes on in the next part."""
REPEATED_SHARE = 4
"""What is repeated takes at most this fraction of a part."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of a blob, or all of it."""

    blob: BlobSource
    offset: int
    length: int

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole blob."""
        return self.length == self.blob.length

    @property
    def size(self) -> int:
        """How many bytes its section has."""
        return self.length + (0 if self.is_whole else PIECE_HEAD_BYTES)


@dataclass(frozen=True, slots=True)
class Room:
    """How large files may be: each at most ``part_limit`` bytes, all together ``total_limit``.

    ``manifest`` is the most that length and manifest take without sections.
    """

    recipients: int
    manifest: int
    part_limit: int
    total_limit: int | None

    def for_sections(self, used: int = 0) -> int:
        """How many bytes the sections of a part may have, with their entries in the manifest.

        ``used`` are the bytes of the files before it.
        """
        limit = self.part_limit
        if self.total_limit is not None:
            limit = min(limit, self.total_limit - used)
        content = longest_content(self.recipients, max(limit, 0))
        return longest_padded(max(content, 0)) - self.manifest

    def file_size(self, sections: int) -> int:
        """The most bytes of a file whose sections take so many."""
        return encrypted_length(self.recipients, padded_length(self.manifest + sections))


@dataclass(slots=True)
class Draft:
    """A part that is being filled: ``free`` of its ``room`` bytes are left.

    ``unpacked`` and ``held`` are the lengths of its groups before and after compression.
    """

    room: int
    free: int
    groups: list[Group] = field(default_factory=list)
    slices: list[Slice] = field(default_factory=list)
    unpacked: int = 0
    held: int = 0

    def fits(self, group: Group) -> bool:
        """Whether a group still goes in, and a reader still takes the part."""
        return (
            self.has_room_for(group.section.length)
            and self.unpacked + group.unpacked <= MAX_GROUP_BYTES
            and self.held + group.section.length <= MAX_HELD_BYTES
        )

    def has_room_for(self, length: int) -> bool:
        """Whether a section of this length goes in, with its entry in the manifest."""
        has_place = len(self.groups) + len(self.slices) < MAX_SECTIONS
        return has_place and length + SECTION_COST <= self.free

    def add(self, group: Group) -> None:
        """Put a group in."""
        self.groups.append(group)
        self.unpacked += group.unpacked
        self.held += group.section.length
        self.free -= group.section.length + SECTION_COST

    def add_slice(self, slice_: Slice) -> None:
        """Put some of a blob in."""
        self.slices.append(slice_)
        self.free -= slice_.size + SECTION_COST


class Layout:
    """Parts filled one after the other, until the limit of all together is reached.

    ``common`` stands in every part if it is small enough, else at the beginning. Raises
    ``BundleTooLarge`` (``part``, ``total``) when the files may not even hold that.
    """

    def __init__(self, room: Room, common: Sequence[Group]) -> None:
        self._room = room
        self._used = 0
        cost = sum(each.section.length + SECTION_COST for each in common)
        is_small = cost * REPEATED_SHARE <= room.for_sections()
        self._repeated = common if is_small else ()
        self.drafts: list[Draft] = []
        self.is_full = False
        if not self._begin(self._next()):
            raise self._too_small()
        for group in () if is_small else common:
            if self.place(group) is not None:
                raise self._too_small()

    def place(self, group: Group) -> int | None:
        """Put a group in; where it was cut off when not all of it went in, else ``None``.

        The place is the number of the first item left out. Raises ``BundleTooLarge`` (``part``)
        for an item that no part can hold, ``parts`` when there are too many.
        """
        following = None if self._current.fits(group) else self._next()
        if following is not None and following.fits(group):
            self._begin(following)
        if self._current.fits(group):
            self._current.add(group)
            return None
        if not self._is_limit_near(following):
            raise self._too_small()
        if following is not None and following.free > self._current.free:
            self._begin(following)
        self.is_full = True
        return self._place_beginning(group)

    def place_blob(self, blob: BlobSource) -> bool:
        """Put a blob in, cut where a part ends; ``False`` when not all of it would go.

        Raises ``BundleTooLarge`` (``blob``, ``parts``).
        """
        if blob.length > MAX_BLOB_BYTES:
            raise BundleTooLarge("blob", MAX_BLOB_BYTES)
        used, drafts = self._used, len(self.drafts)
        slices, free = len(self._current.slices), self._current.free
        offset = 0
        while not self._place_rest(blob, offset):
            offset = self._place_piece(blob, offset)
            if not self._begin(self._next()):
                self._used, self.is_full = used, True
                del self.drafts[drafts:]
                del self._current.slices[slices:]
                self._current.free = free
                return False
        return True

    def finished(self) -> list[Draft]:
        """The parts; the last is left out if nothing but what is repeated stands in it."""
        last = self._current
        is_empty = len(last.groups) == len(self._repeated) and not last.slices
        return self.drafts[:-1] if is_empty and len(self.drafts) > 1 else self.drafts

    @property
    def _current(self) -> Draft:
        return self.drafts[-1]

    def _used_so_far(self) -> int:
        """How many bytes the files have, this one too."""
        if not self.drafts:
            return 0
        return self._used + self._room.file_size(self._current.room - self._current.free)

    def _next(self) -> Draft | None:
        """The part that would come next, if the limit allows one."""
        room = self._room.for_sections(self._used_so_far())
        draft = Draft(room, room)
        for group in self._repeated:
            if not draft.fits(group):
                return None
            draft.add(group)
        return draft if draft.has_room_for(PIECE_HEAD_BYTES + SMALLEST_PIECE) else None

    def _begin(self, draft: Draft | None) -> bool:
        if draft is None:
            return False
        if len(self.drafts) == MAX_PARTS:
            raise BundleTooLarge("parts", MAX_PARTS)
        self._used = self._used_so_far()
        self.drafts.append(draft)
        return True

    def _is_limit_near(self, following: Draft | None) -> bool:
        """Whether it is the limit of all together that leaves no room."""
        is_limited = self._room.total_limit is not None
        return is_limited and (following is None or following.room < self._room.for_sections())

    def _place_beginning(self, group: Group) -> int:
        beginning = group.beginning(self._current.free - SECTION_COST)
        if beginning is None or not self._current.fits(beginning):
            return group.start
        self._current.add(beginning)
        return beginning.stop

    def _place_rest(self, blob: BlobSource, offset: int) -> bool:
        rest = Slice(blob, offset, blob.length - offset)
        if not self._current.has_room_for(rest.size):
            return False
        self._current.add_slice(rest)
        return True

    def _place_piece(self, blob: BlobSource, offset: int) -> int:
        """Fill the part with some of a blob; where the blob goes on."""
        if not self._current.has_room_for(PIECE_HEAD_BYTES + SMALLEST_PIECE):
            return offset
        length = self._current.free - SECTION_COST - PIECE_HEAD_BYTES
        self._current.add_slice(Slice(blob, offset, length))
        return offset + length

    def _too_small(self) -> BundleTooLarge:
        limit = self._room.total_limit
        if limit is not None and limit < self._room.part_limit:
            return BundleTooLarge("total", limit)
        return BundleTooLarge("part", self._room.part_limit)
