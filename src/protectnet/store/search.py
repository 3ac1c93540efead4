# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding records by words, the best first, with the place where the words stand."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from protectnet.domain.field import Kind
from protectnet.domain.ids import CircleId, RecordId
from protectnet.log.state import RecordState
from protectnet.store.clocks import clock_of
from protectnet.store.database import Row
from protectnet.store.projection import all_values
from protectnet.store.queries import RecordKey, circle_rows
from protectnet.store.reading import day
from protectnet.store.search_text import question
from protectnet.store.snippets import Snippet, snippet_of
from protectnet.store.store import Store

MAX_FOUND = 500
MAX_RANKED = 4_000
"""How many matches are compared with one another: of a word that stands nearly everywhere the newest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that has the words: its title, the day of its last change, and where they stand.

    ``snippet`` is ``None`` where the words stand in the title alone.
    """

    key: RecordKey
    kind: Kind
    title: str
    changed_on: date
    snippet: Snippet | None

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Found({self.kind.name}:{self.key.id.hex()})"


def search(
    store: Store,
    words: str,
    circles: Collection[CircleId] | None = None,
    kinds: Collection[Kind] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Found]:
    """The records that have all these words or beginnings of words.

    Those in whose title or short texts they stand come first; among equals those changed last.
    Of a word that stands in very many records, the newest ``MAX_RANKED`` are compared. Only in
    these circles (``None``: all) and of these kinds (``None``: all that are shared; kinds of this
    device alone are found when they are named). Empty when ``words`` has no word.
    """
    asked = question(words)
    if asked is None:
        return []
    numbers = [kind.number for kind in (store.kinds.shared if kinds is None else kinds)]
    # Ranking every match of a common word would take the longer the more there is in the vault.
    statement = (
        "SELECT circle.circle, record.kind, record.record, title, changed, state "
        "FROM (SELECT found, rank FROM (SELECT words.rowid AS found, words.rank AS rank FROM words "
        "CROSS JOIN record INDEXED BY record_scope ON record.id = words.rowid WHERE words MATCH ?1 "
        "AND record.kind IN (SELECT value FROM json_each(?2)) "
        "AND (?3 IS NULL OR record.circle IN (SELECT value FROM json_each(?3))) "
        "ORDER BY words.rowid DESC LIMIT ?6) ORDER BY rank LIMIT ?4 OFFSET ?5) "
        "JOIN record ON record.id = found JOIN circle ON circle.id = record.circle "
        "ORDER BY rank, changed DESC, record.id DESC"
    )
    scope = (asked, json.dumps(numbers), circle_rows(store, circles))
    with store.index.current():
        rows = store.db.rows(statement, (*scope, min(limit, MAX_FOUND), offset, MAX_RANKED))
    return [_found(store, row, words) for row in rows]


def _found(store: Store, row: Row, words: str) -> Found:
    circle, number, record, title, changed, state = row
    table = store.projection.tables[number]
    merged = RecordState.from_bytes(state)
    texts = (
        (field.name, field.type.words(plain))
        for field in table.searched
        if field is not table.title
        for plain in all_values(field, merged)
    )
    key = RecordKey(CircleId(circle), number, RecordId(record))
    return Found(key, table.kind, title, day(clock_of(changed)), snippet_of(texts, words))
