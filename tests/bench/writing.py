# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing 100,000 field changes, and making everything anew from them."""

from dataclasses import dataclass
from pathlib import Path

from protectnet.app.record_files import GivenRecord
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from tests.bench.figures import Figure, seconds
from tests.bench.network import MadeUp
from tests.bench.recording import Recording, plain_copy
from tests.bench.vaults import IMPORT_BATCH, new_vault

CHANGES = 100_000
FIELDS_OF_A_RISK = 11
SAVES_A_SITTING = 50


@dataclass(frozen=True, slots=True)
class Work:
    """What is written: records to import, and saves of a record (its place) with its fields."""

    imported: list[GivenRecord]
    saves: list[tuple[int, dict[str, object]]]


def made_up_work(changes: int) -> Work:
    """Half of the changes in records to import, half in saves of one to eight fields."""
    made_up = MadeUp()
    imported = made_up.risks(changes // 2 // FIELDS_OF_A_RISK)
    places = range(len(imported))
    saves = [(made_up.lot.choice(places), each) for each in made_up.saves(changes // 2)]
    return Work(imported, saves)


def measure(folder: Path, changes: int = CHANGES) -> list[Figure]:
    """The same work by the program and by plain SQLite."""
    work = made_up_work(changes)
    with new_vault(folder / "timed") as workspace:
        took = seconds(lambda: do(workspace, work))
        rebuilding = seconds(workspace.upkeep.rebuild)
    recording = Recording()
    with new_vault(folder / "recorded") as workspace:
        # Plain SQLite, too, finds what was saved: it writes the index in every transaction.
        workspace._store.index.few = 0
        plain = plain_copy(workspace._store.db, folder / "plain.db")
        with recording.of(workspace._store.db):
            do(workspace, work)
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


def do(workspace: Workspace, work: Work) -> None:
    """Import, then save record by record in sittings, each save durable by itself."""
    ids: list[str] = []
    for start in range(0, len(work.imported), IMPORT_BATCH):
        added = workspace.importing.add_all(work.imported[start : start + IMPORT_BATCH])
        ids += [each.id.hex() for each in added]
    for number, (place, given) in enumerate(work.saves, start=1):
        workspace.editing.edit(ids[place], given)
        if number % SAVES_A_SITTING == 0:
            workspace.upkeep.seal()
    # What waits to be indexed is indexed by the next search: it is a part of the work.
    workspace.records.page(Query(search="a", limit=1))
