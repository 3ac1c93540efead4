# SPDX-License-Identifier: GPL-3.0-or-later
"""An open vault with a record, and a file outside of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.app.attaching import CONTENT, put
from tests.bench.vaults import new_vault

from protectnet.app.workspace import Workspace
from protectnet.store.store import Store


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_vault(tmp_path / "vault") as opened:
        yield opened


@pytest.fixture
def store(workspace: Workspace) -> Store:
    return workspace._store


@pytest.fixture
def risk(workspace: Workspace) -> str:
    return workspace.editing.add("risk", {"title": "Armed men at the ford"}).id.hex()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture
def notes(outside: Path) -> Path:
    return put(outside / "notes.txt", CONTENT)
