# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fact of the published cases has a field that means it, or stands in UNPLACED.md."""

from collections import Counter

import pytest

from tests.cases.reading import (
    UNPLACED,
    Case,
    known_reasons,
    links,
    listed_as_unplaced,
    names,
    read,
)


@pytest.fixture(params=names())
def case(request: pytest.FixtureRequest) -> Case:
    return read(request.param)


def test_case_when_its_outline_is_walked_then_every_fact_has_a_place(case: Case) -> None:
    assert [path for path, times in Counter(case.paths).items() if times > 1] == []
    placed = {place.path for place in case.places}
    assert [path for path in case.paths if path not in placed] == []
    assert sorted(placed - set(case.paths)) == []
    assert [place for place, times in Counter(case.places).items() if times > 1] == []


def test_case_when_a_fact_is_placed_then_that_field_of_that_record_holds_something(
    case: Case,
) -> None:
    empty = [
        place
        for place in case.places
        if place.key != UNPLACED and not case.by_key.get(place.key, {}).get(place.field)
    ]
    assert empty == []


def test_case_when_its_records_are_walked_then_each_rests_on_a_fact(case: Case) -> None:
    rests = {place.key for place in case.places}
    assert [record["key"] for record in case.records if record["key"] not in rests] == []


def test_case_when_a_fact_is_unplaced_then_the_page_says_why(case: Case) -> None:
    assert sorted(case.unplaced()) == sorted(listed_as_unplaced(case.name))
    assert {reason for _, reason in case.unplaced()} <= known_reasons()


def test_case_when_records_link_then_every_key_is_there_and_used_once(case: Case) -> None:
    keys = [record["key"] for record in case.records]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    dangling = [
        (record["key"], key)
        for record in case.records
        for value in record.values()
        for key in links(value)
        if key not in case.by_key
    ]
    assert dangling == []
