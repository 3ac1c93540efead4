# SPDX-License-Identifier: GPL-3.0-or-later
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from protectnet.vault.errors import (
    FolderUnusable,
    NotAVault,
    VaultInUse,
    VaultNotReadable,
    VaultReadOnly,
)
from protectnet.vault.instance_lock import InstanceLock
from protectnet.vault.opening import unlock_vault
from tests.vault.standins import ANA, snapshot

_HOLDER = """
import sys, time
from pathlib import Path
from protectnet.vault.instance_lock import InstanceLock
InstanceLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until it ends or is told to."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_lock_when_another_process_holds_it_then_says_in_use_until_that_ends(root: Path) -> None:
    process = holder(root)
    before = snapshot(root)
    with pytest.raises(VaultInUse) as in_use:
        unlock_vault(root, ANA)
    assert in_use.value.facts == {"path": str(root)}
    assert snapshot(root) == before
    end(process)
    unlock_vault(root, ANA).close()


@pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")
def test_lock_when_its_holder_is_killed_then_is_free(root: Path) -> None:
    process = holder(root)
    process.send_signal(signal.SIGKILL)
    end(process)
    unlock_vault(root, ANA).close()


def test_lock_when_this_process_has_the_vault_then_another_one_is_refused(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from protectnet.vault.errors import VaultInUse\n"
        "from protectnet.vault.instance_lock import InstanceLock\n"
        "try:\n    InstanceLock(Path(sys.argv[1])).acquire()\n"
        "except VaultInUse as error:\n    print(error.code)\n"
    )
    with unlock_vault(root, ANA):
        done = subprocess.run(
            [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True
        )
    assert done.stdout == "vault_in_use\n"


@pytest.mark.skipif(sys.platform == "win32", reason="looks at POSIX descriptors")
def test_lock_when_the_program_starts_another_then_that_one_does_not_hold_it(root: Path) -> None:
    with unlock_vault(root, ANA):
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    unlock_vault(root, ANA).close()
    child.communicate()


def test_lock_when_taken_then_is_an_empty_private_file_that_stays(tmp_path: Path) -> None:
    with InstanceLock(tmp_path):
        pass
    path = tmp_path / "lock"
    assert path.read_bytes() == b""
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = snapshot(tmp_path)
    with InstanceLock(tmp_path):
        assert snapshot(tmp_path) == before


def test_lock_when_taken_twice_by_one_object_then_is_a_defect(tmp_path: Path) -> None:
    with InstanceLock(tmp_path) as lock, pytest.raises(ValueError, match="held already"):
        lock.acquire()


def test_lock_when_released_twice_then_nothing_happens(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    held = [lock.is_held]
    lock.acquire()
    held.append(lock.is_held)
    lock.release()
    lock.release()
    assert [*held, lock.is_held] == [False, True, False]
    assert repr(lock) == f"InstanceLock({str(tmp_path)!r})"


def test_lock_when_there_is_no_folder_then_makes_none(tmp_path: Path) -> None:
    with pytest.raises(NotAVault):
        InstanceLock(tmp_path / "gone").acquire()
    assert list(tmp_path.iterdir()) == []


_OPENER = """
import os, sys
from pathlib import Path
from protectnet.vault.errors import VaultError
from protectnet.vault.opening import unlock_vault
from tests.vault.standins import ANA, new_vault
if os.geteuid() == 0:
    os.setuid(65534)
for act in (lambda path: unlock_vault(path, ANA), new_vault):
    try:
        act(Path(sys.argv[1] if act is not new_vault else sys.argv[2]))
    except VaultError as error:
        print(type(error).__name__, error.facts)
"""


@pytest.fixture
def reachable_root(root: Path) -> Path:
    """A vault whose owner is nobody, reachable for somebody who is not the owner of the test."""
    for path in [root, *root.iterdir()]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    for folder in root.parents:
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o055)
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX systems")
def test_unlock_and_create_when_nothing_may_be_written_then_say_read_only_and_change_nothing(
    reachable_root: Path,
) -> None:
    root, empty = reachable_root, reachable_root.parent / "empty"
    empty.mkdir()
    empty.chmod(0o555)
    root.chmod(0o555)
    for path in root.iterdir():
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = snapshot(root)
    done = subprocess.run(
        [sys.executable, "-c", _OPENER, str(root), str(empty)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [
        f"{VaultReadOnly.__name__} {{'path': {str(root)!r}, 'file': 'lock'}}",
        f"{FolderUnusable.__name__} {{'path': {str(empty)!r}, 'reason': 'not_allowed'}}",
    ], done.stderr
    assert snapshot(root) == before
    assert list(empty.iterdir()) == []
    root.chmod(0o755)
    empty.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX systems")
def test_unlock_when_the_folder_is_somebody_elses_then_says_not_readable(
    reachable_root: Path,
) -> None:
    reachable_root.chmod(0o000)
    done = subprocess.run(
        [sys.executable, "-c", _OPENER, str(reachable_root), str(reachable_root)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    reachable_root.chmod(0o755)
    assert done.stdout.splitlines() == [
        f"{VaultNotReadable.__name__} {{'path': {str(reachable_root)!r}, 'file': 'unfinished'}}",
        f"{FolderUnusable.__name__} {{'path': {str(reachable_root)!r}, 'reason': 'not_allowed'}}",
    ], done.stderr
