# SPDX-License-Identifier: GPL-3.0-or-later
"""What the taking device says of itself when it takes a bundle in: what it had seen, and when."""

from tests.log.samples import LUNA
from tests.scenarios.handing import Pair
from tests.scenarios.laptops import CIRCLE

from protectnet.app.circles import CircleMember
from protectnet.log.header import Header
from protectnet.log.identifiers import RECORDS
from protectnet.log.membership_operations import Addition
from protectnet.log.shapes import Role
from protectnet.store import segments


def own_headers(pair: Pair) -> list[Header]:
    """The headers of the hill's own segments of records in the circle, in order."""
    store = pair.hill._store
    [log] = [
        each
        for each in segments.logs(store, pair.circle)
        if each.device == pair.hill.device and each.stream == RECORDS
    ]
    return [each.header for each in segments.segments_of_log(store, log.log)]


def seen_of_the_river(pair: Pair, header: Header) -> list[int]:
    """Up to which number of the river's records a segment says that its author had seen them."""
    store = pair.hill._store
    of_the_river = {
        each.log
        for each in segments.logs(store, pair.circle)
        if each.device == pair.river.device and each.stream == RECORDS
    }
    return [each.seq for each in header.other_heads if each.log in of_the_river]


def members(pair: Pair) -> tuple[CircleMember, ...]:
    """Who is in the circle, as the hill sees it."""
    [circle] = [each for each in pair.hill.circles.shared() if each.id == pair.circle]
    return circle.members


def test_bundle_when_taken_then_what_was_written_before_does_not_say_it_had_seen_it(
    pair: Pair,
) -> None:
    earlier = len(own_headers(pair))
    pair.hill.editing.add("risk", {"title": "Before"}, circle=CIRCLE)
    pair.hill.taking.accept(pair.sent())
    pair.hill.editing.add("risk", {"title": "After"}, circle=CIRCLE)
    pair.hill.upkeep.seal()
    before, after = own_headers(pair)[earlier:]
    assert seen_of_the_river(pair, before) == []
    assert seen_of_the_river(pair, after) == [2]


def test_bundle_when_taken_then_the_next_change_counts_as_later_than_all_in_it(
    pair: Pair,
) -> None:
    pair.hill.editing.add("risk", {"title": "Before"}, circle=CIRCLE)
    shown = pair.hill.taking.preview(bundle := pair.sent())
    pair.hill.taking.accept(bundle)
    [ford] = [each.id.hex() for each in shown.lines]
    pair.hill.editing.edit(ford, {"statement": "Four men"})
    *earlier, last = pair.hill.records.history(ford)
    assert last.device == pair.hill.device
    assert last.clock > max(each.clock for each in earlier)


def test_bundle_when_it_adds_somebody_to_the_circle_then_that_is_seen_at_once(pair: Pair) -> None:
    assert "lake" not in {each.name for each in members(pair)}
    pair.river.circles.add(pair.circle, Addition(LUNA.public, "lake", Role.READER))
    pair.hill.taking.accept(pair.sent())
    assert "lake" in {each.name for each in members(pair)}
