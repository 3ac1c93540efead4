# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verified bundle would change, as people and programs are told it."""

from dataclasses import dataclass
from datetime import date

from protectnet.app.future_dates import FutureDates
from protectnet.app.json_forms import json_values
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.domain.marking import N_
from protectnet.domain.record import Existence
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


@dataclass(frozen=True, slots=True)
class Preview:
    """What a verified bundle would change, the gravest first. Nothing was written.

    ``manifest`` is the SHA-256 of the bundle's manifest, by which ``accept`` knows it again.
    """

    manifest: bytes
    sender: DeviceId
    sender_name: str
    created_on: date
    circle: CircleId
    circle_name: str
    joins: bool
    new_operations: int
    future: FutureDates | None
    lines: tuple[PreviewLine, ...]

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Preview({self.circle.hex()}, {len(self.lines)} records)"

    @property
    def has_news(self) -> bool:
        """Whether the bundle holds anything that is not here yet."""
        return self.new_operations > 0 or self.joins

    def document(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "from": {"device": self.sender.hex(), "name": self.sender_name},
            "created_on": self.created_on.isoformat(),
            "circle": {"id": self.circle.hex(), "name": self.circle_name},
            "joins_circle": self.joins,
            "new_operations": self.new_operations,
            "has_news": self.has_news,
            "future_dates": self.future.document() if self.future else None,
            "records": [_line_document(each) for each in self.lines],
        }


def gravest_first(lines: list[PreviewLine]) -> tuple[PreviewLine, ...]:
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
