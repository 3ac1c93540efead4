# SPDX-License-Identifier: GPL-3.0-or-later
"""What this device notes of itself: whether it was put back or copied, and how long it was used.

See docs/spec/sync-v1.md, sections 5 and 6. Everything that writes needs a transaction; ``rebuild``
and taking back leave all of it alone.
"""

from dataclasses import dataclass, field

from protectnet.store.local import keep_secret, keep_setting, secret, setting
from protectnet.store.store import Store

_SIDE_NAME, _SIDE_TOKEN = "side file: name", "side file: token"
_RESTORED = "restored"
_DAYS, _LAST_DAY = "days of use", "last day of use"


@dataclass(frozen=True, slots=True)
class SideMark:
    """The name of the vault's side file, and the 16 bytes that it should hold."""

    name: str
    token: bytes = field(repr=False)


def side_mark(store: Store) -> SideMark | None:
    """What the side file was given at the last opening, ``None`` before the first."""
    name, token = setting(store, _SIDE_NAME), secret(store, _SIDE_TOKEN)
    return None if name is None or token is None else SideMark(name, token)


def keep_side_mark(store: Store, mark: SideMark) -> None:
    """Note what the side file is given at this opening."""
    keep_setting(store, _SIDE_NAME, mark.name)
    keep_secret(store, _SIDE_TOKEN, mark.token)


def is_restored(store: Store) -> bool:
    """Whether this store came out of a backup, and no new incarnation was begun since."""
    return setting(store, _RESTORED) is not None


def mark_restored(store: Store, restored: bool) -> None:
    """Note that the store came out of a backup, or (``False``) that a new incarnation was begun."""
    store.db.require_transaction()
    if restored:
        keep_setting(store, _RESTORED, "yes")
    else:
        store.db.run("DELETE FROM setting WHERE name = ?", (_RESTORED,))


def days_of_use(store: Store) -> int:
    """On how many days the vault was opened, as far as its clock told them apart."""
    return int(setting(store, _DAYS) or 0)


def note_day_of_use(store: Store, day: int) -> int:
    """The vault is open on this day (days since 1970-01-01); gives the days of use.

    A day counts when it is another one than the last that was noted, before or after it: so a
    clock that runs ahead adds one day, and going back adds one more.
    """
    count, last = days_of_use(store), setting(store, _LAST_DAY)
    if last != str(day):
        count += 1
        keep_setting(store, _DAYS, str(count))
        keep_setting(store, _LAST_DAY, str(day))
    return count
