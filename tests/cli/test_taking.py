# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that take bundles from folders, as shown, and take them back."""

from pathlib import Path

import pytest
from tests.cli.running_it import CommandLine
from tests.scenarios.laptops import copied, prepare

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


def written(cli: CommandLine, river: Path, outside: Path, title: str) -> Path:
    cli.document("add", "risk", "--from", "-", "--vault", river, given=f'{{"title": "{title}"}}')
    words = ("bundle", "write", "--to", "hill", "--circle", "valley", "--out", outside)
    return Path(cli.document(*words, "--vault", river)["file"])


def test_folder_when_taken_then_each_bundle_has_its_line_and_the_rest_is_named(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    for title in ("Ford", "Bridge"):
        written(cli, river, outside, title)
    (outside / "letter.txt").write_text("Dear aunt", "utf-8")
    shown = cli.document("bundle", "preview", outside, "--vault", hill)
    assert len(shown["bundles"]) == 2
    expect = ("--expect", shown["preview_id"])
    said = cli("bundle", "accept", outside, *expect, "--vault", hill)
    assert (said.code, said.err) == (0, "")
    assert said.out.count("From river, made on ") == 2
    assert "1 other file is no bundle for this device." in said.out
    again = cli("bundle", "accept", outside, *expect, "--vault", hill)
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("error: vault_changed: ")


def test_folder_when_empty_then_says_so(cli: CommandLine, hill: Path, outside: Path) -> None:
    said = cli("bundle", "accept", outside, "--vault", hill)
    assert said.code == 1
    assert said.err.startswith("error: no_bundle_here: ")


def test_undo_when_looked_at_and_confirmed_then_the_bundle_is_gone(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    bundle = written(cli, river, outside, "Ford")
    before = cli.document("status", "--vault", hill)
    cli.document("bundle", "accept", bundle, "--vault", hill)
    looked = cli.document("bundle", "undo", "--dry-run", "--vault", hill)
    assert (looked["exact"], looked["undone"]) == (True, False)
    assert cli.document("list", "risk", "--vault", hill)["records"]
    refused = cli("bundle", "undo", "--vault", hill)
    assert refused.code == 1
    said = cli("bundle", "undo", "--yes", "--vault", hill)
    assert (said.code, said.err) == (0, "")
    assert "  deleted again: Risk “Ford”\n" in said.out
    assert "as if it had never come" in said.out
    assert cli.document("status", "--vault", hill) == before


def test_undo_when_a_bundle_was_written_since_then_it_goes_by_new_changes(
    cli: CommandLine, river: Path, hill: Path, outside: Path
) -> None:
    bundle = written(cli, river, outside, "Ford")
    cli.document("bundle", "accept", bundle, "--vault", hill)
    given = '{"title": "Of the hill"}'
    words = ("add", "risk", "--from", "-", "--circle", "valley", "--vault", hill)
    cli.document(*words, given=given)
    said = cli("bundle", "undo", "--yes", "--vault", hill)
    assert "by new changes" in said.out
    titles = [each["title"] for each in cli.document("list", "risk", "--vault", hill)["records"]]
    assert titles == ["Of the hill"]
