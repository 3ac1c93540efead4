# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's garbage is collected in the window's thread only.

The collector runs in whichever thread makes an object at the wrong moment. In the worker's thread
it would destroy widgets that are in reference cycles, which Qt allows in the window's thread alone.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MILLISECONDS = 1000


class Collector(QObject):
    """Turns automatic collection off, and collects from time to time itself, until it is ended."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def end(self) -> None:
        """Let Python collect as it likes again; for when no other thread is left."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _on_timer_timeout(self) -> None:
        # As Python does it: a young generation at its threshold, and each tenth time an older one.
        for generation, (count, threshold) in reversed(
            list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
        ):
            if count > threshold > 0:
                gc.collect(generation)
                return
