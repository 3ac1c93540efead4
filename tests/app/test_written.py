# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a sitting changed anything."""

from collections.abc import Callable
from functools import partial

from protectnet.app.workspace import Workspace
from protectnet.domain.record import Record


def test_written_when_something_changes_then_it_grows_and_else_not(
    workspace: Workspace, risk: str
) -> None:
    acts: tuple[Callable[[], Record], ...] = (
        partial(workspace.editing.edit, risk, {"likelihood": 2}),
        partial(workspace.editing.delete, risk),
        partial(workspace.editing.undelete, risk),
    )
    for act in acts:
        grew = []
        for _ in range(2):
            before = workspace.written
            act()
            grew.append(workspace.written > before)
        assert grew == [True, False]
