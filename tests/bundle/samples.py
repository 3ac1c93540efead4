# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices, contents and bundles that the tests of bundles share."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from protectnet.bundle.content import BlobSource, Content
from protectnet.bundle.manifest import SIGNATURE_LABEL, Manifest, Section, sections_hash
from protectnet.bundle.opening import OpenedBundle, Piece, open_bundle, take_blobs
from protectnet.bundle.planning import plan_parts
from protectnet.bundle.writing import write_part
from protectnet.domain.ids import DeviceId
from protectnet.envelope import HybridIdentity, encrypted_writer, padded_length
from protectnet.log import cbor
from protectnet.log.signatures import SigningKeys
from tests.log.samples import CIRCLE, LUNA, MAR, SOL

SENDER, READER, STRANGER = LUNA, SOL, MAR
READER_KEY, STRANGER_KEY = HybridIdentity(bytes([31]) * 32), HybridIdentity(bytes([41]) * 32)
DAY = 20_780
BUNDLE_ID = bytes([9]) * 16
BLOB = bytes(range(256)) * 700


def device_of(keys: SigningKeys) -> DeviceId:
    """The device with these keys."""
    return keys.public.device


def blob_source(blob: bytes) -> BlobSource:
    """A blob that is read in pieces of an odd length."""

    def read(offset: int, length: int) -> Iterator[bytes]:
        for start in range(offset, offset + length, 1001):
            yield blob[start : min(start + 1001, offset + length)]

    return BlobSource(hashlib.sha256(blob).digest(), len(blob), read)


def content(
    vectors: Sequence[bytes] = (b"v",),
    membership: Sequence[bytes] = (b"m",),
    logs: Sequence[Sequence[bytes]] = ((b"one", b"two"),),
    blobs: Sequence[bytes] = (BLOB,),
) -> Content:
    """What the sender gives to the reader."""
    return Content(
        keys=SENDER.public,
        bundle_id=BUNDLE_ID,
        created_day=DAY,
        recipients=(device_of(READER),),
        circles=(CIRCLE,),
        vectors=vectors,
        membership=membership,
        logs=logs,
        blobs=[blob_source(blob) for blob in blobs],
    )


def written(
    given: Content, part_limit: int = 1 << 30, total_limit: int | None = None
) -> list[bytes]:
    """The files of a bundle."""
    files = []
    for part in plan_parts(given, part_limit, total_limit).parts:
        sink = io.BytesIO()
        write_part(part, [READER_KEY.recipient], SENDER.sign_bytes, sink)
        files.append(sink.getvalue())
    return files


def open_it(data: bytes, key: HybridIdentity = READER_KEY) -> OpenedBundle:
    """What the reader finds in a file."""
    return open_bundle(io.BytesIO(data), [key], device_of(READER))


@dataclass
class Taken:
    """Takes blobs and pieces, and keeps those whose bytes ended without an error."""

    blobs: dict[bytes, bytes] = field(default_factory=dict)
    pieces: dict[bytes, dict[int, bytes]] = field(default_factory=dict)

    def take_blob(self, blob: bytes, untrusted: Iterator[bytes], /) -> None:
        self.blobs[blob] = b"".join(untrusted)

    def take_piece(self, piece: Piece, untrusted: Iterator[bytes], /) -> None:
        data = b"".join(untrusted)
        assert len(data) == piece.length
        self.pieces.setdefault(piece.blob, {})[piece.offset] = data

    def whole(self) -> dict[bytes, bytes]:
        """All blobs, those that came in pieces too."""
        joined = {
            blob: b"".join(data for _, data in sorted(pieces.items()))
            for blob, pieces in self.pieces.items()
        }
        return self.blobs | joined


def taken_of(files: Sequence[bytes]) -> Taken:
    """The blobs in these files."""
    taken = Taken()
    for data in files:
        take_blobs(io.BytesIO(data), [READER_KEY], open_it(data), taken)
    return taken


def manifest_of(*bodies: tuple[int, bytes]) -> Manifest:
    """The manifest of sections of these kinds and bytes."""
    sections = tuple(
        Section(kind, len(body), hashlib.sha256(body).digest()) for kind, body in bodies
    )
    return Manifest(
        SENDER.public,
        BUNDLE_ID,
        DAY,
        (device_of(READER),),
        (CIRCLE,),
        1,
        (sections_hash(sections),),
        sections,
    )


def inside(manifest: bytes, body: bytes, keys: SigningKeys = SENDER) -> bytes:
    """What an age file is made of: the length, the signed manifest, the sections; no padding."""
    signed = cbor.encode([manifest, keys.sign_bytes(SIGNATURE_LABEL + manifest)])
    return len(signed).to_bytes(4) + signed + body


def sealed(plain: bytes, *, zeros: int | None = None) -> bytes:
    """An age file of these bytes, padded, or with so many zeros behind."""
    missing = padded_length(len(plain)) - len(plain) if zeros is None else zeros
    sink = io.BytesIO()
    with encrypted_writer([READER_KEY.recipient], sink) as writer:
        writer.write(plain + bytes(missing))
    return sink.getvalue()


def made(*bodies: tuple[int, bytes]) -> bytes:
    """A bundle of sections with these kinds and bytes."""
    body = b"".join(each for _, each in bodies)
    return sealed(inside(manifest_of(*bodies).encode(), body))
