# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from protectnet.domain.errors import UnknownField
from protectnet.domain.ids import RecordId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence
from protectnet.domain.values import Plain, Reference
from protectnet.store import queries
from protectnet.store.errors import NoSuchFilter
from protectnet.store.lists import (
    Extent,
    ListQuery,
    Order,
    Where,
    count_rows,
    list_records,
)
from tests.log.samples import CIRCLE
from tests.store.laptops import MEASURE, OTHER_CIRCLE, RISK, Laptop, key_of, record_id

REVIEW = KINDS.named("measure_review")


@pytest.fixture
def filled(laptop: Laptop) -> Laptop:
    """Four risks: three here, one elsewhere."""
    laptop.edit(key_of(0), title="Ñandubay talado", likelihood=2, feared_acts=["x.fire"])
    laptop.edit(key_of(1), title="árbol caído", likelihood=5, feared_acts=["x.fire", "x.spy"])
    laptop.edit(key_of(2), title="Zanja")
    laptop.edit(key_of(3, circle=OTHER_CIRCLE), title="nadie", likelihood=2)
    return laptop


def numbers(laptop: Laptop, query: ListQuery) -> list[int]:
    """Which of the records a list has, in its order."""
    return [record.id[0] - 0xA0 for record in list_records(laptop.store, query)]


def test_list_when_nothing_is_said_begins_with_what_changed_last(filled: Laptop) -> None:
    assert numbers(filled, ListQuery(RISK)) == [3, 2, 1, 0]
    filled.edit(key_of(1), note="again")
    assert numbers(filled, ListQuery(RISK)) == [1, 3, 2, 0]


def test_record_when_listed_is_whole(filled: Laptop) -> None:
    record = list_records(filled.store, ListQuery(RISK, circles=[CIRCLE]))[1]
    assert (record.kind, record.circle, record.existence) == (RISK, CIRCLE, Existence.LIVE)
    assert record == queries.record(filled.store, key_of(1))


def test_list_when_sorted_by_text_ignores_case_and_accents(filled: Laptop) -> None:
    by_title = [Order("title")]
    assert numbers(filled, ListQuery(RISK, order=by_title)) == [1, 3, 0, 2]
    by_title = [Order("title", descending=True)]
    assert numbers(filled, ListQuery(RISK, order=by_title)) == [2, 0, 3, 1]


def test_list_when_sorted_by_a_number_has_those_without_last(filled: Laptop) -> None:
    rising = [Order("likelihood")]
    assert numbers(filled, ListQuery(RISK, order=rising)) == [3, 0, 1, 2]
    falling = [Order("likelihood", descending=True), Order("title")]
    assert numbers(filled, ListQuery(RISK, order=falling)) == [1, 3, 0, 2]


def test_list_when_filtered_by_a_column_has_those(filled: Laptop) -> None:
    assert numbers(filled, ListQuery(RISK, where=[Where("likelihood", 2)])) == [3, 0]
    assert numbers(filled, ListQuery(RISK, where=[Where("likelihood", None)])) == [2]
    assert numbers(filled, ListQuery(RISK, where=[Where("title", "Zanja")])) == [2]
    assert numbers(filled, ListQuery(RISK, where=[Where("title", "zanja")])) == []


def test_list_when_filtered_by_items_of_a_set_has_those_with_all(filled: Laptop) -> None:
    fire, spy = Where("feared_acts", "x.fire"), Where("feared_acts", "x.spy")
    assert numbers(filled, ListQuery(RISK, where=[fire])) == [1, 0]
    assert numbers(filled, ListQuery(RISK, where=[fire, spy])) == [1]
    assert numbers(filled, ListQuery(RISK, where=[Where("feared_acts", None)])) == [3, 2]


def test_list_when_filtered_by_links_has_those(filled: Laptop) -> None:
    filled.edit(key_of(0, MEASURE), title="Radio", risks=[[RISK.number, record_id(1)]])
    linked = Reference(RISK.number, RecordId(record_id(1)))
    assert numbers(filled, ListQuery(MEASURE, where=[Where("risks", linked)])) == [0]
    elsewhere = Reference(RISK.number, RecordId(record_id(0)))
    assert numbers(filled, ListQuery(MEASURE, where=[Where("risks", elsewhere)])) == []


def test_list_when_words_are_given_has_those_that_have_them(filled: Laptop) -> None:
    assert numbers(filled, ListQuery(RISK, words="arbol ca")) == [1]
    assert numbers(filled, ListQuery(RISK, words="nandu", circles=[CIRCLE])) == [0]
    assert numbers(filled, ListQuery(RISK, words="!!!")) == []


def test_list_when_circles_are_named_has_theirs(filled: Laptop) -> None:
    assert numbers(filled, ListQuery(RISK, circles=[OTHER_CIRCLE])) == [3]
    assert numbers(filled, ListQuery(RISK, circles=[])) == []


def test_list_when_cut_into_pages_has_each_once(filled: Laptop) -> None:
    order = [Order("title")]
    pages = [ListQuery(RISK, order=order, limit=2, offset=at) for at in (0, 2, 4)]
    assert [numbers(filled, page) for page in pages] == [[1, 3], [0, 2], []]
    assert {count_rows(filled.store, page) for page in pages} == {4}


def test_list_when_deleted_are_asked_for_has_those_alone(filled: Laptop) -> None:
    filled.delete(key_of(2))
    assert numbers(filled, ListQuery(RISK)) == [3, 1, 0]
    assert numbers(filled, ListQuery(RISK, deleted=True)) == [2]
    [row] = list_records(filled.store, ListQuery(RISK, deleted=True))
    assert row.existence is Existence.DELETED


