# SPDX-License-Identifier: GPL-3.0-or-later
"""All that the rules look at beside one risk, gathered once for a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from protectnet.domain.ids import RecordId
from protectnet.domain.record import Record
from protectnet.domain.rules.happenings import Happening, happenings
from protectnet.domain.rules.reading import live_codes, live_spans, of_kind
from protectnet.domain.values import Span
from protectnet.domain.vocabulary import Vocabulary

_FRIENDLY = frozenset({"ally", "likely_ally", "neutral"})


class Kinship:
    """Who belongs together: what is part of something, and what it is part of, at any distance."""

    def __init__(self, records: Iterable[Record], links: tuple[str, ...]) -> None:
        self._above: dict[RecordId, set[RecordId]] = defaultdict(set)
        self._below: dict[RecordId, set[RecordId]] = defaultdict(set)
        for each in records:
            for above in frozenset[RecordId]().union(*map(each.references, links)):
                self._above[each.id].add(above)
                self._below[above].add(each.id)

    def of(self, ids: frozenset[RecordId]) -> frozenset[RecordId]:
        """``ids``, all they are part of and all their parts; not the other parts of the whole."""
        return _reach(ids, self._above) | _reach(ids, self._below)


def _reach(
    ids: frozenset[RecordId], links: Mapping[RecordId, set[RecordId]]
) -> frozenset[RecordId]:
    """All that ``links`` lead to; circles of links are walked once."""
    reached = set(ids)
    waiting = list(ids)
    while waiting:
        new = links.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return frozenset(reached)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known on ``today``. ``critical_dates`` are those of collectives."""

    today: date
    happenings: tuple[Happening, ...]
    collectives: Kinship
    actors: Kinship
    stances: Mapping[RecordId, frozenset[str]]
    critical_dates: Mapping[RecordId, tuple[Span, ...]]

    def may_be_hostile(self, actor: RecordId) -> bool:
        """Whether nobody calls the actor friendly or neutral without being contradicted."""
        stances = self.stances.get(actor, frozenset())
        return not stances or not stances <= _FRIENDLY


def situation(records: Iterable[Record], acts: Vocabulary, today: date) -> Situation:
    """What ``records`` tell on ``today``; ``acts`` is the vocabulary ``act_type``."""
    known = tuple(records)
    collectives = tuple(of_kind(known, "collective"))
    actors = tuple(of_kind(known, "actor"))
    return Situation(
        today=today,
        happenings=happenings(known, acts, today),
        collectives=Kinship(collectives, ("parents",)),
        # Whoever is hired acts for whoever pays.
        actors=Kinship(actors, ("part_of", "paid_by")),
        stances={each.id: live_codes(each, "stance") for each in actors},
        critical_dates={each.id: live_spans(each, "critical_date") for each in collectives},
    )
