# SPDX-License-Identifier: GPL-3.0-or-later
"""Two vaults in one circle, of which one is to hand the other a bundle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.handing import READER, Pair
from tests.scenarios.laptops import CIRCLE, copied, opened, prepare

from protectnet.log.membership_operations import Addition
from protectnet.log.shapes import Role


@pytest.fixture(scope="session")
def prepared_pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vaults of river and hill in one circle, in which a reader's device is too."""
    folder = prepare(tmp_path_factory.mktemp("prepared"), ["river", "hill"])
    with opened(folder, "river") as river, opened(folder, "hill") as hill:
        river.circles.add(river.circles.find(CIRCLE), Addition(READER.public, "marsh", Role.READER))
        hill.editing.add("risk", {"title": "The hill's own"})
        (folder / "own.txt").write_bytes(b"a file of the hill's")
        own = hill.editing.add("risk", {"title": "The hill's in the circle"}, circle=CIRCLE)
        hill.attachments.attach(own.id.hex(), folder / "own.txt")
    return folder


@pytest.fixture
def pair(prepared_pair: Path, tmp_path: Path) -> Iterator[Pair]:
    """The vaults, open; the river has three sealed stretches of changes that the hill has not."""
    copied(prepared_pair, tmp_path, ["river", "hill"])
    (tmp_path / "stick").mkdir()
    with opened(tmp_path, "river") as river, opened(tmp_path, "hill") as hill:
        risk = river.editing.add("risk", {"title": "Armed men at the ford"}, circle=CIRCLE)
        for statement in ("Two men", "Three men"):
            river.upkeep.seal()
            river.editing.edit(risk.id.hex(), {"statement": statement})
        yield Pair(river, hill, tmp_path / "stick")
