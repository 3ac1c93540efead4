# SPDX-License-Identifier: GPL-3.0-or-later
"""A new vault key in two phases, so that a crash leaves one whole vault (vault-v1.md, section 7)."""

import os
from pathlib import Path

from protectnet.files import sync_folder
from protectnet.vault.cost import KdfCost
from protectnet.vault.errors import RotationNotReady
from protectnet.vault.folder import (
    store_id_of,
    store_with_companions,
    typed_refusals,
    write_ahead_log,
)
from protectnet.vault.keys import VaultKey
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.slot_files import write_next_table
from protectnet.vault.slots import OpenedSlot, SlotTable, derive, new_table, seal_slot
from protectnet.vault.vault import Vault


class Rotation:
    """A new vault key that is not in place yet; made by ``begin_rotation``.

    The caller exports the store to ``new_store`` under ``new_database_key``, closes both stores, and
    calls ``commit``, or ``abandon``. Until ``commit`` the vault is as it was.
    """

    def __init__(self, vault: Vault, table: SlotTable, opened: OpenedSlot) -> None:
        self._vault = vault
        self._table = table
        self._opened = opened
        self._is_in_place = False

    def __repr__(self) -> str:
        """Name the vault, nothing secret."""
        return f"Rotation({self._vault!r})"

    @property
    def new_store(self) -> Path:
        """Where the store has to be exported to; nothing is there now."""
        return self._vault.folder.store_next

    def new_database_key(self) -> bytes:
        """The 48 bytes under which the exported store has to be."""
        return self._opened.key.database_key()

    def commit(self) -> None:
        """Put the new store and key in place; the slots of all other users become random.

        Both stores must be closed, nothing of them waiting in a write-ahead log. Afterwards the vault
        has the new key, and its ``slot`` is the same. Raises ``RotationNotReady``, ``VaultDiskFull``,
        ``VaultReadOnly``; then the vault is as it was. ``VaultUnreachable``, of a disk that breaks,
        may also come later: the vault's key is always that of the store in place.
        """
        folder = self._vault.folder
        self._check_stores()
        write_next_table(folder, self._table, self._vault.write)
        with typed_refusals(folder.root):
            # An empty one must not stand beside another database.
            write_ahead_log(folder.store).unlink(missing_ok=True)
            folder.store_next.replace(folder.store)
            # From here on the folder opens with the new key alone, whatever else fails.
            self._is_in_place = True
            self._vault.take(self._opened)
            sync_folder(folder.root)
        self._vault.settle(self._table)

    def abandon(self) -> None:
        """Remove what was exported and forget the new key.

        Harmless when repeated, and when the new key is in place already: then it stays.
        """
        if self._is_in_place:
            return
        self._opened.key.wipe()
        _remove_new_store(self._vault)

    def _check_stores(self) -> None:
        folder = self._vault.folder
        try:
            if store_id_of(folder.store_next) != self._opened.key.store_id():
                raise RotationNotReady("other_key")
        except FileNotFoundError:
            raise RotationNotReady("no_new_store") from None
        for store in (folder.store, folder.store_next):
            log = write_ahead_log(store)
            if log.exists() and log.stat().st_size:
                raise RotationNotReady("store_open")
        with typed_refusals(folder.root, folder.store_next.name):
            descriptor = os.open(folder.store_next, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def begin_rotation(
    vault: Vault, current: Passphrase, cost: KdfCost, new: Passphrase | None = None
) -> Rotation:
    """Make a new vault key for the user who has the vault open; writes no key to the disk yet.

    With ``new`` it opens by another passphrase from then on, so that one that leaked never opens the
    new key. The new slots have the cost given, for the laptop may have changed since. What an earlier attempt
    left of a new store is removed. Raises ``WrongPassphrase``, ``KdfCostRefused``,
    ``NotEnoughMemory``, ``VaultReadOnly``, ``VaultUnreachable``.
    """
    cost.check_for_use()
    vault.confirm(current)
    key = VaultKey.generate(vault.randomness)
    empty = new_table(cost, key.store_id(), vault.randomness)
    root = derive(current if new is None else new, empty.header)
    table = seal_slot(empty, vault.slot, root, key, vault.user_id, vault.randomness)
    _remove_new_store(vault)
    return Rotation(vault, table, OpenedSlot(vault.slot, key, vault.user_id))


def _remove_new_store(vault: Vault) -> None:
    with typed_refusals(vault.folder.root):
        for path in store_with_companions(vault.folder.store_next):
            path.unlink(missing_ok=True)
