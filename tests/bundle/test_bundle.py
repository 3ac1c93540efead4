# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle gives back what went in, to its recipients alone, or a typed error and nothing else."""

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

import pytest
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from protectnet.bundle import opening
from protectnet.bundle.errors import (
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    BundleTooNew,
    NotABundle,
    NotForThisDevice,
    SignatureOfSenderInvalid,
    UnknownSender,
)
from protectnet.bundle.manifest import SIGNATURE_LABEL, Manifest, Section, decode_manifest
from protectnet.bundle.opening import open_bundle, take_blobs
from protectnet.bundle.sections import pack_segments, unpack_segments
from protectnet.bundle.writing import BlobSource, Content, write_bundle
from protectnet.domain.ids import CircleId, DeviceId
from protectnet.envelope import HybridIdentity, encrypted_writer, padded_length
from protectnet.log import cbor

SENDER, READER, STRANGER = (DeviceId(bytes([number]) * 16) for number in (1, 2, 3))
CIRCLE = CircleId(b"c" * 16)
SENDER_KEY = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
READER_KEY = HybridIdentity(b"r" * 32)
STRANGER_KEY = HybridIdentity(b"x" * 32)
BLOB = bytes(range(256)) * 700


def verify(device: DeviceId, signed: bytes, signature: bytes) -> None:
    if device != SENDER:
        raise UnknownSender(device=device.hex())
    try:
        SENDER_KEY.public_key().verify(signature, signed)
    except InvalidSignature as error:
        raise SignatureOfSenderInvalid from error


def content(
    membership: Sequence[bytes] = (b"m",),
    logs: Sequence[Sequence[bytes]] = ((b"one", b"two"),),
    blobs: Sequence[bytes] = (BLOB,),
) -> Content:
    def source(blob: bytes) -> BlobSource:
        def read() -> Iterator[bytes]:
            for start in range(0, len(blob), 1000):
                yield blob[start : start + 1000]

        return BlobSource(hashlib.sha256(blob).digest(), len(blob), read)

    return Content(
        sender=SENDER,
        bundle_id=b"b" * 16,
        created_day=20_780,
        recipients=(READER,),
        circles=(CIRCLE,),
        membership=membership,
        logs=logs,
        blobs=[source(blob) for blob in blobs],
    )


def written(given: Content) -> bytes:
    sink = io.BytesIO()
    write_bundle(given, [READER_KEY.recipient], SENDER_KEY.sign, sink)
    return sink.getvalue()


def open_it(data: bytes, key: HybridIdentity = READER_KEY) -> opening.OpenedBundle:
    return open_bundle(io.BytesIO(data), [key], READER, verify)


def sealed(manifest: bytes, body: bytes, *, signed: bytes | None = None, zeros: int = -1) -> bytes:
    """A bundle made by hand, to hold one fault."""
    if signed is None:
        signed = cbor.encode([manifest, SENDER_KEY.sign(SIGNATURE_LABEL + manifest)])
    inside = len(signed).to_bytes(4) + signed + body
    missing = padded_length(len(inside)) - len(inside) if zeros < 0 else zeros
    sink = io.BytesIO()
    with encrypted_writer([READER_KEY.recipient], sink) as writer:
        writer.write(inside + bytes(missing))
    return sink.getvalue()


def manifest_of(body: bytes, kind: int = 3) -> Manifest:
    section = Section(kind, len(body), hashlib.sha256(body).digest())
    return Manifest(SENDER, b"b" * 16, 20_780, (READER,), (CIRCLE,), 1, 1, (section,))


@given(
    membership=st.lists(st.binary(max_size=50), max_size=4),
    logs=st.lists(st.lists(st.binary(max_size=200), max_size=5), max_size=4),
    blobs=st.lists(st.binary(max_size=5000), max_size=3),
)
def test_bundle_when_written_then_opens_to_the_same_content(
    membership: list[bytes], logs: list[list[bytes]], blobs: list[bytes]
) -> None:
    data = written(content(membership, logs, blobs))
    opened = open_it(data)
    taken: list[bytes] = []

    def take(digest: bytes, pieces: Iterator[bytes]) -> None:
        blob = b"".join(pieces)
        assert hashlib.sha256(blob).digest() == digest
        taken.append(blob)

    take_blobs(io.BytesIO(data), [READER_KEY], opened, take)
    assert list(opened.membership) == membership
    assert [list(log) for log in opened.logs] == logs
    assert taken == blobs
    assert opened.manifest.sender == SENDER


