# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody works in a vault and is killed again and again, at one point further each time.

``python -m tests.faults.killed_workspace FOLDER CALLS STEP`` does the acts below in a child that is
killed with SIGKILL at its first counted call, then STEP calls later, until one comes through; with
0 at a few calls from the first to the last. CALLS is ``python``, every statement of SQL that writes
and every call of ours that writes, syncs, renames or removes a file, or ``system``, every such call
of the process, in the middle of it (then ``deadly_calls.c`` has to be preloaded). After each death the vault is opened: what was acknowledged must be there, the
act after it wholly or not at all, everything must verify, and no word of it be readable anywhere.
Prints at how many points the child died.
"""

import ctypes
import itertools
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.scenarios.laptops import CIRCLE, PASSPHRASE, TODAY, copied, opened, prepare
from tests.scenarios.test_planted_word import WORD, readable

from protectnet.app.opening import open_vault
from protectnet.app.record_files import GivenRecord
from protectnet.app.workspace import Workspace
from protectnet.domain.values import Attachment
from protectnet.store.blob_files import held
from protectnet.store.database import Database

NOTES = f"{WORD}: who said what at the ford\n".encode() * 3000
SETTLED = {"slots", "slots.copy", "store.db", "blobs", "lock"}
NEVER = 10**6
FEW = 10
_COUNTED: tuple[tuple[object, str], ...] = (
    *((Database, name) for name in ("run", "run_many")),
    *((os, name) for name in ("write", "fsync")),
    *((Path, name) for name in ("replace", "unlink")),
)

View = list[tuple[str, ...]]
"""What a vault shows: kind, title, statement and attached files of each record."""


def acts(vault: Workspace, place: Path) -> list[Callable[[], object]]:
    """What is done, one after the other; each is acknowledged when it returns."""
    ids: dict[str, str] = {}

    def add(title: str, circle: str) -> None:
        given = {"title": title, "statement": WORD}
        ids[title] = vault.editing.add("risk", given, circle=circle).id.hex()

    rows: list[dict[str, object]] = [
        {"kind": "risk", "title": f"{WORD} imported {number}", "key": f"{number}"}
        for number in range(30)
    ]
    return [
        lambda: add("one", CIRCLE),
        lambda: vault.editing.edit(ids["one"], {"statement": f"{WORD} again"}),
        lambda: vault.importing.add_all([GivenRecord(n, each) for n, each in enumerate(rows, 1)]),
        lambda: vault.attachments.attach(ids["one"], place / "outside" / "notes.txt"),
        lambda: add("two", CIRCLE),
        lambda: vault.giving.write(["hill"], place / "stick", circle=CIRCLE),
        lambda: vault.taking.accept(place / "outside" / "in.age"),
        lambda: vault.editing.delete(ids["two"]),
        lambda: vault.giving.write(["hill"], place / "stick", circle=CIRCLE),
        lambda: vault.editing.erase(ids["two"], reason="safety"),
        vault.upkeep.rebuild,
        lambda: add("three", CIRCLE),
        vault.close,
    ]


def view(vault: Workspace, spare: Path) -> View:
    """What the vault shows; each attached file is taken out whole, and none is kept but these."""
    found: View = []
    blobs = set()
    for record in vault.records.every():
        attached = record.get("attachments") or ()
        for each in attached if isinstance(attached, tuple) else ():
            if isinstance(each, Attachment):
                vault.attachments.extract(record.id.hex(), each.name, spare / "out")
                assert (spare / "out").read_bytes() == NOTES
                (spare / "out").unlink()
                blobs.add(each.blob)
        found.append((record.kind.name, record.title, record.text("statement"), str(len(blobs))))
    assert set(held(vault._store)) == blobs
    return sorted(found)


def prepare_place(folder: Path) -> Path:
    """The vaults of river and hill, a bundle from the hill and a file to attach, an empty stick."""
    place = folder / "fresh"
    for name in ("outside", "stick", "tmp"):
        (place / name).mkdir(parents=True)
    (place / "outside" / "notes.txt").write_bytes(NOTES)
    prepared = folder / "prepared"
    prepared.mkdir()
    copied(prepare(prepared, ["river", "hill"]), place, ["river"])
    with opened(prepared, "hill") as hill:
        risk = hill.editing.add("risk", {"title": f"{WORD} on the hill"}, circle=CIRCLE)
        hill.attachments.attach(risk.id.hex(), place / "outside" / "notes.txt", name="hill.txt")
        bundle = hill.giving.write(["river"], place / "outside", circle=CIRCLE).path
        bundle.rename(place / "outside" / "in.age")
    return place


def expected(place: Path) -> list[View]:
    """What is shown before the first act and after each."""
    vault = opened(place, "river")
    found = [view(vault, place / "tmp")]
    for act in acts(vault, place):
        act()
        found.append(view(vault, place / "tmp") if vault._store.is_open else found[-1])
    return found


def _die_at_ours(number: int) -> Callable[[], int]:
    """Die at a call of ours; gives how many there were."""
    made = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal made
            made += 1
            if made == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call

    for owner, name in _COUNTED:
        setattr(owner, name, counted(getattr(owner, name)))
    return lambda: made


def _work(place: Path, acknowledge: int, die_at: int, calls: str) -> int:
    """Do the acts, write a byte for each that is done; gives how many calls of ours there were."""
    tell = os.write
    made = _die_at_ours(die_at if calls == "python" else NEVER)
    if calls == "system":
        ctypes.CDLL(None).die_at(die_at)
    vault = open_vault(place / "river", PASSPHRASE, clock=TODAY)
    for act in acts(vault, place):
        act()
        tell(acknowledge, b".")
    return made()


def die_once(place: Path, number: int, calls: str) -> tuple[int, int | None]:
    """How many acts a child acknowledged; how many calls it made if it came through alive."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            made = _work(place, writing, number, calls)
            (place / "calls").write_text(f"{made}", encoding="ascii")
            status = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(status)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    done = len(os.read(reading, 1000))
    os.close(reading)
    if status == 0:
        return done, int((place / "calls").read_text(encoding="ascii"))
    if status != signal.SIGKILL:
        raise AssertionError(f"the child ended with {status}")
    return done, None


