# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways into a vault: opening one, and making one."""

from collections.abc import Callable
from dataclasses import dataclass

from protectnet.app.opening import create_vault, open_vault
from protectnet.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Doors:
    """The use cases behind the unlock page; tests make vaults that cost less to open."""

    open: Callable[..., Workspace] = open_vault
    create: Callable[..., Workspace] = create_vault
