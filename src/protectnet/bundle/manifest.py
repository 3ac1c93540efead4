# SPDX-License-Identifier: GPL-3.0-or-later
"""What a bundle says of itself, signed by the device that made it (docs/spec/bundle-v1.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from protectnet.bundle.errors import BundleDamaged, BundleTooNew
from protectnet.domain.ids import ID_BYTES, CircleId, DeviceId
from protectnet.log import cbor
from protectnet.log.errors import LogError

FORMAT_VERSION = 1
SIGNATURE_LABEL = b"pn/bun/v1"
HASH_BYTES = 32
SIGNATURE_BYTES = 64

MAX_RECIPIENTS = 64
MAX_CIRCLES = 64
MAX_SECTIONS = 20_000
MAX_SECTION_BYTES = 2 * 1024**3
MAX_DAY = 65_535

Verify = Callable[[DeviceId, bytes, bytes], None]
"""Checks (device, signed bytes, signature): raises when the device is unknown or did not sign."""


class SectionKind(IntEnum):
    """What a section holds. Numbers are never used again."""

    VECTORS = 1
    MEMBERSHIP = 2
    RECORDS = 3
    BLOB = 4


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
    """The manifest. ``part`` counts from 1 to ``parts``; ``created_day`` is a day number."""

    sender: DeviceId
    bundle_id: bytes
    created_day: int
    recipients: tuple[DeviceId, ...]
    circles: tuple[CircleId, ...]
    part: int
    parts: int
    sections: tuple[Section, ...]

    def encode(self) -> bytes:
        """The bytes that are signed."""
        return cbor.encode(
            [
                FORMAT_VERSION,
                self.sender,
                self.bundle_id,
                self.created_day,
                list(self.recipients),
                list(self.circles),
                self.part,
                self.parts,
                [[each.kind, each.length, each.digest] for each in self.sections],
            ]
        )


def decode_manifest(untrusted: bytes) -> Manifest:
    """The manifest of these bytes, its shape and limits checked; the signature is not.

    Raises ``BundleDamaged`` (check 4) and ``BundleTooNew``.
    """
    try:
        parts = cbor.decode(untrusted)
    except LogError as error:
        raise BundleDamaged(check=4) from error
    if isinstance(parts, list) and parts and isinstance(parts[0], int):
        _check_version(parts[0])
    if not isinstance(parts, list) or len(parts) != 9:
        raise BundleDamaged(check=4)
    _, sender, bundle_id, day, recipients, circles, part, count, sections = parts
    numbers_fit = _is_number(day, 0, MAX_DAY) and _is_number(count, 1, MAX_SECTIONS)
    if not numbers_fit or not _is_number(part, 1, count):
        raise BundleDamaged(check=4)
    return Manifest(
        sender=DeviceId(_id(sender)),
        bundle_id=_id(bundle_id),
        created_day=day,
        recipients=tuple(DeviceId(each) for each in _ids(recipients, MAX_RECIPIENTS)),
        circles=tuple(CircleId(each) for each in _ids(circles, MAX_CIRCLES)),
        part=part,
        parts=count,
        sections=_sections(sections),
    )


def _check_version(found: int) -> None:
    if found > FORMAT_VERSION:
        raise BundleTooNew(found=found, known=FORMAT_VERSION)
    if found != FORMAT_VERSION:
        raise BundleDamaged(check=4)


def _is_number(untrusted: object, low: int, high: int) -> bool:
    is_number = isinstance(untrusted, int) and not isinstance(untrusted, bool)
    return is_number and low <= untrusted <= high  # type: ignore[operator]


def _id(untrusted: object) -> bytes:
    if not isinstance(untrusted, bytes) or len(untrusted) != ID_BYTES:
        raise BundleDamaged(check=4)
    return untrusted


def _ids(untrusted: object, most: int) -> list[bytes]:
    if not isinstance(untrusted, list) or not 0 < len(untrusted) <= most:
        raise BundleDamaged(check=4)
    found = [_id(each) for each in untrusted]
    if found != sorted(set(found)):
        raise BundleDamaged(check=4)
    return found


def _sections(untrusted: object) -> tuple[Section, ...]:
    if not isinstance(untrusted, list) or len(untrusted) > MAX_SECTIONS:
        raise BundleDamaged(check=4)
    return tuple(_section(each) for each in untrusted)


def _section(untrusted: object) -> Section:
    if not isinstance(untrusted, list) or len(untrusted) != 3:
        raise BundleDamaged(check=4)
    kind, length, digest = untrusted
    if not _is_number(kind, 1, MAX_DAY) or not _is_number(length, 0, MAX_SECTION_BYTES):
        raise BundleDamaged(check=4)
    if not isinstance(digest, bytes) or len(digest) != HASH_BYTES:
        raise BundleDamaged(check=4)
    return Section(kind, length, digest)
