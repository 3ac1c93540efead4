# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as a JSON array that ``import-json`` takes again, piece by piece."""

import json
from collections.abc import Iterator

from protectnet.app.presenting import Presenter
from protectnet.app.workspace import Workspace
from protectnet.store.store import Progress, no_progress


class Exported:
    """The text of an export; ``count`` grows with the records that have been written.

    Raises ``UnknownCircle``, ``AmbiguousCircle`` when it is made.
    """

    def __init__(
        self,
        workspace: Workspace,
        circles: tuple[str, ...] = (),
        progress: Progress = no_progress,
    ) -> None:
        self._records = workspace.records.every(circles=circles)
        self._total = workspace.records.count(circles)
        self._progress = progress
        self._presenter = Presenter(workspace)
        self.count = 0

    def pieces(self) -> Iterator[str]:
        """The text, one record to a piece; a vault of any size goes through. To be read once."""
        for record in self._records:
            yield "[\n" if self.count == 0 else ",\n"
            yield json.dumps(self._presenter.document(record), ensure_ascii=False, indent=1)
            self.count += 1
            self._progress(self.count, self._total)
        yield "\n]\n" if self.count else "[]\n"
