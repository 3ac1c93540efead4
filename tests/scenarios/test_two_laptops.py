# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end without a window: two laptops, a stick, a published case.

Everything goes through the commands that people type.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cases.reading import read
from tests.cli.running_it import CommandLine, passphrase_file, standard_input
from tests.scenarios.laptops import CIRCLE, copied, files_of, prepare

from protectnet.app import opening
from protectnet.app.walk import walk_between_two_laptops
from protectnet.domain.kinds import KINDS
from protectnet.vault.cost import KdfCost

CASE = read("04-munduruku")
BOTH = ("river", "hill")


class Laptop:
    """One of the laptops, by what people type on it."""

    def __init__(self, cli: CommandLine, vault: Path) -> None:
        self._cli = cli
        self.vault = vault

    def types(self, *words: object, given: str = "") -> Any:
        """The document that a command gives."""
        return self._cli.document(*words, "--vault", self.vault, given=given)

    def reads(self, *words: object) -> str:
        """What a command says to people."""
        said = self._cli(*words, "--vault", self.vault)
        assert (said.code, said.err) == (0, "")
        return said.out

    def circle(self, name: str) -> Any:
        [found] = [each for each in self.types("status")["circles"] if each["name"] == name]
        return found

    def edits(self, record: str, **fields: object) -> Any:
        return self.types("edit", record, "--from", "-", given=json.dumps(fields))

    def titles(self, kind: str) -> list[str]:
        return sorted(each["title"] for each in self.types("list", kind)["records"])


