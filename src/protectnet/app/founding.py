# SPDX-License-Identifier: GPL-3.0-or-later
"""Founding a circle, and the key by which others write to this device."""

import secrets

from protectnet.app.authoring import Authoring
from protectnet.domain.ids import ID_BYTES, CircleId
from protectnet.envelope import HybridIdentity
from protectnet.log.membership_operations import (
    Founding,
    Recipient,
    found,
    founded_circle,
    publish_key,
)
from protectnet.vault.identity import DeviceIdentity


def own_recipient(identity: DeviceIdentity) -> Recipient:
    """This device's newest recipient key, as others are told it."""
    newest = identity.recipient
    return Recipient(newest.counter, HybridIdentity(newest.seed).recipient.public_bytes)


def found_circle(
    authoring: Authoring, identity: DeviceIdentity, name: str, code_name: str
) -> CircleId:
    """Found a circle with this device as its first coordinator; needs a transaction."""
    nonce = secrets.token_bytes(ID_BYTES)
    founding = Founding(name, authoring.keys.public, nonce, code_name)
    # The clock of a circle that has no operation yet; its id follows from the first one.
    operation = found(founding, authoring.next_clock(CircleId(nonce)))
    circle = founded_circle(operation)
    key = publish_key(authoring.device, own_recipient(identity), authoring.next_clock(circle))
    authoring.write_membership(circle, [operation, key])
    return circle
