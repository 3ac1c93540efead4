# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle gives back what went in, to its recipients alone, or a typed error and nothing else.

What can be wrong with a file is in ``test_vectors``; here is what needs no file, or a large one.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.bundle import groups, manifest
from protectnet.bundle.errors import (
    BundleChanged,
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    NotABundle,
    NotForThisDevice,
    SignatureOfSenderInvalid,
    WrappedAnew,
)
from protectnet.bundle.groups import pack_group
from protectnet.bundle.manifest import decode_manifest
from protectnet.bundle.opening import OpenedBundle, Piece, open_bundle, take_blobs
from protectnet.bundle.planning import piece_head, plan_parts
from protectnet.bundle.writing import write_part
from protectnet.domain.ids import CircleId, DeviceId
from tests.bundle.samples import (
    BLOB,
    READER,
    READER_KEY,
    SENDER,
    STRANGER,
    STRANGER_KEY,
    Taken,
    content,
    device_of,
    inside,
    made,
    manifest_of,
    open_it,
    sealed,
    taken_of,
    written,
)
from tests.envelope.samples import Endless

ITEMS = st.lists(st.binary(max_size=200), max_size=4)


@given(
    vectors=ITEMS,
    membership=ITEMS,
    logs=st.lists(ITEMS.filter(bool), max_size=4),
    blobs=st.lists(st.binary(max_size=5000), max_size=3, unique=True),
)
def test_bundle_when_written_then_opens_to_the_same_content(
    vectors: list[bytes], membership: list[bytes], logs: list[list[bytes]], blobs: list[bytes]
) -> None:
    [data] = written(content(vectors, membership, logs, blobs))
    opened = open_it(data)
    assert list(opened.vectors) == vectors
    assert list(opened.membership) == membership
    assert [list(log) for log in opened.logs] == logs
    assert [each.digest for each in opened.blobs] == [
        hashlib.sha256(each).digest() for each in blobs
    ]
    assert list(taken_of([data]).blobs.values()) == blobs
    assert opened.pieces == ()
    assert opened.manifest.sender == device_of(SENDER)


def test_bundle_when_key_is_not_a_recipient_then_not_for_this_device() -> None:
    with pytest.raises(NotForThisDevice):
        open_it(WHOLE, STRANGER_KEY)
    assert open_bundle(io.BytesIO(WHOLE), [STRANGER_KEY, READER_KEY], device_of(READER)).logs


def test_bundle_when_this_device_is_not_named_then_wrapped_anew() -> None:
    [data] = written(replace(content(), recipients=(device_of(STRANGER),)))
    with pytest.raises(WrappedAnew):
        open_it(data)


def test_bundle_when_another_device_signed_then_refused() -> None:
    [part] = plan_parts(content()).parts
    sink = io.BytesIO()
    write_part(part, [READER_KEY.recipient], STRANGER.sign_bytes, sink)
    with pytest.raises(SignatureOfSenderInvalid):
        open_it(sink.getvalue())


@given(data=st.binary(max_size=3000))
def test_bundle_when_anything_else_then_not_a_bundle(data: bytes) -> None:
    with pytest.raises(NotABundle):
        open_it(data)


@given(body=st.binary(max_size=300))
def test_content_when_a_recipient_makes_it_up_then_bundle_error(body: bytes) -> None:
    with pytest.raises(BundleError):
        open_it(sealed(body))


@given(signed=st.binary(max_size=300))
def test_manifest_when_its_sender_makes_it_up_then_bundle_error(signed: bytes) -> None:
    with pytest.raises(BundleError):
        open_it(sealed(inside(signed, b"")))


@given(body=st.binary(max_size=300), kind=st.sampled_from([1, 2, 3, 5]))
def test_section_when_its_sender_makes_it_up_then_bundle_error(body: bytes, kind: int) -> None:
    with pytest.raises(BundleError):
        open_it(made((kind, body)))


def test_manifest_of_any_content_then_encoded_and_decoded_the_same() -> None:
    for part in plan_parts(content(), 20_000).parts:
        assert decode_manifest(part.manifest.encode()) == part.manifest


def test_section_of_an_unknown_kind_then_skipped_and_the_others_are_read() -> None:
    opened = open_it(made((9, b"later"), (3, pack_group([b"x"])), (65_535, b"")))
    assert opened.logs == ((b"x",),)


def test_sections_when_of_known_kinds_in_any_order_then_each_is_found() -> None:
    piece = piece_head(b"i" * 32, 3, 9) + b"data"
    log, blob = pack_group([b"x", b"y"]), b"ciphertext"
    opened = open_it(made((5, piece), (3, log), (4, blob), (1, pack_group([b"v"])), (3, log)))
    assert opened.logs == ((b"x", b"y"), (b"x", b"y"))
    assert opened.vectors == (b"v",)
    assert [each.digest for each in opened.blobs] == [hashlib.sha256(blob).digest()]
    assert opened.pieces == (Piece(b"i" * 32, 3, 9, 4),)


def test_groups_of_a_part_when_together_too_large_then_refused_before_one_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twice = made((3, pack_group([bytes(600)])), (2, pack_group([bytes(600)])))
    assert open_it(twice).logs
    monkeypatch.setattr(groups, "MAX_GROUP_BYTES", 1000)
    with pytest.raises(BundleTooLarge) as caught:
        open_it(twice)
    assert caught.value.facts == {"limit": "all_groups", "allowed": 1000}


