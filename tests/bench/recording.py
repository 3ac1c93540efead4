# SPDX-License-Identifier: GPL-3.0-or-later
"""The writes of a store, recorded while it works, and done again by plain SQLite.

The baseline of writing is the same rows and index, inserted and updated by plain SQLite with the
same statements, the same transactions and the same durability: what remains is what signing,
merging and encrypting cost. "Plain" is the SQLite of the same package, opened without a key,
because the standard library's may be too old for the index.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from protectnet.store.database import Database, configure
from protectnet.store.search_text import sort_key

Statement = tuple[str, Any, bool]
"""SQL, values, and whether the values are many rows."""


class Recording:
    """The writing statements of a database, in order."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    @contextmanager
    def of(self, db: Database) -> Iterator[None]:
        """Record what ``db`` writes inside the block."""
        run, run_many = db.run, db.run_many

        def recorded_run(sql: str, values: Any = ()) -> int:
            self.statements.append((sql, values, False))
            return run(sql, values)

        def recorded_run_many(sql: str, values: Iterable[Any]) -> None:
            rows = list(values)
            self.statements.append((sql, rows, True))
            run_many(sql, rows)

        db.run, db.run_many = recorded_run, recorded_run_many  # type: ignore[method-assign]
        try:
            yield
        finally:
            del db.run, db.run_many

    def replay(self, connection: sqlite.Connection) -> None:
        """Do it all again."""
        for sql, values, is_many in self.statements:
            if is_many:
                connection.executemany(sql, values)
            else:
                connection.execute(sql, values)


def plain_copy(db: Database, path: Path) -> sqlite.Connection:
    """A plain database with everything that ``db`` holds now, set up the same way."""
    connection = sqlite.connect(str(path), isolation_level=None)
    configure(connection)
    connection.create_function("sort_key", 1, sort_key, deterministic=True)
    schema = db.rows(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'words_%'"
    )
    for (sql,) in schema:
        connection.execute(sql)
    for (name,) in db.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words%' "
        "AND name NOT LIKE 'sqlite_%'"
    ):
        rows = db.rows(f"SELECT * FROM {name}")  # noqa: S608 - our own names
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608
    connection.execute("PRAGMA foreign_keys=ON")
    return connection
