# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the vectors of checks 7 and 8: what follows the manifest."""

import hashlib

from protectnet.envelope import padded_length
from protectnet.log import cbor
from tests.bundle.vectors import Vector
from tests.bundle.vectors_made import (
    BLOB,
    ENCODED,
    GOOD_CONTENT,
    GOOD_SECTIONS,
    LOG,
    PIECE,
    Section,
    content,
    damaged,
    file_of,
    manifest,
    of_sections,
    padded,
    too_large,
)
from tests.bundle.zstd_by_hand import (
    block,
    blocks,
    frame,
    group,
    repeated,
    skippable,
    with_dictionary,
    with_window,
    with_wrong_checksum,
    without_size,
)

MIB = 1024 * 1024
NAME = hashlib.sha256(BLOB).digest()


def faulty_sections() -> dict[str, Vector]:
    """Every vector of checks 7 and 8, by its name."""
    found = swapped() | paddings()
    also = frames() | arrays() | pieces()
    return {f"c7-{name}": each for name, each in found.items()} | {
        f"c8-{name}": each for name, each in also.items()
    }


def behind(sections: list[Section], *actual: bytes) -> bytes:
    """The file of a manifest of these sections with others behind it."""
    encoded = cbor.encode(manifest(*sections))
    return file_of(padded(content(encoded, *((0, each) for each in actual))))


def swapped() -> dict[str, Vector]:
    """Other sections than the manifest names: what any recipient could put there."""
    other = group(b"what another would like to be read")
    same_length = LOG[:-1] + bytes([LOG[-1] ^ 1])
    two: list[Section] = [(2, group(b"x" * 40)), (3, group(b"y" * 40))]
    good = content(cbor.encode(manifest(*GOOD_SECTIONS)), *GOOD_SECTIONS)
    made = {
        "other-group": ("another group", behind([(3, LOG)], other)),
        "flipped": ("a flipped bit in a group", behind([(3, LOG)], same_length)),
        "swapped": ("two sections of one length swapped", behind(two, two[1][1], two[0][1])),
        "missing": ("the second of two sections missing", behind(two, two[0][1])),
        "cut": ("a section that ends too early", file_of(good[:-1])),
        "nothing": ("no section at all", file_of(good[: -len(LOG)])),
        "blob": ("another blob", behind([(4, BLOB)], BLOB[::-1])),
        "piece": ("a flipped bit in a piece", behind([(5, PIECE)], PIECE[:-1] + b"?")),
        "piece-head": ("another blob named by a piece", behind([(5, PIECE)], bytes(32) + PIECE[32:])),
        "unknown-kind": ("another section of an unknown kind", behind([(9, b"one")], b"two")),
        "empty": ("a section of no bytes with another hash", of_sections(
            (9, b""), sections=[[9, 0, bytes(32)]])),
    }  # fmt: skip
    return {name: damaged(7, about, raw) for name, (about, raw) in made.items()}


def paddings() -> dict[str, Vector]:
    """Zeros that are none, too few or too many."""
    plain = GOOD_CONTENT
    whole = padded(plain)
    next_length = padded_length(len(whole) + 1)
    made = {
        "no-zeros": ("no zeros", plain),
        "zero-too-few": ("a zero too few", whole[:-1]),
        "zero-too-many": ("a zero too many", whole + b"\x00"),
        "next-length": ("zeros to the next length", whole + bytes(next_length - len(whole))),
        "many-zeros": ("a thousand zeros too many", whole + bytes(1000)),
        "first-not-zero": ("a first zero that is 1", plain + b"\x01" + whole[len(plain) + 1 :]),
        "last-not-zero": ("a last zero that is 128", whole[:-1] + b"\x80"),
        "power-of-two": ("zeros to a power of two", plain + bytes(4096 - len(plain))),
    }
    return {name: damaged(7, about, file_of(each)) for name, (about, each) in made.items()}


