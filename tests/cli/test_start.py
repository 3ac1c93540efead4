# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed behind the program's name decides between the window and the command line."""

import os
import subprocess
import sys
from collections.abc import Sequence
from types import ModuleType

import pytest
from tests.habits import tree

from protectnet.__main__ import main

NO_DISPLAY = {
    name: value
    for name, value in os.environ.items()
    if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANGUAGE"}
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The languages in which a window was to open."""
    languages: list[str | None] = []

    def show(_arguments: Sequence[str], language: str | None = None) -> int:
        languages.append(language)
        return 0

    window = ModuleType("window")
    window.__dict__["main"] = show
    monkeypatch.setitem(sys.modules, "protectnet.gui.application", window)
    return languages


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ([], None),
        (["--language", "es"], "es"),
        (["--language=fr"], "fr"),
        (["--language", "es-MX"], "es"),
        (["--language=en"], "en"),
    ],
)
def test_start_when_no_command_is_typed_then_the_window_opens_in_the_language_that_is(
    opened: list[str | None], typed: list[str], language: str | None
) -> None:
    assert main(typed) == 0
    assert opened == [language]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["--language", "xx"], 2),
        (["--language=xx"], 2),
        (["--language"], 2),
        (["--language="], 2),
        (["--language", "es", "--json"], 2),
        (["--language", "es", "kinds"], 0),
        (["--help"], 0),
    ],
)
def test_start_when_more_or_something_else_is_typed_then_no_window_opens(
    opened: list[str | None],
    capsys: pytest.CaptureFixture[str],
    typed: list[str],
    code: int,
) -> None:
    assert main(typed) == code
    assert opened == []
    assert capsys.readouterr()


@pytest.mark.skipif(sys.platform != "linux", reason="a display is always there")
@pytest.mark.parametrize(
    ("typed", "display", "told"),
    [
        ([], {}, "There is no display here to show a window on. “protectnet --help” lists"),
        (["--language", "es"], {}, "«protectnet --help»"),
        ([], {"DISPLAY": ":987"}, "The window cannot be shown here: the display refuses,"),
    ],
)
def test_start_when_no_window_can_be_shown_then_one_sentence_says_so(
    typed: list[str], display: dict[str, str], told: str
) -> None:
    environment = {**NO_DISPLAY, **display, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    environment |= {"PYTHONPATH": str(tree.ROOT / "src"), "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-m", "protectnet", *typed],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("error: no_window: ")
    assert told in done.stderr
