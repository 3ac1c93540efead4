# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fact of the published cases has a field that means it, or stands in UNPLACED.md."""

from collections import Counter

import pytest

from protectnet.app.record_files import RESERVED
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import check_draft
from protectnet.domain.errors import InvalidRecord
from protectnet.domain.fieldtypes import Choice
from protectnet.domain.kinds import KINDS
from tests.cases.reading import (
    FOLDER,
    UNPLACED,
    Case,
    known_reasons,
    links,
    listed_as_unplaced,
    names,
    read,
    with_ids,
)

VOCABULARIES = Vocabularies()
SHOWS_CERTAINTY = {"certainty", "event_status", "reliability"}
SURE = {"confirmed", "high"}


@pytest.fixture(params=names())
def case(request: pytest.FixtureRequest) -> Case:
    return read(request.param)


def test_cases_when_the_folder_is_read_then_each_has_its_three_files() -> None:
    of_each_ending = [
        {path.name.removesuffix(ending) for path in FOLDER.glob(f"*{ending}")}
        for ending in (".json", ".facts.txt", ".placed.csv")
    ]
    assert of_each_ending == [set(names())] * 3
    assert names()


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


def test_case_when_its_records_are_checked_as_drafts_then_none_has_a_problem(case: Case) -> None:
    kinds = {record["key"]: record["kind"] for record in case.records}
    problems = []
    for record in case.records:
        given = {name: with_ids(value, kinds) for name, value in record.items()}
        draft = {name: value for name, value in given.items() if name not in RESERVED}
        try:
            check_draft(KINDS.named(record["kind"]), draft, VOCABULARIES, is_new=True)
        except InvalidRecord as error:
            problems.append((record["key"], error.facts["problems"]))
    assert problems == []


def test_case_when_its_choices_are_read_then_every_code_is_offered(case: Case) -> None:
    """A retired code or a local term would pass a draft; published cases need neither."""
    strange = []
    for record in case.records:
        for field in KINDS.named(record["kind"]).fields:
            given = record.get(field.name)
            if not isinstance(field.type, Choice) or given is None:
                continue
            offered = {term.code for term in VOCABULARIES(field.type.vocabulary).offered()}
            codes = set(given if isinstance(given, list) else [given])
            strange += [(record["key"], field.name, code) for code in codes - offered]
    assert strange == []


def test_case_when_a_fact_is_uncertain_then_a_field_says_so(case: Case) -> None:
    doubtful = {
        place.path
        for place in case.places
        for value in [case.by_key.get(place.key, {}).get(place.field)]
        if (place.field in SHOWS_CERTAINTY and value not in SURE) or value == "unk"
    }
    uncertain = {path for path in case.paths if path.endswith(".uncertain")}
    assert uncertain - doubtful == set()


def test_case_when_a_source_is_read_then_its_document_says_where_it_was_found(case: Case) -> None:
    sources = {path for path in case.paths if path.startswith("sources.")}
    found = {place.path for place in case.places if place.field == "found_at"}
    assert sources - found == set()
