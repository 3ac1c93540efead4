# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page: open the vault or make one, in one's own language."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from protectnet.gui.pages.unlock.create_form import CreateForm
from protectnet.gui.pages.unlock.doors import Doors
from protectnet.gui.pages.unlock.open_form import OpenForm
from protectnet.gui.pages.unlock.preferences_row import PreferencesRow
from protectnet.gui.preferences import Preferences
from protectnet.gui.style.dressing import pixels
from protectnet.gui.style.icons import picture
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.banner import Banner
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.page import scrolled
from protectnet.gui.work import Work
from protectnet.i18n import _

_WIDTH = 480


class UnlockPage(QWidget):
    """``opened`` when a vault is open; ``preferred`` when language or look were chosen."""

    opened = Signal()
    preferred = Signal(object)

    def __init__(self, work: Work, doors: Doors, folder: Path, preferences: Preferences) -> None:
        super().__init__()
        self.banner = Banner()
        self.open_form = OpenForm(work, doors, folder)
        self.create_form = CreateForm(work, doors, folder)
        self.preferences = PreferencesRow(preferences)
        self.other = buttons.link("", self._on_other_clicked)
        self._lay_out()
        self.open_form.opened.connect(self.opened)
        self.create_form.opened.connect(self.opened)
        self.preferences.preferred.connect(self.preferred)
        self._show_form(is_new=not folder.exists())

    def _lay_out(self) -> None:
        sign = QLabel()
        sign.setPixmap(picture("notebook", "accent", pixels(36)))
        card = Card()
        card.setFixedWidth(pixels(_WIDTH))
        card.column.setContentsMargins(pixels(28), pixels(24), pixels(28), pixels(20))
        card.column.addWidget(sign)
        self.title = texts.title()
        for each in (self.title, self.banner, self.open_form, self.create_form, self.other):
            card.column.addWidget(each)
        content = QWidget()
        middle = QVBoxLayout(content)
        middle.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled(content), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(pixels(16), pixels(8), pixels(16), pixels(8))
        foot.addStretch(1)
        foot.addWidget(self.preferences)
        foot.addStretch(1)
        column.addLayout(foot)

    def first(self) -> QWidget:
        """What takes the focus."""
        return self.open_form if self.create_form.isHidden() else self.create_form

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self.open_form.forget()
        self.create_form.forget()

    def _show_form(self, *, is_new: bool) -> None:
        self.title.setText(_("A new notebook") if is_new else _("Notebook"))
        self.other.setText(_("Open one that is there") if is_new else _("Make a new one"))
        self.open_form.setVisible(not is_new)
        self.create_form.setVisible(is_new)
        self.first().setFocus()

    @Slot()
    def _on_other_clicked(self) -> None:
        self.forget()
        self._show_form(is_new=self.create_form.isHidden())
