# SPDX-License-Identifier: GPL-3.0-or-later
"""One encrypted SQLite file: opening with a key, transactions, and errors with a type.

SQLCipher checks each page it reads, but a page replaced by an older one of the same place passes:
the signed log is what integrity rests on, the file is its container (docs/THREAT_MODEL.md).
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlcipher3 import dbapi2 as sqlcipher

from protectnet.files import PRIVATE_FILE, DiskFull, FolderReadOnly, naming_refusals
from protectnet.store.errors import (
    Cancelled,
    DamagedStore,
    StoreAlreadyThere,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
    StoreUnreachable,
    WrongStoreKey,
)

KEY_BYTES = 48
"""32 bytes of key and the 16 bytes of salt that begin the file."""
SALT_BYTES = 16
CACHE_KIB = 16_000
CHECKPOINT_PAGES = 2_000
BUSY_SECONDS = 2.0

Row = tuple[Any, ...]
Values = Sequence[object]

# The low byte of SQLite's result codes, which the exceptions carry.
_BUSY, _LOCKED, _READONLY, _INTERRUPT, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _PERM, _NOTADB = (
    5, 6, 8, 9, 10, 11, 13, 14, 3, 26,
)  # fmt: skip
_BY_RESULT: dict[int, type[StoreError]] = {
    _BUSY: StoreBusy,
    _LOCKED: StoreBusy,
    _READONLY: StoreReadOnly,
    _INTERRUPT: Cancelled,
    _IOERR: StoreUnreachable,
    _CORRUPT: DamagedStore,
    _FULL: StoreFull,
    _CANTOPEN: StoreUnreachable,
    _PERM: StoreReadOnly,
    _NOTADB: DamagedStore,
}


class Database:
    """An open connection and its transactions; made by ``open_database``.

    Whoever fails half-way inside a transaction sets ``is_doomed``: then it cannot be committed,
    even if somebody catches the error and goes on. Undoing it makes an end of that.
    """

    def __init__(self, connection: sqlcipher.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.is_open = True
        self.is_doomed = False
        self._after_rollback: list[Callable[[], None]] = []
        self._is_damaged = False

    def __repr__(self) -> str:
        """Name the file alone."""
        return f"Database({str(self.path)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows that a statement gives."""
        try:
            return self.connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]
        except sqlcipher.Error as error:
            raise self.typed(error) from error

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row that a statement gives, ``None`` when it gives none."""
        try:
            return self.connection.execute(sql, values).fetchone()  # type: ignore[no-any-return]
        except sqlcipher.Error as error:
            raise self.typed(error) from error

    def each(self, sql: str, values: Values = ()) -> Generator[Row, None, None]:
        """The rows one by one, for results that need not fit into memory."""
        try:
            # Not ``yield from``: it would close the rows when nobody asks for more, and a row left
            # over when the store was closed has nothing to be closed any more.
            for row in self.connection.execute(sql, values):  # noqa: UP028
                yield row
        except sqlcipher.Error as error:
            raise self.typed(error) from error

    def run(self, sql: str, values: Values = ()) -> int:
        """Execute a statement; the row id of the row it inserted, if it inserted one."""
        try:
            return int(self.connection.execute(sql, values).lastrowid or 0)
        except sqlcipher.Error as error:
            raise self.typed(error) from error

    def run_many(self, sql: str, values: Iterable[Values]) -> None:
        """Execute a statement once for each row of values."""
        try:
            self.connection.executemany(sql, values)
        except sqlcipher.Error as error:
            raise self.typed(error) from error

    @contextmanager
    def transaction(self, *, is_kept: bool = True) -> Iterator[None]:
        """All or nothing: durable when the block ends, undone when it raises anything.

        Without ``is_kept`` its changes hold for the block alone: they need no room on the disk.
        Transactions do not nest: a function that needs one says so and its caller opens it.
        """
        self.run("BEGIN IMMEDIATE")
        is_undone = True
        try:
            yield
            _refuse_half_a_change(self)
            if is_kept:
                self.run("COMMIT")
                is_undone = False
        finally:
            if is_undone:
                # SQLite undoes some transactions by itself, for example when the disk is full.
                if self.connection.in_transaction:
                    self.run("ROLLBACK")
                self.is_doomed = False
                for forget in self._after_rollback:
                    forget()

    def require_transaction(self) -> None:
        """Refuse to go on outside of a transaction: that is a defect of the caller."""
        if not self.connection.in_transaction:
            raise RuntimeError("this needs an open transaction")

    def after_rollback(self, forget: Callable[[], None]) -> None:
        """Have ``forget`` called whenever a transaction is undone, for what was kept in memory."""
        self._after_rollback.append(forget)

    def empty_write_ahead_log(self) -> None:
        """Move everything into the main file and cut the write-ahead log to nothing."""
        (is_busy, *_rest) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        if is_busy:
            raise StoreBusy(path=self.path.name)

    def close(self) -> None:
        """Close the file; harmless when it is closed already."""
        self.connection.close()
        self.is_open = False

    def typed(self, error: sqlcipher.Error) -> Exception:
        """What people can be told about an error of SQLite, or the error itself: our defect.

        After a damaged page SQLCipher lets nothing be written any more and says "read-only".
        """
        found = typed_error(error, self.path)
        self._is_damaged = self._is_damaged or isinstance(found, DamagedStore)
        if self._is_damaged and isinstance(found, StoreReadOnly):
            return DamagedStore(path=self.path.name)
        return found


def _refuse_half_a_change(db: Database) -> None:
    if db.is_doomed:
        raise RuntimeError("a change failed half-way, so that all of it must be undone")


def typed_error(error: sqlcipher.Error, path: Path) -> Exception:
    """The typed error for an error of SQLite, or the error itself when it is a defect of ours."""
    found = _BY_RESULT.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return error if found is None else found(path=path.name)


def create_database(path: Path, key: bytes) -> Database:
    """Make a new, empty, encrypted file for its owner alone and open it.

    Raises ``StoreAlreadyThere``, ``StoreFull``, ``StoreReadOnly``, ``StoreUnreachable``.
    """
    try:
        with naming_refusals(path):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
    except FileExistsError as error:
        raise StoreAlreadyThere(path=path.name) from error
    except FolderReadOnly as error:
        raise StoreReadOnly(path=path.name) from error
    except DiskFull as error:
        raise StoreFull(path=path.name) from error
    except OSError as error:
        raise StoreUnreachable(path=path.name) from error
    try:
        return _connect(path, key)
    except BaseException:
        remove_database(path)
        raise


def remove_database(path: Path) -> None:
    """Remove a closed database that nobody was told about, with its write-ahead log."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def open_database(path: Path, key: bytes) -> Database:
    """Open an existing encrypted file; nothing is ever made where there is none.

    Raises ``StoreMissing``, ``WrongStoreKey``, ``DamagedStore``, ``StoreReadOnly``, ``StoreBusy``,
    ``StoreFull``, ``StoreUnreachable``.
    """
    _check_file(path, key)
    try:
        return _connect(path, key)
    except DamagedStore as error:
        raise _why_unreadable(path, key) from error
    except StoreUnreachable as error:
        raise _why_unreachable(path) from error


