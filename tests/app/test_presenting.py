# SPDX-License-Identifier: GPL-3.0-or-later
"""Records in words and as JSON."""

import pytest

from protectnet.app.editing import NoSuchChange
from protectnet.app.presenting import Presenter
from protectnet.app.workspace import Workspace
from protectnet.i18n import set_language
from protectnet.log.operation import set_


def lines(workspace: Workspace, risk: str) -> dict[str, str]:
    record = workspace.records.find(risk)
    return {each.field.name: each.text for each in Presenter(workspace).lines(record)}


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("likelihood", 4, "4 Likely"),
        ("trend", "rising", "Rising"),
        ("assessed_on", "2026-10-12", "2026-10-12"),
        ("assessed_on", "2026-10", "2026-10"),
        ("assessed_on", "2026", "2026"),
        ("assessed_on", "2026-10-12/2026-11-01", "2026-10-12 – 2026-11-01"),
        ("assessed_on", "2026/", "since 2026"),
        ("assessed_on", "/2026-10", "until 2026-10"),
        (
            "feared_acts",
            ["soc.divide", "x.own word"],
            "Co-optation, dividing the community; x.own word",
        ),
        ("statement", "one\ntwo", "one\ntwo"),
    ],
)
def test_lines_when_a_field_has_a_value_then_it_is_in_words(
    workspace: Workspace, risk: str, field: str, given: object, words: str
) -> None:
    workspace.editing.edit(risk, {field: given})
    assert lines(workspace, risk) == {field: words}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (3, "3"),
        ({"from": 3, "to": 5}, "3–5"),
        ({"from": 3, "to": None}, "at least 3"),
        ({"from": None, "to": 5}, "at most 5"),
    ],
)
def test_lines_when_a_count_is_from_to_then_it_is_in_words(
    workspace: Workspace, given: object, words: str
) -> None:
    incident = workspace.editing.add("incident", {"title": "Shots", "affected": given})
    assert lines(workspace, incident.id.hex()) == {"affected": words}


def test_lines_when_the_language_is_another_then_labels_and_words_are_in_it(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"trend": "rising"})
    record = workspace.records.find(risk)
    [english] = Presenter(workspace).lines(record)
    set_language("es")
    [spanish] = Presenter(workspace).lines(record)
    assert english.label != spanish.label
    assert english.text != spanish.text


def test_lines_when_a_record_is_linked_then_its_title_stands_there_and_the_id_if_asked(
    workspace: Workspace, risk: str
) -> None:
    police = workspace.editing.add("actor", {"title": "Police"}).id.hex()
    gone = "actor:" + "ab" * 16
    record = workspace.editing.edit(risk, {"sources": [police, gone]})
    assert set(lines(workspace, risk)["sources"].split("; ")) == {
        "Police",
        "a record that is not here",
    }
    [line] = Presenter(workspace, with_ids=True).lines(record)
    assert set(line.text.split("; ")) == {
        f"Police ({police[:8]})",
        "a record that is not here (abababab)",
    }


def test_document_when_linked_records_are_held_then_their_titles_stand_beside(
    workspace: Workspace, risk: str
) -> None:
    police = workspace.editing.add("actor", {"title": "Police"}).id.hex()
    record = workspace.editing.edit(risk, {"sources": [police, "actor:" + "ab" * 16]})
    document = Presenter(workspace).document_with_titles(record)
    assert document["titles"] == {f"actor:{police}": "Police"}
    assert "titles" not in Presenter(workspace).document(record)


def test_document_when_a_record_is_deleted_then_says_so(workspace: Workspace, risk: str) -> None:
    assert "existence" not in Presenter(workspace).document(workspace.records.find(risk))
    workspace.editing.delete(risk)
    deleted = workspace.records.find(risk)
    assert Presenter(workspace).document(deleted)["existence"] == "deleted"
    assert Presenter(workspace).existence_sentence(deleted)


def contradicting(workspace: Workspace, risk: str, *values: str | None) -> None:
    """Give the trend these values, none of which replaces another."""
    record = workspace.records.find(risk)
    field = record.kind.field("trend").number
    with workspace._store.transaction():
        for value in values:
            clock = workspace._authoring.next_clock(record.circle)
            operation = set_(record.kind.number, record.id, field, clock, value)
            workspace._authoring.write(record.circle, [operation])


