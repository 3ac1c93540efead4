# SPDX-License-Identifier: GPL-3.0-or-later
"""The people who open the same vault. Between them there is no wall."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from protectnet.app.names import checked_name
from protectnet.app.passphrases import PassphraseTooWeak, chosen
from protectnet.domain.ids import ID_BYTES
from protectnet.store import local
from protectnet.store.errors import NameTaken, NoSuchUser
from protectnet.store.export import export_to_new_key, forget_users
from protectnet.store.store import Progress, Store, no_progress
from protectnet.vault.cost import KdfCost, calibrate
from protectnet.vault.errors import PassphraseInUse
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.rotation import begin_rotation
from protectnet.vault.vault import Vault


@dataclass(frozen=True, slots=True, repr=False)
class UserLine:
    """A user of the vault, by code name."""

    name: str
    is_current: bool


class Users:
    """The users of an open vault. The slots and the store are told in an order a crash cannot harm."""

    def __init__(self, vault: Vault, store: Store) -> None:
        self._vault = vault
        self._store = store

    def all(self) -> list[UserLine]:
        """Everybody who opens the vault, by name."""
        found = [
            UserLine(each.name, each.id == self._vault.user_id) for each in local.users(self._store)
        ]
        return sorted(found, key=lambda each: each.name)

    def add(self, name: str, passphrase: str) -> None:
        """Let somebody else open the vault.

        A passphrase that is another user's is ``PassphraseTooWeak``: it would open as one of the two,
        and whoever chooses it is not told whose it is. It is too weak, too: somebody came upon it
        before. Raises ``NameTaken``, ``InvalidRecord``, ``NoFreeSlot`` and what ``passphrases.chosen``
        raises; then nothing has changed.
        """
        added = checked_name("user", name)
        passphrase_chosen = chosen(passphrase, (added,))
        known = local.users(self._store)
        slot = self._vault.free_slot([each.slot for each in known])
        user = local.User(secrets.token_bytes(ID_BYTES), added, slot)
        if added in (each.name for each in known):
            raise NameTaken(name=added)
        # The slot first: a slot without a user opens nothing more, a user without a slot would lie.
        try:
            self._vault.add_user(passphrase_chosen, user.id, slot)
        except PassphraseInUse as error:
            user = replace(user, slot=self._left_half_done(error, known))
            self._vault.add_user(passphrase_chosen, user.id, user.slot)
        with self._store.transaction():
            local.keep_user(self._store, user)

    def _left_half_done(self, error: PassphraseInUse, known: Sequence[local.User]) -> int:
        """The slot that the passphrase opens, if a crash left it without a user."""
        slot = error.facts["slot"]
        taken = {self._vault.slot, *(each.slot for each in known)}
        if not isinstance(slot, int) or slot in taken:
            raise PassphraseTooWeak from None
        return slot

    def remove(self, name: str) -> None:
        """Let a user no longer open the vault; raises ``NoSuchUser``, ``OwnSlot``."""
        user = self._named(name)
        self._vault.remove_user(user.slot)
        with self._store.transaction():
            local.remove_user(self._store, user.id)

    def change_passphrase(self, current: str, new: str) -> None:
        """Change the passphrase of the user who has the vault open.

        Raises ``WrongPassphrase`` for a wrong current one, and of the new one as ``add`` does.
        """
        try:
            self._vault.change_passphrase(Passphrase.typed(current), chosen(new))
        except PassphraseInUse:
            raise PassphraseTooWeak from None

    def rotate(
        self,
        current: str,
        new: str | None = None,
        *,
        cost: KdfCost | None = None,
        progress: Progress = no_progress,
    ) -> list[str]:
        """Write the store under a new vault key, with a new passphrase where one is given.

        Gives the users who have to be added again. Afterwards the store is closed: the workspace
        is of no use any more, and the vault is unlocked anew. Raises ``WrongPassphrase``,
        ``StoreFull``, ``RotationNotReady``; then the vault is as it was.
        """
        wanted = chosen(new) if new is not None else None
        typed = Passphrase.typed(current)
        # With the new passphrase from the start: no crash leaves the new key to the leaked one.
        rotation = begin_rotation(self._vault, typed, cost or calibrate(), new=wanted)
        dropped = [each for each in local.users(self._store) if each.id != self._vault.user_id]
        try:
            key = rotation.new_database_key()
            export_to_new_key(self._store, key, rotation.new_store, progress)
            forget_users(rotation.new_store, key, [each.id for each in dropped])
            self._store.close()
            rotation.commit()
        except BaseException:
            rotation.abandon()
            raise
        return [each.name for each in dropped]

    def _named(self, name: str) -> local.User:
        for each in local.users(self._store):
            if each.name == name:
                return each
        raise NoSuchUser(name=name[:60])
