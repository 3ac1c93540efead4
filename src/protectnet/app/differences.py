# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a person wants of a record to the operations that say so.

Only what differs is written: a save that changes nothing writes nothing, and an operation names
exactly the values its author saw (docs/spec/log-v1.md, section 5).
"""

from collections.abc import Callable, Iterable, Sequence

from protectnet.domain.draft import Change
from protectnet.domain.errors import DomainError
from protectnet.domain.field import Field, Kind, MergeRule
from protectnet.domain.ids import OpId, RecordId
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain
from protectnet.log import cbor
from protectnet.log.operation import Operation, add, delete, remove, restore, set_
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
        elif change.beside:
            heads = state.heads(change.field.number)
            values = (change.plain, *change.beside)
            found += _side_by_side(kind, record, change.field.number, values, heads, next_clock)
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


def _side_by_side(
    kind: Kind,
    record: RecordId,
    number: int,
    values: Sequence[Plain],
    heads: Sequence[OpId],
    next_clock: NextClock,
) -> list[Operation]:
    """The operations that leave exactly these values in a register, the first one to be shown.

    None of them replaces another. Of an append-only kind the lowest clock is shown, else the highest.
    """
    found = []
    for value in values if kind.is_append_only else reversed(values):
        found.append(set_(kind.number, record, number, next_clock(), value, heads))
        heads = ()
    return found


def question_of_deletion(kind: Kind, record: RecordId, next_clock: NextClock) -> Operation:
    """A deletion by somebody who saw nothing of the record: whether it is deleted is to be decided."""
    return delete(kind.number, record, next_clock(), (), ())


def copied(
    kind: Kind, record: RecordId, state: RecordState, there: RecordState, next_clock: NextClock
) -> list[Operation]:
    """The operations that make ``there`` say what ``state`` says: the record in another circle.

    All live values go along, those that contradict each other too. ``there`` is empty, or what was
    left when the record was moved away from that circle before; a deletion there is undone.
    """
    found: list[Operation] = []
    for number in sorted({*state.field_numbers(), *there.field_numbers()}):
        field = kind.by_number.get(number)
        if field is None or field.type.is_set:
            wanted = [item.value for item in state.items(number)]
            found += _to_items(kind, record, there, number, wanted, next_clock)
        elif not _says_the_same(there, state, number):
            values = [live.value for live in state.values(number)] or [None]
            heads = there.heads(number)
            found += _side_by_side(kind, record, number, values, heads, next_clock)
    if there.existence() is not Existence.LIVE:
        found.append(restore(kind.number, record, next_clock(), there.heads(EXISTENCE)))
    return found


def _says_the_same(one: RecordState, other: RecordState, number: int) -> bool:
    """Whether a register shows the same in both and the same stands beside it."""
    several = [[cbor.encode(live.value) for live in each.values(number)] for each in (one, other)]
    [here, there] = [encoded or [cbor.encode(None)] for encoded in several]
    return here[0] == there[0] and set(here) == set(there)


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
