# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is wrong with the signed changes in a bundle, the vault that is handed it stays as it was.

The bundles are signed by a trusted member; what it could do beyond its rights, or pass on of
others, is refused all the same.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.log.samples import RECORD, RISK, SEED, signed
from tests.scenarios.handing import READER, STRANGER, Pair, check_refused, own_log, with_records
from tests.scenarios.laptops import told

from protectnet.bundle.errors import BundleDamaged
from protectnet.domain.errors import ProtectNetError
from protectnet.domain.ids import CircleId
from protectnet.log.clock import MAX_JUMP, make_clock
from protectnet.log.errors import (
    BrokenChain,
    CircleNotRooted,
    MalformedOperation,
    MalformedSegment,
    RootMismatch,
    SignatureInvalid,
    WrongCircle,
)
from protectnet.log.header import LogIdentity
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.membership_operations import Addition, add_device
from protectnet.log.open_segment import Place
from protectnet.log.operation import set_
from protectnet.log.segment import Segment, decode_segment
from protectnet.log.shapes import Role
from protectnet.log.signatures import SigningKeys
from protectnet.store.parking import parked


def title(text: str, counter: int = 3) -> bytes:
    """A change that somebody would like to see made."""
    return set_(RISK, RECORD, 1, make_clock(20_000, counter), text).encode()


def test_segments_when_added_by_their_author_then_are_taken(pair: Pair) -> None:
    def add(log: list[Segment]) -> list[Segment]:
        place = Place(log[-1].header.identity, len(log), log[-1].hash)
        heads = log[-1].header.membership_heads
        keys = pair.river._authoring.keys
        more = signed([title("Added")], keys, place, membership_heads=heads)
        return [*log, more]

    found = pair.hill.taking.accept(with_records(pair, add))
    assert "Added" in [line.title for line in found.lines]


@pytest.mark.parametrize("keys", [STRANGER, READER])
def test_segment_when_its_author_may_not_write_then_it_changes_nothing(
    pair: Pair, keys: SigningKeys
) -> None:
    segment = signed([title("Believe me")], keys, pair.place(keys))
    bundle = with_records(pair, lambda log: [*log, segment])
    for act in (pair.hill.taking.preview, pair.hill.taking.accept):
        shown = act(bundle)
        assert "Believe me" not in [line.title for line in shown.lines]
        assert shown.waiting == (1 if keys is STRANGER else 0)
    assert "Believe me" not in titles(pair)
    assert "Armed men at the ford" in titles(pair)
    assert not pair.hill.taking.accept(bundle).has_news
    pair.hill.upkeep.check()


def titles(pair: Pair) -> list[str]:
    """What the risks in the hill's vault are called."""
    return [each.title for each in pair.hill.records.every() if each.kind.name == "risk"]


@pytest.mark.parametrize(
    ("change", "waiting"),
    [
        (lambda log: [log[0], *log[2:]], 1),
        (lambda log: log[1:], 2),
        (lambda log: list(reversed(log)), 0),
        (lambda log: [log[0], *log[2:], log[1]], 0),
    ],
    ids=["middle missing", "first missing", "reversed", "late"],
)
def test_log_when_it_has_a_gap_then_what_follows_waits_until_that_comes(
    pair: Pair, change: Callable[[list[Segment]], list[Segment]], waiting: int
) -> None:
    whole = pair.written(pair.content()).rename(pair.folder / "whole.age")
    found = pair.hill.taking.accept(with_records(pair, change))
    assert found.waiting == waiting
    assert pair.hill.taking.accept(whole).has_news is (waiting > 0)
    assert not pair.hill.taking.accept(whole).has_news
    assert "Armed men at the ford" in titles(pair)
    assert not parked(pair.hill._store, pair.circle)
    pair.hill.upkeep.check()


Fault = Callable[[Pair, list[Segment]], Segment]


