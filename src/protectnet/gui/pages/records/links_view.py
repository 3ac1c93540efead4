# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that link to one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from protectnet.gui.models.reading import LinkedFrom
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import icon
from protectnet.gui.widgets import texts
from protectnet.i18n import _

_KIND, _ID = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class LinksView(QWidget):
    """``opened`` gives kind and id of a record that a person opens."""

    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Records that link here"))
        self._none = texts.quiet(_("No other record links to this one."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, pixels(8), 0, 0)
        column.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.list.itemActivated.connect(self._on_list_item_activated)
        self.list.itemClicked.connect(self._on_list_item_activated)

    def put(self, links: Sequence[LinkedFrom]) -> None:
        """Show these records."""
        self.list.clear()
        for each in links:
            item = QListWidgetItem(icon(each.kind), f"{each.title}\n{each.words}")
            item.setData(_KIND, each.kind)
            item.setData(_ID, each.id)
            self.list.addItem(item)
        self.list.setVisible(bool(links))
        self._none.setVisible(not links)

    @Slot(QListWidgetItem)
    def _on_list_item_activated(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_KIND), item.data(_ID))
