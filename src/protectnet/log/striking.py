# SPDX-License-Identifier: GPL-3.0-or-later
"""Which acts of a set have effect (docs/spec/log-v1.md, section 12, "Strong removal")."""

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
        """Whether a removal among the effective acts strikes an act, or the half that it needs."""
        strikers = self._graph.strikers & effective
        return any(self._strikes(each, number) for each in each_of(strikers))

    def _note(self, number: int, right: Right) -> None:
        bit = 1 << number
        if right.is_given:
            self.candidates |= bit
            if right.first_halves:
                self._halves[number] = right.first_halves
        elif right.waits:
            self.waiting |= bit

    def _effective(self, candidates: int) -> int:
        if not self._is_any_struck(candidates):
            return candidates
        mutual = 0
        while True:
            holding = self._holding(candidates)
            left, unfounded = self._left(candidates, holding, holding, mutual)
            if not unfounded:
                return left
            founded = holding & ~unfounded
            without = self._left(candidates, holding, founded, mutual)[1] & unfounded
            rings = 0 if without else self._rings_of(candidates, holding, unfounded, mutual)
            mutual |= rings
            if not rings:
                candidates &= ~(without or unfounded)

    def _is_any_struck(self, candidates: int) -> bool:
        wanted = candidates
        for number, halves in self._halves.items():
            if candidates >> number & 1:
                wanted |= halves
        struck = self._graph.struck
        return any(struck[each] & wanted for each in each_of(self._graph.strikers & candidates))

    def _strikes(self, removal: int, number: int) -> bool:
        """Whether a removal strikes an act, or one with which that makes the two that it takes."""
        whole = self._halves.get(number, 0) | 1 << number
        return self._graph.struck[removal] & whole != 0

    def _holding(self, candidates: int) -> int:
        """The removals that hold: those in a ring, and those that none strikes that holds."""
        strikers = list(each_of(self._graph.strikers & candidates))
        edges = {
            each: sum(1 << other for other in strikers if self._strikes(each, other))
            for each in strikers
        }
        holding, struck = 0, 0
        for ring in components(edges):
            if ring.bit_count() == 1 and ring & struck:
                continue
            holding |= ring
            for each in each_of(ring):
                struck |= edges[each]
        return holding

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
        return left, unfounded

    def _unstruck(self, candidates: int, holding: int, striking: int) -> int:
        """The candidates that no removal strikes, and of removals those that hold."""
        struck = 0
        for each in each_of(striking):
            struck |= self._graph.struck[each]
        for number, halves in self._halves.items():
            if halves & struck:
                struck |= 1 << number
        return candidates & (holding | ~(self._graph.strikers | struck))

    def _rings_of(self, candidates: int, holding: int, unfounded: int, mutual: int) -> int:
        """Those of these removals that take the authority from one another, and lose it so alone."""
        founded = holding & ~unfounded
        edges: dict[int, int] = {}
        for each in each_of(unfounded):
            striking = founded | 1 << each
            lost = self._left(candidates, holding, striking, mutual)[1]
            edges[each] = lost & unfounded & ~(1 << each)
        found = 0
        for ring in components(edges):
            is_reached = any(to & ring for each, to in edges.items() if not ring >> each & 1)
            if ring.bit_count() > 1 and not is_reached:
                found |= ring
        return found
