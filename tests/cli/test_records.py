# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about single records, as people and programs use them."""

import io
import json
from argparse import Namespace

import pytest
from tests.bench.vaults import open_again
from tests.cli.running_it import CommandLine
from tests.cli.test_console import Person

from protectnet.app.answers import NotConfirmed
from protectnet.cli.commands import records
from protectnet.cli.console import Console

RISK = {"title": "Armed men at the ford", "likelihood": 4, "impact": 5, "trend": "rising"}


@pytest.fixture
def risk(cli: CommandLine) -> str:
    return cli.add("risk", **RISK)


def test_add_when_done_then_the_record_is_shown_as_a_document(cli: CommandLine) -> None:
    document = cli.document("add", "risk", "--from", "-", given=json.dumps(RISK))
    assert {name: document[name] for name in RISK} == RISK
    assert (document["kind"], document["circle"]) == ("risk", "home")
    assert len(bytes.fromhex(document["id"])) == 16


def test_add_when_done_then_people_read_a_sentence(cli: CommandLine) -> None:
    said = cli("add", "risk", "--from", "-", given=json.dumps(RISK))
    assert said.code == 0
    assert said.out.startswith("Saved Risk “Armed men at the ford” (")


def test_add_when_something_is_wrong_then_each_field_has_its_line(cli: CommandLine) -> None:
    given = {"likelihood": 9, "colour": "red", "sources": ["actor:abcd"]}
    said = cli("add", "risk", "--from", "-", given=json.dumps(given))
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("error: invalid_record: ")
    assert {line.strip() for line in said.err.splitlines()[1:]} == {
        "sources: “actor:abcd” links to a record that is not here",
        "colour: is no field of this kind",
        "title: is missing",
        "likelihood: “9” is outside of what is allowed",
    }
    assert cli.document("status")["kinds"]["risk"] == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("{", "file_not_json"),
        ("", "file_not_json"),
        ("[]", "file_not_json"),
        ("{}\n{}", "file_not_json"),
        (b"\xff", "file_unreadable"),
    ],
)
def test_add_when_it_is_no_record_then_says_what_stands_there(
    cli: CommandLine, given: str | bytes, code: str
) -> None:
    said = cli("add", "risk", "--from", "-", given=given)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"error: {code}: ")


def test_edit_when_the_shown_document_comes_back_then_nothing_changes(
    cli: CommandLine, risk: str
) -> None:
    police = cli.add("actor", title="Police")
    given = json.dumps({"sources": [police[:8]], "trend": None})
    edited = cli.document("edit", risk[:8], "--from", "-", given=given)
    assert edited["sources"] == [f"actor:{police}"]
    assert edited["titles"] == {f"actor:{police}": "Police"}
    assert "trend" not in edited
    changes = len(cli.document("history", risk))
    again = cli.document("edit", risk, "--from", "-", given=json.dumps(edited))
    assert again == {**edited, "changed": False}
    assert len(cli.document("history", risk)) == changes


def test_change_when_nothing_is_other_than_before_then_it_is_said(
    cli: CommandLine, risk: str
) -> None:
    [first, *_more] = [each["change"] for each in cli.document("history", risk)]
    fields = json.dumps({"likelihood": 2})
    acts: tuple[tuple[tuple[str, ...], str], ...] = (
        (("edit", risk, "--from", "-"), "Nothing was changed: Risk “Armed men at the ford” ("),
        (("delete", risk), "Nothing was changed: “Armed men at the ford” is deleted already."),
        (("undelete", risk), "Nothing was changed: “Armed men at the ford” is not deleted."),
    )
    assert cli.document("history", risk, "--restore", first)["changed"] is False
    for words, told in acts:
        assert cli.document(*words, given=fields)["changed"] is True
        said = cli(*words, given=fields)
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(told)
        assert cli.document(*words, given=fields)["changed"] is False
    assert (
        cli.document("add", "risk", "--from", "-", given='{"title": "Bridge"}')["changed"] is True
    )


def test_record_when_shown_then_nothing_is_said_of_changing(cli: CommandLine, risk: str) -> None:
    assert "changed" not in cli.document("show", risk)
    assert "changed" not in cli.document("list", "risk")["records"][0]


def test_show_when_people_read_then_labels_words_and_links_are_there(
    cli: CommandLine, risk: str
) -> None:
    police = cli.add("actor", title="Police")
    cli.document("edit", risk, "--from", "-", given=json.dumps({"sources": [police]}))
    lines = cli("show", risk).out.splitlines()
    assert lines[0] == "Risk: Armed men at the ford"
    assert "  How likely: 4 Likely" in lines
    assert f"  Who may do it: Police ({police[:8]})" in lines
    assert lines[-1] == f"  circle home · id {risk}"


def test_show_when_a_text_comes_from_elsewhere_then_no_sign_commands_the_terminal(
    cli: CommandLine,
) -> None:
    note = "one\ttwo\nthree \u202e four"
    risk = cli.add("risk", title="Ford", note=note)
    out = cli("show", risk).out
    assert "  Note: one two\n" in out
    assert "\u202e" not in out
    assert cli.document("show", risk)["note"] == note


