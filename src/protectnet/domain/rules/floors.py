# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds a risk's band at *high* or above (domain.md, decision 2).

* a direct threat to the same collective, an announced attack included: 30 days;
* an attempted or carried-out attack on the same collective, or by the same actor elsewhere: 90
  days. Who is not known counts as the same actor;
* a critical date with a hostile actor: from 14 days before it.

Days count from the latest possible day of an incident. What is not written down counts as the
graver case: an incident or a risk without a collective counts as here, a source of unknown stance
as hostile.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from protectnet.domain.ids import RecordId
from protectnet.domain.record import Record
from protectnet.domain.rules.happenings import Happening
from protectnet.domain.rules.reading import live_spans
from protectnet.domain.rules.reason import Fact, Reason, ReasonCode
from protectnet.domain.rules.situation import Situation

THREAT_DAYS = 30
ATTACK_DAYS = 90
CRITICAL_DATE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Floor:
    """One thing that holds the band up; ``until`` is its last day, ``None`` while that is open."""

    reason: Reason
    until: date | None

    def holds(self, today: date) -> bool:
        """Whether it does so on this day."""
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True)
class Nearby:
    """What happened to the collective of a risk, and what happened elsewhere."""

    here: tuple[Happening, ...]
    elsewhere: tuple[Happening, ...]


def nearby(risk: Record, now: Situation) -> Nearby:
    """The incidents around a risk; its own are here wherever they happened."""
    linked = risk.references("incidents")
    ours = now.collectives.of(risk.references("collectives"))
    here: list[Happening] = []
    elsewhere: list[Happening] = []
    for each in now.happenings:
        is_ours = not ours or not each.collectives or not ours.isdisjoint(each.collectives)
        (here if is_ours or each.id in linked else elsewhere).append(each)
    return Nearby(tuple(here), tuple(elsewhere))


def floors(risk: Record, near: Nearby, now: Situation) -> tuple[Floor, ...]:
    """What holds the band now, and what has held it since the vault knows of it.

    A floor that had passed before its incident or the risk was written down was never shown, so
    it keeps nothing and is left out.
    """
    threats = [each for each in near.here if each.is_direct_threat]
    attacks = [each for each in near.here if each.is_attack]
    sources = now.actors.of(risk.references("sources"))
    others = [each for each in near.elsewhere if each.is_attack]
    same = [each for each in others if not sources.isdisjoint(each.actors)]
    unknown = [
        each
        for each in others
        if sources.isdisjoint(each.actors) and (each.has_unknown_author or not sources)
    ]
    return (
        *_of_events(risk, ReasonCode.DIRECT_THREAT, threats, THREAT_DAYS, now.today),
        *_of_events(risk, ReasonCode.ATTACK_HERE, attacks, ATTACK_DAYS, now.today),
        *_of_events(risk, ReasonCode.ATTACK_SAME_ACTOR, same, ATTACK_DAYS, now.today),
        *_of_events(risk, ReasonCode.ATTACK_UNKNOWN_ACTOR, unknown, ATTACK_DAYS, now.today),
        *_of_dates(risk, now),
    )


def _of_events(
    risk: Record, code: ReasonCode, events: Iterable[Happening], days: int, today: date
) -> Iterator[Floor]:
    """A floor for the events that hold today, and one for those that have passed."""
    window = timedelta(days=days)
    holding: list[Happening] = []
    passed: list[Happening] = []
    for each in events:
        until = each.last + window
        if today <= until:
            holding.append(each)
        elif max(risk.recorded_on, each.recorded_on) <= until:
            passed.append(each)
    for found in (holding, passed):
        if found:
            newest = max(found, key=lambda each: (each.last, each.id))
            until = newest.last + window
            facts: dict[str, Fact] = {"incident": newest.id, "day": newest.last, "until": until}
            yield Floor(Reason(code, {**facts, "count": len(found)}), until)


def _of_dates(risk: Record, now: Situation) -> Iterator[Floor]:
    """Critical dates of the risk or its collectives, where somebody hostile is behind the risk."""
    hostile = _hostile_source(risk, now)
    if hostile is None:
        return
    spans = set(live_spans(risk, "critical_date"))
    for collective in risk.references("collectives"):
        spans.update(now.critical_dates.get(collective, ()))
    for span in sorted(spans, key=repr):
        if span.first is None and span.last is None:
            continue
        # Without a first day it can be any day up to the last.
        first = span.first or min(now.today, span.last or now.today)
        was_seen = span.last is None or risk.recorded_on <= span.last
        if first - now.today <= timedelta(days=CRITICAL_DATE_DAYS) and was_seen:
            facts: dict[str, Fact] = {"day": first, "until": span.last, "actor": hostile}
            yield Floor(Reason(ReasonCode.CRITICAL_DATE, facts), span.last)


def _hostile_source(risk: Record, now: Situation) -> RecordId | None:
    """An actor named as a source of the risk that nobody is sure to call friendly or neutral."""
    hostile = (each for each in risk.references("sources") if now.may_be_hostile(each))
    return min(hostile, default=None)
