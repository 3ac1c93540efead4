# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting the writers that die on their way, and the library by which they do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def deaths(writer: str, folder: Path, calls: str, step: int, **environment: str) -> int:
    """How often the writer of this module died on its way through; it checked what was left."""
    done = subprocess.run(
        [sys.executable, "-m", writer, str(folder), calls, str(step)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    assert done.stderr == ""
    return int(done.stdout)


def deadly_library(folder: Path) -> Path:
    """The library that kills in the middle of a write, made in ``folder``; skips where it cannot be."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("no C compiler: NOT TRIED to kill a writer in the middle of its writes")
    library = folder / "deadly_calls.so"
    source = ROOT / "tests/faults/deadly_calls.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library
