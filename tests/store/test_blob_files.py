# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of blobs: found, read and removed, and told from whatever else lies there."""

import errno
from pathlib import Path

import pytest

from protectnet.store.blob_files import (
    ciphertext_of,
    held,
    is_held,
    path_of,
    remove,
    stretch_of,
    verify,
)
from protectnet.store.blobs import receive
from protectnet.store.errors import (
    BlobDamaged,
    BlobMissing,
    StoreReadOnly,
    StoreUnreachable,
)
from protectnet.store.store import Store
from tests.envelope.samples import content_of
from tests.store.attaching import (
    kept,
    what_is_synced,
)
from tests.store.test_blobs import MIB


def test_ciphertext_of_when_whole_then_gives_what_receive_takes(store: Store) -> None:
    found = kept(store, content_of(2 * MIB + 5))
    pieces = list(ciphertext_of(store, found.blob))
    assert len(pieces) > 1
    remove(store, found.blob)
    assert receive(store, found.blob, iter(pieces)) is True


@pytest.mark.parametrize(
    ("offset", "length"), [(0, 0), (0, 9), (7, 2 * MIB), (3 * MIB, 10), (5, 9 * MIB)]
)
def test_stretch_of_gives_so_many_bytes_from_there(store: Store, offset: int, length: int) -> None:
    blob = kept(store, content_of(2 * MIB + 5)).blob
    whole = path_of(store, blob).read_bytes()
    assert b"".join(stretch_of(store, blob, offset, length)) == whole[offset : offset + length]
    path_of(store, blob).unlink()
    with pytest.raises(BlobMissing):
        list(stretch_of(store, blob, offset, length))


def test_verify_when_damaged_missing_or_unreadable_then_says_which(store: Store) -> None:
    found = kept(store)
    path = path_of(store, found.blob)
    ciphertext = path.read_bytes()
    path.write_bytes(ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]))
    with pytest.raises(BlobDamaged):
        verify(store, found.blob)
    path.unlink()
    with pytest.raises(BlobMissing) as caught:
        verify(store, found.blob)
    assert caught.value.facts == {"blob": found.blob.hex()[:8]}
    path.mkdir()
    with pytest.raises(StoreUnreachable):
        verify(store, found.blob)


def test_path_of_when_the_id_is_none_then_it_is_a_defect(store: Store) -> None:
    with pytest.raises(ValueError):
        path_of(store, b"../../../etc/passwd")


def test_held_when_other_files_lie_there_then_names_blobs_alone(store: Store) -> None:
    assert list(held(store)) == []
    ids = sorted(kept(store).blob for _ in range(3))
    name = ids[0].hex()
    misplaced = store.blob_folder / ("00" if name[:2] != "00" else "01")
    misplaced.mkdir(exist_ok=True)
    for alien in (
        store.blob_folder / name,
        misplaced / name,
        misplaced / ".DS_Store",
        misplaced / ("Z" * 64),
    ):
        alien.write_bytes(b"")
    (misplaced / (misplaced.name + "f" * 62)).mkdir()
    assert list(held(store)) == ids


def test_remove_when_here_or_not_then_it_is_gone(store: Store) -> None:
    blob = kept(store).blob
    remove(store, blob)
    assert not is_held(store, blob)
    remove(store, blob)


def test_remove_when_a_transaction_is_open_then_it_is_a_defect(store: Store) -> None:
    blob = kept(store).blob
    with store.transaction(), pytest.raises(RuntimeError):
        remove(store, blob)
    assert is_held(store, blob)


def test_remove_when_the_system_refuses_then_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    blob = kept(store).blob
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StoreReadOnly):
        remove(store, blob)


def test_remove_when_done_then_the_folder_was_synced(store: Store) -> None:
    blob = kept(store).blob
    with what_is_synced() as synced:
        remove(store, blob)
    assert synced == [path_of(store, blob).parent]
