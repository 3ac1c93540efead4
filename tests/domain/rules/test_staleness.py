# SPDX-License-Identifier: GPL-3.0-or-later
"""When something is shown as old, or is to be reviewed or deleted."""

from typing import Any

import pytest

from protectnet.domain.kinds import KINDS
from protectnet.domain.rules.reason import Reason, ReasonCode
from protectnet.domain.rules.staleness import REVIEW_FIELDS, past_delete_by, stale
from tests.domain.rules.making import TODAY, day, days_ago, record


def test_review_fields_are_dates_of_their_kinds() -> None:
    for kind, field in REVIEW_FIELDS.items():
        assert KINDS.named(kind).field(field).type.name == "date"


@pytest.mark.parametrize(("kind", "field"), sorted(REVIEW_FIELDS.items()))
@pytest.mark.parametrize(("days", "is_old"), [(-1, False), (0, False), (1, True), (400, True)])
def test_record_is_old_from_the_day_after_its_review(
    kind: str, field: str, days: int, is_old: bool
) -> None:
    given: dict[str, Any] = {field: day(days)}
    found = stale(record(kind, 1, title="One", **given), TODAY)
    expected = Reason(ReasonCode.REVIEW_PASSED, {"day": days_ago(days), "days": days})
    assert found == (expected if is_old else None)


def test_review_in_a_month_has_passed_when_the_month_has() -> None:
    assert stale(record("risk", 1, title="One", next_review="2026-11"), TODAY) is None
    assert stale(record("risk", 1, title="One", next_review="2026-10"), TODAY) is not None


def test_review_with_an_open_end_is_due_from_its_first_day() -> None:
    assert stale(record("risk", 1, title="One", next_review=f"{day(1)}/"), TODAY) is not None


def test_review_days_when_contradicting_then_the_earlier_counts() -> None:
    contested = record("risk", 1, title="One", contradicting={"next_review": [day(-9), day(3)]})
    found = stale(contested, TODAY)
    assert found is not None
    assert found.facts["days"] == 3


def test_record_without_a_review_day_is_not_old() -> None:
    assert stale(record("risk", 1, title="One"), TODAY) is None
    assert stale(record("incident", 1, title="One", when="2001"), TODAY) is None


@pytest.mark.parametrize(("days", "is_past"), [(0, False), (1, True)])
def test_any_record_can_pass_its_day_of_review_or_deletion(days: int, is_past: bool) -> None:
    for kind in KINDS.shared:
        found = past_delete_by(
            record(kind.name, 1, title="One", review_or_delete_by=day(days)), TODAY
        )
        assert (found is not None) == is_past
        if found:
            assert found.code is ReasonCode.DELETE_BY_PASSED
