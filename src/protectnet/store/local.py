# SPDX-License-Identifier: GPL-3.0-or-later
"""What this device keeps for itself beside the log: secrets, settings, users.

``rebuild`` leaves these tables alone. Everything that writes needs a transaction.
"""

from dataclasses import dataclass

from protectnet.store.errors import NameTaken, NoSuchSecret, NoSuchUser
from protectnet.store.store import Store


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who opens the vault: 16 bytes of id, a code name, the index of their slot."""

    id: bytes
    name: str
    slot: int


def secret(store: Store, name: str) -> bytes:
    """The bytes kept under a name; raises ``NoSuchSecret``."""
    row = store.db.row("SELECT bytes FROM secret WHERE name = ?", (name,))
    if row is None:
        raise NoSuchSecret(name=name)
    return bytes(row[0])


def put_secret(store: Store, name: str, value: bytes) -> None:
    """Keep bytes under a name, in place of what was there."""
    store.db.require_transaction()
    store.db.run("INSERT OR REPLACE INTO secret (name, bytes) VALUES (?, ?)", (name, value))


def setting(store: Store, name: str) -> str | None:
    """The text kept under a name, ``None`` where there is none."""
    row = store.db.row("SELECT value FROM setting WHERE name = ?", (name,))
    return str(row[0]) if row else None


def put_setting(store: Store, name: str, value: str) -> None:
    """Keep a text under a name, in place of what was there."""
    store.db.require_transaction()
    store.db.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))


def users(store: Store) -> list[User]:
    """Everybody who opens the vault, by name."""
    rows = store.db.rows("SELECT user, name, slot FROM user ORDER BY name")
    return [User(*row) for row in rows]


def user(store: Store, user_id: bytes) -> User:
    """The user of an id; raises ``NoSuchUser``."""
    row = store.db.row("SELECT user, name, slot FROM user WHERE user = ?", (user_id,))
    if row is None:
        raise NoSuchUser(name=user_id.hex())
    return User(*row)


def user_named(store: Store, name: str) -> User:
    """The user of a code name; raises ``NoSuchUser``."""
    row = store.db.row("SELECT user, name, slot FROM user WHERE name = ?", (name,))
    if row is None:
        raise NoSuchUser(name=name)
    return User(*row)


def add_user(store: Store, added: User) -> None:
    """Remember a user; raises ``NameTaken``."""
    store.db.require_transaction()
    taken = store.db.row("SELECT 1 FROM user WHERE name = ?", (added.name,))
    if taken is not None:
        raise NameTaken(name=added.name)
    store.db.run(
        "INSERT INTO user (user, name, slot) VALUES (?, ?, ?)", (added.id, added.name, added.slot)
    )


def remove_user(store: Store, user_id: bytes) -> None:
    """Forget a user; harmless when repeated. What they wrote keeps their code name."""
    store.db.require_transaction()
    store.db.run("DELETE FROM user WHERE user = ?", (user_id,))
