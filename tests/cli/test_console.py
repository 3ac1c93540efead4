# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line says and reads."""

import errno
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from protectnet.app.answers import NoPassphrase
from protectnet.app.outside import FileUnreadable, OutputUnwritable
from protectnet.cli import console as console_module
from protectnet.cli.console import Console
from protectnet.cli.terminal import Terminal


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


class Person(Terminal):
    """Answers in turn, and keeps what was asked."""

    def __init__(self, answers: Sequence[str | None]) -> None:
        super().__init__(None, io.StringIO())
        self.asked: list[str] = []
        self._answers = list(answers)

    def line(self, question: str) -> str:
        self.asked.append(question)
        return self._answers.pop(0) or ""

    def secret(self, question: str) -> str | None:
        self.asked.append(question)
        return self._answers.pop(0)


def quiet(**more: object) -> tuple[Console, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Console(out=out, err=err, **more), out, err  # type: ignore[arg-type]


def test_say_when_json_is_asked_for_then_only_the_document_stands_there() -> None:
    console, out, err = quiet(is_json=True)
    console.say("a sentence")
    console.table(("id",), [("x",)])
    console.document({"título": "保护"})
    assert json.loads(out.getvalue()) == {"título": "保护"}
    assert "保护" in out.getvalue()
    assert err.getvalue() == ""


def test_say_when_people_read_then_the_document_is_left_out() -> None:
    console, out, _err = quiet()
    console.document({"a": 1})
    console.say("a sentence\x1b[0m")
    assert out.getvalue() == "a sentence [0m\n"


def test_say_when_a_terminal_is_narrow_then_lines_are_wrapped_and_tables_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    console, out, _err = quiet()
    console.say("word " * 20, "  ")
    console.table(("id", "title"), [("1", "word " * 20)])
    lines = out.getvalue().splitlines()
    assert len(lines) > 3
    assert all(len(line) <= 40 for line in lines)


def test_say_when_the_output_goes_to_another_program_then_lines_stay_whole() -> None:
    console, out, _err = quiet()
    console.say("word " * 100)
    assert len(out.getvalue().splitlines()) == 1


def test_warn_when_json_is_asked_for_then_it_stands_on_standard_error() -> None:
    console, out, err = quiet(is_json=True)
    console.warn("careful")
    assert (out.getvalue(), err.getvalue()) == ("", "careful\n")


@pytest.mark.parametrize(
    ("encoding", "is_json", "written"),
    [
        ("ascii", False, b"???\n"),
        ("ascii", True, '"保护 \\udc80"\n'.encode()),
        ("utf-8", False, "保护\N{REPLACEMENT CHARACTER}\n".encode()),
    ],
)
def test_output_when_it_has_another_encoding_then_no_sign_stops_it(
    encoding: str, is_json: bool, written: bytes
) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    console = Console(is_json=is_json, out=out, err=io.StringIO())
    console.say("保护\udc80")
    console.document("保护 \udc80")
    console.flush()
    assert raw.getvalue() == written


class Full(io.StringIO):
    """A file on a full disk."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Gone(io.StringIO):
    """A pipe that nobody reads any more."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_output_when_the_disk_is_full_then_it_is_our_error() -> None:
    console = Console(out=Full(), err=io.StringIO())
    with pytest.raises(OutputUnwritable) as refusal:
        console.say("x")
    assert refusal.value.facts == {"reason": "No space left on device"}
    with pytest.raises(BrokenPipeError):
        Console(out=Gone(), err=io.StringIO()).say("x")


def test_passphrase_when_a_file_is_named_then_its_first_line_is_it(tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    console, _out, _err = quiet(terminal=Person([]))
    for content, passphrase in (
        (b"seven words\n", "seven words"),
        (b"seven words", "seven words"),
        (b"seven words\r\nmore\r\n", "seven words"),
        ("\ufeffñandú \u2028x\n".encode(), "ñandú \u2028x"),
        (b" kept as it is \n", " kept as it is "),
        (b"x" * 4000 + b"\n" + b"y" * 9000, "x" * 4000),
        (b"seven words\nand \xd1and\xfa below", "seven words"),
    ):
        path.write_bytes(content)
        assert console.passphrase(path, "?") == passphrase
        assert console.new_passphrase(path) == passphrase


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"\nx\n", "empty"), (b"x" * 5000, "too_long")],
)
def test_passphrase_when_the_file_holds_none_then_says_why(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes(content)
    console, _out, _err = quiet()
    with pytest.raises(NoPassphrase) as refusal:
        console.passphrase(path, "?")
    assert refusal.value.facts == {"reason": reason}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gone", "No such file or directory"), (".", "Is a directory"), ("latin", "not_text")],
)
def test_passphrase_when_its_file_cannot_be_read_then_says_which_and_why(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "latin").write_bytes(b"\xd1and\xfa\n")
    console, _out, _err = quiet()
    with pytest.raises(FileUnreadable) as refusal:
        console.passphrase(tmp_path / name, "?")
    assert refusal.value.facts == {"name": str(tmp_path / name), "reason": reason}


