# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault and opening one (docs/spec/vault-v1.md, sections 5 and 6)."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from protectnet.files import (
    PRIVATE_FILE,
    UNFINISHED_SUFFIX,
    make_private_folder,
    remove_unfinished,
    sync_folder,
    write_atomically,
)
from protectnet.vault.cost import KdfCost
from protectnet.vault.errors import FolderNotEmpty, FolderUnusable
from protectnet.vault.folder import (
    VaultFolder,
    making_refusals,
    store_id_of,
    store_with_companions,
    typed_refusals,
)
from protectnet.vault.instance_lock import InstanceLock
from protectnet.vault.keys import Randomness, VaultKey
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.slot_files import WriteFile, check_vault_is_there, read_table, write_table
from protectnet.vault.slots import OpenedSlot, derive, new_table, open_slots, seal_slot
from protectnet.vault.vault import Vault

FIRST_SLOT = 0

MakeStore = Callable[[Path, bytes], None]
"""Makes the store at a path under a database key of 48 bytes, with all it needs, and closes it."""


def unlock_vault(
    root: Path,
    passphrase: Passphrase,
    *,
    randomness: Randomness = os.urandom,
    write: WriteFile = write_atomically,
) -> Vault:
    """Open the vault in the folder ``root``. Before the passphrase proved right, no file changes.

    Raises ``NotAVault``, ``VaultInUse``, ``VaultReadOnly``, ``VaultWithoutStore``,
    ``StoreOfAnotherVault``, ``SlotsDamaged``, ``SlotsTooNew``, ``KdfCostRefused``,
    ``WrongPassphrase``, ``SlotContentUnknown``, ``NotEnoughMemory``, ``VaultNotReadable``,
    ``FolderUnusable``, ``VaultUnreachable``.
    """
    folder = VaultFolder(root)
    # Before the lock, which would make a file in a folder that is not ours.
    check_vault_is_there(folder)
    lock = InstanceLock(root)
    lock.acquire()
    try:
        table = read_table(folder)
        opened = open_slots(table, derive(passphrase, table.header))
    except BaseException:
        lock.release()
        raise
    vault = Vault(lock, folder, opened, randomness=randomness, write=write)
    try:
        vault.settle(table)
    except BaseException:
        vault.close()
        raise
    return vault


def create_vault(
    root: Path,
    passphrase: Passphrase,
    user_id: bytes,
    make_store: MakeStore,
    *,
    cost: KdfCost,
    randomness: Randomness = os.urandom,
    write: WriteFile = write_atomically,
) -> Vault:
    """Make a vault in an empty folder, or one that does not exist, and open it.

    Its first user, with the 16 bytes ``user_id``, has slot 0. The vault exists only when everything
    is on the disk; what an unfinished making left is cleared by the next one in the same folder.
    Raises ``FolderNotEmpty``, ``FolderUnusable``, ``VaultInUse``, ``VaultDiskFull``,
    ``VaultUnreachable``, ``KdfCostRefused``, ``NotEnoughMemory``, and what ``make_store`` raises.
    """
    cost.check_for_use()
    folder = VaultFolder(root)
    _check_may_be_made_here(folder)
    lock = InstanceLock(root)
    with making_refusals(root):
        make_private_folder(root)
        lock.acquire()
    try:
        # Again: another process may have made one before we had the lock.
        _check_may_be_made_here(folder)
        opened = _make(folder, passphrase, user_id, make_store, cost, randomness, write)
    except BaseException:
        lock.release()
        raise
    return Vault(lock, folder, opened, randomness=randomness, write=write)


def _make(
    folder: VaultFolder,
    passphrase: Passphrase,
    user_id: bytes,
    make_store: MakeStore,
    cost: KdfCost,
    randomness: Randomness,
    write: WriteFile,
) -> OpenedSlot:
    key = VaultKey.generate(randomness)
    empty = new_table(cost, key.store_id(), randomness)
    table = seal_slot(empty, FIRST_SLOT, derive(passphrase, empty.header), key, user_id, randomness)
    with typed_refusals(folder.root):
        # Empty, so it is never half written; and nothing may stand here that a next try would refuse.
        folder.unfinished.touch(PRIVATE_FILE)
        sync_folder(folder.root)
        _clear(folder)
        make_private_folder(folder.blobs)
    make_store(folder.store, key.database_key())
    if store_id_of(folder.store) != key.store_id():
        raise ValueError("the store was not made with the key that was given")
    write_table(folder, table, write)
    with typed_refusals(folder.root):
        folder.unfinished.unlink()
    return OpenedSlot(FIRST_SLOT, key, user_id)


def _check_may_be_made_here(folder: VaultFolder) -> None:
    """A folder is free when it is not there, is empty, or holds what an unfinished making left."""
    root = folder.root
    with making_refusals(root):
        if not root.exists():
            return
        if not root.is_dir():
            raise FolderUnusable(str(root), "is_a_file")
        names = {path.name for path in root.iterdir()}
    # The lock alone was left by a making that stopped before its first file.
    if names - {folder.lock.name} and not _is_unfinished(folder, names):
        raise FolderNotEmpty(path=str(root))


def _is_unfinished(folder: VaultFolder, names: set[str]) -> bool:
    """Whether a making stopped here, and nothing but what it made is here."""
    ours = {path.name for path in store_with_companions(folder.store)}
    ours |= {path.name for path in (folder.slots_copy, folder.blobs, folder.lock)}
    ours.add(folder.unfinished.name)
    foreign = {name for name in names - ours if not name.endswith(UNFINISHED_SUFFIX)}
    return folder.unfinished.name in names and not foreign


def _clear(folder: VaultFolder) -> None:
    """Remove what an unfinished making left: nobody was told that it exists."""
    for path in (folder.slots_copy, *store_with_companions(folder.store)):
        path.unlink(missing_ok=True)
    if folder.blobs.is_dir():
        shutil.rmtree(folder.blobs)
    remove_unfinished(folder.root)
