# SPDX-License-Identifier: GPL-3.0-or-later
"""Which records wait for a person to decide, and who said what of them."""

from typing import Any

import pytest

from protectnet.domain.ids import OpId
from protectnet.domain.kinds import KINDS
from protectnet.log.operation import delete, set_
from protectnet.store import queries
from protectnet.store.check import check_projection
from protectnet.store.contradictions import Author, authors, count_waiting, waiting
from protectnet.store.erase import erase_operations
from protectnet.store.errors import ProjectionDiffers
from protectnet.store.queries import RecordKey
from protectnet.store.rebuild import rebuild
from tests.log.samples import CIRCLE, LUNA, SOL
from tests.store.laptops import OTHER_CIRCLE, RISK, STATEMENT, Laptop, key_of, record_id, said

KEY = key_of(0)


def rows(laptop: Laptop) -> list[Any]:
    return laptop.store.db.rows("SELECT field, place, low, high FROM live_value ORDER BY 1, 2")


def found(laptop: Laptop, **where: Any) -> list[RecordKey]:
    """Those that wait; counting gives as many."""
    keys = waiting(laptop.store, KINDS.shared, **where)
    assert count_waiting(laptop.store, KINDS.shared, **where) == len(keys)
    return keys


def test_record_when_it_contradicts_itself_then_it_waits_until_somebody_decides(
    laptop: Laptop,
) -> None:
    laptop.edit(key_of(1), title="Calm", next_review=["2026-10-01", "2026-10-31", "month", None])
    laptop.edit(KEY, title="Quema", note="before")
    assert found(laptop) == []
    laptop.contradict(KEY, "note", "one", None)
    assert found(laptop) == [KEY]
    laptop.edit(KEY, note="decided")
    assert found(laptop) == []
    assert rows(laptop) == [(33, 0, "2026-10-01", "2026-10-31")]


def test_record_when_both_say_the_same_then_it_does_not_wait(laptop: Laptop) -> None:
    laptop.contradict(KEY, "title", "Quema", "Quema")
    assert found(laptop) == []
    assert rows(laptop) == []


