# SPDX-License-Identifier: GPL-3.0-or-later
"""What lacks an operation that nobody may have erased is not applied, whoever passed it on."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.log.header import Header
from protectnet.log.operation import erase
from protectnet.log.segment import (
    Erased,
    VerifiedSegment,
    decode_segment,
    erase_items,
    verify_segment,
)
from protectnet.log.signatures import SigningKeys
from protectnet.log.standing import Standing
from protectnet.store import queries, segments
from protectnet.store.apply import apply_segments
from protectnet.store.check import check_store
from protectnet.store.completeness import Choice, choose, missing_operations
from protectnet.store.due_erasures import due_erasures, receipts
from protectnet.store.erase import carry_out, erase_operations, erase_record
from protectnet.store.errors import SegmentIncomplete
from protectnet.store.parking import ParkReason, park_segments, parked, ready_parked
from protectnet.store.search import search
from protectnet.store.standings import rejudge
from tests.log.samples import CIRCLE, LUNA, SOL
from tests.store.laptops import OTHER_CIRCLE, RISK, Laptop, key_of, public_keys
from tests.store.planted import KEY, WORD


def without(verified: VerifiedSegment, *places: int, keys: SigningKeys = LUNA) -> VerifiedSegment:
    """The segment as somebody passes it on who left these operations out."""
    return verify_segment(erase_items(verified.segment, places), keys.public)


def chosen(laptop: Laptop, *some: VerifiedSegment, refused: set[OpId] | None = None) -> Choice:
    return choose(laptop.store, some, refused or set())


def written(laptop: Laptop, *titles: str) -> list[VerifiedSegment]:
    """A segment for each title, of two operations."""
    found = []
    for title in titles:
        laptop.edit(KEY, title=title, note="x")
        found += laptop.sealed()
    return found


def as_erased(laptop: Laptop) -> list[VerifiedSegment]:
    """The segments of Luna's log as her store passes them on."""
    laptop.sealed()
    log = laptop.author().identity.log
    found = segments.segments_of_log(laptop.store, log)
    return [verify_segment(each, LUNA.public) for each in found]


def test_segment_when_an_operation_was_left_out_waits_with_all_that_follows(
    laptop: Laptop, other: Laptop
) -> None:
    first, second, third = written(laptop, "one", "two", "three")
    lacking = without(second, 1)
    found = chosen(other, third, lacking, first)
    assert found.ready == (first,)
    assert [(each.segment, each.reason) for each in found.waiting] == [
        (lacking.segment, ParkReason.INCOMPLETE),
        (third.segment, ParkReason.WAITS_FOR_SEGMENT),
    ]
    assert found.missing == {second.hash: {second.entries[1].op_id}}
    assert missing_operations(other.store, [first, lacking, third]) == found.missing


def test_apply_when_an_operation_was_left_out_refuses_everything(
    laptop: Laptop, other: Laptop
) -> None:
    first, second = written(laptop, "one", "two")
    with pytest.raises(SegmentIncomplete) as refused:
        other.take(first, without(second, 0))
    assert refused.value.facts == {"log": first.log.hex(), "number": 1}
    assert segments.heads(other.store, CIRCLE, 0) == []


def test_segment_when_a_whole_copy_comes_is_applied_with_those_that_waited(
    laptop: Laptop, other: Laptop
) -> None:
    first, second, third = written(laptop, "one", "two", "three")
    found = chosen(other, first, without(second, 0, 1), third)
    with other.store.transaction():
        apply_segments(other.store, found.ready)
        park_segments(other.store, found.waiting)
    assert queries.record(other.store, KEY).title == "one"
    waiting = [decode_segment(each) for each in ready_parked(other.store, CIRCLE)]
    again = chosen(other, second, *(verify_segment(each, LUNA.public) for each in waiting))
    assert again.ready == (second, third)
    other.take(*again.ready)
    assert parked(other.store, CIRCLE) == []
    assert queries.record(other.store, KEY).title == "three"
    check_store(other.store, public_keys)


def test_segment_when_an_erase_later_in_its_own_log_names_what_is_missing_can_be_applied(
    laptop: Laptop, other: Laptop
) -> None:
    """The commonest case: a device erased what it had written itself."""
    written(laptop, WORD, "two")
    erase_record(laptop.store, KEY, "safety", laptop)
    everything = as_erased(laptop)
    assert chosen(other, *everything[:-1]).ready == ()
    found = chosen(other, *reversed(everything))
    assert (found.ready, found.waiting) == (tuple(everything), ())
    other.take(*found.ready)
    assert queries.record(other.store, KEY).existence is Existence.ERASED
    assert due_erasures(other.store) == []
    assert len(receipts(other.store, CIRCLE)) == 1
    check_store(other.store, public_keys)


