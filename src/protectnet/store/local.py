# SPDX-License-Identifier: GPL-3.0-or-later
"""What belongs to this device alone and is in no log: secrets, settings, users, drafts, previews.

``rebuild`` leaves all of it alone. Everything that writes needs a transaction.
"""

from dataclasses import dataclass, field

from protectnet.domain.ids import CircleId, RecordId
from protectnet.store.errors import NameTaken
from protectnet.store.store import Store

MAX_DRAFT_BYTES = 1024 * 1024
MAX_PREVIEW_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class User:
    """A person who opens this vault: an id (16 bytes), the code name in the log, the slot's number."""

    id: bytes
    name: str = field(repr=False)
    slot: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a user typed and did not save.

    A draft of a new record has the id that the record will get. ``bytes`` is the caller's form.
    """

    record: RecordId
    user: bytes
    kind: int
    circle: CircleId
    bytes: bytes

    def __repr__(self) -> str:
        """Show no content: representations end in logs."""
        return f"Draft({self.record.hex()})"


def secret(store: Store, name: str) -> bytes | None:
    """The secret of this name, such as the device's keys; ``None`` if there is none."""
    row = store.db.row("SELECT bytes FROM secret WHERE name = ?", (name,))
    return row[0] if row else None


def keep_secret(store: Store, name: str, content: bytes) -> None:
    """Keep a secret, in place of the one of this name."""
    store.db.require_transaction()
    store.db.run("INSERT OR REPLACE INTO secret (name, bytes) VALUES (?, ?)", (name, content))


def destroy_secret(store: Store, name: str) -> None:
    """Destroy a secret; its place in the file is overwritten."""
    store.db.require_transaction()
    store.db.run("DELETE FROM secret WHERE name = ?", (name,))


def setting(store: Store, name: str) -> str | None:
    """The setting of this name, ``None`` if there is none."""
    row = store.db.row("SELECT value FROM setting WHERE name = ?", (name,))
    return row[0] if row else None


def keep_setting(store: Store, name: str, value: str) -> None:
    """Keep a setting, in place of the one of this name."""
    store.db.require_transaction()
    store.db.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))


def users(store: Store) -> list[User]:
    """All users, by their slots."""
    return [User(*row) for row in store.db.rows("SELECT user, name, slot FROM user ORDER BY slot")]


def keep_user(store: Store, user: User) -> None:
    """Add a user, or change the name or slot of the one of this id; raises ``NameTaken``."""
    store.db.require_transaction()
    taken = store.db.row(
        "SELECT 1 FROM user WHERE (name = ? OR slot = ?) AND user <> ?",
        (user.name, user.slot, user.id),
    )
    if taken:
        raise NameTaken(name=user.name)
    store.db.run(
        "INSERT OR REPLACE INTO user (user, name, slot) VALUES (?, ?, ?)",
        (user.id, user.name, user.slot),
    )


def remove_user(store: Store, user: bytes) -> None:
    """Remove a user and what they typed and did not save."""
    store.db.require_transaction()
    store.db.run("DELETE FROM draft WHERE user = ?", (user,))
    store.db.run("DELETE FROM user WHERE user = ?", (user,))


def keep_draft(store: Store, draft: Draft) -> None:
    """Keep a draft, in place of the earlier one of this user and record."""
    store.db.require_transaction()
    if len(draft.bytes) > MAX_DRAFT_BYTES:
        raise ValueError("a draft has at most one MiB")
    store.db.run(
        "INSERT OR REPLACE INTO draft (record, user, kind, circle, bytes) VALUES (?, ?, ?, ?, ?)",
        (draft.record, draft.user, draft.kind, draft.circle, draft.bytes),
    )


def drafts(store: Store, user: bytes) -> list[Draft]:
    """What a user typed and did not save."""
    rows = store.db.rows(
        "SELECT record, user, kind, circle, bytes FROM draft WHERE user = ? ORDER BY record",
        (user,),
    )
    return [Draft(RecordId(row[0]), row[1], row[2], CircleId(row[3]), row[4]) for row in rows]


def drop_draft(store: Store, record: RecordId, user: bytes) -> None:
    """Drop a draft: it was saved, or thrown away."""
    store.db.require_transaction()
    store.db.run("DELETE FROM draft WHERE record = ? AND user = ?", (record, user))


def keep_preview(store: Store, digest: bytes, media_type: str, content: bytes) -> None:
    """Keep a small picture of the attachment whose plaintext has this SHA-256."""
    store.db.require_transaction()
    if len(content) > MAX_PREVIEW_BYTES:
        raise ValueError("a preview has at most 64 KiB")
    store.db.run(
        "INSERT OR REPLACE INTO preview (digest, media_type, bytes) VALUES (?, ?, ?)",
        (digest, media_type, content),
    )


def preview(store: Store, digest: bytes) -> tuple[str, bytes] | None:
    """Media type and bytes of the small picture of an attachment, ``None`` if there is none."""
    row = store.db.row("SELECT media_type, bytes FROM preview WHERE digest = ?", (digest,))
    return (row[0], row[1]) if row else None
