# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the transcribed cases: records in the import format, the outline and where each fact went.

A case NAME is four things: ``NAME.json`` (records as ``import-json`` takes them),
``NAME.facts.txt`` (one leaf path of the published outline a line, such as ``incidents[3].actor``),
``NAME.placed.csv`` (columns ``path,record_key,field``; a fact may have several places) and a
section ``## NAME`` of ``UNPLACED.md`` with a row for each path whose place is ``UNPLACED``.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from protectnet.app.record_files import read_records

FOLDER = Path(__file__).parent
UNPLACED = "UNPLACED"
_ROW = re.compile(r"\| `(?P<path>[^`]+)` \| (?P<reason>[a-z_]+) \| (?P<why>.+) \|")
_REASON = re.compile(r"\| `(?P<reason>[a-z_]+)` \| .+ \|")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact went: a field of a record, or (``key`` is ``UNPLACED``) a reason code."""

    path: str
    key: str
    field: str


@dataclass(frozen=True, slots=True)
class Case:
    """One transcribed case."""

    name: str
    records: tuple[dict[str, Any], ...]
    paths: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def by_key(self) -> dict[str, dict[str, Any]]:
        """The records by their key in the file."""
        return {record["key"]: record for record in self.records}

    def unplaced(self) -> list[tuple[str, str]]:
        """Path and reason code of every fact, or part of one, that found no field."""
        return [(place.path, place.field) for place in self.places if place.key == UNPLACED]


def names() -> list[str]:
    """The names of the cases in this folder."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def read(name: str) -> Case:
    """The case of this name."""
    with (FOLDER / f"{name}.placed.csv").open(encoding="utf-8", newline="") as lines:
        places = tuple(
            Place(row["path"], row["record_key"], row["field"])
            for row in csv.DictReader(lines, strict=True)
        )
    return Case(
        name=name,
        records=tuple(
            given.values
            for given in read_records((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        ),
        paths=tuple((FOLDER / f"{name}.facts.txt").read_text(encoding="utf-8").splitlines()),
        places=places,
    )


def listed_as_unplaced(name: str) -> list[tuple[str, str]]:
    """Path and reason code of each row in the case's section of ``UNPLACED.md``."""
    text = (FOLDER / "UNPLACED.md").read_text(encoding="utf-8")
    _, _, section = text.partition(f"\n## {name}\n")
    section, _, _ = section.partition("\n## ")
    return [(row["path"], row["reason"]) for row in _ROW.finditer(section)]


def known_reasons() -> set[str]:
    """The reason codes that ``README.md`` explains."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    return {row["reason"] for row in _REASON.finditer(text)}


def links(value: object) -> Iterator[str]:
    """The keys that a field's JSON links to."""
    if isinstance(value, str) and value.startswith("@"):
        yield value[1:]
    elif isinstance(value, list):
        for each in value:
            yield from links(each)


def with_ids(value: object, kinds: dict[str, str]) -> object:
    """The JSON with every ``@key`` replaced by ``kind:id``, the id made from the key."""
    if isinstance(value, str) and value.startswith("@"):
        digest = hashlib.sha256(value[1:].encode()).hexdigest()[:32]
        return f"{kinds[value[1:]]}:{digest}"
    if isinstance(value, list):
        return [with_ids(each, kinds) for each in value]
    return value
