# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that cannot be shown: Qt would end the process with an image of its memory, we with a sentence."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from protectnet.i18n import _

FAILED = 1
"""The exit code, as of a command that was not done."""


@contextmanager
def refusals_told() -> Iterator[None]:
    """While the block makes the application, end with a sentence where Qt can show no window."""
    before = qInstallMessageHandler(_hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def sentence(system: str, environment: Mapping[str, str]) -> str:
    """Why no window can be shown on ``system`` (as ``sys.platform``), and what can be done."""
    is_named = any(environment.get(each) for each in ("WAYLAND_DISPLAY", "DISPLAY"))
    if is_named or system in {"darwin", "win32", "cygwin"}:
        what = _("The window cannot be shown here: the display refuses, or a library is missing.")
    else:
        what = _("There is no display here to show a window on.")
    to_do = _("“protectnet --help” lists what can be done at a terminal.")
    return f"{what} {to_do}"


def _hear(kind: QtMsgType, _context: QMessageLogContext, _message: str) -> None:
    # What Qt says before that is of plugins and their places, nothing that people could act upon.
    if kind is QtMsgType.QtFatalMsg:
        if sys.stderr is not None:
            sys.stderr.write(f"error: no_window: {sentence(sys.platform, os.environ)}\n")
            sys.stderr.flush()
        # After this Qt aborts; nothing was opened that would have to be closed.
        os._exit(FAILED)