def test_contradiction_when_shown_then_every_value_is_there(
    workspace: Workspace, risk: str
) -> None:
    contradicting(workspace, risk, "rising", "falling")
    record = workspace.records.find(risk)
    [line] = Presenter(workspace).lines(record)
    assert (line.text, line.others) == ("Falling", ("Rising",))
    document = Presenter(workspace).document(record)
    assert document["trend"] == "falling"
    assert document["contradictions"] == {"trend": ["falling", "rising"]}


def test_contradiction_when_one_side_emptied_the_field_then_that_is_said(
    workspace: Workspace, risk: str
) -> None:
    contradicting(workspace, risk, "rising", None)
    record = workspace.records.find(risk)
    [line] = Presenter(workspace).lines(record)
    assert {line.text, *line.others} == {"left empty", "Rising"}
    contradictions = Presenter(workspace).document(record)["contradictions"]
    assert isinstance(contradictions, dict)
    assert set(contradictions["trend"]) == {"rising", None}


def test_history_when_shown_then_says_who_did_what_with_values_and_words(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"likelihood": 4, "feared_acts": ["soc.divide"]})
    workspace.editing.edit(risk, {"likelihood": 2, "feared_acts": []})
    workspace.editing.delete(risk)
    record = workspace.records.find(risk)
    history = workspace.records.history(risk)
    found = Presenter(workspace).history(record.kind, history)
    shown = [(each.field, each.code, each.before, each.after) for each in found]
    act = "Co-optation, dividing the community"
    assert shown == [
        ("title", "set", (), "Armed men at the ford"),
        ("feared_acts", "add", (), act),
        ("likelihood", "set", (), "4 Likely"),
        ("feared_acts", "remove", (act,), ""),
        ("likelihood", "set", ("4 Likely",), "2 Unlikely"),
        ("", "delete", (), ""),
    ]
    document = found[4].document()
    assert (document["before"], document["after"]) == ([4], 2)
    assert document["device"] == {"id": workspace.device.hex(), "name": "laptop"}
    assert (document["user"], document["day"]) == ("first", workspace.today.isoformat())


def test_history_when_a_record_was_erased_then_only_that_is_left(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.erase(risk, reason="safety")
    record = workspace.records.find(risk)
    found = Presenter(workspace).history(record.kind, workspace.records.history(risk))
    assert {each.code for each in found} == {"erase", "erased"}
    assert "ford" not in str([each.document() for each in found])


def test_newer_version_when_it_wrote_more_then_that_is_counted_and_nothing_breaks(
    workspace: Workspace, risk: str
) -> None:
    record = workspace.records.find(risk)
    with workspace._store.transaction():
        clock = workspace._authoring.next_clock(record.circle)
        unknown = set_(record.kind.number, record.id, 900, clock, "of a newer version")
        workspace._authoring.write(record.circle, [unknown])
    newer = workspace.records.find(risk)
    document = Presenter(workspace).document(newer)
    assert document["fields_of_a_newer_version"] == 1
    assert Presenter(workspace).lines(newer) == []
    last = Presenter(workspace).history(newer.kind, workspace.records.history(risk))[-1]
    assert (last.field, last.label, last.after) == ("900", "900", "")
    with pytest.raises(NoSuchChange):
        workspace.editing.take_again(risk, last.change)


def test_contradiction_when_one_value_has_another_shape_then_it_is_shown_as_nothing(
    workspace: Workspace, risk: str
) -> None:
    contradicting(workspace, risk, "rising", "falling")
    record = workspace.records.find(risk)
    field = record.kind.field("trend").number
    with workspace._store.transaction():
        clock = workspace._authoring.next_clock(record.circle)
        odd = set_(record.kind.number, record.id, field, clock, 7)
        workspace._authoring.write(record.circle, [odd])
    document = Presenter(workspace).document(workspace.records.find(risk))
    contradictions = document["contradictions"]
    assert isinstance(contradictions, dict)
    assert contradictions["trend"] == [None, "falling", "rising"]
