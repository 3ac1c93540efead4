# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether things around a collective, or by an actor, get worse (domain.md, decision 2 and 6).

Measured against the same collective's own last six months. Each finding is a question to the
group, never a verdict. Four things are looked for in the last 30 days:

* more incidents than usual: at least three, and more than half as many again as in a usual 30 days
  (the median of the six before, rounded up);
* a step up, from signs to threats to an attack;
* a threat made by a means that was used before;
* an incident up to 14 days after something we did in public.

Memory that is entered later does not ring: an incident that was written down more than 30 days
after its latest possible day, or whose day is not known to within a month, raises what is usual
and does nothing else. Incidents that tell the same event count as one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

from protectnet.domain.ids import RecordId
from protectnet.domain.rules.happenings import STEPS, Happening, Step
from protectnet.domain.rules.reason import Fact, Reason, ReasonCode

WINDOW_DAYS = 30
WINDOWS_BEFORE = 6
FEWEST = 3
DAYS_AFTER_OUR_ACT = 14

_WINDOW = timedelta(days=WINDOW_DAYS)
_NO_MEANS = frozenset({"oth", "unk"})


@dataclass(frozen=True, slots=True)
class Escalation:
    """What is rising around a collective or by an actor; ``subject`` is its id."""

    subject: RecordId
    reasons: tuple[Reason, ...]


def by_collective(events: Iterable[Happening], today: date) -> tuple[Escalation, ...]:
    """The collectives around which something is rising, in the order of their ids."""
    grouped: dict[RecordId, list[Happening]] = defaultdict(list)
    for each in events:
        for subject in each.collectives:
            grouped[subject].append(each)
    return _escalations(grouped, today)


def by_actor(events: Iterable[Happening], today: date) -> tuple[Escalation, ...]:
    """The actors by whom something is rising, in the order of their ids."""
    grouped: dict[RecordId, list[Happening]] = defaultdict(list)
    for each in events:
        for subject in each.actors:
            grouped[subject].append(each)
    return _escalations(grouped, today)


def _escalations(grouped: dict[RecordId, list[Happening]], today: date) -> tuple[Escalation, ...]:
    found = ((subject, rising(events, today)) for subject, events in sorted(grouped.items()))
    return tuple(Escalation(subject, reasons) for subject, reasons in found if reasons)


def rising(events: Iterable[Happening], today: date) -> tuple[Reason, ...]:
    """What is rising in ``events``, which are those of one collective or one actor."""
    ordered = sorted(events, key=lambda each: (each.last, each.id))
    fresh = [each for each in ordered if not _is_memory(each)]
    recent = [each for each in fresh if _age(each, today) in range(WINDOW_DAYS)]
    found = (
        _more_than_usual(ordered, recent, today),
        _step_up(fresh, recent),
        _same_means(fresh, recent),
        _after_our_act(recent),
    )
    return tuple(each for each in found if each)


def _age(event: Happening, today: date) -> int:
    return (today - event.last).days


def _is_memory(event: Happening) -> bool:
    """Whether the incident was written down long afterwards, or its day is only roughly known."""
    is_rough = event.first is None or event.last - event.first > _WINDOW
    return is_rough or event.recorded_on - event.last > _WINDOW


def _more_than_usual(
    ordered: Sequence[Happening], recent: Sequence[Happening], today: date
) -> Reason | None:
    now_ids = {each.id for each in recent}
    before: list[set[RecordId]] = [set() for _ in range(WINDOWS_BEFORE)]
    for each in ordered:
        window = _age(each, today) // WINDOW_DAYS - 1
        if 0 <= window < WINDOWS_BEFORE:
            before[window].add(each.id)
    first_of = _first_of_event(ordered)
    count = _count_events(now_ids, first_of)
    usual = ceil(median(_count_events(ids, first_of) for ids in before))
    if count < FEWEST or 2 * count <= 3 * usual:
        return None
    return Reason(ReasonCode.MORE_THAN_USUAL, {"count": count, "usual": usual})


def _first_of_event(events: Iterable[Happening]) -> dict[RecordId, RecordId]:
    """For each incident the least id among those that tell the same event."""
    links: dict[RecordId, set[RecordId]] = defaultdict(set)
    for each in events:
        for other in each.same_event:
            links[each.id].add(other)
            links[other].add(each.id)
    first_of: dict[RecordId, RecordId] = {}
    for start in sorted(links):
        waiting = [start]
        while waiting:
            found = waiting.pop()
            if found not in first_of:
                first_of[found] = start
                waiting.extend(links[found])
    return first_of


def _count_events(ids: Iterable[RecordId], first_of: dict[RecordId, RecordId]) -> int:
    return len({first_of.get(each, each) for each in ids})


def _before(event: Happening, fresh: Iterable[Happening]) -> list[Happening]:
    """The other incidents of the six months up to the day before ``event``."""
    span = _WINDOW * WINDOWS_BEFORE
    return [each for each in fresh if timedelta() < event.last - each.last <= span]


def _step_up(fresh: Sequence[Happening], recent: Sequence[Happening]) -> Reason | None:
    """The newest incident that goes further than all before it."""
    for event in reversed(recent):
        before = [each.step for each in _before(event, fresh) if each.step]
        if event.step is None or not before:
            continue
        highest: Step = max(before, key=STEPS.index)
        if STEPS.index(event.step) > STEPS.index(highest):
            facts: dict[str, Fact] = {"incident": event.id, "day": event.last}
            steps = {"from_step": highest.value, "to_step": event.step.value}
            return Reason(ReasonCode.STEP_UP, {**facts, **steps})
    return None


def _same_means(fresh: Sequence[Happening], recent: Sequence[Happening]) -> Reason | None:
    """The newest threat by a means that an earlier threat was made by."""
    threats = [each for each in fresh if each.step is Step.THREAT]
    for event in reversed(recent):
        if event.step is not Step.THREAT:
            continue
        before = _before(event, threats)
        for means in sorted(event.means - _NO_MEANS):
            count = 1 + sum(means in each.means for each in before)
            if count > 1:
                facts: dict[str, Fact] = {"incident": event.id, "day": event.last, "means": means}
                return Reason(ReasonCode.SAME_MEANS, {**facts, "count": count})
    return None


def _after_our_act(recent: Sequence[Happening]) -> Reason | None:
    """The newest incident that may have come up to 14 days after what we did in public."""
    for event in reversed(recent):
        gaps = [gap for gap in (_gap(event, each) for each in _act_days(event)) if gap is not None]
        if gaps:
            facts: dict[str, Fact] = {"incident": event.id, "day": event.last, "days": min(gaps)}
            return Reason(ReasonCode.AFTER_OUR_ACT, facts)
    return None


def _act_days(event: Happening) -> list[tuple[date, date]]:
    """First and last possible day of each of our acts that the incident may answer."""
    ends = ((span.first or span.last, span.last or span.first) for span in event.our_acts)
    return [(first, last) for first, last in ends if first and last]


def _gap(event: Happening, act: tuple[date, date]) -> int | None:
    """The fewest days that can lie between act and incident; ``None`` when never 0 to 14."""
    act_first, act_last = act
    first = event.first or event.last
    fewest = max((first - act_last).days, 0)
    most = (event.last - act_first).days
    return fewest if fewest <= DAYS_AFTER_OUR_ACT and most >= 0 else None