def configure(connection: sqlcipher.Connection) -> None:
    """Set what holds for every connection; see the module for why.

    The exclusive lock keeps a second process out and needs no shared-memory file.
    """
    for setting in (
        "locking_mode=EXCLUSIVE",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "temp_store=MEMORY",
        f"cache_size=-{CACHE_KIB}",
        "synchronous=FULL",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        "journal_mode=WAL",
    ):
        connection.execute(f"PRAGMA {setting}").fetchall()


def _check_file(path: Path, key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 48 bytes")
    if not path.is_file():
        raise StoreMissing(path=path.name)
    if path.stat().st_size == 0:
        raise DamagedStore(path=path.name)
    # Asked beforehand: the exclusive lock fails on a file open for reading alone, for other reasons too.
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreReadOnly(path=path.name)


def _connect(path: Path, key: bytes) -> Database:
    connection = None
    try:
        connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS,
        )
        # Not PRAGMA key: it leaves copies of the key in memory.
        connection.set_key(b"x'" + key.hex().encode() + b"'")
        connection.execute("PRAGMA cipher_log_level=NONE").fetchall()
        connection.execute("PRAGMA cipher_memory_security=OFF").fetchall()
        configure(connection)
        # The first read; before it, SQLCipher has not looked at the key.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlcipher.Error):
            raise typed_error(error, path) from error
        raise
    return Database(connection, path)


def _why_unreachable(path: Path) -> StoreError:
    """SQLite says no more than that it cannot; the system is asked why there can be no log beside.

    An empty log that is made by asking is what SQLite would have made.
    """
    log = path.with_name(f"{path.name}-wal")
    try:
        with naming_refusals(log):
            os.close(os.open(log, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
    except DiskFull:
        return StoreFull(path=path.name)
    except FolderReadOnly:
        return StoreReadOnly(path=path.name)
    except OSError:
        pass
    return StoreUnreachable(path=path.name)


def _why_unreadable(path: Path, key: bytes) -> StoreError:
    """A first page that the key does not open: of another store, or damaged?

    The salt stands in the clear at the file's beginning, and our key brings it along.
    """
    with path.open("rb") as file:
        is_of_this_key = file.read(SALT_BYTES) == key[-SALT_BYTES:]
    return DamagedStore(path=path.name) if is_of_this_key else WrongStoreKey(path=path.name)
