# SPDX-License-Identifier: GPL-3.0-or-later
"""Records in words and as JSON."""

from typing import Any

import pytest
from tests.app.disagreeing import changes_of, delete_elsewhere, disagree

from protectnet.app.contradiction_words import mark
from protectnet.app.editing import NoSuchChange
from protectnet.app.presenting import Presenter
from protectnet.app.workspace import Workspace
from protectnet.domain.kinds import KINDS
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


def test_contradiction_when_shown_then_every_value_is_there(
    workspace: Workspace, risk: str
) -> None:
    [rising, falling] = disagree(workspace, risk, "trend", "rising", "falling")
    record = workspace.records.find(risk)
    [line] = Presenter(workspace).lines(record)
    assert line.text == "Falling"
    who = f"first on laptop, {workspace.today.isoformat()}"
    assert [(side.words, side.by) for side in line.sides] == [("Falling", who), ("Rising", who)]
    assert [side.change for side in line.sides] == [falling, rising]
    assert [side.form for side in line.sides] == ["falling", "rising"]
    document = Presenter(workspace).document(record)
    assert document["trend"] == "falling"
    assert document["contradictions"] == {"trend": ["falling", "rising"]}
    assert mark(record) == "contradiction"


def test_contradiction_when_shown_as_json_then_each_value_says_who_gave_it(
    workspace: Workspace, risk: str
) -> None:
    [rising, _none] = disagree(workspace, risk, "trend", "rising", None)
    document: Any = Presenter(workspace).document_with_titles(workspace.records.find(risk))
    [emptied, other] = document["live_values"]["trend"]
    assert (emptied["value"], other["value"]) == (None, "rising")
    assert other["given_by"] == [
        {
            "change": rising,
            "day": workspace.today.isoformat(),
            "user": "first",
            "device": {"id": workspace.device.hex(), "name": "laptop"},
        }
    ]
    assert "live_values" not in Presenter(workspace).document(workspace.records.find(risk))


def test_contradiction_when_it_is_of_the_title_then_it_is_a_line_too(
    workspace: Workspace, risk: str
) -> None:
    disagree(workspace, risk, "title", "Ford", "Bridge")
    [line] = Presenter(workspace).lines(workspace.records.find(risk))
    assert (line.label, line.text) == ("Short name of the risk", "Bridge")
    assert [side.words for side in line.sides] == ["Bridge", "Ford"]


def test_contradiction_when_records_are_linked_then_each_has_its_title(
    workspace: Workspace,
) -> None:
    review = workspace.editing.add("measure_review", {"title": "After a month"}).id.hex()
    boats = workspace.editing.add("measure", {"title": "Boats"}).id
    number = KINDS.named("measure").number
    disagree(workspace, review, "measure", [number, boats], [number, bytes(16)])
    [line] = Presenter(workspace).lines(workspace.records.find(review))
    assert [side.words for side in line.sides] == ["Boats", "a record that is not here"]


def test_deletion_when_somebody_changed_the_record_meanwhile_then_says_who_did_what(
    workspace: Workspace, risk: str
) -> None:
    workspace.editing.edit(risk, {"trend": "rising"})
    [changed] = changes_of(workspace, risk, "trend")
    [deleted] = delete_elsewhere(workspace, risk, changed)
    workspace.editing.undelete(risk)
    [again] = delete_elsewhere(workspace, risk, changed)
    record = workspace.records.find(risk)
    presenter = Presenter(workspace)
    deletion = workspace.contradictions.of(record).deletion
    assert deletion is not None
    who = f"first on laptop, {workspace.today.isoformat()}"
    assert list(presenter.disagreement.deletion(record.kind, deletion)) == [
        f"deleted: {who}",
        f"brought back: {who}",
        f"changed: Rising or falling – {who}",
    ]
    document: Any = presenter.document_with_titles(record)["deleted_yet_edited"]
    assert [each["change"] for each in document["deleted_by"]] == [again] != [deleted]
    assert len(document["kept_by"]) == 1
    assert [(each["field"], each["change"]) for each in document["edited"]] == [("trend", changed)]
    assert mark(record) == "deleted, yet changed"
    assert mark(workspace.editing.undelete(risk)) == ""


def test_contradiction_when_one_side_emptied_the_field_then_that_is_said(
    workspace: Workspace, risk: str
) -> None:
    for values, words in (
        (("rising", None), ["emptied", "Rising"]),
        ((None, "rising"), ["Rising", "emptied"]),
    ):
        workspace.editing.edit(risk, {"trend": "same"})
        disagree(workspace, risk, "trend", *values)
        record = workspace.records.find(risk)
        [line] = Presenter(workspace).lines(record)
        assert (line.text, [side.words for side in line.sides]) == (words[0], words)
        contradictions = Presenter(workspace).document(record)["contradictions"]
        assert contradictions == {"trend": list(reversed(values))}


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


def test_contradiction_when_one_value_is_of_a_newer_version_then_that_is_said(
    workspace: Workspace, risk: str
) -> None:
    disagree(workspace, risk, "trend", "rising", "falling", 7)
    record = workspace.records.find(risk)
    document: Any = Presenter(workspace).document_with_titles(record)
    assert document["contradictions"] == {"trend": ["falling", "rising"]}
    assert document["fields_of_a_newer_version"] == 1
    first = document["live_values"]["trend"][0]
    assert (first["value"], first["is_readable"]) == (None, False)
    [line] = Presenter(workspace).lines(record)
    newer = "something that only a newer version of the program can show"
    assert [side.words for side in line.sides] == [newer, "Falling", "Rising"]
    last = Presenter(workspace).history(record.kind, workspace.records.history(risk))[-1]
    assert last.after == newer
