# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from PySide6.QtWidgets import QApplication

from protectnet.gui.widgets.empty import Empty
from tests.gui.driving import Laptop


@pytest.mark.parametrize("kind", ["risk", "contact"])
@pytest.mark.parametrize("width", [820, 1366])
def test_empty_page_when_the_sentence_wraps_then_all_its_lines_are_seen(
    laptop: Laptop, kind: str, width: int
) -> None:
    laptop.window.resize(width, 700)
    page = laptop.kind(kind)
    QApplication.processEvents()
    [empty] = page.findChildren(Empty)
    sentence = empty.sentence
    assert sentence.isVisible()
    needed = sentence.heightForWidth(sentence.width())
    assert needed > sentence.fontMetrics().height()
    assert sentence.height() >= needed
    assert sentence.geometry().bottom() <= empty.height()
