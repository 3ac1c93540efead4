# SPDX-License-Identifier: GPL-3.0-or-later
"""The store, killed before every statement and in the middle of every write."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="preloads a library"),
]

ROOT = Path(__file__).parents[2]


def deaths(folder: Path, calls: str, step: int, **environment: str) -> int:
    """How often a writer died on its way through."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.killed", str(folder), calls, str(step)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    assert done.stderr == ""
    return int(done.stdout)


@pytest.fixture(scope="module")
def deadly_calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler: NOT TRIED to kill the store in the middle of its writes")
    library = tmp_path_factory.mktemp("deadly") / "deadly_calls.so"
    source = ROOT / "tests/faults/deadly_calls.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library


def test_store_when_killed_before_any_statement_then_keeps_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    assert deaths(tmp_path, "statements", 1) > 100


def test_store_when_killed_in_any_write_then_keeps_all_that_was_acknowledged(
    tmp_path: Path, deadly_calls: Path
) -> None:
    assert deaths(tmp_path, "system", 1, LD_PRELOAD=str(deadly_calls)) > 100


@pytest.mark.parametrize("calls", ["full", "gone"])
def test_store_when_the_disk_is_full_or_gone_then_says_so_and_keeps_the_rest(
    tmp_path: Path, deadly_calls: Path, calls: str
) -> None:
    assert deaths(tmp_path, calls, 3, LD_PRELOAD=str(deadly_calls)) > 50
