# SPDX-License-Identifier: GPL-3.0-or-later
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protectnet.app.vocabularies import Vocabularies
from protectnet.gui.style.dressing import BASE_POINTS, Look, dress
from protectnet.gui.style.tokens import Appearance, tokens
from protectnet.gui.work import Work
from tests.gui.driving import NAMES, PASSPHRASE, Laptop, new_vault, settle, take_away


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """Give each test the light window at its usual size, and take away what it leaves."""
    # The worker's thread must not collect widgets; the program sees to that itself.
    gc.disable()
    is_light = qapp.property("colours") == dict(tokens(Appearance.LIGHT))
    if not is_light or qapp.font().pointSizeF() != BASE_POINTS:
        dress(qapp, Look(Appearance.LIGHT))
    yield
    take_away()
    gc.enable()


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    return Vocabularies()


@pytest.fixture
def closed_work(qtbot: QtBot) -> Iterator[Work]:
    """The worker, without a vault."""
    work = Work()
    yield work
    work.end()


@pytest.fixture
def work(closed_work: Work, qtbot: QtBot, tmp_path: Path) -> Work:
    """The worker, with a new vault open."""
    closed_work.open(new_vault(tmp_path / "vault", PASSPHRASE, NAMES))
    settle(qtbot, closed_work)
    return closed_work


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Laptop]:
    """The whole program over a new vault that is open."""
    laptop = Laptop(qtbot, qapp, tmp_path / "laptop")
    laptop.make_vault()
    yield laptop
    laptop.end()
