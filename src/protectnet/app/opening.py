# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault and opening one: where keys, store and clock first meet."""

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

import platformdirs

from protectnet.app.authoring import Authoring, Hand
from protectnet.app.clock import Clock, KnownDays
from protectnet.app.furnishing import Furnishing, furnish
from protectnet.app.known_days import known_days, remember_opening
from protectnet.app.names import VaultNames
from protectnet.app.passphrases import chosen
from protectnet.app.workspace import OnlyReading, Workspace
from protectnet.domain.ids import ID_BYTES
from protectnet.store import local
from protectnet.store.errors import NoSuchUser, StoreFull
from protectnet.store.opening import create_store, open_store
from protectnet.store.store import Progress, Store, no_progress
from protectnet.vault import opening as vault_opening
from protectnet.vault.cost import KdfCost, calibrate
from protectnet.vault.errors import VaultDiskFull
from protectnet.vault.hardening import harden_process
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.vault import Vault


def usual_folder() -> Path:
    """Where this person's vault is unless they say otherwise; the name says nothing of the content."""
    return Path(platformdirs.user_data_dir("notes", appauthor=False)) / "vault"


def create_vault(
    folder: Path,
    passphrase: str,
    names: VaultNames,
    *,
    clock: Clock,
    cost: KdfCost | None = None,
    progress: Progress = no_progress,
) -> Workspace:
    """Make a vault with one user, one circle and a device identity of its own, and open it.

    ``cost`` is measured so that a try takes about a second when it is not given. Raises
    what ``Clock.confirmed_today``, ``vault.opening.create_vault``, ``store.opening.create_store`` and
    ``passphrases.chosen`` raise.
    """
    harden_process()
    names = names.checked()
    passphrase_chosen = chosen(passphrase, (names.circle, names.user, names.device))
    user = secrets.token_bytes(ID_BYTES)
    # Before anything is made: a day that is not believed must not stand in the first signatures.
    today = clock.confirmed_today(KnownDays())

    def make_store(path: Path, key: bytes) -> None:
        with create_store(path.parent, key) as store:
            furnish(store, names, user, today)

    vault = vault_opening.create_vault(
        folder, passphrase_chosen, user, make_store, cost=cost or calibrate()
    )
    return _opened(vault, clock, progress)


def open_vault(
    folder: Path, passphrase: str, *, clock: Clock, progress: Progress = no_progress
) -> Workspace:
    """Open a vault. Raises what vault, store and ``Clock.confirmed_today`` raise at opening."""
    harden_process()
    vault = vault_opening.unlock_vault(folder, Passphrase.typed(passphrase))
    return _opened(vault, clock, progress)


def _opened(vault: Vault, clock: Clock, progress: Progress) -> Workspace:
    """The workspace on an open vault; whatever fails closes what was opened."""
    undo: list[Callable[[], None]] = [vault.close]
    try:
        store = open_store(vault.folder.root, vault.key.database_key(), progress=progress)
        undo.insert(0, store.close)
        today = clock.confirmed_today(known_days(store))
        furnishing = Furnishing.of(store)
        user = _user_name(store, vault.user_id)
        hand = Hand(furnishing.identity.signing_keys(), furnishing.incarnation, user)
        authoring = Authoring(store, hand, today)
        only_reading = _begin(store, authoring, today, vault.unsettled)
        workspace = Workspace(vault, store, authoring, furnishing, today)
        workspace.only_reading = only_reading
        return workspace
    except BaseException:
        for step in undo:
            step()
        raise


def _begin(
    store: Store, authoring: Authoring, today: date, unsettled: VaultDiskFull | None
) -> OnlyReading | None:
    """Put the vault in order before anybody writes; on a full disk it is left as it is, to be read.

    Whoever could not open it could not read in it what they need now, nor make room in it.
    """
    try:
        with store.transaction():
            # What a crash left open is sealed before anybody writes again.
            authoring.seal_all()
            remember_opening(store, today)
    except StoreFull as error:
        return OnlyReading(room=error.facts["room"])
    return OnlyReading(room=StoreFull.USUAL_ROOM) if unsettled else None


def _user_name(store: Store, user_id: bytes) -> str:
    """The code name of the user of the slot that opened."""
    for each in local.users(store):
        if each.id == user_id:
            return each.name
    raise NoSuchUser(name=user_id.hex()[:8])