def frames() -> dict[str, Vector]:
    """Frames that are none, or that would become something else."""
    array = cbor.encode([ENCODED])
    bomb = blocks(5, *[repeated(b"\x00", 128 * 1024, last=False)] * 99, block(b"", last=True))
    sizes = {
        "group-size": ("group", "a group that claims 256 MiB and a byte", frame(
            array, size=256 * MIB + 1)),
        "group-largest": ("group", "a group that claims the largest size", frame(
            array, size=2**64 - 3)),
        "group-bomb": ("group", "300 MiB of zeros in ten KiB", blocks(300 * MIB, *[
            repeated(b"\x00", 128 * 1024, last=each == 2399) for each in range(2400)])),
        "window": ("window", "a window of 16 MiB", with_window(array, 24)),
    }  # fmt: skip
    found = {
        name: too_large(limit, about, of_sections((3, raw)))
        for name, (limit, about, raw) in sizes.items()
    }
    half = with_window(array, 20, size=128 * MIB + 1)
    found["all-groups"] = too_large(
        "all_groups",
        "two groups that claim 256 MiB and two bytes together",
        of_sections((2, half), (3, half)),
    )
    made = {
        "not-compressed": ("a group that is not compressed", array),
        "empty": ("a group of no bytes", b""),
        "magic": ("the mark of another format", b"\x29" + group(ENCODED)[1:]),
        "frame-cut": ("a frame that is cut", group(ENCODED)[:-1]),
        "frame-head-cut": ("a frame that ends in its head", group(ENCODED)[:8]),
        "frame-behind": ("a byte behind the frame", group(ENCODED) + b"\x00"),
        "two-frames": ("two frames", group(ENCODED) + group(ENCODED)),
        "skippable-before": ("a skippable frame before", skippable(b"x") + group(ENCODED)),
        "skippable-behind": ("a skippable frame behind", group(ENCODED) + skippable(b"x")),
        "skippable-alone": ("a skippable frame alone", skippable(array)),
        "no-size": ("a frame that does not state its size", without_size(array)),
        "size-small": ("a frame that grows beyond its size", frame(array, size=len(array) - 1)),
        "size-large": ("a frame that stays below its size", frame(array, size=len(array) + 1)),
        "size-lie": ("twelve MiB that claim to be five bytes", bomb),
        "checksum": ("a wrong checksum", with_wrong_checksum(array)),
        "dictionary": ("a dictionary that nobody has", with_dictionary(array)),
        "block-kind": ("a block of the reserved kind", blocks(0, b"\x07\x00\x00")),
    }
    return found | {
        name: damaged(8, about, of_sections((3, raw))) for name, (about, raw) in made.items()
    }


def arrays() -> dict[str, Vector]:
    """Frames of something else than an array of byte strings."""
    made = {
        "number": ("a number", b"\x01"),
        "bytes": ("bytes instead of an array", cbor.encode(ENCODED)),
        "text": ("text", cbor.encode("hello")),
        "number-0": ("the number 0", b"\x00"),
        "map": ("a map", cbor.encode({0: ENCODED})),
        "map-empty": ("an empty map", b"\xa0"),
        "null": ("null", b"\xf6"),
        "nothing": ("no value at all", b""),
        "item-text": ("an item that is text", cbor.encode([ENCODED, "x"])),
        "item-number": ("an item that is a number", cbor.encode([ENCODED, 0])),
        "item-array": ("an item that is an array", cbor.encode([[ENCODED]])),
        "item-null": ("an item that is null", cbor.encode([None])),
        "item-cut": ("an item that is longer than the group", b"\x81\x42\x00"),
        "item-huge": ("an item of 2^64 - 1 bytes", b"\x81\x5b" + b"\xff" * 8),
        "items-too-few": ("two items announced, one there", b"\x82\x41\x00"),
        "items-too-many": ("one item announced, two there", b"\x81\x41\x00\x41\x00"),
        "indefinite": ("an array without a length", b"\x9f\x41\x00\xff"),
        "item-indefinite": ("an item without a length", b"\x81\x5f\x41\x00\xff"),
        "long-head": ("an array with a longer head", b"\x98\x01\x41\x00"),
        "item-long-head": ("an item with a longer head", b"\x81\x58\x01\x00"),
        "tag": ("a tagged array", b"\xc1\x80"),
    }
    found = {
        name: damaged(8, f"a group that holds {about}", of_sections((3, frame(raw))))
        for name, (about, raw) in made.items()
    }
    for name, kind in (("vectors", 1), ("membership", 2)):
        found[f"number-in-{name}"] = damaged(
            8, f"a number among the {name}", of_sections((kind, frame(b"\x01")))
        )
    return found | {
        "items": too_large(
            "group_items",
            "a group that announces 200,001 items",
            of_sections((3, frame(b"\x9a" + (200_001).to_bytes(4)))),
        )
    }


def pieces() -> dict[str, Vector]:
    """Pieces that lie nowhere in their blob."""

    def piece(offset: int, total: int, data: bytes = b"data") -> bytes:
        return NAME + offset.to_bytes(8) + total.to_bytes(8) + data

    made = {
        "piece-head-cut": ("47 bytes", piece(0, 9, b"")[:47]),
        "piece-nothing": ("no bytes at all", b""),
        "piece-empty": ("nothing of the blob", piece(0, 9, b"")),
        "piece-beyond": ("a byte beyond the total", piece(6, 9)),
        "piece-offset": ("an offset beyond the total", piece(10, 9)),
        "piece-total-0": ("some of a blob of no bytes", piece(0, 0)),
        "piece-offset-largest": ("the largest number as offset", piece(2**64 - 1, 9)),
        "piece-wraps": ("an offset whose end is above 64 bits", piece(2**64 - 4, 3)),
    }
    return {
        name: damaged(8, f"a piece with {about}", of_sections((5, raw)))
        for name, (about, raw) in made.items()
    } | {
        "piece-total": too_large(
            "blob", "a piece of a blob of 2 GiB and a byte", of_sections((5, piece(0, 2**31 + 1)))
        )
    }
