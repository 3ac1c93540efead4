# SPDX-License-Identifier: GPL-3.0-or-later
"""What membership acts had seen of one another (docs/spec/log-v1.md, section 12, "The graph").

A set of acts is a whole number: bit n stands for act n. Acts are numbered so that all that is in
the past of one comes before it; a past is then one number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from protectnet.domain.ids import DeviceId, OpId
from protectnet.log.acts import OWN_WORDS, Act, act_of
from protectnet.log.header import Header
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import OpKind, Role

_GIVES_A_PLACE = frozenset({OpKind.FOUND, OpKind.ADD_DEVICE})


def parents_of(header: Header) -> tuple[bytes, ...]:
    """The hashes of the membership segments on which a membership segment builds directly."""
    return (header.prev, *header.membership_heads) if header.seq else header.membership_heads


def each_of(acts: int) -> Iterator[int]:
    """The numbers of a set, the lowest first."""
    while acts:
        lowest = acts & -acts
        yield lowest.bit_length() - 1
        acts ^= lowest


class Causality:
    """The acts of standing membership segments, given each after all on which it builds.

    ``acts`` are numbered, with the past of each in ``pasts``; ``words`` are what devices said of
    themselves (joining, keys), each with its past. By device: ``additions`` (and the founding),
    ``role_changes``, ``removals`` and ``suspensions`` of it. ``strikers`` are the removals of others,
    ``struck`` gives for each what its device did beside it, ``raising`` what made its device a
    coordinator beside it. ``named`` are the acts of an op id.
    """

    def __init__(self, segments: Iterable[VerifiedSegment], roots: Collection[bytes]) -> None:
        self.acts: list[Act] = []
        self.pasts: list[int] = []
        self.words: list[tuple[Act, int]] = []
        self.additions: dict[DeviceId, int] = defaultdict(int)
        self.role_changes: dict[DeviceId, int] = defaultdict(int)
        self.removals: dict[DeviceId, int] = defaultdict(int)
        self.suspensions: dict[DeviceId, int] = defaultdict(int)
        self.of_kind: dict[OpKind, int] = defaultdict(int)
        self.named: dict[OpId, int] = defaultdict(int)
        self.strikers = 0
        self.struck: dict[int, int] = {}
        self.raising: dict[int, int] = {}
        self._strikers_of: dict[DeviceId, int] = defaultdict(int)
        self._strikable: dict[DeviceId, int] = defaultdict(int)
        self._raising: dict[DeviceId, int] = defaultdict(int)
        self._through: dict[bytes, int] = {}
        for each in segments:
            self._take(each, is_root=each.hash in roots)

    @property
    def everything(self) -> int:
        """All numbered acts."""
        return (1 << len(self.acts)) - 1

    def past_of(self, heads: Iterable[bytes]) -> int | None:
        """The acts of these segments and of all they build on; ``None`` if one does not stand."""
        past = 0
        for each in heads:
            through = self._through.get(each)
            if through is None:
                return None
            past |= through
        return past

    def latest(self, acts: int) -> list[int]:
        """Those of a set on which no other of the set builds."""
        found = []
        while acts:
            last = acts.bit_length() - 1
            found.append(last)
            acts &= ~(self.pasts[last] | 1 << last)
        return found

    def _take(self, segment: VerifiedSegment, *, is_root: bool) -> None:
        past = self.past_of(parents_of(segment.header)) or 0
        for entry in segment.entries:
            act = act_of(segment, entry, is_root=is_root)
            if act is not None and act.kind in OWN_WORDS:
                self.words.append((act, past))
            elif act is not None:
                past |= self._number(act, past)
        self._through[segment.hash] = past

    def _number(self, act: Act, past: int) -> int:
        number = len(self.acts)
        bit = 1 << number
        self.acts.append(act)
        self.pasts.append(past)
        self.named[act.op_id] |= bit
        self.of_kind[act.kind] |= bit
        if act.kind in _GIVES_A_PLACE:
            self.additions[act.device] |= bit
        elif act.kind is OpKind.CHANGE_ROLE:
            self.role_changes[act.device] |= bit
        elif act.kind is OpKind.SUSPEND:
            self.suspensions[act.device] |= bit
        elif act.kind is OpKind.REMOVE_DEVICE:
            self.removals[act.device] |= bit
        self._note_strikes(act, number, past)
        return bit

    def _note_strikes(self, act: Act, number: int, past: int) -> None:
        """Note which acts numbered before strike it, and which it strikes or is beside."""
        bit = 1 << number
        if not act.is_leaving:
            for each in each_of(self._strikers_of[act.author] & ~past):
                self.struck[each] |= bit
            self._strikable[act.author] |= bit
        if act.role is Role.COORDINATOR:
            for each in each_of(self._strikers_of[act.device] & ~past):
                self.raising[each] |= bit
            self._raising[act.device] |= bit
        if act.is_striking:
            self.raising[number] = self._raising[act.device] & ~past
            self.struck[number] = self._strikable[act.device] & ~past
            self._strikers_of[act.device] |= bit
            self.strikers |= bit