def test_passphrase_when_a_person_types_it_then_it_is_taken_and_not_shown() -> None:
    person = Person(["seven words"])
    console, out, err = quiet(terminal=person)
    assert console.passphrase(None, "Passphrase:") == "seven words"
    assert person.asked == ["Passphrase:"]
    assert "seven" not in out.getvalue() + err.getvalue()


def test_passphrase_when_nobody_can_be_asked_then_says_so() -> None:
    console, _out, _err = quiet(terminal=Person([None]))
    with pytest.raises(NoPassphrase) as refusal:
        console.passphrase(None, "?")
    assert refusal.value.facts == {"reason": "no_terminal"}


def test_new_passphrase_when_typed_twice_then_both_have_to_be_the_same() -> None:
    console, _out, _err = quiet(terminal=Person(["one", "one"]))
    assert console.new_passphrase(None) == "one"
    console, _out, _err = quiet(terminal=Person(["one", "two"]))
    with pytest.raises(NoPassphrase) as refusal:
        console.new_passphrase(None)
    assert refusal.value.facts == {"reason": "differs"}


def test_read_text_when_a_file_is_named_then_it_is_utf8(tmp_path: Path) -> None:
    console, _out, _err = quiet()
    (tmp_path / "a.json").write_text("Ñandú", "utf-8")
    assert console.read_text(str(tmp_path / "a.json")) == "Ñandú"


def test_read_text_when_it_stands_on_standard_input_then_it_is_utf8_whatever_the_system_says() -> (
    None
):
    source = io.TextIOWrapper(io.BytesIO("Ñandú".encode()), encoding="latin-1")
    console, _out, _err = quiet(source=source)
    assert console.read_text("-") == "Ñandú"


@pytest.mark.parametrize("name", ["latin", "gone", "."])
def test_read_text_when_it_cannot_be_read_then_says_why(tmp_path: Path, name: str) -> None:
    (tmp_path / "latin").write_bytes(b"\xd1and\xfa")
    console, _out, _err = quiet()
    with pytest.raises(FileUnreadable) as refusal:
        console.read_text(str(tmp_path / name))
    reasons = {"latin": "not_text", "gone": "No such file or directory", ".": "Is a directory"}
    assert refusal.value.facts["reason"] == reasons[name]


def test_read_text_when_it_is_too_large_then_no_more_is_read_than_shows_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_module, "MAX_INPUT_CHARS", 10)
    (tmp_path / "large").write_text("x" * 100, "utf-8")
    source = io.TextIOWrapper(io.BytesIO(b"x" * 100))
    console, _out, _err = quiet(source=source)
    assert len(console.read_text(str(tmp_path / "large"))) == 11
    assert len(console.read_text("-")) == 11


def test_hint_when_nobody_waits_then_nothing_is_said() -> None:
    console, _out, err = quiet()
    console.hint("a few seconds")
    assert err.getvalue() == ""
    screen = Screen()
    Console(is_json=True, out=io.StringIO(), err=screen).hint("a few seconds")
    assert screen.getvalue() == "a few seconds\n"


def test_progress_when_standard_error_is_no_terminal_then_nothing_is_drawn() -> None:
    console, _out, err = quiet()
    with console.progress("Importing") as progress:
        progress(1, 2)
    assert err.getvalue() == ""


def test_progress_when_a_person_looks_then_a_long_work_shows_its_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("protectnet.cli.bar.QUIET_SECONDS", -1.0)
    screen = Screen()
    console = Console(out=io.StringIO(), err=screen)
    with console.progress("Importing") as progress:
        progress(1, 2)
    assert "Importing" in screen.getvalue()
    assert screen.getvalue().endswith("\r")
