# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from protectnet.store import local
from protectnet.store.errors import NameTaken
from protectnet.store.local import Draft, User
from protectnet.store.rebuild import rebuild
from protectnet.store.store import Store
from tests.log.samples import CIRCLE
from tests.store.laptops import record_id

ANA, BEA = User(b"a" * 16, "Ana", 0), User(b"b" * 16, "Bea", 1)
DRAFT = Draft(record_id(0), ANA.id, 4, CIRCLE, b"half a sentence")


def test_secret_when_kept_is_there_until_destroyed(store: Store) -> None:
    assert local.secret(store, "device") is None
    with store.transaction():
        local.keep_secret(store, "device", b"first")
        local.keep_secret(store, "device", b"second")
    assert local.secret(store, "device") == b"second"
    with store.transaction():
        local.destroy_secret(store, "device")
    assert local.secret(store, "device") is None


def test_setting_when_kept_replaces_the_earlier_one(store: Store) -> None:
    assert local.setting(store, "language") is None
    with store.transaction():
        local.keep_setting(store, "language", "es")
        local.keep_setting(store, "language", "fr")
    assert local.setting(store, "language") == "fr"


def test_users_when_kept_stand_in_the_order_of_their_slots(store: Store) -> None:
    with store.transaction():
        for user in (BEA, ANA):
            local.keep_user(store, user)
    assert local.users(store) == [ANA, BEA]
    with store.transaction():
        local.keep_user(store, User(ANA.id, "Anita", 5))
    assert local.users(store) == [BEA, User(ANA.id, "Anita", 5)]


@pytest.mark.parametrize("other", [User(b"c" * 16, "Ana", 3), User(b"c" * 16, "Cata", 0)])
def test_users_when_name_or_slot_is_taken_say_so(store: Store, other: User) -> None:
    with store.transaction():
        local.keep_user(store, ANA)
        with pytest.raises(NameTaken):
            local.keep_user(store, other)
    assert local.users(store) == [ANA]


def test_users_when_removed_take_their_drafts_along(store: Store) -> None:
    of_bea = Draft(record_id(0), BEA.id, 4, CIRCLE, b"of Bea")
    with store.transaction():
        for user in (ANA, BEA):
            local.keep_user(store, user)
        for draft in (DRAFT, of_bea):
            local.keep_draft(store, draft)
        local.remove_user(store, ANA.id)
    assert local.users(store) == [BEA]
    assert local.drafts(store, ANA.id) == []
    assert local.drafts(store, BEA.id) == [of_bea]


def test_draft_when_kept_again_replaces_the_earlier_one(store: Store) -> None:
    later = Draft(DRAFT.record, DRAFT.user, DRAFT.kind, DRAFT.circle, b"a whole sentence")
    with store.transaction():
        local.keep_draft(store, DRAFT)
        local.keep_draft(store, later)
    assert local.drafts(store, ANA.id) == [later]
    with store.transaction():
        local.drop_draft(store, DRAFT.record, ANA.id)
    assert local.drafts(store, ANA.id) == []
    assert "sentence" not in repr(DRAFT)


def test_preview_when_kept_is_found_by_the_attachment(store: Store) -> None:
    with store.transaction():
        local.keep_preview(store, bytes(32), "image/png", b"picture")
    assert local.preview(store, bytes(32)) == ("image/png", b"picture")
    assert local.preview(store, bytes([1]) * 32) is None


def test_keep_when_too_large_is_a_defect(store: Store) -> None:
    with store.transaction():
        with pytest.raises(ValueError, match="MiB"):
            local.keep_draft(
                store, Draft(DRAFT.record, ANA.id, 4, CIRCLE, bytes(local.MAX_DRAFT_BYTES + 1))
            )
        with pytest.raises(ValueError, match="KiB"):
            local.keep_preview(store, bytes(32), "image/png", bytes(local.MAX_PREVIEW_BYTES + 1))


def test_keep_when_no_transaction_is_a_defect(store: Store) -> None:
    with pytest.raises(RuntimeError):
        local.keep_secret(store, "device", b"x")
    with pytest.raises(RuntimeError):
        local.keep_draft(store, DRAFT)
    with pytest.raises(RuntimeError):
        local.remove_user(store, ANA.id)


def test_rebuild_when_done_leaves_all_of_it_alone(store: Store) -> None:
    with store.transaction():
        local.keep_secret(store, "device", b"secret")
        local.keep_setting(store, "language", "es")
        local.keep_user(store, ANA)
        local.keep_draft(store, DRAFT)
        local.keep_preview(store, bytes(32), "image/png", b"picture")
    with store.transaction():
        rebuild(store)
    assert local.secret(store, "device") == b"secret"
    assert local.setting(store, "language") == "es"
    assert local.users(store) == [ANA]
    assert local.drafts(store, ANA.id) == [DRAFT]
    assert local.preview(store, bytes(32)) == ("image/png", b"picture")
