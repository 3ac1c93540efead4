# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs: encrypted whole or not at all, received only as what they are, kept while needed."""

import errno
import hashlib
import io
import os
import stat
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from protectnet.envelope import padded_length
from protectnet.envelope.stream import sealed_length
from protectnet.store import blobs
from protectnet.store.blob_files import ciphertext_of, held, is_held, path_of, remove, verify
from protectnet.store.blobs import keep, receive, remove_unused
from protectnet.store.errors import (
    AttachmentTooLarge,
    BlobDamaged,
    Cancelled,
    SourceUnreadable,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from protectnet.store.store import Store
from tests.envelope.samples import Dribble, Endless, Failing, content_of
from tests.envelope.test_memory import peak_of
from tests.store.attaching import (
    attach,
    files_in,
    files_with,
    kept,
    no_file_longer_than,
    no_new_file,
    what_is_synced,
)

KIB = 1024
MIB = 1024 * KIB
BORDERS = [near + off for near in (64 * KIB, MIB, 2 * MIB) for off in (-25, -24, -8, -1, 0, 1)]
SIZES = st.sampled_from([0, 1, *BORDERS]) | st.integers(0, 200 * KIB)
WORD = b"Yarumal"


def refused_by(store: Store) -> None:
    """Nothing is left of a blob that was not kept."""
    assert files_in(store.blob_folder) == set()


@given(SIZES)
@example(0)
@example(MIB)
@example(2 * MIB + 1)
def test_keep_when_content_has_any_size_then_names_what_is_on_the_disk(
    store: Store, size: int
) -> None:
    content = content_of(size)
    found = keep(store, io.BytesIO(content))
    ciphertext = path_of(store, found.blob).read_bytes()
    assert (found.size, found.digest) == (size, hashlib.sha256(content).digest())
    assert found.blob == hashlib.sha256(ciphertext).digest()
    assert len(ciphertext) == sealed_length(padded_length(size + 8))
    assert found.pieces == tuple(
        hashlib.sha256(ciphertext[at : at + MIB]).digest() for at in range(0, len(ciphertext), MIB)
    )
    assert size < 16 or content not in ciphertext


def test_keep_when_the_source_gives_a_few_bytes_at_a_time_then_keeps_all(store: Store) -> None:
    content = content_of(1000)
    assert keep(store, Dribble(content)).digest == hashlib.sha256(content).digest()


def test_keep_when_done_then_file_and_folders_are_the_owners_alone(store: Store) -> None:
    path = path_of(store, kept(store).blob)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path.parent, store.blob_folder)} == {
        0o700
    }
    assert files_in(store.blob_folder) == {path}
    assert path.relative_to(store.blob_folder).parts == (path.name[:2], path.name)


def test_keep_when_content_is_the_same_then_the_blobs_have_nothing_in_common(store: Store) -> None:
    one, other = kept(store), kept(store)
    assert one.digest == other.digest
    assert len({one.blob, other.blob, one.key, other.key}) == 4


def test_keep_when_done_then_the_file_was_synced_and_after_it_both_folders(
    store: Store,
) -> None:
    with what_is_synced() as synced:
        path = path_of(store, kept(store).blob)
    assert [each.suffix for each in synced].count(".part") == 1
    assert set(synced[-2:]) == {path.parent, store.blob_folder}


def test_keep_when_asked_tells_how_far_it_is(store: Store) -> None:
    told: list[tuple[int, int]] = []
    keep(store, io.BytesIO(bytes(MIB)), lambda *way: told.append(way), length=MIB)
    assert told == sorted(told)
    assert told[-1] == (MIB, MIB)
    assert len(told) > 2


def test_keep_when_there_is_more_than_expected_then_tells_no_more_than_all(store: Store) -> None:
    told: list[tuple[int, int]] = []
    keep(store, io.BytesIO(bytes(MIB)), lambda *way: told.append(way), length=10)
    assert told
    assert all(done <= total for done, total in told)


def test_keep_when_stopped_by_a_person_then_nothing_is_left(store: Store) -> None:
    def stop(done: int, _total: int) -> None:
        if done > 300 * KIB:
            raise Cancelled

    with pytest.raises(Cancelled):
        keep(store, io.BytesIO(bytes(MIB)), stop)
    refused_by(store)


def test_keep_when_the_source_is_pulled_out_then_says_so_and_nothing_is_left(store: Store) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        keep(store, Failing(bytes(MIB), 300 * KIB))
    assert caught.value.facts == {"reason": "gone"}
    refused_by(store)


def test_keep_when_the_content_is_too_long_then_refuses_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "MAX_ATTACHMENT_BYTES", MIB)
    with pytest.raises(AttachmentTooLarge) as caught:
        keep(store, Endless(MIB + 1))
    assert caught.value.facts == {"allowed": 1}
    refused_by(store)
    assert keep(store, Endless(MIB), length=MIB).size == MIB


def test_keep_when_the_content_is_known_to_be_too_long_then_reads_nothing_of_it(
    store: Store,
) -> None:
    with pytest.raises(AttachmentTooLarge):
        keep(store, Failing(b"", 0), length=1480 * MIB + 1)


