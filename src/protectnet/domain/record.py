# SPDX-License-Identifier: GPL-3.0-or-later
"""A record as it stands now: the shown values, and what contradicts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.values import Plain, Reference, Span, Value


class Existence(Enum):
    """Whether a record is there."""

    LIVE = "live"
    DELETED = "deleted"
    DELETED_BUT_EDITED = "deleted_but_edited"
    """Somebody deleted it while somebody else changed it: shown, for a person to decide."""
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of one circle.

    ``values`` holds the shown value by field name: a value for a register, a tuple of values for
    a set (in the order of their plain form); a field without a value is absent. ``plain`` holds
    the same in plain form. ``contradictions`` holds, for a register with several live values, all
    of them, the shown one first; one that emptied the field and one that only a newer version can
    read are not among them, so there may be none. ``unknown_fields`` counts fields of which only a
    newer version knows everything.
    """

    id: RecordId
    kind: Kind
    circle: CircleId
    existence: Existence
    values: Mapping[str, Value | tuple[Value, ...]]
    plain: Mapping[str, Plain]
    contradictions: Mapping[str, tuple[Value, ...]]
    recorded_on: date
    changed_on: date
    unknown_fields: int = 0

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Record({self.kind.name}:{self.id.hex()}, {self.existence.value})"

    @property
    def title(self) -> str:
        """The title; empty when the record has none (it came from elsewhere, or was erased)."""
        return self.text("title")

    def text(self, name: str) -> str:
        """The shown text or code of a field, empty when there is none."""
        found = self.values.get(name)
        return found if isinstance(found, str) else ""

    def step(self, name: str) -> int | None:
        """The shown step of a scale."""
        found = self.values.get(name)
        return found if isinstance(found, int) else None

    def span(self, name: str) -> Span | None:
        """The shown date of a field."""
        found = self.values.get(name)
        return found if isinstance(found, Span) else None

    def codes(self, name: str) -> frozenset[str]:
        """The codes of a field with any number of choices."""
        found = self.values.get(name, ())
        items = found if isinstance(found, tuple) else (found,)
        return frozenset(each for each in items if isinstance(each, str))

    def references(self, name: str) -> frozenset[RecordId]:
        """The ids that a field links to."""
        found = self.values.get(name, ())
        items = found if isinstance(found, tuple) else (found,)
        return frozenset(each.id for each in items if isinstance(each, Reference))

    def get(self, name: str) -> Value | tuple[Value, ...] | None:
        """The shown value of a field, a tuple for a set, or ``None``."""
        return self.values.get(name)