def test_record_when_a_set_has_several_items_then_it_does_not_wait(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema", feared_acts=["x.fire", "x.spy"])
    laptop.edit(KEY, feared_acts=["x.other"])
    assert found(laptop) == []


def test_record_when_deleted_here_and_edited_there_then_it_waits(laptop: Laptop) -> None:
    laptop.edit(KEY, title="Quema")
    seen = laptop.state(KEY).live_ops()
    laptop.edit(KEY, note="after")
    laptop.save(delete(KEY.kind, KEY.id, laptop.next_clock(), seen))
    assert found(laptop) == [KEY]
    laptop.delete(KEY)
    assert found(laptop) == []


def test_record_when_it_is_deleted_then_its_contradictions_wait_no_more(laptop: Laptop) -> None:
    laptop.contradict(KEY, "title", "Quema", "Tala")
    laptop.delete(KEY)
    assert found(laptop) == []
    laptop.restore(KEY)
    assert found(laptop) == [KEY]


def test_waiting_when_kinds_and_circles_are_named_then_only_theirs_come(laptop: Laptop) -> None:
    elsewhere, statement = key_of(1, circle=OTHER_CIRCLE), key_of(2, STATEMENT)
    for key in (KEY, elsewhere, statement):
        laptop.contradict(key, "title", "Quema", "Tala")
    assert set(found(laptop)) == {KEY, elsewhere, statement}
    assert found(laptop, circles=[OTHER_CIRCLE]) == [elsewhere]
    assert waiting(laptop.store, [STATEMENT]) == [statement]
    assert waiting(laptop.store, []) == []


def test_live_values_when_many_then_the_shown_one_comes_first_with_what_it_may_mean(
    laptop: Laptop,
) -> None:
    laptop.contradict(KEY, "likelihood", 2, 4, "high", None)
    laptop.contradict(
        KEY, "next_review", ["2026-10-01", None, "day", None], [None, None, "x", None]
    )
    number = RISK.field("likelihood").number
    assert [each for each in rows(laptop) if each[0] == number] == [
        (number, 0, None, None),
        (number, 1, None, None),
        (number, 2, 4, 4),
        (number, 3, 2, 2),
    ]
    review = RISK.field("next_review").number
    assert [each for each in rows(laptop) if each[0] == review] == [
        (review, 0, None, None),
        (review, 1, "2026-10-01", "9999-12-31"),
    ]


def test_live_values_when_operations_come_late_or_elsewhere_then_the_rows_are_the_same(
    laptop: Laptop, other: Laptop
) -> None:
    laptop.edit(KEY, title="Quema")
    other.take(*laptop.sealed())
    other.edit(KEY, title="Tala", likelihood=2)
    laptop.edit(KEY, title="Desmonte", likelihood=3)
    laptop.edit(KEY, title="Desmonte del cerro")
    laptop.take(*other.sealed())
    other.take(*laptop.sealed())
    assert said(laptop.store)["live_value"] == said(other.store)["live_value"] != []
    laptop.edit(KEY, title="Tala")
    other.take(*laptop.sealed())
    assert said(laptop.store)["live_value"] == said(other.store)["live_value"]
    assert {field for field, *_rest in rows(other)} == {RISK.field("likelihood").number}


def test_live_values_when_made_anew_then_they_are_the_same_and_check_compares_them(
    laptop: Laptop,
) -> None:
    laptop.contradict(KEY, "title", "Quema", "Tala")
    laptop.edit(key_of(1), title="Month", next_review=["2026-10-01", "2026-10-31", "month", None])
    before = said(laptop.store)
    with laptop.store.transaction():
        rebuild(laptop.store)
    assert said(laptop.store) == before
    check_projection(laptop.store)
    laptop.store.db.run("DELETE FROM live_value WHERE place = 1")
    with pytest.raises(ProjectionDiffers):
        check_projection(laptop.store)


def test_live_values_when_one_side_is_erased_then_nothing_of_it_is_left(laptop: Laptop) -> None:
    [first, _second] = laptop.contradict(KEY, "title", "Quema", "Tala")
    erase_operations(laptop.store, KEY, [first.op_id], "safety", laptop)
    assert rows(laptop) == []
    assert queries.record(laptop.store, KEY).contradictions == {}


def test_record_when_no_side_can_be_shown_then_the_contradiction_is_still_told(
    laptop: Laptop,
) -> None:
    laptop.contradict(KEY, "likelihood", "high", None)
    record = queries.record(laptop.store, KEY)
    assert record.contradictions == {"likelihood": ()}
    assert record.unknown_fields == 1


def test_authors_when_several_wrote_then_each_change_has_its_own(
    laptop: Laptop, other: Laptop
) -> None:
    [title] = laptop.edit(KEY, title="Quema")
    other.take(*laptop.sealed())
    [note] = other.edit(KEY, note="seen")
    laptop.take(*other.sealed())
    asked = [title.op_id, note.op_id, OpId(bytes(16))]
    assert authors(laptop.store, KEY, asked) == {
        title.op_id: Author(LUNA.public.device, "Luna"),
        note.op_id: Author(SOL.public.device, "Sol"),
    }
    assert authors(laptop.store, key_of(1), asked) == {}
    assert authors(laptop.store, RecordKey(OTHER_CIRCLE, RISK.number, record_id(0)), asked) == {}


def test_link_when_another_record_contradicts_then_only_the_one_asked_for_counts(
    laptop: Laptop,
) -> None:
    laptop.edit(KEY, title="Quema")
    laptop.save(set_(RISK.number, record_id(1), 1, laptop.next_clock(), "a"))
    laptop.contradict(key_of(1), "title", "b", "c")
    assert found(laptop, circles=[CIRCLE]) == [key_of(1)]
