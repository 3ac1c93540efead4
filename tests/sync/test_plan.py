# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into bundles: in which order, within which limit, and what is named as left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import DeviceId
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.vector import Vector, size_when_signed
from protectnet.sync.index import CircleIndex, HeldSegment
from protectnet.sync.plan import GivingPlan, PlannedBundle, plan_giving
from protectnet.sync.readers import CircleView, HeldBack, Reason
from tests.sync.making import (
    ANA,
    DAY,
    HILL,
    LUNA,
    MAR,
    RIVER,
    SIZE,
    SOL,
    chain,
    digest,
    following,
    membership,
    readers,
    vector,
)

ACTS = membership(length=2)
BY_LUNA, BY_SOL = chain(3), chain(2, SOL, day=DAY + 50)
PHOTO, VOICE = digest("photo"), digest("voice")
KEPT = [*ACTS, *BY_LUNA, *BY_SOL]
EVERYTHING = [ACTS[-1], BY_LUNA[-1], BY_SOL[-1]]
USES = {BY_LUNA[-1].hash: (PHOTO,), BY_SOL[-1].hash: (VOICE,)}
OWN = vector(LUNA, EVERYTHING)
OWN_SIZE = size_when_signed(OWN)


def a_view(
    *said: Vector,
    kept: list[HeldSegment] = KEPT,
    blobs: dict[bytes, int] | None = None,
    to: tuple[DeviceId, ...] = (MAR, ANA),
) -> CircleView:
    index = CircleIndex(RIVER, kept, USES, blobs or {})
    return CircleView(index, OWN, {each.device: each for each in said}, readers(*to))


def only_bundle(plan: GivingPlan) -> PlannedBundle:
    [bundle] = plan.bundles
    return bundle


def test_bundle_when_a_reader_never_told_then_everything_in_its_order() -> None:
    told = vector(SOL, [BY_SOL[0]])
    view = a_view(told, blobs={PHOTO: 90, VOICE: 10})
    bundle = only_bundle(plan_giving([view], [MAR]))
    [circle] = bundle.circles
    assert (bundle.recipients, circle.circle) == ((MAR,), RIVER)
    assert circle.vectors == (LUNA, SOL)
    assert circle.membership == tuple(ACTS)
    assert circle.logs == (tuple(BY_SOL), tuple(BY_LUNA))
    assert list(circle.segments()) == [*ACTS, *BY_SOL, *BY_LUNA]
    assert bundle.blobs == (VOICE, PHOTO)
    assert bundle.changes == 50
    assert bundle.size == 7 * SIZE + 100 + OWN_SIZE + size_when_signed(told)
    assert not bundle.is_receipt_only


def test_plan_when_all_readers_have_all_then_it_says_so_and_only_receipts_go() -> None:
    view = a_view(vector(MAR, EVERYTHING), vector(ANA, EVERYTHING))
    plan = plan_giving([view], [MAR, ANA])
    assert plan.is_everything_covered
    assert only_bundle(plan).is_receipt_only
    assert only_bundle(plan).circles[0].vectors[0] == LUNA
    assert set(only_bundle(plan).circles[0].vectors) == {LUNA, MAR, ANA}


def test_plan_when_one_reader_lacks_something_then_not_everything_is_covered() -> None:
    view = a_view(vector(MAR, EVERYTHING), vector(ANA, EVERYTHING[:2]))
    plan = plan_giving([view], [MAR, ANA])
    assert not plan.is_everything_covered
    assert only_bundle(plan).circles[0].logs == (tuple(BY_SOL),)


def test_plan_when_nobody_may_read_anything_then_nothing_is_covered() -> None:
    plan = plan_giving([a_view(to=(MAR,))], [SOL])
    assert plan == GivingPlan((), (HeldBack(Reason.NOTHING_IN_COMMON, None, SOL),))
    assert not plan.is_everything_covered


def test_plan_when_a_vector_is_of_another_circle_then_it_is_a_defect() -> None:
    with pytest.raises(ValueError, match="circle"):
        plan_giving([a_view(vector(MAR, [], HILL))], [MAR])


def test_blob_when_two_circles_need_it_then_it_goes_once() -> None:
    hill = chain(1, of=HILL)
    views = [
        a_view(blobs={PHOTO: 90}, to=(MAR,)),
        CircleView(
            CircleIndex(HILL, hill, {hill[0].hash: (PHOTO, VOICE)}, {PHOTO: 90}),
            vector(LUNA, hill, HILL),
            {},
            readers(MAR),
        ),
    ]
    bundle = only_bundle(plan_giving(views, [MAR]))
    assert [each.circle for each in bundle.circles] == sorted([RIVER, HILL])
    assert bundle.blobs == (PHOTO,)
    assert bundle.absent_blobs == {VOICE}
    assert bundle.size == 8 * SIZE + 90 + OWN_SIZE + size_when_signed(views[1].own)


def beyond(plan: GivingPlan) -> HeldBack:
    [found] = [each for each in plan.held_back if each.reason is Reason.BEYOND_LIMIT]
    return found


