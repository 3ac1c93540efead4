# SPDX-License-Identifier: GPL-3.0-or-later
"""The days on which a vault was open, kept in its store and in nobody else's.

They are settings of this device: no change says them, no bundle carries them, ``rebuild`` leaves
them alone.
"""

from datetime import date

from protectnet.app.clock import KnownDays
from protectnet.store import local
from protectnet.store.store import Store

LAST_OPENED, OVERRULED = "last_opened", "overruled_day"
"""Names of the settings in the store; each holds an ISO day."""


def known_days(store: Store) -> KnownDays:
    """The days that speak for or against a clock."""
    return KnownDays(_day(store, LAST_OPENED), _day(store, OVERRULED))


def remember_opening(store: Store, today: date) -> None:
    """Keep that the vault was open on ``today``, as it was believed; needs a transaction."""
    known = known_days(store).after(today)
    for name, day in ((LAST_OPENED, known.last_opened), (OVERRULED, known.overruled)):
        if day is not None:
            local.keep_setting(store, name, day.isoformat())


def _day(store: Store, name: str) -> date | None:
    text = local.setting(store, name)
    return date.fromisoformat(text) if text else None
