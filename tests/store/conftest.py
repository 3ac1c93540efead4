# SPDX-License-Identifier: GPL-3.0-or-later
"""A true encrypted store in a folder of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from protectnet.store.opening import create_store
from protectnet.store.store import Store
from tests.log.samples import LUNA, SOL
from tests.store.laptops import KEY, Laptop
from tests.store.residues import unkeyed_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "vault"
    found.mkdir()
    return found


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with create_store(folder, KEY) as made:
        yield made


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """Luna's store, empty."""
    with Laptop(tmp_path / "luna", LUNA, "Luna") as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Laptop]:
    """Sol's store, empty."""
    with Laptop(tmp_path / "sol", SOL, "Sol") as made:
        yield made


@pytest.fixture
def open_book(tmp_path: Path) -> Iterator[Laptop]:
    """Luna's store without encryption."""
    folder = tmp_path / "unkeyed"
    with Laptop(folder, LUNA, "Luna", store=unkeyed_store(folder)) as made:
        yield made
