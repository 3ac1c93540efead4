# SPDX-License-Identifier: GPL-3.0-or-later
"""The store, killed before every statement and in the middle of every write."""

import sys
from pathlib import Path

import pytest
from tests.faults.dying import deadly_library, deaths

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="preloads a library"),
]

WRITER = "tests.store.killed"


@pytest.fixture(scope="module")
def deadly_calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return deadly_library(tmp_path_factory.mktemp("deadly"))


def test_store_when_killed_before_any_statement_then_keeps_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    assert deaths(WRITER, tmp_path, "statements", 1) > 100


def test_store_when_killed_in_any_write_then_keeps_all_that_was_acknowledged(
    tmp_path: Path, deadly_calls: Path
) -> None:
    assert deaths(WRITER, tmp_path, "system", 1, LD_PRELOAD=str(deadly_calls)) > 100


@pytest.mark.parametrize("calls", ["full", "gone"])
def test_store_when_the_disk_is_full_or_gone_then_says_so_and_keeps_the_rest(
    tmp_path: Path, deadly_calls: Path, calls: str
) -> None:
    assert deaths(WRITER, tmp_path, calls, 3, LD_PRELOAD=str(deadly_calls)) > 50
