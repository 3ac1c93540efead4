# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make screenshots` does: pictures of everything the window shows, to be looked at.

`screenshots.py [--language en …] [--appearance light …] [--size 1366x768 …] [--text 100 …]` walks
the window once for each combination, without a display, and keeps the pictures of a walk in a
folder of its own below build/screenshots/. What is shown is the sample network, which is invented.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QPoint, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from window_props import make_props
from window_walk import Stage, steps

from protectnet.gui.application import make_application
from protectnet.gui.preferences import Preferences
from protectnet.gui.style.dressing import TEXT_SIZES, Look, colour
from protectnet.gui.style.tokens import Appearance
from protectnet.i18n import languages

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "screenshots"
SIZES = ("1366x768", "800x560")
"""A usual laptop, and the smallest the window can be."""

_SCREEN = {"width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def main() -> int:
    """Render what was asked for and say how much that was."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder:
        application = _application(Path(folder))
        props = Path(folder) / "props"
        props.mkdir()
        passphrase = make_props(props)
        count = 0
        for language, appearance, size, text in product(
            asked.language, asked.appearance, asked.size, asked.text
        ):
            chosen = Preferences(language, Look(Appearance(appearance), text))
            out = OUT / f"{language}-{appearance}-{size}-{text}"
            count += render(application, props, passphrase, chosen, out, size)
    print(f"{count} pictures in {OUT.relative_to(ROOT)}")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Render everything the window shows.")
    looks = [each.value for each in Appearance]
    known = list(languages())
    parser.add_argument("--language", nargs="+", choices=known, default=known)
    parser.add_argument("--appearance", nargs="+", choices=looks, default=looks)
    parser.add_argument("--size", nargs="+", default=list(SIZES))
    parser.add_argument("--text", nargs="+", type=int, choices=TEXT_SIZES, default=[100])
    return parser.parse_args()


def _application(folder: Path) -> QApplication:
    """The application on a screen in memory, with room for lists that open over a page."""
    screen = folder / "screen.json"
    screen.write_text(json.dumps({"screens": [{"name": "memory", "x": 0, "y": 0, **_SCREEN}]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    os.environ["QT_SCALE_FACTOR"] = "1"
    qInstallMessageHandler(_say)
    return make_application([])


def _say(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """What Qt says, but for what can only be done on a screen."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


def render(
    application: QApplication,
    props: Path,
    passphrase: str,
    chosen: Preferences,
    out: Path,
    size: str,
) -> int:
    """Walk the window once and keep the pictures in ``out``, anew; how many."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "props"
        shutil.copytree(props, copy)
        stage = Stage(application, copy, chosen)
        width, height = (int(each) for each in size.split("x"))
        stage.window.resize(width, height)
        stage.window.show()
        count = 0
        for name, act in steps(stage, passphrase):
            act()
            stage.settle()
            count += 1
            _picture_of(stage.window).save(str(out / f"{count:02}-{name}.png"))
        stage.end()
    return count


def _picture_of(window: QWidget) -> QPixmap:
    """The window with the dialogs and lists that stand before it."""
    picture = window.grab()
    painter = QPainter(picture)
    painter.setPen(colour("field"))
    for each in QApplication.topLevelWidgets():
        if each is not window and each.isVisible():
            place = each.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
            if isinstance(each, QDialog):
                place = window.rect().center() - each.rect().center()
                # A system draws a frame around it.
                painter.drawRect(each.rect().translated(place).adjusted(-1, -1, 0, 0))
            painter.drawPixmap(place, each.grab())
    painter.end()
    return picture


if __name__ == "__main__":
    raise SystemExit(main())
