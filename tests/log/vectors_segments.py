# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors of segments: good ones, and ones with one fault each.

All are by the device whose seeds are 32 × 01 and 32 × 02. ML-DSA-65 signatures differ each time
they are made, so those in the files are used again as long as they fit.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.log.samples import LUNA, SEED, SOL, changes, clock, identity, name, signed
from tests.log.vectors import SEGMENT, Vector, kept

from protectnet.domain.ids import LogId
from protectnet.log import cbor
from protectnet.log.errors import SignatureInvalid
from protectnet.log.header import Head
from protectnet.log.identifiers import MEMBERSHIP, RECORDS
from protectnet.log.membership_operations import Founding, found, founded_circle, join_circle
from protectnet.log.open_segment import Place
from protectnet.log.operation import Operation, UnknownOperation
from protectnet.log.segment import (
    Segment,
    decode_segment,
    erase_items,
    leaves_of,
    salts_of,
    verify_segment,
)
from protectnet.log.signatures import verify

RAW = [each.encode() for each in changes(3)]
UNKNOWN = cbor.encode([7, "of its own shape"])
JOIN = join_circle(LUNA.public.device, clock(3)).encode()
FOUNDED = found(Founding("home", LUNA.public, bytes([8]) * 16, "Luna"), clock(3))
THREE = signed(RAW)


def segments() -> dict[str, Vector]:
    """Every vector of a segment, by its name."""
    return good() | broken_shapes() | broken_headers() | broken_contents() | forged()


def good() -> dict[str, Vector]:
    """Segments that stand."""
    after = Place(identity(), 1, THREE.hash, clock(3))
    heads: dict[str, Any] = {
        "membership_heads": (bytes([1]) * 32, bytes([2]) * 32),
        "other_heads": tuple(Head(LogId(name(1)), 4, bytes([each]) * 32) for each in (3, 4)),
    }
    circle = replace(identity(stream=MEMBERSHIP), circle=founded_circle(FOUNDED))
    made = {
        "records": ("three changes", THREE),
        "second": ("the segment after it, with heads", signed(RAW[2:], place=after, **heads)),
        "erased": ("the second of three changes erased", erase_items(THREE, {1})),
        "all-erased": ("all three changes erased", erase_items(THREE, {0, 1, 2})),
        "unknown-kind": ("a kind of operation not used yet", signed([RAW[2], UNKNOWN])),
        "newer-reader": ("for readers of version 2, kept whole", signed(RAW, min_reader=2)),
        "membership": ("a circle is founded", _same_signature("seg-membership", circle)),
    }
    return {
        f"seg-{key}": Vector(about, SEGMENT, "verified", each.encode(), names=_names(each))
        for key, (about, each) in made.items()
    }


def broken_shapes() -> dict[str, Vector]:
    """The array of four, and what stands in it beside the header."""
    header, signatures, _, items = _parts(THREE)
    leaf, salts = leaves_of(THREE)[2], list(salts_of(THREE))
    made: dict[str, tuple[str, str, Any]] = {
        "five-parts": ("S2", "a part too many", [*_parts(THREE), 1]),
        "header-text": ("S2", "a header that is text", ["header", signatures, SEED, items]),
        "no-signature": ("S14", "no signature", [header, [], SEED, items]),
        "short-signature": ("S14", "63 bytes of signature", [header, [bytes(63)], SEED, items]),
        "short-seed": ("S15", "a seed of 31 bytes", [header, signatures, SEED[1:], items]),
        "salts-too-few": ("S15", "two salts for three", [header, signatures, salts[:2], items]),
        "items-too-few": ("S16", "two operations for three", [header, signatures, SEED, items[:2]]),
        "item-null": ("S16", "null as an item", [header, signatures, SEED, [*items[:2], None]]),
        "seed-and-leaf": (
            "S18",
            "an erased item beside the seed",
            [header, signatures, SEED, [*items[:2], [leaf]]],
        ),
        "salts-nothing-erased": (
            "S18",
            "salts although nothing is erased",
            [header, signatures, salts, items],
        ),
        "salt-and-leaf": (
            "S18",
            "a salt for what is erased",
            [header, signatures, [salts[0], None, salts[2]], [*items[:2], [leaf]]],
        ),
    }
    return {
        f"seg-{key}": Vector(about, SEGMENT, "malformed_segment", cbor.encode(parts), rule)
        for key, (rule, about, parts) in made.items()
    }


