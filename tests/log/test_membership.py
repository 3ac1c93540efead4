# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle: what counts, whose word, and in any order."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log.samples import (
    INCARNATION,
    LUNA,
    MAR,
    RECORD,
    SEED,
    SOL,
    changes,
    clock,
    device,
    signed,
)

from protectnet.domain.ids import CircleId, DeviceId, RecordId
from protectnet.log import cbor
from protectnet.log.errors import (
    BrokenChain,
    CircleNotRooted,
    MalformedSegment,
    NotAMember,
    SignatureInvalid,
    WrongCircle,
)
from protectnet.log.header import LogIdentity
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.membership import Membership, evaluate
from protectnet.log.membership_operations import (
    Addition,
    Founding,
    Recipient,
    add_device,
    addition_of,
    found,
    founded_circle,
    founding_of,
    join_circle,
    publish_key,
    recipient_of,
)
from protectnet.log.open_segment import OpenSegment, Place
from protectnet.log.operation import Operation, decode_operation
from protectnet.log.segment import Segment, VerifiedSegment
from protectnet.log.shapes import OpKind, Role
from protectnet.log.signatures import SigningKeys

FOUNDING = Founding("home", LUNA.public, bytes([8]) * 16, "Luna")
FOUND = found(FOUNDING, clock(1))
HOME = founded_circle(FOUND)
NUBE = device(31)


def place(keys: SigningKeys, circle: CircleId = HOME) -> Place:
    return Place(LogIdentity(MEMBERSHIP, keys.public.device, circle, INCARNATION))


def said(
    keys: SigningKeys,
    *operations: Operation,
    after: VerifiedSegment | None = None,
    heads: Sequence[bytes] = (),
    circle: CircleId = HOME,
) -> VerifiedSegment:
    """A membership segment of a device."""
    segment = OpenSegment(Place.after(after) if after else place(keys, circle), SEED, "x")
    for each in operations:
        segment.append(each)
    return segment.seal(keys, heads)


def adds(keys: SigningKeys, role: Role, code_name: str, at: int = 2) -> Operation:
    return add_device(Addition(keys.public, code_name, role), clock(at))


def joins(keys: SigningKeys, at: int = 3) -> Operation:
    return join_circle(keys.public.device, clock(at))


def publishes(keys: SigningKeys, counter: int, letter: bytes) -> Operation:
    return publish_key(keys.public.device, Recipient(counter, letter * 1216), clock(3))


def evaluated(*segments: VerifiedSegment) -> Membership:
    """What segments come to that arrive unverified."""
    return evaluate(HOME, [each.segment for each in segments])


ROOT = said(LUNA, FOUND)
SOL_IN = said(LUNA, adds(SOL, Role.COORDINATOR, "Sol"), after=ROOT)
SOL_JOINS = said(SOL, joins(SOL), publishes(SOL, 1, b"k"), heads=[SOL_IN.hash])
MAR_IN = said(SOL, adds(MAR, Role.READER, "Mar"), after=SOL_JOINS)
MAR_JOINS = said(MAR, joins(MAR), heads=[MAR_IN.hash])
MAR_RAISED = said(LUNA, adds(MAR, Role.CONTRIBUTOR, "Ola", at=9), after=SOL_IN)
EVERYTHING = [ROOT, SOL_IN, SOL_JOINS, MAR_IN, MAR_JOINS, MAR_RAISED]


def test_circle_when_founded_then_the_founder_coordinates_it() -> None:
    membership = evaluated(ROOT)
    member = membership.member(LUNA.public.device)
    assert (membership.circle, membership.name) == (HOME, "home")
    assert membership.founder == LUNA.public.device
    assert (member.code_name, member.role, member.added_by) == ("Luna", Role.COORDINATOR, None)
    assert (member.has_joined, member.recipient, member.keys) == (True, None, LUNA.public)
    assert membership.heads == (ROOT.hash,)


def test_circle_when_devices_were_added_then_each_has_its_role_and_words() -> None:
    membership = evaluated(*EVERYTHING)
    sol, mar = (membership.member(keys.public.device) for keys in (SOL, MAR))
    assert (sol.role, sol.has_joined, sol.added_by) == (
        Role.COORDINATOR,
        True,
        LUNA.public.device,
    )
    assert sol.recipient == Recipient(1, b"k" * 1216)
    assert (mar.role, mar.code_name, mar.added_by) == (
        Role.READER,
        "Mar",
        SOL.public.device,
    )
    assert (mar.added_at, mar.has_joined, mar.recipient) == (clock(2), True, None)
    assert set(membership.heads) == {MAR_JOINS.hash, MAR_RAISED.hash}
    assert membership.waiting == ()
    assert {each.hash for each in membership.counted} == {each.hash for each in EVERYTHING}


