# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protectnet.gui.display import refusals_told, sentence
from protectnet.i18n import current_language
from tests.gui.driving import Laptop


def test_program_when_a_language_is_asked_for_then_it_is_spoken_and_not_remembered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    laptop = Laptop(qtbot, qapp, tmp_path / "laptop", "es")
    assert current_language() == "es"
    assert laptop.unlock.preferences.preferences().language == "es"
    assert not (tmp_path / "laptop" / "window.ini").exists()
    laptop.end()


def test_sentence_when_a_display_is_named_then_it_is_not_said_that_there_is_none() -> None:
    none = "There is no display here"
    for system, environment, is_missing in (
        ("linux", {}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("darwin", {}, False),
        ("win32", {}, False),
    ):
        said = sentence(system, environment)
        assert said.startswith(none) is is_missing
        assert "protectnet --help" in said


def test_refusals_when_the_window_is_there_then_qt_speaks_for_itself_again() -> None:
    heard: list[str] = []

    def hear(_kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        heard.append(message or "")

    before = qInstallMessageHandler(hear)
    try:
        with refusals_told():
            qWarning("of a plugin")
        qWarning("after it")
    finally:
        qInstallMessageHandler(before)
    assert heard == ["after it"]
