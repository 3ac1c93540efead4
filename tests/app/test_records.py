# SPDX-License-Identifier: GPL-3.0-or-later
"""Records found by id, in lists with conditions, and by words."""

import pytest

from protectnet.app import records as records_module
from protectnet.app.circles import UnknownCircle
from protectnet.app.records import FilterDoesNotFit, Query
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import InvalidId, UnknownField, UnknownKind
from protectnet.store.errors import AmbiguousRecord, NoSuchFilter, NoSuchRecord


@pytest.fixture
def risks(workspace: Workspace) -> dict[str, str]:
    """The ids of three risks and an actor, by title."""
    add = workspace.editing.add
    police = add("actor", {"title": "River police"})
    made = [
        police,
        add(
            "risk",
            {
                "title": "Ford",
                "likelihood": 4,
                "trend": "rising",
                "sources": [police.id.hex()],
                "feared_acts": ["soc.divide"],
                "assessed_on": "2026-10-12",
                "statement": "Men at the river",
            },
        ),
        add(
            "risk",
            {
                "title": "Bridge",
                "likelihood": 4,
                "trend": "falling",
                "assessed_on": "2026-11-20/",
            },
        ),
        add(
            "risk",
            {
                "title": "2024",
                "likelihood": 2,
                "feared_acts": ["soc.divide"],
                "assessed_on": "2026-10",
            },
        ),
    ]
    return {each.title: each.id.hex() for each in made}


def titles(workspace: Workspace, *where: tuple[str, str], **more: object) -> set[str]:
    listing = workspace.records.page(Query(kind="risk", where=where, **more))  # type: ignore[arg-type]
    assert listing.total == len(listing.found)
    return {each.record.title for each in listing.found}


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ([("likelihood", "4")], {"Ford", "Bridge"}),
        ([("likelihood", "4"), ("trend", "rising")], {"Ford"}),
        ([("trend", "")], {"2024"}),
        ([("feared_acts", "soc.divide")], {"Ford", "2024"}),
        ([("feared_acts", "")], {"Bridge"}),
        ([("sources", "")], {"Bridge", "2024"}),
        ([("title", "2024")], {"2024"}),
        ([("assessed_on", "2026-10-12")], {"Ford", "2024"}),
        ([("assessed_on", "2026-10-11")], {"2024"}),
        ([("assessed_on", "2026-10")], {"Ford", "2024"}),
        ([("assessed_on", "2026-09")], set()),
        ([("assessed_on", "2026-11/")], {"Bridge"}),
        ([("assessed_on", "2027-03-01")], {"Bridge"}),
        ([("assessed_on", "/2026-11")], {"Ford", "Bridge", "2024"}),
        ([("assessed_on", "")], set()),
        ([], {"Ford", "Bridge", "2024"}),
    ],
)
def test_page_when_conditions_are_given_then_all_have_to_hold(
    workspace: Workspace, risks: dict[str, str], where: list[tuple[str, str]], found: set[str]
) -> None:
    assert titles(workspace, *where) == found


@pytest.mark.parametrize("written", ["{id}", "{start}", "actor:{id}", "actor:{start}"])
def test_page_when_a_link_is_asked_for_then_its_id_may_be_short(
    workspace: Workspace, risks: dict[str, str], written: str
) -> None:
    police = risks["River police"]
    value = written.format(id=police, start=police[:8])
    assert titles(workspace, ("sources", value)) == {"Ford"}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("likelihood", "9", "out_of_range"),
        ("likelihood", "high", "not_a_number"),
        ("trend", "up", "unknown_code"),
        ("assessed_on", "yesterday", "not_a_date"),
    ],
)
def test_page_when_a_field_never_has_the_value_then_says_why(
    workspace: Workspace, field: str, value: str, reason: str
) -> None:
    with pytest.raises(FilterDoesNotFit) as refusal:
        titles(workspace, (field, value))
    assert refusal.value.facts == {
        "kind": "risk",
        "field": field,
        "given": value,
        "reason": reason,
    }


def test_page_when_a_link_cannot_be_meant_then_says_so(
    workspace: Workspace, risks: dict[str, str]
) -> None:
    with pytest.raises(FilterDoesNotFit) as refusal:
        titles(workspace, ("sources", risks["Ford"]))
    assert refusal.value.facts["reason"] == "wrong_kind"
    with pytest.raises(NoSuchRecord):
        titles(workspace, ("sources", "abcdef"))
    with pytest.raises(InvalidId):
        titles(workspace, ("sources", "nobody"))