@given(st.permutations(EVERYTHING), st.lists(st.sampled_from(EVERYTHING), max_size=4))
def test_evaluate_when_segments_come_in_any_order_and_number_then_is_the_same(
    order: list[VerifiedSegment], again: list[VerifiedSegment]
) -> None:
    assert evaluate(HOME, [*again, *order]) == evaluate(HOME, EVERYTHING)


@given(st.sets(st.sampled_from(range(1, len(EVERYTHING)))), st.randoms())
def test_evaluate_when_some_are_missing_then_what_stands_only_grows(
    kept: set[int], random: object
) -> None:
    some = evaluate(HOME, [ROOT, *(EVERYTHING[each] for each in kept)])
    everything = evaluate(HOME, EVERYTHING)
    assert some.members.keys() <= everything.members.keys()
    assert {each.hash for each in some.counted} <= {each.hash for each in everything.counted}
    assert len(some.counted) + len(some.waiting) == 1 + len(kept)


def test_evaluate_when_unverified_then_comes_to_the_same_as_verified() -> None:
    assert evaluated(*EVERYTHING) == evaluate(HOME, EVERYTHING)
    mixed: list[Segment | VerifiedSegment] = [ROOT.segment, *EVERYTHING]
    assert evaluate(HOME, mixed) == evaluate(HOME, EVERYTHING)


def test_evaluate_when_the_author_is_unknown_then_the_segment_waits() -> None:
    membership = evaluated(ROOT, SOL_JOINS, MAR_JOINS)
    assert membership.members.keys() == {LUNA.public.device}
    waiting = {each.hash for each in membership.waiting}
    assert waiting == {SOL_JOINS.hash, MAR_JOINS.hash}


def test_evaluate_when_the_segment_before_is_missing_then_it_waits() -> None:
    membership = evaluated(ROOT, MAR_RAISED)
    assert [each.hash for each in membership.waiting] == [MAR_RAISED.hash]
    assert MAR.public.device not in membership.members


def test_evaluate_when_nothing_founds_the_circle_then_refuses() -> None:
    other = FOUNDING._replace(nonce=bytes(16))
    stranger = said(LUNA, found(other, clock(1)))
    for segments in ([], [SOL_JOINS], [stranger], [SOL_IN]):
        with pytest.raises(CircleNotRooted) as raised:
            evaluated(*segments)
        assert raised.value.facts == {"circle": HOME.hex()}


def test_evaluate_when_somebody_else_holds_the_founding_operation_then_refuses() -> None:
    with pytest.raises(CircleNotRooted):
        evaluated(said(SOL, FOUND))


def test_evaluate_when_the_founding_operation_names_another_device_then_refuses() -> None:
    lie = replace(FOUND, record=RecordId(SOL.public.device))
    circle = founded_circle(lie)
    segment = said(LUNA, lie, circle=circle)
    with pytest.raises(CircleNotRooted):
        evaluate(circle, [segment])


def test_evaluate_when_the_circle_is_named_after_another_operation_then_refuses() -> None:
    wrong = joins(LUNA)
    circle = founded_circle(wrong)
    with pytest.raises(CircleNotRooted):
        evaluate(circle, [said(LUNA, wrong, circle=circle)])


def test_evaluate_when_the_founding_operation_is_not_in_the_first_segment_then_refuses() -> None:
    late = said(LUNA, FOUND, after=said(LUNA, joins(LUNA)))
    with pytest.raises(CircleNotRooted):
        evaluated(late)


def test_evaluate_when_a_segment_is_of_another_circle_or_stream_then_refuses() -> None:
    elsewhere = said(LUNA, joins(LUNA), circle=CircleId(bytes(16)))
    identity = LogIdentity(RECORDS, LUNA.public.device, HOME, INCARNATION)
    records = OpenSegment(Place(identity), SEED, "x")
    records.append(changes(1)[0])
    for wrong in (elsewhere, records.seal(LUNA)):
        with pytest.raises(WrongCircle):
            evaluated(ROOT, wrong)


def test_evaluate_when_a_device_adds_itself_or_without_a_right_then_it_does_not_count() -> None:
    itself = said(NUBE, adds(NUBE, Role.COORDINATOR, "Nube"))
    by_reader = said(MAR, adds(NUBE, Role.READER, "Nube"), after=MAR_JOINS)
    raises_itself = said(MAR, adds(MAR, Role.COORDINATOR, "Mar", at=12), after=by_reader)
    membership = evaluated(*EVERYTHING, itself, by_reader, raises_itself)
    assert NUBE.public.device not in membership.members
    assert membership.member(MAR.public.device).role is Role.READER
    assert [each.hash for each in membership.waiting] == [itself.hash]


