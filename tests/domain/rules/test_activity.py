# SPDX-License-Identifier: GPL-3.0-or-later
"""When a measure counts as active."""

from typing import Any

import pytest

from protectnet.domain.record import Record
from protectnet.domain.rules.activity import counts_as_active, why_not_active
from protectnet.domain.rules.reason import ReasonCode
from tests.domain.rules.making import TODAY, VOCABULARIES, day, days_ago, record


def measure(**given: Any) -> Record:
    return record("measure", 800, title="Patrol", **{"status": "active", **given})


def review(number: int, days: int, of: Record, **given: Any) -> Record:
    return record(
        "measure_review", number, title="Review", measure=of, reviewed_on=day(days), **given
    )


@pytest.mark.parametrize("status", sorted(VOCABULARIES("measure_status").terms))
def test_only_the_status_active_counts(status: str) -> None:
    found = why_not_active(measure(status=status), [], TODAY)
    if status == "active":
        assert found == ()
    else:
        assert [each.code for each in found] == [ReasonCode.NOT_STATUS_ACTIVE]
        assert found[0].facts == {"status": status}


def test_measure_without_a_status_does_not_count() -> None:
    (found,) = why_not_active(record("measure", 800, title="Patrol"), [], TODAY)
    assert found.facts == {"status": ""}


def test_measure_when_people_contradict_each_other_on_its_status_then_does_not_count() -> None:
    contested = record(
        "measure", 800, title="Patrol", contradicting={"status": ["active", "suspended"]}
    )
    (found,) = why_not_active(contested, [], TODAY)
    assert found.facts == {"status": "suspended"}


@pytest.mark.parametrize(("days", "active"), [(-5, True), (0, True), (30, True), (31, False)])
def test_review_may_be_thirty_days_late(days: int, active: bool) -> None:
    late = measure(review_due=day(days))
    assert counts_as_active(late, [], TODAY) == active
    if not active:
        (found,) = why_not_active(late, [], TODAY)
        assert found.code is ReasonCode.REVIEW_LONG_PAST
        assert found.facts == {"day": days_ago(31), "days": 31}


def test_review_due_in_a_month_counts_from_its_last_day() -> None:
    assert counts_as_active(measure(review_due="2026-10"), [], TODAY)
    assert not counts_as_active(measure(review_due="2026-09"), [], TODAY)


@pytest.mark.parametrize("suitability", sorted(VOCABULARIES("suitability").terms))
def test_measure_found_harmful_does_not_count(suitability: str) -> None:
    judged = measure(suitability=suitability)
    assert counts_as_active(judged, [], TODAY) == (suitability != "harmful")


def test_measure_called_harmful_by_one_of_two_does_not_count() -> None:
    contested = record(
        "measure", 800, title="Patrol", status="active",
        contradicting={"suitability": ["suitable", "harmful"]},
    )  # fmt: skip
    (found,) = why_not_active(contested, [], TODAY)
    assert (found.code, found.facts) == (ReasonCode.FOUND_HARMFUL, {"day": None})


def test_newest_review_says_whether_it_is_harmful() -> None:
    patrol = measure(suitability="suitable")
    harmful = review(810, 20, patrol, suitability="harmful")
    (found,) = why_not_active(patrol, [harmful], TODAY)
    assert (found.code, found.facts) == (ReasonCode.FOUND_HARMFUL, {"day": days_ago(20)})
    assert counts_as_active(patrol, [harmful, review(811, 3, patrol, suitability="partly")], TODAY)
    silent = review(812, 2, patrol, effect="some_plus")
    assert not counts_as_active(patrol, [silent, harmful], TODAY)
    same_day = review(813, 20, patrol, suitability="suitable")
    assert not counts_as_active(patrol, [harmful, same_day], TODAY)


def test_corrected_review_and_review_of_another_measure_say_nothing() -> None:
    patrol = measure()
    harmful = review(810, 20, patrol, suitability="harmful")
    correction = review(811, 20, patrol, suitability="partly", corrects=harmful)
    assert counts_as_active(patrol, [harmful, correction], TODAY)
    other = record("measure", 801, title="Other", status="active")
    assert counts_as_active(other, [harmful], TODAY)


def test_every_reason_is_given_at_once() -> None:
    bad = measure(status="ended", review_due=day(99), suitability="harmful")
    assert [each.code for each in why_not_active(bad, [], TODAY)] == [
        ReasonCode.NOT_STATUS_ACTIVE,
        ReasonCode.REVIEW_LONG_PAST,
        ReasonCode.FOUND_HARMFUL,
    ]
