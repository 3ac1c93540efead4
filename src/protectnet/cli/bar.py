# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a long work is, as one line that is drawn over."""

from collections.abc import Callable
from time import monotonic
from typing import TextIO

from protectnet.cli.layout import cut, width
from protectnet.i18n import _

QUIET_SECONDS = 1.0
"""Work that is done sooner shows no bar."""

_CHARACTERS = 30


class Bar:
    """A line with a bar, the share done and the seconds left. ``finish`` leaves the line."""

    def __init__(
        self,
        label: str,
        err: TextIO,
        columns: int = 80,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._label = label
        self._err = err
        self._columns = columns
        self._seconds = seconds
        self._began = self._began_part = seconds()
        self._done = 0
        self._shown_share = -1

    def show(self, done: int, total: int) -> None:
        """Draw the bar, at most once for each per cent; a count that falls begins a new part."""
        now = self._seconds()
        if done < self._done:
            self._began_part = now
            self._shown_share = -1
        self._done = done
        share = min(100 * done // total, 100) if total > 0 else 0
        if now - self._began < QUIET_SECONDS or share == self._shown_share:
            return
        self._shown_share = share
        self._draw(f"{self._label} [{self._filled(share)}] {share:3} % {self._left(share, now)}")

    def finish(self) -> None:
        """Take the line away, where one was drawn."""
        if self._shown_share >= 0:
            self._draw("")
            print("\r", end="", file=self._err, flush=True)

    def _filled(self, share: int) -> str:
        filled = "#" * (share * _CHARACTERS // 100)
        return f"{filled:<{_CHARACTERS}}"

    def _left(self, share: int, now: float) -> str:
        if not share:
            return ""
        left = (now - self._began_part) * (100 - share) / share
        return _("about {seconds} s left").format(seconds=round(left))

    def _draw(self, text: str) -> None:
        shown = cut(text, self._columns - 1)
        line = shown + " " * (self._columns - 1 - width(shown))
        print(f"\r{line}", end="", file=self._err, flush=True)
