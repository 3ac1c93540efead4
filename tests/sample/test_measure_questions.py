# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about orders and measures: what was promised, done, paid for, and what it did."""

import pytest

from tests.sample.reading import VOCABULARIES, Network, codes, linked, network, undelivered

NOT_SAID = {"oth", "unk"}


def test_order_when_it_binds_three_bodies_then_one_has_not_answered(community: Network) -> None:
    orders = [each for each in community.of("document") if each.text("document_kind") == "order"]
    assert len(orders) == 1
    measures = [
        each for each in community.of("measure") if orders[0].id in each.references("documents")
    ]
    bodies = orders[0].references("addressed_to")
    assert len(bodies) == 3
    assert linked(measures, "asked_of") == bodies
    silent = undelivered(community)
    assert len(silent) == 1
    assert silent[0] in measures
    assert (community.ago(silent[0], "granted_on") or 0) > 60
    said = [each for each in community.of("statement") if each.text("fact") == "compliance"]
    assert silent[0].id in linked(said, "about")


def test_harm_when_a_promise_is_not_kept_then_incidents_follow_it(community: Network) -> None:
    promise = undelivered(community)[0]
    granted = community.ago(promise, "granted_on")
    assert granted is not None
    days = [
        community.ago(each, "when")
        for each in community.of("incident")
        if each.references("collectives") & promise.references("collectives")
    ]
    assert any(day is not None and day < granted for day in days)


def test_state_measures_when_counted_then_less_is_delivered_than_granted(sample: Network) -> None:
    steps = [
        sum(bool(each.text(step)) for each in sample.of("measure"))
        for step in ("asked", "granted", "delivered")
    ]
    assert steps[0] >= 12
    assert steps[1] > steps[2] > 0
    assert any(
        each.text("asked") and each.text("delivered") and each.text("granted") != each.text("asked")
        for each in sample.of("measure")
    )


def test_officials_when_they_leave_then_the_body_says_so(sample: Network) -> None:
    days = [
        sample.ago(each, "period")
        for each in sample.of("actor")
        if each.text("actor_type").startswith("st.") and each.span("period")
    ]
    assert any(day is not None and 0 < day < 60 for day in days)
    assert any(day is not None and -60 < day <= 0 for day in days)


def test_mechanisms_when_asked_about_then_their_conduct_is_told(sample: Network) -> None:
    bodies = [
        each
        for each in sample.of("actor")
        if each.text("actor_type") in {"al.mechanism", "al.nhri"} and each.text("conduct")
    ]
    assert len(bodies) >= 3
    said = [each for each in sample.of("statement") if each.text("fact") == "assessment"]
    judged = linked(said, "about")
    assert judged & {each.id for each in bodies}


@pytest.mark.parametrize(
    ("field", "vocabulary"),
    [
        ("provider", "provider"),
        ("scope", "scope"),
        ("timing", "timing"),
        ("domains", "domain"),
        ("relation_to_state", "relation_to_state"),
    ],
)
def test_balance_when_measures_are_counted_then_every_term_of_each_axis_is_there(
    field: str, vocabulary: str
) -> None:
    known = set(VOCABULARIES(vocabulary).terms) - NOT_SAID
    assert known - codes(network(0).of("measure"), field) == set()


def test_challenges_when_tagged_then_each_of_them_is_there(sample: Network) -> None:
    tagged = [*sample.of("measure"), *sample.of("structural_cause")]
    known = set(VOCABULARIES("mechanism_challenge").terms) - NOT_SAID
    assert known - codes(tagged, "challenges") == set()


def test_measures_when_they_harm_then_each_community_says_why(community: Network) -> None:
    harmful = [each for each in community.of("measure") if each.text("suitability") == "harmful"]
    assert harmful
    assert all(each.text("suitability_why") for each in harmful)


def test_measures_when_judged_then_every_word_is_used(sample: Network) -> None:
    known = set(VOCABULARIES("suitability").terms)
    assert codes(sample.of("measure"), "suitability") == known
    used = codes([*sample.of("measure"), *sample.of("measure_review")], "effect")
    assert set(VOCABULARIES("effect").terms) - used == set()


def test_own_measure_when_it_worked_then_each_community_has_one_in_place_of_the_state(
    community: Network,
) -> None:
    worked = [
        each
        for each in community.of("measure")
        if each.text("provider") == "own_community"
        and each.text("relation_to_state") == "replaces"
        and each.text("effect") == "strong_plus"
        and each.text("suitability") == "suitable"
        and each.text("outcome")
    ]
    assert linked(worked, "follows") == {each.id for each in undelivered(community)}


def test_money_when_it_runs_out_then_measures_without_any_are_found(sample: Network) -> None:
    ends = [sample.ago(each, "money_until") for each in sample.of("measure")]
    assert any(day is not None and day > 0 for day in ends)
    assert any(day is not None and -30 <= day <= 0 for day in ends)
    assert any(
        each.text("status") == "active" and not each.references("paid_by")
        for each in sample.of("measure")
    )
