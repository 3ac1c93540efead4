# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving: to whom, where to, written and read back."""

from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.pages.exchange import exchange_work
from protectnet.gui.pages.exchange.exchange_work import GiveChoice, Given
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.chooser import Chooser
from protectnet.gui.widgets.path_line import PathKind, PathLine
from protectnet.gui.work import Work
from protectnet.i18n import _, ngettext

_ROW, _MOST_ROWS = 40, 6


class GiveForm(Card):
    """``said`` gives what was done, ``failed`` the error of what was not."""

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Work) -> None:
        super().__init__(
            "",
            _(
                "What those chosen do not have yet of a circle goes into files that only they can "
                "open."
            ),
        )
        self.setObjectName("card")
        self.setAccessibleName(_("Give"))
        self._work = work
        self._choices: dict[str, GiveChoice] = {}
        self.circle = Chooser()
        self._circle_name = texts.name(_("Circle"), self.circle)
        self.takers = QListWidget()
        self.takers.setAccessibleName(_("Who gets it"))
        self._nobody = texts.quiet(
            _("No computer you trust is in this circle yet. Add one on the page “Devices”.")
        )
        self.folder = PathLine(PathKind.FOLDER, _("Stick or folder"))
        self.button = buttons.primary(_("&Write the bundle"), self.give)
        self._steps = QWidget()
        self._lay_out()
        self.circle.currentIndexChanged.connect(self._on_circle_current_index_changed)
        self.takers.itemChanged.connect(self._show_readiness)
        self.folder.chosen.connect(self._show_readiness)
        work.changed.connect(self.reload)
        self.reload()

    def _lay_out(self) -> None:
        steps = QVBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(pixels(8))
        steps.addWidget(texts.name(_("1. Who gets it"), self.takers))
        steps.addWidget(self.takers)
        steps.addWidget(texts.name(_("2. Stick or folder"), self.folder.line))
        steps.addWidget(self.folder)
        steps.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        for each in (self._circle_name, self.circle, self._nobody, self._steps):
            self.column.addWidget(each)
        self.column.addStretch(1)

    @Slot()
    def reload(self) -> None:
        """Read circles and devices anew."""
        self._work.run(exchange_work.read_choices, self._show)

    @Slot()
    def give(self) -> None:
        """Write the bundle."""
        folder = self.folder.path()
        if folder is None or not self._chosen():
            return
        self.button.setEnabled(False)
        function = partial(
            exchange_work.give,
            self._chosen(),
            folder,
            str(self.circle.answer()),
            self._work.progress,
        )
        self._work.run(function, self._on_work_given, self._on_work_failed)

    def _chosen(self) -> list[str]:
        items = (self.takers.item(row) for row in range(self.takers.count()))
        return [
            str(each.data(Qt.ItemDataRole.UserRole))
            for each in items
            if each.checkState() == Qt.CheckState.Checked
        ]

    @Slot(object)
    def _show(self, choices: list[GiveChoice]) -> None:
        chosen = self.circle.answer()
        self._choices = {each.id: each for each in choices}
        # Those that can be given first.
        for each in sorted(choices, key=lambda choice: not choice.receivers):
            if self.circle.findData(each.id) < 0:
                self.circle.add(each.name, each.id)
        self.circle.choose(chosen)
        has_choice = len(choices) > 1
        self._circle_name.setVisible(has_choice)
        self.circle.setVisible(has_choice)
        self._on_circle_current_index_changed()

    @Slot()
    def _on_circle_current_index_changed(self) -> None:
        choice = self._choices.get(str(self.circle.answer()))
        receivers = choice.receivers if choice else ()
        self.takers.clear()
        for each in receivers:
            item = QListWidgetItem(each.name)
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            item.setCheckState(
                Qt.CheckState.Checked if len(receivers) == 1 else Qt.CheckState.Unchecked
            )
            self.takers.addItem(item)
        self.takers.setFixedHeight(pixels(_ROW) * min(max(len(receivers), 1), _MOST_ROWS))
        self._nobody.setVisible(not receivers)
        self._steps.setVisible(bool(receivers))
        self._show_readiness()

    @Slot()
    def _show_readiness(self) -> None:
        self.button.setEnabled(bool(self._chosen()) and self.folder.path() is not None)

    @Slot(object)
    def _on_work_given(self, given: Given) -> None:
        self._show_readiness()
        written = _("Written to {folder} and read back: {name}, {size}.").format(
            folder=given.paths[0].parent,
            name=", ".join(each.name for each in given.paths),
            size=QLocale().formattedDataSize(given.size),
        )
        count = len(self._chosen())
        finder = ngettext(
            "Whoever finds the file sees its size and that {count} computer can open it, and "
            "nothing else.",
            "Whoever finds the file sees its size and that {count} computers can open it, and "
            "nothing else.",
            count,
        ).format(count=count)
        said = [written, *given.held_back]
        if not given.has_news:
            said.append(
                _("They have everything already; it only tells them what this computer has.")
            )
        self.said.emit("\n".join((*said, finder, _("You may remove the stick."))))

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        self._show_readiness()
        self.failed.emit(error)
