# SPDX-License-Identifier: GPL-3.0-or-later
"""Records read from JSON, with the line on which each begins."""

import json
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.app import record_files
from protectnet.app.record_files import (
    BESIDE,
    RESERVED,
    FileNotJson,
    fields_of,
    read_one,
    read_records,
)
from protectnet.domain.kinds import KINDS

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
RECORDS = st.lists(st.dictionaries(st.text(max_size=8), JSON_VALUES, max_size=4), max_size=6)


def json_lines(values: Sequence[object]) -> str:
    """Values that are JSON, records or not, one on a line."""
    return "\n".join(map(json.dumps, values))


def lines_and_values(text: str) -> list[tuple[int, dict[str, object]]]:
    return [(each.line, each.values) for each in read_records(text)]


def refused(text: str) -> dict[str, object]:
    with pytest.raises(FileNotJson) as refusal:
        read_records(text)
    return refusal.value.facts


def test_read_when_an_array_then_each_record_has_the_line_it_begins_on() -> None:
    text = '[\n {"a": 1},\n\n {\n  "b": 2\n }, {"c": 3}\n]\n'
    assert lines_and_values(text) == [(2, {"a": 1}), (4, {"b": 2}), (6, {"c": 3})]


def test_read_when_one_to_a_line_then_each_record_has_its_line() -> None:
    text = '{"a": 1}\n\n{"b": "line\\nbreak"}\r\n{"c": 3} {"d": 4}'
    expected = [(1, {"a": 1}), (3, {"b": "line\nbreak"}), (4, {"c": 3}), (4, {"d": 4})]
    assert lines_and_values(text) == expected


def test_read_when_a_byte_order_mark_stands_first_then_it_is_passed_over() -> None:
    assert lines_and_values('\ufeff[{"a": 1}]') == [(1, {"a": 1})]


def test_read_when_the_array_is_empty_then_there_are_no_records() -> None:
    assert read_records("[ ]") == []


@given(RECORDS, st.sampled_from([None, 1, 2]))
def test_read_when_json_writes_an_array_then_all_of_it_is_read(
    records: list[dict[str, object]], indent: int | None
) -> None:
    text = json.dumps(records, indent=indent)
    assert [each.values for each in read_records(text)] == records


@given(RECORDS.filter(bool))
def test_read_when_json_writes_lines_then_all_of_it_is_read(
    records: list[dict[str, object]],
) -> None:
    text = "\n".join(json.dumps(each) for each in records)
    expected = list(enumerate(records, start=1))
    assert lines_and_values(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "empty"),
        (" \n\t\r\n", 1, "empty"),
        ('[{"a": 1},\n]', 2, "syntax"),
        ('[{"a": 1}\n{"b": 2}]', 2, "syntax"),
        ('[{"a": 1}\n', 2, "syntax"),
        ('[{"a": 1}]\n[]', 1, "syntax"),
        ('{"a": 1}\n{"b": }', 2, "syntax"),
        ('{"a": NaN}', 1, "syntax"),
        ('{"a": -Infinity}', 1, "syntax"),
        ("[" * 100_000, 1, "syntax"),
        ('{"a": ' + "[" * 100_000, 1, "syntax"),
    ],
)
def test_read_when_it_is_not_as_it_should_be_then_line_and_reason_are_said(
    text: str, line: int, reason: str
) -> None:
    assert refused(text) == {"line": line, "reason": reason}
    assert reason in FileNotJson.REASONS


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            '[{"a": 1},\n 2,\n "text"]',
            {2: [("", "not_a_record", "2")], 3: [("", "not_a_record", '"text"')]},
        ),
        ("[[]]", {1: [("", "not_a_record", "[]")]}),
        ("null\n{}\ntrue", {1: [("", "not_a_record", "null")], 3: [("", "not_a_record", "true")]}),
        (f'["{"x" * 99}"]', {1: [("", "not_a_record", '"' + "x" * 59)]}),
        ('{"ok": 1}\n{"a": 1, "a": 2, "c": 0}', {2: [("a", "name_twice", "")]}),
        ('{"a": {"b": 1, "b": 2}}\n{"b": 1}', {1: [("b", "name_twice", "")]}),
        (
            '{"b": 1, "a": 1, "a": 1, "b": 1, "a": 1}',
            {1: [("b", "name_twice", ""), ("a", "name_twice", "")]},
        ),
    ],
)
def test_read_when_records_have_faults_then_each_is_named_and_the_others_are_read(
    text: str, faults: dict[int, list[tuple[str, str, str]]]
) -> None:
    found = read_records(text)
    named = {each.line: [(f.field, f.reason, f.given) for f in each.faults] for each in found}
    assert {line: these for line, these in named.items() if these} == faults
    assert len(found) == text.count("\n") + 1


def test_read_when_larger_than_is_allowed_then_it_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(record_files, "MAX_FILE_CHARS", 8)
    assert read_records('{"a": 1}')
    assert refused('{"a": 12}') == {"line": 1, "reason": "too_large"}


def test_read_when_more_records_than_allowed_then_the_first_too_many_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(record_files, "MAX_RECORDS", 2)
    assert len(read_records("{}\n{}")) == 2
    assert refused("{}\n{}\n{}") == {"line": 3, "reason": "too_many"}


@given(st.text(max_size=200) | st.lists(JSON_VALUES, max_size=3).map(json_lines))
def test_read_when_anything_is_given_then_records_or_our_own_error_come_of_it(text: str) -> None:
    with suppress(FileNotJson):
        assert all(isinstance(each.values, dict) for each in read_records(text))


def test_read_one_when_there_is_one_then_it_is_given() -> None:
    assert read_one('\n[{"a": 1}]') == {"a": 1}


@pytest.mark.parametrize(("text", "line"), [("{}\n{}", 2), ("[]", 1)])
def test_read_one_when_there_is_none_or_a_second_then_it_is_refused(text: str, line: int) -> None:
    with pytest.raises(FileNotJson) as refusal:
        read_one(text)
    assert refusal.value.facts == {"line": line, "reason": "not_a_record"}


@pytest.mark.parametrize(
    ("text", "reason"), [("\n7", "not_a_record"), ('\n{"a": 1, "a": 1}', "name_twice")]
)
def test_read_one_when_it_has_a_fault_then_it_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FileNotJson) as refusal:
        read_one(text)
    assert refusal.value.facts == {"line": 2, "reason": reason}
    assert reason in FileNotJson.REASONS


def test_fields_when_things_are_said_about_the_record_then_they_are_left_out() -> None:
    said = dict.fromkeys((*RESERVED, *BESIDE), "x")
    assert fields_of({**said, "title": "Ford"}) == {"title": "Ford"}


def test_words_kept_for_what_is_said_about_records_then_no_kind_has_such_a_field() -> None:
    names = {field.name for kind in KINDS.all for field in kind.fields}
    assert names.isdisjoint((*RESERVED, *BESIDE))


def test_number_when_it_has_thousands_of_digits_then_the_file_is_refused() -> None:
    with pytest.raises(FileNotJson) as raised:
        read_records('\n{"likelihood": ' + "9" * 5000 + "}")
    assert raised.value.facts == {"line": 2, "reason": "syntax"}
