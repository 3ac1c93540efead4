# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of blobs in any order come to the blob, or to nothing; none is kept for nobody."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.envelope.pieces import MAX_CIPHERTEXT
from protectnet.store import blob_pieces
from protectnet.store.blob_files import ciphertext_of, held, is_held, path_of
from protectnet.store.blob_pieces import FOLDER, PieceKeeper, pieces, remove_pieces
from protectnet.store.errors import AttachmentTooLarge, BlobDamaged, SourceUnreadable
from protectnet.store.orphans import remove_orphans
from protectnet.store.store import Store
from tests.store.attaching import attach, files_in, kept

DATA = bytes(range(256)) * 20
BLOB = hashlib.sha256(DATA).digest()


def give(store: Store, *stretches: tuple[int, int], data: bytes = DATA) -> list[bool]:
    """Have the store take in these stretches, from and to; what it says of each."""
    keeper = PieceKeeper(store)
    return [
        keeper.receive(BLOB, len(DATA), start, iter([data[start:end]])) for start, end in stretches
    ]


def check_whole(store: Store) -> None:
    """The blob is here, and no piece of it any more."""
    assert b"".join(ciphertext_of(store, BLOB)) == DATA
    assert pieces(store) == []


@given(
    cuts=st.sets(st.integers(1, len(DATA) - 1), max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_pieces_when_all_came_in_any_order_then_make_the_blob(
    store: Store, cuts: set[int], order: Random
) -> None:
    borders = sorted({0, len(DATA), *cuts})
    stretches = list(pairwise(borders))
    order.shuffle(stretches)
    assert give(store, *stretches) == [False] * (len(stretches) - 1) + [True]
    check_whole(store)
    path_of(store, BLOB).unlink()


def test_pieces_when_one_is_missing_then_are_kept_until_it_comes(store: Store) -> None:
    assert give(store, (0, 100), (200, len(DATA))) == [False, False]
    assert not is_held(store, BLOB)
    assert [(each.offset, each.length) for each in pieces(store)] == [(0, 100), (200, 4920)]
    assert give(store, (0, 100)) == [False]
    assert give(store, (100, 200)) == [True]
    check_whole(store)


@pytest.mark.parametrize(
    "stretches",
    [
        [(0, 3000), (2000, 5120)],
        [(0, 3000), (1000, 2000), (2500, 5120)],
        [(1000, 2000), (100, 4000), (0, 200), (3999, 5120)],
    ],
)
def test_pieces_when_cut_by_several_senders_then_make_the_blob(
    store: Store, stretches: Sequence[tuple[int, int]]
) -> None:
    assert give(store, *stretches)[-1]
    check_whole(store)


def test_pieces_when_they_do_not_make_the_blob_then_all_go(store: Store) -> None:
    give(store, (0, 100))
    with pytest.raises(BlobDamaged):
        give(store, (100, len(DATA)), data=bytes(len(DATA)))
    assert files_in(store.blob_folder) == set()
    assert give(store, (0, 100), (100, len(DATA))) == [False, True]


def test_pieces_when_of_another_total_then_are_not_mixed(store: Store) -> None:
    keeper = PieceKeeper(store)
    keeper.receive(BLOB, 9999, 0, iter([b"of another"]))
    assert give(store, (0, 100), (100, len(DATA))) == [False, True]
    check_whole(store)


def test_piece_when_the_blob_is_here_then_is_read_and_not_kept(store: Store) -> None:
    give(store, (0, len(DATA)))
    gone = []

    def data() -> Iterator[bytes]:
        yield DATA[:10]
        gone.append(True)

    assert not PieceKeeper(store).receive(BLOB, len(DATA), 0, data())
    assert gone
    assert pieces(store) == []


def test_piece_when_the_blob_is_here_and_damaged_then_is_kept(store: Store) -> None:
    give(store, (0, len(DATA)))
    path_of(store, BLOB).write_bytes(b"damaged")
    assert give(store, (0, 100), (100, len(DATA))) == [False, True]
    check_whole(store)


def test_piece_when_its_bytes_end_in_an_error_then_nothing_of_it_is_kept(store: Store) -> None:
    def data() -> Iterator[bytes]:
        yield DATA[:10]
        raise OSError(5, "pulled out")

    with pytest.raises(SourceUnreadable):
        PieceKeeper(store).receive(BLOB, len(DATA), 0, data())
    assert files_in(store.blob_folder) == set()


def test_piece_when_the_blob_is_too_large_then_is_not_read(store: Store) -> None:
    with pytest.raises(AttachmentTooLarge):
        PieceKeeper(store).receive(BLOB, MAX_CIPHERTEXT + 1, 0, iter([b""]))
    assert not store.blob_folder.exists()


def test_orphans_when_pieces_are_for_nothing_then_go_and_others_stay(store: Store) -> None:
    needed = kept(store)
    attach(store, needed)
    path = path_of(store, needed.blob)
    ciphertext = path.read_bytes()
    path.unlink()
    keeper = PieceKeeper(store)
    keeper.receive(needed.blob, len(ciphertext), 0, iter([ciphertext[:10]]))
    give(store, (0, 100), (200, 300))
    strange = store.blob_folder / FOLDER / "notes.txt"
    strange.write_bytes(b"x")
    assert remove_orphans(store) == 2
    [left] = pieces(store)
    assert (left.blob, left.length) == (needed.blob, 10)
    assert strange.exists()
    keeper.receive(needed.blob, len(ciphertext), 10, iter([ciphertext[10:]]))
    assert list(held(store)) == [needed.blob]


def test_pieces_when_there_is_no_room_left_are_read_and_come_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_pieces, "MAX_KEPT", len(DATA))
    assert give(store, (0, 100), (100, len(DATA)), (200, len(DATA))) == [False, True, False]
    path_of(store, BLOB).unlink()
    assert give(store, (100, 200), (50, len(DATA))) == [False, False]
    assert [(each.offset, each.length) for each in pieces(store)] == [(100, 100)]


def test_pieces_when_a_process_was_killed_before_joining_them_are_joined_at_the_opening(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(PieceKeeper, "_join", lambda *_: False)
        assert give(store, (0, 100), (100, len(DATA))) == [False, False]
    PieceKeeper(store).settle()
    check_whole(store)


def test_pieces_when_a_process_was_killed_after_joining_them_go_at_the_opening(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(blob_pieces, "_remove", lambda *_: None)
        assert give(store, (0, 100), (100, len(DATA))) == [False, True]
    assert len(pieces(store)) == 2
    PieceKeeper(store).settle()
    check_whole(store)


def test_pieces_when_removed_are_those_of_one_blob(store: Store) -> None:
    give(store, (0, 100))
    PieceKeeper(store).receive(bytes(32), 100, 0, iter([b"x"]))
    remove_pieces(store, BLOB)
    assert [each.blob for each in pieces(store)] == [bytes(32)]
    remove_pieces(store, BLOB)
