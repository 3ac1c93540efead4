# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.envelope.samples import Endless, content_of

from protectnet.envelope import (
    PIECE,
    CiphertextDigest,
    HeaderFailure,
    Limit,
    LimitExceeded,
    PayloadFailure,
    PayloadReason,
    check_ciphertext,
    missing_pieces,
)
from protectnet.envelope.pieces import MAX_CIPHERTEXT, PieceHasher

CIPHERTEXT = content_of(3 * PIECE + 5)


def digest_of(ciphertext: bytes, *cuts: int) -> CiphertextDigest:
    hasher, sink = PieceHasher(io.BytesIO()), memoryview(ciphertext)
    for begin, end in zip((0, *cuts), (*cuts, len(ciphertext)), strict=True):
        hasher.write(sink[begin:end])
    return hasher.digest()


DIGEST = digest_of(CIPHERTEXT)
BORDERS = st.sampled_from([1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5])


@given(BORDERS, st.lists(st.integers(0, 3 * PIECE), max_size=4))
def test_digest_when_written_in_any_cuts_then_is_of_each_mib_and_of_all(
    size: int, cuts: list[int]
) -> None:
    ciphertext = CIPHERTEXT[:size]
    digest = digest_of(ciphertext, *sorted(min(cut, size) for cut in cuts))
    rows = [ciphertext[i : i + PIECE] for i in range(0, size, PIECE)]
    assert digest.pieces == tuple(hashlib.sha256(row).digest() for row in rows)
    assert (digest.size, digest.blob_id) == (size, hashlib.sha256(ciphertext).digest())
    assert [digest.piece_length(number) for number in range(len(rows))] == [
        len(row) for row in rows
    ]
    check_ciphertext(digest, io.BytesIO(ciphertext))
    assert missing_pieces(digest, io.BytesIO(ciphertext)) == ()


@pytest.mark.parametrize(
    ("damaged", "missing"),
    [
        (b"", (0, 1, 2, 3)),
        (CIPHERTEXT[:PIECE], (1, 2, 3)),
        (CIPHERTEXT[: PIECE + 1], (1, 2, 3)),
        (CIPHERTEXT[:-1], (3,)),
        (CIPHERTEXT[: 2 * PIECE] + bytes(PIECE) + CIPHERTEXT[3 * PIECE :], (2,)),
        (b"x" + CIPHERTEXT[1:-1] + b"x", (0, 3)),
    ],
)
def test_missing_pieces_when_cut_or_damaged_then_completing_them_gives_the_whole(
    damaged: bytes, missing: tuple[int, ...]
) -> None:
    assert missing_pieces(DIGEST, io.BytesIO(damaged)) == missing
    copy = io.BytesIO(damaged)
    for number in missing:
        piece = CIPHERTEXT[number * PIECE :][: DIGEST.piece_length(number)]
        DIGEST.check_piece(number, piece)
        copy.seek(number * PIECE)
        copy.write(piece)
    copy.seek(0)
    check_ciphertext(DIGEST, copy)


@pytest.mark.parametrize(
    ("ciphertext", "reason"),
    [
        (b"", PayloadReason.TRUNCATED),
        (CIPHERTEXT[:-1], PayloadReason.TRUNCATED),
        (CIPHERTEXT + b"x", PayloadReason.TRAILING),
        (CIPHERTEXT[:-1] + b"x", PayloadReason.DIGEST),
    ],
)
def test_check_ciphertext_when_not_the_one_then_says_why(
    ciphertext: bytes, reason: PayloadReason
) -> None:
    with pytest.raises(PayloadFailure) as caught:
        check_ciphertext(DIGEST, io.BytesIO(ciphertext))
    assert caught.value.reason is reason


def test_check_ciphertext_when_the_pieces_fit_but_the_whole_does_not_then_is_refused() -> None:
    digest = CiphertextDigest(DIGEST.size, bytes(32), DIGEST.pieces)
    assert missing_pieces(digest, io.BytesIO(CIPHERTEXT)) == ()
    with pytest.raises(PayloadFailure):
        check_ciphertext(digest, io.BytesIO(CIPHERTEXT))


def test_check_ciphertext_when_endless_then_stops_behind_the_expected_size() -> None:
    source = Endless(1 << 40)
    with pytest.raises(PayloadFailure):
        check_ciphertext(DIGEST, source)
    assert source.readinto(memoryview(bytearray(1))) == 1


def test_check_piece_when_another_then_is_refused_and_an_unknown_number_is_no_piece() -> None:
    with pytest.raises(PayloadFailure):
        DIGEST.check_piece(0, CIPHERTEXT[PIECE : 2 * PIECE])
    with pytest.raises(IndexError):
        DIGEST.piece_length(4)
    with pytest.raises(IndexError):
        DIGEST.piece_length(-1)


HASH = bytes(32)


@pytest.mark.parametrize(
    ("size", "blob_id", "pieces"),
    [
        (0, HASH, ()),
        (-1, HASH, ()),
        (1, HASH, ()),
        (1, HASH, (HASH, HASH)),
        (PIECE, HASH, (HASH, HASH)),
        (PIECE + 1, HASH, (HASH,)),
        (1, HASH[1:], (HASH,)),
        (1, HASH, (HASH + b"x",)),
    ],
)
def test_digest_when_its_values_do_not_fit_then_is_refused(
    size: int, blob_id: bytes, pieces: tuple[bytes, ...]
) -> None:
    with pytest.raises(HeaderFailure):
        CiphertextDigest(size, blob_id, pieces)


def test_digest_when_larger_than_allowed_then_is_refused_before_its_list_is_looked_at() -> None:
    with pytest.raises(LimitExceeded) as caught:
        CiphertextDigest(MAX_CIPHERTEXT + 1, HASH, ())
    assert (caught.value.limit, caught.value.allowed) == (Limit.DETACHED_BYTES, MAX_CIPHERTEXT)