@pytest.mark.parametrize("field", ["statement", "note", "attachments"])
def test_page_when_a_field_is_not_to_be_compared_then_says_so(
    workspace: Workspace, field: str
) -> None:
    with pytest.raises(NoSuchFilter):
        titles(workspace, (field, "x"))


def test_page_when_kind_field_or_circle_are_unknown_then_each_has_its_error(
    workspace: Workspace,
) -> None:
    with pytest.raises(UnknownField):
        titles(workspace, ("colour", "red"))
    with pytest.raises(UnknownKind):
        workspace.records.page(Query(kind="trusted_device"))
    with pytest.raises(UnknownCircle):
        titles(workspace, circles=("lake",))


def test_page_when_words_are_given_then_the_best_comes_first_with_the_place(
    workspace: Workspace, risks: dict[str, str]
) -> None:
    listing = workspace.records.page(Query(search="river"))
    assert [each.record.title for each in listing.found] == ["River police", "Ford"]
    assert (listing.total, listing.is_total_exact) == (2, True)
    snippet = listing.found[1].snippet
    assert snippet is not None
    assert "river" in snippet.text
    assert titles(workspace, search="RIV") == {"Ford"}
    assert titles(workspace, ("trend", "rising"), search="river") == {"Ford"}
    assert titles(workspace, ("trend", "falling"), search="river") == set()


def test_page_when_there_is_more_then_the_total_says_at_least_so_much(
    workspace: Workspace, risks: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        workspace.editing.add("contact", {"title": f"River {number}"})
    for most in (500, 2, 1):
        monkeypatch.setattr(records_module, "MAX_FOUND", most)
        some = workspace.records.page(Query(search="river", limit=3))
        assert (len(some.found), some.total, some.is_total_exact) == (3, 4, False)
        rest = workspace.records.page(Query(search="river", limit=50, offset=3))
        assert (len(rest.found), rest.total, rest.is_total_exact) == (4, 7, True)
        behind = workspace.records.page(Query(search="river", limit=50, offset=30))
        assert (behind.found, behind.total, behind.is_total_exact) == ((), 7, True)
    one_kind = workspace.records.page(Query(kind="contact", search="river", limit=2))
    assert (len(one_kind.found), one_kind.total, one_kind.is_total_exact) == (2, 5, True)


def test_page_when_deleted_ones_are_asked_for_then_only_those_come(
    workspace: Workspace, risks: dict[str, str]
) -> None:
    workspace.editing.delete(risks["Ford"])
    assert titles(workspace, is_deleted=True) == {"Ford"}
    assert "Ford" not in titles(workspace)


def test_page_when_a_circle_is_named_then_only_its_records_come(
    workspace: Workspace, risks: dict[str, str]
) -> None:
    workspace.create_circle("lake")
    workspace.editing.move(risks["Ford"], "lake")
    assert titles(workspace, circles=("lake",)) == {"Ford"}
    assert titles(workspace, circles=("home",)) == {"Bridge", "2024"}
    assert titles(workspace, circles=("home", "lake")) == {"Ford", "Bridge", "2024"}
    found = workspace.records.page(Query(search="river", circles=("home",))).found
    assert [each.record.title for each in found] == ["River police"]


def test_find_when_two_circles_show_one_record_then_the_circle_has_to_be_named(
    workspace: Workspace, risks: dict[str, str]
) -> None:
    ford = risks["Ford"]
    workspace.create_circle("lake")
    workspace.editing.move(ford, "lake")
    workspace.editing.undelete(f"home/{ford}")
    with pytest.raises(AmbiguousRecord) as refusal:
        workspace.records.find(ford)
    assert refusal.value.facts == {"given": ford, "count": 2}
    for circle in ("home", "lake"):
        found = workspace.records.find(f"{circle}/{ford[:8]}")
        assert workspace.circles.name_of(found.circle) == circle
    assert titles(workspace, ("sources", risks["River police"])) == {"Ford"}


def test_find_when_a_record_is_of_this_device_alone_then_it_is_not_found(
    workspace: Workspace,
) -> None:
    private = workspace.circles._private
    with pytest.raises(UnknownCircle):
        workspace.records.find(f"{private.hex()}/abcd")
    assert private not in workspace.circles.ids()
