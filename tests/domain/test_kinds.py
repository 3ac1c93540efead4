# SPDX-License-Identifier: GPL-3.0-or-later
"""The declarations hold together, and what was given once is never given another meaning."""

from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import check_draft
from protectnet.domain.errors import InvalidRecord, UnknownField, UnknownKind
from protectnet.domain.field import Field, Kind, MergeRule
from protectnet.domain.fieldtypes import Attachments, Text
from protectnet.domain.kinds import KINDS, Kinds
from protectnet.domain.schema import kind_schema
from tests.strategies import drafts

VOCABULARIES = Vocabularies()
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.all, ids=lambda kind: kind.name)
RELEASED = Path(__file__).with_name("released_fields.txt")


def declared_fields() -> list[str]:
    """One line a field: number and name of the kind, number, name and type of the field."""
    return sorted(
        f"{kind.number} {kind.name} {field.number} {field.name} {field.type.name}"
        for kind in KINDS.all
        for field in kind.fields
    )


def test_fields_when_released_once_then_keep_number_name_and_type() -> None:
    released = RELEASED.read_text(encoding="utf-8").splitlines()
    assert set(released) <= set(declared_fields())


@EVERY_KIND
def test_kind_has_title_and_note_and_lists_only_its_own_fields(kind: Kind) -> None:
    assert kind.field("title").number == 1
    assert kind.field("note").number == 2
    assert all(name in kind.by_name for name in kind.listed)


@EVERY_KIND
def test_vocabularies_named_by_a_kind_exist(kind: Kind) -> None:
    for field in kind.fields:
        for name in field.type.vocabulary_names():
            assert VOCABULARIES(name).terms


def test_references_name_the_numbers_of_their_kinds() -> None:
    for kind in KINDS.all:
        for field in kind.fields:
            for name, number in getattr(field.type, "numbers", ()):
                assert KINDS.named(name).number == number


def test_append_only_kinds_can_be_corrected_by_a_record_of_their_own() -> None:
    for kind in KINDS.all:
        assert ("corrects" in kind.by_name) == kind.is_append_only


def test_contacts_mark_what_tells_about_a_person() -> None:
    contact = KINDS.named("contact")
    assert {field.name for field in contact.fields if field.personal} >= {
        "title",
        "real_name",
        "channels",
    }


def test_merge_rule_follows_from_type_and_kind() -> None:
    risk, statement = KINDS.named("risk"), KINDS.named("statement")
    assert risk.merge_rule(risk.field("title")) is MergeRule.REGISTER
    assert risk.merge_rule(risk.field("causes")) is MergeRule.ADD_WINS_SET
    assert statement.merge_rule(statement.field("text")) is MergeRule.APPEND_ONLY
    assert statement.merge_rule(statement.field("documents")) is MergeRule.ADD_WINS_SET


@EVERY_KIND
@given(data=st.data())
def test_draft_when_valid_then_fits_the_schema_made_from_the_declaration(
    kind: Kind, data: st.DataObject
) -> None:
    draft = data.draw(drafts(kind, VOCABULARIES))
    changes = check_draft(kind, draft, VOCABULARIES, is_new=True)
    shown = {
        change.field.name: [change.field.type.present(item) for item in change.plain]
        if change.field.type.is_set and isinstance(change.plain, list)
        else change.field.type.present(change.plain)
        for change in changes
    }
    jsonschema.validate(shown, kind_schema(kind, VOCABULARIES))
    assert [change.field.name for change in changes] == list(shown)


def test_draft_when_several_things_are_wrong_then_all_are_named() -> None:
    with pytest.raises(InvalidRecord) as raised:
        check_draft(
            KINDS.named("risk"),
            {"likelihood": 9, "trend": "up", "colour": "red", "causes": "one"},
            VOCABULARIES,
            is_new=True,
        )
    problems = raised.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert {(each.field, each.reason) for each in problems} == {
        ("likelihood", "out_of_range"),
        ("trend", "unknown_code"),
        ("colour", "unknown_field"),
        ("causes", "not_a_list"),
        ("title", "missing"),
    }


def test_draft_when_editing_then_needs_no_title_and_none_clears() -> None:
    risk = KINDS.named("risk")
    changes = check_draft(risk, {"trend": None, "causes": []}, VOCABULARIES, is_new=False)
    assert [(each.field.name, each.plain) for each in changes] == [("trend", None), ("causes", [])]
    with pytest.raises(InvalidRecord):
        check_draft(risk, {"title": None}, VOCABULARIES, is_new=False)


def test_draft_when_people_disagree_then_all_values_go_along_the_first_one_shown() -> None:
    risk = KINDS.named("risk")
    several = {"trend": ["rising", None, "falling"], "impact": [None, 2], "place": ["River"]}
    draft = {"title": "Ford", "trend": "rising", "place": "River"}
    changes = check_draft(risk, draft, VOCABULARIES, is_new=True, several=several)
    found = {each.field.name: (each.plain, each.beside) for each in changes}
    assert found == {
        "title": ("Ford", ()),
        "trend": ("rising", (None, "falling")),
        "impact": (None, (2,)),
        "place": (["River", "region"], ()),
    }


def test_set_when_an_item_is_given_twice_then_refused() -> None:
    with pytest.raises(InvalidRecord):
        check_draft(
            KINDS.named("incident"),
            {"title": "x", "acts": ["raid", "raid"]},
            VOCABULARIES,
            is_new=True,
        )


def test_unknown_names_have_errors_of_their_own() -> None:
    with pytest.raises(UnknownKind):
        KINDS.named("budget")
    with pytest.raises(UnknownField):
        KINDS.named("risk").field("colour")
    assert KINDS.numbered(999) is None


def test_declaration_when_a_number_is_used_twice_then_it_is_a_defect() -> None:
    twice = (Field(1, "title", Text(), "Title"), Field(1, "note", Text(), "Note"))
    with pytest.raises(ValueError, match="twice"):
        Kind(99, "thing", "Thing", "Things", twice)
    risk = KINDS.named("risk")
    with pytest.raises(ValueError, match="twice"):
        Kinds((risk, risk))


def test_attachments_are_on_every_shared_kind() -> None:
    for kind in KINDS.shared:
        assert isinstance(kind.field("attachments").type, Attachments)
