# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that read or write files of the person."""

import json
from pathlib import Path

import pytest
from tests.bench.vaults import new_vault
from tests.cli.running_it import CommandLine

NETWORK = """
{"kind": "risk", "key": "ford", "title": "Armed men at the ford", "sources": ["@candiles"]}
{"kind": "actor", "key": "candiles", "title": "Los Candiles"}
"""


@pytest.fixture
def notes(outside: Path) -> Path:
    path = outside / "notes.txt"
    path.write_text("who said what at the ford\n", "utf-8")
    return path


def test_attach_when_extracted_then_the_content_is_the_same(
    cli: CommandLine, notes: Path, outside: Path
) -> None:
    risk = cli.add("risk", title="Ford")
    kept = cli.document("attach", risk[:8], notes)
    assert (kept["name"], kept["size"]) == ("notes.txt", len(notes.read_bytes()))
    out = outside / "copy.txt"
    document = cli.document("extract", risk, "notes.txt", "--out", out)
    assert document == {"name": "notes.txt", "size": kept["size"], "out": str(out)}
    assert out.read_bytes() == notes.read_bytes()
    said = cli("extract", risk, kept["sha256"][:8], "--out", out)
    assert (said.code, said.err.partition(":")[0]) == (1, "error")
    assert "Attached files: notes.txt" in cli("show", risk).out
    assert cli.document("check")["blobs"] == 1


def test_attach_when_another_name_is_given_then_it_bears_that(
    cli: CommandLine, notes: Path
) -> None:
    risk = cli.add("risk", title="Ford")
    said = cli("attach", risk, notes, "--name", "Minutes.txt")
    assert said.out.startswith("Kept “Minutes.txt” (26 bytes). The file itself still lies")
    assert [each["name"] for each in cli.document("show", risk)["attachments"]] == ["Minutes.txt"]
    assert cli("attach", risk, notes).err.startswith("error: already_attached: ")


def test_attach_when_the_file_is_missing_or_the_record_is_then_nothing_is_kept(
    cli: CommandLine, notes: Path, outside: Path
) -> None:
    risk = cli.add("risk", title="Ford")
    said = cli("attach", risk, outside / "gone.txt")
    told = f"error: file_unreadable: The file {outside / 'gone.txt'} cannot be read: there is"
    assert said.err.startswith(told)
    assert cli("attach", "abcd", notes).err.startswith("error: no_such_record: ")
    assert cli("extract", risk, "x", "--out", outside / "x").err.startswith(
        "error: no_such_attachment: "
    )
    assert list(outside.iterdir()) == [notes]


def test_import_when_done_then_each_record_is_named_with_its_key(cli: CommandLine) -> None:
    document = cli.document("import-json", "-", given=NETWORK)
    assert document["imported"] == 2
    risk, actor = document["records"]
    assert (risk["key"], risk["kind"]) == ("ford", "risk")
    shown = cli.document("show", risk["id"])
    assert shown["sources"] == [f"actor:{actor['id']}"]


def test_import_when_a_file_is_named_then_it_is_read(cli: CommandLine, outside: Path) -> None:
    path = outside / "network.json"
    path.write_text(NETWORK, "utf-8")
    assert cli("import-json", path).out == "Imported 2 records.\n"
    assert cli("import-json", outside / "gone").err.startswith("error: file_unreadable: ")


def test_import_when_lines_are_wrong_then_each_is_named_and_nothing_was_added(
    cli: CommandLine,
) -> None:
    given = (
        '{"kind": "risk", "title": "good"}\n'
        '{"kind": "risk", "title": "Ford", "likelihood": 9, "sources": ["@gone"]}\n'
        '{"kind": "rumour"}\n'
    )
    said = cli("import-json", "-", given=given)
    assert (said.code, said.out) == (1, "")
    first, *lines = said.err.splitlines()
    assert first.startswith("error: import_refused: The file with records has faults (3).")
    assert [line.strip() for line in lines] == [
        "line 2, sources: “@gone” links to a record that the file does not have",
        "line 2, likelihood: “9” is outside of what is allowed",
        "line 3, kind: “rumour” is no kind of record",
    ]
    assert cli.document("list", "risk")["total"] == 0


def test_import_when_elements_are_no_records_then_all_that_is_wrong_is_named(
    cli: CommandLine,
) -> None:
    given = """[
      {"kind": "risk", "title": "good"},
      "text",
      {"kind": "risk", "title": "Ford", "title": "Bridge", "likelihood": 9},
      null,
      {"kind": "rumour"}
    ]"""
    said = cli("import-json", "-", given=given)
    assert (said.code, said.out) == (1, "")
    first, *lines = said.err.splitlines()
    assert first.startswith("error: import_refused: The file with records has faults (5).")
    assert [line.strip() for line in lines] == [
        'line 3: “"text"” is no record with names and values',
        "line 4, title: stands there twice",
        "line 4, likelihood: “9” is outside of what is allowed",
        "line 5: “null” is no record with names and values",
        "line 6, kind: “rumour” is no kind of record",
    ]
    assert cli.document("list", "risk")["total"] == 0


def test_import_when_it_is_no_json_then_the_line_is_named(cli: CommandLine) -> None:
    said = cli("import-json", "-", given='{"kind": "risk", "title": "a"}\n{oops}\n')
    assert said.err.startswith("error: file_not_json: ")
    assert "line 2: what stands there is no JSON" in said.err


def test_export_when_imported_elsewhere_then_the_same_is_there(
    cli: CommandLine, notes: Path, outside: Path
) -> None:
    cli.document("import-json", "-", given=NETWORK)
    [risk] = cli.document("list", "risk")["records"]
    cli.document("attach", risk["id"], notes)
    out = outside / "all.json"
    assert cli.document("export-json", "--out", out) == {"exported": 2, "out": str(out)}
    assert out.stat().st_mode & 0o777 == 0o600
    other = outside / "other"
    new_vault(other).close()
    said = cli("import-json", out, "--vault", other)
    assert said.out.startswith(
        "Imported 2 records.\nNot in the file, so not attached again: “notes"
    )
    [again] = cli.document("list", "risk", "--vault", other)["records"]
    assert list(again["titles"].values()) == ["Los Candiles"]


def test_export_when_no_file_is_named_then_the_array_stands_on_standard_output(
    cli: CommandLine,
) -> None:
    assert cli("export-json").document == []
    cli.document("import-json", "-", given=NETWORK)
    exported = cli("export-json").document
    assert {each["title"] for each in exported} == {"Armed men at the ford", "Los Candiles"}
    assert cli.document("export-json") == exported
    assert cli("import-json", "-", given=json.dumps(exported)).code == 0


def test_export_when_something_is_there_already_then_it_is_left(
    cli: CommandLine, notes: Path
) -> None:
    before = notes.read_bytes()
    said = cli("export-json", "--out", notes)
    assert said.err.startswith("error: out_file_exists: ")
    assert notes.read_bytes() == before


def test_export_when_a_circle_is_named_then_only_that_goes(cli: CommandLine) -> None:
    cli("circle", "create", "river")
    cli.add("risk", title="Ford", circle="river")
    cli.add("risk", title="Bridge")
    assert [each["title"] for each in cli("export-json", "--circle", "river").document] == ["Ford"]
    said = cli("export-json", "--circle", "sea")
    assert (said.code, said.out) == (1, "")
