# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands to trust devices, to share circles, to give and to take."""

from pathlib import Path

import pytest
from tests.cli.running_it import CommandLine
from tests.scenarios.laptops import copied, prepare

from protectnet.cli.commands import bundles

BOTH = ("river", "hill")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle valley, and hill joined it."""
    return prepare(tmp_path_factory.mktemp("prepared"), BOTH)


@pytest.fixture
def river(prepared: Path, tmp_path: Path) -> Path:
    return copied(prepared, tmp_path, BOTH) / "river"


@pytest.fixture
def hill(river: Path) -> Path:
    return river.parent / "hill"


def written(cli: CommandLine, river: Path, outside: Path) -> Path:
    document = cli.document("bundle", "write", "--to", "hill", "--out", outside, "--vault", river)
    return Path(document["file"])


def test_card_when_written_then_the_words_are_said(cli: CommandLine, outside: Path) -> None:
    document = cli.document("device", "card", "--out", outside / "a.card")
    assert len(document["words"].split()) == 6
    assert set(document["words_by_language"]) == {"en", "es", "fr"}
    said = cli("device", "card", "--out", outside / "b.card", "--language", "es")
    assert document["words_by_language"]["es"] in said.out
    assert cli("device", "card", "--out", outside / "a.card").err.startswith(
        "error: out_file_exists: "
    )


def test_trust_when_the_words_differ_then_the_device_is_not_trusted(
    cli: CommandLine, river: Path, outside: Path
) -> None:
    card = outside / "river.card"
    words = cli.document("device", "card", "--out", card, "--vault", river)["words"]
    said = cli("device", "trust", card, "--words", "one two three", "--name", "Heron")
    assert said.err.startswith("error: words_differ: ")
    assert len(cli.document("device", "list")) == 1
    trusted = cli.document("device", "trust", card, "--words", words, "--name", "Heron")
    assert (trusted["name"], trusted["changed"]) == ("Heron", True)
    again = ("device", "trust", card, "--words", words, "--name", "Heron")
    assert cli(*again).out == "Nothing was changed: Heron is trusted already.\n"
    assert cli.document(*again) == {**trusted, "changed": False}
    renamed = cli.document(*again[:-1], "Crane")
    assert (renamed["name"], renamed["changed"]) == ("Crane", True)
    assert cli.document(*again)["changed"] is True
    assert [each["name"] for each in cli.document("device", "list")] == ["laptop", "Heron"]
    assert "this one" in cli("device", "list").out


def test_circles_when_listed_then_members_and_roles_are_there(cli: CommandLine, hill: Path) -> None:
    found = {each["name"]: each for each in cli.document("circle", "list", "--vault", hill)}
    members = {each["name"]: each for each in found["valley"]["members"]}
    assert members["river"]["role"] == "coordinator"
    assert members["hill"]["has_joined"] is True
    said = cli("circle", "list", "--vault", hill)
    assert "  river · coordinator · " in said.out
    assert "Circle valley (" in said.out


def test_bundle_when_no_circle_is_named_then_all_that_are_common_go_and_no_other(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    for name in ("lake", "own"):
        cli.document("circle", "create", name, "--vault", river)
    cli.document("circle", "add", "lake", "hill", "--vault", river)
    words = ("--to", "hill", "--vault", river)
    found = cli.document("bundle", "plan", *words)
    going = [circle["name"] for each in found["bundles"] for circle in each["circles"]]
    assert sorted(going) == ["lake", "valley"]
    assert found["held_back"] == [{"reason": "not_in_circle", "circle": "own", "device": "hill"}]
    assert list(outside.iterdir()) == []
    written = cli.document("bundle", "write", *words, "--out", outside)
    ids = {each["id"]: each["name"] for each in cli.document("circle", "list", "--vault", river)}
    given = [ids[circle] for each in written["bundles"] for circle in each["circles"]]
    assert sorted(given) == ["lake", "valley"]
    assert sorted(each["file"] for each in written["files"]) == sorted(map(str, outside.iterdir()))
    for each in written["files"]:
        cli.document("bundle", "accept", each["file"], "--vault", hill)
    assert {"lake", "valley"} < {
        each["name"] for each in cli.document("circle", "list", "--vault", hill)
    }
    [bundle] = written["bundles"]
    assert bundle["files"] == written["files"]
    only = cli.document("bundle", "write", *words, "--out", outside, "--circle", "lake")
    assert [[ids[circle] for circle in each["circles"]] for each in only["bundles"]] == [["lake"]]


def test_bundle_when_nothing_may_go_then_says_so_and_nothing_is_written(
    cli: CommandLine, hill: Path, outside: Path
) -> None:
    card = outside / "hill.card"
    words = cli.document("device", "card", "--out", card, "--vault", hill)["words"]
    cli("device", "trust", card, "--words", words, "--name", "Heron")
    card.unlink()
    said = cli("bundle", "write", "--to", "Heron", "--out", outside)
    assert said.err.startswith("error: nothing_may_go: Nothing of this vault may go to: Heron.")
    assert list(outside.iterdir()) == []
    planned = cli("bundle", "plan", "--to", "Heron")
    assert planned.out == "Heron is in no circle of this vault: nothing goes there.\n"


def test_plan_when_shown_then_says_what_goes_and_whose_names(cli: CommandLine, river: Path) -> None:
    for kind, title in (("contact", "Heron"), ("contact", "Crane"), ("risk", "Ford")):
        given = f'{{"title": "{title}"}}'
        cli.document("add", kind, "--from", "-", "--vault", river, given=given)
    words = ("bundle", "plan", "--to", "hill", "--vault", river)
    [bundle] = cli.document(*words)["bundles"]
    [circle] = bundle["circles"]
    assert (circle["name"], circle["changes"]) == ("valley", 3)
    assert circle["records"] == {"contact": 2, "risk": 1}
    assert circle["names"] == ["Crane", "Heron"]
    assert (bundle["files"], bundle["only_receipts"]) == (1, False)
    said = cli(*words).out
    assert "circle valley: 3 changes (" in said
    assert "names that are new to them: Crane, Heron\n" in said
    assert cli(*words, "--limit-mb", "0").code == 2
    assert cli(*words, "--limit-mb", "1").code == 0


def test_receipts_when_nobody_told_anything_then_says_so(cli: CommandLine, river: Path) -> None:
    [circle] = cli.document("receipts", "--vault", river)
    assert circle["name"] == "valley"
    own, other = circle["devices"]
    assert (own["this_device"], own["has_everything"]) == (True, True)
    assert (other["name"], other["has_everything"]) == ("hill", other["told_on"] is not None)
    assert "river (this one) has everything that is here" in cli("receipts", "--vault", river).out
    unknown = cli("receipts", "--circle", "sea", "--vault", river)
    assert unknown.err.startswith("error: unknown_circle: ")


def test_circle_when_made_then_nobody_else_reads_it(cli: CommandLine) -> None:
    made = cli.document("circle", "create", "lake")
    assert (made["name"], len(made["members"])) == ("lake", 1)
    assert cli("circle", "create", "lake").err.startswith("error: circle_name_taken: ")
    assert cli("circle", "create", "").err.startswith("error: invalid_name: ")


def test_circle_add_when_done_then_the_device_is_in_it(cli: CommandLine, river: Path) -> None:
    cli("circle", "create", "lake", "--vault", river)
    added = cli.document("circle", "add", "lake", "hill", "--role", "reader", "--vault", river)
    assert {each["name"]: each["role"] for each in added["members"]} == {
        "river": "coordinator",
        "hill": "reader",
    }
    again = cli("circle", "add", "lake", "hill", "--vault", river)
    assert again.err.startswith("error: already_in_circle: ")
    unknown = cli("circle", "add", "lake", "heron", "--vault", river)
    assert unknown.err.startswith("error: unknown_device: ")


def test_bundle_when_previewed_then_nothing_changes_and_when_accepted_it_is_there(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    risk = cli.document("add", "risk", "--from", "-", "--vault", river, given='{"title": "Ford"}')
    bundle = written(cli, river, outside)
    before = cli.document("status", "--vault", hill)
    preview = cli.document("bundle", "preview", bundle, "--vault", hill)
    assert preview["from"]["name"] == "river"
    assert [each["name"] for each in preview["circles"]] == ["valley"]
    assert preview["has_news"] is True
    assert preview["records"] == [
        {
            "effect": "new",
            "kind": "risk",
            "id": risk["id"],
            "title": "Ford",
            "fields": ["title"],
            "contradictions": {},
            "brings": {},
        }
    ]
    assert cli.document("status", "--vault", hill) == before
    said = cli("bundle", "preview", bundle, "--vault", hill)
    assert "  new: Risk “Ford”\n" in said.out
    assert "protectnet bundle accept" in said.out
    accepted = cli.document("bundle", "accept", bundle, "--vault", hill)
    assert accepted["accepted"] is True
    assert cli.document("show", risk["id"], "--vault", hill)["title"] == "Ford"
    assert digest(cli, river) == digest(cli, hill)


def digest(cli: CommandLine, vault: Path) -> str:
    circles = cli.document("status", "--vault", vault)["circles"]
    [found] = [each["state_digest"] for each in circles if each["name"] == "valley"]
    return str(found)


def test_bundle_when_wholly_known_then_nothing_is_new_and_it_is_no_error(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    bundle = written(cli, river, outside)
    cli("bundle", "accept", bundle, "--vault", hill)
    for command in ("preview", "accept"):
        said = cli("bundle", command, bundle, "--vault", hill)
        assert said.code == 0
        assert "Nothing new" in said.out
        assert "protectnet bundle accept" not in said.out


def test_bundle_when_it_is_written_then_says_what_a_finder_sees(
    cli: CommandLine, river: Path, outside: Path
) -> None:
    said = cli("bundle", "write", "--to", "hill", "--out", outside, "--vault", river)
    assert "Written and read back: " in said.out
    assert "A finder sees an encrypted file" in said.out
    nowhere = outside / "gone"
    refused = cli("bundle", "write", "--to", "hill", "--out", nowhere, "--vault", river)
    assert refused.err.startswith("error: file_unwritable: ")


def test_bundle_when_it_is_none_or_not_for_us_then_says_so(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    bundle = written(cli, river, outside)
    stranger = cli("bundle", "preview", bundle)
    assert stranger.err.startswith("error: not_for_this_device: ")
    (outside / "letter.age").write_text("dear aunt", "utf-8")
    assert cli("bundle", "accept", outside / "letter.age", "--vault", hill).err.startswith(
        "error: not_a_bundle: "
    )
    assert cli("bundle", "accept", outside / "gone.age", "--vault", hill).err.startswith(
        "error: file_unreadable: "
    )


def test_bundle_when_much_is_in_it_then_people_see_the_first_and_how_many_more(
    cli: CommandLine, river: Path, hill: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "MOST_LINES", 2)
    given = '{"kind": "risk", "title": "Ford"}\n' * 5
    cli("import-json", "-", "--vault", river, given=given)
    bundle = written(cli, river, outside)
    lines = cli("bundle", "preview", bundle, "--vault", hill).out.splitlines()
    assert lines.count("  new: Risk “Ford”") == 2
    assert "  and 3 more" in lines
    assert "5 records concerned." in lines
    assert len(cli.document("bundle", "preview", bundle, "--vault", hill)["records"]) == 5


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ((), "1 change carries a date in the future: 2099-01-01. Dates decide"),
        (("2099-01-01",), "2 changes carry a date in the future: 2099-01-01. Dates decide"),
        (("2099-02-03",), "2 changes carry a date in the future: 2099-01-01 to 2099-02-03."),
    ],
)
def test_bundle_when_a_clock_was_far_ahead_then_that_is_said_calmly(
    cli: CommandLine, river: Path, hill: Path, outside: Path, edits: tuple[str, ...], said: str
) -> None:
    on = ("--vault", river, "--today-is-right", "--today")
    given = '{"title": "Ford"}'
    risk = cli.document("add", "risk", "--from", "-", *on, "2099-01-01", given=given)["id"]
    for day in edits:
        cli.document("edit", risk, "--from", "-", *on, day, given='{"impact": 4}')
    today = (*on, edits[-1] if edits else "2099-01-01")
    bundle = cli.document("bundle", "write", "--to", "hill", "--out", outside, *today)["file"]
    for command in ("preview", "accept"):
        assert said in cli("bundle", command, bundle, "--vault", hill).out
    assert cli.document("bundle", "preview", bundle, "--vault", hill)["future_dates"] is None
    assert cli("status", "--vault", hill).code == 0


def test_bundle_when_changes_are_dated_tomorrow_then_that_is_no_future(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    for day, found in (
        ("2026-11-24", None),
        ("2026-11-25", {"changes": 1, "first": "2026-11-25", "last": "2026-11-25"}),
    ):
        on = ("--vault", river, "--today", day)
        cli.document("add", "risk", "--from", "-", *on, given='{"title": "Ford"}')
        bundle = cli.document("bundle", "write", "--to", "hill", "--out", outside, *on)["file"]
        preview = cli.document("bundle", "preview", bundle, "--vault", hill)
        assert preview["future_dates"] == found