def test_keep_when_the_disk_is_full_then_says_so_and_nothing_is_left(store: Store) -> None:
    with no_file_longer_than(500 * KIB), pytest.raises(StoreFull):
        keep(store, io.BytesIO(bytes(MIB)))
    refused_by(store)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, StoreFull),
        (errno.EROFS, StoreReadOnly),
        (errno.EACCES, StoreReadOnly),
        (errno.EIO, StoreUnreachable),
    ],
)
def test_keep_and_receive_when_the_system_refuses_then_each_reason_has_its_error(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    monkeypatch.setattr(os, "open", no_new_file(number))
    with pytest.raises(expected):
        kept(store)
    with pytest.raises(expected):
        receive(store, hashlib.sha256(b"x").digest(), iter([b"x"]))
    refused_by(store)


def test_keep_when_the_name_is_taken_by_a_folder_then_nothing_is_left(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_the_way(of: Store, _blob: bytes) -> object:
        path = of.blob_folder / "00" / "taken"
        path.mkdir(parents=True, exist_ok=True)
        return path

    monkeypatch.setattr(blobs, "path_of", in_the_way)
    with pytest.raises(StoreUnreachable):
        kept(store)
    refused_by(store)


def test_keep_while_writing_then_no_file_of_the_vault_has_a_word_of_the_content(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = WORD * (MIB // len(WORD))
    looked = []

    def look(done: int, total: int) -> None:
        # What was encrypted so far is on the disk: this looks into it.
        looked.append(sum(path.stat().st_size for path in files_in(store.blob_folder)))
        assert files_with(WORD, store.folder) == []

    found = keep(store, io.BytesIO(content), look, length=len(content))
    assert max(looked) > MIB // 2
    assert files_with(WORD, store.folder) == []
    assert files_with(found.digest, store.folder) == files_with(found.key, store.folder) == []


def test_repr_when_a_blob_is_kept_then_names_no_key(store: Store) -> None:
    found = kept(store)
    assert repr(found.key) not in repr(found)


def stored_bytes(store: Store, content: bytes) -> tuple[bytes, bytes]:
    """Id and ciphertext of a blob that is not held any more."""
    found = kept(store, content)
    ciphertext = path_of(store, found.blob).read_bytes()
    remove(store, found.blob)
    return found.blob, ciphertext


def in_pieces(data: bytes, length: int = 64 * KIB) -> Iterator[bytes]:
    return (data[at : at + length] for at in range(0, len(data), length))


def test_receive_when_the_pieces_are_the_blob_then_it_is_held(store: Store) -> None:
    blob, ciphertext = stored_bytes(store, content_of(200 * KIB))
    assert receive(store, blob, in_pieces(ciphertext)) is True
    assert path_of(store, blob).read_bytes() == ciphertext
    assert stat.S_IMODE(path_of(store, blob).stat().st_mode) == 0o600
    assert files_in(store.blob_folder) == {path_of(store, blob)}


def test_receive_when_it_is_known_then_reads_the_pieces_and_writes_nothing(store: Store) -> None:
    found = kept(store)
    path = path_of(store, found.blob)
    before = path.stat()
    pieces = iter([b"any", b"thing"])
    assert receive(store, found.blob, pieces) is False
    assert next(pieces, None) is None
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("damage", [b"", b"short", bytes(MIB)])
def test_receive_when_the_known_one_is_damaged_then_it_is_replaced(
    store: Store, damage: bytes
) -> None:
    found = kept(store)
    ciphertext = path_of(store, found.blob).read_bytes()
    path_of(store, found.blob).write_bytes(damage)
    assert receive(store, found.blob, in_pieces(ciphertext)) is True
    assert verify(store, found.blob) == len(ciphertext)


def test_receive_when_the_pieces_are_another_blob_then_refuses_them(store: Store) -> None:
    blob, ciphertext = stored_bytes(store, b"abc")
    for wrong in (ciphertext[:-1], ciphertext + b"\0", b"", b"\0" + ciphertext[1:]):
        with pytest.raises(BlobDamaged) as caught:
            receive(store, blob, in_pieces(wrong))
        assert caught.value.facts == {"blob": blob.hex()[:8]}
    refused_by(store)


def test_receive_when_there_are_too_many_pieces_then_refuses_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "MAX_CIPHERTEXT", MIB)
    with pytest.raises(AttachmentTooLarge):
        receive(store, bytes(32), (bytes(KIB) for _ in range(KIB + 1)))
    refused_by(store)


@pytest.mark.parametrize("is_known", [True, False])
def test_receive_when_the_stick_is_pulled_out_then_says_that_the_source_is_gone(
    store: Store, *, is_known: bool
) -> None:
    blob = kept(store).blob
    if not is_known:
        remove(store, blob)

    def pulled_out() -> Iterator[bytes]:
        yield b"beginning"
        raise OSError(errno.EIO, "gone")

    with pytest.raises(SourceUnreadable):
        receive(store, blob, pulled_out())
    assert is_held(store, blob) is is_known
    assert len(files_in(store.blob_folder)) == is_known


def test_receive_when_the_disk_is_full_then_says_so_and_nothing_is_left(store: Store) -> None:
    blob, ciphertext = stored_bytes(store, bytes(MIB))
    with no_file_longer_than(500 * KIB), pytest.raises(StoreFull):
        receive(store, blob, in_pieces(ciphertext))
    refused_by(store)


def test_remove_unused_when_a_record_has_one_then_only_the_others_go(store: Store) -> None:
    used, unused, unnamed = kept(store), kept(store), kept(store)
    attach(store, used)
    assert remove_unused(store, [used.blob, unused.blob, bytes(32)]) == 1
    assert set(held(store)) == {used.blob, unnamed.blob}


def test_blobs_when_long_then_take_little_memory(store: Store) -> None:
    size, allowed = 24 * MIB, 4 * MIB
    found = []
    assert peak_of(lambda: found.append(keep(store, Endless(size)))) < allowed
    blob = found[0].blob
    assert peak_of(lambda: verify(store, blob)) < allowed
    pieces = ciphertext_of(store, blob)
    other = path_of(store, blob).rename(store.folder / "elsewhere")
    with other.open("rb") as file:
        pieces = iter(lambda: file.read(64 * KIB), b"")
        assert peak_of(lambda: receive(store, blob, pieces)) < allowed
    assert verify(store, blob) > size
