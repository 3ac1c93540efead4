# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking: pick the file, see what it would change, take it in or leave it."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from protectnet.domain.errors import ProtectNetError
from protectnet.gui.pages.exchange import exchange_work
from protectnet.gui.pages.exchange.exchange_work import TakeView
from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.widgets.card import Card
from protectnet.gui.widgets.path_line import PathKind, PathLine
from protectnet.gui.widgets.tables import TextTable
from protectnet.gui.work import Work
from protectnet.i18n import _, ngettext


class TakeForm(Card):
    """``said`` gives what was done, ``failed`` the error of what was not."""

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Work) -> None:
        super().__init__(
            "",
            _("You see first what a bundle would change. Nothing is written before you agree."),
        )
        self.setObjectName("card")
        self.setAccessibleName(_("Take"))
        self._work = work
        self._seen: TakeView | None = None
        self.file = PathLine(PathKind.FILE, _("Bundle"), _("Bundles (*.age);;All files (*)"))
        self.look = buttons.plain(_("See what is &in it"), self.preview, "search")
        self.origin = texts.body()
        headings = (_("What"), _("Kind"), _("Title"), _("Fields"))
        self.lines = TextTable(_("What the bundle would change"), headings, main=3)
        # What would contradict is read whole, on as many lines as it needs.
        self.lines.setWordWrap(True)
        self.take = buttons.primary(_("&Take it in"), self.accept)
        self.leave = buttons.plain(_("&Leave it"), self.clear)
        self._preview = QWidget()
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for each in (self.take, self.leave):
            row.addWidget(each)
        row.addStretch(1)
        seen = QVBoxLayout(self._preview)
        seen.setContentsMargins(0, 0, 0, 0)
        seen.setSpacing(pixels(12))
        seen.addWidget(self.origin)
        self.lines.setMinimumHeight(pixels(160))
        seen.addWidget(self.lines, 1)
        seen.addLayout(row)
        self.column.addWidget(texts.name(_("Bundle"), self.file.line))
        self.column.addWidget(self.file)
        self.column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._preview, 1)
        self._rest = QWidget()
        self.column.addWidget(self._rest, 1)
        self.file.line.returnPressed.connect(self.preview)

    @Slot()
    def preview(self) -> None:
        """Verify the bundle and show what it would change."""
        path = self.file.path()
        if path is None:
            return
        self.clear()
        self.look.setEnabled(False)
        function = partial(exchange_work.preview, path, self._work.progress)
        self._work.run(function, self._show, self._on_work_failed)

    @Slot()
    def accept(self) -> None:
        """Take in what was shown."""
        if self._seen is not None:
            self.take.setEnabled(False)
            function = partial(exchange_work.accept, self._seen, self._work.progress)
            self._work.change(function, self._on_work_accepted, self._on_work_failed)

    @Slot()
    def clear(self) -> None:
        """Show no bundle."""
        self._seen = None
        self.lines.setRowCount(0)
        self._preview.hide()
        self._rest.show()

    @Slot(object)
    def _show(self, seen: TakeView) -> None:
        self._seen = seen
        self.look.setEnabled(True)
        parts = [
            ngettext(
                "From “{sender}”, made on {day}, of the circle “{circles}”.",
                "From “{sender}”, made on {day}, of the circles “{circles}”.",
                len(seen.circles),
            ).format(sender=seen.sender, day=seen.made_on, circles=_("”, “").join(seen.circles)),
            *(words for each in seen.preview.circles if (words := each.words_of_deletions())),
            *seen.joins,
        ]
        shown = seen.preview
        said = (shown.words_of_parts(), shown.words_of_files(), shown.words_of_waiting())
        parts += [each for each in said if each]
        if seen.preview.future:
            parts.append(seen.preview.future.words())
        parts.append(_what_is_new(seen))
        self.origin.setText(" ".join(parts))
        self.lines.fill(line.cells() for line in seen.lines)
        self.lines.setVisible(bool(seen.lines))
        self.take.setEnabled(seen.has_news)
        self._rest.hide()
        self._preview.show()
        texts.say(self, self.origin.text())
        self._first(seen).setFocus()

    def _first(self, seen: TakeView) -> QWidget:
        """What takes the focus: what there is to read, so that a second Enter takes nothing in."""
        if seen.lines:
            self.lines.selectRow(0)
            return self.lines
        return self.take if seen.has_news else self.leave

    @Slot(object)
    def _on_work_accepted(self, taken: TakeView) -> None:
        self.clear()
        self.file.put(None)
        count = len(taken.lines)
        words = ngettext(
            "Taken in from “{sender}”: {count} record.",
            "Taken in from “{sender}”: {count} records.",
            count,
        )
        self.said.emit(words.format(sender=taken.sender, count=count))

    @Slot(object)
    def _on_work_failed(self, error: ProtectNetError) -> None:
        self.look.setEnabled(True)
        self.take.setEnabled(True)
        self.failed.emit(error)


def _what_is_new(seen: TakeView) -> str:
    if not seen.has_news:
        return _("All of the bundle is here already.")
    if not seen.lines:
        return _("The bundle changes nothing that is shown.")
    words = ngettext(
        "The bundle would change {count} record:",
        "The bundle would change {count} records:",
        len(seen.lines),
    )
    return words.format(count=len(seen.lines))
