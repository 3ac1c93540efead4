# SPDX-License-Identifier: GPL-3.0-or-later
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.vault.cost import KdfCost
from protectnet.vault.errors import (
    FolderNotEmpty,
    FolderUnusable,
    KdfCostRefused,
    NotAVault,
    SlotsDamaged,
    SlotsTooNew,
    StoreOfAnotherVault,
    VaultDiskFull,
    VaultError,
    VaultInUse,
    VaultUnreachable,
    VaultWithoutStore,
    WrongPassphrase,
)
from protectnet.vault.folder import VaultFolder
from protectnet.vault.keys import VaultKey
from protectnet.vault.opening import create_vault, unlock_vault
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.slots import FILE_BYTES
from tests.vault.slot_vectors import FOLDER, decode_vector
from tests.vault.standins import (
    ANA,
    ANA_ID,
    CHEAP,
    WRONG,
    FullDisk,
    broken_disk,
    make_store,
    new_vault,
    snapshot,
    store_fits,
)

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="owner bits are of POSIX systems")


def refused(root: Path, error: type[VaultError], passphrase: Passphrase = ANA) -> VaultError:
    """The error of opening, after which every file is as it was."""
    before = snapshot(root)
    with pytest.raises(error) as raised:
        unlock_vault(root, passphrase)
    assert snapshot(root) == before
    return raised.value


def open_and_close(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        assert (vault.slot, vault.user_id) == (0, ANA_ID)
        assert store_fits(vault)


def test_create_when_the_folder_is_new_then_makes_a_vault_that_opens(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "down"
    with new_vault(root) as vault:
        assert store_fits(vault)
        key = vault.key.exposed()
        assert vault.unsettled is None
    names = {path.name for path in root.iterdir()}
    assert names == {"slots", "slots.copy", "store.db", "blobs", "lock"}
    assert (root / "slots").read_bytes() == (root / "slots.copy").read_bytes()
    with unlock_vault(root, ANA) as vault:
        assert vault.key.exposed() == key
        assert vault.unsettled is None


@POSIX
def test_create_when_done_then_everything_is_its_owners_alone(tmp_path: Path) -> None:
    new_vault(tmp_path / "vault").close()
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in [tmp_path / "vault", *(tmp_path / "vault").iterdir()]
    }
    assert modes == {
        "vault": 0o700,
        "blobs": 0o700,
        "slots": 0o600,
        "slots.copy": 0o600,
        "store.db": 0o600,
        "lock": 0o600,
    }


@POSIX
def test_unlock_when_others_could_read_then_closes_the_folder_to_them(root: Path) -> None:
    for path in (root, root / "blobs"):
        path.chmod(0o755)
    for name in ("slots", "slots.copy", "store.db", "lock"):
        (root / name).chmod(0o664)
    open_and_close(root)
    assert not any(path.stat().st_mode & 0o077 for path in [root, *root.iterdir()])


def test_create_when_two_vaults_have_the_same_passphrase_then_nothing_else_is_the_same(
    tmp_path: Path,
) -> None:
    one, other = (new_vault(tmp_path / name) for name in ("one", "other"))
    with one, other:
        assert one.key.exposed() != other.key.exposed()
        assert one.folder.slots.read_bytes()[16:] != other.folder.slots.read_bytes()[16:]


def test_create_when_the_cost_is_below_the_floor_then_is_refused_and_makes_nothing(
    tmp_path: Path,
) -> None:
    with pytest.raises(KdfCostRefused):
        create_vault(tmp_path / "v", ANA, ANA_ID, make_store, cost=KdfCost(1024, 1, 1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["notes.txt", "slots", "store.db", "slots.next", ".hidden"])
def test_create_when_the_folder_holds_something_then_leaves_it_alone(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"theirs")
    before = snapshot(tmp_path)
    with pytest.raises(FolderNotEmpty):
        new_vault(tmp_path)
    assert snapshot(tmp_path) == before


def test_create_when_something_stands_beside_an_unfinished_vault_then_leaves_it_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "unfinished").touch()
    (tmp_path / "store.db").write_bytes(b"half")
    (tmp_path / "notes.txt").write_bytes(b"theirs")
    with pytest.raises(FolderNotEmpty):
        new_vault(tmp_path)
    assert (tmp_path / "store.db").read_bytes() == b"half"


def test_create_when_a_vault_is_there_then_leaves_it_alone(root: Path) -> None:
    before = snapshot(root)
    with pytest.raises(FolderNotEmpty):
        new_vault(root)
    assert snapshot(root) == before


def test_create_when_a_file_stands_there_then_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"theirs")
    with pytest.raises(FolderUnusable) as unusable:
        new_vault(tmp_path / "file")
    assert unusable.value.facts == {"path": str(tmp_path / "file"), "reason": "is_a_file"}
    assert (tmp_path / "file").read_bytes() == b"theirs"


