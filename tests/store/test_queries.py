# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import date, timedelta

import pytest

from protectnet.domain.errors import InvalidId
from protectnet.domain.ids import CircleId
from protectnet.domain.record import Existence
from protectnet.domain.values import Place, Reference, Span
from protectnet.log.operation import set_
from protectnet.store import queries, segments
from protectnet.store.errors import AmbiguousRecord, NoSuchRecord, NoSuchSegment
from tests.log.samples import CIRCLE, DAY, clock
from tests.store.laptops import (
    MEASURE,
    OTHER_CIRCLE,
    RISK,
    UNKNOWN_FIELD,
    UNKNOWN_KIND,
    Laptop,
    key_of,
    record_id,
)

KEY = key_of(0)
TODAY = date(1970, 1, 1) + timedelta(days=DAY)


def test_record_when_asked_for_holds_values_of_their_types(laptop: Laptop) -> None:
    laptop.edit(
        KEY,
        title="Quema",
        likelihood=4,
        place=["Ñuble", "region"],
        next_review=["2026-03-01", "2026-03-31", "month", None],
        feared_acts=["x.b", "x.a"],
        incidents=[[7, record_id(2)]],
    )
    record = queries.record(laptop.store, KEY)
    assert (record.id, record.kind, record.circle) == (KEY.id, RISK, CIRCLE)
    assert (record.recorded_on, record.changed_on) == (TODAY, TODAY)
    assert record.get("place") == Place("Ñuble", "region")
    assert record.span("next_review") == Span(date(2026, 3, 1), date(2026, 3, 31), "month")
    assert record.get("feared_acts") == ("x.a", "x.b")
    assert record.references("incidents") == {record_id(2)}
    assert record.plain["likelihood"] == record.step("likelihood") == 4
    assert record.contradictions == {}
    assert record.existence is Existence.LIVE


