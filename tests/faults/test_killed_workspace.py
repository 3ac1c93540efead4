# SPDX-License-Identifier: GPL-3.0-or-later
"""A process killed at any write has lost nothing that it said was done."""

import sys
from pathlib import Path

import pytest
from tests.faults.dying import deadly_library, deaths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")

WRITER = "tests.faults.killed_workspace"


@pytest.fixture
def deadly_calls(tmp_path: Path) -> Path:
    """The library that kills in the middle of a write."""
    return deadly_library(tmp_path)


def test_vault_when_killed_at_a_few_writes_then_keeps_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    assert 5 < deaths(WRITER, tmp_path, "python", 0) < 15


@pytest.mark.faults
def test_vault_when_killed_at_every_write_of_ours_then_keeps_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    assert deaths(WRITER, tmp_path, "python", 1) > 200


@pytest.mark.faults
def test_vault_when_killed_in_any_write_then_keeps_all_that_was_acknowledged(
    tmp_path: Path, deadly_calls: Path
) -> None:
    assert deaths(WRITER, tmp_path, "system", 1, LD_PRELOAD=str(deadly_calls)) > 200
