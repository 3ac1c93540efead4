# SPDX-License-Identifier: GPL-3.0-or-later
"""The band of a risk: low to extreme, and why (domain.md, decision 2 and section 6, "Banding").

Likelihood times impact gives a score. Floors (``floors``) hold a band at *high* or above while
something grave is near. No band falls by itself: when a floor has passed, the band stays until a
person confirms a lower one with a reason. What nobody has judged is *not assessed*, never *low*.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from protectnet.domain.record import Record
from protectnet.domain.rules.floors import Floor, Nearby, floors, nearby
from protectnet.domain.rules.reading import highest_step, last_days, live_codes
from protectnet.domain.rules.reason import Fact, Reason, ReasonCode
from protectnet.domain.rules.situation import Situation

NOT_ASSESSED, LOW, MEDIUM, HIGH, EXTREME = BANDS = (
    "not_assessed",
    "low",
    "medium",
    "high",
    "extreme",
)
"""The codes of the vocabulary ``risk_band``, the weakest first."""

# The highest product of likelihood and impact (1 to 5 each) that still belongs to the band.
_HIGHEST_PRODUCT = ((4, LOW), (9, MEDIUM), (15, HIGH), (25, EXTREME))


@dataclass(frozen=True, slots=True)
class Band:
    """The band of a risk on a day.

    ``code`` is the band to show, ``score`` the one that likelihood and impact alone would give.
    ``is_kept`` says that nothing of today holds the band so high any more: the group may lower it.
    """

    code: str
    score: str
    is_kept: bool
    reasons: tuple[Reason, ...]

    @property
    def is_at_least_high(self) -> bool:
        """Whether the risk calls for an active measure."""
        return rank(self.code) >= rank(HIGH)


@dataclass(frozen=True, slots=True)
class _Agreement:
    """What the group last confirmed; ``band`` is ``NOT_ASSESSED`` when it never did."""

    band: str
    day: date | None
    has_reason: bool

    def looked_past(self, floor: Floor) -> bool:
        """Whether a band was confirmed after the floor had passed, a lower one with a reason."""
        was_later = self.day is not None and floor.until is not None and self.day > floor.until
        is_lower = rank(self.band) < rank(HIGH)
        return self.band != NOT_ASSESSED and was_later and (self.has_reason or not is_lower)


def rank(band: str) -> int:
    """0 for *not assessed* to 4 for *extreme*."""
    return BANDS.index(band)


def score_band(likelihood: int | None, impact: int | None) -> str:
    """The band of two steps from 1 to 5; *not assessed* when one of them is missing."""
    if likelihood is None or impact is None:
        return NOT_ASSESSED
    return next(band for highest, band in _HIGHEST_PRODUCT if likelihood * impact <= highest)


def assess(risk: Record, now: Situation) -> Band:
    """The band of ``risk`` and its reasons, the strongest first."""
    score, score_reason = _score(risk)
    agreement = _agreement(risk, now.today)
    near = nearby(risk, now)
    found = floors(risk, near, now)
    holding = [each for each in found if each.holds(now.today)]
    keeping = [
        each for each in found if not each.holds(now.today) and not agreement.looked_past(each)
    ]
    is_lowered = _is_lowered(risk, score, agreement)
    by_score = NOT_ASSESSED if is_lowered else score
    by_floors = HIGH if holding or keeping else NOT_ASSESSED
    code = max(agreement.band, by_score, by_floors, key=rank)
    today_alone = max(score, HIGH if holding else NOT_ASSESSED, key=rank)
    is_kept = rank(code) > rank(today_alone)

    ranked = [(HIGH, each.reason) for each in holding]
    ranked.extend(_agreed(agreement, score, is_lowered=is_lowered))
    ranked.append((by_score, score_reason))
    if keeping and not holding:
        ranked.append((HIGH, _passed(keeping)))
    ranked.sort(key=lambda each: -rank(each[0]))
    reasons = [reason for _, reason in ranked]
    if is_kept:
        reasons.append(_quiet(risk, near, now.today))
    return Band(code, score, is_kept, tuple(reasons))


def _score(risk: Record) -> tuple[str, Reason]:
    likelihood = highest_step(risk, "likelihood")
    impact = highest_step(risk, "impact")
    band = score_band(likelihood, impact)
    facts: dict[str, Fact] = {"likelihood": likelihood, "impact": impact}
    if likelihood is None or impact is None:
        return band, Reason(ReasonCode.NOT_SCORED, facts)
    facts |= {"product": likelihood * impact, "band": band}
    return band, Reason(ReasonCode.SCORE, facts)


def _agreement(risk: Record, today: date) -> _Agreement:
    """What the group confirmed. Where people contradict each other: the higher, the earlier.

    A day that has not come yet confirms nothing.
    """
    bands = [code for code in live_codes(risk, "band_agreed") if code in BANDS]
    day = min(last_days(risk, "band_confirmed_on"), default=None)
    if day is not None and day > today:
        day = None
    has_reason = bool(risk.text("band_reason").strip())
    return _Agreement(max(bands, key=rank, default=NOT_ASSESSED), day, has_reason)


def _is_lowered(risk: Record, score: str, agreement: _Agreement) -> bool:
    """Whether the group set a lower band than the score: on a day, with a reason, and afterwards."""
    if agreement.band == NOT_ASSESSED or agreement.day is None or not agreement.has_reason:
        return False
    assessed = max(last_days(risk, "assessed_on"), default=agreement.day)
    return rank(agreement.band) < rank(score) and assessed <= agreement.day


def _agreed(agreement: _Agreement, score: str, *, is_lowered: bool) -> list[tuple[str, Reason]]:
    if agreement.band == NOT_ASSESSED:
        return []
    facts: dict[str, Fact] = {"band": agreement.band, "day": agreement.day}
    if not is_lowered:
        return [(agreement.band, Reason(ReasonCode.AGREED, facts))]
    return [(agreement.band, Reason(ReasonCode.LOWERED, {**facts, "score": score}))]


def _passed(keeping: Iterable[Floor]) -> Reason:
    newest = max(keeping, key=lambda each: (each.until or date.min, each.reason.code))
    facts = {"reason": str(newest.reason.code), "until": newest.until}
    return Reason(ReasonCode.REASON_PASSED, facts)


def _quiet(risk: Record, near: Nearby, today: date) -> Reason:
    newest = max([risk.recorded_on, *(each.recorded_on for each in near.here)])
    return Reason(ReasonCode.QUIET, {"days": max((today - newest).days, 0)})
