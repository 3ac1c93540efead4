# SPDX-License-Identifier: GPL-3.0-or-later
"""The published cases as real input: imported, searched, edited, checked, rebuilt to the same digest."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bench.vaults import new_vault, open_again
from tests.cases.reading import FOLDER, Case, names, read

from protectnet.app.exporting import Exported
from protectnet.app.importing import Imported
from protectnet.app.presenting import Presenter
from protectnet.app.record_files import read_records
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.domain.fieldtypes import ReferenceTo
from protectnet.domain.kinds import KINDS
from protectnet.domain.values import Reference
from protectnet.store.search_text import question

WORDS_TRIED = 25


class Held:
    """A vault with one case in it, and the ids its records got."""

    def __init__(self, workspace: Workspace, case: Case) -> None:
        self.workspace = workspace
        self.case = case
        text = (FOLDER / f"{case.name}.json").read_text("utf-8")
        added = workspace.importing.add_all(read_records(text))
        self.by_key: dict[str, Imported] = {each.key: each for each in added}

    def id(self, key: str) -> str:
        return self.by_key[key].id.hex()

    def digest(self) -> bytes:
        [circle] = self.workspace.upkeep.status().circles
        return circle.state_digest


@pytest.fixture(params=names())
def held(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Held]:
    with new_vault(tmp_path / "vault") as workspace:
        yield Held(workspace, read(request.param))


def test_case_when_imported_then_every_record_is_there_and_counted(held: Held) -> None:
    counted = Counter(record["kind"] for record in held.case.records)
    status = held.workspace.upkeep.status()
    assert {name: count for name, count in status.kinds.items() if count} == counted
    assert set(held.by_key) == set(held.case.by_key)


def test_case_when_imported_then_every_link_leads_to_the_record_that_was_meant(held: Held) -> None:
    links = 0
    for record in held.case.records:
        stored = held.workspace.records.find(held.id(record["key"]))
        for field in stored.kind.fields:
            given = record.get(field.name)
            if not isinstance(field.type, ReferenceTo) or given is None:
                continue
            keys = given if isinstance(given, list) else [given]
            targets = {held.by_key[key.removeprefix("@")] for key in keys}
            expected = {Reference(KINDS.named(each.kind).number, each.id) for each in targets}
            found = stored.get(field.name)
            assert set(found if isinstance(found, tuple) else (found,)) == expected
            links += len(keys)
    assert links > 100


def test_case_when_its_titles_are_searched_then_each_record_is_found(held: Held) -> None:
    searched = 0
    for record in held.case.records[:: max(1, len(held.case.records) // WORDS_TRIED)]:
        if question(record["title"]) is None:
            continue
        kind = KINDS.named(record["kind"])
        listing = held.workspace.records.page(
            Query(kind=kind.name, search=record["title"], limit=500)
        )
        found = {each.record.id.hex() for each in listing.found}
        assert held.id(record["key"]) in found
        searched += 1
    assert searched >= WORDS_TRIED - 5


def test_case_when_shown_then_no_link_leads_nowhere_and_every_code_has_words(held: Held) -> None:
    presenter = Presenter(held.workspace)
    shown = [
        line.text for record in held.workspace.records.every() for line in presenter.lines(record)
    ]
    assert len(shown) > len(held.case.records)
    assert all(shown)
    assert [text for text in shown if "a record that is not here" in text] == []


def test_case_when_edited_checked_and_rebuilt_then_the_digest_is_the_same(
    held: Held, tmp_path: Path
) -> None:
    workspace, case = held.workspace, held.case
    imported = held.digest()
    risk = next(record for record in case.records if record["kind"] == "risk")
    actors = [held.id(record["key"]) for record in case.records if record["kind"] == "actor"]
    sources = [f"actor:{each}" for each in actors[:3]]
    workspace.editing.edit(
        held.id(risk["key"]), {"trend": "rising", "likelihood": 5, "sources": sources}
    )
    measure = next(record for record in case.records if record["kind"] == "measure")
    workspace.editing.delete(held.id(measure["key"]))
    document = next(record for record in case.records if record["kind"] == "document")
    workspace.editing.erase(held.id(document["key"]), reason="safety")
    edited = held.digest()
    assert edited != imported

    checked = workspace.upkeep.check()
    assert checked.records == len(case.records)
    rebuilt = workspace.upkeep.rebuild()
    assert rebuilt.operations == checked.operations
    assert held.digest() == edited
    workspace.upkeep.check()
    workspace.close()
    with open_again(tmp_path / "vault") as again:
        [circle] = again.upkeep.status().circles
        assert circle.state_digest == edited
        assert circle.records == len(case.records) - 2


def test_case_when_exported_and_imported_elsewhere_then_it_says_the_same(
    held: Held, tmp_path: Path
) -> None:
    text = "".join(Exported(held.workspace).pieces())
    with new_vault(tmp_path / "other") as other:
        other.importing.add_all(read_records(text))
        assert other.upkeep.status().kinds == held.workspace.upkeep.status().kinds
        assert content(other) == content(held.workspace)


def content(workspace: Workspace) -> Counter[str]:
    """What all records say, with the titles of those they link to in place of their ids."""
    presenter = Presenter(workspace)
    found: Counter[str] = Counter()
    for record in workspace.records.every():
        lines = {line.field.name: sorted(line.text.split("; ")) for line in presenter.lines(record)}
        found[json.dumps([record.kind.name, record.title, lines], ensure_ascii=False)] += 1
    return found
