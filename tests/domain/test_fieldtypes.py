# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field type keeps what it was given, refuses what it cannot hold, and says why."""

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.errors import InvalidValue
from protectnet.domain.fieldtypes import (
    Attachments,
    Choice,
    CountOf,
    DateSpan,
    FieldType,
    LongText,
    MoneyAmount,
    PlaceName,
    ReferenceTo,
    Scale,
    Text,
    Tristate,
)
from protectnet.domain.kinds import KINDS
from protectnet.domain.values import Plain
from tests.strategies import json_values

VOCABULARIES = Vocabularies()
TYPES = {
    field.type: pytest.param(field.type, id=f"{kind.name}.{field.name}")
    for kind in KINDS.all
    for field in kind.fields
    if not isinstance(field.type, Attachments)
}
EVERY_TYPE = pytest.mark.parametrize("type_", TYPES.values())


@EVERY_TYPE
@given(data=st.data())
def test_value_given_as_json_then_kept_through_every_form(
    type_: FieldType, data: st.DataObject
) -> None:
    plain = type_.parse(data.draw(json_values(type_, VOCABULARIES)), VOCABULARIES)

    assert type_.accept(plain) == plain
    assert type_.parse(type_.present(plain), VOCABULARIES) == plain
    assert type_.value(plain) is not None
    jsonschema.validate(type_.present(plain), type_.schema(VOCABULARIES))


@EVERY_TYPE
@given(data=st.data())
def test_accept_when_foreign_value_is_anything_then_only_invalid_value_is_raised(
    type_: FieldType, data: st.DataObject
) -> None:
    untrusted: Plain = data.draw(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
            lambda inner: st.lists(inner, max_size=7),
            max_leaves=8,
        )
    )
    try:
        accepted = type_.accept(untrusted)
    except InvalidValue:
        return
    type_.present(accepted)
    type_.value(accepted)
    type_.column(accepted)
    type_.words(accepted)


@pytest.mark.parametrize(
    ("given", "first", "last", "precision"),
    [
        ("2018-08-21", "2018-08-21", "2018-08-21", "day"),
        ("2018-08", "2018-08-01", "2018-08-31", "month"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2018", "2018-01-01", "2018-12-31", "year"),
        ("2018/2022", "2018-01-01", "2022-12-31", "year"),
        ("2018/", "2018-01-01", None, "year"),
        ("/2018-08-21", None, "2018-08-21", "day"),
        ("2019-04-30/2019-05", "2019-04-30", "2019-05-31", "month"),
    ],
)
def test_date_when_written_short_then_means_the_whole_span(
    given: str, first: str | None, last: str | None, precision: str
) -> None:
    assert DateSpan().parse(given, VOCABULARIES) == [first, last, precision, None]


@pytest.mark.parametrize(
    ("given", "extent"),
    [
        ("2018-08-21", ("2018-08-21", "2018-08-21")),
        ("2018-08", ("2018-08-01", "2018-08-31")),
        ("2018/", ("2018-01-01", "9999-12-31")),
        ("/2018", ("0001-01-01", "2018-12-31")),
        ("/", None),
    ],
)
def test_extent_when_of_a_date_then_from_the_first_to_the_last_day_it_may_mean(
    given: str, extent: tuple[str, str] | None
) -> None:
    assert DateSpan().extent(DateSpan().parse(given, VOCABULARIES)) == extent


@pytest.mark.parametrize(
    ("given", "extent"),
    [
        (3, (3, 3)),
        ({"from": 3, "to": 5}, (3, 5)),
        ({"from": None, "to": 5}, (0, 5)),
        ({"from": 3, "to": None}, (3, 10**12)),
    ],
)
def test_extent_when_of_a_count_then_from_the_least_to_the_most(
    given: object, extent: tuple[int, int]
) -> None:
    assert CountOf().extent(CountOf().parse(given, VOCABULARIES)) == extent


def test_extent_when_a_value_means_one_thing_then_there_is_none() -> None:
    assert Text().extent("river") is None
    assert Scale("likelihood").extent(3) is None


BAD = [
    (Text(), 7, "not_text"),
    (Text(), "   ", "empty"),
    (Text(), "x" * 501, "too_long"),
    (Text(), "two\nlines", "control_character"),
    (Text(), "bell\x07", "control_character"),
    (Text(), "half \ud800", "control_character"),
    (LongText(), "nul\x00", "control_character"),
    (LongText(), "x" * 12_001, "too_long"),
    (Choice("trend"), "sideways", "unknown_code"),
    (Choice("trend"), "x.", "unknown_code"),
    (Choice("trend"), ["rising"], "unknown_code"),
    (Scale("likelihood"), 0, "out_of_range"),
    (Scale("likelihood"), 6, "out_of_range"),
    (Scale("likelihood"), True, "not_a_number"),
    (Tristate(), "perhaps", "unknown_code"),
    (DateSpan(), "2018-02-30", "not_a_date"),
    (DateSpan(), "yesterday", "not_a_date"),
    (DateSpan(), "0999", "not_a_date"),
    (DateSpan(), "2020/2018", "ends_before_it_begins"),
    (DateSpan(), {"on": "2018"}, "not_a_date"),
    (DateSpan(), {"from": "2018", "precision": "roughly"}, "unknown_code"),
    (PlaceName(), {"precision": "region"}, "not_text"),
    (PlaceName(), {"name": "Delta", "precision": "to the metre"}, "unknown_code"),
    (PlaceName(), 12, "not_a_place"),
    (CountOf(), -1, "out_of_range"),
    (CountOf(), {"from": 5, "to": 3}, "ends_before_it_begins"),
    (CountOf(), {"from": None, "to": None}, "not_a_count"),
    (CountOf(), 2.5, "not_a_count"),
    (MoneyAmount(), {"amount": "1e3", "currency": "COP"}, "not_money"),
    (MoneyAmount(), {"amount": "5", "currency": "pesos"}, "not_money"),
    (ReferenceTo((("risk", 4),)), "risk:12", "not_a_reference"),
    (ReferenceTo((("risk", 4),)), "measure:" + "0" * 32, "wrong_kind"),
    (Attachments(), "photo.jpg", "not_an_attachment"),
]


@pytest.mark.parametrize(("type_", "given", "reason"), BAD)
def test_value_when_it_does_not_fit_then_the_reason_is_named(
    type_: Text, given: object, reason: str
) -> None:
    with pytest.raises(InvalidValue) as raised:
        type_.parse(given, VOCABULARIES)
    assert raised.value.reason == reason


def test_text_when_given_in_another_normal_form_then_kept_in_nfc() -> None:
    assert Text().parse("  e\u0301l ", VOCABULARIES) == "\u00e9l"


def test_choice_when_code_is_of_a_newer_version_then_accepted_from_another_device() -> None:
    assert Choice("trend").accept("zig-zag") == "zig-zag"


def test_attachment_representation_shows_neither_key_nor_name() -> None:
    plain: Plain = [b"d" * 32, "minutes.jpg", "image/jpeg", 9, b"b" * 32, b"k" * 32, [b"p" * 32]]
    shown = repr(Attachments().value(Attachments().accept(plain)))
    assert "minutes" not in shown
    assert "kkk" not in shown