def test_record_when_a_field_was_cleared_lacks_it(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema", note="soon")
    laptop.edit(KEY, note=None)
    record = queries.record(laptop.store, KEY)
    assert "note" not in record.values
    assert record.unknown_fields == 0


def test_record_when_one_side_cleared_shows_what_the_other_says(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema", note="before")
    heads = laptop.state(KEY).heads(2)
    later = [laptop.next_clock() for _ in range(2)]
    laptop.save(
        set_(RISK.number, KEY.id, 2, later[0], "kept", heads),
        set_(RISK.number, KEY.id, 2, later[1], None, heads),
    )
    record = queries.record(laptop.store, KEY)
    assert "note" not in record.values
    assert record.contradictions == {"note": ("kept",)}


def test_record_when_both_say_the_same_is_no_contradiction(laptop: Laptop) -> None:
    operations = [set_(RISK.number, KEY.id, 1, laptop.next_clock(), "Quema") for _ in range(2)]
    laptop.save(*operations)
    assert queries.record(laptop.store, KEY).contradictions == {}


def test_record_when_not_held_says_so(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema")
    for key in (key_of(1), key_of(0, MEASURE), key_of(0, circle=OTHER_CIRCLE)):
        with pytest.raises(NoSuchRecord):
            queries.record(laptop.store, key)


def test_record_when_kind_is_of_a_newer_version_says_so(laptop: Laptop) -> None:
    newer = queries.RecordKey(CIRCLE, UNKNOWN_KIND, KEY.id)
    laptop.save(laptop.operation(newer, 1, "?"))
    with pytest.raises(NoSuchRecord):
        queries.record(laptop.store, newer)
    assert queries.find(laptop.store, KEY.id.hex()) == newer


def test_record_when_a_field_is_of_a_newer_version_counts_it(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema")
    laptop.save(laptop.operation(KEY, UNKNOWN_FIELD, "?"))
    assert queries.record(laptop.store, KEY).unknown_fields == 1


def test_find_when_beginning_is_unique_gives_the_record(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    laptop.edit(key_of(1), title="two")
    for prefix in ("a0a0", "A0A0A", KEY.id.hex()):
        assert queries.find(laptop.store, prefix) == KEY


@pytest.mark.parametrize("prefix", ["a0", "xyzw", "", "a" * 33])
def test_find_when_no_id_begins_so_says_so(laptop: Laptop, prefix: str) -> None:
    with pytest.raises(InvalidId):
        queries.find(laptop.store, prefix)


def test_find_when_nothing_begins_so_says_so(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    with pytest.raises(NoSuchRecord):
        queries.find(laptop.store, "beef")
    with pytest.raises(NoSuchRecord):
        queries.find(laptop.store, "a0a0", OTHER_CIRCLE)


def test_find_when_several_begin_so_counts_them(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    laptop.edit(key_of(0, MEASURE), title="two")
    with pytest.raises(AmbiguousRecord) as refused:
        queries.find(laptop.store, "a0a0")
    assert refused.value.facts["count"] == 2


def test_find_when_moved_gives_the_one_that_is_not_deleted(laptop: Laptop) -> None:
    moved = key_of(0, circle=OTHER_CIRCLE)
    laptop.edit(KEY, title="Quema")
    laptop.edit(moved, title="Quema")
    laptop.delete(KEY)
    assert queries.find(laptop.store, "a0a0") == moved
    assert queries.find(laptop.store, "a0a0", CIRCLE) == KEY


def test_links_when_asked_gives_who_links_and_by_which_field(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema")
    for number, title in ((1, "Radio"), (2, "Acompañamiento"), (3, "deleted")):
        laptop.edit(key_of(number, MEASURE), title=title, risks=[[RISK.number, KEY.id]])
    laptop.delete(key_of(3, MEASURE))
    found = queries.links_to(laptop.store, Reference(RISK.number, KEY.id))
    assert [(each.key, each.title, each.field) for each in found] == [
        (key_of(2, MEASURE), "Acompañamiento", "risks"),
        (key_of(1, MEASURE), "Radio", "risks"),
    ]
    assert queries.links_to(laptop.store, Reference(MEASURE.number, KEY.id)) == []


def test_titles_when_asked_gives_those_that_are_held(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema")
    here, nowhere = Reference(RISK.number, KEY.id), Reference(RISK.number, record_id(5))
    assert queries.titles(laptop.store, [here, nowhere]) == {here: "Quema"}


def test_counts_when_circles_are_named_counts_those(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    laptop.edit(key_of(1, circle=OTHER_CIRCLE), title="two")
    assert queries.counts(laptop.store)["risk"] == 2
    assert queries.counts(laptop.store, [CIRCLE])["risk"] == 1
    assert queries.counts(laptop.store, [CircleId(bytes(16))])["risk"] == 0
    assert queries.counts(laptop.store, [])["risk"] == 0


def test_digest_when_circles_show_the_same_is_the_same(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="Quema", feared_acts=["x.fire"])
    other.counter = 77
    other.edit(KEY, feared_acts=["x.fire"], title="other")
    assert queries.digest_of(laptop.store, CIRCLE) != queries.digest_of(other.store, CIRCLE)
    other.edit(KEY, title="Quema")
    assert queries.digest_of(laptop.store, CIRCLE) == queries.digest_of(other.store, CIRCLE)
    assert queries.digest_of(laptop.store, OTHER_CIRCLE) != queries.digest_of(laptop.store, CIRCLE)


def test_clocks_when_asked_give_those_of_sealed_and_open_segments(laptop: Laptop) -> None:
    assert segments.clocks(laptop.store, CIRCLE) == []
    laptop.save(set_(RISK.number, KEY.id, 1, clock(7, 65_535), "far ahead"))
    laptop.sealed()
    laptop.save(set_(RISK.number, KEY.id, 1, clock(9), "now"))
    assert segments.clocks(laptop.store, CIRCLE) == [clock(7, 65_535), clock(9)]
    assert queries.record(laptop.store, KEY).changed_on == date(1970, 1, 1) + timedelta(65_535)


def test_header_when_held_is_found_by_hash_and_by_number(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    [segment] = laptop.sealed()
    assert segments.header(laptop.store, segment.hash) == segment.header
    assert segments.header_at(laptop.store, segment.log, 0) == [segment.header]
    assert segments.header_at(laptop.store, segment.log, 1) == []
    assert segments.header(laptop.store, bytes(32)) is None
    with pytest.raises(NoSuchSegment):
        segments.segment(laptop.store, bytes(32))


def test_logs_when_asked_are_those_of_the_circle(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="one")
    other.edit(KEY, title="two")
    laptop.take(*other.sealed())
    found = segments.logs(laptop.store, CIRCLE)
    assert found == [laptop.author().identity, other.author().identity]
    assert segments.logs(laptop.store, OTHER_CIRCLE) == []
    laptop.sealed()
    heads = segments.heads(laptop.store, CIRCLE, 0)
    assert [each.seq for each in heads] == [0, 0]
    assert heads == sorted(heads)


def test_segments_when_a_first_number_is_given_begin_there(laptop: Laptop) -> None:
    for title in ("one", "two", "three"):
        laptop.edit(KEY, title=title)
        laptop.sealed()
    log = laptop.author().identity.log
    found = list(segments.segments_of_log(laptop.store, log, 1))
    assert [each.header.seq for each in found] == [1, 2]


def test_repr_when_links_are_shown_names_no_content(laptop: Laptop) -> None:
    laptop.edit(key_of(1, MEASURE), title="secret", risks=[[RISK.number, KEY.id]])
    [found] = queries.links_to(laptop.store, Reference(RISK.number, KEY.id))
    assert "secret" not in repr(found)
