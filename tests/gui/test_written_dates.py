# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.fieldtypes import DateSpan
from protectnet.gui.fields.written_dates import (
    BETWEEN,
    ON,
    SINCE,
    UNKNOWN,
    UNTIL,
    WrittenDate,
    written,
)
from tests.strategies import spans

VOCABULARIES = Vocabularies()


def shown(form: object) -> dict[str, object]:
    """The JSON form as a record gives it."""
    presented = DateSpan().present(DateSpan().parse(form, VOCABULARIES))
    assert isinstance(presented, dict)
    return presented


@given(spans())
def test_written_when_given_back_then_means_the_same(form: object) -> None:
    once = shown(form)
    assert shown(written(once, VOCABULARIES).form()) == once


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("2018", WrittenDate(ON, "2018")),
        ("2018-08", WrittenDate(ON, "2018-08")),
        ("2018-08-21", WrittenDate(ON, "2018-08-21")),
        ("2018/2020", WrittenDate(BETWEEN, "2018", "2020")),
        ("2018-08-21/2020", WrittenDate(BETWEEN, "2018-08-21", "2020")),
        ("2018/", WrittenDate(SINCE, "2018")),
        ("/2018-02", WrittenDate(UNTIL, "2018-02")),
        ("/", WrittenDate(UNKNOWN)),
        (
            {"from": "2018", "to": "2018", "precision": "season"},
            WrittenDate(ON, "2018", "", "season"),
        ),
        (
            {"from": "2018-08-21", "to": "2018-08-21", "part": "night"},
            WrittenDate(ON, "2018-08-21", "", None, "night"),
        ),
    ],
)
def test_written_when_there_is_a_shorter_way_then_takes_it(
    form: object, expected: WrittenDate
) -> None:
    assert written(shown(form), VOCABULARIES) == expected


def test_written_when_a_newer_version_knows_the_code_then_keeps_it() -> None:
    form = {"from": "2018-08-01", "to": "2018-08-10", "precision": "decade_of_month"}
    assert written(form, VOCABULARIES).form() == form


def test_form_when_nothing_is_written_then_is_none() -> None:
    assert WrittenDate().form() is None
    assert WrittenDate(SINCE).form() is None
    assert WrittenDate(UNKNOWN).form() == {"from": None, "to": None}


def test_form_when_a_second_day_is_hidden_then_it_does_not_count() -> None:
    assert WrittenDate(ON, "2018", "2020").form() == {"from": "2018", "to": "2018"}
