# SPDX-License-Identifier: GPL-3.0-or-later
"""What every vault has from its first day: an identity, two circles, a user and a code name."""

import os
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from protectnet.app.authoring import Authoring, Hand
from protectnet.app.founding import found_circle
from protectnet.app.names import VaultNames
from protectnet.domain.ids import ID_BYTES, CircleId
from protectnet.store import local
from protectnet.store.errors import DamagedStore
from protectnet.store.store import Store
from protectnet.vault.identity import DeviceIdentity
from protectnet.vault.opening import FIRST_SLOT

IDENTITY, INCARNATION, PRIVATE_CIRCLE = "identity", "incarnation", "private_circle"
"""Names of the secrets in the store."""

FIRST_CIRCLE, DEVICE_NAME = "first_circle", "device_name"
"""Names of the settings in the store."""

PRIVATE_NAME = "private"


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What a vault was furnished with, as its store holds it.

    ``incarnation`` (16 bytes) tells this life of the device's logs from one before a restore;
    ``device_name`` is the code name of this device.
    """

    identity: DeviceIdentity
    incarnation: bytes = field(repr=False)
    private_circle: CircleId
    first_circle: CircleId
    device_name: str = field(repr=False)

    @classmethod
    def of(cls, store: Store) -> Self:
        """What is in a store; raises ``DamagedStore`` where something is missing."""
        return cls(
            identity=DeviceIdentity.decode(_needed(store, IDENTITY)),
            incarnation=_needed(store, INCARNATION),
            private_circle=CircleId(_needed(store, PRIVATE_CIRCLE)),
            first_circle=CircleId(bytes.fromhex(local.setting(store, FIRST_CIRCLE) or "")),
            device_name=local.setting(store, DEVICE_NAME) or "",
        )


def furnish(store: Store, names: VaultNames, user: bytes, today: date) -> None:
    """Put into a new store what every vault has; ``user`` is the id of its first user."""
    identity = DeviceIdentity.generate()
    incarnation = os.urandom(ID_BYTES)
    authoring = Authoring(store, Hand(identity.signing_keys(), incarnation, names.user), today)
    with store.transaction():
        local.keep_secret(store, IDENTITY, identity.encode())
        local.keep_secret(store, INCARNATION, incarnation)
        local.keep_user(store, local.User(user, names.user, FIRST_SLOT))
        private = found_circle(authoring, identity, PRIVATE_NAME, names.device)
        first = found_circle(authoring, identity, names.circle, names.device)
        local.keep_secret(store, PRIVATE_CIRCLE, private)
        local.keep_setting(store, FIRST_CIRCLE, first.hex())
        local.keep_setting(store, DEVICE_NAME, names.device)


def _needed(store: Store, name: str) -> bytes:
    """A secret that every vault has."""
    found = local.secret(store, name)
    if found is None:
        raise DamagedStore(path=str(store.folder))
    return found
