# SPDX-License-Identifier: GPL-3.0-or-later
"""What foreign operations would make of a record: a comparison of two merged states.

Nothing here is written and nothing is read but the states given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from protectnet.domain.field import Field, Kind
from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.log import cbor
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


_ENDS = {Existence.DELETED: Effect.DELETED, Existence.ERASED: Effect.ERASED}
_GONE = frozenset(_ENDS.values())


@dataclass(frozen=True, slots=True)
class Side:
    """One of several values of a field, ``None`` where it was emptied; whether it is here already."""

    value: Plain
    is_held: bool

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Side(is_held={self.is_held})"


@dataclass(frozen=True, slots=True)
class ContradictingField:
    """A register that would have several values: all of them, the one that would be shown first."""

    field: Field
    sides: tuple[Side, ...]

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"ContradictingField({self.field.name!r}, {len(self.sides)} sides)"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One record that would change: what would happen, its title and whether it is there then.

    ``fields`` have other values than before and contradict nothing; ``contradictions`` are those
    that would hold several values, also where they hold them already.
    """

    effect: Effect
    kind: Kind
    circle: CircleId
    id: RecordId
    title: str
    fields: tuple[str, ...]
    contradictions: tuple[ContradictingField, ...] = ()
    existence: Existence = Existence.LIVE

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"PreviewLine({self.effect.value}, {self.kind.name}:{self.id.hex()})"


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
    several = () if effect in _GONE else tuple(_contradicting(kind, before, after))
    names = {each.field.name for each in several}
    return PreviewLine(
        effect=effect,
        kind=kind,
        circle=circle,
        id=record,
        title=str(shown or ""),
        fields=tuple(name for name in changed if name not in names),
        contradictions=several,
        existence=after.existence(),
    )


def _contradicting(
    kind: Kind, before: RecordState, after: RecordState
) -> Iterator[ContradictingField]:
    for number, several in after.contradictions(_registers(kind)).items():
        held = _encoded(before, number)
        sides = tuple(Side(live.value, cbor.encode(live.value) in held) for live in several)
        yield ContradictingField(kind.by_number[number], sides)


def _encoded(state: RecordState, number: int) -> set[bytes]:
    return {cbor.encode(live.value) for live in state.values(number)}


def _registers(kind: Kind) -> list[int]:
    return [field.number for field in kind.fields if not field.type.is_set]


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
    if becomes in _ENDS:
        effect = _ENDS[becomes] if was is not becomes else None
    return effect


def _contradicts(kind: Kind, before: RecordState, after: RecordState) -> bool:
    """Whether a value comes beside others, or a deletion beside a change, that was not there before."""
    becomes = after.existence()
    if becomes is Existence.DELETED_BUT_EDITED and before.existence() is not becomes:
        return True
    several = after.contradictions(_registers(kind))
    return any(_encoded(after, number) - _encoded(before, number) for number in several)
