# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest

from protectnet.vault.errors import (
    NoFreeSlot,
    OwnSlot,
    PassphraseInUse,
    VaultDiskFull,
    VaultUnreachable,
    WrongPassphrase,
)
from protectnet.vault.opening import unlock_vault
from protectnet.vault.passphrase import Passphrase
from tests.vault.standins import (
    ANA,
    ANA_ID,
    BEA,
    BEA_ID,
    WRONG,
    FullDisk,
    broken_disk,
    snapshot,
    store_fits,
)


def slots_of(root: Path) -> list[bytes]:
    data = (root / "slots").read_bytes()
    return [data[64 + 128 * index : 192 + 128 * index] for index in range(8)]


def changed(before: list[bytes], after: list[bytes]) -> list[int]:
    return [index for index in range(8) if before[index] != after[index]]


def test_add_user_when_done_then_both_open_the_same_store_each_as_themselves(root: Path) -> None:
    before = slots_of(root)
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 5)
    assert changed(before, slots_of(root)) == [5]
    with unlock_vault(root, BEA) as vault:
        assert (vault.slot, vault.user_id) == (5, BEA_ID)
        assert store_fits(vault)
    with unlock_vault(root, ANA) as vault:
        assert (vault.slot, vault.user_id) == (0, ANA_ID)


def test_add_user_when_all_slots_are_taken_then_each_opens_their_own(root: Path) -> None:
    passphrases = {0: ANA}
    with unlock_vault(root, ANA) as vault:
        for _ in range(7):
            index = vault.free_slot(passphrases)
            passphrases[index] = Passphrase.typed(f"passphrase of user {index}")
            vault.add_user(passphrases[index], bytes([index]) * 16, index)
        with pytest.raises(NoFreeSlot) as full:
            vault.free_slot(passphrases)
        assert full.value.facts == {"slots": 8}
    assert sorted(passphrases) == list(range(8))
    for index, passphrase in passphrases.items():
        with unlock_vault(root, passphrase) as vault:
            assert vault.slot == index


def test_free_slot_when_drawn_often_then_is_any_of_those_not_named(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        assert {vault.free_slot([2, 3]) for _ in range(300)} == {1, 4, 5, 6, 7}
        assert vault.free_slot([1, 2, 3, 4, 5, 6]) == 7


def test_add_user_when_the_passphrase_opens_another_slot_then_is_refused(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 1)
        before = snapshot(root)
        for taken in (ANA, BEA):
            with pytest.raises(PassphraseInUse):
                vault.add_user(taken, bytes(16), 2)
        assert snapshot(root) == before


def test_add_user_when_the_slot_was_left_half_done_then_takes_it_over(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 1)
        vault.add_user(BEA, bytes(16), 1)
    with unlock_vault(root, BEA) as vault:
        assert vault.user_id == bytes(16)


@pytest.mark.parametrize("index", [-1, 8])
def test_add_and_remove_when_there_is_no_such_slot_then_is_a_defect(root: Path, index: int) -> None:
    with unlock_vault(root, ANA) as vault:
        with pytest.raises(ValueError, match="0 to 7"):
            vault.add_user(BEA, BEA_ID, index)
        with pytest.raises(ValueError, match="0 to 7"):
            vault.remove_user(index)


def test_own_slot_when_it_should_be_given_away_or_removed_then_is_refused(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        before = snapshot(root)
        with pytest.raises(OwnSlot) as own:
            vault.remove_user(0)
        assert own.value.facts == {"slot": 0}
        with pytest.raises(OwnSlot):
            vault.add_user(BEA, BEA_ID, 0)
        assert snapshot(root) == before


def test_remove_user_when_done_then_opens_no_more_and_looks_as_before(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 3)
        before = slots_of(root)
        vault.remove_user(3)
        first = slots_of(root)
        vault.remove_user(3)
    assert changed(before, first) == changed(first, slots_of(root)) == [3]
    assert before[3] not in (root / "slots.copy").read_bytes()
    with pytest.raises(WrongPassphrase):
        unlock_vault(root, BEA)
    unlock_vault(root, ANA).close()


def test_change_passphrase_when_done_then_the_new_one_opens_and_the_old_one_does_not(
    root: Path,
) -> None:
    before = slots_of(root)
    with unlock_vault(root, ANA) as vault:
        key = vault.key.exposed()
        vault.change_passphrase(ANA, BEA)
        vault.confirm(BEA)
    assert changed(before, slots_of(root)) == [0]
    with pytest.raises(WrongPassphrase):
        unlock_vault(root, ANA)
    with unlock_vault(root, BEA) as vault:
        assert (vault.key.exposed(), vault.user_id) == (key, ANA_ID)


def test_change_passphrase_when_it_is_the_same_then_only_the_nonce_is_another(root: Path) -> None:
    before = slots_of(root)
    with unlock_vault(root, ANA) as vault:
        vault.change_passphrase(ANA, ANA)
    assert before[0][:12] != slots_of(root)[0][:12]
    unlock_vault(root, ANA).close()


def test_change_passphrase_when_the_current_one_is_wrong_or_of_another_then_is_refused(
    root: Path,
) -> None:
    with unlock_vault(root, ANA) as vault:
        vault.add_user(BEA, BEA_ID, 1)
        before = snapshot(root)
        for current in (WRONG, BEA):
            with pytest.raises(WrongPassphrase):
                vault.change_passphrase(current, Passphrase.typed("something new"))
            with pytest.raises(WrongPassphrase):
                vault.confirm(current)
        with pytest.raises(PassphraseInUse):
            vault.change_passphrase(ANA, BEA)
        assert snapshot(root) == before
        vault.confirm(ANA)


@pytest.mark.parametrize("room", [0, 1])
def test_change_passphrase_when_the_disk_is_full_then_the_old_one_still_opens(
    root: Path, room: int
) -> None:
    with (
        unlock_vault(root, ANA, write=FullDisk(room)) as vault,
        pytest.raises(VaultDiskFull) as full,
    ):
        vault.change_passphrase(ANA, BEA)
    assert full.value.facts == {"path": str(root), "file": ["slots.copy", "slots"][room]}
    with pytest.raises(WrongPassphrase):
        unlock_vault(root, BEA)
    unlock_vault(root, ANA).close()
    assert (root / "slots").read_bytes() == (root / "slots.copy").read_bytes()


def test_change_passphrase_when_the_disk_breaks_then_names_the_fault(root: Path) -> None:
    with (
        unlock_vault(root, ANA, write=broken_disk) as vault,
        pytest.raises(VaultUnreachable) as unreachable,
    ):
        vault.change_passphrase(ANA, BEA)
    assert unreachable.value.facts == {"path": str(root), "file": "slots.copy", "errno": "EIO"}
    unlock_vault(root, ANA).close()


def test_vault_when_closed_then_changes_no_slot(root: Path) -> None:
    vault = unlock_vault(root, ANA)
    vault.close()
    before = snapshot(root)
    with pytest.raises(ValueError, match="closed"):
        vault.remove_user(1)
    with pytest.raises(ValueError, match="wiped"):
        vault.add_user(BEA, BEA_ID, 1)
    assert snapshot(root) == before