def test_sections_when_together_too_large_then_refused_before_one_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = made((3, pack_group([b"x"])), (9, bytes(600)), (4, bytes(9000)))
    assert open_it(data).logs
    monkeypatch.setattr(manifest, "MAX_HELD_BYTES", 600)
    with pytest.raises(BundleTooLarge) as caught:
        open_it(data)
    assert caught.value.facts == {"limit": "all_sections", "allowed": 600}


@pytest.mark.parametrize("limit", ["parts", "sections"])
def test_manifest_when_it_names_too_many_then_refused(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made((9, b"a"), (9, b"b"))
    name = f"MAX_{limit.upper()}"
    most = getattr(manifest, name)
    assert most == 20_000
    monkeypatch.setattr(manifest, name, 0)
    with pytest.raises(BundleTooLarge) as caught:
        open_it(data)
    assert caught.value.facts == {"limit": limit, "allowed": 0}


def test_manifest_when_as_large_as_it_can_be_then_is_within_its_limit() -> None:
    one = manifest_of((9, b""))
    [section] = one.sections
    longest = replace(section, kind=65_535, length=2 * 1024**3)
    full = replace(
        one,
        recipients=(DeviceId(bytes(16)),) * 64,
        circles=(CircleId(bytes(16)),) * 64,
        part_hashes=(bytes(32),) * manifest.MAX_PARTS,
        sections=(longest,) * manifest.MAX_SECTIONS,
    )
    assert len(full.encode()) + 80 <= 2 * 1024**2


class Refusing(Taken):
    """Takes nothing."""

    def take_blob(self, blob: bytes, untrusted: Iterator[bytes], /) -> None:
        raise AssertionError("nothing may be taken")

    def take_piece(self, piece: Piece, untrusted: Iterator[bytes], /) -> None:
        raise AssertionError("nothing may be taken")


def test_blobs_when_the_file_was_swapped_meanwhile_then_nothing_is_taken() -> None:
    opened = open_it(WHOLE)
    [other] = written(replace(content(), bundle_id=b"z" * 16))
    with pytest.raises(BundleChanged):
        take_blobs(io.BytesIO(other), [READER_KEY], opened, Refusing())


def test_blobs_when_the_file_was_damaged_meanwhile_then_the_taker_sees_no_end() -> None:
    opened = open_it(WHOLE)
    ended = Taken()
    for place in range(len(WHOLE) - len(BLOB), len(WHOLE), 10_000):
        damaged = bytearray(WHOLE)
        damaged[place] ^= 1
        with pytest.raises(BundleDamaged):
            take_blobs(io.BytesIO(bytes(damaged)), [READER_KEY], opened, ended)
    assert ended == Taken()


def test_blobs_when_a_recipient_put_others_behind_the_manifest_then_the_taker_sees_no_end() -> None:
    good = open_it(made((4, b"ciphertext"), (5, piece_head(b"i" * 32, 0, 9) + b"piece")))
    plain = inside(good.manifest.encode(), b"ciphertexT" + piece_head(b"i" * 32, 0, 9) + b"piece")
    ended = Taken()
    with pytest.raises(BundleDamaged):
        take_blobs(io.BytesIO(sealed(plain)), [READER_KEY], good, ended)
    assert ended == Taken()


class NotInterested(Taken):
    """Lets blobs go by."""

    def take_blob(self, blob: bytes, untrusted: Iterator[bytes], /) -> None:
        self.blobs[blob] = b""


def test_blobs_when_nobody_takes_them_then_the_file_is_read_to_its_end_all_the_same() -> None:
    taker = NotInterested()
    file = io.BytesIO(WHOLE)
    take_blobs(file, [READER_KEY], open_it(WHOLE), taker)
    assert len(taker.blobs) == 1
    assert file.tell() == len(WHOLE)


def test_length_of_file_tells_the_padded_size_only() -> None:
    [short] = written(content(logs=[[b"a" * 10]], blobs=[]))
    [longer] = written(content(logs=[[b"a" * 11]], blobs=[]))
    assert len(short) == len(longer)


def test_reading_when_the_file_fails_then_its_error_comes_through() -> None:
    class Pulled(io.BytesIO):
        def readinto(self, buffer: object, /) -> int:
            raise OSError(5, "pulled")

    broken: BinaryIO = Pulled(WHOLE)
    with pytest.raises(OSError, match="pulled"):
        open_bundle(broken, [READER_KEY], device_of(READER))


def test_opened_bundle_when_shown_then_holds_no_content() -> None:
    shown = repr(OpenedBundle(manifest_of(), (b"word",), (b"word",), ((b"word",),), (), ()))
    assert "word" not in shown


def test_writing_when_the_sink_fails_then_its_error_comes_through() -> None:
    class Full(Endless):
        def write(self, data: memoryview, /) -> int:
            raise OSError(28, "full")

    [part] = plan_parts(content()).parts
    with pytest.raises(OSError, match="full"):
        write_part(part, [READER_KEY.recipient], SENDER.sign_bytes, Full())


[WHOLE] = written(content())
