# SPDX-License-Identifier: GPL-3.0-or-later
"""A person asked at a true terminal, in a process of its own."""

import io
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.habits import tree

from protectnet.cli.terminal import Terminal

SECONDS = 60
ASK = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(int(sys.argv[1]), termios.TIOCSCTTY, 0)
from protectnet.cli.terminal import Terminal
terminal = Terminal(sys.stdin, sys.stderr)
print([terminal.secret("Passphrase:"), terminal.line("Sure?")])
"""
"""A program that belongs to the terminal whose number it is given, as for a person's shell."""


def asked(answers: Sequence[tuple[bytes, bytes]], piped: bytes | None = None) -> tuple[str, str]:
    """What a program that asks got, and what stood on the screen of its terminal.

    ``answers`` are questions and what a person types when one stands there.
    """
    if sys.platform == "win32":
        pytest.skip("there are no such terminals here")
    ours, theirs = os.openpty()
    screen = b""
    with subprocess.Popen(
        [sys.executable, "-c", ASK, str(theirs)],
        stdin=theirs if piped is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=theirs,
        pass_fds=(theirs,),
        env={**os.environ, "PYTHONPATH": str(tree.ROOT / "src")},
    ) as process:
        for question, answer in answers:
            while question not in screen:
                ready, _, _ = select.select([ours], [], [], SECONDS)
                assert ready, screen
                screen += os.read(ours, 4096)
            os.write(ours, answer)
        out, _err = process.communicate(piped, timeout=SECONDS)
    os.close(theirs)
    os.close(ours)
    return out.decode().strip(), screen.decode()


def test_terminal_when_a_person_answers_then_the_passphrase_is_not_shown() -> None:
    out, screen = asked([(b"Passphrase:", b"seven words\n"), (b"Sure?", b"erase\n")])
    assert out == "['seven words', 'erase']"
    assert "seven" not in screen


def test_terminal_when_input_is_piped_then_the_passphrase_is_asked_for_all_the_same() -> None:
    out, screen = asked([(b"Passphrase:", b"seven words\n")], piped=b"[]")
    assert out == "['seven words', '']"
    assert "seven" not in screen


def test_terminal_when_a_person_ends_the_input_then_it_is_empty() -> None:
    out, _screen = asked([(b"Passphrase:", b"\x04"), (b"Sure?", b"\x04")])
    assert out == "['', '']"


def test_secret_when_nobody_can_be_asked_then_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("protectnet.cli.terminal._DEVICE", str(tmp_path / "none"))
    assert Terminal(io.StringIO(), io.StringIO()).secret("?") is None
    assert Terminal(io.StringIO("yes"), io.StringIO()).line("?") == ""
    assert Terminal(None, io.StringIO()).line("?") == ""
