# SPDX-License-Identifier: GPL-3.0-or-later
"""What foreign operations would make of a record: a comparison of two merged states.

Nothing here is written and nothing is read but the states given.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.domain.record import Existence
from protectnet.log.operation import Operation
from protectnet.log.state import RecordState

TITLE = 1
"""The number of the title, the same in every kind."""


class Effect(Enum):
    """What happens to a record, the gravest first."""

    ERASED = "erased"
    DELETED = "deleted"
    CONTRADICTING = "contradicting"
    NEW = "new"
    BROUGHT_BACK = "brought back"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One record that would change: what would happen, in which fields, and its title then."""

    effect: Effect
    kind: Kind
    circle: CircleId
    id: RecordId
    title: str
    fields: tuple[str, ...]


def merged(state: RecordState, operations: Iterable[tuple[OpId, Operation]]) -> RecordState:
    """The state that these operations would make of ``state``, which stays as it is."""
    after = RecordState.from_bytes(state.to_bytes())
    for op_id, operation in operations:
        after.apply(op_id, operation)
    return after


def compare(
    kind: Kind, circle: CircleId, record: RecordId, before: RecordState, after: RecordState
) -> PreviewLine | None:
    """What becomes of a record between two states; ``None`` when nothing that is shown changes."""
    changed = tuple(
        field.name
        for field in kind.fields
        if _values(before, field.number) != _values(after, field.number)
    )
    effect = _effect(kind, before, after, changed)
    if effect is None:
        return None
    shown = after.shown(TITLE) or before.shown(TITLE)
    return PreviewLine(effect, kind, circle, record, str(shown or ""), changed)


def _values(state: RecordState, number: int) -> list[object]:
    return [live.value for live in state.items(number)]


def _effect(
    kind: Kind, before: RecordState, after: RecordState, changed: tuple[str, ...]
) -> Effect | None:
    """The gravest of what happens to the record; ``None`` when nothing that is shown changes."""
    was, becomes = before.existence(), after.existence()
    effect = None
    if changed:
        effect = Effect.CHANGED if before.field_numbers() else Effect.NEW
    if was is Existence.DELETED and becomes is Existence.LIVE:
        effect = Effect.BROUGHT_BACK
    if _contradicts(kind, before, after):
        effect = Effect.CONTRADICTING
    ends = {Existence.DELETED: Effect.DELETED, Existence.ERASED: Effect.ERASED}
    if becomes in ends:
        effect = ends[becomes] if was is not becomes else None
    return effect


def _contradicts(kind: Kind, before: RecordState, after: RecordState) -> bool:
    """Whether there are several values, or a deletion beside a change, that were not there before."""
    becomes = after.existence()
    if becomes is Existence.DELETED_BUT_EDITED and before.existence() is not becomes:
        return True
    registers = [field.number for field in kind.fields if not field.type.is_set]
    known = before.contradictions(registers)
    several = after.contradictions(registers)
    return any(values != known.get(number) for number, values in several.items())
