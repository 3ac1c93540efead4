# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a command changed anything: people are told, and documents have ``changed``."""

from collections.abc import Callable
from typing import TypeVar

from protectnet.app.workspace import Workspace

Done = TypeVar("Done")


def changing(workspace: Workspace, act: Callable[[], Done]) -> tuple[Done, bool]:
    """What ``act`` gives, and whether it wrote a change into the vault."""
    before = workspace.written
    done = act()
    return done, workspace.written > before
