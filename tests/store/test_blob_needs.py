# SPDX-License-Identifier: GPL-3.0-or-later
"""A blob is needed as long as anything that is held names it."""

from protectnet.domain.ids import CircleId, OpId, RecordId
from protectnet.log import cbor
from protectnet.log.operation import add
from protectnet.log.operation import remove as removal
from protectnet.log.segment import verify_segment
from protectnet.store.apply import apply_segments
from protectnet.store.blob_needs import attached, is_used, unused, used_in
from protectnet.store.blobs import KeptBlob
from protectnet.store.parking import ParkReason, Waiting, park_segments, unpark
from protectnet.store.store import Store
from tests.log.samples import CIRCLE, RECORD, SOL, clock, sealed, signed
from tests.store.attaching import (
    ATTACHED,
    RISK,
    attach,
    attaching,
    kept,
    plain_of,
    write,
)

OTHER_CIRCLE = CircleId(bytes([33]) * 16)
OTHER_RECORD = RecordId(bytes([66]) * 16)


def test_used_in_when_records_of_circles_have_files_then_names_those_of_each(
    store: Store,
) -> None:
    ours, also_ours, theirs, nobodys = (kept(store) for _ in range(4))
    attach(store, ours)
    attach(store, also_ours, OTHER_RECORD)
    attach(store, ours, OTHER_RECORD)
    attach(store, theirs, circle=OTHER_CIRCLE)
    assert used_in(store, CIRCLE) == sorted([ours.blob, also_ours.blob])
    assert used_in(store, OTHER_CIRCLE) == [theirs.blob]
    assert used_in(store, CircleId(bytes(16))) == []
    assert [is_used(store, each.blob) for each in (ours, theirs, nobodys)] == [True, True, False]


def test_used_in_when_a_file_was_taken_off_its_record_then_history_still_has_it(
    store: Store,
) -> None:
    found = kept(store)
    attach(store, found)
    [(name,)] = store.db.rows("SELECT op FROM operation")
    gone = removal(RISK.number, RECORD, ATTACHED.number, clock(10_000), [OpId(name)])
    write(store, gone)
    assert used_in(store, CIRCLE) == [found.blob]
    assert unused(store, [found.blob]) == set()


def test_unused_when_nothing_names_some_then_gives_those(store: Store) -> None:
    used, other = kept(store), kept(store)
    attach(store, used)
    assert unused(store, [used.blob, other.blob, bytes(32)]) == {other.blob, bytes(32)}
    assert unused(store, []) == set()


def test_unused_when_only_a_newer_version_knows_the_field_then_it_is_needed(
    store: Store,
) -> None:
    found = kept(store)
    write(store, add(RISK.number, RECORD, 999, clock(1), plain_of(found)))
    assert unused(store, [found.blob]) == set()
    assert attached(store) == set()


def test_unused_when_only_a_newer_version_knows_the_operation_then_it_is_needed(
    store: Store,
) -> None:
    found = kept(store)
    segment = signed([cbor.encode([9, found.blob])], SOL)
    with store.transaction():
        apply_segments(store, [verify_segment(segment, SOL.public)])
    assert not is_used(store, found.blob)
    assert unused(store, [found.blob]) == set()
    assert attached(store) == set()


def test_unused_when_a_parked_segment_names_it_then_it_is_needed(store: Store) -> None:
    found = kept(store)
    waiting = sealed([attaching(found)], SOL).segment
    with store.transaction():
        park_segments(store, [Waiting(waiting, ParkReason.WAITS_FOR_SEGMENT)])
    assert not is_used(store, found.blob)
    assert unused(store, [found.blob]) == set()
    with store.transaction():
        unpark(store, waiting.hash)
    assert unused(store, [found.blob]) == {found.blob}


def test_attached_when_files_are_held_or_not_then_names_all(store: Store) -> None:
    found = kept(store)
    attach(store, found)
    elsewhere = KeptBlob(bytes(32), 1, bytes(32), bytes([7]) * 32, (bytes(32),))
    attach(store, elsewhere, OTHER_RECORD)
    assert attached(store) == {found.blob, elsewhere.blob}
