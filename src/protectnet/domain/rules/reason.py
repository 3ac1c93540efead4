# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a rule says what it says, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protectnet.domain.ids import RecordId

Fact = str | int | date | RecordId | None


class ReasonCode(StrEnum):
    """Every reason a rule can give. The facts of each stand beside it."""

    SCORE = "score"
    """``likelihood``, ``impact``: steps; ``product``; ``band``."""
    NOT_SCORED = "not_scored"
    """``likelihood``, ``impact``: the step, or ``None`` where nobody has judged it."""
    DIRECT_THREAT = "direct_threat"
    """``incident``: the newest; ``day``: its latest possible day; ``until``; ``count``."""
    ATTACK_HERE = "attack_here"
    """As ``DIRECT_THREAT``: an attempted or carried-out attack on the same collective."""
    ATTACK_SAME_ACTOR = "attack_same_actor"
    """As ``DIRECT_THREAT``: an attack elsewhere, by an actor this risk names."""
    ATTACK_UNKNOWN_ACTOR = "attack_unknown_actor"
    """As ``DIRECT_THREAT``: an attack elsewhere, where this or that actor is not known."""
    CRITICAL_DATE = "critical_date"
    """``day``: first possible day; ``until``: last one, ``None`` when open; ``actor``: a hostile one."""
    AGREED = "agreed"
    """``band``; ``day``: when the group last confirmed it, or ``None``."""
    LOWERED = "lowered"
    """``band``, ``day``; ``score``: the band that likelihood and impact alone would give."""
    REASON_PASSED = "reason_passed"
    """``reason``: code of the floor that has passed; ``until``: its last day. The band stays."""
    QUIET = "quiet"
    """``days``: how long nothing new was recorded; the group may lower the band."""
    NOT_STATUS_ACTIVE = "not_status_active"
    """``status``: the code of the measure's status, empty where none is noted."""
    REVIEW_LONG_PAST = "review_long_past"
    """``day``: last day for the review; ``days``: how long it has passed."""
    FOUND_HARMFUL = "found_harmful"
    """``day``: of the review that says so; ``None`` when the measure itself says so."""
    REVIEW_PASSED = "review_passed"
    """``day``, ``days`` as above: what is shown is old."""
    DELETE_BY_PASSED = "delete_by_passed"
    """``day``, ``days``: the record was to be looked at or deleted by then."""
    MORE_THAN_USUAL = "more_than_usual"
    """``count``: in the last 30 days; ``usual``: in 30 days of the six months before."""
    STEP_UP = "step_up"
    """``incident``, ``day``, ``from_step``, ``to_step``: codes of ``Step``."""
    SAME_MEANS = "same_means"
    """``incident``, ``day``, ``means``: the code; ``count``: of the threats made by this means."""
    AFTER_OUR_ACT = "after_our_act"
    """``incident``, ``day``; ``days``: after what we did in public."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its facts; what each code carries is said at ``ReasonCode``."""

    code: ReasonCode
    facts: Mapping[str, Fact]
