# SPDX-License-Identifier: GPL-3.0-or-later
import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from protectnet.app.clock import Clock
from protectnet.app.defects import Defect
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import UnknownKind
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.work import Work
from tests.gui.driving import NAMES, PASSPHRASE, Catcher, ask, new_vault, settle


def titles(workspace: Workspace) -> list[str]:
    return [each.record.title for each in workspace.records.page(Query(kind="risk")).found]


def add(title: str, workspace: Workspace) -> str:
    return workspace.editing.add("risk", {"title": title}).title


def thread_of(_workspace: Workspace) -> QThread:
    return QThread.currentThread()


def window_thread() -> QThread:
    application = QCoreApplication.instance()
    assert application is not None
    return application.thread()


class ThreadCatcher(Catcher):
    def take(self, result: object) -> None:
        super().take((result, QThread.currentThread()))


def test_run_when_asked_then_works_on_the_worker_and_tells_in_the_window(
    qtbot: QtBot, work: Work
) -> None:
    catcher = ThreadCatcher()
    work.run(thread_of, catcher.take)
    settle(qtbot, work)
    [(worked, told)] = catcher.results
    assert told == window_thread()
    assert worked != window_thread()


def test_run_when_several_are_asked_then_answers_come_in_order(qtbot: QtBot, work: Work) -> None:
    catcher = Catcher()
    for number in range(20):
        work.run(lambda _workspace, number=number: number, catcher.take)  # type: ignore[misc]
    settle(qtbot, work)
    assert catcher.results == list(range(20))


def test_change_when_made_then_says_so_after_the_answer(qtbot: QtBot, work: Work) -> None:
    catcher = Catcher()
    seen: list[int] = []
    work.changed.connect(lambda: seen.append(len(catcher.results)))
    work.change(partial(add, "Road"), catcher.take)
    settle(qtbot, work)
    assert catcher.results == ["Road"]
    assert seen == [1]
    assert ask(qtbot, work, titles) == ["Road"]


def test_run_when_it_fails_then_tells_the_one_that_asked(qtbot: QtBot, work: Work) -> None:
    catcher, other = Catcher(), Catcher()
    work.failed.connect(other.fail)
    work.run(lambda workspace: workspace.editing.add("nothing", {}), catcher.take, catcher.fail)
    settle(qtbot, work)
    assert [type(each) for each in catcher.errors] == [UnknownKind]
    assert (catcher.results, other.errors) == ([], [])


def test_run_when_nobody_takes_the_error_then_the_signal_has_it(qtbot: QtBot, work: Work) -> None:
    catcher = Catcher()
    work.failed.connect(catcher.fail)
    work.run(lambda workspace: workspace.editing.add("nothing", {}))
    settle(qtbot, work)
    assert [each.code for each in catcher.errors] == ["unknown_kind"]


def test_error_when_told_then_carries_no_frames_with_what_was_typed(
    qtbot: QtBot, closed_work: Work, tmp_path: Path
) -> None:
    catcher = Catcher()
    closed_work.open(new_vault(tmp_path / "vault", "short", NAMES), catcher.take, catcher.fail)
    settle(qtbot, closed_work)
    [error] = catcher.errors
    assert error.__traceback__ is None
    assert error.__cause__ is None
    assert error.__context__ is None


def kept_defects(workspace: Workspace) -> list[str]:
    return [each.name for each in workspace.defects.all()]


def break_down(_workspace: Workspace) -> None:
    raise RuntimeError("the name of a person")


def test_run_when_the_program_is_wrong_then_a_defect_without_contents_is_told_and_kept(
    qtbot: QtBot, work: Work
) -> None:
    catcher = Catcher()
    work.broke.connect(catcher.take)
    work.run(break_down)
    settle(qtbot, work)
    [defect] = catcher.results
    assert isinstance(defect, Defect)
    assert defect.name == "RuntimeError"
    assert "break_down" in defect.report()
    assert "person" not in defect.report()
    assert str(Path(__file__).parent) not in defect.report()
    assert ask(qtbot, work, kept_defects) == ["RuntimeError"]


def test_report_when_the_vault_is_open_then_the_defect_is_told_and_kept(
    qtbot: QtBot, work: Work
) -> None:
    catcher = Catcher()
    work.broke.connect(catcher.take)
    defect = Defect("KeyError", ("form.py:7 row",))
    work.report(defect)
    settle(qtbot, work)
    assert catcher.results == [defect]
    assert ask(qtbot, work, kept_defects) == ["KeyError"]


