# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.app.record_files import GivenRecord
from protectnet.app.sample_dates import shift_dates
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.fieldtypes import DateSpan
from protectnet.domain.values import Span

VOCABULARIES = Vocabularies()
DAYS = st.integers(-3_000, 3_000)


def risk(**values: object) -> GivenRecord:
    return GivenRecord(7, {"kind": "risk", "key": "r", "title": "Dam", **values})


def moved(given_date: object, days: int) -> object:
    return shift_dates([risk(next_review=given_date)], days)[0].values["next_review"]


@pytest.mark.parametrize(
    ("written", "later"),
    [
        ("2026-11-01", "2026-11-11"),
        ("2026-12-25", "2027-01-04"),
        ("2028-02-20", "2028-03-01"),
        ("2026-10-28/2026-11-01", "2026-11-07/2026-11-11"),
        ("2026-10-28/", "2026-11-07/"),
        ("/2026-11-01", "/2026-11-11"),
        (" 2026-10-28 / 2026-11-01 ", "2026-11-07/2026-11-11"),
        (
            {"from": "2026-10-28", "to": "2026-11-01", "precision": "week"},
            {"from": "2026-11-07", "to": "2026-11-11", "precision": "week"},
        ),
        (
            {"from": None, "to": "2026-11-01", "part": "night"},
            {"from": None, "to": "2026-11-11", "part": "night"},
        ),
    ],
)
def test_shift_when_a_date_is_known_to_the_day_then_moves_both_its_ends(
    written: object, later: object
) -> None:
    assert moved(written, 10) == later


@pytest.mark.parametrize(
    "written",
    [
        "2026",
        "2026-11",
        "2026-10/2026-11",
        "2022/",
        "2026-09/2026-11-01",
        "2024/2026-11-01",
        {"from": "2026-09-01", "to": "2026-11-30", "precision": "season"},
        {"from": "2026-11-01", "to": "2026-11-30", "precision": "month"},
        {"from": "2026", "to": "2026-11-01"},
        {"from": None, "to": None},
    ],
)
def test_shift_when_a_date_is_coarser_than_a_day_then_it_stays(written: object) -> None:
    assert moved(written, 10) == written


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30",
        "soon",
        "",
        "/",
        "٢٠٢٦-١١-٠١",
        None,
        20261101,
        ["2026-11-01"],
        {"from": ["2026-11-01"]},
        {"from": "2026-11-01", "precision": ["day"]},
        {},
    ],
)
def test_shift_when_a_date_is_not_understood_then_it_is_left_for_the_import(
    written: object,
) -> None:
    assert moved(written, 10) == written


def test_shift_when_a_text_holds_a_day_then_the_text_stays() -> None:
    record = risk(note="2026-11-01", band_confirmed_on="2026-11-01")
    later = shift_dates([record], 1)[0].values
    assert (later["note"], later["band_confirmed_on"]) == ("2026-11-01", "2026-11-02")


@pytest.mark.parametrize("kind", ["storm", None, ["risk"]])
def test_shift_when_the_kind_is_unknown_then_the_record_stays(kind: object) -> None:
    record = GivenRecord(3, {"kind": kind, "next_review": "2026-11-01"})
    assert shift_dates([record], 5) == [record]


def test_shift_when_asked_then_keeps_order_and_lines_and_leaves_what_it_was_given() -> None:
    given_records = [risk(next_review="2026-11-01"), GivenRecord(20, {"kind": "actor"})]
    later = shift_dates(given_records, 3)
    assert [each.line for each in later] == [7, 20]
    assert given_records[0].values["next_review"] == "2026-11-01"
    assert list(later[0].values) == list(given_records[0].values)


def test_shift_when_a_day_would_leave_the_calendar_then_raises() -> None:
    with pytest.raises(OverflowError):
        moved("9999-12-31", 1)


def _span(written: object) -> Span:
    found = DateSpan().value(DateSpan().parse(written, VOCABULARIES))
    assert isinstance(found, Span)
    return found


@st.composite
def day_spans(draw: st.DrawFn) -> object:
    first = draw(st.dates(date(1300, 1, 1), date(2200, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 60)))
    text = draw(st.sampled_from([f"{first}", f"{first}/{last}", f"{first}/", f"/{last}"]))
    ends = {"from": first.isoformat(), "to": last.isoformat()}
    precision = draw(st.sampled_from(["day", "week", "exact"]))
    return draw(st.sampled_from([text, ends, ends | {"precision": precision, "part": "dawn"}]))


@given(day_spans(), DAYS)
def test_shift_when_any_day_or_span_then_reads_as_the_same_span_moved(
    written: object, days: int
) -> None:
    before, after = _span(written), _span(moved(written, days))
    step = timedelta(days=days)
    assert after.first == (before.first + step if before.first else None)
    assert after.last == (before.last + step if before.last else None)
    assert (after.precision, after.part) == (before.precision, before.part)


@given(day_spans(), DAYS, DAYS)
def test_shift_when_done_twice_then_is_one_shift_of_the_sum(
    written: object, first: int, second: int
) -> None:
    assert moved(moved(written, first), second) == moved(written, first + second)
