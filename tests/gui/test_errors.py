# SPDX-License-Identifier: GPL-3.0-or-later
import re

import pytest
from pytestqt.qtbot import QtBot

from protectnet.app.clock import DateUnsure
from protectnet.app.defects import Defect
from protectnet.app.explanations.records import REASONS
from protectnet.domain.draft import Problem
from protectnet.domain.errors import InvalidRecord, InvalidValue, UnknownKind
from protectnet.domain.kinds import KINDS
from protectnet.gui.errors import (
    REASONS_IN_WINDOW,
    TO_DO_IN_WINDOW,
    Message,
    message_of,
    message_of_defect,
    message_of_problems,
    problems_of,
    reason_words,
)
from protectnet.gui.widgets.banner import Banner

INVALID = InvalidRecord(
    kind="risk",
    problems=(
        Problem("title", "missing", ""),
        Problem("period", "not_a_date", "soon"),
        Problem("period", "too_long", "soon"),
    ),
)


def test_message_when_a_command_would_be_named_then_says_what_the_window_has() -> None:
    message = message_of(UnknownKind(kind="weather"))
    assert "weather" in message.what
    assert "“kinds”" not in message.text


@pytest.mark.parametrize("code", sorted(TO_DO_IN_WINDOW))
def test_to_do_when_said_in_the_window_then_names_no_command(code: str) -> None:
    assert not re.search(r"[“`]|--", TO_DO_IN_WINDOW[code])


def test_message_when_the_date_is_unsure_then_keeps_what_happened() -> None:
    message = message_of(DateUnsure(clock="2009-01-01", newest="2026-11-23", reason="before_build"))
    assert "2009-01-01" in message.what
    assert message.to_do == "Say which day it is."
    assert message.unharmed


def test_problems_when_a_record_is_refused_then_gives_the_first_of_each_field() -> None:
    assert problems_of(INVALID) == {
        "title": "This is needed to save.",
        "period": "This is no date. Write 2026-11-23, 2026-11 or 2026.",
    }
    assert problems_of(UnknownKind(kind="weather")) == {}


def test_message_of_problems_when_shown_then_names_fields_by_their_labels() -> None:
    message = message_of_problems(INVALID, KINDS.named("risk"))
    assert message.what == "This cannot be saved yet."
    assert message.unharmed == "Nothing was saved."
    assert message.details == ("Short name of the risk", "Known from–to")


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_reason_when_said_beside_a_field_then_is_a_sentence(reason: str) -> None:
    words = reason_words(reason)
    assert words[0].isupper()
    assert words.endswith(".")


def test_reasons_when_worded_for_the_window_then_all_exist() -> None:
    assert REASONS_IN_WINDOW.keys() <= REASONS.keys()
    assert REASONS.keys() >= InvalidValue.REASONS


def test_message_of_a_defect_when_told_then_its_description_is_beside_it() -> None:
    message = message_of_defect(Defect("KeyError", ("form.py:7 row",)))
    assert "KeyError" in message.what
    assert "form.py:7 row" in message.report
    assert "form.py" not in message.text


def test_banner_when_an_error_is_shown_then_says_all_three_parts(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_message(Message("It broke.", "Nothing is lost.", "Try again.", ("A", "B")))
    assert banner.message() == "It broke.\n• A\n• B\nNothing is lost. Try again."
    assert banner.accessibleName() == "It broke. A B Nothing is lost. Try again."
    assert banner.action().isHidden()
    banner.clear()
    assert banner.message() == ""
    assert banner.isHidden()


def test_banner_when_a_message_came_from_elsewhere_then_shows_no_markup(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("<b>Road</b> & <img src='x'>")
    assert banner.message() == "<b>Road</b> & <img src='x'>"


def test_banner_when_its_button_is_pressed_then_acts_once_and_goes(qtbot: QtBot) -> None:
    done: list[str] = []
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("Deleted.", "Undo", lambda: done.append("undone"))
    banner.action().click()
    assert done == ["undone"]
    assert banner.isHidden()


def test_banner_when_a_defect_is_shown_then_offers_a_description(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_defect(Defect("KeyError", ("form.py:7 row",)))
    assert "KeyError" in banner.message()
    assert "form.py" not in banner.message()