def test_report_when_no_vault_is_open_then_the_defect_is_told_alone(
    qtbot: QtBot, closed_work: Work
) -> None:
    catcher, stopped = Catcher(), Catcher()
    closed_work.broke.connect(catcher.take)
    closed_work.stopped.connect(lambda: stopped.take(None))
    closed_work.report(Defect("KeyError", ()))
    settle(qtbot, closed_work)
    assert len(catcher.results) == 1
    assert stopped.results == []


def test_run_when_whoever_asked_is_gone_then_nobody_is_told(qtbot: QtBot, work: Work) -> None:
    told: list[object] = []

    class Page(QObject):
        def take(self, result: object) -> None:
            told.append(result)

    page = Page()
    gate = threading.Event()
    work.run(lambda _workspace: gate.wait(10), page.take)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page)
    gate.set()
    settle(qtbot, work)
    assert told == []


def test_run_when_the_answer_would_go_to_a_plain_function_then_is_refused(work: Work) -> None:
    with pytest.raises(TypeError):
        work.run(titles, print)
    with pytest.raises(TypeError):
        work.run(titles, list[object]().append)


def test_close_when_work_waits_then_changes_are_made_and_reading_is_dropped(
    qtbot: QtBot, work: Work, tmp_path: Path
) -> None:
    catcher = Catcher()
    gate = threading.Event()
    work.run(lambda _workspace: gate.wait(10), catcher.take)
    work.change(partial(add, "Saved at the last moment"), catcher.take)
    work.run(titles, catcher.take)
    work.close()
    gate.set()
    settle(qtbot, work)
    assert catcher.results == []
    work.open(lambda: Doors().open(tmp_path / "vault", PASSPHRASE, clock=Clock()))
    assert ask(qtbot, work, titles) == ["Saved at the last moment"]


def test_run_when_the_vault_is_closed_then_nothing_is_done(qtbot: QtBot, work: Work) -> None:
    catcher = Catcher()
    work.close()
    work.run(titles, catcher.take, catcher.fail)
    settle(qtbot, work)
    assert (catcher.results, catcher.errors) == ([], [])


def test_stop_when_work_says_how_far_it_is_then_it_ends_there(qtbot: QtBot, work: Work) -> None:
    catcher = Catcher()
    reached: list[int] = []
    begun = threading.Event()

    def count(_workspace: Workspace) -> None:
        for number in range(1_000_000):
            work.progress(number, 1_000_000)
            reached.append(number)
            begun.set()

    work.stopped.connect(lambda: catcher.take("stopped"))
    work.run(count, catcher.take)
    assert begun.wait(10)
    work.stop()
    settle(qtbot, work)
    assert catcher.results == ["stopped"]
    assert len(reached) < 1_000_000
    # What is asked for afterwards is not stopped.
    assert ask(qtbot, work, lambda _workspace: work.progress(1, 1)) is None


def test_progress_when_told_then_the_window_hears_it(qtbot: QtBot, work: Work) -> None:
    with qtbot.waitSignal(work.progressed, timeout=10_000) as heard:
        work.run(lambda _workspace: work.progress(3, 7))
    assert heard.args == [3, 7]
    settle(qtbot, work)


def test_open_when_it_fails_then_no_vault_is_open(
    qtbot: QtBot, closed_work: Work, tmp_path: Path
) -> None:
    catcher = Catcher()
    open_nothing = partial(Doors().open, tmp_path / "none", PASSPHRASE, clock=Clock())
    closed_work.open(open_nothing, catcher.take, catcher.fail)
    closed_work.run(titles, catcher.take, catcher.fail)
    settle(qtbot, closed_work)
    assert [each.code for each in catcher.errors] == ["not_a_vault"]
    assert catcher.results == []


def test_end_when_a_vault_is_open_then_it_is_closed_and_the_lock_given_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    work = Work()
    work.open(new_vault(tmp_path / "vault", PASSPHRASE, NAMES))
    work.end()
    with Doors().open(tmp_path / "vault", PASSPHRASE, clock=Clock()) as workspace:
        assert titles(workspace) == []
