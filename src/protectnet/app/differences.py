# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a person wants of a record to the operations that say so.

Only what differs is written: a save that changes nothing writes nothing, and an operation names
exactly the values its author saw (docs/spec/log-v1.md, section 5).
"""

from collections.abc import Callable, Iterable, Sequence

from protectnet.domain.draft import Change
from protectnet.domain.errors import DomainError
from protectnet.domain.field import Field, Kind, MergeRule
from protectnet.domain.ids import RecordId
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.log.operation import Operation, add, remove, restore, set_
from protectnet.log.state import EXISTENCE, RecordState

NextClock = Callable[[], int]
"""Gives the clock of each further operation."""


class AppendOnly(DomainError):
    """A record of this kind is not changed once it is written; a correction is a new record.

    Facts: ``kind``, ``field``.
    """

    code = "append_only"


def operations_for(
    kind: Kind,
    record: RecordId,
    state: RecordState,
    changes: Iterable[Change],
    next_clock: NextClock,
) -> list[Operation]:
    """The operations that bring ``state`` to what ``changes`` want; empty if it is so already.

    Raises ``AppendOnly`` where a value of an append-only kind would have to change.
    """
    found: list[Operation] = []
    for change in changes:
        if change.field.type.is_set:
            items = _items(change.plain)
            found += _to_items(kind, record, state, change.field.number, items, next_clock)
        elif not _is_as_wanted(kind, state, change):
            heads = state.heads(change.field.number)
            found.append(
                set_(kind.number, record, change.field.number, next_clock(), change.plain, heads)
            )
    return found


def _is_as_wanted(kind: Kind, state: RecordState, change: Change) -> bool:
    if _is_shown(state, change.field.number, change.plain):
        return True
    if state.values(change.field.number) and _stands(kind, change.field):
        raise AppendOnly(kind=kind.name, field=change.field.name)
    return False


def _stands(kind: Kind, field: Field) -> bool:
    return kind.merge_rule(field) is MergeRule.APPEND_ONLY


def _to_items(
    kind: Kind,
    record: RecordId,
    state: RecordState,
    number: int,
    wanted: Sequence[Plain],
    next_clock: NextClock,
) -> Iterable[Operation]:
    """The operations that leave exactly the items that are wanted in a set."""
    held = state.items(number)
    for item in held:
        if item.value not in wanted:
            gone = [op_id for _, op_id in item.given_by]
            yield remove(kind.number, record, number, next_clock(), gone)
    held_values = [item.value for item in held]
    for value in wanted:
        if value not in held_values:
            yield add(kind.number, record, number, next_clock(), value)


def copied(
    kind: Kind, record: RecordId, state: RecordState, there: RecordState, next_clock: NextClock
) -> list[Operation]:
    """The operations that make ``there`` show what ``state`` shows: the record in another circle.

    ``there`` is empty, or what was left when the record was moved away from that circle before; a
    deletion there is undone. Of a field that only a newer version knows all live values go along.
    """
    found: list[Operation] = []
    for number in sorted({*state.field_numbers(), *there.field_numbers()}):
        field = kind.by_number.get(number)
        if field is None or field.type.is_set:
            wanted = [item.value for item in state.items(number)]
            found += _to_items(kind, record, there, number, wanted, next_clock)
        elif not _is_shown(there, number, state.shown(number)):
            heads = there.heads(number)
            found.append(
                set_(kind.number, record, number, next_clock(), state.shown(number), heads)
            )
    if there.existence() is not Existence.LIVE:
        found.append(restore(kind.number, record, next_clock(), there.heads(EXISTENCE)))
    return found


def _is_shown(state: RecordState, number: int, wanted: Plain) -> bool:
    values = state.values(number)
    return len(values) <= 1 and (values[0].value if values else None) == wanted


def with_item(state: RecordState, field: Field, item: Plain) -> Change:
    """The change that adds one item to a set and leaves the others."""
    return Change(field, [*(each.value for each in state.items(field.number)), item])


def _items(plain: Plain) -> Sequence[Plain]:
    if not isinstance(plain, list):
        raise TypeError("a set is given as a list")
    return plain
