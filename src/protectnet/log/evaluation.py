# SPDX-License-Identifier: GPL-3.0-or-later
"""The acts of a circle with what of them has effect (docs/spec/log-v1.md, section 12)."""

from protectnet.domain.ids import DeviceId
from protectnet.log.acts import Act
from protectnet.log.causality import Causality, each_of
from protectnet.log.rights import Rights
from protectnet.log.rooted import Rooted
from protectnet.log.shapes import OpKind, Role
from protectnet.log.striking import Striking


class Evaluation:
    """What the standing membership segments of a circle come to.

    ``effective`` is the set of the numbered acts that have effect, ``words`` are what members said
    of themselves. The past of a segment is given by the hashes of the membership segments that it
    names as heads; what is asked of one is kept.
    """

    def __init__(self, segments: Rooted) -> None:
        self.graph = Causality(segments.standing, segments.roots)
        self.rights = Rights(self.graph)
        self._striking = Striking(self.graph, self.rights)
        self.effective = self._striking.effective(self.graph.everything)
        self._answered = {each.seconded for each in self.acts(self.effective)}
        self.words = tuple(act for act, past in self.graph.words if self._is_said(act, past))
        self._pasts: dict[tuple[bytes, ...], int | None] = {}

    def of_kind(self, kind: OpKind) -> int:
        """The effective acts of a kind."""
        return self.graph.of_kind.get(kind, 0) & self.effective

    def acts(self, numbers: int) -> list[Act]:
        """The acts of a set."""
        return [self.graph.acts[each] for each in each_of(numbers)]

    def past_of(self, heads: tuple[bytes, ...]) -> int | None:
        """The effective acts in the past of what names these heads; ``None`` if one stands not."""
        if heads not in self._pasts:
            past = self.graph.past_of(heads)
            self._pasts[heads] = None if past is None else past & self.effective
        return self._pasts[heads]

    def role_in_past(self, device: DeviceId, heads: tuple[bytes, ...]) -> Role | None:
        """The role of a device by these heads; ``None`` if it was no member, or one stands not."""
        past = self.past_of(heads)
        return None if past is None else self.rights.role(device, past)

    def pending(self) -> int:
        """The acts that would have effect, or more of it, if another coordinator seconded them."""
        shielded = self.graph.strikers & self._striking.candidates & ~self.effective
        found = 0
        for each in each_of(self._striking.waiting | shielded):
            found |= self._is_open(each) << each
        return found

    def _is_open(self, number: int) -> bool:
        """Whether an act without effect lacks nothing but a second, which nobody gave yet."""
        act, rights = self.graph.acts[number], self.rights
        right = rights.of(number, self.graph.pasts[number] & self.effective)
        if act.seconded is not None or not (right.waits or right.is_given):
            return False
        if rights.is_outdated(number, self.effective):
            return False
        if self._striking.is_struck(number, self.effective) or act.op_id in self._answered:
            return False
        return rights.coordinates(act.device, self.effective)

    def _is_said(self, act: Act, past: int) -> bool:
        """Whether the author was a member, by what was known then and by what has effect."""
        known = self._striking.effective(past)
        if not self.rights.is_member(act.author, known):
            return False
        return self.rights.is_member(act.author, past & self.effective)
