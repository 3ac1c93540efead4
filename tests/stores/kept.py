# SPDX-License-Identifier: GPL-3.0-or-later
"""The kept stores. ``python -m tests.stores.kept`` writes the one of this schema.

That is done once, with the release that brings a new schema; a store that is there is never
written again. Its key is that of ``tests/store/laptops.py``.
"""

import sys
import tempfile
from pathlib import Path

from protectnet.store import local, queries
from protectnet.store.local import User
from protectnet.store.migrate import steps
from protectnet.store.search import search
from tests.log.samples import CIRCLE, SOL
from tests.store.laptops import MEASURE, RISK, STATEMENT, Laptop, key_of, record_id

FOLDER = Path(__file__).parent
STORES = sorted(FOLDER.glob("v*.db"))
DIGEST = "3448a65d3a9be907da75343020b1c1e70b81785621f7857b433dfa8ed0271675"
"""What every kept store says, whatever its schema."""


def number_of(kept: Path) -> int:
    """The schema of a kept store, by its name."""
    return int(kept.stem[1:])


def fill(laptop: Laptop, other: Laptop) -> None:
    """Every sort of row that a store can have, but for blobs: those are files of their own."""
    laptop.edit(
        key_of(0),
        title="Tala del cañaveral",
        statement="Las familias de río abajo lo vieron",
        likelihood=4,
        feared_acts=["x.tala", "x.amenaza"],
        next_review=["2027-01-01", "2027-01-31", "month", None],
    )
    laptop.edit(key_of(1, MEASURE), title="Ronda", risks=[[RISK.number, record_id(0)]])
    laptop.edit(key_of(2, STATEMENT), title="Lo que se dijo")
    laptop.edit(key_of(3), title="Borrado")
    laptop.sealed()
    other.take(*laptop.sealed())
    other.edit(key_of(0), title="Desmonte del cañaveral")
    laptop.edit(key_of(0), title="Tala y quema del cañaveral")
    laptop.take(*other.sealed())
    laptop.delete(key_of(3))
    with laptop.store.transaction():
        local.keep_user(laptop.store, User(b"u" * 16, "Luna", 0))
        local.keep_setting(laptop.store, "language", "es")
    search(laptop.store, "tala")


def write() -> str:
    """Write the store of this schema; gives its digest."""
    path = FOLDER / f"v{len(steps()):04}.db"
    if path.exists():
        raise SystemExit(f"{path.name} is there already and stays as it is")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Laptop(folder / "luna") as laptop, Laptop(folder / "sol", SOL, "Sol") as other:
            fill(laptop, other)
            digest = queries.digest_of(laptop.store, CIRCLE)
            laptop.store.close()
            path.write_bytes((laptop.folder / "store.db").read_bytes())
    return digest.hex()


if __name__ == "__main__":
    sys.stdout.write(write() + "\n")
