# SPDX-License-Identifier: GPL-3.0-or-later
"""The open store, which the modules around it work on.

``Store`` holds the database, the declared kinds and what was compiled from them. The work stands
in small modules of functions that take the store first:

- ``opening``: making and opening a store
- ``append``: own operations, durable at once; open segments and their sealing
- ``completeness``: which segments can be applied; ``apply`` does it, ``parking`` keeps the others
- ``standings``: which held segments count, and what becomes of the records when that changes
- ``accepting``, ``take_back``: what each bundle brought, and as if it had never come
- ``segments``, ``segment_index``: logs, heads, clocks, segments as they travel
- ``vectors``, ``live_blobs``: what each device holds, and what is needed or missing
- ``queries``, ``lists``: records by id and in lists, links, counts, the state digest
- ``history``: who changed what
- ``search``: words in any script
- ``local``, ``device_marks``: secrets, settings, users, drafts, previews of this device
- ``blobs``, ``blob_pieces``, ``images``: attached files
- ``erase``, ``due_erasures``: destroying, and what waits for it
- ``rebuild``, ``check``, ``export``: the care of the whole

A store belongs to the thread that opened it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from protectnet.domain.kinds import KINDS, Kinds
from protectnet.store.database import Database
from protectnet.store.held import HeldRecords
from protectnet.store.indexing import Index
from protectnet.store.open_segments import OpenSegments
from protectnet.store.projection import Projection
from protectnet.store.search_text import sort_key

Progress = Callable[[int, int], None]
"""Told (done, total) from time to time; may raise, for example ``Cancelled``, to stop the work."""

STORE_FILE = "store.db"
BLOB_FOLDER = "blobs"


def no_progress(_done: int, _total: int) -> None:
    """Nobody wants to know."""


class Store:
    """An open store; made by ``create_store`` or ``open_store`` of ``opening``.

    ``folder`` holds the store's file and the folder of blobs.
    """

    def __init__(self, db: Database, folder: Path, kinds: Kinds = KINDS) -> None:
        self.db = db
        self.folder = folder
        self.kinds = kinds
        self.projection = Projection(kinds)
        self.records = HeldRecords(db, self.projection)
        self.index = Index(db, self.projection)
        self.segments = OpenSegments(db, self.records)
        db.connection.create_function("sort_key", 1, sort_key, deterministic=True)

    def __repr__(self) -> str:
        """Name the folder alone."""
        return f"Store({str(self.folder)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def blob_folder(self) -> Path:
        """Where the encrypted attached files are."""
        return self.folder / BLOB_FOLDER

    @property
    def is_open(self) -> bool:
        """Whether the file is open."""
        return self.db.is_open

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing. Functions that change something say when they need one around them."""
        return self.db.transaction()

    def close(self) -> None:
        """Close the file; harmless when it is closed already."""
        self.db.close()
