# SPDX-License-Identifier: GPL-3.0-or-later
"""What a bundle says of itself, signed by the device that made it (docs/spec/bundle-v1.md)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from protectnet.bundle.errors import BundleDamaged, BundleTooLarge, BundleTooNew
from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId
from protectnet.log import cbor
from protectnet.log.errors import LogError
from protectnet.log.signatures import PublicKeys

FORMAT_VERSION = 1
SIGNATURE_LABEL = b"pn/bun/v1"
HASH_BYTES = 32
SIGNATURE_BYTES = 64
ED25519_BYTES = 32
ML_DSA_65_BYTES = 1952
FIELDS = 9
LENGTH_BYTES = 4
"""What stands before the signed manifest in a file: its length."""

MAX_RECIPIENTS = 64
MAX_CIRCLES = 64
MAX_PARTS = 20_000
MAX_SECTIONS = 20_000
MAX_DAY = 65_535
MAX_KIND = 65_535
MAX_GROUP_SECTION_BYTES = 64 * 1024**2
MAX_HELD_BYTES = 256 * 1024**2
"""What all sections of a part that are no blobs may have together."""
MAX_BLOB_BYTES = 2 * 1024**3
PIECE_HEAD_BYTES = HASH_BYTES + 8 + 8
"""What stands before the bytes of a piece: blob id, offset and total."""


class SectionKind(IntEnum):
    """What a section holds. Numbers are never used again."""

    VECTORS = 1
    MEMBERSHIP = 2
    RECORDS = 3
    BLOB = 4
    PIECE = 5


_MOST_OF_BLOBS: dict[int, int] = {
    SectionKind.BLOB: MAX_BLOB_BYTES,
    SectionKind.PIECE: PIECE_HEAD_BYTES + MAX_BLOB_BYTES,
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its kind, its length in bytes, and the SHA-256 of its bytes.

    ``kind`` is a plain number: a newer version may know more kinds than ``SectionKind``.
    """

    kind: int
    length: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one part of a bundle.

    ``keys`` are the sender's; ``bundle_id`` has 16 bytes; ``created_day`` is a day number;
    ``recipients`` and ``circles`` are in ascending order; ``part`` counts from 1; ``part_hashes``
    has the ``sections_hash`` of every part in order.
    """

    keys: PublicKeys
    bundle_id: bytes
    created_day: int
    recipients: tuple[DeviceId, ...]
    circles: tuple[CircleId, ...]
    part: int
    part_hashes: tuple[bytes, ...] = field(repr=False)
    sections: tuple[Section, ...]

    @property
    def sender(self) -> DeviceId:
        """The device that made the bundle."""
        return self.keys.device

    @property
    def content_length(self) -> int:
        """How long length, signed manifest and sections are together, without padding (bytes)."""
        signed = cbor.encode([self.encode(), bytes(SIGNATURE_BYTES)])
        return LENGTH_BYTES + len(signed) + sum(each.length for each in self.sections)

    def encode(self) -> bytes:
        """The bytes that are signed."""
        return cbor.encode(
            [
                FORMAT_VERSION,
                [self.keys.ed25519, self.keys.ml_dsa_65],
                self.bundle_id,
                self.created_day,
                self.recipients,
                self.circles,
                self.part,
                self.part_hashes,
                _as_parts(self.sections),
            ]
        )


def sections_hash(sections: Sequence[Section]) -> bytes:
    """What stands for a part of these sections in the manifests of all parts (32 bytes)."""
    return hashlib.sha256(cbor.encode(_as_parts(sections))).digest()


def decode_manifest(untrusted: bytes) -> Manifest:
    """The manifest of these bytes, checked as check 4 has it; the signature is not.

    Raises ``BundleDamaged`` (check 4), ``BundleTooNew`` and ``BundleTooLarge``.
    """
    try:
        parts: Any = cbor.decode(untrusted)
    except LogError as error:
        raise BundleDamaged(check=4) from error
    if type(parts) is list and parts and type(parts[0]) is int and parts[0] > FORMAT_VERSION:
        raise BundleTooNew(found=parts[0], known=FORMAT_VERSION)
    _check(type(parts) is list and len(parts) == FIELDS and type(parts[0]) is int)
    version, keys, bundle_id, day, recipients, circles, part, part_hashes, sections = parts
    _check(version == FORMAT_VERSION and _is_bytes(bundle_id, ID_BYTES))
    _check(_is_number(day, 0, MAX_DAY))
    manifest = Manifest(
        keys=_keys(keys),
        bundle_id=bundle_id,
        created_day=day,
        recipients=tuple(map(DeviceId, _ids(recipients, "recipients", MAX_RECIPIENTS))),
        circles=tuple(map(CircleId, _ids(circles, "circles", MAX_CIRCLES))),
        part=part,
        part_hashes=tuple(_list(part_hashes, "parts", MAX_PARTS)),
        sections=tuple(map(_section, _list(sections, "sections", MAX_SECTIONS))),
    )
    _check_parts(manifest)
    _check_sizes(manifest.sections)
    return manifest


def _as_parts(sections: Sequence[Section]) -> list[cbor.Value]:
    return [[each.kind, each.length, each.digest] for each in sections]


def _check(fits: bool) -> None:
    if not fits:
        raise BundleDamaged(check=4)


def _is_number(untrusted: Any, low: int, high: int) -> bool:
    return type(untrusted) is int and low <= untrusted <= high


def _is_bytes(untrusted: Any, length: int) -> bool:
    return type(untrusted) is bytes and len(untrusted) == length


def _keys(untrusted: Any) -> PublicKeys:
    _check(type(untrusted) is list and len(untrusted) == 2)
    ed25519, ml_dsa_65 = untrusted
    _check(_is_bytes(ed25519, ED25519_BYTES) and _is_bytes(ml_dsa_65, ML_DSA_65_BYTES))
    return PublicKeys(ed25519, ml_dsa_65)


def _list(untrusted: Any, limit: str, most: int) -> list[Any]:
    _check(type(untrusted) is list)
    if len(untrusted) > most:
        raise BundleTooLarge(limit, most)
    return list(untrusted)


def _ids(untrusted: Any, limit: str, most: int) -> list[bytes]:
    found = _list(untrusted, limit, most)
    _check(len(found) > 0 and all(_is_bytes(each, ID_BYTES) for each in found))
    _check(found == sorted(set(found)))
    return found


def _section(untrusted: Any) -> Section:
    _check(type(untrusted) is list and len(untrusted) == 3)
    kind, length, digest = untrusted
    _check(_is_number(kind, 1, MAX_KIND) and type(length) is int and length >= 0)
    _check(_is_bytes(digest, HASH_BYTES))
    return Section(kind, length, digest)


def _check_parts(manifest: Manifest) -> None:
    hashes = manifest.part_hashes
    _check(all(_is_bytes(each, HASH_BYTES) for each in hashes))
    _check(_is_number(manifest.part, 1, len(hashes)))
    _check(hashes[manifest.part - 1] == sections_hash(manifest.sections))


def _check_sizes(sections: Sequence[Section]) -> None:
    """The limits of what follows, before any of it is read; raises ``BundleTooLarge``."""
    held = 0
    for section in sections:
        if section.kind in _MOST_OF_BLOBS:
            if section.length > _MOST_OF_BLOBS[section.kind]:
                raise BundleTooLarge("blob", MAX_BLOB_BYTES)
            continue
        if section.length > MAX_GROUP_SECTION_BYTES:
            raise BundleTooLarge("section", MAX_GROUP_SECTION_BYTES)
        held += section.length
    if held > MAX_HELD_BYTES:
        raise BundleTooLarge("all_sections", MAX_HELD_BYTES)
