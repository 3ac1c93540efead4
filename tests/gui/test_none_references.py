# SPDX-License-Identifier: GPL-3.0-or-later
import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12")
def test_parent_widget_when_called_a_thousand_times_then_no_reference_to_none_is_lost(
    qtbot: QtBot,
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.parentWidget()
    # A release of Qt for Python that loses them loses one each time, and aborts the program later.
    assert abs(sys.getrefcount(None) - before) < 50
