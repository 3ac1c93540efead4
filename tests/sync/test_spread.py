# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of others is what each has itself signed, and silence is no receipt."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import DeviceId, OpId
from protectnet.log.vector import MAX_ERASED, Vector
from protectnet.sync.coverage import lacked
from protectnet.sync.index import CircleIndex, HeldSegment
from protectnet.sync.own_vector import own_vector
from protectnet.sync.spread import Erasing, Receipt, erasing, last_signs, receipts, spread
from tests.sync.making import (
    ANA,
    DAY,
    LUNA,
    MAR,
    RIVER,
    SOL,
    chain,
    digest,
    following,
    membership,
    vector,
)

BY_LUNA, BY_SOL = chain(3), chain(2, SOL, day=DAY + 50)
ACTS = membership(LUNA, length=2)
PHOTO, VOICE = digest("photo"), digest("voice")
INDEX = CircleIndex(
    RIVER,
    [*BY_LUNA, *BY_SOL, *ACTS],
    {BY_LUNA[0].hash: (PHOTO,), BY_SOL[-1].hash: (VOICE,)},
    {PHOTO: 5, VOICE: 5},
)
EVERYTHING = [BY_LUNA[-1], BY_SOL[-1], ACTS[-1]]
REMOVAL = ACTS[1]


def receipt_of(said: Vector | None, device: DeviceId = MAR) -> Receipt:
    [found] = receipts(INDEX, {} if said is None else {device: said}, [device])
    return found


def test_receipt_when_a_device_has_everything_then_up_to_the_last_day() -> None:
    found = receipt_of(vector(MAR, EVERYTHING, day=DAY + 70))
    assert found == Receipt(MAR, DAY + 70, DAY + 51, 0, 0, has_more=False)
    assert found.has_everything


def test_receipt_when_it_lacks_something_then_up_to_the_day_before_it() -> None:
    found = receipt_of(vector(MAR, [BY_LUNA[-1], BY_SOL[0], ACTS[-1]]))
    assert (found.up_to, found.lacking_changes, found.missing_files) == (DAY + 50, 10, 1)
    assert not found.has_everything


def test_receipt_when_the_first_day_is_lacking_then_up_to_no_day() -> None:
    found = receipt_of(vector(MAR, [BY_SOL[-1], ACTS[-1]]))
    assert (found.up_to, found.lacking_changes) == (None, 30)


def test_receipt_when_only_a_file_is_missing_then_not_everything() -> None:
    found = receipt_of(vector(MAR, EVERYTHING, missing=[PHOTO, digest("of another circle")]))
    assert (found.lacking_changes, found.missing_files) == (0, 1)
    assert not found.has_everything


def test_receipt_when_it_never_told_then_it_has_nothing() -> None:
    assert receipt_of(None) == Receipt(MAR, None, None, 70, 2, has_more=False)
    assert not receipt_of(None).has_everything
    nothing = CircleIndex(RIVER, [])
    assert not receipts(nothing, {}, [MAR])[0].has_everything


def test_receipt_when_it_holds_what_is_not_here_then_that_is_said() -> None:
    found = receipt_of(vector(MAR, [*EVERYTHING, following(None, ANA)]))
    assert found.has_more
    ahead = receipt_of(vector(MAR, [*EVERYTHING[1:], following(BY_LUNA[-1])]))
    assert ahead.has_more
    assert ahead.has_everything
    other = receipt_of(vector(MAR, [*EVERYTHING[1:], following(BY_LUNA[1], branch="other")]))
    assert other.has_more
    assert other.lacking_changes == 30


def test_receipt_when_it_names_a_segment_by_another_number_then_that_is_not_here() -> None:
    last = BY_LUNA[-1]._replace(seq=7)
    assert receipt_of(vector(MAR, [*EVERYTHING[1:], last])).has_more


BRANCHED = [*BY_LUNA, *chain(2, after=BY_LUNA[0], branch="left"), *BY_SOL, *ACTS]


