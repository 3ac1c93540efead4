# SPDX-License-Identifier: GPL-3.0-or-later
"""An open vault: its key, the slot it was opened with, and changing the slots of its users.

Made by ``opening.create_vault`` and ``opening.unlock_vault``. Who has which slot stands in the store,
because the slots themselves do not tell; so indices come from the caller.
"""

import os
from collections.abc import Collection
from typing import Self

from protectnet.files import write_atomically
from protectnet.vault.errors import (
    NoFreeSlot,
    OwnSlot,
    PassphraseInUse,
    VaultDiskFull,
    WrongPassphrase,
)
from protectnet.vault.folder import VaultFolder
from protectnet.vault.instance_lock import InstanceLock
from protectnet.vault.keys import Randomness, VaultKey
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.slot_files import WriteFile, read_table, settle, write_table
from protectnet.vault.slots import (
    SLOTS,
    OpenedSlot,
    SlotTable,
    check_index,
    derive,
    open_slots,
    seal_slot,
    unused_slot,
)


class Vault:
    """A vault that this process has open, alone, until ``close``."""

    def __init__(
        self,
        lock: InstanceLock,
        folder: VaultFolder,
        opened: OpenedSlot,
        *,
        randomness: Randomness = os.urandom,
        write: WriteFile = write_atomically,
    ) -> None:
        self.folder = folder
        self.randomness = randomness
        self.write = write
        self._lock = lock
        self._opened = opened
        self._unsettled: VaultDiskFull | None = None

    def __repr__(self) -> str:
        """Name the folder and the slot."""
        return f"Vault({str(self.folder.root)!r}, slot={self.slot})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def key(self) -> VaultKey:
        """What everything in the vault is encrypted under; wiped by ``close``."""
        return self._opened.key

    @property
    def slot(self) -> int:
        """The index of the slot with which the vault was opened."""
        return self._opened.index

    @property
    def user_id(self) -> bytes:
        """The 16 bytes of the user who opened the vault."""
        return self._opened.user_id

    @property
    def unsettled(self) -> VaultDiskFull | None:
        """Why the folder could not be mended and tidied at opening; ``None`` when it was."""
        return self._unsettled

    def settle(self, table: SlotTable) -> None:
        """Mend and tidy the folder; a full disk is kept in ``unsettled`` for people to be told.

        A person who cannot open the vault could not make room in it either. Raises
        ``VaultReadOnly``, ``VaultUnreachable``.
        """
        try:
            settle(self.folder, table, self.write)
        except VaultDiskFull as error:
            self._unsettled = error
        else:
            self._unsettled = None

    def confirm(self, passphrase: Passphrase) -> None:
        """Check that this is the passphrase of the user who has the vault open.

        Raises ``WrongPassphrase``, also for the passphrase of another user.
        """
        self._confirmed(passphrase)

    def free_slot(self, used: Collection[int]) -> int:
        """A slot, drawn by lot, that is not among those the store names; raises ``NoFreeSlot``."""
        free = [index for index in range(SLOTS) if index not in used and index != self.slot]
        if not free:
            raise NoFreeSlot(slots=SLOTS)
        drawn = int.from_bytes(self.randomness(8), "big")
        return free[drawn % len(free)]

    def add_user(self, passphrase: Passphrase, user_id: bytes, index: int) -> None:
        """Let a passphrase open this vault from slot ``index`` on, whatever was there before.

        The store must be told afterwards, not before. Raises ``PassphraseInUse``, ``OwnSlot``,
        ``VaultDiskFull``, ``VaultReadOnly``, ``NotEnoughMemory``; then nothing has changed.
        """
        self._check_not_own(index)
        table = read_table(self.folder)
        root = self._unused_root(table, passphrase, index)
        self._write(seal_slot(table, index, root, self.key, user_id, self.randomness))

    def remove_user(self, index: int) -> None:
        """Overwrite a slot, so that its passphrase opens nothing here; harmless when repeated.

        Copies of the folder that somebody has keep opening: a new vault key is against that.
        Raises ``OwnSlot``, ``VaultDiskFull``, ``VaultReadOnly``.
        """
        self._check_not_own(index)
        self._write(read_table(self.folder).with_slot(index, unused_slot(self.randomness)))

    def change_passphrase(self, current: Passphrase, new: Passphrase) -> None:
        """Give the user who has the vault open another passphrase.

        Raises ``WrongPassphrase`` for a wrong current one, ``PassphraseInUse``, ``VaultDiskFull``,
        ``VaultReadOnly``; then the current one still opens.
        """
        table = self._confirmed(current)
        root = self._unused_root(table, new, self.slot)
        self._write(seal_slot(table, self.slot, root, self.key, self.user_id, self.randomness))

    def take(self, opened: OpenedSlot) -> None:
        """Go on with a new vault key; the old one is wiped."""
        self._opened.key.wipe()
        self._opened = opened

    def close(self) -> None:
        """Wipe the key and let other processes open the vault; harmless when repeated."""
        self._opened.key.wipe()
        self._lock.release()

    def _confirmed(self, passphrase: Passphrase) -> SlotTable:
        table = read_table(self.folder)
        opened = open_slots(table, derive(passphrase, table.header))
        opened.key.wipe()
        if opened.index != self.slot:
            raise WrongPassphrase
        return table

    def _unused_root(self, table: SlotTable, passphrase: Passphrase, index: int) -> bytes:
        """The root of a new passphrase, if it opens no other slot."""
        root = derive(passphrase, table.header)
        others = table.with_slot(index, bytes(len(table.slots[index])))
        try:
            opened = open_slots(others, root)
        except WrongPassphrase:
            return root
        opened.key.wipe()
        raise PassphraseInUse(slot=opened.index)

    def _check_not_own(self, index: int) -> None:
        check_index(index)
        if index == self.slot:
            raise OwnSlot(slot=index)

    def _write(self, table: SlotTable) -> None:
        if not self._lock.is_held:
            raise ValueError("this vault is closed")
        write_table(self.folder, table, self.write)
