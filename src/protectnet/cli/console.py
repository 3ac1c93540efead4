# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything the command line says and asks goes through here.

Humans read sentences and tables on standard output; with ``--json`` one JSON document stands there
and nothing else. Errors, questions and progress go to standard error. What came from elsewhere is
stripped of control characters before it reaches a terminal.
"""

import getpass
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TextIO

from protectnet.domain.errors import ProtectNetError
from protectnet.i18n import _

MAX_PASSPHRASE_FILE_BYTES = 4096
_QUIET_SECONDS = 1.0
_BAR_CHARACTERS = 30
_GAP = "  "
_HIDDEN_CATEGORIES = {"Cc", "Cs"}
_BIDI_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")

Progress = Callable[[int, int], None]


class NoPassphrase(ProtectNetError):
    """No passphrase can be had: no terminal to ask at, or an empty or unreadable file.

    Facts: ``reason``: ``no_terminal``, ``empty``, ``unreadable`` or ``differs``.
    """

    code = "no_passphrase"


class InputUnreadable(ProtectNetError):
    """A file given on the command line cannot be read. Facts: ``name``, ``reason``."""

    code = "input_unreadable"


def harmless(text: str) -> str:
    """``text`` as one line that a terminal cannot mistake for orders."""
    return "".join(
        " "
        if unicodedata.category(each) in _HIDDEN_CATEGORIES
        else ""
        if each in _BIDI_CONTROLS
        else each
        for each in text
    )


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    marks = sum(unicodedata.combining(each) != 0 for each in text)
    return len(text) + wide - marks


def _cut(text: str, columns: int) -> str:
    if _width(text) <= columns:
        return text
    while text and _width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


class Console:
    """Standard input, output and error of one run."""

    def __init__(
        self,
        *,
        is_json: bool = False,
        out: TextIO | None = None,
        err: TextIO | None = None,
        source: TextIO | None = None,
    ) -> None:
        self.is_json = is_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._source = source or sys.stdin

    def say(self, sentence: str) -> None:
        """A sentence for people; with ``--json`` it is left out."""
        if not self.is_json:
            print(sentence, file=self._out)

    def warn(self, sentence: str) -> None:
        """A sentence for people on standard error."""
        print(sentence, file=self._err)

    def document(self, value: object) -> None:
        """The one JSON document of this run; without ``--json`` nothing."""
        if self.is_json:
            print(json.dumps(value, ensure_ascii=False, indent=2), file=self._out)

    def raw(self, text: str) -> None:
        """Text exactly as it is, whatever was asked for."""
        self._out.write(text)

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], widest: int = 48
    ) -> None:
        """Columns for people, each as wide as it needs and at most ``widest`` columns."""
        cells = [[_cut(harmless(cell), widest) for cell in row] for row in rows]
        lines = [list(headings), *cells]
        widths = [max(_width(line[index]) for line in lines) for index in range(len(headings))]
        for line in lines:
            padded = (
                cell + " " * (width - _width(cell))
                for cell, width in zip(line, widths, strict=True)
            )
            self.say(_GAP.join(padded).rstrip())

    def ask(self, question: str) -> str:
        """A person's answer to a question; empty where nobody can be asked."""
        if not self._source.isatty():
            return ""
        print(question, end=" ", file=self._err, flush=True)
        return self._source.readline().strip()

    def passphrase(self, file: Path | None, question: str) -> str:
        """The passphrase from a file's first line or from the terminal, without showing it."""
        if file is not None:
            return _first_line(file)
        if not self._source.isatty():
            raise NoPassphrase(reason="no_terminal")
        return getpass.getpass(question + " ", stream=self._err)

    def new_passphrase(self, file: Path | None) -> str:
        """A new passphrase: asked for twice, or from a file."""
        if file is not None:
            return _first_line(file)
        first = self.passphrase(None, _("New passphrase:"))
        if self.passphrase(None, _("The same again:")) != first:
            raise NoPassphrase(reason="differs")
        return first

    def read_text(self, name: str) -> str:
        """The text of a file, or of standard input where ``name`` is ``-``."""
        try:
            return self._source.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise InputUnreadable(name=harmless(name), reason="not_text") from None
        except OSError as error:
            raise InputUnreadable(name=harmless(name), reason=error.strerror or "") from None

    @contextmanager
    def progress(self, label: str) -> Iterator[Progress]:
        """A bar on standard error, from one second on, where that is a terminal."""
        bar = _Bar(label, self._err) if self._err.isatty() else None
        try:
            yield bar.show if bar else _no_bar
        finally:
            if bar:
                bar.finish()


def _no_bar(_done: int, _total: int) -> None:
    """Nobody looks at a bar that is not on a terminal."""


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            untrusted = opened.read(MAX_PASSPHRASE_FILE_BYTES)
        line = untrusted.decode("utf-8").splitlines()[:1]
    except (OSError, UnicodeDecodeError):
        raise NoPassphrase(reason="unreadable") from None
    if not line or not line[0]:
        raise NoPassphrase(reason="empty")
    return line[0]


class _Bar:
    """A line with a bar, the share done and the seconds left."""

    def __init__(self, label: str, err: TextIO) -> None:
        self._label = label
        self._err = err
        self._began = monotonic()
        self._is_shown = False
        self._shown_share = -1

    def show(self, done: int, total: int) -> None:
        """Draw the bar, at most once for each per cent."""
        share = 100 * done // total if total else 0
        spent = monotonic() - self._began
        if spent < _QUIET_SECONDS or share == self._shown_share:
            return
        self._is_shown = True
        self._shown_share = share
        filled = "#" * (share * _BAR_CHARACTERS // 100)
        left = (
            _("about {seconds} s left").format(seconds=round(spent * (100 - share) / share))
            if share
            else ""
        )
        line = f"\r{self._label} [{filled:<{_BAR_CHARACTERS}}] {share:3} % {left}"
        print(f"{line:<79}", end="", file=self._err, flush=True)

    def finish(self) -> None:
        """Leave the line."""
        if self._is_shown:
            print(file=self._err)