def test_create_when_an_earlier_making_stopped_then_begins_anew(tmp_path: Path) -> None:
    def stop(path: Path, key: bytes) -> None:
        make_store(path, key)
        path.with_name("store.db-wal").write_bytes(b"half")
        (path.parent / "blobs" / "ab").mkdir()
        (path.parent / ".slots.0123.part").write_bytes(b"half")
        raise InterruptedError

    with pytest.raises(InterruptedError):
        create_vault(tmp_path, ANA, ANA_ID, stop, cost=CHEAP)
    refused(tmp_path, NotAVault)
    new_vault(tmp_path).close()
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"slots", "slots.copy", "store.db", "blobs", "lock"}
    assert list((tmp_path / "blobs").iterdir()) == []
    open_and_close(tmp_path)


def test_create_when_the_store_is_made_with_another_key_then_is_a_defect(tmp_path: Path) -> None:
    def make_other(path: Path, _key: bytes) -> None:
        make_store(path, bytes(48))

    with pytest.raises(ValueError, match="store was not made"):
        create_vault(tmp_path, ANA, ANA_ID, make_other, cost=CHEAP)
    refused(tmp_path, NotAVault)


@pytest.mark.parametrize("room", [0, 1])
def test_create_when_the_disk_is_full_then_says_so_and_can_be_tried_again(
    tmp_path: Path, room: int
) -> None:
    with pytest.raises(VaultDiskFull):
        new_vault(tmp_path, write=FullDisk(room))
    refused(tmp_path, NotAVault)
    new_vault(tmp_path).close()
    open_and_close(tmp_path)


def test_unlock_when_nothing_is_wrong_then_changes_no_file(root: Path) -> None:
    before = snapshot(root)
    open_and_close(root)
    assert snapshot(root) == before


def test_unlock_when_the_passphrase_is_typed_in_another_way_then_opens(tmp_path: Path) -> None:
    chosen = Passphrase.chosen("Ñandú de la Ciénaga")
    create_vault(tmp_path, chosen, ANA_ID, make_store, cost=CHEAP).close()
    unlock_vault(tmp_path, Passphrase.typed("  nandu de\tla CIE\u0301NAGA\n")).close()


def test_unlock_when_the_passphrase_is_wrong_then_says_so_and_frees_the_lock(root: Path) -> None:
    refused(root, WrongPassphrase, WRONG)
    open_and_close(root)


@pytest.mark.parametrize("name", ["slots", "slots.copy"])
def test_unlock_when_the_passphrase_is_wrong_then_even_a_damaged_copy_is_not_mended(
    root: Path, name: str
) -> None:
    (root / name).write_bytes(b"damaged")
    (root / "slots.next").write_bytes(b"damaged too")
    (root / "store.next").write_bytes(b"left over")
    refused(root, WrongPassphrase, WRONG)


@pytest.mark.parametrize("names", [(), ("notes.txt",), ("store.db",), ("lock", "blobs")])
def test_unlock_when_there_are_no_slots_then_is_no_vault_and_nothing_is_made(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"theirs")
    assert refused(tmp_path, NotAVault).facts == {"path": str(tmp_path)}


def test_unlock_when_there_is_no_folder_then_makes_none(tmp_path: Path) -> None:
    with pytest.raises(NotAVault):
        unlock_vault(tmp_path / "gone", ANA)
    assert list(tmp_path.iterdir()) == []


def test_unlock_when_the_store_is_gone_then_says_so_and_makes_none(root: Path) -> None:
    (root / "store.db").unlink()
    refused(root, VaultWithoutStore)


@pytest.mark.parametrize("content", [b"", b"short", bytes(4096)])
def test_unlock_when_the_store_is_another_then_says_so(root: Path, content: bytes) -> None:
    (root / "store.db").write_bytes(content)
    refused(root, StoreOfAnotherVault)


def test_unlock_when_the_store_is_that_of_another_vault_then_says_so(
    root: Path, tmp_path: Path
) -> None:
    with new_vault(tmp_path / "other") as other:
        (root / "store.db").write_bytes(other.folder.store.read_bytes())
    refused(root, StoreOfAnotherVault)


@given(
    st.sampled_from(["slots", "slots.copy"]),
    st.integers(0, FILE_BYTES - 1),
    st.integers(1, 255),
)
def test_unlock_when_any_byte_of_one_copy_differs_then_opens_and_mends_it(
    root: Path, name: str, place: int, difference: int
) -> None:
    good = (root / "slots").read_bytes()
    flip(root / name, place, difference)
    open_and_close(root)
    assert (root / "slots").read_bytes() == (root / "slots.copy").read_bytes() == good


@given(*[st.tuples(st.integers(0, FILE_BYTES - 1), st.integers(1, 255))] * 2)
def test_unlock_when_a_byte_of_both_copies_differs_then_says_damaged(
    root: Path, one: tuple[int, int], other: tuple[int, int]
) -> None:
    good = (root / "slots").read_bytes()
    flip(root / "slots", *one)
    flip(root / "slots.copy", *other)
    refused(root, SlotsDamaged)
    for name in ("slots", "slots.copy"):
        (root / name).write_bytes(good)


