# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the system refuses of a file or folder that people name: exit 1, a sentence, no change."""

import os
import sys
from itertools import product
from pathlib import Path

import pytest
from tests.cli.running_it import CommandLine
from tests.scenarios.laptops import files_of

from protectnet.app import opening
from protectnet.vault.cost import KdfCost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX systems")

TOO_LONG = "n" * 300


@pytest.fixture(autouse=True)
def _costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "calibrate", KdfCost.below_floor_for_tests)


@pytest.fixture
def place(outside: Path) -> Path:
    """A folder with a file, a full folder, a link to nowhere, and one that leads to itself."""
    (outside / "file").write_text("x", "utf-8")
    (outside / "folder").mkdir()
    (outside / "folder" / "letter.txt").write_text("Dear friends", "utf-8")
    (outside / "loop").symlink_to(outside / "loop")
    (outside / "nowhere").symlink_to(outside / "gone")
    return outside


def tree_of(folder: Path) -> dict[str, bytes | str]:
    """Everything in a folder: the bytes of files, where links lead."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else ""
        for path in sorted(folder.rglob("*"))
    }


def check_refused(cli: CommandLine, place: Path, words: list[object], code: str, told: str) -> None:
    """The command ends with that error and that sentence; no file changed or came."""
    before, vault = tree_of(place), files_of(cli.vault)
    said = cli(*words)
    assert said.err.startswith(f"error: {code}: ") or f"\nerror: {code}: " in said.err
    assert told in said.err
    assert (said.code, said.out) == (1, "")
    assert (tree_of(place), files_of(cli.vault)) == (before, vault)


@pytest.mark.parametrize("command", ["init --vault", "demo --out"])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("file", "a file stands there"),
        ("file/x/y", "something on the way there is no folder"),
        ("nowhere", "something on the way there is no folder"),
        ("nowhere/x", "no folder can be made there"),
        ("loop/x", "the links on the way there lead in a circle"),
        (TOO_LONG, "the name is too long"),
        (f"new/newer/{TOO_LONG}", "the name is too long"),
        ("new/" + "longer/" * 800, "the name is too long"),
    ],
)
def test_making_when_no_vault_can_be_there_then_says_why_and_makes_nothing(
    cli: CommandLine, place: Path, command: str, name: str, reason: str
) -> None:
    words = [*command.split(), place / name]
    check_refused(cli, place, words, "folder_unusable", f": {reason}. Nothing was made")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder here refuses all new names")
def test_making_when_the_system_knows_no_new_names_there_then_says_so(
    cli: CommandLine, place: Path
) -> None:
    check_refused(cli, place, ["init", "--vault", "/proc/x/y"], "folder_unusable", "can be made")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gone", "not_a_vault"),
        ("file", "not_a_vault"),
        ("file/x", "not_a_vault"),
        ("folder", "not_a_vault"),
        ("nowhere", "not_a_vault"),
        ("loop", "not_a_vault"),
        (TOO_LONG, "folder_unusable"),
    ],
)
def test_opening_when_no_vault_can_be_there_then_says_so(
    cli: CommandLine, place: Path, name: str, code: str
) -> None:
    check_refused(cli, place, ["status", "--vault", place / name], code, "")


READING = (
    "status --passphrase-file FILE",
    "users add ana --new-passphrase-file FILE",
    "add risk --from FILE",
    "import-json FILE",
    "attach RISK FILE",
    "device trust FILE --words x --name y",
)


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone", "there is no such file or folder"),
        ("gone/x", "there is no such file or folder"),
        ("nowhere", "there is no such file or folder"),
        ("file/x", "something on the way there is no folder"),
        ("folder", "this is a folder"),
        ("loop", "the links on the way there lead in a circle"),
        (TOO_LONG, "the name is too long"),
    ],
)
def test_reading_when_the_file_cannot_be_read_then_names_it_and_says_why(
    cli: CommandLine, place: Path, command: str, name: str, reason: str
) -> None:
    words: list[object] = list(command.split())
    if "RISK" in words:
        words[words.index("RISK")] = cli.add("risk", title="Ford")
    words[words.index("FILE")] = place / name
    shown = "" if name == TOO_LONG else str(place / name)
    check_refused(cli, place, words, "file_unreadable", f"{shown} cannot be read: {reason}.")


WRITING = {
    "export-json --out FILE": "file_unwritable",
    "device card --out FILE": "file_unwritable",
    "walk --out FILE": "file_unwritable",
    "extract RISK letter.txt --out FILE": "out_folder_unreachable",
}
UNWRITABLE = {
    "gone/x": "there is no such file or folder",
    "file/x": "something on the way there is no folder",
    "loop/x": "the links on the way there lead in a circle",
    TOO_LONG: "the name is too long",
}


@pytest.mark.parametrize(
    ("command", "name"),
    # A walk makes the folders that are missing.
    [each for each in product(WRITING, UNWRITABLE) if each != ("walk --out FILE", "gone/x")],
)
def test_writing_when_the_file_cannot_be_written_then_says_why_and_leaves_nothing(
    cli: CommandLine, place: Path, command: str, name: str
) -> None:
    words: list[object] = list(command.split())
    if "RISK" in words:
        words[1] = cli.add("risk", title="Ford")
        cli.document("attach", words[1], place / "folder" / "letter.txt")
    words[-1] = place / name
    check_refused(cli, place, words, WRITING[command], UNWRITABLE[name])


@pytest.mark.parametrize(
    "command", ["export-json --out", "device card --out", "extract RISK letter.txt --out"]
)
@pytest.mark.parametrize("name", ["file", "folder", "nowhere", "loop", "."])
def test_writing_when_something_is_there_then_it_is_left_and_nothing_else_is_talked_of(
    cli: CommandLine, place: Path, command: str, name: str
) -> None:
    words: list[object] = list(command.split())
    if "RISK" in words:
        words[1] = cli.add("risk", title="Ford")
        cli.document("attach", words[1], place / "folder" / "letter.txt")
    told = (
        f"There is something called {place / name} already. Nothing was written, and what is there "
        "was not touched."
    )
    check_refused(cli, place, [*words, place / name], "out_file_exists", told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
def test_reading_when_a_device_never_ends_then_no_more_than_allowed_is_read(
    cli: CommandLine, place: Path
) -> None:
    for words, code in (
        (["status", "--passphrase-file", "/dev/zero"], "no_passphrase"),
        (["device", "trust", "/dev/zero", "--words", "x", "--name", "y"], "not_a_card"),
        (["attach", cli.add("risk", title="Ford"), "/dev/zero"], "file_unreadable"),
    ):
        check_refused(cli, place, list(words), code, "")


def test_names_when_they_are_no_text_then_they_work_and_are_shown_as_far_as_they_can_be(
    cli: CommandLine, outside: Path
) -> None:
    folder = Path(os.fsdecode(os.fsencode(outside) + b"/acta\xff\nx"))
    said = cli("init", "--vault", folder)
    assert said.code == 0
    assert "/acta\N{REPLACEMENT CHARACTER} x." in said.out
    assert cli("status", "--vault", folder).code == 0
    assert cli("export-json", "--vault", folder, "--out", folder).err.count("\n") == 1
