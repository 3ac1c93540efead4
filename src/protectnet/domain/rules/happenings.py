# SPDX-License-Identifier: GPL-3.0-or-later
"""Incidents as the rules see them: on which days they can have been, how far they went, by whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from protectnet.domain.ids import RecordId
from protectnet.domain.record import Record
from protectnet.domain.rules.reading import live_codes, live_spans, of_kind
from protectnet.domain.values import Span
from protectnet.domain.vocabulary import Vocabulary

ONGOING = "ongoing"
DIRECT_THREAT = "direct_threat"
UNKNOWN = "unk"

# Who was there or let it happen is known; who did it may not be.
_NOT_THE_AUTHOR = frozenset({"present", "tolerated"})


class Step(Enum):
    """How far things go, from a sign to an attack; the order is that of ``STEPS``."""

    SIGN = "sign"
    THREAT = "threat"
    ATTACK = "attack"


STEPS = (Step.SIGN, Step.THREAT, Step.ATTACK)

_STEP_OF_REALISATION: Mapping[str, Step] = {
    "observed_sign": Step.SIGN,
    "indirect_threat": Step.THREAT,
    DIRECT_THREAT: Step.THREAT,
    "attempted": Step.ATTACK,
    "carried_out": Step.ATTACK,
    ONGOING: Step.ATTACK,
}
_NO_DIRECT_THREAT = frozenset({"observed_sign", "indirect_threat"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident.

    ``first`` and ``last`` are its earliest and latest possible day; ``first`` is ``None`` when it
    is not known. ``step`` is ``None`` when nothing says how far it went. ``actors`` are those
    named; ``has_unknown_author`` says that nobody known is named as having done it.
    """

    id: RecordId
    first: date | None
    last: date
    recorded_on: date
    step: Step | None
    is_direct_threat: bool
    collectives: frozenset[RecordId]
    actors: frozenset[RecordId]
    has_unknown_author: bool
    means: frozenset[str]
    same_event: frozenset[RecordId]
    our_acts: tuple[Span, ...]

    @property
    def is_attack(self) -> bool:
        """Whether it was attempted, carried out or still goes on."""
        return self.step is Step.ATTACK


@dataclass(frozen=True, slots=True)
class _Part:
    """One involvement: who, and whether as one who did it."""

    actor: RecordId | None
    is_author: bool


def happenings(records: Iterable[Record], acts: Vocabulary, today: date) -> tuple[Happening, ...]:
    """The incidents among ``records``, in the order of their ids.

    ``acts`` is the vocabulary ``act_type``: where nobody wrote how far an act went, its default
    realisation counts. ``today`` is the latest possible day of what still goes on.
    """
    known = tuple(records)
    unknown_actors = {
        each.id for each in of_kind(known, "actor") if UNKNOWN in live_codes(each, "actor_type")
    }
    parts: dict[RecordId, list[_Part]] = defaultdict(list)
    for each in of_kind(known, "involvement"):
        actor = next((id_ for id_ in each.references("actor") if id_ not in unknown_actors), None)
        is_author = not live_codes(each, "degree") & _NOT_THE_AUTHOR
        for incident in each.references("incident"):
            parts[incident].append(_Part(actor, is_author))
    found = (
        _happening(each, parts.get(each.id, []), acts, today) for each in of_kind(known, "incident")
    )
    return tuple(sorted(found, key=lambda each: each.id))


def _happening(incident: Record, parts: list[_Part], acts: Vocabulary, today: date) -> Happening:
    realisations = _realisations(incident, acts)
    steps = {_STEP_OF_REALISATION[each] for each in realisations if each in _STEP_OF_REALISATION}
    return Happening(
        id=incident.id,
        first=_first_day(incident),
        last=_last_day(incident, today),
        recorded_on=incident.recorded_on,
        step=max(steps, key=STEPS.index, default=None),
        is_direct_threat=_is_direct_threat(incident, acts, realisations),
        collectives=incident.references("collectives"),
        actors=frozenset(each.actor for each in parts if each.actor),
        has_unknown_author=not any(each.actor and each.is_author for each in parts),
        means=incident.codes("means"),
        same_event=incident.references("same_event"),
        our_acts=live_spans(incident, "answers_activity_on"),
    )


def _realisations(incident: Record, acts: Vocabulary) -> frozenset[str]:
    """How far it went, as written; where that is not known, as such acts usually go."""
    written = live_codes(incident, "realisation") - {UNKNOWN}
    if written:
        return written
    usual = (acts.default(act, "realisation") for act in incident.codes("acts"))
    return frozenset(each for each in usual if each)


def _is_direct_threat(incident: Record, acts: Vocabulary, realisations: frozenset[str]) -> bool:
    """A threat aimed at us: said so, or an act of threatening that nobody calls less than that."""
    if DIRECT_THREAT in realisations:
        return True
    threatens = any(
        acts.default(act, "realisation") == DIRECT_THREAT for act in incident.codes("acts")
    )
    return threatens and not realisations <= _NO_DIRECT_THREAT


def _first_day(incident: Record) -> date | None:
    """The earliest possible day; ``None`` as soon as one of the dates leaves it open."""
    spans = live_spans(incident, "when")
    firsts = [span.first for span in spans if span.first]
    return min(firsts) if firsts and len(firsts) == len(spans) else None


def _last_day(incident: Record, today: date) -> date:
    """The latest possible day.

    What still goes on, or began and has no end written, can be today. What has no date at all
    cannot be later than the day on which it was recorded.
    """
    spans = [span for span in live_spans(incident, "when") if span.first or span.last]
    days = [span.last or today for span in spans] or [incident.recorded_on]
    if ONGOING in live_codes(incident, "realisation"):
        days.append(today)
    return max(days)