@pytest.fixture
def typing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> CommandLine:
    monkeypatch.setattr("protectnet.cli.terminal._DEVICE", str(tmp_path / "no terminal"))
    given = passphrase_file(tmp_path)
    return CommandLine(tmp_path, given, capsys, standard_input(monkeypatch))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle valley, and hill joined it."""
    return prepare(tmp_path_factory.mktemp("prepared"), BOTH)


@pytest.fixture
def laptops(typing: CommandLine, prepared: Path, tmp_path: Path) -> tuple[Laptop, Laptop]:
    copied(prepared, tmp_path, BOTH)
    river, hill = (Laptop(typing, tmp_path / name) for name in BOTH)
    return river, hill


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def give(giver: Laptop, taker: Laptop, stick: Path) -> Any:
    """Write a bundle on one laptop and accept it on the other; what was said to be in it."""
    to = taker.vault.name
    words = ("bundle", "write", "--to", to, "--circle", CIRCLE, "--out", stick)
    file = giver.types(*words)["file"]
    before = taker.types("status")
    preview = taker.types("bundle", "preview", file)
    assert taker.types("status") == before
    accepted = taker.types("bundle", "accept", file)
    assert accepted.pop("accepted") is True
    assert accepted == preview
    return preview


def of_case(kind: str) -> dict[str, object]:
    """The first record of a kind in the case, without its links."""
    record = next(each for each in CASE.records if each["kind"] == kind)
    fields = KINDS.named(kind).by_name
    return {
        name: value
        for name, value in record.items()
        if name in fields and "reference" not in fields[name].type.name
    }


def plainly(value: Any) -> Any:
    """A value whatever its form: a set in any order, a date by its ends."""
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, dict) and {"from", "to"} <= value.keys():
        return f"{value['from']}/{value['to']}"
    return value


def trust_each_other(one: Laptop, other: Laptop, stick: Path) -> None:
    """Carry the cards on the stick, and the words by voice."""
    cards = {}
    for laptop in (one, other):
        card = stick / f"{laptop.vault.name}.card"
        cards[laptop] = (card, laptop.types("device", "card", "--out", card)["words"])
    for laptop, trusted in ((one, other), (other, one)):
        card, words = cards[trusted]
        name = trusted.vault.name
        laptop.types("device", "trust", card, "--words", words, "--name", name)


def check_shown(laptop: Laptop, given: dict[str, dict[str, object]], risk: str) -> None:
    """The laptop shows what was typed on the other, the measure with its risk."""
    for kind, draft in given.items():
        [shown] = laptop.types("list", kind)["records"]
        assert {name: plainly(shown[name]) for name in draft if name != "risks"} == {
            name: plainly(value) for name, value in draft.items() if name != "risks"
        }
    [measure] = laptop.types("list", "measure", "--where", f"risks={risk[:8]}")["records"]
    assert measure["titles"] == {f"risk:{risk}": given["risk"]["title"]}
    assert str(given["risk"]["title"]) in laptop.reads("show", risk)


def check_well(laptop: Laptop) -> None:
    """Everything is as it was signed, and made anew it is the same."""
    before = laptop.types("status")
    assert laptop.types("check")["is_well"] is True
    laptop.types("rebuild")
    assert laptop.types("status") == before


def test_walk_when_two_new_laptops_meet_then_the_second_shows_what_the_first_typed(
    typing: CommandLine, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "calibrate", KdfCost.below_floor_for_tests)
    river, hill = (Laptop(typing, tmp_path / name) for name in BOTH)
    for laptop, circle in ((river, CIRCLE), (hill, "hill")):
        name = laptop.vault.name
        laptop.types("init", "--circle", circle, "--device", name, "--user", f"{name} keeper")

    given = {kind: of_case(kind) for kind in ("risk", "measure", "contact")}
    risk = river.types("add", "risk", "--from", "-", given=json.dumps(given["risk"]))["id"]
    given["measure"]["risks"] = [risk[:8]]
    for kind in ("measure", "contact"):
        river.types("add", kind, "--from", "-", given=json.dumps(given[kind]))

    trust_each_other(river, hill, stick)
    river.types("circle", "add", CIRCLE, "hill")

    taken = give(river, hill, stick)
    assert taken["joins_circle"] is True
    assert {each["kind"] for each in taken["records"]} == set(given)
    check_shown(hill, given, risk)

    hill.edits(risk, trend="rising")
    answer = give(hill, river, stick)
    assert [(each["effect"], each["fields"]) for each in answer["records"]] == [
        ("changed", ["trend"])
    ]
    last = river.types("history", risk)[-1]
    assert (last["user"], last["device"]["name"], last["after"]) == (
        "hill keeper",
        "hill",
        "rising",
    )
    assert river.circle(CIRCLE) == hill.circle(CIRCLE)
    for laptop in (river, hill):
        check_well(laptop)


def test_contradiction_when_both_change_the_same_then_it_is_shown_until_one_decides(
    laptops: tuple[Laptop, Laptop], stick: Path
) -> None:
    river, hill = laptops
    risk = river.types("add", "risk", "--from", "-", given='{"title": "Ford"}')["id"]
    give(river, hill, stick)
    river.edits(risk, likelihood=4, statement="Men at the ford")
    hill.edits(risk, likelihood=2)
    assert [each["effect"] for each in give(river, hill, stick)["records"]] == ["contradicting"]
    give(hill, river, stick)
    assert river.circle(CIRCLE)["state_digest"] == hill.circle(CIRCLE)["state_digest"]
    for laptop in laptops:
        shown = laptop.types("show", risk)
        assert sorted(shown["contradictions"]["likelihood"]) == [2, 4]
        assert "but also: " in laptop.reads("show", risk)
    hill.edits(risk, likelihood=4)
    give(hill, river, stick)
    for laptop in laptops:
        shown = laptop.types("show", risk)
        assert (shown["likelihood"], shown.get("contradictions")) == (4, None)
    assert river.circle(CIRCLE)["state_digest"] == hill.circle(CIRCLE)["state_digest"]


def test_contradiction_when_a_bundle_brings_it_then_it_is_seen_before_and_after_and_decided_once(
    laptops: tuple[Laptop, Laptop], stick: Path
) -> None:
    river, hill = laptops
    risk = river.types("add", "risk", "--from", "-", given='{"title": "Ford", "impact": 2}')["id"]
    give(river, hill, stick)
    river.edits(risk, likelihood=4, impact=None, statement="Men at the ford")
    hill.edits(risk, likelihood=2, impact=5)
    [line] = give(river, hill, stick)["records"]
    assert (line["effect"], line["fields"]) == ("contradicting", ["statement"])
    assert {name: set(values) for name, values in line["contradictions"].items()} == {
        "likelihood": {4, 2},
        "impact": {None, 5},
    }
    assert line["brings"] == {"likelihood": [4], "impact": [None]}
    give(hill, river, stick)
    for laptop in laptops:
        [waiting] = laptop.types("conflicts")
        assert {
            (field, value["value"], given["user"], given["device"]["name"])
            for field, values in waiting["live_values"].items()
            for value in values
            for given in value["given_by"]
        } == {
            ("likelihood", 4, "river user", "river"),
            ("likelihood", 2, "hill user", "hill"),
            ("impact", None, "river user", "river"),
            ("impact", 5, "hill user", "hill"),
        }
        assert laptop.circle(CIRCLE)["records_to_decide"] == 1
        assert "≠ contradiction" in laptop.reads("list", "risk")
        for value in (2, 4):
            asked = laptop.types("list", "risk", "--where", f"likelihood={value}")
            assert asked["total"] == 1
    values = hill.types("show", risk)["live_values"]["likelihood"]
    [ours] = [each["given_by"][0]["change"] for each in values if each["value"] == 2]
    hill.types("resolve", risk, "likelihood", "--take", ours[:8])
    hill.types("resolve", risk, "impact", "--from", "-", given='{"impact": 4}')
    answer = give(hill, river, stick)["records"]
    assert [(each["effect"], each["contradictions"]) for each in answer] == [("changed", {})]
    for laptop in laptops:
        shown = laptop.types("show", risk)
        assert (shown["likelihood"], shown["impact"]) == (2, 4)
        assert laptop.types("conflicts") == []
        check_well(laptop)
    assert river.circle(CIRCLE)["state_digest"] == hill.circle(CIRCLE)["state_digest"]


def test_contradiction_when_previewed_then_people_read_both_sides(
    laptops: tuple[Laptop, Laptop], stick: Path
) -> None:
    river, hill = laptops
    risk = river.types("add", "risk", "--from", "-", given='{"title": "Ford"}')["id"]
    gone = river.types("add", "risk", "--from", "-", given='{"title": "Bridge"}')["id"]
    give(river, hill, stick)
    river.edits(risk, likelihood=4)
    river.types("delete", gone)
    hill.edits(risk, likelihood=2)
    hill.edits(gone, likelihood=1)
    words = ("bundle", "write", "--to", "hill", "--circle", CIRCLE, "--out", stick)
    said = hill.reads("bundle", "preview", river.types(*words)["file"])
    assert (
        "  contradicts: Risk “Ford”\n"
        "    How likely – here: 2 Unlikely; in the bundle: 4 Likely\n" in said
    )
    assert (
        "  contradicts: Risk “Bridge”\n"
        "    deleted by one, changed by another: that is to be decided\n" in said
    )


def test_deletion_when_the_other_changed_the_record_then_it_is_shown_for_a_person_to_decide(
    laptops: tuple[Laptop, Laptop], stick: Path
) -> None:
    river, hill = laptops
    risk = river.types("add", "risk", "--from", "-", given='{"title": "Ford"}')["id"]
    give(river, hill, stick)
    river.types("delete", risk)
    hill.edits(risk, likelihood=2)
    give(river, hill, stick)
    give(hill, river, stick)
    for laptop in laptops:
        assert laptop.types("show", risk)["existence"] == "deleted_but_edited"
        assert laptop.titles("risk") == ["Ford"]
    river.types("undelete", risk)
    give(river, hill, stick)
    assert "existence" not in hill.types("show", risk)
    hill.types("delete", risk)
    give(hill, river, stick)
    assert [laptop.titles("risk") for laptop in laptops] == [[], []]
    assert river.circle(CIRCLE)["state_digest"] == hill.circle(CIRCLE)["state_digest"]


def test_statements_when_both_say_something_of_the_same_then_both_stand(
    laptops: tuple[Laptop, Laptop], stick: Path
) -> None:
    river, hill = laptops
    incident = river.types("add", "incident", "--from", "-", given='{"title": "Shots"}')["id"]
    give(river, hill, stick)
    for laptop, count in ((river, 2), (hill, 5)):
        said = {"title": f"{count} men", "about": f"incident:{incident}", "count": count}
        circle = ("--circle", CIRCLE)
        laptop.types("add", "statement", "--from", "-", *circle, given=json.dumps(said))
    give(river, hill, stick)
    give(hill, river, stick)
    for laptop in laptops:
        assert laptop.titles("statement") == ["2 men", "5 men"]


def test_file_when_attached_on_one_laptop_then_it_is_read_on_the_other(
    laptops: tuple[Laptop, Laptop], stick: Path, tmp_path: Path
) -> None:
    river, hill = laptops
    notes = tmp_path / "notes.txt"
    notes.write_text("who said what at the ford\n" * 1000, "utf-8")
    risk = river.types("add", "risk", "--from", "-", given='{"title": "Ford"}')["id"]
    river.types("attach", risk, notes)
    give(river, hill, stick)
    hill.types("extract", risk, "notes.txt", "--out", tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_bytes() == notes.read_bytes()


def test_other_circle_when_a_record_is_moved_out_then_nothing_more_of_it_goes_along(
    laptops: tuple[Laptop, Laptop], stick: Path
) -> None:
    river, hill = laptops
    river.types("circle", "create", "own")
    risk = river.types("add", "risk", "--from", "-", given='{"title": "Ford"}')["id"]
    river.types("move", risk, "--circle", "own")
    river.edits(risk, statement="Yarumal must not be told")
    river.types("add", "risk", "--from", "-", given='{"title": "Bridge"}')
    give(river, hill, stick)
    assert hill.titles("risk") == ["Bridge"]
    assert hill.types("list", "--search", "Yarumal")["records"] == []
    assert {each["name"] for each in hill.types("status")["circles"]} == {CIRCLE, "hill"}


def test_walk_when_told_by_the_program_itself_then_it_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    steps = list(walk_between_two_laptops(None))
    assert len(steps) == 8
    assert files_of(tmp_path) == {}
    kept = tmp_path / "kept"
    assert len(list(walk_between_two_laptops(kept))) == 8
    assert {"river", "hill", "stick"} == {path.name for path in kept.iterdir()}
