# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault a command works on, and the day where the clock is not believed."""

from argparse import Namespace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.bench.vaults import PASSPHRASE
from tests.cli.running_it import CommandLine, passphrase_file
from tests.cli.test_console import Person, quiet
from tests.scenarios.laptops import files_of

from protectnet.app.clock import BUILD_DAY, Clock, DateUnsure
from protectnet.app.opening import usual_folder
from protectnet.cli.opening import clock_of, folder_of, with_sure_clock
from protectnet.domain.errors import InvalidValue

NOTHING_GIVEN = Namespace(vault=None, today=None)


def unsure(clock: Clock) -> date:
    """Believes only a person."""
    if clock.given is None:
        raise DateUnsure(clock="1970-01-01", newest="2026-11-23", reason="before_build")
    return clock.given


def test_folder_when_none_is_given_then_it_is_the_usual_one(tmp_path: Path) -> None:
    assert folder_of(NOTHING_GIVEN) == usual_folder()
    assert folder_of(Namespace(vault=tmp_path)) == tmp_path


def test_clock_when_a_day_is_given_then_it_is_that_day() -> None:
    assert clock_of(Namespace(today="2027-01-02")).today() == date(2027, 1, 2)
    assert clock_of(NOTHING_GIVEN).given is None


def test_date_when_the_clock_is_not_believed_then_a_person_is_asked() -> None:
    person = Person(["2026-12-01"])
    console, _out, _err = quiet(terminal=person)
    assert with_sure_clock(NOTHING_GIVEN, console, unsure) == date(2026, 12, 1)
    [question] = person.asked
    assert "1970-01-01" in question
    assert "2026-11-23" in question


def test_date_when_nobody_can_say_it_then_the_error_stands() -> None:
    console, _out, _err = quiet(terminal=Person([""]))
    with pytest.raises(DateUnsure):
        with_sure_clock(NOTHING_GIVEN, console, unsure)


def test_date_when_the_answer_is_no_day_then_says_so() -> None:
    console, _out, _err = quiet(terminal=Person(["tomorrow"]))
    with pytest.raises(InvalidValue):
        with_sure_clock(NOTHING_GIVEN, console, unsure)


def test_vault_when_the_passphrase_is_wrong_then_no_file_changes(
    cli: CommandLine, tmp_path: Path
) -> None:
    wrong = passphrase_file(tmp_path, "lantern orchard pebble indigo")
    before = files_of(cli.vault)
    said = cli("status", "--passphrase-file", wrong)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("error: wrong_passphrase: ")
    assert PASSPHRASE not in said.err
    assert files_of(cli.vault) == before


def test_vault_when_there_is_none_then_says_how_to_make_one(
    cli: CommandLine, tmp_path: Path
) -> None:
    said = cli("status", "--vault", tmp_path / "gone")
    assert said.code == 1
    assert said.err.startswith("error: not_a_vault: ")
    assert "init" in said.err
    assert not (tmp_path / "gone").exists()


def test_vault_when_its_changes_are_newer_than_the_day_given_then_the_person_is_believed(
    cli: CommandLine,
) -> None:
    later = (BUILD_DAY + timedelta(days=10)).isoformat()
    assert cli("status", "--today", later).code == 0
    assert cli.document("status")["counted_as_of"] == BUILD_DAY.isoformat()


def test_vault_when_no_passphrase_can_be_had_then_says_where_from(cli: CommandLine) -> None:
    said = cli.raw("status", "--vault", str(cli.vault))
    assert said.code == 1
    assert said.err.startswith("error: no_passphrase: ")
    assert "--passphrase-file" in said.err
