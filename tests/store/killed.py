# SPDX-License-Identifier: GPL-3.0-or-later
"""A writer that is killed again and again, at one point further each time.

``python -m tests.store.killed FOLDER CALLS STEP`` does the acts below in a child that is killed with
SIGKILL before its first counted call, then STEP calls later, and so on until one comes through. After
each death the store is opened: every act that was acknowledged must be there, the one after it
wholly or not at all, and everything must verify. CALLS is ``statements``, every statement of SQL,
or ``system``, every call that writes, syncs, cuts or removes a file. With ``full`` and ``gone`` the
child lives, but from that call on all of them fail as on a full disk, or one that was unplugged:
then a typed error must say so. The last three need ``tests/faults/deadly_calls.c`` preloaded.
"""

import ctypes
import errno
import itertools
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from protectnet.log.operation import set_
from protectnet.store.check import check_store
from protectnet.store.database import Database
from protectnet.store.erase import erase_record
from protectnet.store.errors import StoreFull, StoreUnreachable
from protectnet.store.opening import open_store
from protectnet.store.rebuild import rebuild
from protectnet.store.search import search
from tests.store.killed_exchange import FOREIGN, exchange_acts, fingerprint
from tests.store.laptops import KEY, RISK, Laptop, key_of, public_keys, record_id
from tests.store.residues import decrypted_pages

WORD = "zyxwvutso"
FAILURES = {"full": errno.ENOSPC, "gone": errno.EIO}
SAID_SO = 3
"""How a child ends that was told by a typed error that the disk is full or gone."""
ERASING, CARRYING_OUT = 6, 15
"""The places of the acts that erase the word, and what another device erased."""


def acts(laptop: Laptop) -> list[Callable[[], object]]:
    """What is done, one after the other; each is acknowledged when it returns."""
    imported = [
        set_(RISK.number, record_id(number), field, laptop.next_clock(), f"imported {number}")
        for number in range(10, 40)
        for field in (1, 16)
    ]
    return [
        lambda: laptop.edit(key_of(0), title=f"{WORD} one", statement=WORD),
        lambda: laptop.edit(key_of(1), title="two", feared_acts=["x.a", "x.b"]),
        lambda: search(laptop.store, "two"),
        laptop.sealed,
        lambda: laptop.edit(key_of(0), title="harmless", likelihood=3),
        lambda: laptop.save(*imported),
        lambda: erase_record(laptop.store, key_of(0), "safety", laptop),
        lambda: laptop.delete(key_of(1)),
        lambda: _rebuild(laptop),
        lambda: laptop.edit(key_of(2), title="last"),
        *exchange_acts(laptop),
    ]


def _rebuild(laptop: Laptop) -> None:
    with laptop.store.transaction():
        rebuild(laptop.store)


def opened(folder: Path) -> Laptop:
    return Laptop(folder, store=open_store(folder, KEY))


def expected(folder: Path) -> list[str]:
    """The fingerprint before the first act and after each."""
    with opened(folder) as laptop:
        found = [fingerprint(laptop.store)]
        for act in acts(laptop):
            act()
            found.append(fingerprint(laptop.store))
    return found


def work(folder: Path, acknowledge: int, die_at: int, calls: str) -> None:
    """Do the acts; write a byte for each that is done."""
    if calls == "system":
        ctypes.CDLL(None).die_at(die_at)
    elif calls in FAILURES:
        ctypes.CDLL(None).fail_at(die_at, FAILURES[calls])
    else:
        _die_at_statement(die_at)
    with opened(folder) as laptop:
        for act in acts(laptop):
            act()
            os.write(acknowledge, b".")


def _die_at_statement(number: int) -> None:
    left = itertools.count(number - 1, -1)

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given)

        return call

    for name in ("run", "run_many", "rows", "row"):
        setattr(Database, name, counted(getattr(Database, name)))


def die_once(folder: Path, number: int, calls: str) -> tuple[int, bool]:
    """How many acts a child acknowledged, and whether it came through alive."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work(folder, writing, number, calls)
            status = 0
        except (StoreFull, StoreUnreachable):
            status = SAID_SO
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(status)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    done = len(os.read(reading, 1000))
    os.close(reading)
    deaths = [SAID_SO << 8] if calls in FAILURES else [signal.SIGKILL]
    if status not in (0, *deaths):
        raise AssertionError(f"the child ended with {status}")
    return done, status == 0


def look(folder: Path, done: int, fingerprints: list[str]) -> None:
    """Everything acknowledged is there, the next act wholly or not at all, and all is sound."""
    with opened(folder) as laptop:
        assert fingerprint(laptop.store) in fingerprints[done : done + 2], done
        laptop.sealed()
        check_store(laptop.store, public_keys)
    if done > ERASING:
        assert WORD.encode() not in decrypted_pages(folder, KEY)
    if done > CARRYING_OUT:
        assert FOREIGN.encode() not in decrypted_pages(folder, KEY)
    names = {path.name for path in folder.iterdir()}
    assert names <= {"store.db", "blobs"}, names


def main(folder: Path, calls: str, step: int) -> int:
    """Die at each step; gives how often that was."""
    fresh = folder / "fresh"
    Laptop(fresh).store.close()
    reference = folder / "reference"
    shutil.copytree(fresh, reference)
    fingerprints = expected(reference)
    for deaths, number in enumerate(itertools.count(1, step)):
        place = folder / f"at-{number}"
        shutil.copytree(fresh, place)
        done, is_through = die_once(place, number, calls)
        look(place, done, fingerprints)
        shutil.rmtree(place)
        if is_through:
            return deaths
    raise AssertionError("it never came through")


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))}\n")
