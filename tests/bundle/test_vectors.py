# SPDX-License-Identifier: GPL-3.0-or-later
"""The vectors of tests/vectors/bundle-v1: made again the same, and each read with its outcome."""

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from protectnet.bundle.errors import BundleDamaged, BundleError, BundleTooLarge
from protectnet.bundle.opening import OpenedBundle, open_bundle, take_blobs
from protectnet.log.errors import LogError, Malformed
from protectnet.log.segment import decode_segment, verify_segment
from protectnet.log.vector import decode_vector, verify_vector
from tests.bundle.samples import READER, READER_KEY, Taken, device_of
from tests.bundle.vectors import CONTENTS, FOLDER, OPENS, OUTCOMES, kept, parse
from tests.bundle.vectors_write import made

KEPT = kept()
LARGEST = 20 * 1024


def outcome_of(raw: bytes) -> tuple[str, int, str, tuple[str, ...]]:
    """Outcome, check, limit and contents, as a vector says them."""
    taken = Taken()
    try:
        opened = open_bundle(io.BytesIO(raw), [READER_KEY], device_of(READER))
        take_blobs(io.BytesIO(raw), [READER_KEY], opened, taken)
    except BundleDamaged as error:
        return error.code, int(str(error.facts["check"])), "", ()
    except BundleTooLarge as error:
        return error.code, 0, str(error.facts["limit"]), ()
    except BundleError as error:
        return error.code, 0, "", ()
    return OPENS, 0, "", tuple(described(opened, taken))


def described(opened: OpenedBundle, taken: Taken) -> Iterator[str]:
    """What stands in a bundle, a line for each thing."""
    manifest = opened.manifest
    yield f"part {manifest.part} of {len(manifest.part_hashes)} by {manifest.sender.hex()}"

    def vector(item: bytes) -> None:
        verify_vector(decode_vector(item), manifest.keys)

    def segment(item: bytes) -> None:
        verify_segment(decode_segment(item), manifest.keys)

    yield from lines("vector", opened.vectors, vector)
    yield from lines("membership", opened.membership, segment)
    for number, log in enumerate(opened.logs, 1):
        yield from lines(f"log {number}", log, segment)
    for blob in opened.blobs:
        assert hashlib.sha256(taken.blobs[blob.digest]).digest() == blob.digest
        yield f"blob {blob.digest.hex()} {blob.length}"
    for piece in opened.pieces:
        assert len(taken.pieces[piece.blob][piece.offset]) == piece.length
        yield f"piece {piece.blob.hex()} {piece.offset}+{piece.length}/{piece.total}"


def lines(what: str, items: Iterable[bytes], check: Callable[[bytes], None]) -> Iterator[str]:
    """A line for each item: its SHA-256 and what the log says of it."""
    for item in items:
        name = hashlib.sha256(item).hexdigest()
        try:
            check(item)
        except Malformed as error:
            yield f"{what} {name} {error.code} {error.rule}"
        except LogError as error:
            yield f"{what} {name} {error.code}"
        else:
            yield f"{what} {name} verified"


@pytest.mark.parametrize("name", list(KEPT))
def test_vector_when_read_then_comes_to_its_outcome(name: str) -> None:
    vector = KEPT[name]
    assert outcome_of(vector.raw) == (vector.outcome, vector.check, vector.limit, vector.holds)


def test_vectors_when_made_again_then_are_the_same_files() -> None:
    again = made()
    assert again.keys() == KEPT.keys()
    for name, vector in again.items():
        assert (FOLDER / f"{name}.txt").read_text("utf-8") == vector.text()
        assert parse(vector.text()) == vector


def test_vectors_when_counted_then_every_outcome_check_and_limit_of_reading_has_some() -> None:
    assert {each.outcome for each in KEPT.values()} == set(OUTCOMES)
    checks = [int(name[1]) for name, each in KEPT.items() if each.outcome != OPENS]
    assert min(checks.count(number) for number in range(1, 9)) >= 3
    for name, vector in KEPT.items():
        assert vector.check in {0, 0 if vector.outcome == OPENS else int(name[1])}, name
    assert {each.check for each in KEPT.values()} == {0, 1, 2, 3, 4, 7, 8}
    # The others would make large files, or are of writing.
    missing = {"header_bytes", "parts", "sections", "part", "total", "operations"}
    limits = {each.limit for each in KEPT.values()} - {""}
    assert limits == BundleTooLarge.LIMITS - missing
    assert len(KEPT) >= 60


def test_vectors_when_weighed_then_are_small_and_no_two_are_the_same() -> None:
    assert max(len(each.raw) for each in KEPT.values()) < LARGEST
    assert len({each.raw for each in KEPT.values()}) == len(KEPT)
    assert len({each.about for each in KEPT.values()}) > len(KEPT) - 12


def test_readme_when_it_lists_outcomes_then_they_are_these() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", readme, re.MULTILINE))
    assert listed == OUTCOMES | CONTENTS


def test_items_when_listed_then_their_outcomes_are_in_the_closed_list() -> None:
    found = set()
    for vector in KEPT.values():
        for line in vector.holds:
            what, *rest = line.split()
            if what in {"vector", "membership", "log"}:
                found.add(rest[2 if what == "log" else 1])
    assert found == set(CONTENTS)
