# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verified bundle would change, as people and programs are told it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from protectnet.app.future_dates import FutureDates
from protectnet.app.json_forms import json_values
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.domain.marking import N_
from protectnet.domain.record import Existence
from protectnet.i18n import _, ngettext
from protectnet.sync.preview import Effect, PreviewLine

EFFECTS = {
    Effect.ERASED: N_("erased"),
    Effect.DELETED: N_("deleted"),
    Effect.CONTRADICTING: N_("contradicts"),
    Effect.NEW: N_("new"),
    Effect.BROUGHT_BACK: N_("brought back"),
    Effect.CHANGED: N_("changed"),
}
"""What a line of a preview is called."""

MANY_DELETIONS = 10
"""More deletions than this in one circle are named before all else; so is more than a tenth."""


@dataclass(frozen=True, slots=True)
class CirclePreview:
    """What a bundle would do to a circle.

    ``joins`` when this vault is not in it yet: then ``founder`` and ``members`` say by name whose
    it is. ``waiting`` is how many signed stretches came that cannot be applied yet. ``deletions``
    of the ``records`` that are here would go out of sight, or for ever.
    """

    id: CircleId
    name: str = field(repr=False)
    joins: bool
    founder: str = field(repr=False)
    members: tuple[str, ...] = field(repr=False)
    new_operations: int
    waiting: int
    deletions: int
    records: int

    @property
    def deletes_much(self) -> bool:
        """Whether the deletions are named first."""
        return self.deletions > MANY_DELETIONS or self.deletions * 10 > self.records

    def words_of_deletions(self) -> str:
        """What is said first where much would be deleted; else nothing."""
        if not self.deletions or self.joins or not self.deletes_much:
            return ""
        return ngettext(
            "Look closely: {count} of {records} records of the circle {circle} would be deleted.",
            "Look closely: {count} of {records} records of the circle {circle} would be deleted.",
            self.deletions,
        ).format(count=self.deletions, records=self.records, circle=self.name)

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "id": self.id.hex(),
            "name": self.name,
            "joins": self.joins,
            "founder": self.founder,
            "members": list(self.members),
            "new_operations": self.new_operations,
            "waiting": self.waiting,
            "deletions": self.deletions,
            "deletes_much": self.deletes_much,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """What a verified bundle would change, the gravest first. Nothing was written.

    ``id`` stands for the bundle and for what it was compared with: ``accept`` knows both again.
    ``part_numbers`` are the parts that were looked at, of ``parts``. ``adrift`` is how many signed
    stretches belong to a circle whose beginning is in another part. ``is_older`` when the sender's
    later news is here already. ``files`` is how many attached files, or pieces of such, are not here.
    """

    id: str
    sender: DeviceId
    sender_name: str = field(repr=False)
    created_on: date
    part_numbers: tuple[int, ...]
    parts: int
    circles: tuple[CirclePreview, ...]
    files: int
    adrift: int
    is_older: bool
    future: FutureDates | None
    lines: tuple[PreviewLine, ...]

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Preview({self.id}, {len(self.lines)} records)"

    @property
    def joins(self) -> bool:
        """Whether the vault joins a circle with it."""
        return any(each.joins for each in self.circles)

    @property
    def new_operations(self) -> int:
        """How many operations are not here yet."""
        return sum(each.new_operations for each in self.circles)

    @property
    def waiting(self) -> int:
        """How many signed stretches came that cannot be applied yet, and were not here."""
        return self.adrift + sum(each.waiting for each in self.circles)

    def words_of_waiting(self) -> str:
        """How much came that waits for something else; nothing where nothing does."""
        if not self.waiting:
            return ""
        return ngettext(
            "{count} stretch of changes waits for others that are not here yet.",
            "{count} stretches of changes wait for others that are not here yet.",
            self.waiting,
        ).format(count=self.waiting)

    def words_of_files(self) -> str:
        """How many attached files come; nothing where none does."""
        if not self.files:
            return ""
        return ngettext(
            "The bundle brings {count} attached file, whole or in part.",
            "The bundle brings {count} attached files, whole or in part.",
            self.files,
        ).format(count=self.files)

    def words_of_parts(self) -> str:
        """Which parts these are, where there are others; nothing where all are here together."""
        if len(self.part_numbers) == self.parts:
            return ""
        numbers = ", ".join(str(each) for each in self.part_numbers)
        said = _("This is part {numbers} of {parts}; take in the other parts too.")
        return said.format(numbers=numbers, parts=self.parts)

    @property
    def has_news(self) -> bool:
        """Whether the bundle holds anything that is not here yet."""
        return self.new_operations > 0 or self.waiting > 0 or self.files > 0 or self.joins

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "preview_id": self.id,
            "from": {"device": self.sender.hex(), "name": self.sender_name},
            "created_on": self.created_on.isoformat(),
            "parts": {"given": list(self.part_numbers), "of": self.parts},
            "circles": [each.document() for each in self.circles],
            "joins_circle": self.joins,
            "new_operations": self.new_operations,
            "waiting": self.waiting,
            "attached_files": self.files,
            "has_news": self.has_news,
            "is_older": self.is_older,
            "future_dates": self.future.document() if self.future else None,
            "records": [_line_document(each) for each in self.lines],
        }


def gravest_first(lines: Iterable[PreviewLine]) -> tuple[PreviewLine, ...]:
    """The lines in the order in which they are shown: by effect, then by kind and title."""
    order = list(Effect)
    return tuple(
        sorted(
            lines,
            key=lambda line: (order.index(line.effect), line.kind.number, line.title),
        )
    )


def _line_document(line: PreviewLine) -> dict[str, object]:
    """Fields that merely change apart from those that would hold several values."""
    contradictions: dict[str, object] = {}
    brings: dict[str, object] = {}
    for each in line.contradictions:
        contradictions[each.field.name] = json_values(
            each.field, (side.value for side in each.sides)
        )
        coming = [side.value for side in each.sides if not side.is_held]
        if coming:
            brings[each.field.name] = json_values(each.field, coming)
    document: dict[str, object] = {
        "effect": line.effect.value.replace(" ", "_"),
        "kind": line.kind.name,
        "id": line.id.hex(),
        "title": line.title,
        "fields": list(line.fields),
        "contradictions": contradictions,
        "brings": brings,
    }
    if line.existence is Existence.DELETED_BUT_EDITED:
        document["existence"] = line.existence.value
    return document
