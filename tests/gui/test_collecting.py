# SPDX-License-Identifier: GPL-3.0-or-later
import gc
import weakref

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from protectnet.gui.collecting import Collector
from protectnet.gui.work import Work
from tests.gui.driving import ask


class Cyclic(QWidget):
    """A widget that only the garbage collector can take away."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def make_garbage(_workspace: object) -> int:
    return len([[each] for each in range(50_000)])


def test_collector_when_the_worker_makes_garbage_then_no_widget_is_taken_there(
    qtbot: QtBot, work: Work
) -> None:
    collector = Collector()
    assert not gc.isenabled()
    widget = Cyclic()
    is_there = weakref.ref(widget)
    del widget
    ask(qtbot, work, make_garbage)
    assert is_there() is not None
    qtbot.waitUntil(lambda: is_there() is None, timeout=20_000)
    collector.end()
    assert gc.isenabled()
