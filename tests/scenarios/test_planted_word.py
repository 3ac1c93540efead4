# SPDX-License-Identifier: GPL-3.0-or-later
"""A word that is typed stands in no file of the vault, nor anywhere else on the disk, readable.

The search is shown to find the word where it is written in the clear, so that it could fail.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from protectnet.app.clock import BUILD_DAY, Clock
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault, open_vault
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.vault.cost import KdfCost

WORD = "quetzalfeather"
PASSPHRASE = "lantern orchard pebble violet"
CLOCK = Clock(BUILD_DAY)


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small system of its own: home, temporary folder and vault below one folder."""
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


@pytest.fixture
def workspace(system: Path) -> Iterator[Workspace]:
    cost = KdfCost.below_floor_for_tests()
    names = VaultNames(circle=f"{WORD} circle", user=f"{WORD} user", device=f"{WORD} laptop")
    with create_vault(system / "vault", PASSPHRASE, names, clock=CLOCK, cost=cost) as opened:
        yield opened


def readable(folder: Path, word: str) -> list[str]:
    """The files below a folder in whose bytes or name the word stands, in any of its spellings."""
    spellings = [word.encode(), word.upper().encode(), word.encode("utf-16-le")]
    found = []
    for path in sorted(folder.rglob("*")):
        is_named = word in path.name
        content = path.read_bytes() if path.is_file() else b""
        if is_named or any(spelling in content for spelling in spellings):
            found.append(str(path.relative_to(folder)))
    return found


def everything_typed(workspace: Workspace, system: Path) -> None:
    """Type, change, attach, search and delete, with the word everywhere a person could put it."""
    source = system / "outside.txt"
    source.write_text(f"{WORD} " * 5000, encoding="utf-8")
    risk = workspace.editing.add(
        "risk", {"title": f"{WORD} at the ford", "statement": f"They said {WORD}.", "note": WORD}
    )
    contact = workspace.editing.add(
        "contact", {"title": WORD, "real_name": WORD, "channels": f"Radio {WORD}"}
    )
    workspace.editing.edit(risk.id.hex(), {"statement": f"They said {WORD} again."})
    workspace.attachments.attach(risk.id.hex(), source)
    source.unlink()
    assert workspace.records.page(Query(search=WORD)).found
    workspace.editing.delete(contact.id.hex())
    workspace.upkeep.status()


def test_search_finds_the_word_where_it_is_readable(system: Path) -> None:
    (system / "tmp" / "note.txt").write_text(f"a {WORD}", encoding="utf-8")
    (system / f"{WORD}.bin").write_bytes(b"")
    assert readable(system, WORD) == [f"{WORD}.bin", "tmp/note.txt"]


def test_word_when_typed_then_readable_in_no_file_while_open(
    workspace: Workspace, system: Path
) -> None:
    everything_typed(workspace, system)
    assert readable(system, WORD) == []


def test_word_when_typed_then_readable_in_no_file_after_locking(
    workspace: Workspace, system: Path
) -> None:
    everything_typed(workspace, system)
    workspace.close()
    assert readable(system, WORD) == []
    with open_vault(system / "vault", PASSPHRASE, clock=CLOCK) as again:
        assert again.records.page(Query(search=WORD)).found
    assert readable(system, WORD) == []


def test_passphrase_stands_in_no_file(workspace: Workspace, system: Path) -> None:
    workspace.users.add("second", "another orchard entirely violet")
    workspace.users.change_passphrase(PASSPHRASE, "marble window thunder candle")
    for word in ("orchard", "thunder"):
        assert readable(system, word) == []


def test_files_are_the_owners_alone(workspace: Workspace, system: Path) -> None:
    everything_typed(workspace, system)
    modes = {
        path.relative_to(system): path.stat().st_mode & 0o777
        for path in (system / "vault").rglob("*")
    }
    assert all(not mode & 0o077 for mode in modes.values()), modes
    assert (system / "vault").stat().st_mode & 0o077 == 0
