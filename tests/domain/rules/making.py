# SPDX-License-Identifier: GPL-3.0-or-later
"""Records for tests of the rules, made from the declarations as people would write them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.field import Field
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence, Record
from protectnet.domain.rules.situation import Situation, situation
from protectnet.domain.values import Plain, Value

VOCABULARIES = Vocabularies()
ACTS = VOCABULARIES("act_type")
TODAY = date(2026, 11, 23)
LONG_AGO = date(2020, 1, 1)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def day(days: int) -> str:
    """The day so many days before today, as people write it; negative for days to come."""
    return days_ago(days).isoformat()


def record(
    kind: str,
    number: int,
    *,
    recorded_on: date = LONG_AGO,
    existence: Existence = Existence.LIVE,
    contradicting: Mapping[str, Sequence[object]] | None = None,
    **given: Any,
) -> Record:
    """A record of ``kind`` whose id is ``number``.

    ``given`` are fields in JSON form, where a record or a list of records stands for a reference.
    ``contradicting`` gives several values of a register, the shown one first.
    """
    declared = KINDS.named(kind)
    several = {
        name: tuple(_value(declared.field(name), each) for each in values)
        for name, values in (contradicting or {}).items()
    }
    values: dict[str, Value | tuple[Value, ...]] = {n: each[0] for n, each in several.items()}
    for name, each in given.items():
        field = declared.field(name)
        if field.type.is_set:
            items = each if isinstance(each, list) else [each]
            values[name] = tuple(_value(field, item) for item in items)
        else:
            values[name] = _value(field, each)
    plain: dict[str, Plain] = {}
    return Record(
        id=RecordId(number.to_bytes(16, "big")),
        kind=declared,
        circle=CircleId(bytes(16)),
        existence=existence,
        values=values,
        plain=plain,
        contradictions=several,
        recorded_on=recorded_on,
        changed_on=recorded_on,
    )


def _value(field: Field, given: object) -> Value:
    if isinstance(given, Record):
        given = f"{given.kind.name}:{given.id.hex()}"
    return field.type.value(field.type.parse(given, VOCABULARIES))


def now(*records: Record, today: date = TODAY) -> Situation:
    return situation(records, ACTS, today)


RIVER = record("collective", 1, title="River")
HILL = record("collective", 2, title="Hill")
COMPANY = record("actor", 11, title="Company", stance="adversary")
GUARDS = record("actor", 12, title="Guards", paid_by=[COMPANY])
ARMY = record("actor", 13, title="Army", stance="likely_adversary")
NOBODY = record("actor", 14, title="Men on a motorbike", actor_type="unk")
CHURCH = record("actor", 15, title="Church", stance="ally")
KNOWN = (RIVER, HILL, COMPANY, GUARDS, ARMY, NOBODY, CHURCH)


def part(number: int, incident: Record, actor: Record | None, **given: Any) -> Record:
    """An involvement of ``actor`` in ``incident``."""
    named: dict[str, Any] = {"actor": actor} if actor else {}
    return record("involvement", number, title="Part", incident=incident, **named, **given)


_REALISATIONS = ["observed_sign", "indirect_threat", "direct_threat", "attempted", "carried_out"]


@st.composite
def incidents(draw: st.DrawFn, numbers: SearchStrategy[int]) -> list[Record]:
    """An incident of the last year and perhaps who had a part in it."""
    number = draw(numbers)
    first = draw(st.integers(0, 365))
    last = draw(st.integers(0, first))
    late = draw(st.integers(0, 60))
    given: dict[str, Any] = {
        "when": draw(st.sampled_from([f"{day(first)}/{day(last)}", day(last), f"{day(first)}/"])),
        "realisation": draw(st.sampled_from([*_REALISATIONS, "ongoing", "unk"])),
        "acts": draw(st.lists(st.sampled_from(sorted(ACTS.terms)), max_size=2, unique=True)),
        "means": draw(st.lists(st.sampled_from(["phone", "letter"]), max_size=2, unique=True)),
        "collectives": draw(st.lists(st.sampled_from([RIVER, HILL]), max_size=2, unique_by=id)),
    }
    recorded_on = min(days_ago(last) + timedelta(days=late), TODAY)
    incident = record("incident", number, title="What", recorded_on=recorded_on, **given)
    actor = draw(st.sampled_from([None, COMPANY, GUARDS, ARMY, NOBODY, CHURCH]))
    if draw(st.booleans()):
        return [incident]
    return [incident, part(number + 100_000, incident, actor)]


def memories(max_size: int = 6) -> SearchStrategy[list[Record]]:
    """Several incidents with their involvements, all with different ids."""
    numbers = st.lists(st.integers(1_000, 9_999), max_size=max_size, unique=True)
    each = numbers.flatmap(lambda found: st.tuples(*(incidents(st.just(n)) for n in found)))
    return each.map(lambda found: [record_ for group in found for record_ in group])


@st.composite
def risks(draw: st.DrawFn) -> Record:
    """A risk with or without judgement, agreement, sources and dates."""
    steps = st.none() | st.integers(1, 5)
    bands = st.none() | st.sampled_from(["low", "medium", "high", "extreme", "not_assessed"])
    days = st.none() | st.integers(0, 200).map(day)
    given: dict[str, Any] = {
        "likelihood": draw(steps),
        "impact": draw(steps),
        "band_agreed": draw(bands),
        "band_confirmed_on": draw(days),
        "band_reason": draw(st.none() | st.just("It has calmed down")),
        "assessed_on": draw(days),
        "critical_date": draw(st.none() | st.integers(-60, 200).map(day)),
        "sources": draw(
            st.lists(st.sampled_from([COMPANY, ARMY, CHURCH]), max_size=2, unique_by=id)
        ),
        "collectives": draw(st.lists(st.sampled_from([RIVER, HILL]), max_size=2, unique_by=id)),
    }
    known: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    recorded_on = days_ago(draw(st.integers(0, 400)))
    return record("risk", 500, title="Risk", recorded_on=recorded_on, **known)
