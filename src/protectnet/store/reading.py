# SPDX-License-Identifier: GPL-3.0-or-later
"""From a merged state to the record that rules and pages work with."""

from datetime import date, timedelta

from protectnet.domain.field import Field, Kind
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.record import Existence, Record
from protectnet.domain.values import Plain, Value
from protectnet.log.clock import day_of
from protectnet.log.state import RecordState
from protectnet.store.projection import accepted, shown_values

_FIRST_DAY = date(1970, 1, 1)


def record_of(kind: Kind, record: RecordId, circle: CircleId, state: RecordState) -> Record:
    """The record; a field with a value that has not its shape counts as an unknown field.

    Where one side of a contradiction emptied the field, ``contradictions`` holds what the others
    say, be it a single value.
    """
    values: dict[str, Value | tuple[Value, ...]] = {}
    plain: dict[str, Plain] = {}
    contradictions: dict[str, tuple[Value, ...]] = {}
    unknown = 0
    for number in state.field_numbers():
        field = kind.by_number.get(number)
        live = state.live_values(number)
        if field is None:
            unknown += any(value is not None for value in live)
            continue
        found = _shown(field, state, live)
        unknown += _has_unreadable(field, live, found)
        if len(live) > 1 and not field.type.is_set and len(state.values(number)) > 1:
            contradictions[field.name] = _contradicting(field, state)
        if field.type.is_set:
            values[field.name] = tuple(field.type.value(each) for each in found)
            plain[field.name] = found
        elif found:
            values[field.name] = field.type.value(found[0])
            plain[field.name] = found[0]
    return Record(
        id=record,
        kind=kind,
        circle=circle,
        existence=state.existence(),
        values=values,
        plain=plain,
        contradictions=contradictions,
        recorded_on=day(state.first_clock),
        changed_on=day(state.last_clock),
        unknown_fields=unknown,
    )


def day(clock: int) -> date:
    """The day of a clock."""
    return _FIRST_DAY + timedelta(days=day_of(clock))


def is_unreadable(field: Field, untrusted: Plain) -> bool:
    """Whether a value says something that this version cannot show in this field."""
    return untrusted is not None and accepted(field, untrusted) is None


def is_shown(existence: Existence) -> bool:
    """Whether lists and searches show a record without being asked for deleted ones."""
    return existence in (Existence.LIVE, Existence.DELETED_BUT_EDITED)


def _shown(field: Field, state: RecordState, live: list[Plain]) -> list[Plain]:
    """What ``shown_values`` gives; most fields have one live value, which needs no choosing."""
    if len(live) != 1:
        return shown_values(field, state)
    found = accepted(field, live[0])
    return [] if found is None else [found]


def _has_unreadable(field: Field, live: list[Plain], found: list[Plain]) -> bool:
    if len(live) == 1:
        return not found and live[0] is not None
    return any(is_unreadable(field, value) for value in live)


def _contradicting(field: Field, state: RecordState) -> tuple[Value, ...]:
    """The values of a register that has several different ones, the shown one first."""
    found = (accepted(field, live.value) for live in state.values(field.number))
    return tuple(field.type.value(each) for each in found if each is not None)
