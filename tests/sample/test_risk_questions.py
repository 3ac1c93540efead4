# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about risks: what answers them, what rises, what is near or late."""

from collections import Counter
from collections.abc import Callable

from protectnet.domain.record import Record
from protectnet.domain.rules.activity import why_not_active
from protectnet.domain.rules.band import BANDS
from protectnet.domain.rules.escalation import by_collective
from protectnet.domain.rules.happenings import happenings
from protectnet.domain.rules.reason import ReasonCode
from protectnet.domain.rules.staleness import stale
from tests.sample.reading import VOCABULARIES, Network


def reasons(sample: Network) -> set[str]:
    return {reason.code for band in sample.bands().values() for reason in band.reasons}


def all_of(measures: list[Record], holds: Callable[[Record], bool]) -> bool:
    return bool(measures) and all(holds(each) for each in measures)


def is_state(measure: Record) -> bool:
    return measure.text("provider") == "state"


def test_band_when_every_risk_is_assessed_then_each_band_is_there(sample: Network) -> None:
    assert {band.code for band in sample.bands().values()} == set(BANDS)


def test_band_when_reasons_are_read_then_floors_agreements_and_missing_judgements_are_there(
    sample: Network,
) -> None:
    expected = {
        ReasonCode.SCORE,
        ReasonCode.NOT_SCORED,
        ReasonCode.DIRECT_THREAT,
        ReasonCode.ATTACK_HERE,
        ReasonCode.ATTACK_SAME_ACTOR,
        ReasonCode.ATTACK_UNKNOWN_ACTOR,
        ReasonCode.CRITICAL_DATE,
        ReasonCode.AGREED,
        ReasonCode.LOWERED,
        ReasonCode.QUIET,
    }
    assert expected <= reasons(sample)


def test_high_risk_when_nothing_is_in_force_then_is_found(sample: Network) -> None:
    bare = [risk for risk in sample.high_risks() if not sample.active(risk)]
    assert any(risk.text("language") == "es" for risk in bare)


def test_high_risk_when_only_the_state_acts_then_is_found(sample: Network) -> None:
    assert any(all_of(sample.active(risk), is_state) for risk in sample.high_risks())


def test_high_risk_when_only_persons_are_guarded_then_is_found(sample: Network) -> None:
    def guards_a_person(measure: Record) -> bool:
        is_narrow = measure.text("scope") in {"individual", "family"}
        return is_narrow and measure.codes("domains") == {"physical"}

    assert any(all_of(sample.active(risk), guards_a_person) for risk in sample.high_risks())


def test_high_risk_when_no_measure_touches_threat_or_cause_then_is_found(sample: Network) -> None:
    def leaves_the_threat(measure: Record) -> bool:
        return not measure.codes("reduces") & {"threat", "cause"} and not measure.references(
            "causes"
        )

    assert any(all_of(sample.active(risk), leaves_the_threat) for risk in sample.high_risks())


def test_high_risk_when_a_measure_works_on_the_cause_then_is_found(sample: Network) -> None:
    assert any(
        measure.references("causes")
        for risk in sample.high_risks()
        for measure in sample.active(risk)
    )


def test_measure_when_it_does_not_count_as_active_then_every_reason_is_there(
    sample: Network,
) -> None:
    found = {
        reason.code
        for each in sample.of("measure")
        for reason in why_not_active(each, sample.records, sample.today)
    }
    assert found == {
        ReasonCode.NOT_STATUS_ACTIVE,
        ReasonCode.REVIEW_LONG_PAST,
        ReasonCode.FOUND_HARMFUL,
    }


def test_escalation_when_asked_for_then_every_sign_of_it_rings(sample: Network) -> None:
    events = happenings(sample.records, VOCABULARIES("act_type"), sample.today)
    found = {reason.code for each in by_collective(events, sample.today) for reason in each.reasons}
    assert found == {
        ReasonCode.MORE_THAN_USUAL,
        ReasonCode.STEP_UP,
        ReasonCode.SAME_MEANS,
        ReasonCode.AFTER_OUR_ACT,
    }


def test_critical_dates_when_near_then_risks_and_collectives_have_one(sample: Network) -> None:
    for kind in ("risk", "collective"):
        days = [sample.ago(each, "critical_date") for each in sample.of(kind)]
        assert any(day is not None and -14 <= day <= 0 for day in days)
    assert any(
        "due" in each.text("critical_event")
        for each in sample.of("risk")
        if sample.ago(each, "critical_date") is not None
    )


def test_reviews_when_late_then_risks_and_measures_are_found(sample: Network) -> None:
    late = Counter(
        each.kind.name for each in sample.records if stale(each, sample.today) is not None
    )
    assert late["risk"] >= 2
    assert late["measure"] >= 2


def test_contacts_when_unverified_for_long_then_are_found(sample: Network) -> None:
    days = [sample.ago(each, "last_verified") for each in sample.of("contact")]
    assert any(day is None for day in days)
    assert sum(day is not None and day > 180 for day in days) >= 3
    assert any(day is not None and day < 60 for day in days)


def test_communities_when_silent_then_nothing_of_theirs_is_recent(sample: Network) -> None:
    def newest(collective: Record) -> int | None:
        days = [
            day
            for each in sample.records
            if collective.id in each.references("collectives")
            for field in ("when", "reviewed_on", "assessed_on", "said_on", "agreed_on")
            if (day := sample.ago(each, field)) is not None
        ]
        return min(days, default=None)

    known = {each.title: newest(each) for each in sample.of("collective")}
    assert known["Piedra Callada"] is not None
    assert known["Piedra Callada"] > 180
    assert sum(day is not None and day < 45 for day in known.values()) >= 4
