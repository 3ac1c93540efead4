# SPDX-License-Identifier: GPL-3.0-or-later
import re
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from protectnet.app.clock import Clock
from protectnet.app.opening import open_vault
from tests.gui.driving import PASSPHRASE, Laptop, press, shown_texts


@pytest.fixture
def fresh(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Laptop]:
    """The program on a computer that has no vault yet."""
    laptop = Laptop(qtbot, qapp, tmp_path / "laptop")
    yield laptop
    laptop.end()


def test_start_when_there_is_no_vault_then_the_form_to_make_one_is_shown(fresh: Laptop) -> None:
    assert fresh.unlock.create_form.isVisible()
    assert not fresh.unlock.open_form.isVisible()
    fresh.unlock.other.click()
    assert fresh.unlock.open_form.isVisible()
    assert not fresh.unlock.create_form.isVisible()


def test_make_when_filled_in_then_the_vault_is_open_under_its_names(fresh: Laptop) -> None:
    fresh.make_vault(device="hill", circle="upper valley")
    assert fresh.window.unlock_page is None
    assert fresh.ask(lambda workspace: workspace.user) == "heron"
    assert fresh.ask(lambda workspace: workspace.devices.card().code_name) == "hill"
    circles = fresh.ask(lambda workspace: [each.name for each in workspace.circles.shared()])
    assert circles == ["upper valley"]
    assert stat.S_IMODE(fresh.vault.stat().st_mode) == 0o700


def test_make_when_the_two_passphrases_differ_then_says_so_and_makes_nothing(
    fresh: Laptop,
) -> None:
    form = fresh.unlock.create_form
    form.passphrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE + " no")
    form.button.click()
    fresh.settle()
    assert form.problem.text() == "The two are not the same. Type the passphrase once more."
    assert not fresh.vault.exists()


@pytest.mark.parametrize("passphrase", ["", "short", "password123"])
def test_make_when_the_passphrase_is_weak_then_says_why_and_makes_nothing(
    fresh: Laptop, passphrase: str
) -> None:
    form = fresh.unlock.create_form
    form.passphrase.setText(passphrase)
    form.again.setText(passphrase)
    form.button.click()
    fresh.settle()
    assert form.problem.isVisible()
    assert form.button.isEnabled()
    assert not fresh.vault.exists()


def test_make_when_seven_words_are_wanted_then_shows_them_once(fresh: Laptop) -> None:
    form = fresh.unlock.create_form
    form.lot.click()
    words = form.words.text()
    assert len(words.split()) == 7
    assert form.passphrase.text() == ""
    form.passphrase.setText(words)
    form.again.setText(words)
    form.button.click()
    fresh.settle()
    assert fresh.window.view is not None
    assert words not in shown_texts()


def test_make_when_a_name_is_missing_then_says_so_beside_it(fresh: Laptop) -> None:
    form = fresh.unlock.create_form
    form.passphrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE)
    form.user.setText(" ")
    form.button.click()
    fresh.settle()
    assert form.names.is_open
    assert [
        label.text()
        for label in form.findChildren(type(form.problem))
        if label.isVisible() and label.property("wrong")
    ] == ["This is empty."]


def test_make_when_the_folder_holds_something_then_says_that_it_was_not_touched(
    fresh: Laptop,
) -> None:
    fresh.vault.mkdir()
    (fresh.vault / "letter.txt").write_text("dear")
    form = fresh.unlock.create_form
    form.passphrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE)
    form.button.click()
    fresh.settle()
    assert "holds something" in form.problem.text()
    assert [path.name for path in fresh.vault.iterdir()] == ["letter.txt"]


def test_open_when_the_passphrase_is_right_then_shows_the_first_list(laptop: Laptop) -> None:
    laptop.lock()
    laptop.unlock_with(PASSPHRASE)
    assert laptop.view.isVisible()


def test_open_when_enter_is_pressed_then_tries(laptop: Laptop) -> None:
    laptop.lock()
    line = laptop.unlock.open_form.passphrase
    line.setText(PASSPHRASE)
    press(line, Qt.Key.Key_Return)
    laptop.settle()
    assert laptop.window.view is not None


