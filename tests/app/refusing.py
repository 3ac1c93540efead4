# SPDX-License-Identifier: GPL-3.0-or-later
"""A device that may read its circles, and not write into them."""

from dataclasses import replace

import pytest

from protectnet.app.workspace import Workspace
from protectnet.domain.ids import CircleId
from protectnet.log.shapes import Role


def refused_everywhere(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every membership say that this device is a reader."""
    for circle in workspace.circles.ids():
        refused_in(workspace, circle, monkeypatch)


def refused_in(workspace: Workspace, circle: CircleId, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the membership of a circle say that this device is a reader."""
    membership = workspace.circles.membership(circle)
    own = replace(membership.members[workspace.device], role=Role.READER)
    reading = replace(membership, members={**membership.members, workspace.device: own})
    monkeypatch.setitem(workspace.circles._memberships, circle, reading)
