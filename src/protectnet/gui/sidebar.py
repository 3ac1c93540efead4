# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of pages beside them, and the lock at its foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from protectnet.domain.kinds import KINDS
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import ICON_PIXELS, icon
from protectnet.gui.widgets import buttons, texts
from protectnet.i18n import _

EXCHANGE, DEVICES = "exchange", "devices"
FIRST_KINDS = ("risk", "incident", "measure", "contact", "collective")
"""What people look for most; other kinds follow in the order of their declaration."""

_WIDTH, _FOLDED_WIDTH, _AROUND_WORDS = 236, 76, 84
_SIDE, _FOLDED_SIDE = 12, 8
_AROUND_LINES, _AROUND_ICON = 20, 14
"""The height of an entry beyond its words; icons alone stand closer, to be seen all at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page by its name and by its words; the name is the icon's, too."""

    name: str
    words: str


def entries() -> list[Entry]:
    """Every page: a list for each kind that people keep, and those of exchange and devices."""
    kinds = {kind.name: Entry(kind.name, _(kind.plural)) for kind in KINDS.shared}
    others = [each for name, each in kinds.items() if name not in FIRST_KINDS]
    return [
        *(kinds[name] for name in FIRST_KINDS),
        Entry(EXCHANGE, _("Give and take")),
        *others,
        Entry(DEVICES, _("Devices")),
    ]


class Sidebar(QWidget):
    """``chosen`` gives the name of a page, also when the page that is shown is chosen again."""

    chosen = Signal(str)
    asked_to_lock = Signal()

    def __init__(self, pages: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(pixels(_WIDTH))
        self.pages = QListWidget()
        self.pages.setObjectName("pages")
        self.pages.setAccessibleName(_("Pages"))
        self.pages.setWordWrap(True)
        self.pages.setIconSize(QSize(pixels(20), pixels(20)))
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in pages:
            item = QListWidgetItem(icon(each.name), "")
            item.setData(Qt.ItemDataRole.UserRole, each.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, each.words)
            item.setToolTip(each.words)
            self.pages.addItem(item)
        self.lock = buttons.plain(_("Lo&ck"), None, "lock")
        self.lock.setAccessibleName(_("Lock"))
        self.lock.setToolTip(_("Lock: Ctrl+L or F12"))
        self.lock.clicked.connect(self.asked_to_lock)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(pixels(8))
        self._column.addWidget(self.pages, 1)
        self.note = texts.quiet(_("Nothing leaves this computer unless you give it."))
        self._column.addWidget(self.note)
        self._column.addWidget(self.lock)
        self.fold(is_folded=False)
        self.pages.currentRowChanged.connect(self._on_pages_current_row_changed)
        self.pages.itemClicked.connect(self._on_pages_item_clicked)

    def _height(self, words: str) -> int:
        """Room for the words on as many lines as they need; the view forgets its own padding."""
        width = pixels(_WIDTH - _AROUND_WORDS)
        flags = int(Qt.TextFlag.TextWordWrap)
        needed = self.pages.fontMetrics().boundingRect(0, 0, width, 1000, flags, words)
        return max(needed.height(), pixels(ICON_PIXELS)) + pixels(_AROUND_LINES)

    def fold(self, *, is_folded: bool) -> None:
        """Show icons alone, where the window is too narrow for words."""
        side = pixels(_FOLDED_SIDE if is_folded else _SIDE)
        self.setFixedWidth(pixels(_FOLDED_WIDTH if is_folded else _WIDTH))
        self._column.setContentsMargins(side, pixels(_SIDE), side, pixels(_SIDE))
        self.note.setVisible(not is_folded)
        self.lock.setText("" if is_folded else _("Lo&ck"))
        self.pages.setProperty("folded", is_folded)
        self.pages.style().unpolish(self.pages)
        self.pages.style().polish(self.pages)
        for row in range(self.pages.count()):
            item = self.pages.item(row)
            words = item.toolTip()
            alone = pixels(ICON_PIXELS + _AROUND_ICON)
            item.setText("" if is_folded else words)
            item.setSizeHint(QSize(0, alone if is_folded else self._height(words)))

    def show_chosen(self, name: str) -> None:
        """Mark the page that is shown, without choosing it."""
        for row in range(self.pages.count()):
            if self.pages.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.pages.blockSignals(True)
                self.pages.setCurrentRow(row)
                self.pages.blockSignals(False)

    @Slot(int)
    def _on_pages_current_row_changed(self, row: int) -> None:
        self._choose(self.pages.item(row))

    @Slot(QListWidgetItem)
    def _on_pages_item_clicked(self, item: QListWidgetItem) -> None:
        self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
