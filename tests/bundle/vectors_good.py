# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors that open, some with faults in what the log judges later."""

from dataclasses import replace
from hashlib import sha256

from protectnet.log import cbor
from protectnet.log.open_segment import Place
from protectnet.log.segment import erase_items
from protectnet.log.signatures import PublicKeys
from protectnet.log.vector import Vector as Holding
from protectnet.log.vector import sign_vector
from tests.bundle.age_by_hand import stanza, x25519_stanza
from tests.bundle.samples import DAY, READER, SENDER, STRANGER, device_of
from tests.bundle.vectors import Vector
from tests.bundle.vectors_made import (
    BLOB,
    ENCODED,
    GOOD,
    GOOD_CONTENT,
    GOOD_HOLDS,
    GOOD_SECTIONS,
    LOG,
    OTHER_STANZA,
    PIECE,
    READER_STANZA,
    SEGMENT,
    VECTOR,
    content,
    file_of,
    head,
    item,
    manifest,
    of_sections,
    opens,
    padded,
)
from tests.bundle.zstd_by_hand import block, blocks, group, repeated
from tests.log.samples import CIRCLE, changes, clock, identity, signed
from tests.log.vectors import kept as kept_of_log

MEMBERSHIP = kept_of_log()["seg-membership"].raw
"""A segment that founds a circle; its second signature is not the same each time it is made."""
NEXT = signed([changes(3)[2].encode()], place=Place(identity(), 1, SEGMENT.hash, clock(3)))
REPETITIVE = b"neighbours and neighbours and neighbours and neighbours"
COMPRESSED = bytes.fromhex(
    "28b52ffd243ac50000908158376e65696768626f75727320616e642001004a39c3d679f20a"
)
"""A frame that a library made, with a checksum, of these words as the only item."""


def good() -> dict[str, Vector]:
    """Every vector that opens, by its name."""
    found = files() | contents() | manifests() | groups() | pieces() | items()
    return {f"ok-{name}": each for name, each in found.items()}


def files() -> dict[str, Vector]:
    """The age file around a good bundle."""
    plain = padded(GOOD_CONTENT)
    grease = stanza(b"some-grease", [b"of", b"another", b"kind"], bytes(5))
    x25519 = x25519_stanza(bytes([9]) + bytes(31))
    made = {
        "log": ("one segment of one log", GOOD),
        "two-stanzas": ("a stanza that is not for the reader before the one that is", file_of(
            plain, [OTHER_STANZA, READER_STANZA])),
        "stanza-twice": ("two stanzas for the reader", file_of(
            plain, [READER_STANZA, READER_STANZA])),
        "grease": ("a stanza of an unknown type", file_of(plain, [grease, READER_STANZA])),
        "x25519-beside": ("an X25519 stanza beside the one for the reader", file_of(
            plain, [READER_STANZA, x25519])),
    }  # fmt: skip
    return {name: opens(about, raw, *GOOD_HOLDS) for name, (about, raw) in made.items()}


def contents() -> dict[str, Vector]:
    """Sections of every kind, in any order."""
    exact = next(
        raw for size in range(200) if len(raw := _with_unknown(size)) == len(padded(raw)) and size
    )
    return _of_every_kind() | {
        "nothing": opens("no section at all", of_sections(), head()),
        "unknown-kinds": opens(
            "sections of kinds 9 and 65535 around a log",
            of_sections((9, b"of a later version"), (3, LOG), (65_535, b"")),
            *GOOD_HOLDS,
        ),
        "log-in-two-sections": opens(
            "one log in two sections",
            of_sections((3, LOG), (3, group(NEXT.encode()))),
            *GOOD_HOLDS,
            item("log 2", NEXT.encode()),
        ),
        "blob-empty": opens(
            "a blob of no bytes", of_sections((4, b"")), head(), f"blob {sha256().hexdigest()} 0"
        ),
        "no-padding": opens("a content that needs no zeros", file_of(exact), *GOOD_HOLDS),
    }


def _of_every_kind() -> dict[str, Vector]:
    """A section of each kind, forwards and backwards."""
    everything = (
        (1, group(VECTOR)),
        (2, group(MEMBERSHIP)),
        (3, LOG),
        (3, group(ENCODED, NEXT.encode())),
        (4, BLOB),
        (5, PIECE),
    )
    lines = (
        item("vector", VECTOR),
        item("membership", MEMBERSHIP),
        item("log 1", ENCODED),
        item("log 2", ENCODED),
        item("log 2", NEXT.encode()),
        f"blob {sha256(BLOB).hexdigest()} {len(BLOB)}",
        f"piece {sha256(BLOB).hexdigest()} 3+7/{len(BLOB)}",
    )
    backwards = (
        *lines[:2],
        item("log 1", ENCODED),
        item("log 1", NEXT.encode()),
        item("log 2", ENCODED),
        *lines[-2:],
    )
    return {
        "everything": opens("a section of each kind", of_sections(*everything), head(), *lines),
        "any-order": opens(
            "the same sections backwards", of_sections(*reversed(everything)), head(), *backwards
        ),
    }


def _with_unknown(size: int) -> bytes:
    """A content with a section of an unknown kind and this size."""
    sections = (*GOOD_SECTIONS, (9, bytes(size)))
    return content(cbor.encode(manifest(*sections)), *sections)