def test_evaluate_when_a_coordinator_adds_its_own_device_again_then_nothing_changes() -> None:
    again = said(SOL, adds(SOL, Role.READER, "Other", at=1), after=SOL_JOINS)
    founder_again = said(SOL, adds(LUNA, Role.READER, "Other", at=1), after=again)
    membership = evaluated(ROOT, SOL_IN, SOL_JOINS, again, founder_again)
    assert membership.member(SOL.public.device).code_name == "Sol"
    assert membership.member(LUNA.public.device) == evaluated(ROOT).member(LUNA.public.device)


def test_evaluate_when_an_addition_names_another_device_than_its_keys_then_it_does_not_count() -> (
    None
):
    lie = replace(adds(SOL, Role.READER, "Sol"), record=RecordId(MAR.public.device))
    membership = evaluated(ROOT, said(LUNA, lie, after=ROOT))
    assert membership.members.keys() == {LUNA.public.device}


def test_evaluate_when_somebody_speaks_for_another_then_it_does_not_count() -> None:
    for_sol = said(LUNA, joins(SOL), publishes(SOL, 9, b"x"), after=SOL_IN)
    sol = evaluated(ROOT, SOL_IN, for_sol).member(SOL.public.device)
    assert (sol.has_joined, sol.recipient) == (False, None)


def test_evaluate_when_keys_follow_each_other_then_the_highest_counter_counts() -> None:
    later = said(SOL, publishes(SOL, 3, b"n"), publishes(SOL, 2, b"z"), after=SOL_JOINS)
    other = said(SOL, publishes(SOL, 3, b"m"), after=later)
    sol = evaluated(ROOT, SOL_IN, SOL_JOINS, later, other).member(SOL.public.device)
    assert sol.recipient == Recipient(3, b"n" * 1216)


def test_evaluate_when_a_known_author_s_signature_is_wrong_then_refuses() -> None:
    forged = replace(SOL_IN.segment, signatures=MAR.sign(MEMBERSHIP, SOL_IN.segment.header_bytes))
    with pytest.raises(SignatureInvalid):
        evaluate(HOME, [ROOT, forged])


def test_evaluate_when_a_number_does_not_follow_then_refuses() -> None:
    wrong = OpenSegment(Place(ROOT.header.identity, 7, ROOT.hash), SEED, "x")
    wrong.append(joins(LUNA))
    with pytest.raises(BrokenChain):
        evaluated(ROOT, wrong.seal(LUNA))


def test_evaluate_when_a_log_forks_with_the_same_seed_then_both_branches_count() -> None:
    one = said(LUNA, adds(SOL, Role.READER, "Sol"), after=ROOT)
    two = said(LUNA, adds(SOL, Role.READER, "Sol"), adds(MAR, Role.READER, "Mar"), after=ROOT)
    assert one.entries[0].op_id == two.entries[0].op_id
    membership = evaluated(two, one, ROOT)
    assert len(membership.members) == 3
    assert set(membership.heads) == {one.hash, two.hash}


def test_evaluate_when_a_newer_kind_is_held_then_it_is_kept_and_changes_nothing() -> None:
    newer_kind = cbor.encode([27, 0, SOL.public.device, 0, clock(3), [], [[], None]])
    newer = signed([newer_kind, joins(LUNA).encode()], LUNA, Place.after(SOL_IN))
    membership = evaluate(HOME, [ROOT, SOL_IN, newer])
    assert membership.members == evaluated(ROOT, SOL_IN).members
    assert newer.hash in {each.hash for each in membership.counted}


def test_member_when_it_is_none_then_says_of_which_circle() -> None:
    stranger = DeviceId(RECORD)
    with pytest.raises(NotAMember) as raised:
        evaluated(ROOT).member(stranger)
    assert raised.value.facts == {"circle": HOME.hex(), "device": stranger.hex()}


@pytest.mark.parametrize(
    ("operation", "read", "expected"),
    [
        (FOUND, founding_of, FOUNDING),
        (adds(SOL, Role.READER, "Sol"), addition_of, Addition(SOL.public, "Sol", Role.READER)),
        (publishes(SOL, 4, b"k"), recipient_of, Recipient(4, b"k" * 1216)),
    ],
)
def test_operation_when_written_and_read_then_has_the_same_parts(
    operation: Operation, read: Callable[[Operation], object], expected: object
) -> None:
    again = decode_operation(operation.encode())
    assert isinstance(again, Operation)
    assert read(again) == expected
    assert again == operation


def test_founding_when_one_byte_differs_then_founds_another_circle() -> None:
    other = FOUNDING._replace(nonce=bytes([9]) * 16)
    assert founded_circle(found(other, clock(1))) != HOME
    assert founded_circle(found(FOUNDING, clock(2))) != HOME
    assert founded_circle(FOUND) == HOME


def test_membership_when_written_by_hand_into_records_then_refuses() -> None:
    identity = LogIdentity(RECORDS, LUNA.public.device, HOME, INCARNATION)
    with pytest.raises(MalformedSegment):
        OpenSegment(Place(identity), SEED, "x").append(FOUND)
    assert FOUND.kind is OpKind.FOUND
