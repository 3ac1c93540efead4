# SPDX-License-Identifier: GPL-3.0-or-later
"""The start of the program: which part is loaded, and that a window really comes."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SHOW_MODULES = (
    "import sys\n"
    "from protectnet.__main__ import main\n"
    "try:\n"
    "    main(sys.argv[1:])\n"
    "except SystemExit:\n"
    "    pass\n"
    "print('MODULES', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
)

SHOW_WINDOW = (
    "from PySide6.QtCore import QTimer\n"
    "from PySide6.QtWidgets import QApplication\n"
    "from protectnet.gui import application\n"
    "def look():\n"
    "    [window] = [w for w in QApplication.topLevelWidgets() if w.isVisible()]\n"
    "    print('WINDOW', window.windowTitle())\n"
    "    form = window.unlock_page.open_form\n"
    "    form.folder.button.click()\n"
    "    QTimer.singleShot(300, lambda: leave(form.folder))\n"
    "def leave(folder):\n"
    "    from PySide6.QtWidgets import QFileDialog\n"
    "    [dialog] = folder.findChildren(QFileDialog)\n"
    "    dialog.setDirectory('/')\n"
    "    dialog.reject()\n"
    "    print('LOOKED')\n"
    "    QTimer.singleShot(100, QApplication.quit)\n"
    "make = application.make_application\n"
    "def make_and_look(arguments):\n"
    "    made = make(arguments)\n"
    "    QTimer.singleShot(300, look)\n"
    "    return made\n"
    "application.make_application = make_and_look\n"
    "from protectnet.__main__ import main\n"
    "print('CODE', main([]))\n"
)


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment: Mapping[str, str] = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_start_when_a_command_is_given_then_no_window_is_loaded() -> None:
    result = run(SHOW_MODULES, "--help")
    modules = result.stdout.rpartition("MODULES")[2].split()
    assert "usage: protectnet" in result.stdout
    assert not {"PySide6", "shiboken6"} & set(modules)


def test_start_when_nothing_is_given_then_the_window_comes_and_leaves_no_file() -> None:
    result = run(SHOW_WINDOW)
    assert "WINDOW Notebook" in result.stdout
    # The file dialog was used; Qt would remember the folder it showed.
    assert "LOOKED" in result.stdout
    assert "CODE 0" in result.stdout
    assert [path for path in Path.home().rglob("*") if path.is_file()] == []
