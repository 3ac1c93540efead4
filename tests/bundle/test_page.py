# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/spec/bundle-v1.md says what the code does: its example, its limits and its numbers."""

import re
from hashlib import sha256
from pathlib import Path

import cbor2
import zstandard

from protectnet.bundle import groups, layout, manifest, packing, planning, reading
from protectnet.bundle.manifest import Section, SectionKind, sections_hash
from protectnet.bundle.planning import piece_head
from protectnet.envelope import MAX_RECIPIENTS
from protectnet.envelope.header import MAX_STANZAS
from protectnet.log.cbor import MAX_DEPTH
from tests.bundle.zstd_by_hand import group

PAGE = (Path(__file__).parents[2] / "docs" / "spec" / "bundle-v1.md").read_text("utf-8")
MIB = 1024**2
EXAMPLE = b"example"
BLOB_ID = bytes([7]) * 32


def of_page() -> dict[str, bytes]:
    """The names and values of the example; values may go over lines."""
    section = PAGE.split("## 8. Example")[1].split("\n## ")[0]
    joined = re.sub(r"\n {15}(?=\S)", "", section)
    found = re.findall(r"^    (\w+) +([0-9a-f]+)$", joined, re.MULTILINE)
    return {name: bytes.fromhex(value) for name, value in found}


def test_example_when_made_by_our_code_then_is_that_of_the_page() -> None:
    made = {
        SectionKind.RECORDS: group(EXAMPLE),
        SectionKind.PIECE: piece_head(BLOB_ID, 2, len(EXAMPLE)) + EXAMPLE[2:-1],
    }
    sections = [Section(kind, len(body), sha256(body).digest()) for kind, body in made.items()]
    assert of_page() == {
        "group": made[SectionKind.RECORDS],
        "piece": made[SectionKind.PIECE],
        "sections": cbor2.dumps([[each.kind, each.length, each.digest] for each in sections]),
        "part": sections_hash(sections),
    }


def test_example_when_read_as_the_page_says_then_is_what_the_page_says() -> None:
    page = of_page()
    assert cbor2.loads(zstandard.ZstdDecompressor().decompress(page["group"])) == [EXAMPLE]
    piece = page["piece"]
    offset, total = int.from_bytes(piece[32:40]), int.from_bytes(piece[40:48])
    assert (piece[:32], offset, total, piece[48:]) == (BLOB_ID, 2, 7, b"ampl")
    assert cbor2.loads(page["sections"]) == [
        [3, len(page["group"]), sha256(page["group"]).digest()],
        [5, len(piece), sha256(piece).digest()],
    ]
    assert page["part"] == sha256(page["sections"]).digest()


def test_limits_when_listed_then_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE.split("## 4. Limits")[1], re.MULTILINE)
    assert dict(rows[1:]) == {
        "stanzas of the header": f"{MAX_STANZAS}",
        "manifest with signature": f"{reading.MAX_SIGNED_BYTES // MIB} MiB",
        "recipients, circles": f"{manifest.MAX_RECIPIENTS}",
        "parts, sections of a part": f"{manifest.MAX_SECTIONS:,}",
        "a section that is no blob; all of them in one part": (
            f"{manifest.MAX_GROUP_SECTION_BYTES // MIB} MiB; {manifest.MAX_HELD_BYTES // MIB} MiB"
        ),
        "a group after decompression; its window; its byte strings": (
            f"{groups.MAX_GROUP_BYTES // MIB} MiB; {groups.MAX_WINDOW_BYTES // MIB} MiB; "
            f"{groups.MAX_ITEMS:,}"
        ),
        "all groups of a part after decompression": f"{groups.MAX_GROUP_BYTES // MIB} MiB",
        "a blob, in any of its sections": f"{manifest.MAX_BLOB_BYTES // MIB // 1024} GiB",
        "operations of one author in a bundle": "2,000,000",
        "nesting of CBOR": f"{MAX_DEPTH}",
    }
    assert manifest.MAX_RECIPIENTS == manifest.MAX_CIRCLES == MAX_RECIPIENTS
    assert manifest.MAX_SECTIONS == manifest.MAX_PARTS


def test_writer_when_described_then_does_as_the_page_says() -> None:
    words = " ".join(PAGE.split())
    assert f"files of at most {planning.MAX_PART_BYTES // MIB} MiB" in words
    assert layout.REPEATED_SHARE == 4
    assert "at most a quarter of it" in words
    assert f"about {packing.GROUP_BYTES // MIB} MiB before compression" in words


def test_kinds_when_listed_then_are_those_of_the_code() -> None:
    listed = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)
    assert [int(each) for each in listed] == [int(each) for each in SectionKind]