def test_bundle_when_key_is_not_a_recipient_then_not_for_this_device() -> None:
    with pytest.raises(NotForThisDevice):
        open_it(written(content()), STRANGER_KEY)


def test_bundle_when_this_device_is_not_named_then_not_for_this_device() -> None:
    wrapped_on = replace(content(), recipients=(STRANGER,))
    with pytest.raises(NotForThisDevice):
        open_it(written(wrapped_on))


def test_bundle_when_sender_is_not_trusted_then_unknown_sender() -> None:
    with pytest.raises(UnknownSender):
        open_it(written(replace(content(), sender=STRANGER)))


def test_bundle_when_sender_did_not_sign_then_refused() -> None:
    sink = io.BytesIO()
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    write_bundle(content(), [READER_KEY.recipient], other.sign, sink)
    with pytest.raises(SignatureOfSenderInvalid):
        open_it(sink.getvalue())


@given(position=st.integers(min_value=0), bit=st.integers(0, 7))
def test_bundle_when_a_bit_is_flipped_then_bundle_error_and_nothing_else(
    position: int, bit: int
) -> None:
    data = bytearray(WHOLE)
    data[position % len(data)] ^= 1 << bit
    with pytest.raises(BundleError):
        open_it(bytes(data))


@given(length=st.integers(min_value=0))
def test_bundle_when_cut_off_then_bundle_error_and_nothing_else(length: int) -> None:
    with pytest.raises(BundleError):
        open_it(WHOLE[: length % len(WHOLE)])


@given(data=st.binary(max_size=3000))
def test_bundle_when_anything_else_then_not_a_bundle(data: bytes) -> None:
    with pytest.raises(NotABundle):
        open_it(data)


@given(body=st.binary(max_size=300), signed=st.binary(max_size=300))
def test_content_when_a_recipient_makes_it_up_then_bundle_error(body: bytes, signed: bytes) -> None:
    with pytest.raises(BundleError):
        open_it(sealed(b"", body, signed=signed))


def _broken(change: Callable[[list[object]], None]) -> bytes:
    parts = cbor.decode(manifest_of(pack_segments([b"x"])).encode())
    assert isinstance(parts, list)
    change(parts)
    return cbor.encode(parts)


FAULTS: list[tuple[str, Callable[[list[object]], None], type[BundleError]]] = [
    ("version_of_the_future", lambda parts: parts.__setitem__(0, 2), BundleTooNew),
    ("version_zero", lambda parts: parts.__setitem__(0, 0), BundleDamaged),
    ("sender_too_short", lambda parts: parts.__setitem__(1, b"s"), BundleDamaged),
    ("bundle_id_is_text", lambda parts: parts.__setitem__(2, "b" * 16), BundleDamaged),
    ("day_negative", lambda parts: parts.__setitem__(3, -1), BundleDamaged),
    ("day_is_yes", lambda parts: parts.__setitem__(3, True), BundleDamaged),
    ("no_recipients", lambda parts: parts.__setitem__(4, []), BundleDamaged),
    ("recipient_twice", lambda parts: parts.__setitem__(4, [READER, READER]), BundleDamaged),
    ("recipients_unsorted", lambda parts: parts.__setitem__(4, [READER, SENDER]), BundleDamaged),
    ("part_beyond_parts", lambda parts: parts.__setitem__(6, 2), BundleDamaged),
    ("part_zero", lambda parts: parts.__setitem__(6, 0), BundleDamaged),
    ("section_negative", lambda parts: parts.__setitem__(8, [[3, -1, b"h" * 32]]), BundleDamaged),
    ("section_hash_short", lambda parts: parts.__setitem__(8, [[3, 1, b"h"]]), BundleDamaged),
    ("section_huge", lambda parts: parts.__setitem__(8, [[3, 2**40, b"h" * 32]]), BundleDamaged),
    ("one_part_more", lambda parts: parts.append(None), BundleDamaged),
]


