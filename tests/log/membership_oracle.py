# SPDX-License-Identifier: GPL-3.0-or-later
"""Which membership acts have effect, by the letter of section 12 of docs/spec/log-v1.md.

Slow, with sets of acts, and written without a look at how the program does it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

from protectnet.domain.ids import DeviceId
from protectnet.log.operation import Operation
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import Role

FOUND, ADD, JOIN, KEY, REMOVE, SUSPEND, CHANGE, ACCEPT, SUCCESSOR, ASIDE, LIFE = range(16, 27)


class Said(NamedTuple):
    """One act: where it stands, and what it says."""

    segment: bytes
    position: int
    op_id: bytes
    author: bytes
    kind: int
    device: bytes
    value: Any


Acts = frozenset[Said]
Pasts = Mapping[Said, Acts]


@dataclass
class Oracle:
    """The acts of segments that all stand, given each after its past; the first is the root."""

    past: dict[Said, Acts] = field(default_factory=dict)
    _through: dict[bytes, Acts] = field(default_factory=dict)
    _effective: dict[Acts, Acts] = field(default_factory=dict)
    _seconds: dict[Said, Acts] = field(default_factory=dict)
    _needs_two: set[Said] = field(default_factory=set)

    @classmethod
    def of(cls, segments: Iterable[VerifiedSegment]) -> "Oracle":
        """The oracle of these segments."""
        found = cls()
        for segment in segments:
            found._take(segment)
        return found

    def effective(self, acts: Acts | None = None) -> Acts:
        """What has effect in a set of acts, in that of all if none is given."""
        among = frozenset(self.past) if acts is None else acts
        if among not in self._effective:
            self._effective[among] = self._find(among)
        return self._effective[among]

    def is_member(self, device: bytes, effective: Acts) -> bool:
        removals = {each for each in effective if (each.kind, each.device) == (REMOVE, device)}
        return any(
            removals <= self.past[each]
            for each in effective
            if each.kind in (FOUND, ADD) and each.device == device
        )

    def role(self, device: bytes, effective: Acts) -> Role | None:
        if not self.is_member(device, effective):
            return None
        last = _last(self._giving(device, effective), self.past)
        roles = [(_role(each), each) for each in last]
        if any(role is Role.COORDINATOR for role, _ in roles):
            roles = [
                (role, each)
                for role, each in roles
                if role is Role.COORDINATOR or self._seconds[each]
            ]
        return min(role for role, _ in roles)

    def _giving(self, device: bytes, effective: Acts) -> set[Said]:
        return {
            each
            for each in effective
            if each.device == device
            and (
                each.kind in (FOUND, CHANGE)
                or (each.kind == ADD and not self.is_member(device, effective & self.past[each]))
            )
        }

    def _take(self, segment: VerifiedSegment) -> None:
        header = segment.header
        parents = [*header.membership_heads, *([header.prev] if header.seq else [])]
        past: Acts = reduce(frozenset.union, (self._through[each] for each in parents), frozenset())
        for entry in segment.entries:
            operation = entry.operation
            assert isinstance(operation, Operation)
            said = Said(
                segment.hash,
                entry.position,
                entry.op_id,
                header.identity.device,
                int(operation.kind),
                DeviceId(operation.record),
                _frozen(operation.value),
            )
            self.past[said] = past
            past |= {said}
        self._through[segment.hash] = past

    def _find(self, among: Acts) -> Acts:
        candidates = {each for each in among if self._is_candidate(each)}
        while True:
            strikers = {each for each in candidates if _is_removal(each)}
            undermines = {each: self._undermined(each, candidates) for each in strikers}
            strikes = {
                each: {
                    other
                    for other in strikers
                    if self._strikes(each, other)
                    and (other in undermines[each] or each not in undermines[other])
                }
                for each in strikers
            }
            edges = {each: strikes[each] | undermines[each] for each in strikers}
            holding, rings, undone = self._holding(edges, undermines)
            if undone:
                candidates -= undone
                continue
            left, fell = self._left(candidates, holding, holding, rings)
            if not fell:
                return frozenset(left)
            surely = self._left(candidates, holding, holding - fell, rings)[1] & fell
            candidates -= surely or fell

    def _holding(
        self, edges: dict[Said, set[Said]], undermines: dict[Said, set[Said]]
    ) -> tuple[set[Said], set[Said], set[Said]]:
        """The removals that hold, those in rings, and those in rings that others undermine."""
        reached = {each: _closure(each, edges) for each in edges}
        ring = {
            each: {each} | {other for other in reached[each] if each in reached[other]}
            for each in edges
        }
        rings = {each for each in edges if len(ring[each]) > 1}
        holds: dict[Said, bool] = dict.fromkeys(rings, True)
        while len(holds) < len(edges):
            for each in edges.keys() - holds.keys():
                by = [other for other in edges if each in edges[other]]
                if all(other in holds for other in by):
                    holds[each] = not any(holds[other] for other in by)
        holding = {each for each, value in holds.items() if value}
        undone = {
            each for each in rings for other in holding - ring[each] if each in undermines[other]
        }
        if undone:
            # Those first on which no other ring that is undone bears.
            first = {
                each
                for each in undone
                if not any(each in reached[other] and other not in ring[each] for other in undone)
            }
            undone = first
        return holding, rings, undone

    def _left(
        self, candidates: set[Said], holding: set[Said], striking: set[Said], rings: set[Said]
    ) -> tuple[set[Said], set[Said]]:
        left = {
            each
            for each in candidates
            if each in holding
            or not (_is_removal(each) or any(self._strikes(other, each) for other in striking))
        }
        fell: set[Said] = set()
        for each in _in_order(left - rings, self.past):
            if not self._authority(each, frozenset(left) & self.past[each])[0]:
                left.discard(each)
                fell |= {each} & holding
        for each in holding & left - rings:
            if not self._seconds[each] and any(
                _role(other) is Role.COORDINATOR and _are_beside(each, other, self.past)
                for other in self._giving(each.device, frozenset(left))
            ):
                fell.add(each)
        return left - fell, fell

    def _undermined(self, removal: Said, candidates: set[Said]) -> set[Said]:
        """The removals that have no authority without what this one strikes."""
        lost = {
            each
            for each in candidates
            if not _is_removal(each)
            and each.author == removal.device
            and _is_strikable(each)
            and _are_beside(removal, each, self.past)
        }
        found = set()
        for each in _in_order(candidates - lost, self.past):
            known = self.effective(self.past[each])
            if known & lost and not self._authority(each, known - lost)[0]:
                lost.add(each)
                if _is_removal(each) and each != removal:
                    found.add(each)
        return found

    def _strikes(self, removal: Said, act: Said) -> bool:
        halves = self._seconds[act] if act in self._needs_two else frozenset()
        return any(
            each.author == removal.device
            and _is_strikable(each)
            and _are_beside(removal, each, self.past)
            for each in {act, *halves}
        )

    def _is_candidate(self, act: Said) -> bool:
        known = self.effective(self.past[act])
        has_authority, needs_two, seconds = self._authority(act, known)
        self._seconds[act] = seconds
        if needs_two:
            self._needs_two.add(act)
        return has_authority

    def _authority(self, act: Said, known: Acts) -> tuple[bool, bool, Acts]:
        """Whether it has authority, whether it needs two, and what it seconds."""
        is_own, role = act.author == act.device, self.role(act.author, known)
        none: Acts = frozenset()
        if act.kind == FOUND:
            return not self.past[act], False, none
        if act.kind in (JOIN, KEY):
            return is_own and role is not None, False, none
        if act.kind == SUCCESSOR:
            devices = {each.device for each in known if each.kind in (FOUND, ADD)}
            roles = {self.role(each, known) for each in devices}
            may = role is Role.COORDINATOR or Role.COORDINATOR not in roles
            return is_own and role is not None and may, False, none
        if act.kind == REMOVE and is_own:
            return True, False, none
        if not self._may(act, known):
            return False, False, none
        is_lower = act.kind == CHANGE and _role(act) is not Role.COORDINATOR
        needs_two = (act.kind == REMOVE or is_lower) and (
            self.role(act.device, known) is Role.COORDINATOR
        )
        seconds = self._seconded(act, known)
        return not needs_two or bool(seconds), needs_two, seconds

    def _may(self, act: Said, known: Acts) -> bool:
        known &= self.past[act]
        if act.author == act.device and act.kind != LIFE:
            return False
        was_added = any(each.kind in (FOUND, ADD) and each.device == act.device for each in known)
        if act.kind in (REMOVE, SUSPEND, CHANGE) and not was_added:
            return False
        return self.role(act.author, known) is Role.COORDINATOR

    def _seconded(self, act: Said, known: Acts) -> Acts:
        if act.kind not in (REMOVE, CHANGE) or act.value[1] is None:
            return frozenset()
        kinds = (FOUND, ADD, CHANGE) if act.kind == CHANGE else (FOUND, ADD)
        answers = [each for each in known if each.kind in kinds and each.device == act.device]
        return frozenset(
            each
            for each in self.past[act]
            if each.op_id == act.value[1]
            and (each.kind, each.device) == (act.kind, act.device)
            and (act.kind == REMOVE or _role(each) is _role(act))
            and each.author not in (act.author, act.device)
            and each.value[1] is None
            and self._may(each, known)
            and not any(each in self.past[answer] for answer in answers)
        )


def _last(acts: set[Said], past: Pasts) -> set[Said]:
    return {each for each in acts if not any(each in past[other] for other in acts)}


def _in_order(acts: set[Said], past: Pasts) -> Iterator[Said]:
    return iter(sorted(acts, key=lambda each: len(past[each])))


def _are_beside(one: Said, other: Said, past: Pasts) -> bool:
    return one != other and one not in past[other] and other not in past[one]


def _is_strikable(act: Said) -> bool:
    return act.kind not in (JOIN, KEY) and not (act.kind == REMOVE and act.author == act.device)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def _role(act: Said) -> Role:
    if act.kind == FOUND:
        return Role.COORDINATOR
    return Role(act.value[2] if act.kind == ADD else act.value[0])


def _is_removal(act: Said) -> bool:
    return act.kind == REMOVE and act.author != act.device


def _closure(start: Said, edges: dict[Said, set[Said]]) -> set[Said]:
    found: set[Said] = set()
    left = set(edges[start])
    while left:
        each = left.pop()
        found.add(each)
        left |= edges[each] - found
    return found