def test_limit_when_it_is_reached_then_each_log_goes_from_its_beginning_and_the_rest_is_named() -> (
    None
):
    view = a_view(blobs={PHOTO: SIZE, VOICE: SIZE + 1})
    plan = plan_giving([view], [MAR], limit=OWN_SIZE + 5 * SIZE)
    bundle = only_bundle(plan)
    [circle] = bundle.circles
    assert circle.membership == tuple(ACTS)
    assert circle.logs == (tuple(BY_SOL), tuple(BY_LUNA[:1]))
    assert bundle.blobs == ()
    assert bundle.size == OWN_SIZE + 5 * SIZE
    held = beyond(plan)
    assert (held.circle, held.device) == (RIVER, None)
    assert (held.changes, held.size) == (20, 4 * SIZE + 1)
    assert set(held.files) == {PHOTO, VOICE}
    assert not plan.is_everything_covered


def test_limit_when_a_segment_is_too_large_then_other_logs_and_small_blobs_still_go() -> None:
    big = following(BY_SOL[-1], size=100 * SIZE)
    kept = [*ACTS, *BY_LUNA, *BY_SOL, big, following(big)]
    view = a_view(kept=kept, blobs={PHOTO: 9, VOICE: 50 * SIZE})
    plan = plan_giving([view], [MAR], limit=OWN_SIZE + 8 * SIZE)
    assert only_bundle(plan).circles[0].logs == (tuple(BY_SOL), tuple(BY_LUNA))
    assert only_bundle(plan).blobs == (PHOTO,)
    assert (beyond(plan).changes, beyond(plan).files) == (20, (VOICE,))


def test_limit_when_a_segment_is_left_out_then_so_are_the_blobs_that_it_names() -> None:
    view = a_view(blobs={PHOTO: 1})
    plan = plan_giving([view], [MAR], limit=OWN_SIZE + 6 * SIZE + 1)
    assert only_bundle(plan).circles[0].logs[-1] == tuple(BY_LUNA[:2])
    assert only_bundle(plan).blobs == ()
    assert beyond(plan).files == (PHOTO,)


def test_limit_when_membership_does_not_fit_then_no_record_of_that_circle_goes() -> None:
    hill = [*membership(of=HILL), *chain(2, of=HILL)]
    other = CircleView(CircleIndex(HILL, hill), vector(LUNA, of=HILL), {}, readers(MAR))
    own = OWN_SIZE + size_when_signed(other.own)
    big = [ACTS[0], ACTS[1]._replace(size=9 * SIZE)]
    view = a_view(kept=[*big, *BY_LUNA], to=(MAR,))
    plan = plan_giving([view, other], [MAR], limit=own + 5 * SIZE)
    circles = {each.circle: each for each in only_bundle(plan).circles}
    assert circles[RIVER].membership == (ACTS[0],)
    assert circles[RIVER].logs == ()
    assert list(circles[HILL].segments()) == hill
    assert beyond(plan).changes == 40


def test_membership_when_one_is_too_large_then_what_builds_on_it_stays_and_the_rest_goes() -> None:
    root = membership()[0]
    big = following(root, size=9 * SIZE)
    built = following(None, SOL, stream=MEMBERSHIP, membership_heads=[root.hash, big.hash])
    apart = following(None, ANA, stream=MEMBERSHIP, membership_heads=[root.hash])
    plan = plan_giving([a_view(kept=[root, big, built, apart])], [MAR], limit=OWN_SIZE + 5 * SIZE)
    assert set(only_bundle(plan).circles[0].membership) == {root, apart}


def test_limit_when_it_is_tight_then_what_others_say_they_hold_waits() -> None:
    told = vector(SOL, [BY_SOL[0]])
    view = a_view(told, to=(MAR,))
    room = OWN_SIZE + 7 * SIZE
    tight, wide = (
        plan_giving([view], [MAR], limit=limit) for limit in (room, room + size_when_signed(told))
    )
    assert only_bundle(tight).circles[0].vectors == (LUNA,)
    assert only_bundle(wide).circles[0].vectors == (LUNA, SOL)
    assert only_bundle(tight).changes == only_bundle(wide).changes == 50
    assert tight.held_back == wide.held_back == ()


def test_limit_when_nothing_fits_then_a_bundle_is_empty_and_all_is_named() -> None:
    plan = plan_giving([a_view(blobs={PHOTO: 9})], [MAR], limit=0)
    assert only_bundle(plan).circles[0].vectors == ()
    assert only_bundle(plan).size == 0
    assert not plan.is_everything_covered
    assert beyond(plan).changes == sum(each.changes for each in KEPT)
    assert beyond(plan).files == (PHOTO,)


@given(st.integers(0, OWN_SIZE + 10 * SIZE), st.sets(st.sampled_from([PHOTO, VOICE])))
def test_limit_when_it_is_any_then_it_holds_and_what_goes_and_what_stays_is_everything(
    limit: int, here: set[bytes]
) -> None:
    view = a_view(blobs=dict.fromkeys(here, SIZE))
    plan, whole = (plan_giving([view], [MAR], limit=each) for each in (limit, None))
    bundle, all_of_it = only_bundle(plan), only_bundle(whole)
    assert bundle.size <= limit
    left = [each for each in plan.held_back if each.reason is Reason.BEYOND_LIMIT]
    membership_changes = sum(each.changes for each in bundle.circles[0].membership)
    going = bundle.changes + membership_changes
    assert going + sum(each.changes for each in left) == 70
    assert {*bundle.blobs, *(file for each in left for file in each.files)} == set(all_of_it.blobs)
    assert plan_giving([view], [MAR], limit=limit) == plan
