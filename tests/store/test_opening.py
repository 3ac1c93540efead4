# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening, and the stores that earlier versions wrote."""

import shutil
from pathlib import Path

import pytest

from protectnet.store import errors, migrate, opening, queries
from protectnet.store.check import check_store
from protectnet.store.database import create_database, open_database
from protectnet.store.opening import create_store, open_store
from protectnet.store.projection import MADE_FROM_DECLARATIONS
from protectnet.store.search import search
from protectnet.store.store import STORE_FILE
from tests.log.samples import CIRCLE
from tests.store.laptops import KEY, Laptop, key_of, public_keys
from tests.stores.kept import DIGEST, STORES, number_of


def test_create_when_something_fails_leaves_no_half_store(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_anything: object) -> bool:
        raise KeyError

    monkeypatch.setattr(opening, "migrate", fail)
    with pytest.raises(KeyError):
        create_store(folder, KEY)
    assert list(folder.iterdir()) == []


def test_create_when_a_store_is_there_leaves_it(folder: Path) -> None:
    create_store(folder, KEY).close()
    before = (folder / STORE_FILE).read_bytes()
    with pytest.raises(errors.StoreAlreadyThere):
        create_store(folder, bytes(48))
    assert (folder / STORE_FILE).read_bytes() == before
    open_store(folder, KEY).close()


def test_open_when_store_is_newer_names_both_versions_and_changes_nothing(folder: Path) -> None:
    with create_store(folder, KEY) as store:
        store.db.run("PRAGMA user_version=77")
    before = (folder / STORE_FILE).read_bytes()
    with pytest.raises(errors.StoreTooNew) as refused:
        open_store(folder, KEY)
    assert refused.value.facts == {"found": 77, "known": len(migrate.steps())}
    assert (folder / STORE_FILE).read_bytes() == before


def test_open_when_making_was_never_finished_is_no_empty_store(folder: Path) -> None:
    create_database(folder / STORE_FILE, KEY).close()
    with pytest.raises(errors.DamagedStore):
        open_store(folder, KEY)


def test_open_when_rebuilding_is_stopped_can_be_opened_again(laptop: Laptop) -> None:
    laptop.edit(key_of(0), title="Quema")
    laptop.store.db.run("UPDATE projection SET declarations = x''")
    laptop.store.close()

    def stop(_done: int, _total: int) -> None:
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        open_store(laptop.folder, KEY, progress=stop)
    laptop.store = open_store(laptop.folder, KEY)
    assert queries.record(laptop.store, key_of(0)).title == "Quema"


def test_repr_when_shown_names_the_folder_alone(folder: Path) -> None:
    with create_store(folder, KEY) as store:
        assert repr(store) == f"Store({str(folder)!r})"
        was_open = store.is_open
    assert (was_open, store.is_open) == (True, False)
    store.close()


@pytest.mark.parametrize("kept", STORES, ids=lambda path: path.stem)
def test_open_when_an_earlier_version_wrote_it_says_the_same(kept: Path, tmp_path: Path) -> None:
    shutil.copy(kept, tmp_path / STORE_FILE)
    with open_store(tmp_path, KEY) as store:
        check_store(store, public_keys)
        assert queries.digest_of(store, CIRCLE).hex() == DIGEST
        assert [each.key for each in search(store, "cañav")] == [key_of(0)]
        assert len(store.segments.all()) == 1


def test_stores_when_counted_there_is_one_for_each_schema() -> None:
    assert [number_of(each) for each in STORES] == [step.number for step in migrate.steps()]


def test_migrations_when_released_are_never_changed(tmp_path: Path) -> None:
    """The newest kept store has the very tables that its steps make now."""
    shutil.copy(STORES[-1], tmp_path / STORE_FILE)
    with open_database(tmp_path / STORE_FILE, KEY) as db:
        kept = migrate.dump_schema(db, MADE_FROM_DECLARATIONS)
    (tmp_path / STORE_FILE).unlink()
    with create_store(tmp_path, KEY) as store:
        assert kept == migrate.dump_schema(store.db, MADE_FROM_DECLARATIONS)
