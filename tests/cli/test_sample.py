# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that show the program with invented data."""

from pathlib import Path

import pytest
from tests.cli.running_it import TODAY, CommandLine, passphrase_file
from tests.scenarios.laptops import files_of


def test_demo_when_made_then_its_passphrase_opens_it_and_much_is_there(
    cli: CommandLine, outside: Path
) -> None:
    folder = outside / "demo"
    made = cli.document("demo", "--out", folder, "--today", "2026-12-24")
    assert made["vault"] == str(folder)
    given = passphrase_file(outside, made["passphrase"])
    opened = ("--vault", folder, "--passphrase-file", given, "--today", "2026-12-24")
    status = cli.document("status", *opened)
    assert sum(status["kinds"].values()) == made["records"] > 100
    assert status["counted_as_of"] == "2026-12-24"
    assert cli("check", *opened).code == 0


def test_demo_when_a_passphrase_is_given_then_it_opens_and_is_not_shown(
    cli: CommandLine, outside: Path
) -> None:
    folder = outside / "demo"
    given = ("--passphrase-file", cli.passphrase_file, "--today", TODAY)
    made = cli.document("demo", "--out", folder, *given)
    assert set(made) == {"vault", "records"}
    assert cli("status", "--vault", folder).code == 0
    weak = passphrase_file(outside, "password1234")
    said = cli("demo", "--out", outside / "other", "--passphrase-file", weak)
    assert said.err.startswith("error: passphrase_too_weak: ")
    assert not (outside / "other").exists()


def test_demo_when_the_language_is_another_then_its_passphrase_is_of_its_words(
    cli: CommandLine, outside: Path
) -> None:
    said = cli("demo", "--out", outside / "demo", "--language", "es")
    assert said.code == 0
    assert str(outside / "demo") in said.out


@pytest.mark.parametrize("command", ["demo", "walk"])
def test_sample_when_something_is_in_the_folder_then_it_is_left(
    cli: CommandLine, outside: Path, command: str
) -> None:
    (outside / "letter.txt").write_text("dear aunt", "utf-8")
    outside.chmod(0o755)
    before = files_of(outside)
    said = cli(command, "--out", outside)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("error: folder_not_empty: ")
    assert files_of(outside) == before
    assert outside.stat().st_mode & 0o777 == 0o755


def test_walk_when_done_then_each_step_is_told(cli: CommandLine, outside: Path) -> None:
    steps = cli.document("walk", "--out", outside / "walk")["steps"]
    assert len(steps) == 8
    assert (outside / "walk" / "river" / "store.db").exists()
    assert "show the same now" in steps[-1]


def test_walk_when_the_folder_cannot_be_made_then_says_so(cli: CommandLine, outside: Path) -> None:
    (outside / "file").write_text("x", "utf-8")
    said = cli("walk", "--out", outside / "file" / "walk")
    assert said.err.startswith("error: file_unwritable: ")