def test_open_when_the_passphrase_is_wrong_then_says_what_to_do_and_that_nothing_is_lost(
    laptop: Laptop,
) -> None:
    laptop.lock()
    laptop.unlock_with("not this one at all")
    form = laptop.unlock.open_form
    assert form.problem.isVisible()
    assert "does not open" in form.problem.text()
    assert "Nothing is ever deleted" in form.problem.text()
    assert laptop.window.view is None


def test_open_when_wrong_again_then_the_next_try_waits(laptop: Laptop, qtbot: QtBot) -> None:
    laptop.lock()
    form = laptop.unlock.open_form
    laptop.unlock_with("not this one at all")
    qtbot.waitUntil(form.button.isEnabled)
    laptop.unlock_with("nor this one")
    assert not form.button.isEnabled()
    form.try_to_open()
    assert laptop.work.is_idle
    qtbot.waitUntil(form.button.isEnabled, timeout=5000)
    laptop.unlock_with(PASSPHRASE)
    assert laptop.window.view is not None


def test_open_when_there_is_no_vault_then_says_what_can_be_done_in_the_window(
    fresh: Laptop,
) -> None:
    fresh.unlock.other.click()
    fresh.unlock_with(PASSPHRASE)
    words = fresh.unlock.open_form.problem.text()
    assert "Choose another folder, or make a new vault." in words
    assert not fresh.vault.exists()


def test_open_when_another_program_has_the_vault_then_says_so(
    laptop: Laptop, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    second = Laptop(qtbot, qapp, tmp_path / "second")
    second.unlock.open_form.folder.put(laptop.vault)
    second.unlock_with(PASSPHRASE)
    assert "open in another window" in second.unlock.open_form.problem.text()
    second.end()


def test_open_when_the_clock_cannot_be_right_then_asks_for_the_day(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.lock()
    form = laptop.unlock.open_form
    monkeypatch.setattr("protectnet.gui.pages.unlock.day_question.Clock", _OldClock)
    laptop.unlock_with(PASSPHRASE)
    assert form.day.isVisible()
    assert "2009-01-01" in shown_texts(form)
    form.day.day.line.setText("tomorrow")
    form.button.click()
    laptop.settle()
    assert "“tomorrow” is no date." in shown_texts(form)
    form.day.day.line.setText(in_days(1).isoformat())
    form.button.click()
    laptop.settle()
    assert laptop.ask(lambda workspace: workspace.today) == in_days(1)


class _OldClock(Clock):
    """A clock that woke up in 2009."""

    def shown(self) -> date:
        return date(2009, 1, 1)


class _NextWeeksClock(Clock):
    """A clock that shows a day of next week."""

    def shown(self) -> date:
        return super().shown() + timedelta(days=7)


def in_days(days: int) -> date:
    """The day so many days after the one on which the vault was made."""
    return Clock().today() + timedelta(days=days)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("2009-01-01", "You wrote 2009-01-01, which is before 20"),
        ("2140-01-01", "You wrote 2140-01-01, more than a year after 20"),
    ],
)
def test_open_when_what_is_said_is_doubtful_then_it_has_to_be_said_twice(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch, said: str, sentence: str
) -> None:
    laptop.lock()
    form = laptop.unlock.open_form
    monkeypatch.setattr("protectnet.gui.pages.unlock.day_question.Clock", _OldClock)
    laptop.unlock_with(PASSPHRASE)
    form.day.day.line.setText(said)
    form.button.click()
    laptop.settle()
    assert laptop.window.view is None
    assert sentence in shown_texts(form)
    assert form.day.insist.text() == f"Yes, it is {said}"
    assert form.day.day.line.hasFocus()
    # Another day is another question.
    form.day.day.line.setText("2026-11-2")
    assert not form.day.insist.isVisible()
    form.day.day.line.setText(said)
    form.button.click()
    laptop.settle()
    form.day.insist.click()
    laptop.settle()
    assert laptop.ask(lambda workspace: workspace.today) == date.fromisoformat(said)


