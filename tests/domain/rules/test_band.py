# SPDX-License-Identifier: GPL-3.0-or-later
"""The band of a risk: its score, what the group agreed on, and that it never falls by itself."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.record import Record
from protectnet.domain.rules.band import BANDS, assess, rank, score_band
from protectnet.domain.rules.reason import ReasonCode
from tests.domain.rules.making import (
    COMPANY,
    KNOWN,
    LONG_AGO,
    RIVER,
    TODAY,
    VOCABULARIES,
    day,
    days_ago,
    memories,
    now,
    record,
    risks,
)


def risk(**given: Any) -> Record:
    return record("risk", 500, title="Risk", collectives=[RIVER], sources=[COMPANY], **given)


def threat(days: int, **given: Any) -> Record:
    recorded_on = days_ago(days)
    return record(
        "incident", 600, title="Threat", recorded_on=recorded_on, when=day(days),
        realisation="direct_threat", collectives=[RIVER], **given,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("likelihood", "impact", "band"),
    [
        (1, 1, "low"), (2, 2, "low"), (1, 4, "low"), (4, 1, "low"),
        (1, 5, "medium"), (2, 3, "medium"), (3, 3, "medium"), (2, 4, "medium"),
        (2, 5, "high"), (3, 4, "high"), (3, 5, "high"), (5, 3, "high"),
        (4, 4, "extreme"), (5, 4, "extreme"), (5, 5, "extreme"),
        (None, 5, "not_assessed"), (5, None, "not_assessed"), (None, None, "not_assessed"),
    ],
)  # fmt: skip
def test_score_is_likelihood_times_impact_and_missing_is_not_assessed(
    likelihood: int | None, impact: int | None, band: str
) -> None:
    assert score_band(likelihood, impact) == band


def test_bands_are_the_codes_of_the_vocabulary() -> None:
    assert set(BANDS) == set(VOCABULARIES("risk_band").terms)


def test_risk_when_nobody_judged_it_then_not_assessed_and_said_why() -> None:
    found = assess(risk(likelihood=4), now(*KNOWN))
    assert found.code == "not_assessed"
    assert not found.is_at_least_high
    assert [each.code for each in found.reasons] == [ReasonCode.NOT_SCORED]
    assert found.reasons[0].facts == {"likelihood": 4, "impact": None}


def test_risk_when_not_judged_but_threatened_then_high() -> None:
    found = assess(risk(), now(*KNOWN, threat(3)))
    assert (found.code, found.score, found.is_at_least_high) == ("high", "not_assessed", True)
    assert found.reasons[0].code is ReasonCode.DIRECT_THREAT


def test_score_when_people_contradict_each_other_then_the_higher_counts() -> None:
    contested = risk(impact=5, contradicting={"likelihood": [1, 4]})
    assert assess(contested, now(*KNOWN)).code == "extreme"


def test_floor_never_lowers_an_extreme_score_and_the_score_is_named_first() -> None:
    found = assess(risk(likelihood=5, impact=5), now(*KNOWN, threat(3)))
    assert found.code == "extreme"
    assert [each.code for each in found.reasons] == [ReasonCode.SCORE, ReasonCode.DIRECT_THREAT]
    assert found.reasons[0].facts["product"] == 25


def test_agreed_band_above_the_score_stands_and_may_be_lowered() -> None:
    agreed = risk(likelihood=2, impact=2, band_agreed="high", band_confirmed_on=day(40))
    found = assess(agreed, now(*KNOWN))
    assert (found.code, found.score, found.is_kept) == ("high", "low", True)
    assert [each.code for each in found.reasons] == [
        ReasonCode.AGREED,
        ReasonCode.SCORE,
        ReasonCode.QUIET,
    ]
    assert found.reasons[0].facts == {"band": "high", "day": days_ago(40)}
    assert found.reasons[2].facts == {"days": (TODAY - LONG_AGO).days}


def test_agreed_band_below_the_score_stands_only_with_a_day_and_a_reason() -> None:
    whole = {
        "likelihood": 4,
        "impact": 4,
        "band_agreed": "medium",
        "band_confirmed_on": day(5),
        "band_reason": "They have left the valley",
    }
    found = assess(risk(**whole), now(*KNOWN))
    assert (found.code, found.is_kept) == ("medium", False)
    assert found.reasons[0].code is ReasonCode.LOWERED
    assert found.reasons[0].facts["score"] == "extreme"
    for missing in ("band_confirmed_on", "band_reason", "band_agreed"):
        partly = {name: value for name, value in whole.items() if name != missing}
        assert assess(risk(**partly), now(*KNOWN)).code == "extreme", missing
    to_come = whole | {"band_confirmed_on": day(-1)}
    assert assess(risk(**to_come), now(*KNOWN)).code == "extreme"


def test_lowered_band_when_judged_anew_afterwards_then_the_score_counts_again() -> None:
    lowered = {"likelihood": 4, "impact": 4, "band_agreed": "low", "band_reason": "Calm"}
    before = risk(**lowered, band_confirmed_on=day(5), assessed_on=day(5))
    after = risk(**lowered, band_confirmed_on=day(5), assessed_on=day(4))
    assert assess(before, now(*KNOWN)).code == "low"
    assert assess(after, now(*KNOWN)).code == "extreme"


def test_agreed_bands_when_contradicting_then_the_higher_and_the_earlier_day_count() -> None:
    contested = risk(
        likelihood=1, impact=1, band_reason="Calm",
        contradicting={"band_agreed": ["low", "extreme"], "band_confirmed_on": [day(1), day(9)]},
    )  # fmt: skip
    found = assess(contested, now(*KNOWN))
    assert found.code == "extreme"
    assert found.reasons[0].facts["day"] == days_ago(9)


def test_lowered_band_does_not_undercut_a_floor_that_holds() -> None:
    lowered = risk(
        likelihood=2, impact=2, band_agreed="low", band_confirmed_on=day(1), band_reason="Calm"
    )
    found = assess(lowered, now(*KNOWN, threat(30)))
    assert (found.code, found.is_kept) == ("high", False)


@pytest.mark.parametrize(
    ("confirmed", "reason", "band", "expected"),
    [
        (None, "Calm", "low", "high"),
        (11, "Calm", "low", "high"),
        (10, "Calm", "low", "high"),
        (9, "Calm", "low", "low"),
        (9, None, "low", "high"),
        (9, None, "high", "high"),
        (9, "Calm", "not_assessed", "high"),
    ],
)
def test_passed_floor_keeps_the_band_until_a_person_lowers_it_after_its_last_day(
    confirmed: int | None, reason: str | None, band: str, expected: str
) -> None:
    given: dict[str, Any] = {"likelihood": 1, "impact": 1, "band_agreed": band}
    if confirmed is not None:
        given["band_confirmed_on"] = day(confirmed)
    if reason:
        given["band_reason"] = reason
    found = assess(risk(**given), now(*KNOWN, threat(40)))
    assert found.code == expected


def test_passed_floor_is_named_with_its_last_day_and_how_long_it_has_been_quiet() -> None:
    found = assess(risk(likelihood=1, impact=1), now(*KNOWN, threat(40)))
    assert (found.code, found.is_kept) == ("high", True)
    assert [each.code for each in found.reasons] == [
        ReasonCode.REASON_PASSED,
        ReasonCode.SCORE,
        ReasonCode.QUIET,
    ]
    assert found.reasons[0].facts == {"reason": "direct_threat", "until": days_ago(10)}
    assert found.reasons[2].facts == {"days": 40}


def test_passed_floor_is_not_named_while_another_one_holds() -> None:
    again = record(
        "incident", 601, title="Threat", when=day(2), realisation="direct_threat",
        collectives=[RIVER],
    )  # fmt: skip
    found = assess(risk(likelihood=1, impact=1), now(*KNOWN, threat(40), again))
    assert [each.code for each in found.reasons] == [ReasonCode.DIRECT_THREAT, ReasonCode.SCORE]


@pytest.mark.parametrize(("recorded", "expected"), [(20, "high"), (19, "low")])
def test_critical_date_that_passed_keeps_the_band_if_it_was_known_by_then(
    recorded: int, expected: str
) -> None:
    dated = record(
        "risk", 500, title="Risk", recorded_on=days_ago(recorded), likelihood=1, impact=1,
        sources=[COMPANY], critical_date=day(20),
    )  # fmt: skip
    assert assess(dated, now(*KNOWN)).code == expected


def test_memory_of_what_had_passed_when_written_down_keeps_nothing() -> None:
    old = record(
        "incident", 600, title="Threat", recorded_on=days_ago(1), when=day(400),
        realisation="direct_threat", collectives=[RIVER],
    )  # fmt: skip
    assert assess(risk(likelihood=1, impact=1), now(*KNOWN, old)).code == "low"
    new_risk = record(
        "risk", 500, title="New", recorded_on=days_ago(9), likelihood=1, impact=1,
        collectives=[RIVER],
    )  # fmt: skip
    assert assess(new_risk, now(*KNOWN, threat(40))).code == "low"


@given(risks(), memories(), memories(1))
def test_band_never_falls_when_an_incident_is_added(
    risk_: Record, before: list[Record], added: list[Record]
) -> None:
    taken = {each.id for each in before}
    more = [each for each in added if each.id not in taken]
    known = [risk_, *KNOWN, *before]
    without, with_it = assess(risk_, now(*known)), assess(risk_, now(*known, *more))
    assert rank(with_it.code) >= rank(without.code)


@given(risks(), memories(), st.randoms(use_true_random=False))
def test_order_of_records_does_not_matter(
    risk_: Record, events: list[Record], random: Random
) -> None:
    known = [*KNOWN, *events]
    shuffled = random.sample(known, len(known))
    assert assess(risk_, now(*known)) == assess(risk_, now(*shuffled))


@given(risks(), memories(), st.integers(0, 400))
def test_band_never_falls_as_days_pass(risk_: Record, events: list[Record], days: int) -> None:
    known = [*KNOWN, *events]
    later = TODAY + timedelta(days=days)
    on_the_day = assess(risk_, now(*known))
    assert rank(assess(risk_, now(*known, today=later)).code) >= rank(on_the_day.code)


@given(risks(), memories())
def test_band_is_explained_by_its_reasons(risk_: Record, events: list[Record]) -> None:
    found = assess(risk_, now(*KNOWN, *events))
    codes = {each.code for each in found.reasons}
    assert found.code == found.score or codes - {ReasonCode.SCORE, ReasonCode.NOT_SCORED}
    assert found.is_kept == (ReasonCode.QUIET in codes)
    if found.code == "not_assessed":
        assert ReasonCode.NOT_SCORED in codes
