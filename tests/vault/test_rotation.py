# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest

from protectnet.vault.cost import KdfCost
from protectnet.vault.errors import (
    KdfCostRefused,
    RotationNotReady,
    SlotsDamaged,
    VaultDiskFull,
    WrongPassphrase,
)
from protectnet.vault.opening import unlock_vault
from protectnet.vault.rotation import begin_rotation
from tests.vault.standins import (
    ANA,
    ANA_ID,
    BEA,
    BEA_ID,
    CHEAP,
    WRONG,
    FullDisk,
    export_store,
    make_store,
    new_vault,
    snapshot,
    store_bytes,
    store_fits,
)

SETTLED = {"slots", "slots.copy", "store.db", "blobs", "lock"}


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_rotation_when_committed_then_has_a_new_key_for_the_caller_alone(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 4)
    before = snapshot(root)
    with unlock_vault(root, BEA) as vault:
        old = vault.key.exposed()
        rotation = begin_rotation(vault, BEA, CHEAP)
        assert snapshot(root) == before
        export_store(rotation)
        rotation.commit()
        new = vault.key.exposed()
        assert new != old
        assert (vault.slot, vault.user_id) == (4, BEA_ID)
        assert store_fits(vault)
    assert names(root) == SETTLED
    with unlock_vault(root, BEA) as vault:
        assert vault.key.exposed() == new
        vault.add_user(ANA, ANA_ID, 0)
    unlock_vault(root, ANA).close()


def test_rotation_when_committed_then_others_open_no_more_and_no_old_byte_is_left(
    root: Path,
) -> None:
    old = (root / "slots").read_bytes()
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 4)
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        rotation.commit()
    new = (root / "slots").read_bytes()
    assert (root / "slots.copy").read_bytes() == new
    places = [slice(16, 32), slice(32, 64), *(slice(at, at + 128) for at in range(64, 1088, 128))]
    assert all(old[place] != new[place] for place in places)
    with pytest.raises(WrongPassphrase):
        unlock_vault(root, BEA)


def test_rotation_when_given_a_new_passphrase_then_the_old_one_never_opens_the_new_key(
    root: Path,
) -> None:
    with unlock_vault(root, ANA, write=FullDisk(2)) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP, new=BEA)
        export_store(rotation)
        rotation.commit()
    with pytest.raises(WrongPassphrase):
        unlock_vault(root, ANA)
    with unlock_vault(root, BEA) as vault:
        assert vault.user_id == ANA_ID
        assert store_fits(vault)


def test_abandon_when_the_new_key_is_in_place_then_it_stays(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        rotation.commit()
        rotation.abandon()
        assert store_fits(vault)
    unlock_vault(root, ANA).close()


def test_rotation_when_the_passphrase_is_wrong_or_the_cost_too_low_then_does_not_begin(
    root: Path,
) -> None:
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 1)
        before = snapshot(root)
        for passphrase in (WRONG, BEA):
            with pytest.raises(WrongPassphrase):
                begin_rotation(vault, passphrase, CHEAP)
        with pytest.raises(KdfCostRefused):
            begin_rotation(vault, ANA, KdfCost(1024, 1, 1))
        assert snapshot(root) == before


def test_rotation_when_abandoned_then_nothing_has_changed(root: Path) -> None:
    before = snapshot(root)
    with unlock_vault(root, ANA) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        (root / "store.next-journal").touch()
        rotation.abandon()
        rotation.abandon()
        assert store_fits(vault)
    assert snapshot(root) == before