def test_show_when_deleted_then_says_that_it_can_come_back(cli: CommandLine, risk: str) -> None:
    said = cli("delete", risk[:6])
    assert f"protectnet undelete {risk[:8]}" in said.out
    assert "it can be brought back" in cli("show", risk).out
    assert cli.document("show", risk)["existence"] == "deleted"
    assert cli("undelete", risk).out == "“Armed men at the ford” is back.\n"
    assert "existence" not in cli.document("undelete", cli.document("delete", risk)["id"])


def test_show_when_no_record_or_no_id_is_meant_then_each_has_its_error(cli: CommandLine) -> None:
    for given, code in (
        ("abcd", "no_such_record"),
        ("abc", "invalid_id"),
        ("no id", "invalid_id"),
        ("lake/abcd", "unknown_circle"),
    ):
        said = cli("show", given)
        assert said.code == 1
        assert said.err.startswith(f"error: {code}: ")


def test_history_when_people_read_then_each_change_says_from_what_to_what(
    cli: CommandLine, risk: str
) -> None:
    police = cli.add("actor", title="Police")
    edits: list[dict[str, object]] = [
        {"likelihood": 2, "sources": [police]},
        {"trend": None, "sources": []},
    ]
    for fields in edits:
        cli.document("edit", risk, "--from", "-", given=json.dumps(fields))
    cli("delete", risk)
    said = cli("history", risk).out.splitlines()
    assert said[0] == "2026-11-23 · first · laptop"
    changes = [line.split("  ", 2)[2] for line in said[1:]]
    assert changes == [
        "Short name of the risk: Armed men at the ford",
        "How likely: 4 Likely",
        "How bad: 5 Lives lost or the community broken up",
        "Rising or falling: Rising",
        f"Who may do it: added Police ({police[:8]})",
        "How likely: 4 Likely → 2 Unlikely",
        f"Who may do it: taken out Police ({police[:8]})",
        "Rising or falling: emptied, was Rising",
        "deleted",
    ]


def test_history_when_an_earlier_value_is_wanted_then_it_is_a_new_change(
    cli: CommandLine, risk: str
) -> None:
    cli.document("edit", risk, "--from", "-", given=json.dumps({"likelihood": 2}))
    history = cli.document("history", risk)
    [first] = [each for each in history if each["after"] == 4 and not each["before"]]
    assert (first["field"], first["act"], first["user"]) == ("likelihood", "set", "first")
    assert first["device"]["name"] == "laptop"
    again = cli.document("history", risk, "--restore", first["change"][:8])
    assert again["likelihood"] == 4
    last = cli.document("history", risk)[-1]
    assert (last["before"], last["after"]) == ([2], 4)
    assert cli("history", risk, "--restore", "ffffffff").err.startswith("error: no_such_change: ")


def erasing(cli: CommandLine, risk: str, answer: str, *, yes: bool = False) -> tuple[str, Person]:
    """Erase as a person who answers so; what was said and asked."""
    person, out = Person([answer]), io.StringIO()
    console = Console(out=out, err=io.StringIO(), terminal=person)
    with open_again(cli.vault) as workspace:
        records.erase(workspace, Namespace(id=risk, yes=yes, reason="safety"), console)
    return out.getvalue(), person


@pytest.mark.parametrize("answer", ["erase", "ERASE"])
def test_erase_when_the_question_is_answered_with_its_word_then_it_is_done(
    cli: CommandLine, risk: str, answer: str
) -> None:
    said, person = erasing(cli, risk, answer)
    assert said.startswith("Erased here.")
    [question] = person.asked
    assert "“Armed men at the ford”" in question
    assert cli.document("show", risk)["existence"] == "erased"


@pytest.mark.parametrize("answer", ["", "no", "yes", "erase it"])
def test_erase_when_answered_otherwise_then_nothing_is_erased(
    cli: CommandLine, risk: str, answer: str
) -> None:
    with pytest.raises(NotConfirmed):
        erasing(cli, risk, answer)
    assert cli.document("show", risk)["title"] == RISK["title"]


def test_erase_when_nobody_can_be_asked_then_yes_is_needed(cli: CommandLine, risk: str) -> None:
    said = cli("erase", risk)
    assert said.code == 1
    assert said.err.startswith("error: not_confirmed: ")
    assert cli.document("erase", risk[:8], "--yes") == {"id": risk, "erased": True}
    shown = cli("show", risk).out
    assert "ford" not in shown
    assert "This record was erased." in shown
    for command in ("delete", "undelete"):
        assert cli(command, risk).err.startswith("error: already_erased: ")
    assert cli("erase", risk).err.startswith("error: already_erased: ")
    assert cli("check").code == 0


def test_move_when_done_then_the_record_is_in_the_other_circle_alone(
    cli: CommandLine, risk: str
) -> None:
    cli.document("circle", "create", "river")
    assert "is in circle river now" in cli("move", risk, "--circle", "river").out
    assert cli.document("show", risk)["circle"] == "river"
    assert cli.document("show", f"home/{risk}")["existence"] == "deleted"
    said = cli("move", risk, "--circle", "river")
    assert said.err.startswith("error: same_circle: ")
    assert cli.document("move", risk, "--circle", "home")["circle"] == "home"


def test_words_when_the_language_is_another_then_labels_are_in_it(
    cli: CommandLine, risk: str
) -> None:
    assert cli("show", risk, "--language", "es").out.startswith("Riesgo: Armed men at the ford")
    assert cli("show", "abcd", "--language", "fr").err != cli("show", "abcd").err