def flip(path: Path, place: int, difference: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= difference
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["slots", "slots.copy"])
@pytest.mark.parametrize("content", [None, b"", b"pnslots", bytes(70_000)])
def test_unlock_when_one_copy_is_gone_cut_or_huge_then_opens_and_mends_it(
    root: Path, name: str, content: bytes | None
) -> None:
    good = (root / name).read_bytes()
    (root / name).unlink()
    if content is not None:
        (root / name).write_bytes(content)
    open_and_close(root)
    assert (root / name).read_bytes() == good


def test_unlock_when_both_copies_are_good_and_differ_then_the_first_counts(root: Path) -> None:
    old = (root / "slots").read_bytes()
    with unlock_vault(root, ANA) as vault:
        vault.change_passphrase(ANA, WRONG)
    (root / "slots.copy").write_bytes(old)
    refused(root, WrongPassphrase, ANA)
    unlock_vault(root, WRONG).close()
    assert (root / "slots.copy").read_bytes() == (root / "slots").read_bytes() != old


@pytest.mark.parametrize("name", ["slots", "slots.copy", "slots.next"])
def test_unlock_when_one_copy_is_of_a_newer_version_then_names_both_versions(
    root: Path, name: str
) -> None:
    vector = (FOLDER / "version_2.vec").read_text("utf-8")
    (root / name).write_bytes(decode_vector("version_2", vector).data)
    assert refused(root, SlotsTooNew).facts == {"found": 2, "known": 1}


@pytest.mark.parametrize("name", ["memory_of_all_bits", "passes_over_the_limit"])
def test_unlock_when_the_slots_ask_for_too_much_then_is_refused_before_deriving(
    root: Path, name: str
) -> None:
    vector = (FOLDER / f"{name}.vec").read_text("utf-8")
    (root / "slots").write_bytes(decode_vector(name, vector).data)
    refused(root, KdfCostRefused)


def test_unlock_when_the_disk_is_full_then_opens_unmended_and_the_next_time_mends(
    root: Path,
) -> None:
    (root / "slots.copy").write_bytes(b"damaged")
    with unlock_vault(root, ANA, write=FullDisk(0)) as vault:
        assert store_fits(vault)
        assert isinstance(vault.unsettled, VaultDiskFull)
    assert (root / "slots.copy").read_bytes() == b"damaged"
    with unlock_vault(root, ANA) as vault:
        assert vault.unsettled is None
    assert (root / "slots.copy").read_bytes() == (root / "slots").read_bytes()


def test_unlock_when_the_disk_breaks_while_mending_then_says_so_and_frees_the_lock(
    root: Path,
) -> None:
    (root / "slots.copy").write_bytes(b"damaged")
    with pytest.raises(VaultUnreachable) as unreachable:
        unlock_vault(root, ANA, write=broken_disk)
    assert unreachable.value.facts == {"path": str(root), "file": "slots.copy", "errno": "EIO"}
    open_and_close(root)


def test_unlock_when_a_writer_was_killed_then_what_it_left_goes(root: Path) -> None:
    for name in (".slots.0a1b2c3d4e5f.part", "slots.next.copy", "store.next", "store.next-wal"):
        (root / name).write_bytes(b"half")
    (root / "notes.txt").write_bytes(b"not ours")
    open_and_close(root)
    names = {path.name for path in root.iterdir()}
    assert names == {"slots", "slots.copy", "store.db", "blobs", "lock", "notes.txt"}


def test_unlock_when_it_is_open_already_then_says_in_use(root: Path) -> None:
    with unlock_vault(root, ANA):
        refused(root, VaultInUse)
        refused(root, VaultInUse, WRONG)
    open_and_close(root)


def test_close_when_called_then_wipes_the_key_and_may_be_repeated(root: Path) -> None:
    vault = unlock_vault(root, ANA)
    key: VaultKey = vault.key
    vault.close()
    vault.close()
    with pytest.raises(ValueError, match="wiped"):
        key.exposed()


def test_vault_and_folder_when_shown_then_show_no_secret(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        assert repr(vault) == f"Vault({str(root)!r}, slot=0)"
        assert vault.folder == VaultFolder(root)


def test_slots_when_searched_then_hold_neither_passphrase_nor_user_nor_key(root: Path) -> None:
    with unlock_vault(root, ANA) as vault:
        secrets = [ANA.encoded(), ANA_ID, vault.key.exposed(), vault.key.database_key()[:32]]
    data = b"".join(path.read_bytes() for path in root.iterdir() if path.is_file())
    assert [secret for secret in secrets if secret in data] == []
    assert (root / "lock").read_bytes() == b""
