# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole store once more under another key.

After a passphrase became known, and after much was erased: a disk may keep old contents of places
that were overwritten, which the new key does not open and whose old key is destroyed.
"""

from collections.abc import Collection
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from protectnet.store.database import create_database, open_database, remove_database, typed_error
from protectnet.store.store import Progress, Store, no_progress

PAGES_AT_ONCE = 500


def export_to_new_key(
    store: Store, new_key: bytes, path: Path, progress: Progress = no_progress
) -> None:
    """Write the whole store into a new file at ``path`` under ``new_key`` (48 bytes).

    The encrypted files beside the store have keys of their own and stay. ``progress`` counts
    pages. Raises ``StoreAlreadyThere``, ``StoreFull``, ``StoreReadOnly``, ``DamagedStore``; then no
    file is left at ``path``.
    """
    store.db.empty_write_ahead_log()
    fresh = create_database(path, new_key)
    try:
        with fresh:
            _copy(store, fresh.connection, progress)
            # Nothing that was free in the old file is carried along.
            fresh.run("VACUUM")
            fresh.empty_write_ahead_log()
    except sqlcipher.Error as error:
        remove_database(path)
        raise typed_error(error, path) from error
    except BaseException:
        remove_database(path)
        raise


def forget_users(path: Path, key: bytes, users: Collection[bytes]) -> None:
    """Remove users, and what they typed and did not save, from a store that is not in use.

    Raises as ``open_database`` does.
    """
    with open_database(path, key) as db, db.transaction():
        db.run_many("DELETE FROM draft WHERE user = ?", [(user,) for user in users])
        db.run_many("DELETE FROM user WHERE user = ?", [(user,) for user in users])


def _copy(store: Store, target: sqlcipher.Connection, progress: Progress) -> None:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    store.db.connection.backup(target, pages=PAGES_AT_ONCE, progress=tell)
