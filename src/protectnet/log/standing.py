# SPDX-License-Identifier: GPL-3.0-or-later
"""Which segments of records count (docs/spec/log-v1.md, section 12, "Standing").

By the membership alone: that an operation is missing, and how the segment before stands, is known
to those who hold the segments.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Protocol

from protectnet.domain.ids import DeviceId
from protectnet.log.evaluation import Evaluation
from protectnet.log.header import Head, Header
from protectnet.log.membership_operations import named_heads_of, removal_of
from protectnet.log.shapes import OpKind, Role


class Standing(Enum):
    """How a segment of records stands; only what counts changes anything."""

    COUNTS = "counts"
    QUARANTINED = "quarantined"
    SET_ASIDE = "set_aside"
    REFUSED = "refused"
    WAITS = "waits"


class Branches(Protocol):
    """What is held of the logs of a circle, as chains: a log may go on in several ways."""

    def leads_through(self, head: Head, seq: int, hash_: bytes) -> bool:
        """Whether the segment ``hash_`` with number ``seq`` of the same log is ``head`` or before it.

        A head that is not held, or not with all between, leads through nothing: what accepts it
        covers only what it can be shown to cover.
        """


class Chains:
    """Walks from heads down their logs.

    ``header_of`` gives the header of a held segment by its hash, ``None`` for one not held.
    """

    def __init__(self, header_of: Callable[[bytes], Header | None]) -> None:
        self._header_of = header_of
        self._walked: dict[Head, dict[int, bytes]] = {}

    def leads_through(self, head: Head, seq: int, hash_: bytes) -> bool:
        """See ``Branches``."""
        if head not in self._walked:
            self._walked[head] = dict(self._walk(head))
        return self._walked[head].get(seq) == hash_

    def _walk(self, head: Head) -> Iterable[tuple[int, bytes]]:
        name, header = head.hash, self._header_of(head.hash)
        if header is None or (header.identity.log, header.seq) != (head.log, head.seq):
            return
        while header is not None:
            yield header.seq, name
            name, header = header.prev, self._header_of(header.prev)


class Judge:
    """Judges segments of records by an evaluated membership."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._accepted: defaultdict[DeviceId, set[Head]] = defaultdict(set)
        self._set_aside: defaultdict[DeviceId, set[Head]] = defaultdict(set)
        for each in evaluation.acts(evaluation.of_kind(OpKind.REMOVE_DEVICE)):
            self._accepted[each.device].update(removal_of(each.operation).accepted)
        for each in evaluation.acts(evaluation.of_kind(OpKind.ACCEPT_HEADS)):
            self._accepted[each.device].update(named_heads_of(each.operation))
        for each in evaluation.acts(evaluation.of_kind(OpKind.SET_ASIDE)):
            self._set_aside[each.device].update(named_heads_of(each.operation))

    def role_in_past(self, device: DeviceId, heads: tuple[bytes, ...]) -> Role | None:
        """The role of a device by these heads; ``None`` if it was no member, or one stands not."""
        return self._evaluation.role_in_past(device, heads)

    def standing(self, header: Header, hash_: bytes, branches: Branches) -> Standing:
        """The standing of a segment of records, whatever the one before it in its log has."""
        evaluation, device = self._evaluation, header.identity.device
        past = evaluation.past_of(header.membership_heads)
        if past is None:
            return Standing.WAITS
        if (evaluation.rights.role(device, past) or Role.READER) < Role.CONTRIBUTOR:
            return Standing.REFUSED
        removals = evaluation.graph.removals.get(device, 0) & evaluation.effective
        if not removals & ~past:
            return Standing.COUNTS
        place = Head(header.identity.log, header.seq, hash_)
        if _is_named(place, self._accepted.get(device, ()), branches):
            return Standing.COUNTS
        if _is_named(place, self._set_aside.get(device, ()), branches):
            return Standing.SET_ASIDE
        return Standing.QUARANTINED


def _is_named(place: Head, heads: Iterable[Head], branches: Branches) -> bool:
    """Whether one of the heads is this segment, or after it in its log."""
    return any(
        branches.leads_through(each, place.seq, place.hash)
        for each in heads
        if each.log == place.log
    )
