# SPDX-License-Identifier: GPL-3.0-or-later
"""How a run ends: done, with an error's sentence, stopped, or with a defect of ours."""

import argparse
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.bench.vaults import open_again
from tests.cli.running_it import TODAY, CommandLine
from tests.habits import tree
from tests.scenarios.laptops import files_of

from protectnet.app.outside import FileUnwritable
from protectnet.cli import executing
from protectnet.cli.commands import sample
from protectnet.cli.console import Console
from protectnet.cli.declared import COMMANDS

SECRET = "Yarumal"
WALK = COMMANDS[("walk",)]


def walking(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> tuple[int, str, str]:
    """Do ``walk``, where it does something else; the exit code, and what was said."""
    monkeypatch.setattr(sample, "walk", lambda _given, _console: act())
    out, err = io.StringIO(), io.StringIO()
    code = executing.execute(WALK, argparse.Namespace(json=True), Console(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def fail() -> None:
    raise KeyError(SECRET)


def test_end_when_done_then_the_code_is_0(monkeypatch: pytest.MonkeyPatch) -> None:
    assert walking(monkeypatch, lambda: None) == (0, "", "")


def test_end_when_an_error_of_ours_then_its_code_and_sentence_are_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise FileUnwritable(name="a.json", reason="No space left on device")

    code, out, err = walking(monkeypatch, refuse)
    assert (code, out) == (1, "")
    assert err.startswith("error: file_unwritable: a.json cannot be written: the disk is full.")


def test_end_when_a_defect_then_it_is_told_calmly_and_without_contents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, out, err = walking(monkeypatch, fail)
    assert (code, out) == (3, "")
    assert err.startswith("error: defect: The program made a mistake of its own (KeyError).")
    assert "test_executing.py" in err
    assert " fail\n" in err
    assert SECRET not in err
    assert "Traceback" not in err


def test_end_when_a_person_stops_it_then_says_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    code, out, err = walking(monkeypatch, stop)
    assert (code, out) == (1, "")
    assert "What was saved before is kept" in err


def test_defect_when_the_vault_is_open_then_it_is_kept_inside_and_status_tells(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(files_of(cli.vault))
    with monkeypatch.context() as broken:
        broken.setattr("protectnet.app.upkeep.Upkeep.status", lambda _self: fail())
        assert cli("status").code == 3
    assert set(files_of(cli.vault)) == before
    said = cli("status")
    assert "1 mistake of its own" in said.out
    [kept] = cli.document("status")["defects"]
    assert kept["name"] == "KeyError"
    assert SECRET not in str(kept)
    with open_again(cli.vault) as workspace:
        workspace.upkeep.check()


def test_error_when_json_is_asked_for_then_nothing_stands_on_standard_output(
    cli: CommandLine,
) -> None:
    said = cli("show", "abcd", "--json")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("error: no_such_record: ")


def program(*words: str) -> list[str]:
    return [sys.executable, "-m", "protectnet", *words]


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(tree.ROOT / "src"), "LANG": "C.UTF-8"}


def test_output_when_nobody_reads_it_any_more_then_it_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        program("kinds"), stdout=writing, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
def test_output_when_the_disk_is_full_then_it_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program("kinds"), stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(
        b"error: output_unwritable: What was to be shown cannot be written: "
    )
    assert b"Traceback" not in done.stderr


def test_output_when_it_is_closed_then_the_command_is_done_all_the_same() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" >&-', "sh", *program("kinds")],
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another sort")
def test_program_when_interrupted_then_it_stops_without_a_trace(cli: CommandLine) -> None:
    common = ("--vault", cli.vault, "--passphrase-file", cli.passphrase_file, "--today", TODAY)
    # What a shell starts in the background ignores interruptions, and so would what we start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        reading = subprocess.Popen(
            program("import-json", "-", *map(str, common)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    assert reading.stdin is not None
    # More than a pipe holds: once it is written the program is reading, and waits for the rest.
    reading.stdin.write(b" " * (1 << 20))
    reading.stdin.flush()
    reading.send_signal(signal.SIGINT)
    _out, err = reading.communicate(timeout=60)
    assert reading.returncode == 1
    assert b"Stopped." in err
    assert b"Traceback" not in err
