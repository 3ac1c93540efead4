# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors of tests/vectors/sync-v1: what devices say that they hold, and faults of it.

All are by the device whose seeds are 32 × 01 and 32 × 02.
"""

from dataclasses import replace
from typing import Any

from tests.log.samples import CIRCLE, DAY, LUNA, SOL, name
from tests.log.vectors import HOLDINGS, Vector

from protectnet.domain.ids import LogId
from protectnet.log import cbor
from protectnet.log import vector as holdings
from protectnet.log.header import Head
from protectnet.log.vector import SIGNATURE_LABEL, sign_vector

HASHES = [bytes([number]) * 32 for number in range(1, 5)]
LOG, LATER_LOG = LogId(name(1)), LogId(name(2))
GOOD = holdings.Vector(
    LUNA.public.device,
    CIRCLE,
    7,
    DAY,
    (Head(LOG, 3, HASHES[0]), Head(LOG, 4, HASHES[1]), Head(LATER_LOG, 0, HASHES[2])),
    (HASHES[2], HASHES[3]),
    (name(1), name(2)),
)
EMPTY = holdings.Vector(LUNA.public.device, CIRCLE, 1, 0, ())
LAST = replace(
    EMPTY, counter=(1 << 48) - 1, day=65_535, heads=(Head(LOG, (1 << 32) - 1, HASHES[0]),)
)
SIGNED = sign_vector(GOOD, LUNA)


def made_holdings() -> dict[str, Vector]:
    """Every vector, by its name."""
    return good() | broken_pairs() | broken_encodings() | broken_parts() | forged()


def good() -> dict[str, Vector]:
    """Vectors that are used."""
    made = {
        "whole": ("two branches of a log, another log, two blobs missing, two erases", GOOD),
        "empty": ("nothing is held", EMPTY),
        "last": ("the highest numbers there are", LAST),
    }
    return {
        key: Vector(about, HOLDINGS, "verified", sign_vector(each, LUNA).encode())
        for key, (about, each) in made.items()
    }


def broken_pairs() -> dict[str, Vector]:
    """The pair of bytes and signature."""
    encoded, signature = SIGNED.encoded, SIGNED.signature
    made: dict[str, tuple[str, Any]] = {
        "pair-map": ("a map", {1: encoded}),
        "pair-one": ("no signature", [encoded]),
        "pair-three": ("a part too many", [encoded, signature, signature]),
        "pair-text": ("text instead of the encoded bytes", ["vector", signature]),
        "pair-array": ("the parts not encoded by themselves", [cbor.decode(encoded), signature]),
        "pair-short-signature": ("63 bytes of signature", [encoded, signature[1:]]),
        "pair-null-signature": ("null as the signature", [encoded, None]),
    }
    return {
        key: Vector(about, HOLDINGS, "malformed_vector", cbor.encode(parts), "V2")
        for key, (about, parts) in made.items()
    }


def broken_encodings() -> dict[str, Vector]:
    """Bytes that are no deterministic CBOR, outside or inside the signature."""
    raw, encoded = SIGNED.encode(), SIGNED.encoded
    made = {
        "cbor-truncated": ("C1", "the last byte is missing", raw[:-1]),
        "cbor-trailing": ("C2", "a byte follows", raw + b"\0"),
        "cbor-inner-trailing": ("C2", "a byte follows what was signed", _signed(encoded + b"\0")),
        "cbor-inner-indefinite": (
            "C4",
            "parts without a length",
            _signed(b"\x9f" + encoded[1:] + b"\xff"),
        ),
        "cbor-inner-long-number": (
            "C3",
            "a version in two bytes that needs one",
            _signed(encoded[:1] + b"\x18\x01" + encoded[2:]),
        ),
        "cbor-inner-empty": ("C1", "nothing was signed", _signed(b"")),
    }
    return {
        key: Vector(about, HOLDINGS, "malformed_cbor", raw, rule)
        for key, (rule, about, raw) in made.items()
    }


def broken_parts() -> dict[str, Vector]:
    """Rightly signed, with one wrong part."""
    head = [LOG, 3, HASHES[0]]
    made: list[tuple[str, str, str, int, Any]] = [
        ("version-0", "V3", "version 0", 0, 0),
        ("version-yes", "V3", "true as the version", 0, True),
        ("device-short", "V4", "a device of 15 bytes", 1, bytes(15)),
        ("circle-long", "V4", "a circle of 17 bytes", 2, bytes(17)),
        ("circle-text", "V4", "a circle that is text", 2, "3" * 16),
        ("counter-0", "V5", "counter 0", 3, 0),
        ("counter-49-bits", "V5", "a counter of 49 bits", 3, 1 << 48),
        ("counter-yes", "V5", "true as the counter", 3, True),
        ("day-65536", "V6", "a day beyond all days", 4, 65_536),
        ("day-null", "V6", "no day", 4, None),
        ("heads-null", "V7", "null instead of heads", 5, None),
        ("head-two-parts", "V7", "a head without a hash", 5, [head[:2]]),
        ("head-short-log", "V7", "a log of 15 bytes", 5, [[LOG[1:], 3, HASHES[0]]]),
        ("head-seq-33-bits", "V7", "a number of 33 bits", 5, [[LOG, 1 << 32, HASHES[0]]]),
        ("head-short-hash", "V7", "a hash of 16 bytes", 5, [[LOG, 3, bytes(16)]]),
        ("heads-unsorted", "V7", "heads not in order", 5, [[LOG, 4, HASHES[0]], head]),
        ("heads-twice", "V7", "a head twice", 5, [head, head]),
        ("missing-map", "V8", "a map of blobs", 6, {1: HASHES[0]}),
        ("missing-short", "V8", "a blob of 16 bytes", 6, [name(1)]),
        ("missing-unsorted", "V8", "blobs not in order", 6, [HASHES[1], HASHES[0]]),
        ("missing-twice", "V8", "a blob twice", 6, [HASHES[0], HASHES[0]]),
        ("erased-bytes", "V9", "erases as bytes", 7, name(1)),
        ("erased-long", "V9", "an erase of 32 bytes", 7, [HASHES[0]]),
        ("erased-unsorted", "V9", "erases not in order", 7, [name(2), name(1)]),
        ("erased-twice", "V9", "an erase twice", 7, [name(1), name(1)]),
    ]
    found = {
        key: Vector(about, HOLDINGS, "malformed_vector", _with(at, value), rule)
        for key, rule, about, at, value in made
    }
    parts: Any = cbor.decode(SIGNED.encoded)
    shapes = {
        "parts-7": ("no erases", parts[:7]),
        "parts-9": ("a part too many", [*parts, []]),
        "parts-none": ("an empty array", []),
        "parts-map": ("a map", {1: 1}),
    }
    found |= {
        key: Vector(about, HOLDINGS, "malformed_vector", _signed(cbor.encode(each)), "V3")
        for key, (about, each) in shapes.items()
    }
    newer = _signed(cbor.encode([2, "of its own shape"]))
    found["version-2"] = Vector("version 2", HOLDINGS, "newer_log_format", newer)
    return found


def forged() -> dict[str, Vector]:
    """Not what its device signed."""
    flipped = bytes([SIGNED.signature[0] ^ 1]) + SIGNED.signature[1:]
    of_sol = replace(GOOD, device=SOL.public.device)
    made = {
        "signature-flipped": (
            "signature_invalid",
            "one bit of the signature differs",
            replace(SIGNED, signature=flipped),
        ),
        "signed-by-other": (
            "signature_invalid",
            "signed by another device",
            replace(SIGNED, signature=SOL.sign_bytes(SIGNATURE_LABEL + SIGNED.encoded)),
        ),
        "signed-as-bundle": (
            "signature_invalid",
            "signed under another label",
            replace(SIGNED, signature=LUNA.sign_bytes(b"pn/bun/v1" + SIGNED.encoded)),
        ),
        "counter-changed": (
            "signature_invalid",
            "another counter than was signed",
            replace(SIGNED, encoded=replace(GOOD, counter=8).encode()),
        ),
        "other-device": ("wrong_author", "of another device", sign_vector(of_sol, SOL)),
    }
    return {
        key: Vector(about, HOLDINGS, outcome, each.encode())
        for key, (outcome, about, each) in made.items()
    }


def _with(at: int, value: Any) -> bytes:
    parts: Any = cbor.decode(SIGNED.encoded)
    parts[at] = value
    return _signed(cbor.encode(parts))


def _signed(encoded: bytes) -> bytes:
    return cbor.encode([encoded, LUNA.sign_bytes(SIGNATURE_LABEL + encoded)])
