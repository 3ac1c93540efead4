# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors of checks 2 to 6: the signed manifest."""

import hashlib
from typing import Any

from protectnet.log import cbor
from tests.bundle.samples import READER, SENDER, STRANGER, device_of
from tests.bundle.vectors import Vector
from tests.bundle.vectors_made import (
    GOOD_SECTIONS,
    LOG,
    content,
    damaged,
    file_of,
    manifest,
    of_parts,
    of_sections,
    padded,
    sign,
    too_large,
)
from tests.log.samples import CIRCLE

ENCODED = cbor.encode(manifest(*GOOD_SECTIONS))
SIGNED = cbor.encode([ENCODED, sign(ENCODED)])
MIB = 1024 * 1024
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group that Ed25519 signatures are made in."""


def faulty_manifests() -> dict[str, Vector]:
    """Every vector of checks 2 to 6, by its name."""
    return lengths() | arrays() | versions() | shapes() | encodings() | limits() | signatures()


def of_signed(signed: bytes) -> bytes:
    """The file of what stands where the signed manifest should."""
    return file_of(padded(content(b"", *GOOD_SECTIONS, signed=signed)))


def lengths() -> dict[str, Vector]:
    """Check 2."""
    good = content(ENCODED, *GOOD_SECTIONS)
    beyond = len(padded(good)) - 3
    return {
        "c2-empty": damaged(2, "no content at all", file_of(b"")),
        "c2-length-cut": damaged(2, "a content of three bytes", file_of(bytes(3))),
        "c2-manifest-cut": damaged(2, "a manifest that is cut", file_of(good[:1000])),
        "c2-beyond": damaged(
            2, "a length beyond the content", file_of(beyond.to_bytes(4) + padded(good)[4:])
        ),
        "c2-largest": damaged(
            2, "the largest length, of a short content", file_of((2 * MIB).to_bytes(4) + good[4:])
        ),
        "c2-too-large": too_large(
            "manifest",
            "a length above the limit",
            file_of(padded((2 * MIB + 1).to_bytes(4) + good[4:])),
        ),
        "c2-all-bits": too_large(
            "manifest", "the largest number as length", file_of(padded(b"\xff" * 4 + good[4:]))
        ),
    }


def arrays() -> dict[str, Vector]:
    """Check 3."""
    signature = sign(ENCODED)
    values: dict[str, tuple[str, cbor.Value]] = {
        "one-part": ("no signature", [ENCODED]),
        "three-parts": ("a part too many", [ENCODED, signature, b""]),
        "no-parts": ("an empty array", []),
        "map": ("a map", {0: ENCODED, 1: signature}),
        "text": ("a text", "hello"),
        "null": ("null", None),
        "manifest-text": ("a manifest that is text", ["manifest", signature]),
        "manifest-array": ("a manifest that is not in bytes", [manifest(), signature]),
        "signature-short": ("a signature of 63 bytes", [ENCODED, signature[:63]]),
        "signature-long": ("a signature of 65 bytes", [ENCODED, signature + b"\x00"]),
        "signature-text": ("a signature that is text", [ENCODED, "s" * 64]),
        "swapped": ("the signature before the manifest", [signature, ENCODED]),
    }
    raw = {
        "nothing": ("a length of 0", b""),
        "cut": ("an array that is cut", SIGNED[:-1]),
        "byte-behind": ("a byte behind the array", SIGNED + b"\x00"),
        "indefinite": ("an array without a length", b"\x9f" + SIGNED[1:] + b"\xff"),
        "long-head": ("a head longer than it must be", b"\x98\x02" + SIGNED[1:]),
        "tag": ("a tag", b"\xc1" + SIGNED),
        "deep": ("seventeen levels", b"\x81" * 16 + b"\x80"),
        "float": ("a number with a point", b"\xfb" + bytes(8)),
    }
    made = {name: (about, cbor.encode(value)) for name, (about, value) in values.items()}
    return {
        f"c3-{name}": damaged(3, about, of_signed(signed))
        for name, (about, signed) in (made | raw).items()
    }


def versions() -> dict[str, Vector]:
    """Check 4: the version."""
    found = {
        f"c4-version-{name}": damaged(4, about, of_sections(*GOOD_SECTIONS, version=value))
        for name, about, value in (
            ("0", "version 0", 0),
            ("negative", "a negative version", -1),
            ("yes", "true instead of a version", True),
            ("text", "a text instead of a version", "1"),
            ("null", "null instead of a version", None),
        )
    }
    later = of_parts([2, "of", "another", "shape"], *GOOD_SECTIONS)
    return found | {
        "c4-version-2": Vector(
            "version 2", "bundle_too_new", of_sections(*GOOD_SECTIONS, version=2)
        ),
        "c4-version-2-shape": Vector("version 2, of another shape", "bundle_too_new", later),
        "c4-version-largest": Vector(
            "the largest version", "bundle_too_new", of_sections(*GOOD_SECTIONS, version=2**64 - 1)
        ),
    }


Changes = dict[str, tuple[str, dict[str, Any]]]
"""By name: what is wrong, and what the manifest has instead."""


def shapes() -> dict[str, Vector]:
    """Check 4: parts of another shape."""
    made = _of_names() | _of_parts() | _of_section()
    found = {
        f"c4-{name}": damaged(4, about, of_sections(*GOOD_SECTIONS, **changed))
        for name, (about, changed) in made.items()
    }
    parts = manifest(*GOOD_SECTIONS)
    wholes: dict[str, tuple[str, cbor.Value]] = {
        "eight-parts": ("a part too few", parts[:-1]),
        "ten-parts": ("a part too many", [*parts, None]),
        "empty": ("an empty array", []),
        "map": ("a map", dict(enumerate(parts))),
        "number": ("a number", 1),
    }
    return found | {
        f"c4-{name}": damaged(4, about, of_parts(value, *GOOD_SECTIONS))
        for name, (about, value) in wholes.items()
    }


def _of_names() -> Changes:
    """Keys, bundle id, day, recipients and circles."""
    keys = [SENDER.public.ed25519, SENDER.public.ml_dsa_65]
    reader, other = device_of(READER), device_of(STRANGER)
    low, high = sorted([reader, other])
    return {
        "keys-one": ("one key", {"keys": keys[:1]}),
        "keys-three": ("a third key", {"keys": [*keys, bytes(32)]}),
        "keys-bytes": ("keys in one", {"keys": b"".join(keys)}),
        "keys-swapped": ("keys in the wrong order", {"keys": keys[::-1]}),
        "key-short": ("an Ed25519 key of 31 bytes", {"keys": [keys[0][:31], keys[1]]}),
        "key-long": ("an ML-DSA-65 key of 1953 bytes", {"keys": [keys[0], keys[1] + b"k"]}),
        "sender-id": ("an id instead of keys", {"keys": device_of(SENDER)}),
        "bundle-short": ("a bundle id of 15 bytes", {"bundle": bytes(15)}),
        "bundle-text": ("a bundle id that is text", {"bundle": "b" * 16}),
        "day-negative": ("a negative day", {"day": -1}),
        "day-late": ("a day in 2149 and one more", {"day": 65_536}),
        "day-yes": ("true instead of a day", {"day": True}),
        "recipients-none": ("no recipient", {"recipients": []}),
        "recipients-unsorted": ("recipients out of order", {"recipients": [high, low]}),
        "recipients-twice": ("a recipient twice", {"recipients": [reader, reader]}),
        "recipient-short": ("a recipient of 15 bytes", {"recipients": [reader[:15], reader]}),
        "recipients-bytes": ("a recipient that is no array", {"recipients": reader}),
        "circles-none": ("no circle", {"circles": []}),
        "circles-unsorted": ("circles out of order", {"circles": [CIRCLE, bytes(16)]}),
        "circles-twice": ("a circle twice", {"circles": [CIRCLE, CIRCLE]}),
        "circle-long": ("a circle of 17 bytes", {"circles": [CIRCLE + b"c"]}),
    }


def _of_parts() -> Changes:
    """Which part it is, and the hashes of all."""
    [own] = manifest(*GOOD_SECTIONS)[7]
    return {
        "part-0": ("part 0", {"part": 0}),
        "part-2-of-1": ("part 2 of one", {"part": 2}),
        "part-2-of-2": (
            "part 2 with the sections of part 1",
            {"part": 2, "parts": [own, bytes(32)]},
        ),
        "part-yes": ("true instead of a part", {"part": True}),
        "parts-none": ("no parts", {"parts": []}),
        "parts-number": ("a number of parts", {"parts": 1}),
        "parts-hash": ("another hash of the sections", {"parts": [bytes(32)]}),
        "parts-hash-short": ("a hash of 31 bytes", {"parts": [own[:31]]}),
        "parts-other-short": ("a hash of 31 bytes for another part", {"parts": [own, bytes(31)]}),
    }


def _of_section() -> Changes:
    """The list of sections."""
    [section] = manifest(*GOOD_SECTIONS)[8]
    kind, length, digest = section
    return {
        "sections-null": ("null instead of sections", {"sections": None}),
        "section-two": ("a section without a hash", {"sections": [[kind, length]]}),
        "section-four": ("a section with four parts", {"sections": [[*section, 0]]}),
        "section-bytes": ("a section that is no array", {"sections": [digest]}),
        "kind-0": ("kind 0", {"sections": [[0, length, digest]]}),
        "kind-65536": ("a kind above the last", {"sections": [[65_536, length, digest]]}),
        "kind-text": ("a kind that is text", {"sections": [["log", length, digest]]}),
        "length-negative": ("a negative length", {"sections": [[kind, -1, digest]]}),
        "length-yes": ("true instead of a length", {"sections": [[kind, True, digest]]}),
        "hash-short": (
            "the hash of a section of 31 bytes",
            {"sections": [[kind, length, digest[:31]]]},
        ),
    }


def encodings() -> dict[str, Vector]:
    """Check 4: CBOR that is not deterministic, under a signature that fits it."""
    made = {
        "cbor-cut": ("a manifest that is cut", ENCODED[:-1]),
        "cbor-behind": ("a byte behind the manifest", ENCODED + b"\x00"),
        "cbor-long-number": ("a version in two bytes", ENCODED[:1] + b"\x18\x01" + ENCODED[2:]),
        "cbor-long-head": ("an array with a longer head", b"\x98\x09" + ENCODED[1:]),
        "cbor-indefinite": (
            "an array without a length", b"\x9f" + ENCODED[1:] + b"\xff"),
        "cbor-deep": ("seventeen levels", ENCODED[:-1] + b"\x81" * 16 + b"\x80"),
        "cbor-tag": ("a tag", b"\xd9\xd9\xf7" + ENCODED),
        "cbor-empty": ("no bytes", b""),
        "cbor-huge-array": ("an array that claims to have 2^32 parts", b"\x9a\xff\xff\xff\xff"),
    }  # fmt: skip
    return {
        f"c4-{name}": damaged(4, about, file_of(padded(content(encoded, *GOOD_SECTIONS))))
        for name, (about, encoded) in made.items()
    }


def limits() -> dict[str, Vector]:
    """Check 4: what is above a limit."""
    many = [bytes([each]) * 16 for each in range(64)]
    digest = hashlib.sha256(LOG).digest()

    def claiming(*sections: tuple[int, int]) -> bytes:
        entries = [[kind, length, digest] for kind, length in sections]
        return of_sections(*GOOD_SECTIONS, sections=entries)

    return {
        "c4-65-recipients": too_large(
            "recipients",
            "one recipient more than can be",
            of_sections(*GOOD_SECTIONS, recipients=sorted([*many, device_of(READER)])),
        ),
        "c4-65-circles": too_large(
            "circles",
            "one circle more than can be",
            of_sections(*GOOD_SECTIONS, circles=[*many, b"\xff" * 16]),
        ),
        "c4-section-long": too_large(
            "section", "a section of 64 MiB and a byte", claiming((3, 64 * MIB + 1))
        ),
        "c4-section-unknown-long": too_large(
            "section", "one of an unknown kind", claiming((9, 64 * MIB + 1))
        ),
        "c4-sections-long": too_large(
            "all_sections",
            "sections of 256 MiB and a byte together",
            claiming(*[(3, 64 * MIB)] * 4, (9, 1)),
        ),
        "c4-blob-long": too_large("blob", "a blob of 2 GiB and a byte", claiming((4, 2**31 + 1))),
        "c4-piece-long": too_large(
            "blob", "a piece of 2 GiB and a byte", claiming((5, 2**31 + 49))
        ),
        "c4-blob-longest": too_large(
            "blob", "a blob of the largest number", claiming((4, 2**64 - 1))
        ),
    }


def signatures() -> dict[str, Vector]:
    """Checks 5 and 6."""
    good = sign(ENCODED)
    scalar = int.from_bytes(good[32:], "little") + ORDER
    flipped = good[:-1] + bytes([good[-1] ^ 1])
    made = {
        "flipped": ("a flipped bit", flipped),
        "zeros": ("zeros", bytes(64)),
        "of-another": ("the signature of another device", sign(ENCODED, STRANGER)),
        "without-label": ("a signature over the manifest alone", SENDER.sign_bytes(ENCODED)),
        "as-vector": ("a signature as of a vector", SENDER.sign_bytes(b"pn/vec/v1" + ENCODED)),
        "not-reduced": ("the signature written in a second way", (
            good[:32] + scalar.to_bytes(32, "little"))),
        "of-other-manifest": ("the signature of another manifest", sign(
            cbor.encode(manifest()))),
    }  # fmt: skip
    found = {
        f"c5-{name}": Vector(
            about, "sender_signature_invalid", of_signed(cbor.encode([ENCODED, signature]))
        )
        for name, (about, signature) in made.items()
    }
    for name, about, key in (
        ("key-of-another", "the keys of another device", STRANGER.public.ed25519),
        ("key-no-point", "an Ed25519 key that is none", b"\x02" + bytes(31)),
    ):
        raw = of_sections(*GOOD_SECTIONS, keys=[key, SENDER.public.ml_dsa_65])
        found[f"c5-{name}"] = Vector(about, "sender_signature_invalid", raw)
    for name, about, others in (
        ("for-another", "made for another device, wrapped for this one", [device_of(STRANGER)]),
        ("for-its-sender", "made for the device that sends it", [device_of(SENDER)]),
        ("near-id", "made for an id that begins as the reader's", [
            device_of(READER)[:15] + bytes([device_of(READER)[15] ^ 1])]),
    ):  # fmt: skip
        raw = of_sections(*GOOD_SECTIONS, recipients=others)
        found[f"c6-{name}"] = Vector(about, "bundle_wrapped_anew", raw)
    return found
