# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault that cannot be written or read says so in its own words and stays as it was.

Never does an empty store take the place of one that cannot be opened, and nothing that was saved
is lost. The vault opens again as soon as what was wrong is put right.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.clocks import machine
from tests.scenarios.laptops import (
    CIRCLE,
    PASSPHRASE,
    Told,
    changed_bytes,
    copied,
    files_of,
    made,
    opened,
    told,
)

from protectnet.app.clock import Clock, DateUnsure
from protectnet.app.explanations import all_words, explain
from protectnet.app.opening import open_vault
from protectnet.domain.errors import ProtectNetError
from protectnet.store.errors import (
    DamagedStore,
    StoreFull,
    StoreTooNew,
)
from protectnet.vault.errors import (
    NotAVault,
    SlotsDamaged,
    StoreOfAnotherVault,
    VaultInUse,
    VaultReadOnly,
    VaultWithoutStore,
    WrongPassphrase,
)

REPOSITORY = Path(__file__).parents[2]
PAGE_BYTES = 4096
TITLE = "Armed men at the ford"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with enough in it that its store has many pages."""
    folder = tmp_path_factory.mktemp("prepared")
    with made(folder, "river", CIRCLE) as vault:
        for number in range(40):
            vault.editing.add("risk", {"title": f"{TITLE} {number}", "statement": "x" * 900})
        (folder / "notes.txt").write_bytes(b"who said what")
        risk = vault.editing.add("risk", {"title": TITLE})
        vault.attachments.attach(risk.id.hex(), folder / "notes.txt")
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """The folder in which a copy of that vault is, as ``river``."""
    return copied(prepared, tmp_path, ["river"])


def check_said(error: ProtectNetError) -> None:
    """The error has words of its own, with all their facts in place."""
    assert type(error) in all_words()
    said = explain(error).sentence
    assert len(said) > 40
    assert not {"{", "}", "?"} & set(said)


def check_refused(
    folder: Path, expected: type[ProtectNetError], passphrase: str = PASSPHRASE
) -> ProtectNetError:
    """The vault does not open, says why, and not one byte of it changes; nor does a second try."""
    before = files_of(folder / "river")
    refusals = []
    for _ in range(2):
        with pytest.raises(expected) as caught:
            open_vault(folder / "river", passphrase, clock=Clock(date(2026, 11, 24)))
        assert type(caught.value) is expected
        check_said(caught.value)
        assert files_of(folder / "river") == before
        refusals.append(caught.value)
    return refusals[0]


def flip(path: Path, place: int) -> None:
    """Change one bit of a file."""
    with path.open("r+b") as file:
        file.seek(place)
        [byte] = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def check_whole(folder: Path) -> None:
    """The vault opens and has everything."""
    with opened(folder, "river") as vault:
        assert vault.upkeep.status().kinds["risk"] == 41
        assert vault.upkeep.check().operations > 80


def test_vault_when_open_already_then_says_so_and_the_first_goes_on(folder: Path) -> None:
    with opened(folder, "river") as first:
        first.editing.add("risk", {"title": "before"})
        check_refused(folder, VaultInUse)
        first.editing.add("risk", {"title": "after"})
    with opened(folder, "river") as vault:
        assert vault.upkeep.status().kinds["risk"] == 43


def test_passphrase_when_wrong_then_nothing_changes(folder: Path) -> None:
    for wrong in (PASSPHRASE + "s", "x", ""):
        before = files_of(folder / "river")
        with pytest.raises(ProtectNetError) as caught:
            open_vault(folder / "river", wrong, clock=Clock(date(2026, 11, 24)))
        check_said(caught.value)
        assert files_of(folder / "river") == before
    check_refused(folder, WrongPassphrase, PASSPHRASE + "s")
    check_whole(folder)


def test_folder_when_there_is_no_vault_then_none_is_made(tmp_path: Path) -> None:
    for name in ("missing", "empty", "other"):
        if name != "missing":
            (tmp_path / name).mkdir()
        if name == "other":
            (tmp_path / name / "letter.txt").write_text("Dear friends", encoding="utf-8")
        before = files_of(tmp_path)
        with pytest.raises(NotAVault) as caught:
            opened(tmp_path, name)
        check_said(caught.value)
        assert files_of(tmp_path) == before


def test_store_when_removed_then_no_empty_one_takes_its_place(folder: Path) -> None:
    kept = (folder / "river" / "store.db").rename(folder / "kept")
    check_refused(folder, VaultWithoutStore)
    kept.rename(folder / "river" / "store.db")
    check_whole(folder)


def test_store_when_removed_while_its_last_changes_are_apart_then_no_empty_one_takes_its_place(
    folder: Path, tmp_path: Path
) -> None:
    killed = tmp_path / "killed"
    with opened(folder, "river") as vault:
        vault.editing.add("risk", {"title": "in the write-ahead log"})
        shutil.copytree(folder / "river", killed / "river")
    assert (killed / "river" / "store.db-wal").stat().st_size > 0
    kept = (killed / "river" / "store.db").rename(tmp_path / "kept")
    check_refused(killed, VaultWithoutStore)
    kept.rename(killed / "river" / "store.db")
    with opened(killed, "river") as vault:
        assert vault.upkeep.status().kinds["risk"] == 42


def test_slots_when_both_are_damaged_then_nothing_changes(folder: Path, prepared: Path) -> None:
    for name in ("slots", "slots.copy"):
        changed_bytes(folder / "river" / name, lambda content: content.__setitem__(100, 1))
    check_refused(folder, SlotsDamaged)
    shutil.copy(prepared / "river" / "slots", folder / "river" / "slots")
    check_whole(folder)


def test_store_when_of_another_vault_then_nothing_changes(folder: Path, tmp_path: Path) -> None:
    made(tmp_path, "hill", "hill").close()
    store = folder / "river" / "store.db"
    own = store.read_bytes()
    for content in ((tmp_path / "hill" / "store.db").read_bytes(), b"", bytes(16) + own[16:]):
        store.write_bytes(content)
        check_refused(folder, StoreOfAnotherVault)
    store.write_bytes(own)
    check_whole(folder)


def test_store_when_a_newer_version_wrote_it_then_both_are_named(folder: Path) -> None:
    with opened(folder, "river") as vault:
        db = vault._store.db
        [(known,)] = db.rows("PRAGMA user_version")
        db.run("PRAGMA user_version=999")
    error = check_refused(folder, StoreTooNew)
    assert error.facts == {"found": 999, "known": known}
    assert {"999", str(known)} <= set(explain(error).what.replace(",", " ").rstrip(".").split())


def test_clock_when_it_cannot_be_right_then_asks_and_nothing_changes(folder: Path) -> None:
    before = files_of(folder / "river")
    with pytest.raises(DateUnsure) as caught:
        open_vault(folder / "river", PASSPHRASE, clock=machine(date(2009, 1, 1)))
    check_said(caught.value)
    assert files_of(folder / "river") == before
    check_whole(folder)


def test_store_when_its_first_page_is_damaged_then_nothing_changes(
    folder: Path, prepared: Path
) -> None:
    store = folder / "river" / "store.db"
    for place in (16, 100, PAGE_BYTES - 1):
        flip(store, place)
        check_refused(folder, DamagedStore)
        shutil.copy(prepared / "river" / "store.db", store)
    changed_bytes(store, lambda content: content.__delitem__(slice(PAGE_BYTES // 2, None)))
    check_refused(folder, DamagedStore)
    shutil.copy(prepared / "river" / "store.db", store)
    check_whole(folder)


def shown(folder: Path) -> Told:
    """Open the vault, look everything up, check it, add something."""
    with opened(folder, "river") as vault:
        found = told(vault)
        vault.upkeep.check()
        vault.editing.add("risk", {"title": "after"})
    return found


def test_store_when_any_page_is_damaged_then_it_is_said_and_never_shown_as_less(
    folder: Path, prepared: Path
) -> None:
    store = folder / "river" / "store.db"
    whole = shown(copied(prepared, folder / "whole", ["river"]))
    damaged = 0
    pages = range(1, store.stat().st_size // PAGE_BYTES, 5)
    for page in pages:
        flip(store, page * PAGE_BYTES + 50)
        try:
            # A page that is free is read by nobody.
            assert shown(folder) == whole
        except DamagedStore as error:
            check_said(error)
            damaged += 1
        for path in (prepared / "river").iterdir():
            if path.is_file():
                shutil.copy(path, folder / "river" / path.name)
    assert damaged > len(pages) // 2 > 5
    check_whole(folder)


def test_store_when_there_is_no_more_room_then_says_so_and_keeps_what_was_saved(
    folder: Path,
) -> None:
    with opened(folder, "river") as vault:
        before = told(vault)
        [(most,)] = vault._store.db.rows("PRAGMA max_page_count")
        [(pages,)] = vault._store.db.rows("PRAGMA page_count")
        vault._store.db.rows(f"PRAGMA max_page_count={pages}")
        large = {"title": "large", "statement": "x" * 9000, "note": "x" * 9000}
        with pytest.raises(StoreFull) as caught:
            vault.editing.add("risk", large)
        check_said(caught.value)
        assert told(vault) == before
        vault._store.db.rows(f"PRAGMA max_page_count={most}")
        vault.editing.add("risk", large)
        assert vault.upkeep.status().kinds["risk"] == 42
        vault.upkeep.check()


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="the modes of a folder do not bind this user; the small disk below shows the same",
)
def test_folder_when_it_may_not_be_written_then_nothing_changes(folder: Path) -> None:
    (folder / "river" / "lock").unlink()
    (folder / "river").chmod(0o500)
    try:
        check_refused(folder, VaultReadOnly)
    finally:
        (folder / "river").chmod(0o700)
    check_whole(folder)


@dataclass(frozen=True)
class SmallDisk:
    """What was found by working on a disk of its own that is full, or can only be read."""

    found: dict[str, dict[str, Any]]

    def check(self, what: str, expected: str, words: str, **held: object) -> None:
        """What was raised and said, and what held afterwards."""
        found = dict(self.found[what])
        assert found.pop("raised") == expected
        assert words in found.pop("said")
        assert found == {name.replace("_", " "): value for name, value in held.items()}


_MOUNTED = (
    'mount -t tmpfs -o size=1500k tmpfs "$1" && exec "$3" -m tests.scenarios.full_disk "$1" "$2"'
)


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> SmallDisk:
    """Work on a small disk in a process that sees it alone."""
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here, so no small disk can be mounted")
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    apart = ["unshare", "--mount", *user]
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system allows no mount of a small disk")
    places = [str(tmp_path_factory.mktemp(name)) for name in ("disk", "outside")]
    done = subprocess.run(
        [*apart, "sh", "-c", _MOUNTED, "sh", *places, sys.executable],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return SmallDisk(json.loads(done.stdout))


FULL = "The disk is full, so nothing more can be saved there. Everything saved before is unharmed."
ALL_READ = {
    "at locking": None,
    "told to free": 20,
    "reads all": True,
    "searches": [1, 1, 1],
    "locks again": None,
    "only to be read with room": False,
    "all there": True,
}


@pytest.mark.parametrize(
    ("what", "held"),
    [
        ("saving", {"nothing lost": True, "again full": "StoreFull", "all there": True}),
        ("locking", ALL_READ),
        ("opening without a file more", {"unchanged": True}),
        ("importing", {"unchanged": True}),
        ("attaching", {"unchanged": True}),
        ("taking", {"unchanged": True}),
        ("making", {"opens": "NotAVault"}),
    ],
)
def test_disk_when_really_full_then_says_so_and_loses_nothing(
    small_disk: SmallDisk, what: str, held: dict[str, object]
) -> None:
    small_disk.check(what, "StoreFull", FULL, **held)


def test_stick_when_really_full_then_no_half_bundle_is_left(small_disk: SmallDisk) -> None:
    held = {"card": "FileUnwritable", "left on it": []}
    small_disk.check("giving", "FileUnwritable", "cannot be written: the disk is full.", **held)


def test_disk_when_it_can_only_be_read_then_says_so_and_changes_nothing(
    small_disk: SmallDisk,
) -> None:
    held = {"making": "FolderUnusable", "giving": "FileUnwritable", "unchanged": True}
    words = "The system allows no writing in"
    small_disk.check("reading only", "VaultReadOnly", words, **held)
