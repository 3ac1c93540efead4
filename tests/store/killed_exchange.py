# SPDX-License-Identifier: GPL-3.0-or-later
"""What a writer that is killed takes from another device, and takes back: for ``killed``."""

import hashlib
from collections.abc import Callable

from protectnet.domain.ids import LogId
from protectnet.domain.values import Plain
from protectnet.log.header import Head
from protectnet.log.open_segment import Place
from protectnet.log.operation import Operation, add, erase, set_
from protectnet.log.segment import VerifiedSegment
from protectnet.log.standing import Standing
from protectnet.log.vector import Vector, sign_vector
from protectnet.store import queries
from protectnet.store.accepting import (
    TakenBundle,
    accepted_bundles,
    begin,
    finish,
    mark_told,
    note_blobs,
)
from protectnet.store.apply import apply_segments
from protectnet.store.blob_files import held
from protectnet.store.blob_pieces import PieceKeeper, pieces
from protectnet.store.blobs import receive
from protectnet.store.device_marks import days_of_use, note_day_of_use
from protectnet.store.due_erasures import due_erasures, receipts
from protectnet.store.erase import carry_out
from protectnet.store.parking import ParkReason, Waiting, park_segments, parked
from protectnet.store.standings import rejudge, standings
from protectnet.store.store import Store
from protectnet.store.take_back import take_back
from protectnet.store.vectors import next_counter, own_counter, put_vector, vectors
from tests.log.samples import CIRCLE, DAY, SOL, clock, identity, sealed
from tests.store.attaching import ATTACHED
from tests.store.laptops import RISK, Laptop, key_of, record_id

FOREIGN = "wvutsrqpo"
"""What another device wrote, and erased."""
PIECED, WHOLE = b"some of it " * 500, b"all of it " * 500
STICK = TakenBundle(bytes(16), 1, SOL.public.device, DAY)


def foreign_segments() -> list[VerifiedSegment]:
    """A log of Sol's: the first attaches a file, the third erases what the second says."""
    said = set_(RISK.number, record_id(50), 1, clock(2), FOREIGN)
    [second] = _log([[said]], skipped=1)
    named = [second.entries[0].op_id]
    erasing = erase(RISK.number, record_id(50), clock(3), "safety", whole=True, erased=named)
    changes: list[list[Operation]] = [
        [_attaching(PIECED, 1)],
        [said],
        [erasing, set_(RISK.number, record_id(51), 1, clock(4), "theirs")],
        [_attaching(WHOLE, 5)],
        [set_(RISK.number, record_id(51), 1, clock(6), "later")],
    ]
    return _log(changes)


def exchange_acts(laptop: Laptop) -> list[Callable[[], object]]:
    """What is done, one after the other; each is acknowledged when it returns."""
    store, log = laptop.store, foreign_segments()
    half = len(PIECED) // 2
    return [
        lambda: _take(store, log[:2], {log[1].hash: Standing.QUARANTINED}, log[4:], 1),
        lambda: _piece(store, 0, half),
        lambda: _judge(store, {log[1].hash: Standing.COUNTS}),
        lambda: _piece(store, half, len(PIECED)),
        lambda: _take(store, log[2:3], {}, (), 2),
        lambda: carry_out(store, [key_of(50)], laptop),
        lambda: _take(store, log[3:], {}, (), 3, WHOLE),
        lambda: take_back(store, accepted_bundles(store)[0].id),
        lambda: _tell(store),
        lambda: _judge(store, {log[0].hash: Standing.SET_ASIDE, log[2].hash: Standing.REFUSED}),
    ]


def fingerprint(store: Store) -> str:
    """What these acts change, without what is made by lot."""
    judged, log = standings(store, CIRCLE), foreign_segments()
    said: list[object] = [
        queries.digest_of(store, CIRCLE),
        [judged.get(each.hash) for each in log],
        [(each.log, each.seq, each.reason) for each in parked(store, CIRCLE)],
        [each.encode() for each in vectors(store, CIRCLE)],
        [(each.taken, each.is_final) for each in accepted_bundles(store)],
        [(each.key, each.named) for each in due_erasures(store)],
        len(receipts(store, CIRCLE)),
        list(held(store)),
        [(each.blob, each.offset, each.length) for each in pieces(store)],
        (own_counter(store, CIRCLE), days_of_use(store)),
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _take(
    store: Store,
    some: list[VerifiedSegment],
    judged: dict[bytes, Standing],
    waiting: list[VerifiedSegment] | tuple[()],
    counter: int,
    blob: bytes = b"",
) -> None:
    name = hashlib.sha256(blob).digest()
    if blob:
        receive(store, name, iter([blob]))
    heads = (Head(LogId(bytes(16)), counter, bytes(32)),)
    told = sign_vector(Vector(SOL.public.device, CIRCLE, counter, DAY, heads), SOL)
    with store.transaction():
        accepted = begin(store, STICK)
        apply_segments(store, some, (), judged, accepted)
        wait = [Waiting(each.segment, ParkReason.WAITS_FOR_SEGMENT) for each in waiting]
        park_segments(store, wait, accepted)
        put_vector(store, told, accepted)
        note_blobs(store, accepted, [name] if blob else [])
        finish(store, accepted, [CIRCLE])


def _judge(store: Store, judged: dict[bytes, Standing]) -> None:
    with store.transaction():
        rejudge(store, CIRCLE, judged, ())


def _piece(store: Store, start: int, end: int) -> None:
    name = hashlib.sha256(PIECED).digest()
    PieceKeeper(store).receive(name, len(PIECED), start, iter([PIECED[start:end]]))


def _tell(store: Store) -> None:
    with store.transaction():
        mark_told(store)
        next_counter(store, CIRCLE)
        note_day_of_use(store, DAY)


def _attaching(content: bytes, counter: int) -> Operation:
    blob = hashlib.sha256(content).digest()
    value: Plain = [bytes(32), "notes.txt", "text/plain", 1, blob, bytes(32), [bytes(32)]]
    return add(RISK.number, record_id(50 + counter), ATTACHED.number, clock(counter), value)


def _log(changes: list[list[Operation]], skipped: int = 0) -> list[VerifiedSegment]:
    """Segments one after the other.

    The names of operations are those that they have after so many other segments.
    """
    place = Place(identity(SOL))
    found = []
    for number, operations in enumerate(changes, skipped):
        found.append(sealed(operations, SOL, place, bytes([100 + number]) * 32))
        place = Place.after(found[-1])
    return found
