# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault that costs nothing to open, and the command line on it."""

from pathlib import Path

import pytest
from tests.bench.vaults import new_vault
from tests.cli.running_it import CommandLine, passphrase_file, standard_input


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody sits in front of these tests, whoever started them."""
    monkeypatch.setattr("protectnet.cli.terminal._DEVICE", str(tmp_path / "no terminal"))
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture
def cli(
    tmp_path: Path,
    outside: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    new_vault(tmp_path / "vault").close()
    given = passphrase_file(tmp_path)
    return CommandLine(tmp_path / "vault", given, capsys, standard_input(monkeypatch))
