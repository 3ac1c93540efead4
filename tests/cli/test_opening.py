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

from protectnet.app import opening
from protectnet.app.clock import (
    BUILD_DAY,
    Clock,
    DateUnsure,
    KnownDays,
    SaidDayDoubtful,
    SaidDayTooEarly,
    SaidDayTooLate,
)
from protectnet.app.opening import usual_folder
from protectnet.app.workspace import OnlyReading
from protectnet.cli.opening import clock_of, folder_of, with_sure_clock
from protectnet.domain.errors import InvalidValue
from protectnet.i18n import set_language

NOTHING_GIVEN = Namespace(vault=None, today=None, today_is_right=False)


def said_day(day: str, *, is_right: bool = False) -> Namespace:
    """What ``--today`` and ``--today-is-right`` give."""
    return Namespace(vault=None, today=day, today_is_right=is_right)


def unsure(clock: Clock) -> date:
    """Believes only a person."""
    if clock.given is None:
        raise DateUnsure(clock="1970-01-01", newest="2026-11-23", reason="before_build")
    return clock.confirmed_today(KnownDays())


def test_folder_when_none_is_given_then_it_is_the_usual_one(tmp_path: Path) -> None:
    assert folder_of(NOTHING_GIVEN) == usual_folder()
    assert folder_of(Namespace(vault=tmp_path)) == tmp_path


def test_clock_when_a_day_is_given_then_it_is_that_day() -> None:
    assert clock_of(said_day("2027-01-02")) == Clock(date(2027, 1, 2), is_sure=False)
    assert clock_of(said_day("2027-01-02", is_right=True)) == Clock(date(2027, 1, 2))
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


@pytest.mark.parametrize("yes", ["yes", "Y", " Yes. "])
def test_date_when_what_is_said_is_doubtful_then_a_person_is_asked_whether_it_is_right(
    yes: str,
) -> None:
    person = Person([yes])
    console, _out, _err = quiet(terminal=person)
    assert with_sure_clock(said_day("2009-06-01"), console, unsure) == date(2009, 6, 1)
    [question] = person.asked
    assert "2009-06-01, which is before 2026-11-23" in question


@pytest.mark.parametrize("no", ["no", "", "2026-11-23", "yesterday"])
@pytest.mark.parametrize(
    ("said", "error", "against"),
    [
        ("2009-06-01", SaidDayTooEarly, "before 2026-11-23"),
        ("2099-06-01", SaidDayTooLate, "more than a year after 20"),
    ],
)
def test_date_when_a_person_does_not_say_that_it_is_right_then_it_is_refused(
    said: str, error: type[SaidDayDoubtful], against: str, no: str
) -> None:
    person = Person([no])
    console, _out, _err = quiet(terminal=person)
    with pytest.raises(error):
        with_sure_clock(said_day(said), console, unsure)
    assert against in person.asked[0]


@pytest.mark.parametrize(
    ("language", "yes", "no"), [("es", ["sí", "SI", "s"], "n"), ("fr", ["oui", "o"], "non")]
)
def test_date_when_the_language_is_another_then_its_own_yes_is_understood(
    language: str, yes: list[str], no: str
) -> None:
    set_language(language)
    try:
        for answer in [*yes, "yes"]:
            console, _out, _err = quiet(terminal=Person([answer]))
            assert with_sure_clock(said_day("2009-06-01"), console, unsure) == date(2009, 6, 1)
        console, _out, _err = quiet(terminal=Person([no]))
        with pytest.raises(SaidDayTooEarly):
            with_sure_clock(said_day("2009-06-01"), console, unsure)
    finally:
        set_language("en")


def test_date_when_the_answer_is_doubtful_too_then_it_is_asked_whether_it_is_right() -> None:
    person = Person(["2009-06-01", "yes"])
    console, _out, _err = quiet(terminal=person)
    assert with_sure_clock(NOTHING_GIVEN, console, unsure) == date(2009, 6, 1)
    assert len(person.asked) == 2


def test_date_when_a_program_reads_then_nobody_is_asked_whether_it_is_right() -> None:
    person = Person(["yes"])
    console, _out, _err = quiet(terminal=person, is_json=True)
    with pytest.raises(SaidDayTooEarly):
        with_sure_clock(said_day("2009-06-01"), console, unsure)
    assert person.asked == []
    sure = said_day("2009-06-01", is_right=True)
    assert with_sure_clock(sure, console, unsure) == date(2009, 6, 1)


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


def test_vault_when_it_was_open_after_the_day_given_then_that_day_has_to_be_said_twice(
    cli: CommandLine,
) -> None:
    later = (BUILD_DAY + timedelta(days=10)).isoformat()
    assert cli("status", "--today", later).code == 0
    before = files_of(cli.vault)
    for words in (("status",), ("status", "--json")):
        said = cli(*words)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("error: said_day_too_early: ")
        for named in (BUILD_DAY.isoformat(), later, "--today-is-right"):
            assert named in said.err
    assert files_of(cli.vault) == before
    assert cli.document("status", "--today", later)["contradicted_day"] is None
    found = cli.document("status", "--today-is-right")
    assert found["counted_as_of"] == BUILD_DAY.isoformat()
    assert found["contradicted_day"] == later
    assert f"up to {later}, which was contradicted" in cli("status").out


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2009-01-01", "said_day_too_early"),
        ("2099-01-01", "said_day_too_late"),
        ("9999-12-31", "day_out_of_range"),
    ],
)
def test_new_vault_when_the_day_given_is_doubtful_then_nothing_is_made(
    cli: CommandLine, outside: Path, day: str, code: str
) -> None:
    for words in (("init", "--vault", outside / "v"), ("demo", "--out", outside / "v")):
        said = cli(*words, "--today", day)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith(f"error: {code}: ")
        assert list(outside.iterdir()) == []


def test_vault_when_its_disk_is_full_then_what_is_needed_is_said_and_the_command_is_done(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_begin", lambda *_given: OnlyReading(room=20))
    said = cli("status")
    assert said.code == 0
    assert said.err == (
        "The disk is full, so nothing can be saved in this vault now. You can read everything in the "
        "vault. "
        "To save again, free 20 MB or more and open the vault anew.\n"
    )
    assert isinstance(cli("status", "--json").document, dict)


def test_vault_when_no_passphrase_can_be_had_then_says_where_from(cli: CommandLine) -> None:
    said = cli.raw("status", "--vault", str(cli.vault))
    assert said.code == 1
    assert said.err.startswith("error: no_passphrase: ")
    assert "--passphrase-file" in said.err
