# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing 100,000 field changes, and making everything anew from them."""

from pathlib import Path

from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from tests.bench.figures import Figure, seconds
from tests.bench.network import MadeUp
from tests.bench.recording import Recording, plain_copy
from tests.bench.vaults import IMPORT_BATCH, new_vault

CHANGES = 100_000
FIELDS_OF_A_RISK = 11
SAVES_A_SITTING = 50


def measure(folder: Path, changes: int = CHANGES) -> list[Figure]:
    """Half of the changes imported record by record, half saved by people, sitting by sitting."""
    with new_vault(folder / "timed") as workspace:
        took = seconds(lambda: _work(workspace, changes))
        rebuilding = seconds(workspace.upkeep.rebuild)
    recording = Recording()
    with new_vault(folder / "recorded") as workspace:
        plain = plain_copy(workspace._store.db, folder / "plain.db")
        with recording.of(workspace._store.db):
            _work(workspace, changes)
    plain_took = seconds(lambda: recording.replay(plain))
    plain.close()
    return [
        Figure(
            f"insert {changes:,} field changes, signed, searchable, durable",
            took,
            "s",
            "<= 3.5x",
            plain_took,
            "plain SQLite: the same rows, index and transactions",
            f"{changes / took:,.0f} changes a second",
        ),
        Figure(f"rebuild {changes:,} changes", rebuilding, "s", "<= 1.0x", took, "inserting them"),
    ]


def _work(workspace: Workspace, changes: int) -> None:
    made_up = MadeUp()
    risks = made_up.risks(changes // 2 // FIELDS_OF_A_RISK)
    ids: list[str] = []
    for start in range(0, len(risks), IMPORT_BATCH):
        added = workspace.importing.add_all(risks[start : start + IMPORT_BATCH])
        ids += [each.id.hex() for each in added]
    for number, change in enumerate(made_up.saves(changes // 2), start=1):
        workspace.editing.edit(made_up.lot.choice(ids), change)
        if number % SAVES_A_SITTING == 0:
            workspace.upkeep.seal()
    # What waits to be indexed is indexed by the next search: it is a part of the work.
    workspace.records.page(Query(search="a", limit=1))