def _placed(pair: Pair, log: list[Segment], **others: object) -> Segment:
    """One more segment of the river's, in its place, with something else in its header."""
    raw = others.pop("raw", [title("More")])
    last = log[-1]
    place = Place(last.header.identity, len(log), last.hash)
    return signed(raw, pair.river._authoring.keys, place, **others)  # type: ignore[arg-type]


def _other_log(log: list[Segment]) -> LogIdentity:
    return replace(log[0].header.identity, incarnation=bytes(16))


def _clock_jump(pair: Pair, log: list[Segment]) -> Segment:
    far = MAX_JUMP * 2
    raw = [title("Far", far)]
    return _placed(pair, log, raw=raw, clock_max=make_clock(20_000, far))


FAULTS: dict[str, tuple[type[ProtectNetError], Fault]] = {
    "root": (RootMismatch, lambda pair, log: _placed(pair, log, root=bytes(32))),
    "text": (RootMismatch, lambda pair, log: replace(log[-1], items=(title("Altered"),))),
    "seed": (RootMismatch, lambda pair, log: replace(log[-1], salting=SEED)),
    "signature": (SignatureInvalid, lambda pair, log: replace(log[-1], signatures=(bytes(64),))),
    "impostor": (
        SignatureInvalid,
        lambda pair, log: signed([title("Mine")], STRANGER, Place(log[0].header.identity)),
    ),
    "number": (BrokenChain, lambda pair, log: _placed(pair, log, seq=len(log) + 1)),
    "log": (BrokenChain, lambda pair, log: _placed(pair, log, identity=_other_log(log))),
    "clock": (BrokenChain, _clock_jump),
    "largest clock": (MalformedSegment, lambda pair, log: _placed(pair, log, clock_max=1)),
    "operation": (MalformedOperation, lambda pair, log: _placed(pair, log, raw=[b"\x80"])),
    "membership inside": (
        MalformedSegment,
        lambda pair, log: _placed(pair, log, raw=[addition(STRANGER)]),
    ),
    "circle": (
        BundleDamaged,
        lambda pair, log: _placed(
            pair, log, identity=replace(log[0].header.identity, circle=CircleId(bytes(16)))
        ),
    ),
    "stream": (
        BundleDamaged,
        lambda pair, log: next_of_membership(pair, [addition(STRANGER)]),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_segment_when_one_thing_is_forged_then_nothing_changes(pair: Pair, name: str) -> None:
    expected, fault = FAULTS[name]

    def forge(log: list[Segment]) -> list[Segment]:
        made = fault(pair, log)
        return [*(each for each in log if each.hash != made.hash), made]

    check_refused(pair, with_records(pair, forge), expected)


def addition(keys: SigningKeys, role: Role = Role.COORDINATOR) -> bytes:
    """The operation that adds a device."""
    return add_device(Addition(keys.public, "new", role), make_clock(20_000, 3)).encode()


def membership(pair: Pair) -> list[Segment]:
    """The membership of the circle, as a bundle of the river's holds it."""
    return [decode_segment(each) for each in pair.content().membership]


def next_of_membership(pair: Pair, raw: list[bytes], **others: Any) -> Segment:
    """One more segment of the river's log of membership."""
    own = [each for each in membership(pair) if each.header.identity.device == pair.river.device]
    last = max(own, key=lambda each: each.header.seq)
    place = Place(last.header.identity, last.header.seq + 1, last.hash)
    return signed(raw, pair.river._authoring.keys, place, **others)


def check_membership_refused(
    pair: Pair, segments: list[Segment], expected: type[ProtectNetError], circle: str = "valley"
) -> None:
    content = pair.content(circle)
    encoded = [each.encode() for each in segments]
    check_refused(pair, pair.written(replace(content, membership=encoded)), expected)


def check_only_waits(pair: Pair, segments: list[Segment]) -> None:
    """The last one is kept apart, and nobody is a member by it."""
    content = pair.content()
    pair.hill.taking.accept(pair.written(content))
    before = pair.hill.circles.shared()
    encoded = [each.encode() for each in segments]
    found = pair.hill.taking.accept(pair.written(replace(content, membership=encoded)))
    assert found.waiting == 1
    assert pair.hill.circles.shared() == before
    assert [each.hash for each in parked(pair.hill._store, pair.circle)] == [segments[-1].hash]


def test_membership_when_a_coordinator_adds_to_it_then_it_is_taken(pair: Pair) -> None:
    added = next_of_membership(pair, [addition(STRANGER)])
    content = pair.content()
    encoded = [*content.membership, added.encode()]
    pair.hill.taking.accept(pair.written(replace(content, membership=encoded)))
    [valley] = [each for each in pair.hill.circles.shared() if each.name == "valley"]
    assert STRANGER.public.device in {each.device for each in valley.members}


def test_membership_when_a_stranger_adds_himself_then_nothing_changes(pair: Pair) -> None:
    own = signed([addition(STRANGER)], STRANGER, pair.place(STRANGER, MEMBERSHIP))
    check_only_waits(pair, [*membership(pair), own])


def test_membership_when_a_reader_adds_a_stranger_then_his_changes_wait(pair: Pair) -> None:
    added = signed([addition(STRANGER)], READER, pair.place(READER, MEMBERSHIP))
    written = signed([title("Believe me")], STRANGER, pair.place(STRANGER))
    content = pair.content()
    faulty = replace(
        content,
        membership=[*content.membership, added.encode()],
        logs=[*content.logs, [written.encode()]],
    )
    pair.hill.taking.accept(pair.written(faulty))
    assert "Believe me" not in titles(pair)
    assert "Armed men at the ford" in titles(pair)


@pytest.mark.parametrize("place", [0, 1])
def test_membership_when_a_signature_is_forged_then_nothing_changes(pair: Pair, place: int) -> None:
    made = next_of_membership(pair, [addition(STRANGER)])
    signatures = tuple(
        bytes(len(each)) if index == place else each for index, each in enumerate(made.signatures)
    )
    forged = replace(made, signatures=signatures)
    check_membership_refused(pair, [*membership(pair), forged], SignatureInvalid)


def test_membership_when_its_root_is_forged_then_nothing_changes(pair: Pair) -> None:
    forged = next_of_membership(pair, [addition(STRANGER)], root=bytes(32))
    check_membership_refused(pair, [*membership(pair), forged], RootMismatch)


def test_membership_when_of_another_circle_then_nothing_changes(pair: Pair) -> None:
    pair.river.create_circle("others")
    foreign = [decode_segment(each) for each in pair.content("others").membership]
    check_membership_refused(pair, [*membership(pair), *foreign], WrongCircle)


def test_membership_when_records_stand_in_it_then_nothing_changes(pair: Pair) -> None:
    records = own_log(pair, pair.content())
    check_membership_refused(pair, [*membership(pair), *records], WrongCircle)


def test_membership_when_a_segment_before_is_missing_then_nothing_changes(pair: Pair) -> None:
    added = next_of_membership(pair, [addition(STRANGER)])
    place = Place(added.header.identity, added.header.seq + 1, added.hash)
    later = signed([addition(READER)], pair.river._authoring.keys, place)
    check_only_waits(pair, [*membership(pair), later])


def test_circle_when_new_then_its_beginning_must_be_there(pair: Pair) -> None:
    pair.river.create_circle("others")
    pair.river.add_to_circle("others", "hill", "contributor")
    pair.river.editing.add("risk", {"title": "For the hill"}, circle="others")
    content = pair.content("others")
    for rest in ([], content.membership[1:]):
        segments = [decode_segment(each) for each in rest]
        check_membership_refused(pair, segments, CircleNotRooted, "others")
    before = told(pair.hill)
    found = pair.hill.taking.accept(pair.written(content))
    assert found.joins
    assert len(told(pair.hill).status.circles) == len(before.status.circles) + 1
