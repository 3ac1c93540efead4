# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as a JSON array that ``import-json`` takes again, piece by piece."""

import json
from collections.abc import Iterator

from protectnet.app.presenting import Presenter
from protectnet.app.workspace import Workspace


class Exported:
    """The text of an export; ``count`` grows with the records that have been written."""

    def __init__(self, workspace: Workspace, circles: tuple[str, ...] = ()) -> None:
        self._records = workspace.records.every(circles=circles)
        self._presenter = Presenter(workspace)
        self.count = 0

    def pieces(self) -> Iterator[str]:
        """The text, one record to a piece; a vault of any size goes through. To be read once.

        Raises ``UnknownCircle``, ``AmbiguousCircle``.
        """
        for record in self._records:
            yield "[\n" if self.count == 0 else ",\n"
            yield json.dumps(self._presenter.document(record), ensure_ascii=False, indent=1)
            self.count += 1
        yield "\n]\n" if self.count else "[]\n"
