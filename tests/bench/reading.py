# SPDX-License-Identifier: GPL-3.0-or-later
"""Searching 100,000 records, and unlocking a vault of 10,000."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.store.search import search
from protectnet.store.search_text import TOKENIZER, question
from tests.bench.figures import Figure, median_seconds, percentile, seconds
from tests.bench.network import MadeUp
from tests.bench.vaults import filled_vault, open_again

SEARCHED = 100_000
UNLOCKED = 10_000
SEARCHES = 300
PAGE = 50


def measure_search(folder: Path, records: int = SEARCHED) -> list[Figure]:
    """Searches as people type them, each for its first page with the text around the words."""
    with filled_vault(folder / "searched", records) as workspace:
        plain = _plain_index(workspace, folder / "plain-index.db")
        asked = _questions(SEARCHES)
        times = [seconds(partial(_search, workspace, words)) for words in asked]
        plain_times = [seconds(partial(_plain_search, plain, words)) for words in asked]
        plain.close()
    return [
        Figure(
            f"search at {records:,} records, 95th percentile",
            1000 * percentile(times, 0.95),
            "ms",
            "<= 1.3x and <= 30 ms",
            1000 * percentile(plain_times, 0.95),
            "plain SQLite FTS5: the same question, ranked, with the titles of a page",
            f"median {1000 * percentile(times, 0.5):.2f} ms against "
            f"{1000 * percentile(plain_times, 0.5):.2f} ms",
        )
    ]


def measure_unlock(folder: Path, records: int = UNLOCKED) -> list[Figure]:
    """From the passphrase (Argon2id costs nothing here) to the first fifty rows."""
    filled_vault(folder / "unlocked", records).close()

    def unlock() -> None:
        with open_again(folder / "unlocked") as workspace:
            workspace.records.page(Query(kind="risk", limit=PAGE))

    took = median_seconds(unlock, 7)
    name = f"unlock without Argon2, to the first {PAGE} rows, {records:,} records"
    return [Figure(name, 1000 * took, "ms", "<= 150 ms", note="locking again is in it")]


def _questions(count: int) -> Sequence[str]:
    """One or two words, each cut off somewhere, as they stand while somebody types."""
    made_up = MadeUp(seed=7)
    asked = []
    for _ in range(count):
        words = made_up.text(made_up.lot.randint(1, 2)).split()
        asked.append(
            " ".join(word[: max(2, len(word) - made_up.lot.randint(0, 4))] for word in words)
        )
    return asked


def _search(workspace: Workspace, words: str) -> None:
    search(workspace._store, words, circles=workspace.circles.ids(), limit=PAGE)


def _plain_index(workspace: Workspace, path: Path) -> sqlite.Connection:
    """The same texts in a plain index with the same tokenizer."""
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cache_size=-12288")
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5(title, body, content='', contentless_delete=1, "
        f'tokenize="{TOKENIZER}", '
        "prefix='2 3')"
    )
    connection.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, title TEXT)")
    connection.execute("BEGIN")
    for number, record in enumerate(workspace.records.every(), start=1):
        body = " ".join(
            record.text(name) for name in ("note", "statement", "owner_role", "triggers")
        )
        connection.execute(
            "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (number, record.title, body)
        )
        connection.execute("INSERT INTO record VALUES (?, ?)", (number, record.title))
    connection.execute("COMMIT")
    return connection


def _plain_search(connection: sqlite.Connection, words: str) -> None:
    connection.execute(
        "SELECT record.title FROM words JOIN record ON record.id = words.rowid "
        "WHERE words MATCH ? ORDER BY rank LIMIT ?",
        (question(words), PAGE + 1),
    ).fetchall()
