# SPDX-License-Identifier: GPL-3.0-or-later
"""The one seam between the window and the vault: a worker thread that owns the ``Workspace``.

A slot hands over a function of the workspace and goes on; the function runs on the worker, one
after the other, and what it returns comes back in the window's thread. The function must touch no
widget. ``done`` and ``failed`` are bound methods of QObjects: when the object is gone by the time
the answer comes, nobody is told.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from protectnet.app.defects import Defect, defect_of
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import ProtectNetError

T = TypeVar("T")
Done = Callable[[Any], None]
Failed = Callable[[ProtectNetError], None]
Progress = Callable[[int, int], None]


class Stopped(Exception):
    """The person asked to stop; raised inside the work, which then leaves everything as it was."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Job:
    function: Callable[[Workspace], object]
    done: Done | None
    failed: Failed | None
    is_change: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Opening:
    function: Callable[[], Workspace]
    done: Done | None
    failed: Failed | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Closing:
    done: Done | None
    is_last: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Keeping:
    defect: Defect
    done: Done | None = None


_Task = _Job | _Opening | _Closing | _Keeping


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A task, and the sitting (from one lock to the next) in which it was asked for."""

    task: _Task
    sitting: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Outcome:
    asked: _Asked
    value: object = None
    error: ProtectNetError | None = None
    defect: Defect | None = None
    is_stopped: bool = False


class _Hand(QObject):
    """Does the work; lives in the worker thread and holds the workspace.

    While ``is_locking`` is set, reading that still waits is dropped; changes are made to the end.
    """

    finished = Signal(object)

    def __init__(self, is_locking: threading.Event) -> None:
        super().__init__()
        self._is_locking = is_locking
        self._workspace: Workspace | None = None

    @Slot(object)
    def perform(self, asked: _Asked) -> None:
        """Do one task and say what came of it."""
        try:
            outcome = _Outcome(asked, value=self._value(asked.task))
        except ProtectNetError as error:
            outcome = _Outcome(asked, error=_without_frames(error))
        except Stopped:
            outcome = _Outcome(asked, is_stopped=True)
        except Exception as error:
            outcome = _Outcome(asked, defect=self._kept(defect_of(error)))
        self.finished.emit(outcome)
        if isinstance(asked.task, _Closing) and asked.task.is_last:
            QThread.currentThread().quit()

    def _value(self, task: _Task) -> object:
        match task:
            case _Opening():
                self._close()
                self._workspace = task.function()
                return None
            case _Closing():
                self._is_locking.clear()
                self._close()
                return None
            case _Job():
                if self._workspace is None or (self._is_locking.is_set() and not task.is_change):
                    raise Stopped
                return task.function(self._workspace)
            case _Keeping():
                self._kept(task.defect)
                return None

    def _kept(self, defect: Defect) -> Defect:
        """The defect, after it was kept in the vault where one is open."""
        if self._workspace is not None:
            self._workspace.defects.keep(defect)
        return defect

    def _close(self) -> None:
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            workspace.close()


class Work(QObject):
    """Hands tasks to the worker and their results to those who asked.

    Signals: ``changed`` after every change of records, devices or circles; ``progressed`` (done,
    total) from work that says how far it is; ``idle_changed`` (whether nothing is being done);
    ``failed`` with the error of a task that named nobody for it; ``broke`` with a defect;
    ``stopped`` when work was stopped as the person asked.
    """

    changed = Signal()
    progressed = Signal(int, int)
    idle_changed = Signal(bool)
    failed = Signal(object)
    broke = Signal(object)
    stopped = Signal()
    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = 0
        self._sitting = 0
        self._is_to_stop = threading.Event()
        self._is_locking = threading.Event()
        self._thread = QThread()
        self._hand = _Hand(self._is_locking)
        self._hand.moveToThread(self._thread)
        self._asked.connect(self._hand.perform, Qt.ConnectionType.QueuedConnection)
        self._hand.finished.connect(self._on_hand_finished, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being done and nothing waits."""
        return self._waiting == 0

    def open(
        self,
        function: Callable[[], Workspace],
        done: Done | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Make or open a vault on the worker, which keeps it; ``done`` is given ``None``."""
        self._is_to_stop.clear()
        self._ask(_Opening(function, _of_object(done), _of_object(failed)))

    def run(
        self,
        function: Callable[[Workspace], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Read something of the open vault."""
        self._ask(_Job(function, _of_object(done), _of_object(failed), is_change=False))

    def change(
        self,
        function: Callable[[Workspace], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Change something of the open vault; ``changed`` follows ``done``."""
        self._ask(_Job(function, _of_object(done), _of_object(failed), is_change=True))

    def close(self, done: Done | None = None) -> None:
        """Close the vault. Changes that were asked for are made, nothing else; ``done`` gets ``None``.

        Nobody is told the results of what was asked for before.
        """
        self._close(_Closing(_of_object(done)))

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; for the work itself, from its own thread. Raises ``Stopped``."""
        if self._is_to_stop.is_set():
            raise Stopped
        self.progressed.emit(done, total)

    def stop(self) -> None:
        """Ask the work that is being done to stop with nothing half done."""
        if not self.is_idle:
            self._is_to_stop.set()

    def report(self, defect: Defect) -> None:
        """Tell of a defect that happened outside of the work; it is kept where a vault is open."""
        self.broke.emit(defect)
        self._ask(_Keeping(defect))

    def end(self) -> None:
        """Close the vault and end the thread; to be called once, before the program ends."""
        self._close(_Closing(None, is_last=True))
        self._thread.wait()

    def _close(self, closing: _Closing) -> None:
        self._sitting += 1
        self._is_locking.set()
        self.stop()
        self._ask(closing)

    def _ask(self, task: _Task) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self.idle_changed.emit(False)
        self._asked.emit(_Asked(task, self._sitting))

    @Slot(object)
    def _on_hand_finished(self, outcome: _Outcome) -> None:
        self._waiting -= 1
        if self.is_idle:
            self._is_to_stop.clear()
            self.idle_changed.emit(True)
        if outcome.asked.sitting == self._sitting:
            self._tell(outcome.asked.task, outcome)

    def _tell(self, task: _Task, outcome: _Outcome) -> None:
        if outcome.error is not None:
            failed = getattr(task, "failed", None)
            if failed is None:
                self.failed.emit(outcome.error)
            elif _is_there(failed):
                failed(outcome.error)
        elif outcome.defect is not None:
            self.broke.emit(outcome.defect)
        elif outcome.is_stopped:
            self.stopped.emit()
        else:
            if task.done is not None and _is_there(task.done):
                task.done(outcome.value)
            if isinstance(task, _Job) and task.is_change:
                self.changed.emit()


def _without_frames(error: ProtectNetError) -> ProtectNetError:
    """The error without the frames it came through, which hold passphrases and contents."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _of_object(told: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
    """The callable itself, if it is a bound method of a QObject; anything else is a defect."""
    if told is not None and not isinstance(getattr(told, "__self__", None), QObject):
        raise TypeError("results go to bound methods of QObjects only")
    return told


def _is_there(told: Callable[[Any], None]) -> bool:
    """Whether the object that is to be told still exists."""
    return bool(shiboken6.isValid(told.__self__))  # type: ignore[attr-defined]
