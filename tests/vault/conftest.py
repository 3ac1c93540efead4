# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault of Ana's, locked, in a folder of its own for each test."""

from pathlib import Path

import pytest

from tests.vault.standins import new_vault


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = tmp_path / "vault"
    new_vault(found).close()
    return found