def broken_headers() -> dict[str, Vector]:
    """Headers with one wrong part, under signatures of their own."""
    hash_ = bytes([9]) * 32
    made: list[tuple[str, str, str, int, Any]] = [
        ("version-0", "S4", "version 0", 0, 0),
        ("stream-2", "S5", "a stream there is not", 1, 2),
        ("device-short", "S6", "a device of 15 bytes", 2, bytes(15)),
        ("seq-without-prev", "S7", "segment 1 without one before", 5, 1),
        ("prev-at-0", "S7", "segment 0 with one before", 6, hash_),
        ("count-0", "S8", "no operations", 8, 0),
        ("count-501", "S8", "too many operations", 8, 501),
        ("clock-negative", "S9", "a negative clock", 9, -1),
        ("heads-unsorted", "S10", "heads not in order", 10, [hash_, bytes(32)]),
        ("heads-twice", "S10", "a head twice", 10, [hash_, hash_]),
        ("other-head-two-parts", "S11", "a head without a hash", 11, [[name(1), 4]]),
        ("other-heads-unsorted", "S11", "heads not in order", 11, [
            [name(1), 4, hash_], [name(1), 3, hash_]]),
        ("user-long", "S12", "a code name of 65 letters", 12, "u" * 65),
        ("reader-0", "S13", "for readers of version 0", 13, 0),
    ]  # fmt: skip
    found = {
        f"seg-{key}": Vector(about, SEGMENT, "malformed_segment", _with_header(at, value), rule)
        for key, rule, about, at, value in made
    }
    short: Any = cbor.decode(THREE.header_bytes)
    raw = _signed_header(cbor.encode(short[:13]))
    found["seg-header-13"] = Vector("a header of 13 parts", SEGMENT, "malformed_segment", raw, "S4")
    found["seg-version-2"] = Vector(
        "version 2 of the format", SEGMENT, "newer_log_format", _with_header(0, 2)
    )
    raw = _signed_header(b"\x9f" + THREE.header_bytes[1:] + b"\xff")
    found["seg-header-indefinite"] = Vector(
        "a header without a length", SEGMENT, "malformed_cbor", raw, "C4"
    )
    return found


def broken_contents() -> dict[str, Vector]:
    """Rightly signed, and yet nobody may accept it."""
    early = replace(changes(1)[0], clock=clock(2)).encode()
    late = replace(changes(1)[0], clock=clock(1, day=20_001)).encode()
    made = {
        "operation-cbor": ("malformed_cbor", "C6", "an operation with a float", b"\x81\xf9<\0"),
        "operation-kind": ("malformed_operation", "O3", "an operation of kind 0", b"\x81\0"),
        "join-in-records": ("malformed_segment", "S19", "membership among records", JOIN),
        "clock-below": ("malformed_segment", "S20", "a highest clock that nothing has", early),
        "clock-beyond": ("malformed_segment", "S20", "a day beyond the highest clock", late),
    }
    return {
        f"seg-{key}": Vector(about, SEGMENT, outcome, signed([raw]).encode(), rule)
        for key, (outcome, rule, about, raw) in made.items()
    }


def forged() -> dict[str, Vector]:
    """Not what its author signed."""
    other_label = LUNA.sign(MEMBERSHIP, THREE.header_bytes)[:1]
    flipped = bytes([THREE.signatures[0][0] ^ 1]) + THREE.signatures[0][1:]
    items = THREE.items
    made: dict[str, tuple[str, str, Segment]] = {
        "signature-flipped": (
            "signature_invalid",
            "one bit of the signature differs",
            replace(THREE, signatures=(flipped,)),
        ),
        "signed-by-other": (
            "signature_invalid",
            "signed by another device",
            replace(THREE, signatures=SOL.sign(RECORDS, THREE.header_bytes)),
        ),
        "signed-as-membership": (
            "signature_invalid",
            "signed under the label of the other stream",
            replace(THREE, signatures=other_label),
        ),
        "other-author": ("wrong_author", "of another device", signed(RAW, SOL)),
        "operation-changed": (
            "root_mismatch",
            "an operation was exchanged",
            replace(THREE, items=(RAW[1], *items[1:])),
        ),
        "operations-swapped": (
            "root_mismatch",
            "two operations changed places",
            replace(THREE, items=(items[1], items[0], items[2])),
        ),
        "other-seed": ("root_mismatch", "the salts are others", replace(THREE, salting=bytes(32))),
    }
    return {
        f"seg-{key}": Vector(about, SEGMENT, outcome, each.encode())
        for key, (outcome, about, each) in made.items()
    }


def _parts(segment: Segment) -> list[Any]:
    found: Any = cbor.decode(segment.encode())
    return list(found)


def _with_header(at: int, value: Any) -> bytes:
    parts: Any = cbor.decode(THREE.header_bytes)
    parts[at] = value
    return _signed_header(cbor.encode(parts))


def _signed_header(header: bytes) -> bytes:
    return cbor.encode([header, LUNA.sign(RECORDS, header), SEED, THREE.items])


def _same_signature(name_: str, where: Any) -> Segment:
    """The founding segment, with the signature of the file where that still fits."""
    segment = signed([FOUNDED.encode()], place=Place(where))
    before = kept().get(name_)
    if before is None:
        return segment
    signatures = decode_segment(before.raw).signatures
    try:
        verify(LUNA.public, MEMBERSHIP, segment.header_bytes, signatures)
    except SignatureInvalid:
        return segment
    return replace(segment, signatures=signatures)


def _names(segment: Segment) -> tuple[str, ...]:
    return describe(
        (entry.op_id, entry.operation) for entry in verify_segment(segment, LUNA.public).entries
    )


def describe(entries: Any) -> tuple[str, ...]:
    """Each op id, and whether it is applied, kept or erased."""
    words = {Operation: "", UnknownOperation: " kept", type(None): " erased"}
    found: Sequence[str] = [op_id.hex() + words[type(operation)] for op_id, operation in entries]
    return tuple(found)
