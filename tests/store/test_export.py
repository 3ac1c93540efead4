# SPDX-License-Identifier: GPL-3.0-or-later
import os
from pathlib import Path

import pytest

from protectnet.store import local, queries
from protectnet.store.check import check_store
from protectnet.store.errors import Cancelled, StoreAlreadyThere, WrongStoreKey
from protectnet.store.export import export_to_new_key, forget_users
from protectnet.store.local import Draft, User
from protectnet.store.opening import open_store
from protectnet.store.search import search
from protectnet.store.store import STORE_FILE
from tests.log.samples import CIRCLE
from tests.store.laptops import KEY as OLD_KEY
from tests.store.laptops import Laptop, key_of, public_keys, said
from tests.store.residues import decrypted_pages

NEW_KEY = bytes(range(100, 148))
ANA, BEA = User(b"a" * 16, "Ana", 0), User(b"b" * 16, "Bea", 1)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    folder.mkdir()
    return folder / STORE_FILE


def test_export_when_done_gives_the_same_store_under_the_new_key(
    laptop: Laptop, target: Path
) -> None:
    laptop.edit(key_of(0), title="Quema", feared_acts=["x.fire"])
    with laptop.store.transaction():
        local.keep_secret(laptop.store, "device", b"secret")
    export_to_new_key(laptop.store, NEW_KEY, target)
    laptop.sealed()
    with open_store(target.parent, NEW_KEY) as store:
        assert said(store) == said(laptop.store)
        assert local.secret(store, "device") == b"secret"
        assert [each.key for each in search(store, "quema")] == [key_of(0)]
        assert queries.digest_of(store, CIRCLE) == queries.digest_of(laptop.store, CIRCLE)
        check_store(store, public_keys)
        assert len(store.segments.all()) == 1
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(target.parent.iterdir()) == [target]


def test_export_when_done_is_not_opened_by_the_old_key(laptop: Laptop, target: Path) -> None:
    export_to_new_key(laptop.store, NEW_KEY, target)
    with pytest.raises(WrongStoreKey):
        open_store(target.parent, OLD_KEY)


def test_export_when_pages_were_free_carries_nothing_of_them(laptop: Laptop, target: Path) -> None:
    with laptop.store.transaction():
        local.keep_secret(laptop.store, "big", os.urandom(200_000))
    with laptop.store.transaction():
        local.destroy_secret(laptop.store, "big")
    export_to_new_key(laptop.store, NEW_KEY, target)
    assert target.stat().st_size < laptop.store.db.path.stat().st_size - 190_000
    assert b"CREATE TABLE" in decrypted_pages(target.parent, NEW_KEY)


def test_export_when_a_file_is_there_leaves_it(laptop: Laptop, target: Path) -> None:
    target.write_bytes(b"something")
    with pytest.raises(StoreAlreadyThere):
        export_to_new_key(laptop.store, NEW_KEY, target)
    assert target.read_bytes() == b"something"


def test_export_when_cancelled_leaves_no_file(laptop: Laptop, target: Path) -> None:
    laptop.edit(key_of(0), title="Quema")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_to_new_key(laptop.store, NEW_KEY, target, stop)
    assert list(target.parent.iterdir()) == []
    assert queries.record(laptop.store, key_of(0)).title == "Quema"


def test_export_when_told_progress_ends_at_the_whole(laptop: Laptop, target: Path) -> None:
    told: list[tuple[int, int]] = []
    export_to_new_key(laptop.store, NEW_KEY, target, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0


def test_forget_users_when_named_removes_them_and_their_drafts(
    laptop: Laptop, target: Path
) -> None:
    with laptop.store.transaction():
        for user in (ANA, BEA):
            local.keep_user(laptop.store, user)
            local.keep_draft(
                laptop.store, Draft(key_of(0).id, user.id, 4, CIRCLE, user.name.encode())
            )
    export_to_new_key(laptop.store, NEW_KEY, target)
    forget_users(target, NEW_KEY, [ANA.id])
    with open_store(target.parent, NEW_KEY) as store:
        assert local.users(store) == [BEA]
        assert local.drafts(store, ANA.id) == []
        assert len(local.drafts(store, BEA.id)) == 1
    assert local.users(laptop.store) == [ANA, BEA]