def look(place: Path, hill: Workspace, done: int, views: list[View]) -> None:
    """What was acknowledged is there, the next act wholly or not at all, and all is sound."""
    shutil.rmtree(place / "outside")
    assert readable(place, WORD) == [], done
    with opened(place, "river") as vault:
        assert view(vault, place / "tmp") in views[done : done + 2], done
        vault.upkeep.check()
        vault.editing.add("risk", {"title": "life goes on"}, circle=CIRCLE)
    names = {path.name for path in (place / "river").iterdir()}
    assert names == SETTLED, names
    for bundle in (place / "stick").glob("*.age"):
        if not bundle.name.startswith("."):
            hill.taking.preview(bundle)


def main(folder: Path, calls: str, step: int) -> int:
    """Die at each of the calls; gives how often that was."""
    fresh = prepare_place(folder)
    place = folder / "place"
    os.environ["TMPDIR"] = str(place / "tmp")

    def died(number: int) -> tuple[int, bool]:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(fresh, place)
        done, made = die_once(place, number, calls)
        return done, made is None

    shutil.copytree(fresh, place)
    views = expected(place)
    shutil.rmtree(place)
    shutil.copytree(fresh, place)
    done, made = die_once(place, NEVER, calls)
    assert (done, made is None) == (len(views) - 1, False)
    numbers: Iterable[int] = itertools.count(1, step)
    if step == 0:
        numbers = range(1, made or 1, max((made or 1) // FEW, 1))
    deaths = 0
    with opened(folder / "prepared", "hill") as hill:
        for number in numbers:
            done, is_dead = died(number)
            if not is_dead:
                break
            look(place, hill, done, views)
            deaths += 1
    return deaths


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))}\n")
