# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator
from pathlib import Path

import pytest

from protectnet.store import errors
from protectnet.store.database import Database, create_database
from protectnet.store.migrate import (
    Step,
    dump_schema,
    migrate,
    schema_number,
    split_statements,
    steps,
)

KEY = bytes(range(48))
SCHEMA = Path(__file__).parents[2] / "src/protectnet/store/schema.sql"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with create_database(tmp_path / "store.db", KEY) as made:
        yield made


def test_migrate_when_new_takes_all_steps_once(db: Database) -> None:
    assert migrate(db)
    assert schema_number(db) == len(steps())
    assert not migrate(db)


def test_schema_when_dumped_is_the_one_in_the_file(db: Database) -> None:
    migrate(db)
    assert dump_schema(db) == SCHEMA.read_text(encoding="utf-8")


def test_migrate_when_store_is_newer_names_both_versions_and_changes_nothing(db: Database) -> None:
    migrate(db)
    db.run("PRAGMA user_version=77")
    with pytest.raises(errors.StoreTooNew) as refused:
        migrate(db)
    assert refused.value.facts == {"found": 77, "known": len(steps())}
    assert schema_number(db) == 77


def test_migrate_when_file_is_of_another_program_says_damaged(db: Database) -> None:
    db.run("PRAGMA user_version=1")
    with pytest.raises(errors.DamagedStore):
        migrate(db)


def test_migrate_when_a_step_fails_keeps_the_one_before(db: Database) -> None:
    broken = (
        Step(1, "CREATE TABLE first (a);"),
        Step(2, "CREATE TABLE second (a);\nCREATE TABLE second (a);"),
    )
    with pytest.raises(Exception, match="second"):
        migrate(db, broken)
    assert schema_number(db) == 1
    assert db.rows("SELECT name FROM sqlite_master") == [("first",)]


def test_migrate_when_interrupted_goes_on_at_the_next_opening(db: Database) -> None:
    first, second = Step(1, "CREATE TABLE first (a);"), Step(2, "CREATE TABLE second (a);")
    migrate(db, (first,))
    assert migrate(db, (first, second))
    assert schema_number(db) == 2


def test_split_when_comments_hold_semicolons_ignores_them() -> None:
    assert split_statements("-- a; b\nONE;\n-- c;\nTWO (\n 1);\n") == ["ONE", "TWO (\n 1)"]
