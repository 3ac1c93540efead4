# SPDX-License-Identifier: GPL-3.0-or-later
"""A process killed at any write has lost nothing that it said was done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")

ROOT = Path(__file__).parents[2]


def deaths(folder: Path, calls: str, step: int, **environment: str) -> int:
    """How often somebody at work died, after each of which everything acknowledged was there."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_workspace", str(folder), calls, str(step)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    assert done.stderr == ""
    return int(done.stdout)


@pytest.fixture
def deadly_calls(tmp_path: Path) -> Path:
    """The library that kills in the middle of a write."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("no C compiler: NOT TRIED to kill somebody at work in the middle of a write")
    library = tmp_path / "deadly_calls.so"
    source = ROOT / "tests/faults/deadly_calls.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library


def test_vault_when_killed_at_a_few_writes_then_keeps_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    assert 5 < deaths(tmp_path, "python", 0) < 15


@pytest.mark.faults
def test_vault_when_killed_at_every_write_of_ours_then_keeps_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    assert deaths(tmp_path, "python", 1) > 200


@pytest.mark.faults
def test_vault_when_killed_in_any_write_then_keeps_all_that_was_acknowledged(
    tmp_path: Path, deadly_calls: Path
) -> None:
    assert deaths(tmp_path, "system", 1, LD_PRELOAD=str(deadly_calls)) > 200
