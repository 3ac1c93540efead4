# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about the vault as a whole."""

from pathlib import Path

import pytest
from tests.bench.vaults import open_again
from tests.cli.running_it import CommandLine, passphrase_file
from tests.scenarios.laptops import files_of

from protectnet.app import opening
from protectnet.domain.ids import RecordId
from protectnet.log.operation import set_
from protectnet.vault.cost import KdfCost


@pytest.fixture
def _costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measuring what this machine can do takes seconds; what is chosen is tested beside it."""
    monkeypatch.setattr(opening, "calibrate", KdfCost.below_floor_for_tests)


@pytest.mark.usefixtures("_costs_nothing")
class TestInit:
    """``init`` in a folder of its own."""

    def test_init_when_names_are_given_then_the_vault_begins_with_them(
        self, cli: CommandLine, outside: Path
    ) -> None:
        folder = outside / "v"
        names = ("--circle", "river", "--user", "ana", "--device", "old laptop")
        document = cli.document("init", "--vault", folder, *names)
        assert document["circles"] == ["river"]
        assert document["vault"] == str(folder)
        assert "passphrase" not in document
        [device] = cli.document("device", "list", "--vault", folder)
        assert (device["device"], device["name"]) == (document["device"], "old laptop")
        assert cli.document("users", "list", "--vault", folder) == [{"name": "ana", "is_you": True}]

    def test_init_when_nothing_is_named_then_circle_is_home(
        self, cli: CommandLine, outside: Path
    ) -> None:
        said = cli("init", "--vault", outside / "v")
        assert said.out == f"The vault is in {outside / 'v'}.\n"
        [circle] = cli.document("status", "--vault", outside / "v")["circles"]
        assert circle["name"] == "home"

    def test_init_when_a_passphrase_is_made_then_it_is_shown_once_and_opens(
        self, cli: CommandLine, outside: Path
    ) -> None:
        folder = outside / "v"
        made = cli.document("init", "--vault", folder, "--generate", "es")["passphrase"]
        assert len(made.split()) == 7
        given = passphrase_file(outside, made)
        assert cli("status", "--vault", folder, "--passphrase-file", given).code == 0
        said = cli("init", "--vault", outside / "w", "--generate", "fr")
        assert "they are shown only this once" in said.out

    def test_init_when_something_is_in_the_folder_then_it_is_left(self, cli: CommandLine) -> None:
        before = files_of(cli.vault)
        said = cli("init")
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("error: folder_not_empty: ")
        assert files_of(cli.vault) == before

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("--circle", ""), "invalid_name"),
            (("--user", "x" * 65), "invalid_name"),
            (("--today", "2009-01-01"), "said_day_too_early"),
        ],
    )
    def test_init_when_a_name_or_the_day_cannot_be_used_then_nothing_is_made(
        self, cli: CommandLine, outside: Path, words: tuple[str, str], code: str
    ) -> None:
        said = cli("init", "--vault", outside / "v", *words)
        assert said.err.startswith(f"error: {code}: ")
        assert list(outside.iterdir()) == []

    def test_init_when_a_person_insists_on_the_day_then_it_is_believed(
        self, cli: CommandLine, outside: Path
    ) -> None:
        day = ("--today", "2009-01-01", "--today-is-right")
        assert cli("init", "--vault", outside / "v", *day).code == 0
        status = cli.document("status", "--vault", outside / "v", *day)
        assert status["counted_as_of"] == "2009-01-01"

    def test_init_when_the_passphrase_is_weak_then_nothing_is_made(
        self, cli: CommandLine, outside: Path, tmp_path: Path
    ) -> None:
        weak = passphrase_file(tmp_path, "password1234")
        said = cli("init", "--vault", outside / "v", "--passphrase-file", weak)
        assert said.err.startswith("error: passphrase_too_weak: ")
        assert "password1234" not in said.err
        assert list(outside.iterdir()) == []


def test_init_when_the_cost_is_measured_then_it_is_not_below_the_floor(
    cli: CommandLine, outside: Path
) -> None:
    """The one test that pays for a true passphrase."""
    assert cli("init", "--vault", outside / "v").code == 0
    assert cli("status", "--vault", outside / "v").code == 0


def test_status_when_there_is_nothing_then_says_so(cli: CommandLine) -> None:
    assert cli("status").out.splitlines() == [
        "Circle home: 0 records",
        "Nothing is recorded yet.",
        "Counted as of 2026-11-23.",
    ]


def test_status_when_there_are_records_then_counts_them_by_circle_and_kind(
    cli: CommandLine,
) -> None:
    cli("circle", "create", "river")
    cli.add("risk", title="Ford")
    cli.add("risk", title="Bridge", circle="river")
    lines = cli("status").out.splitlines()
    assert lines[:2] == ["Circle home: 1 record", "Circle river: 1 record"]
    assert "Risks  2" in lines
    document = cli.document("status")
    assert document["kinds"]["risk"] == 2
    assert [each["records"] for each in document["circles"]] == [1, 1]
    for circle in document["circles"]:
        assert len(bytes.fromhex(circle["state_digest"])) == 32
        assert len(bytes.fromhex(circle["id"])) == 16
    assert {"log", "number", "hash"} == set(document["heads"][0])
    assert document["defects"] == []


def test_status_when_asked_twice_then_the_same_is_said(cli: CommandLine) -> None:
    cli.add("risk", title="Ford")
    assert cli.document("status") == cli.document("status")


def test_check_when_all_is_well_then_says_what_was_verified(cli: CommandLine) -> None:
    cli.add("risk", title="Ford")
    document = cli.document("check")
    assert document["is_well"] is True
    assert (document["records"], document["blobs"], document["missing_blobs"]) == (1, 0, 0)
    assert cli("check").out.startswith("All is well: ")


def test_check_when_the_tables_differ_then_rebuild_mends_them(cli: CommandLine) -> None:
    cli.add("risk", title="Ford")
    before = cli.document("status")
    with open_again(cli.vault) as workspace, workspace._store.transaction():
        workspace._store.db.run("UPDATE record SET title = 'x' WHERE title = 'Ford'")
    said = cli("check")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("error: projection_differs: ")
    assert "rebuild" in said.err
    assert cli("rebuild").out.startswith("Made anew from ")
    assert cli("check").code == 0
    assert cli.document("status") == before
    assert cli.document("rebuild")["rebuilt"] is True


def test_check_when_the_file_is_damaged_then_says_so_and_changes_nothing(
    cli: CommandLine,
) -> None:
    for number in range(30):
        cli.add("risk", title=f"Ford {number}", note="x" * 5000)
    store = cli.vault / "store.db"
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 1
    store.write_bytes(content)
    said = cli("check")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("error: damaged_store: ")


def test_status_when_a_newer_version_wrote_records_then_they_are_counted_apart(
    cli: CommandLine,
) -> None:
    with open_again(cli.vault) as workspace:
        [circle] = workspace.circles.ids()
        with workspace._store.transaction():
            clock = workspace._authoring.next_clock(circle)
            newer = set_(700, RecordId(bytes(16)), 1, clock, "of a newer version")
            workspace._authoring.write(circle, [newer])
    assert "  and 1 that only a newer version of the program can show" in cli("status").out
    [told] = cli.document("status")["circles"]
    assert (told["records"], told["records_of_a_newer_version"]) == (0, 1)
    assert cli("check").code == 0


def test_check_when_a_file_attached_here_is_gone_then_it_is_an_error(
    cli: CommandLine, outside: Path
) -> None:
    risk = cli.add("risk", title="Ford")
    (outside / "notes.txt").write_text("who said what", "utf-8")
    cli("attach", risk, outside / "notes.txt")
    for blob in (path for path in (cli.vault / "blobs").rglob("*") if path.is_file()):
        blob.unlink()
    said = cli("check")
    assert said.code == 1
    assert said.err.startswith(
        "error: blobs_gone: Files that were attached on this laptop are gone"
    )
    assert "All is well" not in said.out


def test_list_when_the_store_is_closed_before_the_last_row_then_nothing_is_complained_of(
    cli: CommandLine,
) -> None:
    for title in ("Ford", "Bridge", "Road"):
        cli.add("risk", title=title)
    with open_again(cli.vault) as workspace:
        rows = workspace._store.db.each("SELECT id FROM record")
        next(rows)
    rows.close()
