# SPDX-License-Identifier: GPL-3.0-or-later
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from protectnet.store import errors
from protectnet.store.database import Database, create_database, open_database, typed_error

KEY = bytes(range(48))
OTHER_KEY = bytes(range(100, 148))
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one table of 200 rows over many pages."""
    found = tmp_path / "store.db"
    with create_database(found, KEY) as db, db.transaction():
        db.run("CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT UNIQUE, filling BLOB)")
        rows = ((f"word {number}", bytes(500)) for number in range(200))
        db.run_many("INSERT INTO thing (text, filling) VALUES (?, ?)", rows)
    return found


def test_create_when_done_gives_a_file_for_its_owner_alone(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_create_when_a_file_is_there_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(errors.StoreAlreadyThere):
        create_database(path, KEY)
    assert path.read_bytes() == before


def test_open_when_right_key_reads_what_was_written(path: Path) -> None:
    with open_database(path, KEY) as db:
        assert db.row("SELECT count(*), min(text) FROM thing") == (200, "word 0")


def test_open_when_wrong_key_says_so_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(errors.WrongStoreKey):
        open_database(path, OTHER_KEY)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_open_when_no_file_makes_none(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreMissing):
        open_database(tmp_path / "store.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_open_when_key_has_other_length_is_a_defect(path: Path) -> None:
    with pytest.raises(ValueError, match="48"):
        open_database(path, KEY[:32])


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 9000], ids=["empty", "short", "foreign"])
def test_open_when_file_is_no_database_never_makes_an_empty_store(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(content)
    with pytest.raises((errors.DamagedStore, errors.WrongStoreKey)):
        open_database(path, KEY)
    assert path.read_bytes() == content


def test_open_when_first_page_damaged_says_damaged(path: Path) -> None:
    flip(path, 100)
    with pytest.raises(errors.DamagedStore):
        open_database(path, KEY)


def test_read_when_another_page_damaged_says_damaged(path: Path) -> None:
    flip(path, 8 * PAGE + 100)
    with open_database(path, KEY) as db, pytest.raises(errors.DamagedStore):
        db.rows("SELECT * FROM thing")


def test_write_when_a_page_was_found_damaged_says_damaged_and_not_read_only(path: Path) -> None:
    flip(path, 8 * PAGE + 100)
    with open_database(path, KEY) as db:
        with pytest.raises(errors.DamagedStore):
            db.rows("SELECT * FROM thing")
        with pytest.raises(errors.DamagedStore), db.transaction():
            db.run("DELETE FROM thing WHERE id = 1")


def test_open_when_another_has_it_open_says_busy(path: Path) -> None:
    with open_database(path, KEY), pytest.raises(errors.StoreBusy):
        open_database(path, KEY)


def test_file_when_written_holds_no_plain_word(path: Path) -> None:
    with open_database(path, KEY) as db:
        db.run("UPDATE thing SET text = 'quetzal' WHERE id = 1")
        stored = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert b"quetzal" not in stored
    assert b"CREATE TABLE" not in stored


def test_transaction_when_block_raises_undoes_all(path: Path) -> None:
    forgotten = []

    def fail(db: Database) -> None:
        with db.transaction():
            db.run("DELETE FROM thing")
            raise KeyError

    with open_database(path, KEY) as db:
        db.after_rollback(lambda: forgotten.append(True))
        with pytest.raises(KeyError):
            fail(db)
        assert db.row("SELECT count(*) FROM thing") == (200,)
    assert forgotten == [True]


def test_transaction_when_one_is_open_is_a_defect(path: Path) -> None:
    with open_database(path, KEY) as db, db.transaction():
        with pytest.raises(sqlcipher.OperationalError), db.transaction():
            pass
        db.require_transaction()


def test_require_transaction_when_none_is_a_defect(path: Path) -> None:
    with open_database(path, KEY) as db, pytest.raises(RuntimeError):
        db.require_transaction()


def test_statement_when_ours_is_wrong_is_not_told_to_people(path: Path) -> None:
    with open_database(path, KEY) as db:
        with pytest.raises(sqlcipher.IntegrityError):
            db.run("INSERT INTO thing (text) VALUES ('word 1')")
        with pytest.raises(sqlcipher.OperationalError):
            db.rows("SELEC")


def test_settings_when_open_are_those_that_protect(path: Path) -> None:
    with open_database(path, KEY) as db:
        found = {
            name: db.rows(f"PRAGMA {name}")[0][0]
            for name in (
                "journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete",
                "cell_size_check", "temp_store", "cipher_memory_security",
            )
        }  # fmt: skip
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "cell_size_check": 1,
        "temp_store": 2,
        "cipher_memory_security": "0",
    }


def test_repr_when_shown_names_no_key(path: Path) -> None:
    with open_database(path, KEY) as db:
        assert repr(db) == f"Database({str(path)!r})"


FILL = """
import resource, signal, sys
from pathlib import Path
from protectnet.store.database import open_database
from protectnet.store.errors import StoreFull, StoreUnreachable
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_database(Path(sys.argv[1]), bytes(range(48))) as db:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        with db.transaction():
            rows = ((f"new {number}", bytes(3000)) for number in range(2000))
            db.run_many("INSERT INTO thing (text, filling) VALUES (?, ?)", rows)
    except (StoreFull, StoreUnreachable) as error:
        print(error.code)
    print(db.row("SELECT count(*) FROM thing")[0])
"""


def test_write_when_file_may_not_grow_says_unreachable_or_full_and_keeps_the_rest(
    path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] in {"store_full", "store_unreachable"}
    assert done.stdout.split()[1] == "200"
    with open_database(path, KEY) as db:
        assert db.row("SELECT count(*) FROM thing") == (200,)


DELETE_WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from protectnet.store.database import open_database
from protectnet.store.errors import StoreReadOnly
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with open_database(Path(sys.argv[1]), bytes(range(48))) as db:
        db.run("DELETE FROM thing")
except StoreReadOnly as error:
    print(error.code)
"""


@pytest.fixture
def readable(tmp_path: Path) -> None:
    """Let another person of the machine reach the folder of the test."""
    for each in (tmp_path, *tmp_path.parents):
        if each.stat().st_uid == os.getuid() and each != Path(each.root):
            each.chmod(each.stat().st_mode | 0o055)


@pytest.mark.usefixtures("readable")
@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
def test_open_when_folder_is_read_only_says_so_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", DELETE_WITHOUT_RIGHTS, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    path.parent.chmod(0o755)
    assert (done.stdout.strip(), done.stderr) == ("store_read_only", "")
    assert path.read_bytes() == before


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def test_typed_when_error_has_no_code_is_a_defect(path: Path) -> None:
    ours = sqlcipher.ProgrammingError("Cannot operate on a closed database.")
    assert typed_error(ours, path) is ours
