# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the sample network as a demonstration would load it: given records, and then as records."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from protectnet.app.record_files import RESERVED, GivenRecord, read_records
from protectnet.app.sample_dates import shift_dates
from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.draft import Change, check_draft
from protectnet.domain.ids import CircleId, RecordId
from protectnet.domain.kinds import KINDS
from protectnet.domain.record import Existence, Record
from protectnet.domain.rules.activity import counts_as_active
from protectnet.domain.rules.band import Band, assess
from protectnet.domain.rules.situation import situation
from protectnet.domain.values import Value
from protectnet.files import resource

FOLDER = resource("sample")
MANIFEST: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
SAMPLE_DAY = date.fromisoformat(MANIFEST["sample_day"])
FILES: list[str] = MANIFEST["files"]
VOCABULARIES = Vocabularies()


def given(name: str, days: int = 0) -> list[GivenRecord]:
    """The records of one file as they stand in it, with dates moved by ``days``."""
    return shift_dates(read_records((FOLDER / name).read_text(encoding="utf-8")), days)


def links(value: object) -> Iterator[str]:
    """The keys that a field's JSON links to."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each.startswith("@"):
            yield each[1:]


def changes(name: str, record: Mapping[str, object], kinds: Mapping[str, str]) -> list[Change]:
    """The record checked as a draft; ``kinds`` are those of the file's keys."""
    fields = {
        field: _with_ids(name, value, kinds)
        for field, value in record.items()
        if field not in RESERVED
    }
    return check_draft(KINDS.named(str(record["kind"])), fields, VOCABULARIES, is_new=True)


def kinds_of(records: list[GivenRecord]) -> dict[str, str]:
    """Key → kind."""
    return {str(each.values["key"]): str(each.values["kind"]) for each in records}


def _id(name: str, key: str) -> bytes:
    return hashlib.sha256(f"{name}:{key}".encode()).digest()[:16]


def _with_ids(name: str, value: object, kinds: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_with_ids(name, each, kinds) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        return f"{kinds[value[1:]]}:{_id(name, value[1:]).hex()}"
    return value


def _record(name: str, row: GivenRecord, kinds: Mapping[str, str], today: date) -> Record:
    values: dict[str, Value | tuple[Value, ...]] = {}
    for each in changes(name, row.values, kinds):
        field, plain = each.field, each.plain
        if field.type.is_set and isinstance(plain, list):
            values[field.name] = tuple(field.type.value(item) for item in plain)
        else:
            values[field.name] = field.type.value(plain)
    return Record(
        id=RecordId(_id(name, str(row.values["key"]))),
        kind=KINDS.named(str(row.values["kind"])),
        circle=CircleId(bytes(16)),
        existence=Existence.LIVE,
        values=values,
        plain={},
        contradictions={},
        recorded_on=today,
        changed_on=today,
    )


@dataclass(frozen=True)
class Network:
    """What one vault holds, on the day on which it was loaded."""

    today: date
    records: tuple[Record, ...]

    def of(self, kind: str) -> list[Record]:
        """The records of one kind."""
        return [each for each in self.records if each.kind.name == kind]

    def by_id(self) -> dict[RecordId, Record]:
        """The records by their id."""
        return {each.id: each for each in self.records}

    def bands(self) -> dict[RecordId, Band]:
        """The band of each risk."""
        now = situation(self.records, VOCABULARIES("act_type"), self.today)
        return {risk.id: assess(risk, now) for risk in self.of("risk")}

    def high_risks(self) -> list[Record]:
        """The risks whose band is high or extreme."""
        bands = self.bands()
        return [each for each in self.of("risk") if bands[each.id].is_at_least_high]

    def active(self, risk: Record) -> list[Record]:
        """The measures for a risk that count as active."""
        return [
            each
            for each in self.of("measure")
            if risk.id in each.references("risks")
            and counts_as_active(each, self.records, self.today)
        ]

    def ago(self, record: Record, field: str) -> int | None:
        """How many days before today the last day of a date lies; below 0 for days to come."""
        span = record.span(field)
        return (self.today - span.last).days if span and span.last else None


def network(days: int, names: Iterable[str] = FILES) -> Network:
    """The network (or some of its files alone) loaded ``days`` after its own day."""
    today = SAMPLE_DAY + timedelta(days=days)
    found: list[Record] = []
    for name in names:
        rows = given(name, days)
        kinds = kinds_of(rows)
        found.extend(_record(name, row, kinds, today) for row in rows)
    return Network(today, tuple(found))


def codes(records: Iterable[Record], field: str) -> set[str]:
    """The codes that any of the records has in a field."""
    return {code for each in records for code in each.codes(field)}


def linked(records: Iterable[Record], field: str) -> frozenset[RecordId]:
    """The ids that any of the records links to."""
    return frozenset(id_ for each in records for id_ in each.references(field))


def undelivered(found: Network) -> list[Record]:
    """What a body was told to do and has not done, as far as anybody knows."""
    return [
        each
        for each in found.of("measure")
        if each.text("status") == "granted_not_delivered" and not each.text("delivered")
    ]
