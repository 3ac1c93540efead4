# SPDX-License-Identifier: GPL-3.0-or-later
"""One record on the desk: hands what is done with it to the worker and tells what came of it."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.models.reading import RecordView
from protectnet.gui.pages.records import record_work
from protectnet.gui.work import Work


class RecordDesk(QObject):
    """Signals: ``read`` and ``saved`` with the record as it is then, ``deleted`` likewise.

    ``refused`` with the error of a record that cannot be saved as it is given, ``failed`` with any
    other.
    """

    read = Signal(object)
    saved = Signal(object)
    deleted = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work, kind_name: str) -> None:
        super().__init__()
        self._work = work
        self._kind_name = kind_name
        self._id = ""

    @property
    def is_new(self) -> bool:
        """Whether the record is not saved yet."""
        return not self._id

    def clear(self) -> None:
        """Take a new record."""
        self._id = ""

    def load(self, record_id: str) -> None:
        """Take a record that is there."""
        self._id = record_id
        self._work.run(
            partial(record_work.read, record_id), self._on_work_read, self._on_work_failed
        )

    def keep(self, edits: Mapping[str, object], taken: Sequence[str], circle: str | None) -> None:
        """Save what was edited and chosen; ``circle`` counts for a new record."""
        if self.is_new:
            function = partial(record_work.add, self._kind_name, edits, circle)
        else:
            function = partial(record_work.edit, self._id, edits, taken)
        self._work.change(function, self._on_work_saved, self._on_work_failed)

    @Slot()
    def delete(self) -> None:
        """Delete the record."""
        function = partial(record_work.delete, self._id)
        self._work.change(function, self._on_work_deleted, self._on_work_failed)

    @Slot()
    def restore(self) -> None:
        """Bring the record back."""
        function = partial(record_work.undelete, self._id)
        self._work.change(function, self._on_work_saved, self._on_work_failed)

    @Slot(str)
    def take_again(self, change: str) -> None:
        """Let the value of an earlier change stand again."""
        function = partial(record_work.take_again, self._id, change)
        self._work.change(function, self._on_work_saved, self._on_work_failed)

    @Slot(object)
    def _on_work_read(self, view: RecordView) -> None:
        self.read.emit(view)

    @Slot(object)
    def _on_work_saved(self, view: RecordView) -> None:
        self._id = view.id
        self.saved.emit(view)

    @Slot(object)
    def _on_work_deleted(self, view: RecordView) -> None:
        self.deleted.emit(view)

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        (self.refused if error.code == "invalid_record" else self.failed).emit(error)
