# SPDX-License-Identifier: GPL-3.0-or-later
"""Which encrypted files the records show, by which segment, and which of them are missing."""

from protectnet.domain.ids import OpId, RecordId
from protectnet.log.operation import add, set_
from protectnet.log.operation import remove as removal
from protectnet.log.standing import Standing
from protectnet.store.append import seal_open_segments
from protectnet.store.blob_files import path_of
from protectnet.store.blobs import KeptBlob
from protectnet.store.live_blobs import blob_sizes, live_uses, missing_blobs, uses_by_segment
from protectnet.store.segment_index import index
from protectnet.store.standings import rejudge
from protectnet.store.store import Store
from tests.log.samples import CIRCLE, RECORD, clock
from tests.store.attaching import ATTACHED, RISK, attach, kept, plain_of, seal, write
from tests.store.laptops import OTHER_CIRCLE

OTHER_RECORD = RecordId(bytes([66]) * 16)


def elsewhere(number: int) -> KeptBlob:
    """A file that only another device has."""
    return KeptBlob(bytes(32), 1, bytes(32), bytes([number]) * 32, (bytes(32),))


def sealed(store: Store) -> bytes:
    """Seal what is open; the hash of the last segment."""
    with store.transaction():
        return seal_open_segments(store, seal)[-1].hash


def test_uses_when_values_are_live_name_the_segment_that_gave_them(store: Store) -> None:
    here, there = kept(store), elsewhere(7)
    attach(store, here)
    attach(store, there)
    first = sealed(store)
    attach(store, here, OTHER_RECORD)
    second = sealed(store)
    attach(store, elsewhere(5), circle=OTHER_CIRCLE)
    attach(store, elsewhere(6))
    assert uses_by_segment(store, CIRCLE) == {
        first: (here.blob, there.blob),
        second: (here.blob,),
    }
    assert {each.segment for each in live_uses(store, OTHER_CIRCLE)} == {None}
    assert missing_blobs(store, CIRCLE) == (elsewhere(6).blob, there.blob)
    assert missing_blobs(store, CIRCLE, most=1) == (elsewhere(6).blob,)
    size = path_of(store, here.blob).stat().st_size
    assert blob_sizes(store, [here.blob, there.blob]) == {here.blob: size}


def test_uses_when_a_file_was_taken_off_are_gone(store: Store) -> None:
    attach(store, elsewhere(7))
    [(name,)] = store.db.rows("SELECT op FROM operation")
    write(store, removal(RISK.number, RECORD, ATTACHED.number, clock(10_000), [OpId(name)]))
    assert list(live_uses(store, CIRCLE)) == []
    assert missing_blobs(store, CIRCLE) == ()


def test_uses_when_the_field_is_of_a_newer_version_are_told_by_their_shape(store: Store) -> None:
    write(store, add(RISK.number, RECORD, 999, clock(1), plain_of(elsewhere(7))))
    write(store, set_(RISK.number, RECORD, 998, clock(2), [bytes(32), "no attachment"]))
    write(store, set_(RISK.number, RECORD, 997, clock(3), bytes([8]) * 32))
    assert missing_blobs(store, CIRCLE) == (elsewhere(7).blob,)


def test_uses_when_the_segment_counts_no_more_are_gone_and_come_back(store: Store) -> None:
    attach(store, elsewhere(7))
    segment = sealed(store)
    for standing, expected in (
        (Standing.QUARANTINED, {}),
        (Standing.COUNTS, {segment: (elsewhere(7).blob,)}),
    ):
        with store.transaction():
            rejudge(store, CIRCLE, {segment: standing})
        assert uses_by_segment(store, CIRCLE) == expected
    assert len(index(store, CIRCLE)) == 1