def test_list_when_a_field_has_several_values_then_each_finds_the_record(filled: Laptop) -> None:
    filled.contradict(key_of(0), "likelihood", 3, 4)
    filled.contradict(key_of(1), "likelihood", 3, None)
    filled.contradict(key_of(2), "title", "Zanja", "Acequia")
    assert numbers(filled, ListQuery(RISK, where=[Where("likelihood", 3)])) == [1, 0]
    assert numbers(filled, ListQuery(RISK, where=[Where("likelihood", 4)])) == [0]
    assert numbers(filled, ListQuery(RISK, where=[Where("likelihood", 2)])) == [3]
    assert numbers(filled, ListQuery(RISK, where=[Where("likelihood", None)])) == [2, 1]
    assert numbers(filled, ListQuery(RISK, where=[Where("title", "Zanja")])) == [2]
    assert numbers(filled, ListQuery(RISK, where=[Where("title", "Acequia")])) == [2]
    filled.edit(key_of(0), likelihood=4)
    assert numbers(filled, ListQuery(RISK, where=[Where("likelihood", 3)])) == [1]


def test_list_when_a_link_has_several_targets_then_each_finds_the_record(laptop: Laptop) -> None:
    key = key_of(0, REVIEW)
    ends: list[Plain] = [[MEASURE.number, record_id(each)] for each in (1, 2)]
    laptop.edit(key_of(5, REVIEW), title="Without")
    laptop.edit(key, title="Review")
    laptop.contradict(key, "measure", *ends, None)
    for target in (1, 2):
        linked = Reference(MEASURE.number, record_id(target))
        assert numbers(laptop, ListQuery(REVIEW, where=[Where("measure", linked)])) == [0]
        [link] = queries.links_to(laptop.store, linked)
        assert link.key == key
    assert numbers(laptop, ListQuery(REVIEW, where=[Where("measure", None)])) == [0, 5]


MAY: Plain = ["2031-05-01", "2031-05-31", "month", None]
SPANS: list[list[Plain]] = [
    ["2026-10-12", "2026-10-12", "day", None],
    ["2026-10-01", "2026-10-31", "month", None],
    ["2026-01-01", "2026-12-31", "year", None],
    ["2026-10-20", "2026-11-03", "day", None],
    ["2026-09-01", None, "month", None],
    [None, "2026-10-12", "day", None],
    [None, None, "unknown", None],
]


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ("2026-10-12", "2026-10-12", [0, 1, 2, 4, 5]),
        ("2026-10-13", "2026-10-13", [1, 2, 4]),
        ("2026-10-01", "2026-10-31", [0, 1, 2, 3, 4, 5]),
        ("2026-11-01", "2026-11-30", [2, 3, 4]),
        ("2026-12-31", "2027-02-01", [2, 4]),
        ("2025-12-31", "2026-01-01", [2, 5]),
        ("2026-10-31", "2026-11-02", [1, 2, 3, 4]),
        ("2027-01-01", "9999-12-31", [4]),
    ],
)
def test_list_when_a_date_is_asked_for_then_those_come_that_may_have_been_then(
    laptop: Laptop, low: str, high: str, found: list[int]
) -> None:
    for number, span in enumerate(SPANS):
        laptop.edit(key_of(number), title="Quema", next_review=span)
    laptop.edit(key_of(7), title="Without")
    asked = ListQuery(RISK, where=[Where("next_review", Extent(low, high))])
    assert sorted(numbers(laptop, asked)) == found
    for number in range(3):
        laptop.edit(key_of(number), next_review=SPANS[6])
    assert sorted(numbers(laptop, asked)) == [each for each in found if each > 2]
    without = ListQuery(RISK, where=[Where("next_review", None)])
    assert sorted(numbers(laptop, without)) == [0, 1, 2, 6, 7]


def test_list_when_dates_contradict_then_either_finds_the_record(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema")
    laptop.contradict(key_of(0), "next_review", SPANS[1], MAY)
    for low, high, found in (
        ("2026-10-05", "2026-10-05", [0]),
        ("2031-05-05", "2031-05-05", [0]),
        ("2029-01-01", "2029-12-31", []),
    ):
        asked = ListQuery(RISK, where=[Where("next_review", Extent(low, high))])
        assert numbers(laptop, asked) == found


@pytest.mark.parametrize(
    "query",
    [
        ListQuery(RISK, where=[Where("note", "x")]),
        ListQuery(RISK, where=[Where("incidents", Extent("a", "b"))]),
        ListQuery(RISK, where=[Where("incidents", "x")]),
        ListQuery(RISK, where=[Where("title", Reference(4, RecordId(bytes(16))))]),
        ListQuery(RISK, order=[Order("feared_acts")]),
        ListQuery(RISK, order=[Order("statement")]),
    ],
    ids=[
        "long text",
        "link as extent",
        "link as text",
        "text as link",
        "order by set",
        "order by long text",
    ],
)
def test_list_when_a_field_is_no_filter_says_so(filled: Laptop, query: ListQuery) -> None:
    with pytest.raises(NoSuchFilter):
        list_records(filled.store, query)


def test_list_when_field_is_unknown_says_so(filled: Laptop) -> None:
    with pytest.raises(UnknownField):
        list_records(filled.store, ListQuery(RISK, where=[Where("colour", "red")]))
