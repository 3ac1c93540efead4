# SPDX-License-Identifier: GPL-3.0-or-later
"""What people disagree on is seen by every command that shows records, and decided by one."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from tests.app.disagreeing import changes_of, delete_elsewhere, disagree
from tests.bench.vaults import open_again
from tests.cli.running_it import CommandLine

from protectnet.app.workspace import Workspace

T = TypeVar("T")
WHO = "first on laptop, 2026-11-23"


def in_vault(cli: CommandLine, function: Callable[[Workspace], T]) -> T:
    """What happens to the vault beside the command line, as when a bundle is taken."""
    with open_again(cli.vault) as workspace:
        return function(workspace)


@pytest.fixture
def risk(cli: CommandLine) -> str:
    """A risk on whose trend people disagree."""
    made = cli.add("risk", title="Ford", likelihood=3)
    in_vault(cli, lambda workspace: disagree(workspace, made, "trend", "rising", None, "falling"))
    return made


@pytest.fixture
def question(cli: CommandLine) -> str:
    """A measure that one deleted while another changed it."""
    made = cli.add("measure", title="Two boats", note="never one")
    [note] = in_vault(cli, lambda workspace: changes_of(workspace, made, "note"))
    in_vault(cli, lambda workspace: delete_elsewhere(workspace, made, note))
    return made


def live_values(cli: CommandLine, record: str) -> list[Any]:
    found: list[Any] = cli.document("show", record)["live_values"]["trend"]
    return found


def test_list_when_people_disagree_then_a_sign_and_a_word_say_so(
    cli: CommandLine, risk: str, question: str
) -> None:
    cli.add("risk", title="Calm")
    lines = cli("list", "risk").out.splitlines()
    assert ["≠ contradiction · " in line for line in lines] == [False, False, True, False]
    assert "≠ deleted, yet changed" in cli("list", "measure").out
    assert "≠ contradiction" in cli("list", "--search", "ford").out
    records = cli.document("list", "risk")["records"]
    assert [each.get("contradictions") for each in records] == [
        None,
        {"trend": ["falling", None, "rising"]},
    ]
    [measure] = cli.document("list", "measure")["records"]
    assert measure["existence"] == "deleted_but_edited"


def test_list_when_a_condition_names_any_of_the_values_then_the_record_is_found(
    cli: CommandLine, risk: str
) -> None:
    for value in ("rising", "falling", ""):
        assert cli.document("list", "risk", "--where", f"trend={value}")["total"] == 1
    assert cli.document("list", "risk", "--where", "trend=same")["total"] == 0


def test_status_when_people_disagree_then_it_is_counted(
    cli: CommandLine, risk: str, question: str
) -> None:
    [circle] = cli.document("status")["circles"]
    assert (circle["records"], circle["records_to_decide"]) == (2, 2)
    assert "  2 of them wait for a decision; see “conflicts”\n" in cli("status").out
    cli("resolve", question, "--keep")
    assert "  1 of them waits for a decision; see “conflicts”\n" in cli("status").out
    cli("delete", risk)
    assert "decision" not in cli("status").out


def test_show_when_people_disagree_then_each_value_has_who_gave_it(
    cli: CommandLine, risk: str, question: str
) -> None:
    lines = cli("show", risk).out.splitlines()
    at = lines.index("  Rising or falling: Falling")
    assert lines[at + 1 : at + 4] == [
        f"    so says: {WHO}",
        f"    but also: emptied ({WHO})",
        f"    but also: Rising ({WHO})",
    ]
    assert [each["value"] for each in live_values(cli, risk)] == ["falling", None, "rising"]
    said = cli("show", question).out
    assert "decide what it should be" in said
    assert f"    deleted: {WHO}\n    changed: Note – {WHO}\n" in said


def test_conflicts_when_people_disagree_then_everything_that_waits_is_listed(
    cli: CommandLine, risk: str, question: str
) -> None:
    cli.add("risk", title="Calm")
    found = {each["id"]: each for each in cli.document("conflicts")}
    assert found.keys() == {risk, question}
    assert (found[risk]["kind"], found[risk]["circle"]) == ("risk", "home")
    assert found[risk]["title"] == "Ford"
    assert found[risk]["live_values"] == {"trend": live_values(cli, risk)}
    [deletion] = found[question]["deleted_yet_edited"]["deleted_by"]
    assert deletion["user"] == "first"
    [edited] = found[question]["deleted_yet_edited"]["edited"]
    assert edited["field"] == "note"
    said = cli("conflicts").out
    changes = [each["given_by"][0]["change"][:8] for each in live_values(cli, risk)]
    assert f"Risk “Ford” ({risk[:8]}), circle home\n  Rising or falling (trend)\n" in said
    assert f"    {changes[0]}  Falling · {WHO}\n    {changes[1]}  emptied · {WHO}\n" in said
    assert f"    changed: Note – {WHO}\n" in said
    assert said.endswith("2 records wait for a decision.\n")


def test_conflicts_when_a_kind_or_circle_is_named_then_only_theirs_come(
    cli: CommandLine, risk: str, question: str
) -> None:
    assert [each["id"] for each in cli.document("conflicts", "measure")] == [question]
    cli("circle", "create", "lake")
    assert cli.document("conflicts", "--circle", "lake") == []
    assert cli("conflicts", "--circle", "lake").out == "0 records wait for a decision.\n"
    assert len(cli.document("conflicts", "--circle", "lake", "--circle", "home")) == 2
    assert cli("conflicts", "rumour").err.startswith("error: unknown_kind: ")
    assert cli("conflicts", "--circle", "sea").err.startswith("error: unknown_circle: ")


def test_resolve_when_a_value_is_taken_then_it_stands_and_the_history_can_undo_it(
    cli: CommandLine, risk: str
) -> None:
    falling, _emptied, rising = (each["given_by"][0]["change"] for each in live_values(cli, risk))
    said = cli("resolve", risk[:8], "trend", "--take", rising[:8])
    assert said.out.startswith("Rising or falling: Rising. The other values are in the history")
    assert f"protectnet history {risk[:8]} --restore CHANGE" in said.out
    assert cli("conflicts").out == "0 records wait for a decision.\n"
    shown = cli.document("show", risk)
    assert (shown["trend"], "live_values" in shown) == ("rising", False)
    assert cli.document("history", risk, "--restore", falling)["trend"] == "falling"


def test_resolve_when_the_empty_value_is_taken_then_the_field_is_empty(
    cli: CommandLine, risk: str
) -> None:
    _falling, emptied, _rising = (each["given_by"][0]["change"] for each in live_values(cli, risk))
    record = cli.document("resolve", risk, "trend", "--take", emptied)
    assert ("trend" in record, "contradictions" in record) == (False, False)
    assert record["changed"] is True


def test_resolve_when_another_value_is_given_then_that_stands(cli: CommandLine, risk: str) -> None:
    given = json.dumps({"trend": "same"})
    assert cli.document("resolve", risk, "trend", "--from", "-", given=given)["trend"] == "same"
    again = cli("resolve", risk, "trend", "--from", "-", given=given)
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("error: nothing_to_decide: ")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ('{"impact": 3}', "impact: is another field than the one to decide"),
        ("{}", "trend: is missing"),
        ('{"trend": "up"}', "trend: “up” is no word of the field's list"),
    ],
)
def test_resolve_when_the_file_does_not_give_the_field_then_says_so(
    cli: CommandLine, risk: str, given: str, told: str
) -> None:
    said = cli("resolve", risk, "trend", "--from", "-", given=given)
    assert said.code == 1
    assert said.err.startswith("error: invalid_record: ")
    assert told in said.err
    assert len(live_values(cli, risk)) == 3


def test_resolve_when_the_change_gave_no_such_value_then_says_so(
    cli: CommandLine, risk: str
) -> None:
    said = cli("resolve", risk, "trend", "--take", "0000")
    assert said.err.startswith("error: no_such_value: ")
    assert "conflicts" in said.err
    assert cli("resolve", risk, "colour", "--take", "0000").err.startswith("error: unknown_field: ")


@pytest.mark.parametrize(
    ("option", "said", "left"),
    [
        ("--keep", "“Two boats” stays.\n", 1),
        ("--delete", "Deleted “Two boats”. Bring the record back with: protectnet undelete ", 0),
    ],
)
def test_resolve_when_a_record_was_deleted_yet_changed_then_a_person_decides(
    cli: CommandLine, question: str, option: str, said: str, left: int
) -> None:
    assert cli("resolve", question, option).out.startswith(said)
    assert cli.document("list", "measure")["total"] == left
    assert cli("resolve", question, option).err.startswith("error: nothing_to_decide: ")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("trend",),
        ("--take", "abcd"),
        ("--from", "-"),
        ("trend", "--take", "abcd", "--from", "-"),
        ("--keep", "--delete"),
        ("trend", "--keep"),
        ("trend", "--delete", "--take", "abcd"),
    ],
)
def test_resolve_when_it_is_not_clear_what_is_decided_then_nothing_is_opened(
    cli: CommandLine, words: tuple[str, ...]
) -> None:
    said = cli("resolve", "abcd", *words)
    assert (said.code, said.out) == (2, "")
    assert "protectnet resolve --help" in said.err
