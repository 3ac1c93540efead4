# SPDX-License-Identifier: GPL-3.0-or-later
"""Works in vaults on a small disk until it is full, then on one that can only be read.

A program: `python -m tests.scenarios.full_disk DISK OUTSIDE` prints as JSON, for each thing that
was tried, what was raised and what held afterwards. `DISK` is the root of a small disk of its own,
on which `remount,ro` may be done.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.scenarios.laptops import CIRCLE, copied, files_of, made, opened, prepare, told

from protectnet.app.explanations import explain
from protectnet.app.record_files import GivenRecord
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import ProtectNetError

Found = dict[str, object]
_MOST_SAVES = 2000


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    return filler


def refusal(act: Callable[[], object]) -> Found:
    """What an act raised, and what people are told of it."""
    try:
        act()
    except ProtectNetError as error:
        return {"raised": type(error).__name__, "said": explain(error).sentence}
    return {"raised": None}


def saving(disk: Path) -> Found:
    """Save until the disk is full, make room, save again."""
    with opened(disk, "river") as vault:
        filler = fill(disk)
        acknowledged: list[str] = []

        def save() -> None:
            for number in range(_MOST_SAVES):
                saved = vault.editing.add("risk", {"title": f"{number}"})
                acknowledged.append(saved.id.hex())

        found = refusal(save)
        held = sorted(each.id.hex() for each in vault.records.every())
        found["nothing lost"] = held == sorted(acknowledged)
        found["again full"] = refusal(save)["raised"]
        filler.unlink()
        acknowledged.append(vault.editing.add("risk", {"title": "with room"}).id.hex())
    with opened(disk, "river") as vault:
        held = sorted(each.id.hex() for each in vault.records.every())
        found["all there"] = held == sorted(acknowledged)
        vault.upkeep.check()
    return found


def locking(disk: Path) -> Found:
    """Save, fill the disk, lock, open again to read and to save, and once more with room."""
    vault = opened(disk, "river")
    risk = vault.editing.add("risk", {"title": "before"})
    filler = fill(disk)
    before = told(vault)
    found: Found = {"at locking": refusal(vault.close)["raised"]}
    # Locking made some room: what waited in the write-ahead log went into the store.
    fill(disk)
    with opened(disk, "river") as again:
        found["told to free"] = again.only_reading and again.only_reading.facts["room"]
        found["reads all"] = told(again) == before
        found["searches"] = [
            len(again.records.page(Query(kind=kind, search="before")).found)
            for kind in (None, "risk", None)
        ]
        found |= refusal(lambda: again.editing.add("risk", {"title": "after"}))
    found["locks again"] = refusal(lambda: opened(disk, "river").close())["raised"]
    filler.unlink()
    with opened(disk, "river") as again:
        found["only to be read with room"] = again.only_reading is not None
        found["all there"] = again.records.find(risk.id.hex()).title == "before"
        again.upkeep.check()
    return found


def opening_without_a_file_more(disk: Path) -> Found:
    """Open where no file can be made any more, not even an empty one, and then with room."""
    opened(disk, "river").close()
    before = files_of(disk / "river")
    subprocess.run(["mount", "-o", "remount,nr_inodes=200", str(disk)], check=True)
    crowd = disk / "crowd"
    crowd.mkdir()
    filler = fill(disk)
    with suppress(OSError):
        for number in range(200):
            (crowd / str(number)).touch()
    found = refusal(lambda: opened(disk, "river"))
    found["unchanged"] = files_of(disk / "river") == before
    shutil.rmtree(crowd)
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,nr_inodes=0", str(disk)], check=True)
    opened(disk, "river").close()
    return found


def _unchanged(vault: Workspace, disk: Path, act: Callable[[], object]) -> Found:
    before = told(vault)
    filler = fill(disk)
    found = refusal(act)
    filler.unlink()
    found["unchanged"] = told(vault) == before
    vault.upkeep.check()
    return found


def importing(disk: Path) -> Found:
    """Import more than there is room for."""

    with opened(disk, "river") as vault:
        many = [
            GivenRecord(line, {"kind": "risk", "title": f"{line}", "statement": "x" * 2000})
            for line in range(1, 800)
        ]
        return _unchanged(vault, disk, lambda: vault.importing.add_all(many))


def attaching(disk: Path, outside: Path) -> Found:
    """Attach a file for which there is no room."""
    large = outside / "large"
    large.write_bytes(os.urandom(1_000_000))
    with opened(disk, "river") as vault:
        risk = vault.editing.add("risk", {"title": "with a file"}).id.hex()
        return _unchanged(vault, disk, lambda: vault.attachments.attach(risk, large))


def taking(disk: Path, outside: Path) -> Found:
    """Take a bundle for which there is no room."""
    with opened(outside, "hill") as hill:
        for number in range(50):
            values = {"title": f"{number}", "statement": "x" * 9000}
            hill.editing.add("risk", values, circle=CIRCLE)
        bundle = hill.giving.write(["river"], outside, circle=CIRCLE).path
    with opened(disk, "river") as vault:
        return _unchanged(vault, disk, lambda: vault.taking.accept(bundle))


def giving(disk: Path, outside: Path) -> Found:
    """Write a bundle and a card to a full stick."""
    stick = disk / "stick"
    stick.mkdir()
    with opened(outside, "hill") as hill:
        filler = fill(disk)
        found = refusal(lambda: hill.giving.write(["river"], stick, circle=CIRCLE))
        found["card"] = refusal(lambda: hill.devices.write_card(stick / "hill.card"))["raised"]
        found["left on it"] = [path.name for path in stick.iterdir()]
        filler.unlink()
    return found


def making(disk: Path) -> Found:
    """Make a vault where there is no room for one, then with room in the same place."""
    shutil.rmtree(disk / "river")
    filler = fill(disk)
    found = refusal(lambda: made(disk, "river", CIRCLE))
    found["opens"] = refusal(lambda: opened(disk, "river"))["raised"]
    filler.unlink()
    made(disk, "river", CIRCLE).close()
    opened(disk, "river").close()
    return found


def reading_only(disk: Path, outside: Path) -> Found:
    """Open a vault on a disk that can only be read, and write to such a disk."""
    opened(disk, "river").close()
    before = files_of(disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        found = refusal(lambda: opened(disk, "river"))
        found["making"] = refusal(lambda: made(disk, "other", CIRCLE))["raised"]
        with opened(outside, "hill") as hill:
            written = refusal(lambda: hill.giving.write(["river"], disk, circle=CIRCLE))
            found["giving"] = written["raised"]
        found["unchanged"] = files_of(disk) == before
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    return found


def main(disk: Path, outside: Path) -> None:
    """Try everything, each on vaults as they were at first."""
    prepared = outside / "prepared"
    prepared.mkdir()
    prepare(prepared, ["river", "hill"])
    tried: dict[str, Callable[[], Found]] = {
        "saving": lambda: saving(disk),
        "locking": lambda: locking(disk),
        "opening without a file more": lambda: opening_without_a_file_more(disk),
        "importing": lambda: importing(disk),
        "attaching": lambda: attaching(disk, outside),
        "taking": lambda: taking(disk, outside),
        "giving": lambda: giving(disk, outside),
        "making": lambda: making(disk),
        "reading only": lambda: reading_only(disk, outside),
    }
    found = {}
    for name, act in tried.items():
        for folder in (*disk.iterdir(), outside / "hill"):
            shutil.rmtree(folder, ignore_errors=True)
        copied(prepared, disk, ["river"])
        copied(prepared, outside, ["hill"])
        found[name] = act()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