def test_make_when_what_is_said_is_doubtful_then_it_has_to_be_said_twice(
    fresh: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("protectnet.gui.pages.unlock.day_question.Clock", _OldClock)
    fresh.make_vault()
    form = fresh.unlock.create_form
    form.day.day.line.setText("2009-06-01")
    form.button.click()
    fresh.settle()
    assert not fresh.vault.exists()
    assert "which is before 2026-11-23" in shown_texts(form)
    form.day.insist.click()
    fresh.settle()
    assert fresh.ask(lambda workspace: workspace.today) == date(2009, 6, 1)


def test_open_when_no_change_can_carry_the_day_then_says_which_can(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.lock()
    form = laptop.unlock.open_form
    monkeypatch.setattr("protectnet.gui.pages.unlock.day_question.Clock", _OldClock)
    laptop.unlock_with(PASSPHRASE)
    form.day.day.line.setText("2199-01-01")
    form.button.click()
    laptop.settle()
    assert "days from 1970-01-01 to 2149-06-06 can be kept" in shown_texts(form)
    assert not form.day.insist.isVisible()
    assert form.button.isEnabled()


def test_open_when_the_day_was_said_once_then_it_is_not_taken_for_the_next_opening(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.lock()
    clock = "protectnet.gui.pages.unlock.day_question.Clock"
    monkeypatch.setattr(clock, _OldClock)
    laptop.unlock_with(PASSPHRASE)
    laptop.unlock.open_form.day.day.line.setText(in_days(3).isoformat())
    laptop.unlock.open_form.button.click()
    laptop.settle()
    laptop.lock()
    assert not laptop.unlock.open_form.day.isVisible()
    monkeypatch.setattr(clock, _NextWeeksClock)
    laptop.unlock_with(PASSPHRASE)
    assert laptop.ask(lambda workspace: workspace.today) == in_days(7)


def test_open_when_the_clock_was_once_in_2099_then_its_person_is_asked_once(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.lock()
    open_vault(laptop.vault, PASSPHRASE, clock=Clock(date(2099, 1, 1))).close()
    monkeypatch.setattr("protectnet.gui.pages.unlock.day_question.Clock", _NextWeeksClock)
    laptop.unlock_with(PASSPHRASE)
    form = laptop.unlock.open_form
    shown = in_days(7)
    assert f"says {shown}, which does not fit" in shown_texts(form)
    # What the clock shows and a person confirms needs no third witness.
    form.day.day.line.setText(shown.isoformat())
    form.button.click()
    laptop.settle()
    assert laptop.ask(lambda workspace: workspace.contradicted_day) == date(2099, 1, 1)
    laptop.lock()
    laptop.unlock_with(PASSPHRASE)
    assert laptop.ask(lambda workspace: workspace.today) == shown


def test_make_when_the_clock_cannot_be_right_then_asks_before_anything_is_made(
    fresh: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("protectnet.gui.pages.unlock.day_question.Clock", _OldClock)
    fresh.make_vault()
    form = fresh.unlock.create_form
    assert form.day.isVisible()
    assert not fresh.vault.exists()
    form.day.day.line.setText("2026-11-25")
    form.button.click()
    fresh.settle()
    assert fresh.window.view is not None


def test_secrets_when_the_vault_is_open_then_no_line_holds_them(laptop: Laptop) -> None:
    assert PASSPHRASE not in shown_texts()
    assert [
        line
        for line in QApplication.allWidgets()
        if isinstance(line, QLineEdit)
        and line.echoMode() is QLineEdit.EchoMode.Normal
        and PASSPHRASE in line.text()
    ] == []


def test_secret_when_shown_then_is_hidden_again_after_use(laptop: Laptop) -> None:
    laptop.lock()
    line = laptop.unlock.open_form.passphrase
    assert line.echoMode() is QLineEdit.EchoMode.Password
    line.setText(PASSPHRASE)
    line.look.click()
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    assert line.take() == PASSPHRASE
    assert line.echoMode() is QLineEdit.EchoMode.Password
    assert line.text() == ""


def test_title_when_shown_then_says_nothing_of_the_content(laptop: Laptop) -> None:
    names = {laptop.window.windowTitle(), QApplication.applicationName()}
    assert not any(re.search("protect|risk|defend|vault", each, re.IGNORECASE) for each in names)
