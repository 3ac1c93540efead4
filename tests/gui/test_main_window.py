# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from protectnet.gui.application import Program
from protectnet.gui.preferences import Preferences, keep_preferences, read_preferences
from protectnet.gui.sidebar import entries
from protectnet.gui.style.dressing import Look, colour
from protectnet.gui.style.tokens import Appearance
from protectnet.gui.widgets.question import Question
from protectnet.gui.workspace_view import WorkspaceView
from protectnet.i18n import current_language
from tests.gui.driving import PASSPHRASE, Laptop, fill, press, shown_texts, take_away

CONTROL = Qt.KeyboardModifier.ControlModifier


def questions() -> list[Question]:
    return [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, Question) and each.isVisible()
    ]


def answer(laptop: Laptop, words: str) -> None:
    [question] = questions()
    next(each for each in question.findChildren(QPushButton) if each.text() == words).click()
    laptop.settle()


@pytest.mark.parametrize(
    ("key", "held"), [(Qt.Key.Key_L, CONTROL), (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier)]
)
def test_lock_when_the_key_is_pressed_then_nothing_of_the_vault_is_left_in_the_window(
    laptop: Laptop, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    laptop.write("risk", title="Road to the quarry", statement="Men with poles at the spring")
    laptop.devices()
    assert "Road to the quarry" in shown_texts()
    press(laptop.window, key, held)
    laptop.settle()
    take_away()
    assert laptop.window.view is None
    left = shown_texts(laptop.window)
    secrets = ("Road to the quarry", "Men with poles", "valley", "heron", "river")
    assert [each for each in secrets if each in left] == []
    assert not any(isinstance(each, WorkspaceView) for each in QApplication.allWidgets())


def test_lock_when_done_then_the_vault_opens_again_with_all_that_was_saved(
    laptop: Laptop,
) -> None:
    laptop.write("risk", title="Road to the quarry")
    laptop.lock()
    laptop.unlock_with(PASSPHRASE)
    assert laptop.titles("risk") == ["Road to the quarry"]


def type_half_a_risk(laptop: Laptop) -> None:
    page = laptop.kind("risk")
    page.list.asked_for_new.emit()
    fill(page.record.tabs.form.form.row("title").input, "Half a risk")


def test_lock_when_something_is_typed_then_hides_it_and_asks(laptop: Laptop) -> None:
    type_half_a_risk(laptop)
    laptop.window.lock()
    assert not laptop.view.isVisible()
    answer(laptop, "Go back")
    assert laptop.view.isVisible()
    laptop.window.lock()
    answer(laptop, "Lock without saving")
    assert laptop.window.view is None
    laptop.unlock_with(PASSPHRASE)
    assert laptop.titles("risk") == []


def test_close_when_something_is_typed_then_asks(laptop: Laptop) -> None:
    type_half_a_risk(laptop)
    assert not laptop.window.close()
    answer(laptop, "Go back")
    assert laptop.window.isVisible()
    laptop.window.close()
    answer(laptop, "Close without saving")
    assert not laptop.window.isVisible()


def test_close_when_nothing_is_typed_then_closes(laptop: Laptop) -> None:
    assert laptop.window.close()
    assert questions() == []


class WindowsShown(QObject):
    """Which widgets are shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        is_shown = event.type() == QEvent.Type.Show
        if is_shown and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_page_when_shown_then_nothing_flashes_up_as_a_window_of_its_own(
    laptop: Laptop, qapp: QApplication
) -> None:
    laptop.write("risk", title="Road", feared_acts=["ter.recruit"])
    shown = WindowsShown()
    qapp.installEventFilter(shown)
    for entry in entries():
        laptop.view.show_page(entry.name)
    page = laptop.kind("risk")
    page.open(page.list.table.id_at(0))
    laptop.settle()
    qapp.removeEventFilter(shown)
    assert page.record.tabs.form.form.row("feared_acts").input.given() == ["ter.recruit"]
    assert shown.names == []


def test_view_when_opened_then_the_keyboard_is_in_it(laptop: Laptop) -> None:
    laptop.write("risk", title="Road")
    laptop.lock()
    laptop.activate()
    laptop.unlock_with(PASSPHRASE)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is laptop.kind("risk").list.search


def test_sidebar_when_a_page_is_chosen_then_shows_it(laptop: Laptop) -> None:
    names = [each.name for each in entries()]
    for number, name in enumerate(names[:9], start=1):
        press(laptop.window, Qt.Key(Qt.Key.Key_0.value + number), CONTROL)
        laptop.settle()
        assert laptop.view.page(name).isVisible()
    pages = laptop.view.sidebar.pages
    pages.setCurrentRow(len(names) - 1)
    laptop.settle()
    assert laptop.view.page("devices").isVisible()


def test_sidebar_when_the_window_is_narrow_then_shows_icons_that_still_have_names(
    laptop: Laptop,
) -> None:
    sidebar = laptop.view.sidebar
    laptop.window.resize(1200, 700)
    QApplication.processEvents()
    assert sidebar.pages.item(0).text() == "Risks"
    laptop.window.resize(820, 600)
    QApplication.processEvents()
    assert sidebar.pages.item(0).text() == ""
    assert sidebar.pages.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Risks"
    assert sidebar.lock.accessibleName() == "Lock"
    laptop.window.resize(1200, 700)
    QApplication.processEvents()
    assert sidebar.pages.item(0).text() == "Risks"


def test_sidebar_when_the_window_is_the_smallest_then_every_icon_is_seen_whole(
    laptop: Laptop,
) -> None:
    laptop.window.resize(laptop.window.minimumSize())
    QApplication.processEvents()
    pages = laptop.view.sidebar.pages
    last = pages.visualItemRect(pages.item(pages.count() - 1))
    assert last.bottom() <= pages.viewport().height()
    assert last.width() >= 2 * pages.iconSize().width()


def test_language_when_chosen_then_sizes_are_said_in_it(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    folder = tmp_path / "laptop"
    folder.mkdir()
    before = QLocale()
    try:
        for language, said in (("fr", "31 octets"), ("en", "31 bytes")):
            keep_preferences(folder / f"{language}.ini", Preferences(language))
            program = Program(qapp, folder / "vault", folder / f"{language}.ini")
            assert QLocale().formattedDataSize(31) == said
            program.end()
            program.window.deleteLater()
    finally:
        QLocale.setDefault(before)
    take_away()


def test_language_when_chosen_then_the_first_page_speaks_it_and_it_is_remembered(
    laptop: Laptop,
) -> None:
    laptop.lock()
    row = laptop.unlock.preferences
    assert row.language.choose("es")
    row.language.activated.emit(row.language.currentIndex())
    laptop.settle()
    assert current_language() == "es"
    assert read_preferences(laptop.folder / "window.ini").language == "es"
    assert laptop.unlock.preferences.language.answer() == "es"


def test_appearance_when_chosen_then_the_window_changes_its_colours(laptop: Laptop) -> None:
    laptop.lock()
    row = laptop.unlock.preferences
    assert row.appearance.choose("contrast")
    row.appearance.activated.emit(row.appearance.currentIndex())
    laptop.settle()
    assert colour("bg").name() == "#000000"
    assert laptop.unlock.preferences.appearance.answer() == "contrast"


def test_preferences_when_kept_then_are_read_again(tmp_path: Path) -> None:
    wanted = Preferences("fr", Look(Appearance.DARK, 150))
    keep_preferences(tmp_path / "window.ini", wanted)
    assert read_preferences(tmp_path / "window.ini") == wanted


@pytest.mark.parametrize(
    "text", ["", "[General]\nlanguage=xx\nappearance=pink\ntext_size=1000\n", "\x00\x01"]
)
def test_preferences_when_they_make_no_sense_then_are_as_if_not_chosen(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "window.ini").write_text(text)
    assert read_preferences(tmp_path / "window.ini") == Preferences()


def test_home_when_the_program_was_used_then_holds_nothing_of_it(
    laptop: Laptop, tmp_path: Path
) -> None:
    laptop.write("risk", title="Road to the quarry")
    laptop.devices().own.write(tmp_path / "own.card")
    laptop.settle()
    laptop.lock()
    assert [path for path in Path.home().rglob("*") if path.is_file()] == []


def test_defect_when_nobody_expected_it_then_is_shown_without_contents(laptop: Laptop) -> None:
    error = RuntimeError("Marta of the upper house")
    laptop.program.show_defect(RuntimeError, error, None)
    assert "The program made a mistake of its own (RuntimeError)." in laptop.view.banner.message()
    assert "Marta" not in shown_texts(laptop.view)
    copy = next(
        each
        for each in laptop.view.banner.findChildren(QPushButton)
        if each.text() == "Copy the description"
    )
    copy.click()
    copied = QApplication.clipboard().text()
    assert "RuntimeError" in copied
    assert "Marta" not in copied


def test_error_when_nobody_takes_it_then_the_window_shows_it(laptop: Laptop) -> None:
    laptop.work.run(lambda workspace: workspace.records.find("0000"))
    laptop.settle()
    assert "Go back to the list." in laptop.view.banner.message()


def test_scheme_of_the_system_when_it_changes_then_what_is_typed_stays(laptop: Laptop) -> None:
    type_half_a_risk(laptop)
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    page = laptop.view.page("risk")
    assert "Half a risk" in shown_texts(page)


def test_window_when_small_then_fits_a_screen_of_1024_by_600(laptop: Laptop, qtbot: QtBot) -> None:
    for entry in entries():
        laptop.view.show_page(entry.name)
    hint = laptop.window.minimumSizeHint()
    assert hint.width() <= 1024
    assert hint.height() <= 600
    assert laptop.window.minimumSize().width() <= 1024


def test_window_when_made_then_is_never_larger_than_the_screen(laptop: Laptop) -> None:
    room = laptop.window.screen().availableGeometry()
    assert laptop.window.frameGeometry().width() <= room.width()
    assert laptop.window.frameGeometry().height() <= room.height()
