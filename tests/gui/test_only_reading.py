# SPDX-License-Identifier: GPL-3.0-or-later
from pytestqt.qtbot import QtBot

from protectnet.app.workspace import OnlyReading
from protectnet.gui.work import Work
from protectnet.gui.workspace_view import WorkspaceView
from tests.gui.driving import ask, settle


def test_view_when_the_vault_was_opened_to_be_read_then_says_so_calmly(
    work: Work, qtbot: QtBot
) -> None:
    ask(qtbot, work, lambda workspace: setattr(workspace, "only_reading", OnlyReading(room=37)))
    view = WorkspaceView(work)
    qtbot.addWidget(view)
    view.show()
    settle(qtbot, work)
    assert view.notice.isVisible()
    assert view.notice.property("banner") == "note"
    assert "37" in view.notice.message()


def test_view_when_the_vault_can_be_written_then_says_nothing(work: Work, qtbot: QtBot) -> None:
    view = WorkspaceView(work)
    qtbot.addWidget(view)
    view.show()
    settle(qtbot, work)
    assert not view.notice.isVisible()
