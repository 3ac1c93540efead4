# SPDX-License-Identifier: GPL-3.0-or-later
"""Which acts of a set have effect (docs/spec/log-v1.md, section 12, "Strong removal")."""

from collections.abc import Mapping

from protectnet.log.causality import Causality, each_of
from protectnet.log.components import components
from protectnet.log.rights import Right, Rights


class Striking:
    """Finds the effective acts of sets that hold the past of each of their acts.

    ``rights`` is asked for each act by the effective acts of its own past; the acts that have
    authority by these are the ``candidates``. ``waiting`` are first halves with all but the other.
    """

    def __init__(self, causality: Causality, rights: Rights) -> None:
        self._graph = causality
        self._rights = rights
        self._found: dict[int, int] = {}
        self._known: list[int] = []
        self._halves: dict[int, int] = {}
        self.candidates = 0
        self.waiting = 0
        for number, past in enumerate(causality.pasts):
            known = self.effective(past)
            self._known.append(known)
            self._note(number, rights.of(number, known))

    def effective(self, acts: int) -> int:
        """The effective acts of a set."""
        found = self._found.get(acts)
        if found is None:
            found = self._found[acts] = self._effective(acts & self.candidates)
        return found

    def is_struck(self, number: int, effective: int) -> bool:
        """Whether a removal among the effective acts strikes an act."""
        struck = self._graph.struck
        return any(struck[each] >> number & 1 for each in each_of(self._graph.strikers & effective))

    def _note(self, number: int, right: Right) -> None:
        bit = 1 << number
        if right.is_given:
            self.candidates |= bit
            if right.first_halves:
                self._rights.seconded[number] = right.first_halves
                if right.takes_two:
                    self._halves[number] = right.first_halves
        elif right.waits:
            self.waiting |= bit

    def _effective(self, candidates: int) -> int:
        while True:
            strikers = self._graph.strikers & candidates
            active = self._active(strikers, candidates)
            if not active and not self._may_be_shielded(strikers, candidates):
                return candidates
            undermined = {each: self._undermined(each, candidates) for each in active}
            struck = {each: self._struck(each, strikers) for each in active}
            holding, mutual, out = _holding(strikers, struck, undermined)
            if not out:
                left, out = self._left(candidates, holding, holding, mutual)
                if not out:
                    return left
                out = self._left(candidates, holding, holding & ~out, mutual)[1] & out or out
            candidates &= ~out

    def _active(self, strikers: int, candidates: int) -> list[int]:
        """The removals that strike something."""
        wanted = candidates
        for number, halves in self._halves.items():
            if candidates >> number & 1:
                wanted |= halves
        struck = self._graph.struck
        return [each for each in each_of(strikers) if struck[each] & wanted]

    def _may_be_shielded(self, strikers: int, candidates: int) -> bool:
        raising = self._graph.raising
        return any(raising[each] & candidates for each in each_of(strikers))

    def _struck(self, removal: int, strikers: int) -> int:
        """Those of these removals that one of them strikes, or the half that they need."""
        struck = self._graph.struck[removal]
        found = struck & strikers
        for number, halves in self._halves.items():
            if halves & struck:
                found |= (1 << number) & strikers
        return found

    def _undermined(self, removal: int, candidates: int) -> int:
        """The removals from which a removal takes the authority, by what else it strikes."""
        graph = self._graph
        lost = graph.struck[removal] & candidates & ~graph.strikers
        found = 0
        for each in each_of(candidates & ~lost) if lost else ():
            known = self._known[each]
            if known & lost and not self._rights.of(each, known & ~lost).is_given:
                lost |= 1 << each
                found |= (1 << each) & graph.strikers
        return found & ~(1 << removal)

    def _left(self, candidates: int, holding: int, striking: int, mutual: int) -> tuple[int, int]:
        """What is left where these removals hold, and those of them without authority by that.

        Only those ``striking`` are taken to strike, and those ``mutual`` need no authority.
        """
        graph = self._graph
        left = self._unstruck(candidates, holding, striking)
        unfounded = 0
        for each in each_of(left & ~mutual):
            known = left & graph.pasts[each]
            if known != self._known[each] and not self._rights.of(each, known).is_given:
                left &= ~(1 << each)
                unfounded |= (1 << each) & holding
        for each in each_of(holding & left & ~mutual):
            if self._is_shielded(each, left):
                unfounded |= 1 << each
        return left & ~unfounded, unfounded

    def _is_shielded(self, removal: int, left: int) -> bool:
        """Whether one alone removes a device that somebody made a coordinator beside that."""
        graph = self._graph
        beside = graph.raising[removal] & left
        if not beside or removal in self._rights.seconded:
            return False
        return beside & self._rights.giving(graph.acts[removal].device, left) != 0

    def _unstruck(self, candidates: int, holding: int, striking: int) -> int:
        """The candidates that no removal strikes, and of removals those that hold."""
        struck = 0
        for each in each_of(striking):
            struck |= self._graph.struck[each]
        for number, halves in self._halves.items():
            if halves & struck:
                struck |= 1 << number
        return candidates & (holding | ~(self._graph.strikers | struck))


def _holding(
    strikers: int, struck: Mapping[int, int], undermined: Mapping[int, int]
) -> tuple[int, int, int]:
    """The removals that hold, those of them in a ring, and those that have no authority by others.

    Given are, for those that strike anything, the removals that each strikes, and those from which
    it takes the authority.
    """
    edges = {each: undermined[each] | _plainly(each, struck, undermined) for each in struck}
    edges |= {each: 0 for each in each_of(_union(edges, strikers)) if each not in edges}
    holding = strikers & ~sum(1 << each for each in edges)
    mutual, fallen, out = 0, 0, 0
    for ring in components(edges):
        out |= ring & _union(undermined, holding & ~ring)
        is_ring = ring.bit_count() > 1
        if not is_ring and ring & fallen:
            continue
        holding |= ring
        mutual |= ring if is_ring else 0
        fallen |= _union(edges, ring)
    return holding, mutual, out


def _plainly(removal: int, struck: Mapping[int, int], undermined: Mapping[int, int]) -> int:
    """The removals that one strikes, without those that take its authority and keep their own."""
    stronger = sum(
        1 << each
        for each in each_of(struck[removal] & ~undermined[removal])
        if undermined.get(each, 0) >> removal & 1
    )
    return struck[removal] & ~stronger


def _union(edges: Mapping[int, int], of: int) -> int:
    """The ends of the edges that begin in a set."""
    found = 0
    for each, to in edges.items():
        if of >> each & 1:
            found |= to
    return found