def test_segment_when_the_erase_came_before_can_be_applied(laptop: Laptop, other: Laptop) -> None:
    first, second = written(laptop, "one", WORD)
    other.take(first, second)
    erase_operations(other.store, KEY, [second.entries[0].op_id], "safety", other)
    [erasing] = other.sealed()
    lacking = without(second, 0)
    with Laptop(laptop.folder / "third", SOL) as third:
        third.take(erasing)
        assert chosen(third, first, lacking).ready == (first, lacking)
        third.take(first, lacking)
        assert queries.digest_of(third.store, CIRCLE) == queries.digest_of(other.store, CIRCLE)


@pytest.mark.parametrize("standing", [Standing.QUARANTINED, Standing.SET_ASIDE, Standing.REFUSED])
def test_erase_when_its_author_had_the_right_excuses_even_if_it_does_not_count(
    laptop: Laptop, other: Laptop, standing: Standing
) -> None:
    """Its author was removed later, and what it erased may be gone everywhere."""
    [first] = written(laptop, WORD)
    other.take(first)
    erase_record(other.store, KEY, "safety", other)
    [erasing] = other.sealed()
    lacking = without(first, 0, 1)
    with Laptop(laptop.folder / "third", SOL) as third:
        with third.store.transaction():
            apply_segments(third.store, [erasing], standings={erasing.hash: standing})
        assert chosen(third, lacking).ready == (lacking,)
        third.take(lacking)
        assert queries.state_of(third.store, KEY) is None


def test_erase_when_its_author_had_no_right_excuses_nothing(laptop: Laptop, other: Laptop) -> None:
    [first] = written(laptop, WORD)
    other.take(first)
    erase_record(other.store, KEY, "safety", other)
    [erasing] = other.sealed()
    lacking, refused = without(first, 0, 1), {erasing.entries[0].op_id}
    with Laptop(laptop.folder / "third", SOL) as third:
        assert chosen(third, lacking, erasing, refused=refused).ready == (erasing,)
        with third.store.transaction():
            apply_segments(third.store, [erasing], refused)
        assert chosen(third, lacking).ready == ()


def test_erase_when_it_is_of_another_circle_excuses_nothing(laptop: Laptop, other: Laptop) -> None:
    [first] = written(laptop, WORD)
    operation = erase(
        RISK.number, KEY.id, other.next_clock(), "", whole=True, erased=[first.entries[0].op_id]
    )
    other.save(operation, circle=OTHER_CIRCLE)
    [erasing] = other.sealed()
    lacking = without(first, 0)
    with Laptop(laptop.folder / "third", SOL) as third:
        assert chosen(third, lacking, erasing).ready == (erasing,)
        third.take(erasing)
        assert chosen(third, lacking).ready == ()


def test_segments_when_some_do_not_count_stand_as_those_before_them(
    laptop: Laptop, other: Laptop
) -> None:
    first, second, third, fourth = written(laptop, "one", "two", "three", "four")
    own = {first.hash: Standing.COUNTS, second.hash: Standing.QUARANTINED}

    def by_membership(_header: Header, name: bytes) -> Standing:
        return own.get(name, Standing.COUNTS)

    found = choose(other.store, [fourth, second, first], judge=by_membership)
    assert found.ready == (first, second)
    assert found.standings == {second.hash: Standing.QUARANTINED}
    with other.store.transaction():
        apply_segments(other.store, found.ready, standings=found.standings)
        park_segments(other.store, found.waiting)
    again = choose(other.store, [third, fourth], judge=by_membership)
    assert again.standings == dict.fromkeys([third.hash, fourth.hash], Standing.QUARANTINED)
    own[third.hash] = Standing.WAITS
    waiting = choose(other.store, [third, fourth], judge=by_membership).waiting
    assert [each.reason for each in waiting] == [
        ParkReason.WAITS_FOR_MEMBERSHIP,
        ParkReason.WAITS_FOR_SEGMENT,
    ]
    with other.store.transaction():
        rejudge(other.store, CIRCLE, {second.hash: Standing.WAITS})
    del own[third.hash]
    assert choose(other.store, [third, fourth], judge=by_membership).ready == ()
    assert list(ready_parked(other.store, CIRCLE)) == []


