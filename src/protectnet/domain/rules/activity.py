# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a measure counts as active (domain.md 2.6).

It does when its status is *active*, its review is not more than 30 days late, and nobody found it
harmful. Where people contradict each other, the graver word counts.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from protectnet.domain.record import Record
from protectnet.domain.rules.reading import last_days, live_codes, of_kind
from protectnet.domain.rules.reason import Reason, ReasonCode

ACTIVE = "active"
HARMFUL = "harmful"
REVIEW_GRACE = timedelta(days=30)


def why_not_active(measure: Record, reviews: Iterable[Record], today: date) -> tuple[Reason, ...]:
    """Why the measure does not count as active; empty when it does.

    ``reviews`` may be any records: those ``measure_review`` of this measure are looked at. The
    newest review's word on suitability counts beside the measure's own.
    """
    reasons: list[Reason] = []
    statuses = live_codes(measure, "status")
    if statuses != {ACTIVE}:
        other = min(statuses - {ACTIVE}, default="")
        reasons.append(Reason(ReasonCode.NOT_STATUS_ACTIVE, {"status": other}))
    due = min(last_days(measure, "review_due"), default=None)
    if due is not None and today - due > REVIEW_GRACE:
        reasons.append(
            Reason(ReasonCode.REVIEW_LONG_PAST, {"day": due, "days": (today - due).days})
        )
    if HARMFUL in live_codes(measure, "suitability"):
        reasons.append(Reason(ReasonCode.FOUND_HARMFUL, {"day": None}))
    else:
        reasons.extend(_harm_in_newest_review(measure, reviews))
    return tuple(reasons)


def counts_as_active(measure: Record, reviews: Iterable[Record], today: date) -> bool:
    """Whether the measure counts as active; see ``why_not_active``."""
    return not why_not_active(measure, reviews, today)


def _harm_in_newest_review(measure: Record, reviews: Iterable[Record]) -> list[Reason]:
    """The newest day with a word on suitability, and whether one of its words is *harmful*."""
    known = tuple(of_kind(reviews, "measure_review"))
    corrected = frozenset().union(*(each.references("corrects") for each in known))
    said = [
        (max(last_days(each, "reviewed_on"), default=each.recorded_on), code)
        for each in known
        if measure.id in each.references("measure") and each.id not in corrected
        for code in live_codes(each, "suitability")
    ]
    newest = max((day for day, _ in said), default=None)
    if (newest, HARMFUL) not in said:
        return []
    return [Reason(ReasonCode.FOUND_HARMFUL, {"day": newest})]
