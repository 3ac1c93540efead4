# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbered steps that bring the log tables and local tables of a store to this version.

A step and its number are one transaction. No copy of the file is made before: it would keep what
is erased later. Tables made from the declared kinds are no matter of steps (projection.py).
"""

import re
from dataclasses import dataclass
from importlib import resources

from protectnet.store.database import Database
from protectnet.store.errors import DamagedStore, StoreTooNew

APPLICATION = 0x504E7374
"""Marks the file as a store of ours: "PNst"."""
_FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: the number of the schema that it gives, and its statements."""

    number: int
    sql: str


def steps() -> tuple[Step, ...]:
    """All steps in their order, numbered from 1 without a gap."""
    folder = resources.files("protectnet.store").joinpath("migrations")
    named = ((_FILE_NAME.fullmatch(entry.name), entry) for entry in folder.iterdir())
    found = sorted(
        (Step(int(match[1]), entry.read_text(encoding="utf-8")) for match, entry in named if match),
        key=lambda step: step.number,
    )
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise RuntimeError("the migrations are not numbered without a gap")
    return tuple(found)


def migrate(db: Database, known: tuple[Step, ...] | None = None) -> bool:
    """Take the steps that ``db`` has not taken; whether there were any.

    Raises ``StoreTooNew`` (nothing is changed) for a store of a newer version, and
    ``DamagedStore`` for a file that is no store of ours.
    """
    known = steps() if known is None else known
    found = schema_number(db)
    if found > len(known):
        raise StoreTooNew(found=found, known=len(known))
    for step in known[found:]:
        _take(db, step)
    return found < len(known)


def schema_number(db: Database) -> int:
    """The number of the last step taken, 0 for a new file; raises ``DamagedStore``."""
    [(number,)] = db.rows("PRAGMA user_version")
    [(application,)] = db.rows("PRAGMA application_id")
    if number and application != APPLICATION:
        raise DamagedStore(path=db.path.name)
    return int(number)


def dump_schema(db: Database, made_by_program: tuple[str, ...] = ()) -> str:
    """The statements that made tables and indexes, in their order, for ``schema.sql``.

    ``made_by_program`` are beginnings of the names of tables that no step makes.
    """
    statements = db.rows(
        "SELECT sql, tbl_name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    )
    return "".join(
        f"{sql};\n" for sql, table in statements if not table.startswith(made_by_program)
    )


def _take(db: Database, step: Step) -> None:
    with db.transaction():
        for statement in split_statements(step.sql):
            db.run(statement)
        db.run(f"PRAGMA application_id={APPLICATION}")
        db.run(f"PRAGMA user_version={step.number}")


def split_statements(sql: str) -> list[str]:
    """The statements of a migration, which holds no semicolon but those that end them."""
    without_comments = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
    return [part.strip() for part in without_comments.split(";") if part.strip()]
