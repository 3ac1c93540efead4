# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything the command line says and asks goes through here.

Humans read sentences and tables on standard output; with ``--json`` one JSON document stands there
and nothing else. Errors, questions and progress go to standard error. What came from elsewhere is
stripped of control characters before it reaches a terminal.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO, cast

from protectnet.app.answers import NoPassphrase
from protectnet.app.outside import FileUnreadable, OutputUnwritable, reading
from protectnet.cli.bar import Bar
from protectnet.cli.layout import harmless, table, wrapped
from protectnet.cli.terminal import Terminal
from protectnet.i18n import _

MAX_PASSPHRASE_FILE_BYTES = 4096
MAX_INPUT_CHARS = 256 * 1024 * 1024

Progress = Callable[[int, int], None]

__all__ = ["Console", "Progress", "harmless"]


class Console:
    """Standard input, output and error of one run.

    ``columns`` is how wide people see what is said; ``None`` (the output goes into a file or to
    another program) leaves every line whole.
    """

    def __init__(
        self,
        *,
        is_json: bool = False,
        out: TextIO | None = None,
        err: TextIO | None = None,
        source: TextIO | None = None,
        terminal: Terminal | None = None,
    ) -> None:
        self.is_json = is_json
        self._out = out or sys.stdout or _nowhere("w")
        self._err = err or sys.stderr or _nowhere("w")
        self._source = source or sys.stdin or _nowhere("r")
        self._terminal = terminal or Terminal(self._source, self._err)
        _speak_whole(self._out, is_json=is_json)
        _speak_whole(self._err, is_json=False)
        self.columns = _columns(self._out)

    def say(self, sentence: str, indent: str = "") -> None:
        """A sentence for people, lines after the first indented; with ``--json`` it is left out."""
        if not self.is_json:
            for line in wrapped(sentence, self.columns, indent):
                self._write(f"{line}\n")

    def warn(self, sentence: str, indent: str = "") -> None:
        """A sentence for people on standard error."""
        for line in wrapped(sentence, _columns(self._err), indent):
            print(line, file=self._err)

    def hint(self, sentence: str) -> None:
        """A sentence for a person who waits in front of a terminal, and for nobody else."""
        if self._err.isatty():
            self.warn(sentence)

    def document(self, value: object) -> None:
        """The one JSON document of this run; without ``--json`` nothing."""
        if self.is_json:
            self.json_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def json_text(self, piece: str) -> None:
        """A piece of a JSON document exactly as it is, whatever was asked for."""
        _speak_whole(self._out, is_json=True)
        self._write(piece)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]], whole: int = 1) -> None:
        """Columns for people, the widest of them but the first ``whole`` cut until they fit."""
        if not self.is_json:
            for line in table(headings, rows, self.columns, whole):
                self._write(f"{line}\n")

    def ask(self, question: str) -> str:
        """A person's answer to a question; empty where nobody can be asked."""
        lines = wrapped(question, _columns(self._err))
        return self._terminal.line("\n".join(lines))

    def passphrase(self, file: Path | None, question: str) -> str:
        """The passphrase from a file's first line or from the terminal, without showing it.

        Raises ``NoPassphrase``, ``FileUnreadable``.
        """
        if file is not None:
            return _first_line(file)
        typed = self._terminal.secret(question)
        if typed is None:
            raise NoPassphrase(reason="no_terminal")
        return typed

    def new_passphrase(self, file: Path | None) -> str:
        """A new passphrase: asked for twice, or from a file; raises as ``passphrase``."""
        if file is not None:
            return _first_line(file)
        first = self.passphrase(None, _("New passphrase:"))
        if self.passphrase(None, _("The same again:")) != first:
            raise NoPassphrase(reason="differs")
        return first

    def read_text(self, name: str) -> str:
        """The text of a file, or of standard input where ``name`` is ``-``.

        One character more than allowed is read at most, for the reader to refuse. Raises
        ``FileUnreadable``.
        """
        path = Path(name)
        try:
            with reading(path):
                if name == "-":
                    return _read_whole(self._source)
                with path.open(encoding="utf-8") as file:
                    return file.read(MAX_INPUT_CHARS + 1)
        except UnicodeDecodeError:
            raise FileUnreadable(name=name, reason="not_text") from None

    @contextmanager
    def progress(self, label: str) -> Iterator[Progress]:
        """A bar on standard error, from one second on, where that is a terminal."""
        if not self._err.isatty():
            yield _no_bar
            return
        bar = Bar(label, self._err, _columns(self._err) or 80)
        try:
            yield bar.show
        finally:
            bar.finish()

    def flush(self) -> None:
        """Have everything said reach whoever reads it; raises as saying does."""
        self._write("", is_last=True)

    def _write(self, text: str, *, is_last: bool = False) -> None:
        try:
            self._out.write(text)
            if is_last:
                self._out.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputUnwritable(reason=error.strerror or "") from None


def _nowhere(mode: str) -> TextIO:
    """In place of a stream that was closed before the program began; open until the process ends."""
    return cast("TextIO", Path(os.devnull).open(mode))


def _no_bar(_done: int, _total: int) -> None:
    """Nobody looks at a bar that is not on a terminal."""


def _speak_whole(stream: IO[str], *, is_json: bool) -> None:
    """Let no sign of any script stop the output; JSON is UTF-8 wherever it goes."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if is_json:
        # A lone surrogate, as in a file name that is no text, becomes its JSON escape.
        reconfigure(encoding="utf-8", errors="backslashreplace")
    else:
        reconfigure(errors="replace")


def _columns(stream: IO[str]) -> int | None:
    if stream.isatty() or os.environ.get("COLUMNS"):
        return max(shutil.get_terminal_size().columns, 40)
    return None


def _read_whole(source: IO[str]) -> str:
    reconfigure = getattr(source, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="strict")
    return source.read(MAX_INPUT_CHARS + 1)


def _first_line(file: Path) -> str:
    with reading(file), file.open("rb") as opened:
        untrusted, newline, _rest = opened.read(MAX_PASSPHRASE_FILE_BYTES + 1).partition(b"\n")
    if len(untrusted) > MAX_PASSPHRASE_FILE_BYTES and not newline:
        raise NoPassphrase(reason="too_long")
    try:
        line = untrusted.decode("utf-8-sig").removesuffix("\r")
    except UnicodeDecodeError:
        raise FileUnreadable(name=str(file), reason="not_text") from None
    if not line:
        raise NoPassphrase(reason="empty")
    return line
