# SPDX-License-Identifier: GPL-3.0-or-later
"""Which membership segments stand (docs/spec/log-v1.md, section 12, "The graph").

That follows from the bytes of a segment and of its past alone, whatever has effect.
"""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.causality import parents_of
from protectnet.log.errors import CircleNotRooted, LogError, WrongCircle
from protectnet.log.header import check_first, check_follows
from protectnet.log.identifiers import MEMBERSHIP, circle_id
from protectnet.log.membership_operations import Founding, addition_of, device_of, founding_of
from protectnet.log.operation import Operation, decode_operation
from protectnet.log.segment import Segment, VerifiedSegment, verify_segment
from protectnet.log.shapes import OpKind
from protectnet.log.signatures import PublicKeys

Given = Segment | VerifiedSegment


@dataclass(frozen=True, slots=True)
class Rooted:
    """The membership segments of a circle: those that stand, each after its past, and the others.

    ``roots`` are the hashes of the first segments that found the circle: one, unless the founder's
    log was continued twice from nothing.
    """

    founding: Founding
    roots: frozenset[bytes]
    standing: tuple[VerifiedSegment, ...]
    waiting: tuple[Segment, ...]


def rooted(circle: CircleId, segments: Iterable[Given]) -> Rooted:
    """Which of these segments stand, in an order that only the set of them decides.

    Raises ``WrongCircle``, ``CircleNotRooted``, and for a segment whose past stands and whose
    author was added there ``BrokenChain`` and what ``verify_segment`` raises.
    """
    given = _by_hash(circle, segments)
    foundings = {
        name: founding
        for name, copies in given.items()
        for each in copies
        if (founding := _founding(circle, each)) is not None
    }
    if not foundings:
        raise CircleNotRooted(circle=circle.hex())
    founding = next(iter(foundings.values()))
    standing = _Standing(given, founding.keys, frozenset(foundings))
    found = standing.run()
    left = sorted(given.keys() - found.keys())
    waiting = tuple(_unverified(copy) for name in left for copy in given[name])
    return Rooted(founding, frozenset(foundings), tuple(found.values()), waiting)


class _Standing:
    """Takes in each segment after its past, the lowest hash first."""

    def __init__(
        self, given: dict[bytes, list[Given]], founder: PublicKeys, roots: frozenset[bytes]
    ) -> None:
        self._given = given
        self._roots = roots
        self._found: dict[bytes, VerifiedSegment] = {}
        self._keys = {founder.device: founder}
        # The devices added in a segment and its past: bit n for the nth device ever added.
        self._bits: dict[DeviceId, int] = {founder.device: 1}
        self._added: dict[bytes, int] = {}

    def run(self) -> dict[bytes, VerifiedSegment]:
        """The segments that stand by their hashes, each after its past."""
        missing = {name: set(parents_of(each[0].header)) for name, each in self._given.items()}
        children: defaultdict[bytes, list[bytes]] = defaultdict(list)
        for name, parents in missing.items():
            for parent in parents:
                children[parent].append(name)
        ready = [name for name, parents in missing.items() if not parents]
        heapify(ready)
        while ready:
            name = heappop(ready)
            if not self._take(name):
                continue
            for child in children[name]:
                missing[child].discard(name)
                if not missing[child]:
                    heappush(ready, child)
        return self._found

    def _take(self, name: bytes) -> bool:
        """Take in a segment whose past stands, if its author was added there."""
        header = self._given[name][0].header
        past = 1 if name in self._roots else 0
        for each in parents_of(header):
            past |= self._added[each]
        author = header.identity.device
        if not past & self._bits.get(author, 0):
            return False
        if header.seq == 0:
            check_first(header)
        else:
            check_follows(header, self._found[header.prev].header, header.prev)
        self._found[name] = _verified(self._given[name], self._keys[author])
        self._added[name] = past | self._additions(self._found[name])
        return True

    def _additions(self, segment: VerifiedSegment) -> int:
        found = 0
        for entry in segment.entries:
            operation = entry.operation
            if not isinstance(operation, Operation) or operation.kind is not OpKind.ADD_DEVICE:
                continue
            keys = addition_of(operation).keys
            if keys.device == device_of(operation):
                self._keys.setdefault(keys.device, keys)
                found |= self._bits.setdefault(keys.device, 1 << len(self._bits))
        return found


def _by_hash(circle: CircleId, segments: Iterable[Given]) -> dict[bytes, list[Given]]:
    """Each segment by its hash: a verified one alone, else every copy that differs, in order.

    The hash covers the header alone, so whoever passes a segment on may have spoiled the rest.
    """
    found: defaultdict[bytes, dict[bytes, Given]] = defaultdict(dict)
    for each in segments:
        identity = each.header.identity
        if identity.circle != circle or identity.stream != MEMBERSHIP:
            raise WrongCircle(expected=circle.hex(), found=identity.circle.hex())
        copies = found[each.hash]
        # Nothing is before the empty name, under which the verified one stands.
        copies[b"" if isinstance(each, VerifiedSegment) else each.encode()] = each
    return {
        name: [copies[b""]] if b"" in copies else [copies[each] for each in sorted(copies)]
        for name, copies in found.items()
    }


def _verified(copies: list[Given], keys: PublicKeys) -> VerifiedSegment:
    """The first copy that is right; raises what ``verify_segment`` raises for the last."""
    *others, last = copies
    for each in others:
        with suppress(LogError):
            return _checked(each, keys)
    return _checked(last, keys)


def _checked(given: Given, keys: PublicKeys) -> VerifiedSegment:
    return given if isinstance(given, VerifiedSegment) else verify_segment(given, keys)


def _founding(circle: CircleId, given: Given) -> Founding | None:
    """The operation from which the circle has its name, if it is the first of this segment."""
    first = _unverified(given).items[0]
    if given.header.seq or not isinstance(first, bytes) or circle_id(first) != circle:
        return None
    operation = decode_operation(first)
    if not isinstance(operation, Operation) or operation.kind is not OpKind.FOUND:
        return None
    founding = founding_of(operation)
    author = given.header.identity.device
    return founding if founding.keys.device == author == device_of(operation) else None


def _unverified(given: Given) -> Segment:
    return given.segment if isinstance(given, VerifiedSegment) else given