def test_rotation_when_an_earlier_one_left_a_store_then_it_is_removed_first(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        export_store(begin_rotation(vault, ANA, CHEAP))
        rotation = begin_rotation(vault, ANA, CHEAP)
        assert not rotation.new_store.exists()
        with pytest.raises(RotationNotReady):
            rotation.commit()


def test_commit_when_no_store_was_exported_then_says_so(root: Path) -> None:
    with unlock_vault(root, ANA) as vault, pytest.raises(RotationNotReady) as not_ready:
        begin_rotation(vault, ANA, CHEAP).commit()
    assert not_ready.value.facts == {"reason": "no_new_store"}


@pytest.mark.parametrize("content", [b"", store_bytes(bytes(48))])
def test_commit_when_the_store_was_exported_under_another_key_then_says_so(
    root: Path, content: bytes
) -> None:
    with unlock_vault(root, ANA) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        rotation.new_store.write_bytes(content)
        with pytest.raises(RotationNotReady) as not_ready:
            rotation.commit()
        assert not_ready.value.facts == {"reason": "other_key"}
        assert store_fits(vault)


@pytest.mark.parametrize("name", ["store.db-wal", "store.next-wal"])
def test_commit_when_a_write_ahead_log_waits_then_says_that_the_store_is_open(
    root: Path, name: str
) -> None:
    with unlock_vault(root, ANA) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        (root / name).write_bytes(b"frames")
        with pytest.raises(RotationNotReady) as not_ready:
            rotation.commit()
        assert not_ready.value.facts == {"reason": "store_open"}
        assert store_fits(vault)
        (root / name).write_bytes(b"")
        rotation.commit()
        assert store_fits(vault)
    assert names(root) == SETTLED


@pytest.mark.parametrize("room", [0, 1])
def test_commit_when_the_disk_is_full_before_it_counts_then_the_vault_is_as_it_was(
    root: Path, room: int
) -> None:
    before = snapshot(root)
    with unlock_vault(root, ANA, write=FullDisk(room)) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        with pytest.raises(VaultDiskFull):
            rotation.commit()
        assert store_fits(vault)
        rotation.abandon()
    unlock_vault(root, ANA).close()
    assert snapshot(root) == before


@pytest.mark.parametrize("room", [2, 3])
def test_commit_when_the_disk_is_full_after_it_counts_then_the_new_key_holds(
    root: Path, room: int
) -> None:
    with unlock_vault(root, ANA, write=FullDisk(room)) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        rotation.commit()
        assert store_fits(vault)
        assert isinstance(vault.unsettled, VaultDiskFull)
    with unlock_vault(root, ANA) as vault:
        assert store_fits(vault)
        assert vault.unsettled is None
    assert names(root) == SETTLED


def rotated_but_not_settled(root: Path) -> None:
    with unlock_vault(root, ANA, write=FullDisk(2)) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        rotation.commit()


@pytest.mark.parametrize("name", ["slots.next", "slots.next.copy"])
def test_unlock_when_one_copy_of_the_next_slots_is_damaged_then_the_other_opens(
    root: Path, name: str
) -> None:
    rotated_but_not_settled(root)
    (root / name).write_bytes(b"damaged")
    with unlock_vault(root, ANA) as vault:
        assert store_fits(vault)
    assert names(root) == SETTLED


def test_unlock_when_the_old_slots_are_gone_and_the_next_fit_the_store_then_opens(
    root: Path,
) -> None:
    rotated_but_not_settled(root)
    (root / "slots").unlink()
    (root / "slots.copy").unlink()
    with unlock_vault(root, ANA) as vault:
        assert store_fits(vault)


def test_unlock_when_both_slots_are_damaged_and_the_next_do_not_fit_then_says_damaged(
    root: Path, tmp_path: Path
) -> None:
    with new_vault(tmp_path / "other") as other:
        (root / "slots.next").write_bytes(other.folder.slots.read_bytes())
    for name in ("slots", "slots.copy"):
        (root / name).write_bytes(b"damaged")
    with pytest.raises(SlotsDamaged):
        unlock_vault(root, ANA)


def test_unlock_when_the_next_slots_do_not_fit_the_store_then_they_are_dropped(root: Path) -> None:
    with unlock_vault(root, ANA, write=FullDisk(2)) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        export_store(rotation)
        old = vault.key.database_key()
        rotation.commit()
    # As if the new store had never taken its place.
    make_store(root / "store.db", old)
    with unlock_vault(root, ANA) as vault:
        assert vault.key.database_key() == old
    assert names(root) == SETTLED


def test_not_ready_when_its_reason_is_not_in_the_list_then_is_a_defect() -> None:
    with pytest.raises(ValueError, match="tired"):
        RotationNotReady("tired")


def test_rotation_when_shown_then_shows_no_secret(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        rotation = begin_rotation(vault, ANA, CHEAP)
        assert repr(rotation) == f"Rotation({vault!r})"
        assert rotation.new_database_key() != vault.key.database_key()
