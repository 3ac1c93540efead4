# SPDX-License-Identifier: GPL-3.0-or-later
"""``list`` with its conditions, words and pages."""

from typing import Any

import pytest
from tests.cli.running_it import CommandLine


@pytest.fixture
def network(cli: CommandLine) -> dict[str, str]:
    """Ids by title."""
    police = cli.add("actor", title="River police")
    return {
        "River police": police,
        "Ford": cli.add(
            "risk",
            title="Ford",
            trend="rising",
            likelihood=4,
            sources=[police],
            statement="Men at the river may drive the fishing families away",
        ),
        "Bridge": cli.add("risk", title="Bridge", trend="falling", likelihood=4),
    }


def titles(document: Any) -> list[str]:
    return [each["title"] for each in document["records"]]


def test_list_when_a_kind_is_named_then_those_changed_last_come_first(
    cli: CommandLine, network: dict[str, str]
) -> None:
    document = cli.document("list", "risk")
    assert titles(document) == ["Bridge", "Ford"]
    assert (document["total"], document["is_total_exact"], document["offset"]) == (2, True, 0)
    police = network["River police"]
    assert document["records"][1]["titles"] == {f"actor:{police}": "River police"}


def test_list_when_several_conditions_are_given_then_all_hold(
    cli: CommandLine, network: dict[str, str]
) -> None:
    both = cli.document("list", "risk", "--where", "likelihood=4", "--where", "trend=rising")
    assert titles(both) == ["Ford"]
    linked = cli.document("list", "risk", "--where", f"sources={network['River police'][:8]}")
    assert titles(linked) == ["Ford"]
    assert titles(cli.document("list", "risk", "--where", "sources=")) == ["Bridge"]
    assert titles(cli.document("list", "risk", "--where", "likelihood=2")) == []


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("trend=up", "filter_does_not_fit"),
        ("statement=x", "no_such_filter"),
        ("colour=red", "unknown_field"),
        ("sources=abcdef", "no_such_record"),
    ],
)
def test_list_when_a_condition_cannot_hold_then_says_so(
    cli: CommandLine, where: str, code: str
) -> None:
    said = cli("list", "risk", "--where", where)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"error: {code}: ")


def test_list_when_words_are_searched_then_the_place_is_shown(
    cli: CommandLine, network: dict[str, str]
) -> None:
    document = cli.document("list", "--search", "RIVÉR")
    assert titles(document) == ["River police", "Ford"]
    assert "river" in document["records"][1]["snippet"]
    said = cli("list", "--search", "river").out.splitlines()
    assert said[0].split() == ["id", "kind", "title", "more"]
    assert said[-1] == "2 records"
    assert titles(cli.document("list", "risk", "--search", "river")) == ["Ford"]
    some = cli("list", "--search", "river", "--limit", "1").out.splitlines()
    assert some[-1] == "2 records or more; above: 1 to 1. More with “--offset 1”."


def test_list_when_pages_are_asked_for_then_says_which_part_it_is(
    cli: CommandLine, network: dict[str, str]
) -> None:
    first = cli("list", "risk", "--limit", "1").out.splitlines()
    assert first[0].split() == ["id", "title", "more"]
    assert "Bridge" in first[1]
    assert first[-1] == "2 records; above: 1 to 1. More with “--offset 1”."
    second = cli("list", "risk", "--limit", "1", "--offset", "1").out.splitlines()
    assert "Ford" in second[1]
    assert second[-1] == "2 records; above: 2 to 2."
    assert cli("list", "risk", "--offset", "5").out == "2 records\n"
    assert titles(cli.document("list", "risk", "--limit", "0")) == []


def test_list_when_there_is_nothing_then_says_so(cli: CommandLine) -> None:
    assert cli("list", "risk").out == "0 records\n"
    assert cli.document("list", "--search", "river")["records"] == []
    assert cli("list", "rumour").err.startswith("error: unknown_kind: ")


def test_list_when_deleted_ones_are_asked_for_then_only_those_come(
    cli: CommandLine, network: dict[str, str]
) -> None:
    cli("delete", network["Ford"])
    assert titles(cli.document("list", "risk", "--deleted")) == ["Ford"]
    assert titles(cli.document("list", "risk")) == ["Bridge"]


def test_list_when_circles_are_named_then_only_their_records_come(
    cli: CommandLine, network: dict[str, str]
) -> None:
    cli("circle", "create", "lake")
    cli("move", network["Ford"], "--circle", "lake")
    assert titles(cli.document("list", "risk", "--circle", "lake")) == ["Ford"]
    both = cli.document("list", "risk", "--circle", "lake", "--circle", "home")
    assert sorted(titles(both)) == ["Bridge", "Ford"]
    assert cli("list", "risk", "--circle", "sea").err.startswith("error: unknown_circle: ")


def test_list_when_the_terminal_is_narrow_then_every_line_fits(
    cli: CommandLine, network: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    cli.add("risk", title="保护 " * 40)
    out = cli("list", "risk").out
    assert all(len(line) <= 60 for line in out.splitlines())
    assert "…" in out
