# SPDX-License-Identifier: GPL-3.0-or-later
"""Does something to a vault again and again and is killed one line of code later each time.

A program: `python -m tests.vault.killed ACTION FOLDER` prints, as JSON, what was found after each
kill, the last being what was found when nothing killed it.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from protectnet import files
from protectnet.vault import folder, instance_lock, opening, rotation, slot_files
from protectnet.vault.errors import NotAVault, WrongPassphrase
from protectnet.vault.opening import unlock_vault
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.rotation import begin_rotation
from tests.vault.standins import (
    ANA,
    BEA,
    BEA_ID,
    CHEAP,
    FullDisk,
    export_store,
    new_vault,
    store_fits,
)

_WHERE_FILES_CHANGE = {
    module.__file__ for module in (files, folder, instance_lock, opening, rotation, slot_files)
}
SETTLED = {"slots", "slots.copy", "store.db", "blobs", "lock"}
_MOST_LINES = 5000


def change(root: Path) -> None:
    """Ana changes her passphrase to Bea's."""
    with unlock_vault(root, ANA) as vault:
        vault.change_passphrase(ANA, BEA)


def add(root: Path) -> None:
    """Bea becomes a user."""
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 7)


def rotate(root: Path) -> None:
    """The vault key is replaced."""
    with unlock_vault(root, ANA) as vault:
        rotating = begin_rotation(vault, ANA, CHEAP)
        export_store(rotating)
        rotating.commit()


def settle(root: Path) -> None:
    """A vault is opened whose rotation counted and was not tidied up."""
    unlock_vault(root, ANA).close()


def create(root: Path) -> None:
    """A vault is made."""
    new_vault(root).close()


def _prepare(action: str, root: Path) -> None:
    """Have the vault there to which it is done."""
    if action == "create":
        return
    new_vault(root).close()
    if action == "settle":
        with unlock_vault(root, ANA, write=FullDisk(2)) as vault:
            rotating = begin_rotation(vault, ANA, CHEAP)
            export_store(rotating)
            rotating.commit()


def _die_at(line: int) -> None:
    """Kill this process just before the `line`-th line of the code in which files change."""
    left = line

    def trace(frame: FrameType, event: str, _argument: object) -> Callable[..., Any] | None:
        nonlocal left
        if frame.f_code.co_filename not in _WHERE_FILES_CHANGE:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def _was_killed(action: str, root: Path, line: int) -> bool:
    child = os.fork()
    if child == 0:
        try:
            _die_at(line)
            ACTIONS[action](root)
            sys.settrace(None)
            os._exit(0)
        except BaseException:  # the parent must see it, whatever it is
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status) != 0:
        raise RuntimeError(f"{action} failed without being killed")
    return False


def _found(root: Path) -> str:
    opening = [name for name, typed in (("ana", ANA), ("bea", BEA)) if _opens(root, typed)]
    if root.exists() and opening and {path.name for path in root.iterdir()} != SETTLED:
        return "not settled"
    return " ".join(opening) or "nothing"


def _opens(root: Path, typed: Passphrase) -> bool:
    try:
        with unlock_vault(root, typed) as vault:
            return store_fits(vault) and vault.unsettled is None
    except (WrongPassphrase, NotAVault):
        return False


ACTIONS: dict[str, Callable[[Path], None]] = {
    "change": change,
    "add": add,
    "rotate": rotate,
    "settle": settle,
    "create": create,
}


def _no_sync(fd: object) -> None:
    """Take the place of `os.fsync`."""


def main(action: str, place: str) -> None:
    """Print what was found after each kill."""
    # A killed process loses nothing that it gave to the system, so syncing would only cost time here.
    os.fsync = _no_sync
    prepared, root = Path(place) / "prepared", Path(place) / "vault"
    _prepare(action, prepared)
    found: list[str] = []
    for line in range(1, _MOST_LINES):
        shutil.rmtree(root, ignore_errors=True)
        if prepared.exists():
            shutil.copytree(prepared, root)
        killed = _was_killed(action, root, line)
        found.append(_found(root))
        if action == "create" and found[-1] == "nothing":
            create(root)
            found[-1] += f", then {_found(root)}"
        if not killed:
            break
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
