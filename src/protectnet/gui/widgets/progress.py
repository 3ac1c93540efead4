# SPDX-License-Identifier: GPL-3.0-or-later
"""A bar for work that takes longer than a second, with a way to stop it."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from protectnet.gui.style.dressing import pixels
from protectnet.gui.widgets import buttons, texts
from protectnet.gui.work import Work
from protectnet.i18n import _

QUIET_MILLISECONDS = 1000


class ProgressStrip(QWidget):
    """Shows what is being done when it takes long; otherwise takes no room."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._label = texts.body(_("Working…"))
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("How far it is"))
        self._bar.setRange(0, 0)
        self._stop = buttons.plain(_("Stop"), self._on_stop_clicked)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self._on_quiet_timeout)
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels(28), pixels(8), pixels(28), pixels(8))
        row.setSpacing(pixels(12))
        for each in (self._label, self._bar, self._stop):
            row.addWidget(each)
        row.setStretch(1, 1)
        self.hide()
        work.idle_changed.connect(self._on_work_idle_changed)
        work.progressed.connect(self._on_work_progressed)

    @Slot(bool)
    def _on_work_idle_changed(self, is_idle: bool) -> None:
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        if is_idle:
            self._quiet.stop()
            self.hide()
        else:
            self._quiet.start()

    @Slot(int, int)
    def _on_work_progressed(self, done: int, total: int) -> None:
        # Of a thousand, since bytes of large files go beyond what the bar counts.
        self._bar.setRange(0, 1000)
        self._bar.setValue(1000 * done // total if total else 0)

    @Slot()
    def _on_quiet_timeout(self) -> None:
        self.show()

    @Slot()
    def _on_stop_clicked(self) -> None:
        self._stop.setEnabled(False)
        self._work.stop()
