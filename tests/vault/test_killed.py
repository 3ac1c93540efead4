# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at every line of code, a vault is always whole, as before or as after."""

import json
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals"),
]

REPOSITORY = Path(__file__).parents[2]


def found_after_kills(action: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.vault.killed", action, str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("action", "in_turn"),
    [
        ("change", ["ana", "bea"]),
        ("add", ["ana", "ana bea"]),
        ("rotate", ["ana"]),
        ("settle", ["ana"]),
        ("create", ["nothing, then ana", "ana"]),
    ],
)
def test_vault_when_killed_at_any_line_then_is_as_before_and_from_one_line_on_as_after(
    tmp_path: Path, action: str, in_turn: list[str]
) -> None:
    found = found_after_kills(action, tmp_path)
    assert [outcome for outcome, _ in groupby(found)] == in_turn
    assert len(found) > 100