@given(st.lists(st.sampled_from(BRANCHED)), st.sets(st.sampled_from([PHOTO, VOICE])))
def test_receipt_when_it_says_everything_then_there_is_nothing_to_give(
    heads: list[HeldSegment], missing: set[bytes]
) -> None:
    uses = {BY_LUNA[0].hash: (PHOTO,), BY_SOL[-1].hash: (VOICE,)}
    index = CircleIndex(RIVER, BRANCHED, uses, {PHOTO: 5})
    said = vector(MAR, heads, missing=sorted(missing))
    said = replace(said, heads=tuple(sorted(set(said.heads))))
    [found] = receipts(index, {MAR: said}, [MAR])
    needed = lacked(index, [said])
    assert found.has_everything is needed.is_nothing
    segments = [each for log in (needed.membership, *needed.logs) for each in log]
    assert found.lacking_changes == sum(each.changes for each in segments)
    assert found.missing_files == len(needed.blobs)
    days = {each.day for each in BRANCHED} - {
        day for day in range(DAY, DAY + 99) if any(each.day <= day for each in segments)
    }
    assert found.up_to == max(days, default=None)


def test_news_when_asked_for_then_who_knows_who_did_not_and_who_never_told() -> None:
    vectors = {SOL: vector(SOL, EVERYTHING), MAR: vector(MAR, [ACTS[0]])}
    found = spread(INDEX, vectors, [LUNA, SOL, MAR, ANA], REMOVAL.hash)
    assert (found.knows, found.did_not_know, found.never_told) == ((LUNA, SOL), (MAR,), (ANA,))
    assert (len(found.knows), found.total) == (2, 4)


def test_news_when_this_device_would_sign_it_now_then_it_counts_as_knowing() -> None:
    vectors = {MAR: own_vector(INDEX, MAR, DAY)}
    assert spread(INDEX, vectors, [MAR], REMOVAL.hash).knows == (MAR,)


def test_news_when_it_is_not_here_then_nobody_is_known_to_know() -> None:
    vectors = {MAR: vector(MAR, EVERYTHING)}
    assert spread(INDEX, vectors, [MAR, ANA], bytes(32)).knows == ()


def test_erase_when_asked_for_then_only_a_receipt_says_done() -> None:
    erase = OpId(digest("erase")[:16])
    segment = BY_SOL[-1]
    full = tuple(sorted(digest("other", number)[:16] for number in range(MAX_ERASED)))
    five = DeviceId(bytes(16))
    vectors = {
        MAR: replace(vector(MAR, [segment]), erased=(erase,)),
        ANA: vector(ANA, [segment]),
        LUNA: vector(LUNA, [BY_SOL[0]]),
        five: replace(vector(five, [segment]), erased=tuple(map(OpId, full))),
    }
    silent = DeviceId(bytes(15) + b"\1")
    found = erasing(INDEX, vectors, [MAR, ANA, LUNA, SOL, five, silent], erase, segment.hash)
    assert found == {
        MAR: Erasing.DONE,
        ANA: Erasing.KNOWS,
        LUNA: Erasing.DID_NOT_KNOW,
        SOL: Erasing.KNOWS,
        five: Erasing.NOT_TOLD,
        silent: Erasing.NOT_TOLD,
    }


def test_signs_when_asked_for_then_the_last_day_that_can_be_believed() -> None:
    today = DAY + 60
    other = CircleIndex(
        RIVER, [following(None, ANA, day=DAY + 9), following(None, MAR, day=60_000)]
    )
    vectors = {MAR: vector(MAR, [], day=DAY + 61), LUNA: vector(LUNA, [], day=DAY - 4)}
    circles: list[tuple[CircleIndex, dict[DeviceId, Vector]]] = [(INDEX, vectors), (other, {})]
    silent = DeviceId(bytes(16))
    assert last_signs(circles, [LUNA, SOL, MAR, ANA, silent], today) == {
        LUNA: DAY + 2,
        SOL: DAY + 51,
        MAR: DAY + 61,
        ANA: DAY + 9,
        silent: None,
    }
