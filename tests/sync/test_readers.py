# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may read what, together in one bundle, and why somebody does not."""

from hypothesis import given
from hypothesis import strategies as st

from protectnet.bundle import manifest
from protectnet.domain.ids import DeviceId
from protectnet.sync.index import CircleIndex
from protectnet.sync.readers import (
    MAX_CIRCLES,
    MAX_RECIPIENTS,
    Access,
    CircleView,
    HeldBack,
    Reason,
    audiences,
    held_back_from,
)
from tests.sync.making import ANA, HILL, LUNA, MAR, RIVER, SOL, circle, device, readers, vector


def a_view(number: int, access: dict[DeviceId, Access], **others: Access) -> CircleView:
    of = circle(number)
    return CircleView(CircleIndex(of, []), vector(LUNA, of=of), {}, access, **others)


DEVICES = [device(number) for number in range(2, 8)]
ACCESSES = st.dictionaries(st.sampled_from(DEVICES), st.sampled_from(Access))
VIEWS = st.lists(
    st.tuples(ACCESSES, st.sampled_from([*Access, *[Access.MAY_READ] * 4])), max_size=6
).map(
    lambda made: [
        a_view(number, access, giver=giver) for number, (access, giver) in enumerate(made)
    ]
)


@given(VIEWS, st.lists(st.sampled_from(DEVICES)))
def test_bundle_when_planned_then_every_recipient_may_read_every_circle_in_it(
    views: list[CircleView], recipients: list[DeviceId]
) -> None:
    found = audiences(views, recipients)
    for group in found:
        assert group.readers
        assert set(group.readers) <= set(recipients)
        for view in group.circles:
            assert all(view.access.get(each) is Access.MAY_READ for each in group.readers)
            assert view.giver not in (Access.SUSPENDED, Access.REMOVED)
    pairs = [
        (view.circle, each) for group in found for view in group.circles for each in group.readers
    ]
    may = {
        (view.circle, each)
        for view in views
        for each in recipients
        if view.access.get(each) is Access.MAY_READ
        and view.giver not in (Access.SUSPENDED, Access.REMOVED)
    }
    assert sorted(pairs) == sorted(may)


@given(VIEWS, st.lists(st.sampled_from(DEVICES)))
def test_recipient_when_a_circle_does_not_go_to_it_then_that_is_said_once(
    views: list[CircleView], recipients: list[DeviceId]
) -> None:
    said = list(held_back_from(views, recipients))
    assert len(said) == len(set(said))
    going = {
        (view.circle, each)
        for group in audiences(views, recipients)
        for view in group.circles
        for each in group.readers
    }
    for view in views:
        for each in recipients:
            about = [
                held
                for held in said
                if held.circle in (view.circle, None) and held.device in (each, None)
            ]
            if (view.circle, each) in going:
                assert about == []
            elif view.giver not in (Access.SUSPENDED, Access.REMOVED) or each in view.access:
                assert len(about) == 1


@given(VIEWS, st.permutations(DEVICES))
def test_plan_when_things_come_in_another_order_then_is_the_same(
    views: list[CircleView], recipients: list[DeviceId]
) -> None:
    assert audiences(views[::-1], recipients * 2) == audiences(views, DEVICES)
    assert list(held_back_from(views[::-1], recipients)) == list(held_back_from(views, DEVICES))


def test_circles_when_their_readers_are_equal_then_they_share_a_bundle() -> None:
    both = readers(SOL, MAR)
    views = [a_view(1, both), a_view(2, both), a_view(3, readers(SOL))]
    found = {group.readers: group.circles for group in audiences(views, [SOL, MAR])}
    together = tuple(sorted(views[:2], key=lambda each: each.circle))
    assert found == {(SOL,): (views[2],), tuple(sorted([SOL, MAR])): together}


def test_reason_when_something_does_not_go_then_it_is_the_one_that_holds() -> None:
    access = {
        SOL: Access.SUSPENDED,
        MAR: Access.REMOVED,
        ANA: Access.NO_KEY,
        device(5): Access.MAY_READ,
    }
    views = [a_view(1, access), a_view(2, readers(SOL))]
    stranger = device(6)
    assert set(held_back_from(views, [SOL, MAR, ANA, device(5), stranger])) == {
        HeldBack(Reason.SUSPENDED, RIVER, SOL),
        HeldBack(Reason.REMOVED, RIVER, MAR),
        HeldBack(Reason.NO_KEY, RIVER, ANA),
        HeldBack(Reason.NOT_IN_CIRCLE, HILL, MAR),
        HeldBack(Reason.NOT_IN_CIRCLE, HILL, ANA),
        HeldBack(Reason.NOT_IN_CIRCLE, HILL, device(5)),
        HeldBack(Reason.NOTHING_IN_COMMON, None, stranger),
    }


def test_circle_when_the_giver_may_not_give_of_it_then_it_is_named_and_spoils_nothing_else() -> (
    None
):
    views = [
        a_view(1, readers(SOL), giver=Access.REMOVED),
        a_view(2, readers(SOL)),
        a_view(3, readers(SOL), giver=Access.SUSPENDED),
        a_view(4, readers(MAR), giver=Access.SUSPENDED),
    ]
    [group] = audiences(views, [SOL])
    assert [view.circle for view in group.circles] == [HILL]
    assert set(held_back_from(views, [SOL])) == {
        HeldBack(Reason.GIVER_REMOVED, RIVER),
        HeldBack(Reason.GIVER_SUSPENDED, circle(3)),
    }


def test_bundles_when_there_are_too_many_devices_or_circles_for_one_then_several() -> None:
    assert (MAX_RECIPIENTS, MAX_CIRCLES) == (manifest.MAX_RECIPIENTS, manifest.MAX_CIRCLES)
    many = [device(number) for number in range(MAX_RECIPIENTS + 1)]
    views = [a_view(number, readers(*many)) for number in range(MAX_CIRCLES + 1)]
    sizes = [(len(each.readers), len(each.circles)) for each in audiences(views, many)]
    assert sizes == [(64, 64), (64, 1), (1, 64), (1, 1)]