def manifests() -> dict[str, Vector]:
    """What a manifest may say."""
    many = sorted([device_of(READER), *(bytes([each]) * 16 for each in range(63))])
    own = manifest(*GOOD_SECTIONS)[7][0]
    other = PublicKeys(SENDER.public.ed25519, STRANGER.public.ml_dsa_65)
    two = sorted([device_of(READER), device_of(STRANGER)])
    made: dict[str, tuple[str, dict[str, object]]] = {
        "64-recipients": ("as many recipients as can be", {"recipients": many}),
        "64-circles": ("as many circles as can be", {"circles": many}),
        "two-recipients": ("two recipients", {"recipients": two}),
        "day-0": ("made in 1970", {"day": 0}),
        "day-65535": ("made in 2149", {"day": 65_535}),
    }
    found = {
        name: opens(about, of_sections(*GOOD_SECTIONS, **changed), *GOOD_HOLDS)
        for name, (about, changed) in made.items()
    }
    parts = [bytes(32), own, bytes(32)]
    middle = of_sections(*GOOD_SECTIONS, part=2, parts=parts)
    keys = of_sections(*GOOD_SECTIONS, keys=[other.ed25519, other.ml_dsa_65])
    name = f"part 1 of 1 by {other.device.hex()}"
    refused = item("log 1", ENCODED, "wrong_author")
    return found | {
        "part-2-of-3": opens("a part between two others", middle, head(2, 3), GOOD_HOLDS[1]),
        "another-second-key": opens("keys that name another device", keys, name, refused),
    }


def groups() -> dict[str, Vector]:
    """How a group may be compressed."""
    plain = cbor.encode([b"\x00" * 300])
    several = blocks(
        len(plain),
        block(plain[:4], last=False),
        repeated(b"\x00", 299, last=False),
        block(b"\x00", last=True),
    )
    empty, zeros = item("log 1", b"", "malformed_cbor C1"), bytes(300)
    malformed = item("log 1", REPETITIVE, "malformed_cbor C2")
    return {
        "group-empty": opens("a group of no items", of_sections((3, group())), head()),
        "item-empty": opens("an item of no bytes", of_sections((3, group(b""))), head(), empty),
        "several-blocks": opens(
            "a group in three blocks, one of a repeated byte",
            of_sections((3, several)),
            head(),
            item("log 1", zeros, "malformed_cbor C2"),
        ),
        "compressed": opens(
            "a group that a library compressed",
            of_sections((3, COMPRESSED)),
            head(),
            malformed,
        ),
    }


def pieces() -> dict[str, Vector]:
    """Pieces at both ends of a blob."""
    name, total = sha256(BLOB).digest(), len(BLOB)
    made = {
        "piece-first": ("the beginning of a blob", 0, 5),
        "piece-last": ("the end of a blob", total - 1, total),
        "piece-all": ("all of a blob as a piece", 0, total),
    }
    return {
        key: opens(
            about,
            of_sections((5, name + start.to_bytes(8) + total.to_bytes(8) + BLOB[start:end])),
            head(),
            f"piece {name.hex()} {start}+{end - start}/{total}",
        )
        for key, (about, start, end) in made.items()
    }


def items() -> dict[str, Vector]:
    """Segments and vectors that the file says nothing of; the log judges them."""
    flipped = replace(SEGMENT, signatures=(bytes(64),))
    changed = replace(SEGMENT, items=(*SEGMENT.items[:2], changes(4)[3].encode()))
    newer = cbor.encode([cbor.encode([2, "later"]), [bytes(64)], bytes(32), [b""]])
    holding = Holding(device_of(STRANGER), CIRCLE, 1, DAY, ())
    made: dict[str, tuple[str, int, bytes, str]] = {
        "segment-erased": (
            "a segment of which the second operation is erased",
            3, erase_items(SEGMENT, {1}).encode(), "verified"),
        "segment-signature": (
            "a segment whose signature does not fit", 3, flipped.encode(), "signature_invalid"),
        "segment-operation": (
            "a segment with another operation than was signed",
            3, changed.encode(), "root_mismatch"),
        "segment-version": ("a segment of version 2", 3, newer, "newer_log_format"),
        "segment-cut": (
            "a segment that ends too early", 3, ENCODED[:-1], "malformed_cbor C1"),
        "segment-text": (
            "a text where a segment should be", 3, cbor.encode("hello"), "malformed_segment S2"),
        "segment-in-wrong-section": (
            "a segment of records among the membership", 2, ENCODED, "verified"),
        "segment-of-another": (
            "a segment of another device",
            3, signed([changes(1)[0].encode()], STRANGER).encode(), "wrong_author"),
        "vector-of-another": (
            "a vector of another device",
            1, sign_vector(holding, STRANGER).encode(), "wrong_author"),
        "vector-signature": (
            "a vector whose signature does not fit",
            1, VECTOR[:-64] + bytes(64), "signature_invalid"),
        "vector-shape": (
            "a segment where a vector should be", 1, ENCODED, "malformed_vector V2"),
    }  # fmt: skip
    what = {1: "vector", 2: "membership", 3: "log 1"}
    return {
        name: opens(
            about, of_sections((kind, group(data))), head(), item(what[kind], data, verdict)
        )
        for name, (about, kind, data, verdict) in made.items()
    }
