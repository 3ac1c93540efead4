# SPDX-License-Identifier: GPL-3.0-or-later
"""What a killed process left goes at the next opening; what is needed or not ours stays."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from protectnet.files import AtomicFile
from protectnet.store.blob_files import held, path_of
from protectnet.store.blobs import ARRIVING
from protectnet.store.opening import open_store
from protectnet.store.orphans import remove_orphans
from protectnet.store.store import Store
from tests.store.attaching import attach, files_in, files_with, kept
from tests.store.laptops import KEY

REPOSITORY = Path(__file__).parents[2]
WORD = b"Yarumal"


def test_remove_orphans_when_some_are_needed_then_only_the_others_go(store: Store) -> None:
    used, orphan = kept(store), kept(store)
    attach(store, used)
    assert remove_orphans(store) == 1
    assert list(held(store)) == [used.blob]
    assert not path_of(store, orphan.blob).exists()
    assert remove_orphans(store) == 0


def test_remove_orphans_when_files_were_never_finished_then_they_go(store: Store) -> None:
    folder = path_of(store, kept(store).blob).parent
    attach(store, kept(store))
    for place in (store.blob_folder / f"{ARRIVING}0123", folder / ("a" * 64)):
        unfinished = AtomicFile(place)
        unfinished.__enter__()
        unfinished.write(b"half")
    (store.blob_folder / f"{ARRIVING}whole").write_bytes(b"written, not yet named")
    assert remove_orphans(store) == 4
    assert len(files_in(store.blob_folder)) == 1


def test_remove_orphans_when_other_files_lie_there_then_they_stay(store: Store) -> None:
    folder = path_of(store, kept(store).blob).parent
    ours = {folder / ".DS_Store", folder / "notes.txt", store.blob_folder / "README"}
    for path in ours:
        path.write_bytes(b"x")
    assert remove_orphans(store) == 1
    assert files_in(store.blob_folder) == ours


def test_remove_orphans_when_there_was_never_a_blob_then_nothing_happens(store: Store) -> None:
    assert remove_orphans(store) == 0
    assert not store.blob_folder.exists()


def test_remove_orphans_when_a_transaction_is_open_then_it_is_a_defect(store: Store) -> None:
    kept(store)
    with store.transaction(), pytest.raises(RuntimeError):
        remove_orphans(store)
    assert len(list(held(store))) == 1


@pytest.mark.parametrize("call", ["unlink", "iterdir"])
def test_remove_orphans_when_the_system_refuses_then_the_store_opens_all_the_same(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    real = getattr(Path, call)

    def refuse(path: Path, **options: bool) -> object:
        if path.is_relative_to(store.blob_folder):
            raise PermissionError(errno.EACCES, "no")
        return real(path, **options)

    found = kept(store)
    store.close()
    with monkeypatch.context() as patch:
        patch.setattr(Path, call, refuse)
        open_store(folder, KEY).close()
    assert path_of(store, found.blob).is_file()
    with open_store(folder, KEY) as opened:
        assert list(held(opened)) == []


# The child dies of the signal that no program can catch: while it encrypts, when the blob has its
# name and no record names it yet, and when a record does.
_KILLED = """
import io, os, signal, sys
from pathlib import Path
from protectnet.store.blobs import keep
from protectnet.store.opening import open_store
from tests.store.attaching import attach
from tests.store.laptops import KEY

moment, size = sys.argv[2], 1 << 20

def die(done=size, total=size):
    if done >= size // 2:
        os.kill(os.getpid(), signal.SIGKILL)

with open_store(Path(sys.argv[1]), KEY) as store:
    content = io.BytesIO((b"Yarumal" * size)[:size])
    kept = keep(store, content, *([die] if moment == "encrypting" else []))
    if moment == "attached":
        attach(store, kept)
    die()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a POSIX signal")
@pytest.mark.parametrize(
    ("moment", "left", "after"), [("encrypting", 1, 0), ("named", 1, 0), ("attached", 1, 1)]
)
def test_store_when_killed_then_no_plaintext_is_left_and_orphans_go_at_the_next_opening(
    store: Store, folder: Path, tmp_path: Path, moment: str, left: int, after: int
) -> None:
    store.close()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    child = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder), moment],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    found = files_in(store.blob_folder)
    assert len(found) == left
    assert max(path.stat().st_size for path in found) > 100_000
    assert files_in(temporary) == set()
    assert files_with(WORD, folder, temporary) == []
    with open_store(folder, KEY) as opened:
        assert len(files_in(opened.blob_folder)) == len(list(held(opened))) == after
