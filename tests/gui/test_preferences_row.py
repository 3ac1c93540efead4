# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from protectnet.gui.pages.unlock.preferences_row import PreferencesRow
from protectnet.gui.preferences import Preferences
from protectnet.gui.style.dressing import Look, dress, pixels
from protectnet.gui.style.tokens import Appearance
from protectnet.i18n import current_language, set_language

_AROUND = 46
"""Pixels at 11 pt beside the words of a chooser: its padding and its arrow."""


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_preferences_when_the_text_is_large_then_are_read_whole_on_a_small_screen(
    qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    before = current_language()
    set_language(language)
    look = Look(Appearance.LIGHT, 200)
    dress(qapp, look)
    row = PreferencesRow(Preferences(language, look))
    set_language(before)
    qtbot.addWidget(row)
    row.show()
    row.resize(940, row.sizeHint().height())
    QApplication.processEvents()
    assert row.width() == 940
    for label in row.findChildren(QLabel):
        assert label.width() >= label.sizeHint().width()
    for chooser in (row.language, row.text_size):
        words = chooser.fontMetrics().horizontalAdvance(chooser.currentText())
        assert chooser.width() >= words + pixels(_AROUND)
