# SPDX-License-Identifier: GPL-3.0-or-later
"""Vaults to measure on, in a temporary folder."""

from pathlib import Path

from protectnet.app.clock import BUILD_DAY, Clock
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault, open_vault
from protectnet.app.workspace import Workspace
from protectnet.vault.cost import KdfCost
from tests.bench.network import MadeUp

PASSPHRASE = "lantern orchard pebble violet"
IMPORT_BATCH = 500


def new_vault(folder: Path) -> Workspace:
    """An empty vault whose passphrase costs nothing, since Argon2id is not what is measured."""
    cost = KdfCost.below_floor_for_tests()
    return create_vault(folder, PASSPHRASE, VaultNames(), clock=Clock(BUILD_DAY), cost=cost)


def open_again(folder: Path) -> Workspace:
    """The vault of ``new_vault``, opened."""
    return open_vault(folder, PASSPHRASE, clock=Clock(BUILD_DAY))


def filled_vault(folder: Path, records: int) -> Workspace:
    """A vault with so many risks."""
    workspace = new_vault(folder)
    risks = MadeUp().risks(records)
    for start in range(0, records, IMPORT_BATCH):
        workspace.importing.add_all(risks[start : start + IMPORT_BATCH])
    return workspace
