# SPDX-License-Identifier: GPL-3.0-or-later
"""Which segments of records count by the membership."""

from collections.abc import Iterable

import pytest
from tests.log.samples import DAY, INCARNATION, RISK, SEED, clock
from tests.log.samples import RECORD as THING
from tests.log.talking import FOUND, HOME, KEYS, Talk, adds, gives, id_of, removes

from protectnet.log.header import Head, LogIdentity
from protectnet.log.identifiers import RECORDS
from protectnet.log.membership import Membership, evaluate
from protectnet.log.membership_operations import accept_heads, set_aside
from protectnet.log.open_segment import OpenSegment, Place
from protectnet.log.operation import set_
from protectnet.log.segment import VerifiedSegment
from protectnet.log.shapes import Role
from protectnet.log.standing import Chains, Standing

ASIDE, COUNTS, QUARANTINED = Standing.SET_ASIDE, Standing.COUNTS, Standing.QUARANTINED


def notes(
    name: str,
    knows: Iterable[VerifiedSegment],
    after: VerifiedSegment | None = None,
    text: str = "x",
) -> VerifiedSegment:
    """A segment of records of a device that knows these membership segments."""
    identity = LogIdentity(RECORDS, id_of(name), HOME, INCARNATION)
    segment = OpenSegment(Place.after(after) if after else Place(identity), SEED, name)
    segment.append(set_(RISK, THING, 1, clock(5, DAY), text))
    return segment.seal(KEYS[name], sorted(each.hash for each in knows))


def head(segment: VerifiedSegment) -> Head:
    return Head(segment.log, segment.header.seq, segment.hash)


def judged(membership: Membership, segment: VerifiedSegment, *held: VerifiedSegment) -> Standing:
    """The standing of a segment where it and these are held."""
    headers = {each.hash: each.header for each in (segment, *held)}
    return membership.judge(segment.header, segment.hash, Chains(headers.get))


@pytest.fixture
def talk() -> Talk:
    """A circle of a and b, who coordinate, m, who writes, and r, who reads."""
    talk = Talk()
    talk.says("a", FOUND, adds("b"), adds("m", Role.CONTRIBUTOR), adds("r", Role.READER))
    return talk


@pytest.fixture
def base(talk: Talk) -> VerifiedSegment:
    """What all of them know."""
    return talk.written[0]


def test_judge_when_written_by_members_then_counts_but_for_readers(
    talk: Talk, base: VerifiedSegment
) -> None:
    membership = evaluate(HOME, talk.written)
    found = {name: judged(membership, notes(name, [base])) for name in "abmrx"}
    assert found == dict.fromkeys("abm", COUNTS) | dict.fromkeys("rx", Standing.REFUSED)


def test_judge_when_it_names_a_membership_that_is_not_here_then_waits(
    talk: Talk, base: VerifiedSegment
) -> None:
    raised = talk.says("a", gives("r", Role.CONTRIBUTOR))
    segment = notes("r", [raised])
    assert judged(evaluate(HOME, [base]), segment) is Standing.WAITS
    assert judged(evaluate(HOME, talk.written), segment) is COUNTS
    assert judged(evaluate(HOME, talk.written), notes("m", [])) is Standing.REFUSED


def test_judge_when_the_role_changed_later_then_that_of_the_past_decides(
    talk: Talk, base: VerifiedSegment
) -> None:
    before = notes("m", [base])
    lowered = talk.says("a", gives("m", Role.READER))
    membership = evaluate(HOME, talk.written)
    assert judged(membership, before) is COUNTS
    assert judged(membership, notes("m", [lowered], before)) is Standing.REFUSED


def test_judge_when_the_author_was_removed_then_what_was_accepted_counts(
    talk: Talk, base: VerifiedSegment
) -> None:
    first = notes("m", [base])
    second = notes("m", [base], first)
    third = notes("m", [base], second)
    branch = notes("m", [base], first, "another")
    gone = talk.says("a", removes("m", accepted=[head(second)]))
    membership = evaluate(HOME, talk.written)
    everything = (first, second, third, branch)
    found = [judged(membership, each, *everything) for each in everything]
    assert found == [COUNTS, COUNTS, QUARANTINED, QUARANTINED]
    assert judged(membership, notes("m", [gone], third)) is Standing.REFUSED


def test_judge_when_an_accepted_head_is_not_held_then_it_covers_nothing(
    talk: Talk, base: VerifiedSegment
) -> None:
    first = notes("m", [base])
    second = notes("m", [base], first)
    third = notes("m", [base], second)
    talk.says("a", removes("m", accepted=[head(third)]))
    membership = evaluate(HOME, talk.written)
    assert judged(membership, first) is QUARANTINED
    assert judged(membership, first, third) is QUARANTINED
    assert judged(membership, first, second, third) is COUNTS


def test_judge_when_a_head_lies_about_its_number_then_it_covers_nothing(
    talk: Talk, base: VerifiedSegment
) -> None:
    first = notes("m", [base])
    talk.says("a", removes("m", accepted=[head(first)._replace(seq=3)]))
    assert judged(evaluate(HOME, talk.written), first) is QUARANTINED


def test_judge_when_accepted_or_set_aside_later_then_accepting_is_stronger(
    talk: Talk, base: VerifiedSegment
) -> None:
    segment = notes("m", [base])
    gone = talk.says("a", removes("m"))
    talk.says("b", set_aside(id_of("m"), [head(segment)], clock(7)), knows=[gone])
    assert judged(evaluate(HOME, talk.written), segment) is ASIDE
    talk.says("a", accept_heads(id_of("m"), [head(segment)], clock(7)))
    assert judged(evaluate(HOME, talk.written), segment) is COUNTS


def test_judge_when_a_contributor_accepts_then_that_changes_nothing(
    talk: Talk, base: VerifiedSegment
) -> None:
    segment = notes("m", [base])
    talk.says("a", adds("n", Role.CONTRIBUTOR), removes("m"))
    talk.says("n", accept_heads(id_of("m"), [head(segment)], clock(7)), knows=[talk.written[-1]])
    assert judged(evaluate(HOME, talk.written), segment) is QUARANTINED


def test_judge_when_added_again_then_what_is_new_counts(talk: Talk, base: VerifiedSegment) -> None:
    old = notes("m", [base])
    talk.says("a", removes("m"))
    back = talk.says("a", adds("m", Role.CONTRIBUTOR, at=8))
    membership = evaluate(HOME, talk.written)
    assert judged(membership, old) is QUARANTINED
    assert judged(membership, notes("m", [back], text="new")) is COUNTS


def test_may_erase_when_the_author_coordinated_in_the_past_then_may(
    talk: Talk, base: VerifiedSegment
) -> None:
    by_b, by_m = notes("b", [base]), notes("m", [base])
    first = talk.says("a", adds("n"), gives("b", Role.CONTRIBUTOR))
    talk.says("n", gives("b", Role.CONTRIBUTOR, None), knows=[first])
    membership = evaluate(HOME, talk.written)
    assert membership.may_erase(by_b.header)
    assert not membership.may_erase(by_m.header)
    assert membership.role_in_past(id_of("m"), [base.hash]) is Role.CONTRIBUTOR
    assert membership.role_in_past(id_of("n"), [base.hash]) is None
    assert membership.role_in_past(id_of("m"), [bytes(32)]) is None
