# SPDX-License-Identifier: GPL-3.0-or-later
"""What vectors are made of: good parts of a bundle, each of which can be replaced by a faulty one.

Everything that is random in a true bundle is fixed here, so that the same files come of it.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from protectnet.bundle.manifest import SIGNATURE_LABEL
from protectnet.envelope import padded_length
from protectnet.log import cbor
from protectnet.log.header import Head
from protectnet.log.signatures import SigningKeys
from protectnet.log.vector import Vector as Holding
from protectnet.log.vector import sign_vector
from tests.bundle.age_by_hand import age_file, hybrid_stanza
from tests.bundle.samples import (
    BUNDLE_ID,
    DAY,
    READER,
    READER_KEY,
    SENDER,
    STRANGER_KEY,
    device_of,
)
from tests.bundle.vectors import OPENS, Vector
from tests.bundle.zstd_by_hand import group
from tests.log.samples import CIRCLE, changes, signed

SEGMENT = signed([each.encode() for each in changes(3)])
ENCODED = SEGMENT.encode()
HELD = Head(SEGMENT.header.identity.log, 0, SEGMENT.hash)
VECTOR = sign_vector(Holding(device_of(SENDER), CIRCLE, 1, DAY, (HELD,)), SENDER).encode()
LOG = group(ENCODED)
BLOB = b"ciphertext of a file that somebody attached"
PIECE = hashlib.sha256(BLOB).digest() + (3).to_bytes(8) + len(BLOB).to_bytes(8) + BLOB[3:10]

READER_STANZA = hybrid_stanza(READER_KEY.recipient.public_bytes)
OTHER_STANZA = hybrid_stanza(STRANGER_KEY.recipient.public_bytes, seed=1)

Section = tuple[int, bytes]
"""Kind and bytes."""


def entry(section: Section) -> list[cbor.Value]:
    """What the manifest says of a section."""
    kind, body = section
    return [kind, len(body), hashlib.sha256(body).digest()]


def manifest(*sections: Section, **changed: Any) -> list[Any]:
    """The parts of a manifest of these sections, some of them replaced.

    The hash of the part is that of ``sections`` as they stand there, unless ``parts`` is given.
    """
    entries = changed.pop("sections", [entry(each) for each in sections])
    parts = {
        "version": 1,
        "keys": [SENDER.public.ed25519, SENDER.public.ml_dsa_65],
        "bundle": BUNDLE_ID,
        "day": DAY,
        "recipients": [device_of(READER)],
        "circles": [CIRCLE],
        "part": 1,
        "parts": [hashlib.sha256(cbor.encode(entries)).digest()],
        "sections": entries,
    }
    if not changed.keys() <= parts.keys():
        raise ValueError(changed)
    return list((parts | changed).values())


def sign(encoded: bytes, keys: SigningKeys = SENDER) -> bytes:
    """The signature over a manifest."""
    return keys.sign_bytes(SIGNATURE_LABEL + encoded)


def content(encoded: bytes, *sections: Section, signed: bytes | None = None) -> bytes:
    """What stands in the age file before the padding."""
    if signed is None:
        signed = cbor.encode([encoded, sign(encoded)])
    return len(signed).to_bytes(4) + signed + b"".join(body for _, body in sections)


def padded(plain: bytes) -> bytes:
    """With as many zeros as belong there."""
    return plain + bytes(padded_length(len(plain)) - len(plain))


def file_of(plain: bytes, stanzas: Sequence[bytes] = (READER_STANZA,)) -> bytes:
    """The age file of a content that is padded already."""
    return age_file(plain, *stanzas)


def of_parts(parts: cbor.Value, *sections: Section) -> bytes:
    """The file of a manifest."""
    return file_of(padded(content(cbor.encode(parts), *sections)))


def of_sections(*sections: Section, **changed: Any) -> bytes:
    """The file of these sections."""
    return of_parts(manifest(*sections, **changed), *sections)


GOOD_SECTIONS: tuple[Section, ...] = ((3, LOG),)
GOOD_CONTENT = content(cbor.encode(manifest(*GOOD_SECTIONS)), *GOOD_SECTIONS)
GOOD = file_of(padded(GOOD_CONTENT))


def item(what: str, data: bytes, verdict: str = "verified") -> str:
    """The line for an item of a group: what it is, its SHA-256, what a reader comes to."""
    return f"{what} {hashlib.sha256(data).hexdigest()} {verdict}"


def head(part: int = 1, parts: int = 1, sender: SigningKeys = SENDER) -> str:
    """The first line: which part, of whom."""
    return f"part {part} of {parts} by {device_of(sender).hex()}"


GOOD_HOLDS = (head(), item("log 1", ENCODED))


def opens(about: str, raw: bytes, *holds: str) -> Vector:
    """A file that opens."""
    return Vector(about, OPENS, raw, holds=holds)


def damaged(check: int, about: str, raw: bytes) -> Vector:
    """A file that fails a check."""
    return Vector(about, "bundle_damaged", raw, check)


def too_large(limit: str, about: str, raw: bytes) -> Vector:
    """A file that is above a limit."""
    return Vector(about, "bundle_too_large", raw, limit=limit)
