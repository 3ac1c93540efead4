# SPDX-License-Identifier: GPL-3.0-or-later
"""What this device signs that it holds, and when it has to sign anew."""

from dataclasses import replace

from protectnet.domain.ids import OpId
from protectnet.log.vector import MAX_ERASED, MAX_HEADS, MAX_MISSING
from protectnet.sync.index import CircleIndex
from protectnet.sync.own_vector import AFTER_RESTORE, own_vector
from tests.sync.making import DAY, LUNA, RIVER, SOL, chain, digest, following, membership

BY_SOL = chain(3, SOL)
ACTS = membership()
PHOTO, VOICE = digest("photo"), digest("voice")
INDEX = CircleIndex(
    RIVER, [*BY_SOL, *ACTS], {BY_SOL[0].hash: (PHOTO, VOICE)}, {VOICE: 9, digest("other"): 9}
)
ERASES = [OpId(digest("erase", number)[:16]) for number in range(MAX_ERASED + 3)]


def test_vector_when_made_then_says_heads_of_both_streams_missing_blobs_and_erases() -> None:
    vector = own_vector(INDEX, LUNA, DAY, erased=ERASES[:2])
    assert vector.heads == tuple(sorted([BY_SOL[-1].head, ACTS[-1].head]))
    assert vector.missing == (PHOTO,)
    assert vector.erased == tuple(sorted(ERASES[:2]))
    assert (vector.device, vector.circle, vector.counter, vector.day) == (LUNA, RIVER, 1, DAY)


def test_vector_when_a_segment_waits_then_it_says_nothing_of_it_nor_of_what_follows() -> None:
    waiting = BY_SOL[1]._replace(is_held=False)
    index = CircleIndex(RIVER, [BY_SOL[0], waiting, BY_SOL[2]])
    assert own_vector(index, LUNA, DAY).heads == (BY_SOL[0].head,)


def test_vector_when_nothing_changed_then_it_is_the_one_signed_before() -> None:
    before = own_vector(INDEX, LUNA, DAY)
    assert own_vector(INDEX, LUNA, DAY + 5, before=before, highest_seen=1) is before


def test_vector_when_something_changed_then_it_counts_on() -> None:
    before = replace(own_vector(INDEX, LUNA, DAY), counter=7)
    after = own_vector(INDEX, LUNA, DAY + 1, erased=ERASES[:1], before=before)
    assert (after.counter, after.day) == (8, DAY + 1)


def test_vector_when_a_higher_one_of_this_device_was_seen_then_it_goes_above_it() -> None:
    before = own_vector(INDEX, LUNA, DAY)
    assert own_vector(INDEX, LUNA, DAY, before=before, highest_seen=40).counter == 41
    restored = before.counter + AFTER_RESTORE
    assert own_vector(INDEX, LUNA, DAY, before=before, highest_seen=restored).counter > restored


def test_erases_when_there_are_too_many_then_the_newest_stand() -> None:
    vector = own_vector(INDEX, LUNA, DAY, erased=ERASES)
    assert vector.erased == tuple(sorted(ERASES[3:]))
    vector.encode()


def test_heads_when_there_are_too_many_then_logs_with_the_oldest_day_are_left_out() -> None:
    many = [
        following(None, SOL, life=number, day=DAY + number % 5_000)
        for number in range(MAX_HEADS + 4)
    ]
    vector = own_vector(CircleIndex(RIVER, many), LUNA, DAY)
    assert len(vector.heads) == MAX_HEADS
    gone = {each.head for each in many} - set(vector.heads)
    oldest = sorted((each.day, each.head) for each in many)[:9]
    assert gone <= {head for _, head in oldest}
    vector.encode()


def test_missing_when_there_are_too_many_then_those_of_the_newest_segments_stand() -> None:
    log = chain(MAX_MISSING + 4, SOL)
    uses = {each.hash: (digest("blob", each.seq),) for each in log}
    vector = own_vector(CircleIndex(RIVER, log, uses), LUNA, DAY)
    assert vector.missing == tuple(sorted(digest("blob", each.seq) for each in log[4:]))
    vector.encode()
