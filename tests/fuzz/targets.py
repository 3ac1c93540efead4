# SPDX-License-Identifier: GPL-3.0-or-later
"""What is fuzzed: each target reads any bytes and comes to an end, or to a typed error.

Any other exception is a finding, and so is a value that is not written as the bytes it was read
from: what two readers could take for different bytes cannot be signed.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from protectnet.bundle.card import Card, read_card
from protectnet.bundle.errors import BundleError
from protectnet.bundle.groups import unpack_group
from protectnet.bundle.manifest import decode_manifest
from protectnet.bundle.opening import open_bundle, take_blobs
from protectnet.envelope import EnvelopeError, decrypt
from protectnet.envelope.bytestreams import HeaderSource
from protectnet.envelope.header import parse, serialise
from protectnet.log import cbor
from protectnet.log.errors import LogError
from protectnet.log.membership_operations import Recipient
from protectnet.log.operation import Operation, decode_operation
from protectnet.log.segment import decode_segment, verify_segment
from protectnet.log.vector import decode_vector, verify_vector
from tests.bundle.samples import READER, READER_KEY, SENDER, Taken, device_of
from tests.bundle.vectors import kept as bundles
from tests.bundle.vectors_made import (
    BLOB,
    ENCODED,
    LOG,
    PIECE,
    VECTOR,
    Section,
    manifest,
    of_sections,
)
from tests.bundle.zstd_by_hand import frame
from tests.log.samples import LUNA, signed
from tests.log.vectors import OPERATION, SEGMENT
from tests.log.vectors import kept as of_log

MOST_SECTIONS = 4
MOST_OPERATIONS = 4


class Finding(Exception):
    """A target broke a law of the format."""


@dataclass(frozen=True, slots=True)
class Target:
    """``read`` takes any bytes; ``seeds`` are some from which to begin."""

    read: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]


def check_same(again: bytes, data: bytes) -> None:
    """The law of every decoder: one value, one encoding."""
    if again != data:
        raise Finding(data.hex())


def age_header(data: bytes) -> None:
    """The header of an age file, and what follows it."""
    try:
        parsed = parse(HeaderSource(io.BytesIO(data)))
        check_same(serialise(parsed.stanzas), parsed.covered)
        decrypt([READER_KEY], io.BytesIO(data)).read()
    except EnvelopeError:
        return


def cbor_item(data: bytes) -> None:
    """Any CBOR."""
    try:
        value = cbor.decode(data)
    except LogError:
        return
    check_same(cbor.encode(value), data)


def bundle_manifest(data: bytes) -> None:
    """A manifest, without its signature."""
    try:
        found = decode_manifest(data)
    except BundleError:
        return
    check_same(found.encode(), data)


def bundle_sections(data: bytes) -> None:
    """A bundle that its sender signed, with any sections."""
    file = io.BytesIO(of_sections(*_sections(data)))
    try:
        opened = open_bundle(file, [READER_KEY], device_of(READER))
    except BundleError:
        return
    take_blobs(file, [READER_KEY], opened, Taken())


def _sections(data: bytes) -> Iterator[Section]:
    """Sections, each of a kind, a length and so many bytes."""
    source = io.BytesIO(data)
    for _ in range(MOST_SECTIONS):
        head = source.read(3)
        if len(head) == 3 and head[0]:
            yield head[0], source.read(int.from_bytes(head[1:]))


def bundle_group(data: bytes) -> None:
    """A frame, and what may stand in one."""
    with suppress(BundleError):
        unpack_group(data)
    try:
        found = unpack_group(frame(data))
    except BundleError:
        return
    check_same(cbor.encode(found), data)


def log_segment(data: bytes) -> None:
    """A segment as it comes."""
    try:
        found = decode_segment(data)
    except LogError:
        return
    check_same(found.encode(), data)
    try:
        verify_segment(found, LUNA.public)
    except LogError:
        return


def log_operations(data: bytes) -> None:
    """Operations by themselves, and in a segment that their author signed."""
    parts = data.split(b"\xff\xfe")[:MOST_OPERATIONS]
    for each in parts:
        _read_operation(each)
    try:
        verify_segment(decode_segment(signed(parts).encode()), LUNA.public)
    except LogError:
        return


def _read_operation(data: bytes) -> None:
    try:
        found = decode_operation(data)
    except LogError:
        return
    if isinstance(found, Operation):
        check_same(found.encode(), data)


def log_vector(data: bytes) -> None:
    """A vector."""
    try:
        found = decode_vector(data)
    except LogError:
        return
    check_same(found.encode(), data)
    try:
        verify_vector(found, LUNA.public)
    except LogError:
        return


def bundle_card(data: bytes) -> None:
    """The card of a device."""
    try:
        found = read_card(data)
    except BundleError:
        return
    check_same(cbor.encode(found.signed_parts()), _without_signature(data))


def _without_signature(card: bytes) -> bytes:
    parts = cbor.decode(card)
    return cbor.encode(parts[:-1]) if isinstance(parts, list) else b""


def _headers() -> Iterator[bytes]:
    for vector in bundles().values():
        yield vector.raw


def _manifests() -> Iterator[bytes]:
    yield cbor.encode(manifest())
    yield cbor.encode(manifest((3, LOG), (4, BLOB), (5, PIECE)))
    yield cbor.encode(manifest(part=2, parts=[bytes(32), bytes(32)]))


def _of_sections() -> Iterator[bytes]:
    for kind, body in ((1, frame(cbor.encode([VECTOR]))), (3, LOG), (4, BLOB), (5, PIECE)):
        yield bytes([kind]) + len(body).to_bytes(2) + body
    yield b"".join(bytes([kind]) + len(PIECE).to_bytes(2) + PIECE for kind in (5, 9, 4))


def _groups() -> Iterator[bytes]:
    yield LOG
    yield cbor.encode([])
    yield cbor.encode([ENCODED, b""])


def _read_as(what: str) -> Callable[[], Iterator[bytes]]:
    def seeds() -> Iterator[bytes]:
        yield from (each.raw for each in of_log().values() if each.read_as == what)

    return seeds


def _vectors() -> Iterator[bytes]:
    yield VECTOR


def _cards() -> Iterator[bytes]:
    recipient = Recipient(0, READER_KEY.recipient.public_bytes)
    yield Card(SENDER.public, "river laptop", recipient).encode(SENDER)


TARGETS = {
    "age_header": Target(age_header, _headers),
    "cbor": Target(cbor_item, _read_as(OPERATION)),
    "bundle_manifest": Target(bundle_manifest, _manifests),
    "bundle_sections": Target(bundle_sections, _of_sections),
    "bundle_group": Target(bundle_group, _groups),
    "bundle_card": Target(bundle_card, _cards),
    "log_segment": Target(log_segment, _read_as(SEGMENT)),
    "log_operations": Target(log_operations, _read_as(OPERATION)),
    "log_vector": Target(log_vector, _vectors),
}
"""Each by the name that ``python -m tests.fuzz`` takes."""
