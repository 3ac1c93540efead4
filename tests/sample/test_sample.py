# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the sample network: whole, correct, invented, and in many scripts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest

from protectnet.app.record_files import GivenRecord
from protectnet.domain.errors import InvalidRecord
from protectnet.domain.fieldtypes import Choice, DateSpan, Text
from protectnet.domain.kinds import KINDS
from protectnet.domain.values import Place, Span
from tests.sample.reading import (
    FILES,
    FOLDER,
    SAMPLE_DAY,
    VOCABULARIES,
    changes,
    given,
    kinds_of,
    links,
    network,
)

TELEPHONE = re.compile(r"\+?\d(?:[\s().-]?\d){5,}", re.ASCII)
ADDRESS = re.compile(r"\S@\S|https?:|www\.|\b\w+\.(?:org|com|net|info)\b")
WRITTEN_DATE = re.compile(r"\b(?:19|20)\d\d\b")


@pytest.fixture(params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def texts(record: GivenRecord) -> Iterator[str]:
    """What people wrote in words, without codes, dates and links."""
    kind = KINDS.named(str(record.values["kind"]))
    for field in kind.fields:
        value = record.values.get(field.name)
        if isinstance(field.type, Text) and isinstance(value, str):
            yield value


def all_texts() -> list[str]:
    return [text for name in FILES for record in given(name) for text in texts(record)]


def scripts(text: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in text if letter.isalpha()}


def test_manifest_when_read_then_names_every_file_of_the_folder_once() -> None:
    there = {path.name for path in FOLDER.glob("*.json")} - {"manifest.json"}
    assert sorted(FILES) == sorted(there)
    assert FILES


def test_readme_when_read_then_tells_of_every_file_and_of_no_other_day() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"| `{name}` |" not in text] == []
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", text)) <= {SAMPLE_DAY.isoformat()}


def test_file_when_checked_as_drafts_then_no_record_has_a_problem(name: str) -> None:
    rows = given(name)
    kinds = kinds_of(rows)
    problems = []
    for row in rows:
        try:
            changes(name, row.values, kinds)
        except InvalidRecord as error:
            problems.append((row.values["key"], error.facts["problems"]))
    assert problems == []


def test_file_when_records_link_then_every_key_is_there_and_used_once(name: str) -> None:
    rows = given(name)
    keys = [row.values["key"] for row in rows]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    linked = {key for row in rows for value in row.values.values() for key in links(value)}
    assert linked - set(keys) == set()


def test_file_when_loaded_then_the_circle_is_the_one_of_whoever_loads_it(name: str) -> None:
    assert [row.values["key"] for row in given(name) if row.values.keys() & {"circle", "id"}] == []


def test_file_when_its_choices_are_read_then_every_code_is_offered(name: str) -> None:
    """A retired code or a local term would pass a draft; the sample needs neither."""
    strange = []
    for row in given(name):
        for field in KINDS.named(str(row.values["kind"])).fields:
            value = row.values.get(field.name)
            if not isinstance(field.type, Choice) or value is None:
                continue
            offered = {term.code for term in VOCABULARIES(field.type.vocabulary).offered()}
            codes = set(value if isinstance(value, list) else [value])
            strange += [(row.values["key"], field.name, code) for code in codes - offered]
    assert strange == []


def test_file_when_read_then_every_kind_that_travels_is_in_it(name: str) -> None:
    assert set(kinds_of(given(name)).values()) == {kind.name for kind in KINDS.shared}


def test_file_when_its_actors_are_counted_then_each_does_or_says_something(name: str) -> None:
    rows = given(name)
    linked = {key for row in rows for value in row.values.values() for key in links(value)}
    idle = [
        key
        for key, kind in kinds_of(rows).items()
        if kind in {"actor", "document"} and key not in linked
    ]
    # An agreement of an assembly stands for itself.
    assert [key for key in idle if key != "d-consent"] == []


@pytest.mark.parametrize("pattern", [TELEPHONE, ADDRESS, WRITTEN_DATE])
def test_texts_when_searched_then_hold_no_telephone_address_or_date(
    pattern: re.Pattern[str],
) -> None:
    """Dates in texts would not move with the sample day; the rest could be somebody's."""
    assert [text for text in all_texts() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (TELEPHONE, "call +99 (0)123 45-67"),
        (TELEPHONE, "5551234"),
        (ADDRESS, "heron@river"),
        (ADDRESS, "see river.org"),
        (WRITTEN_DATE, "in May 2026"),
    ],
)
def test_patterns_when_a_text_holds_such_a_thing_then_find_it(
    pattern: re.Pattern[str], text: str
) -> None:
    assert pattern.search(text)


def test_contacts_when_read_then_none_has_a_real_name() -> None:
    rows = [row for name in FILES for row in given(name)]
    contacts = [row for row in rows if row.values["kind"] == "contact"]
    assert len(contacts) >= 12
    assert [row.values["key"] for row in contacts if "real_name" in row.values] == []


def test_places_when_read_then_none_is_finer_than_a_municipality() -> None:
    places = [
        value
        for record in network(0).records
        for value in record.values.values()
        if isinstance(value, Place)
    ]
    assert {place.precision for place in places} == {"region", "municipality"}


def test_texts_when_read_then_are_in_several_scripts() -> None:
    counts = Counter(script for text in all_texts() for script in scripts(text))
    assert {"LATIN", "CYRILLIC", "ARABIC", "THAI"} <= {
        s for s, times in counts.items() if times > 2
    }


def test_languages_when_counted_then_english_is_most_and_others_have_several() -> None:
    told = Counter(row.values.get("language", "en") for name in FILES for row in given(name))
    assert told.keys() == {"en", "es", "fr", "mn", "ar", "th"}
    assert min(told["es"], told["fr"], told["mn"]) >= 8
    assert min(told["ar"], told["th"]) >= 2
    assert told["en"] > told.total() / 2


def test_dates_when_read_then_are_of_several_precisions() -> None:
    spans = [
        value
        for record in network(0).records
        for value in record.values.values()
        if isinstance(value, Span)
    ]
    assert {"day", "week", "month", "year"} <= {span.precision for span in spans}
    assert len({span.part for span in spans if span.part}) >= 4


def test_dates_when_one_end_is_a_full_day_then_so_is_the_other() -> None:
    """A full day beside a coarse end would not move with the sample day."""
    mixed = []
    for name in FILES:
        for row in given(name):
            for field in KINDS.named(str(row.values["kind"])).fields:
                value = row.values.get(field.name)
                if not isinstance(field.type, DateSpan) or not isinstance(value, str):
                    continue
                lengths = {len(end) for end in value.split("/") if end}
                if 10 in lengths and lengths != {10}:
                    mixed.append((row.values["key"], field.name, value))
    assert mixed == []
