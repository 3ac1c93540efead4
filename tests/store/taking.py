# SPDX-License-Identifier: GPL-3.0-or-later
"""Bundles taken into a store, and all that its tables say before and after."""

from collections.abc import Iterable, Mapping
from typing import Any

from protectnet.domain.ids import CircleId
from protectnet.log.segment import VerifiedSegment
from protectnet.log.standing import Standing
from protectnet.log.vector import SignedVector
from protectnet.store.accepting import (
    TakenBundle,
    begin,
    finish,
    note_blobs,
)
from protectnet.store.apply import apply_segments
from protectnet.store.parking import Waiting, park_segments
from protectnet.store.vectors import put_vector
from tests.log.samples import CIRCLE, DAY, SOL
from tests.store.laptops import Laptop, said

STICK = TakenBundle(bytes([9]) * 16, 1, SOL.public.device, DAY)
DERIVED = ("kind_", "link", "live_value", "words", "unindexed", "sqlite_")


def dump(laptop: Laptop) -> dict[str, Any]:
    """Every row of every table, and what the projection says."""
    db = laptop.store.db
    tables = [name for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    raw = {
        name: sorted(db.rows(f"SELECT * FROM {name}"), key=repr)  # noqa: S608 - our own names
        for name in tables
        if not name.startswith(DERIVED)
    }
    return raw | {"said": said(laptop.store)}


def join(laptop: Laptop) -> None:
    """Be in the circle: that stays whatever is taken back."""
    with laptop.store.transaction():
        laptop.store.records.make_circle_row(CIRCLE)


def take(
    laptop: Laptop,
    *some: VerifiedSegment,
    standings: Mapping[bytes, Standing] | None = None,
    waiting: Iterable[Waiting] = (),
    told: Iterable[SignedVector] = (),
    blobs: Iterable[bytes] = (),
    circles: Iterable[CircleId] = (CIRCLE,),
) -> int:
    """Take a bundle; gives its number."""
    with laptop.store.transaction():
        found = begin(laptop.store, STICK)
        apply_segments(laptop.store, some, (), standings, found)
        park_segments(laptop.store, waiting, found)
        for each in told:
            put_vector(laptop.store, each, found)
        note_blobs(laptop.store, found, blobs)
        finish(laptop.store, found, list(circles))
    return found
