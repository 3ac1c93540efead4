# SPDX-License-Identifier: GPL-3.0-or-later
"""What is rising, against the collective's own last six months; memory does not ring."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.record import Record
from protectnet.domain.rules.escalation import by_actor, by_collective, rising
from protectnet.domain.rules.happenings import Happening, happenings
from protectnet.domain.rules.reason import Reason, ReasonCode
from tests.domain.rules.making import (
    ACTS,
    COMPANY,
    HILL,
    KNOWN,
    NOBODY,
    RIVER,
    TODAY,
    day,
    days_ago,
    memories,
    part,
    record,
)


def incident(number: int, days: int, **given: Any) -> Record:
    """An incident noted on the day it happened."""
    whole: dict[str, Any] = {"when": day(days), "collectives": [RIVER], **given}
    return record("incident", number, title="What", recorded_on=days_ago(days), **whole)


def events(*records: Record, today: date = TODAY) -> tuple[Happening, ...]:
    return happenings(records, ACTS, today)


def found(*records: Record) -> dict[ReasonCode, Reason]:
    return {each.code: each for each in rising(events(*records), TODAY)}


def each_month(counts: list[int]) -> list[Record]:
    """Incidents in the windows of 30 days before the last one, the nearest window first."""
    return [
        incident(1000 * window + number, 30 * window + 3)
        for window, count in enumerate(counts, 1)
        for number in range(count)
    ]


def this_month(count: int) -> list[Record]:
    return [incident(number, number % 30) for number in range(1, count + 1)]


def test_more_than_usual_shows_both_counts() -> None:
    reason = found(*this_month(5), *each_month([2, 2, 1, 2, 3, 2]))[ReasonCode.MORE_THAN_USUAL]
    assert reason.facts == {"count": 5, "usual": 2}


@pytest.mark.parametrize(
    ("count", "before", "rings"),
    [
        (2, [], False),
        (3, [], True),
        (3, [1] * 6, True),
        (3, [2] * 6, False),
        (4, [2] * 6, True),
        (7, [5] * 6, False),
        (8, [5] * 6, True),
        (5, [2, 2, 2, 9, 9, 2], True),
        (5, [3, 0, 4, 0, 3, 4], True),
        (4, [3, 0, 4, 0, 3, 4], False),
    ],
)
def test_count_rings_from_three_and_more_than_half_again_what_is_usual(
    count: int, before: list[int], rings: bool
) -> None:
    assert (ReasonCode.MORE_THAN_USUAL in found(*this_month(count), *each_month(before))) == rings


@pytest.mark.parametrize(("days", "counted"), [(0, True), (29, True), (30, False), (-1, False)])
def test_month_is_the_last_thirty_days_with_today(days: int, counted: bool) -> None:
    records = [incident(1, 1), incident(2, 2), incident(3, days)]
    assert (ReasonCode.MORE_THAN_USUAL in found(*records)) == counted


@pytest.mark.parametrize(("days", "usual"), [(209, 1), (210, 0)])
def test_usual_looks_back_six_months_before_the_last_thirty_days(days: int, usual: int) -> None:
    # The median of six windows, three of which hold one: a half, rounded up.
    before = [*each_month([1, 1]), incident(9000, days)]
    reason = found(*this_month(4), *before)[ReasonCode.MORE_THAN_USUAL]
    assert reason.facts["usual"] == usual


def test_records_of_the_same_event_count_as_one() -> None:
    first = incident(1, 1)
    second = incident(2, 1, same_event=[first])
    third = incident(3, 2, same_event=[second])
    assert ReasonCode.MORE_THAN_USUAL not in found(first, second, third, incident(4, 3))
    assert ReasonCode.MORE_THAN_USUAL in found(first, incident(4, 3), incident(5, 4))


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        ("observed_sign", "direct_threat", ("sign", "threat")),
        ("observed_sign", "attempted", ("sign", "attack")),
        ("indirect_threat", "carried_out", ("threat", "attack")),
        ("direct_threat", "direct_threat", None),
        ("carried_out", "direct_threat", None),
        ("unk", "carried_out", None),
    ],
)
def test_step_up_is_named_with_both_steps(
    before: str, after: str, steps: tuple[str, str] | None
) -> None:
    late = incident(2, 4, realisation=after)
    reasons = found(incident(1, 60, realisation=before), late)
    assert (ReasonCode.STEP_UP in reasons) == (steps is not None)
    if steps:
        assert reasons[ReasonCode.STEP_UP].facts == {
            "incident": late.id,
            "day": days_ago(4),
            "from_step": steps[0],
            "to_step": steps[1],
        }


@pytest.mark.parametrize(("gap", "rings"), [(180, True), (181, False), (0, False)])
def test_step_up_is_measured_against_the_six_months_before(gap: int, rings: bool) -> None:
    records = [
        incident(1, 4 + gap, realisation="observed_sign"),
        incident(2, 4, realisation="attempted"),
    ]
    assert (ReasonCode.STEP_UP in found(*records)) == rings


def test_step_up_of_two_months_ago_is_no_news() -> None:
    records = [
        incident(1, 90, realisation="observed_sign"),
        incident(2, 60, realisation="attempted"),
    ]
    assert found(*records) == {}


def test_threat_by_a_means_used_before_is_named() -> None:
    records = [
        incident(1, 100, realisation="direct_threat", means=["letter", "phone"]),
        incident(2, 50, realisation="direct_threat", means=["letter"]),
        incident(3, 5, realisation="indirect_threat", means=["letter", "unk"]),
    ]
    reason = found(*records)[ReasonCode.SAME_MEANS]
    assert reason.facts == {
        "incident": records[2].id,
        "day": days_ago(5),
        "means": "letter",
        "count": 3,
    }


def test_means_of_a_threat_remembered_later_are_not_compared() -> None:
    remembered = record(
        "incident", 1, title="What", recorded_on=TODAY, when=day(100), means=["letter"],
        realisation="direct_threat",
    )  # fmt: skip
    fresh = incident(2, 5, realisation="direct_threat", means=["letter"])
    assert ReasonCode.SAME_MEANS not in found(remembered, fresh)


@pytest.mark.parametrize("means", ["unk", "oth"])
def test_unknown_means_are_not_the_same(means: str) -> None:
    records = [
        incident(number, days, realisation="direct_threat", means=[means])
        for number, days in ((1, 50), (2, 5))
    ]
    assert ReasonCode.SAME_MEANS not in found(*records)


def test_attack_by_a_means_used_before_is_no_repeated_threat() -> None:
    records = [
        incident(1, 50, realisation="direct_threat", means=["vehicle"]),
        incident(2, 5, realisation="carried_out", means=["vehicle"]),
    ]
    assert ReasonCode.SAME_MEANS not in found(*records)


@pytest.mark.parametrize(
    ("act", "days"),
    [(day(5), 0), (day(19), 14), (day(20), None), (day(4), None), (f"{day(40)}/{day(18)}", 13)],
)
def test_incident_after_our_act_is_asked_about_for_fourteen_days(
    act: str, days: int | None
) -> None:
    reasons = found(incident(1, 5, answers_activity_on=act))
    assert (ReasonCode.AFTER_OUR_ACT in reasons) == (days is not None)
    if days is not None:
        assert reasons[ReasonCode.AFTER_OUR_ACT].facts["days"] == days


@pytest.mark.parametrize(("days_late", "rings"), [(0, True), (30, True), (31, False)])
def test_memory_entered_later_does_not_ring(days_late: int, rings: bool) -> None:
    today = TODAY + timedelta(days=25)
    when = TODAY
    records = [
        record(
            "incident", number, title="What", collectives=[RIVER], when=when.isoformat(),
            recorded_on=when + timedelta(days=days_late),
        )
        for number in range(1, 4)
    ]  # fmt: skip
    assert bool(rising(events(*records, today=today), today)) == rings


@pytest.mark.parametrize("when", ["2026", f"{day(300)}/{day(1)}", f"/{day(1)}"])
def test_incident_whose_day_is_only_roughly_known_does_not_ring(when: str) -> None:
    assert found(*(incident(number, 1, when=when) for number in range(1, 6))) == {}


def test_incident_with_one_of_two_dates_open_does_not_ring() -> None:
    contested = [
        record(
            "incident", number, title="What", recorded_on=days_ago(1), collectives=[RIVER],
            contradicting={"when": [day(1), f"/{day(1)}"]},
        )
        for number in range(1, 4)
    ]  # fmt: skip
    assert found(*contested) == {}


def test_memory_raises_what_is_usual() -> None:
    late = [
        record(
            "incident", 5000 + number, title="What", recorded_on=TODAY, when=day(33 + 30 * number),
            collectives=[RIVER],
        )
        for number in range(6)
    ]  # fmt: skip
    more = [*each_month([1] * 6), *late]
    assert ReasonCode.MORE_THAN_USUAL in found(*this_month(3), *each_month([1] * 6))
    assert ReasonCode.MORE_THAN_USUAL not in found(*this_month(3), *more)


def test_incident_known_to_within_a_month_rings() -> None:
    assert found(*(incident(n, 1, when=f"{day(31)}/{day(1)}") for n in range(1, 4)))


def test_collectives_and_actors_are_looked_at_one_by_one() -> None:
    at_river = [incident(number, number) for number in range(1, 4)]
    at_hill = [incident(number, number, collectives=[HILL]) for number in range(4, 6)]
    parts = [part(700 + n, each, COMPANY) for n, each in enumerate([at_river[0], *at_hill])]
    unknown = [part(800, at_river[1], NOBODY)]
    around = events(*KNOWN, *at_river, *at_hill, *parts, *unknown)
    assert [each.subject for each in by_collective(around, TODAY)] == [RIVER.id]
    (company,) = by_actor(around, TODAY)
    assert company.subject == COMPANY.id
    assert company.reasons[0].facts == {"count": 3, "usual": 0}


@given(memories(12), st.randoms(use_true_random=False))
def test_order_does_not_matter(records: list[Record], random: Random) -> None:
    shuffled = random.sample(records, len(records))
    assert by_collective(events(*records), TODAY) == by_collective(events(*shuffled), TODAY)


@given(
    memories(12),
    st.lists(st.integers(31, 400), max_size=8),
    st.sampled_from(["observed_sign", "direct_threat", "attempted"]),
)
def test_old_memory_entered_today_never_makes_anything_ring(
    records: list[Record], ages: list[int], realisation: str
) -> None:
    memory = [
        record(
            "incident", 20_000 + number, title="Long ago", recorded_on=TODAY, when=day(age),
            collectives=[RIVER], realisation=realisation, means=["phone", "letter"],
        )
        for number, age in enumerate(ages)
    ]  # fmt: skip
    before = {each.code for each in rising(events(*records), TODAY)}
    after = {each.code for each in rising(events(*records, *memory), TODAY)}
    assert after <= before