@pytest.mark.parametrize(("name", "change", "error"), FAULTS, ids=[name for name, _, _ in FAULTS])
def test_manifest_when_it_has_one_fault_then_refused(
    name: str, change: Callable[[list[object]], None], error: type[BundleError]
) -> None:
    with pytest.raises(error):
        open_it(sealed(_broken(change), pack_segments([b"x"])))


def test_manifest_of_any_content_then_encoded_and_decoded_the_same() -> None:
    manifest = manifest_of(b"x")
    assert decode_manifest(manifest.encode()) == manifest


def _section_faults() -> list[tuple[str, bytes]]:
    good = pack_segments([b"x"])
    manifest = manifest_of(good)
    other_text = manifest_of(zstandard.ZstdCompressor().compress(b"\x01")).encode()
    long = zstandard.ZstdCompressor(level=1).compress(cbor.encode([b"x"])) + b"more"
    return [
        ("section_swapped", sealed(manifest.encode(), pack_segments([b"y"]))),
        ("section_cut", sealed(manifest.encode(), good[:-1], zeros=0)),
        ("padding_missing", sealed(manifest.encode(), good, zeros=0)),
        ("padding_not_zero", sealed(manifest.encode(), good + b"\x01")),
        ("padding_longer", sealed(manifest.encode(), good + bytes(5000))),
        ("group_not_compressed", sealed(manifest_of(b"plain").encode(), b"plain")),
        ("group_no_array", sealed(other_text, zstandard.ZstdCompressor().compress(b"\x01"))),
        ("group_with_more_behind", sealed(manifest_of(long).encode(), long)),
    ]


@pytest.mark.parametrize(("name", "data"), _section_faults(), ids=lambda value: str(value)[:30])
def test_sections_when_they_have_one_fault_then_damaged(name: str, data: bytes) -> None:
    with pytest.raises(BundleDamaged):
        open_it(data)


def test_section_of_an_unknown_kind_then_skipped() -> None:
    assert open_it(sealed(manifest_of(b"later", kind=9).encode(), b"later")).logs == ()


def test_group_when_it_claims_to_grow_beyond_the_limit_then_refused_before_it_grows() -> None:
    frame = bytearray(zstandard.ZstdCompressor().compress(bytes(1000)))
    params = zstandard.get_frame_parameters(bytes(frame))
    assert params.content_size == 1000
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(300 * 1024 * 1024))
    with pytest.raises(BundleTooLarge):
        unpack_segments(bomb)


def test_group_when_it_does_not_state_its_size_then_refused() -> None:
    compressor = zstandard.ZstdCompressor(write_content_size=False)
    with pytest.raises(BundleTooLarge):
        unpack_segments(compressor.compress(cbor.encode([b"x"])))


def test_blobs_when_the_file_was_swapped_meanwhile_then_refused() -> None:
    opened = open_it(WHOLE)
    other = written(replace(content(), bundle_id=b"z" * 16))

    def take(digest: bytes, pieces: Iterator[bytes]) -> None:
        raise AssertionError("nothing may be taken")

    with pytest.raises(BundleDamaged):
        take_blobs(io.BytesIO(other), [READER_KEY], opened, take)


def test_length_of_file_tells_the_padded_size_only() -> None:
    short = written(content(logs=[[b"a" * 10]], blobs=[]))
    longer = written(content(logs=[[b"a" * 11]], blobs=[]))
    assert len(short) == len(longer)


def test_reading_when_the_file_fails_then_its_error_comes_through() -> None:
    class Pulled(io.BytesIO):
        def readinto(self, buffer: object, /) -> int:
            raise OSError(5, "pulled")

    broken: BinaryIO = Pulled(WHOLE)
    with pytest.raises(OSError, match="pulled"):
        open_bundle(broken, [READER_KEY], READER, verify)


WHOLE = written(content())
