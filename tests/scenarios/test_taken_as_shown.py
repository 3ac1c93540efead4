# SPDX-License-Identifier: GPL-3.0-or-later
"""The window takes in the bundle that it showed, and no other put in its place meanwhile."""

import pytest
from tests.scenarios.handing import Pair

from protectnet.bundle.errors import BundleChanged
from protectnet.gui.pages.exchange import exchange_work


def no_progress(_done: int, _total: int) -> None:
    """Nobody wants to know."""


def test_bundle_when_it_is_the_one_that_was_shown_then_taken(pair: Pair) -> None:
    seen = exchange_work.preview(pair.sent(), no_progress, pair.hill)
    assert exchange_work.accept(seen, no_progress, pair.hill).lines == seen.lines
    assert not exchange_work.preview(seen.path, no_progress, pair.hill).has_news


def test_bundle_when_another_lies_in_its_place_then_refused(pair: Pair) -> None:
    seen = exchange_work.preview(pair.sent(), no_progress, pair.hill)
    pair.sent().replace(seen.path)
    with pytest.raises(BundleChanged):
        exchange_work.accept(seen, no_progress, pair.hill)
    assert exchange_work.preview(seen.path, no_progress, pair.hill).has_news
