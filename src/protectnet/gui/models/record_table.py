# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of a kind's records: as many rows as there are, of which only those shown are read."""

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot

from protectnet.app.workspace import Workspace
from protectnet.domain.field import Kind
from protectnet.gui.models.reading import Row, RowPage, read_rows
from protectnet.gui.style.icons import icon
from protectnet.gui.work import Work
from protectnet.i18n import _

PAGE_ROWS = 100
MOST_PAGES = 50
"""Pages held at a time: 5,000 rows, the ones read last."""

Asked = tuple[int, int]
"""Which question (counted up with each search), and which page of its answer."""

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class RecordTable(QAbstractTableModel):
    """Rows of the listed fields; SQL sorts and filters, pages come when they are looked at.

    ``loaded`` gives how many rows there are, after each answer to ``search`` or ``reload``.
    """

    loaded = Signal(int)

    def __init__(self, work: Work, kind: Kind) -> None:
        super().__init__()
        self._work = work
        self._kind = kind
        self._words = ""
        self._total = 0
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._asked: set[Asked] = set()
        self._question = 0

    @property
    def kind(self) -> Kind:
        """The kind of the records."""
        return self._kind

    @property
    def words(self) -> str:
        """What is searched for."""
        return self._words

    def search(self, words: str) -> None:
        """Show the records with these words; all of them for none."""
        self._words = words
        self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        self._question += 1
        self._ask(0)

    def id_at(self, row: int) -> str:
        """The id of the record in a row; empty while that is not read."""
        found = self._row(row)
        return found.id if found else ""

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._kind.listed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; a row that is not read yet is asked for and shown when it comes.

        Before the first one stands, with its sign, that something waits for a decision: there it is
        not cut off, and a screen reader says it with the title.
        """
        is_first = index.column() == 0
        if role == Qt.ItemDataRole.DecorationRole and is_first:
            row = self._row(index.row())
            return icon("contradiction", "error") if row and row.mark else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._row(index.row())
        if row is None:
            self._ask(index.row() // PAGE_ROWS)
            return ""
        words = row.cells[index.column()]
        return f"{row.mark} · {words}" if row.mark and is_first else words

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return _(self._kind.field(self._kind.listed[section]).label)

    def _row(self, row: int) -> Row | None:
        rows = self._pages.get(row // PAGE_ROWS, ())
        place = row % PAGE_ROWS
        return rows[place] if place < len(rows) else None

    def _ask(self, page: int) -> None:
        asked = (self._question, page)
        if asked in self._asked:
            return
        self._asked.add(asked)
        self._work.run(partial(_read, self._kind, self._words, asked), self._on_work_read)

    @Slot(object)
    def _on_work_read(self, answer: tuple[Asked, RowPage]) -> None:
        (question, page), rows = answer
        self._asked.discard((question, page))
        if question != self._question:
            return
        if page == 0:
            self.beginResetModel()
            self._pages = {0: rows.rows}
            self._total = rows.total
            self.endResetModel()
            self.loaded.emit(self._total)
            return
        self._pages[page] = rows.rows
        if len(self._pages) > MOST_PAGES:
            del self._pages[next(iter(self._pages))]
        first, last = rows.offset, min(rows.offset + PAGE_ROWS, self._total) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))


def _read(kind: Kind, words: str, asked: Asked, workspace: Workspace) -> tuple[Asked, RowPage]:
    """One page of the answer, with the question it answers; runs on the worker."""
    rows = read_rows(workspace, kind, words, asked[1] * PAGE_ROWS, PAGE_ROWS)
    return asked, rows