def test_erased_when_a_whole_copy_comes_back_stays_erased(laptop: Laptop, other: Laptop) -> None:
    [first] = written(laptop, WORD)
    laptop.edit(key_of(1), title=f"{WORD} two")
    [second] = laptop.sealed()
    other.take(first, second)
    erase_record(laptop.store, KEY, "safety", laptop)
    other.take(*as_erased(laptop))
    carry_out(other.store, [KEY], other)
    assert other.take(first).known_segments == 1
    assert search(other.store, WORD) != []
    held = segments.segment(other.store, first.hash)
    assert [type(each) for each in held.items] == [Erased, Erased]


def test_erased_when_it_comes_in_a_segment_not_held_before_is_destroyed_as_it_comes(
    laptop: Laptop, other: Laptop
) -> None:
    """The erase was here, and carried out, before somebody brings the whole words again."""
    laptop.edit(KEY, title=WORD)
    laptop.edit(key_of(1), title="stays")
    [first] = laptop.sealed()
    with Laptop(laptop.folder / "author", SOL) as author:
        author.take(first)
        erase_record(author.store, KEY, "safety", author)
        other.take(*author.sealed())
    carry_out(other.store, [KEY], other)
    other.take(first)
    held = segments.segment(other.store, first.hash)
    assert WORD.encode() not in held.encode()
    assert queries.record(other.store, KEY).existence is Existence.ERASED
    assert queries.record(other.store, key_of(1)).title == "stays"
    assert due_erasures(other.store) == []
    check_store(other.store, public_keys)


def test_erased_when_nobody_saw_it_named_waits_as_it_comes(laptop: Laptop, other: Laptop) -> None:
    [first] = written(laptop, WORD)
    with Laptop(laptop.folder / "author", SOL) as author:
        author.take(first)
        erase_record(author.store, KEY, "safety", author)
        other.take(*author.sealed())
    assert due_erasures(other.store) == []
    assert len(receipts(other.store, CIRCLE)) == 1
    other.take(first)
    [due] = due_erasures(other.store)
    assert (due.key, due.named) == (KEY, 2)
    assert receipts(other.store, CIRCLE) == ()
    assert segments.segment(other.store, first.hash) == first.segment


def test_carry_out_when_parked_segments_hold_it_destroys_it_there(
    laptop: Laptop, other: Laptop
) -> None:
    first, second = written(laptop, WORD, f"{WORD} two")
    with Laptop(laptop.folder / "author", SOL) as author:
        author.take(first, second)
        erase_record(author.store, KEY, "safety", author)
        other.take(*author.sealed())
    found = chosen(other, second)
    with other.store.transaction():
        park_segments(other.store, found.waiting)
    carry_out(other.store, [KEY], other)
    [wire] = other.store.db.row("SELECT wire FROM parked_segment") or []
    assert WORD.encode() not in wire
    [found_parked] = parked(other.store, CIRCLE)
    assert (found_parked.missing, found_parked.size) == (2, len(wire))
    other.take(first, verify_segment(decode_segment(wire), LUNA.public))
    assert queries.record(other.store, KEY).existence is Existence.ERASED
    check_store(other.store, public_keys)


@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_choose_when_everything_comes_in_any_order_and_portions_gives_the_same(
    data: st.DataObject, chance: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("portions")
    with Laptop(folder / "luna") as laptop, Laptop(folder / "sol", SOL) as other:
        first = written(laptop, "one", "two", "three")
        if data.draw(st.booleans()):
            erase_operations(laptop.store, KEY, [first[1].entries[0].op_id], "safety", laptop)
            as_erased(laptop)
        erase_record(laptop.store, KEY, "safety", laptop)
        copies = [*as_erased(laptop), first[0], *first[: data.draw(st.integers(0, 3))]]
        chance.shuffle(copies)
        cut = data.draw(st.integers(0, len(copies)))
        for portion in (copies[:cut], copies[cut:]):
            names = {each.hash for each in portion}
            waiting = [decode_segment(each) for each in ready_parked(other.store, CIRCLE, names)]
            rest = [verify_segment(each, LUNA.public) for each in waiting]
            found = chosen(other, *portion, *rest)
            with other.store.transaction():
                apply_segments(other.store, found.ready)
                park_segments(other.store, found.waiting)
        assert parked(other.store, CIRCLE) == []
        assert queries.digest_of(other.store, CIRCLE) == queries.digest_of(laptop.store, CIRCLE)
