# SPDX-License-Identifier: GPL-3.0-or-later
"""What is exported comes back by import: same counts, same words found, links kept."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.app.disagreeing import changes_of, delete_elsewhere, disagree
from tests.bench.vaults import new_vault
from tests.strategies import drafts, json_values

from protectnet.app.exporting import Exported
from protectnet.app.presenting import Presenter
from protectnet.app.record_files import fields_of, read_records
from protectnet.app.records import Query
from protectnet.app.vocabularies import Vocabularies
from protectnet.app.workspace import Workspace
from protectnet.domain.ids import RecordId
from protectnet.domain.kinds import KINDS
from protectnet.domain.values import Plain

VOCABULARIES = Vocabularies()
ANY_RECORD = st.sampled_from(KINDS.shared).flatmap(
    lambda kind: st.tuples(st.just(kind.name), drafts(kind, VOCABULARIES))
)


def text_of(workspace: Workspace, *circles: str) -> str:
    return "".join(Exported(workspace, circles).pieces())


def shown(workspace: Workspace) -> list[tuple[str, dict[str, object]]]:
    """Every record without its id, links as the title and kind of what they lead to."""
    presenter = Presenter(workspace)
    found = []
    for record in workspace.records.every():
        document = presenter.document_with_titles(record)
        titles: Any = document.get("titles", {})
        fields = json.loads(json.dumps(fields_of(document)))
        found.append((record.kind.name, _with_titles(fields, titles)))
    return sorted(found, key=repr)


def _with_titles(value: Any, titles: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _with_titles(each, titles) for name, each in value.items()}
    if isinstance(value, list):
        return sorted((_with_titles(each, titles) for each in value), key=repr)
    return titles.get(value, value) if isinstance(value, str) else value


@settings(max_examples=10)
@given(records=st.lists(ANY_RECORD, min_size=1, max_size=8), data=st.data())
def test_export_when_imported_into_a_new_vault_then_it_says_the_same(
    tmp_path_factory: Any, records: list[tuple[str, dict[str, object]]], data: st.DataObject
) -> None:
    folder: Path = tmp_path_factory.mktemp("export")
    with new_vault(folder / "one") as one, new_vault(folder / "two") as two:
        for kind, draft in records:
            one.editing.add(kind, draft)
        police = one.editing.add("actor", {"title": "Police"}).id.hex()
        one.editing.add("risk", {"title": "Ford", "sources": [police]})
        exported = text_of(one)
        two.importing.add_all(read_records(exported))
        assert shown(two) == shown(one)
        assert two.upkeep.status().kinds == one.upkeep.status().kinds
        for _kind, draft in records:
            words = str(draft["title"])
            found = [each.records.page(Query(search=words)).total for each in (one, two)]
            assert found[0] == found[1]
        [ford] = two.records.page(Query(kind="risk", where=(("title", "Ford"),))).found
        assert set(two.records.titles(list(_links(two, ford.record.id.hex()))).values()) == {
            "Police"
        }


def _links(workspace: Workspace, record: str) -> Any:
    found = workspace.records.find(record).get("sources")
    return found if isinstance(found, tuple) else ()


def disputed(workspace: Workspace, data: st.DataObject, record_id: str) -> None:
    """Let people disagree on some of the registers of a record, and on whether it is there."""
    kind = workspace.records.find(record_id).kind
    registers = [each for each in kind.fields if not each.type.is_set and each.name != "title"]
    for field in data.draw(st.lists(st.sampled_from(registers), max_size=3, unique=True)):
        forms = json_values(field.type, VOCABULARIES)
        parsed = forms.map(partial(field.type.parse, vocabularies=VOCABULARIES))
        several = st.lists(st.none() | parsed, min_size=2, max_size=3, unique_by=repr)
        disagree(workspace, record_id, field.name, *data.draw(several))
    if data.draw(st.booleans()):
        delete_elsewhere(workspace, record_id, *changes_of(workspace, record_id, "title"))


def digest(workspace: Workspace) -> bytes:
    """What the vault shows of its first circle."""
    return workspace.upkeep.status().circles[0].state_digest


def imported_as_they_are(workspace: Workspace, text: str) -> None:
    """Import an export into a vault that gives each record the id that it had."""
    given = read_records(text)
    ids = iter([RecordId(bytes.fromhex(str(each.values["id"]))) for each in given])
    workspace.importing._writer.new_id = lambda: next(ids)
    workspace.importing.add_all(given)


@settings(max_examples=20)
@given(records=st.lists(ANY_RECORD, min_size=1, max_size=4), data=st.data())
def test_export_when_people_disagree_then_imported_it_has_the_same_digest(
    tmp_path_factory: Any, records: list[tuple[str, dict[str, object]]], data: st.DataObject
) -> None:
    folder: Path = tmp_path_factory.mktemp("export")
    with new_vault(folder / "one") as one, new_vault(folder / "two") as two:
        for kind, draft in records:
            disputed(one, data, one.editing.add(kind, draft).id.hex())
        exported = text_of(one)
        imported_as_they_are(two, exported)
        assert digest(two) == digest(one)
        assert text_of(two) == exported
        two.upkeep.check()


def test_export_when_people_disagree_then_every_value_goes_and_comes_back(
    workspace: Workspace, risk: str, tmp_path: Path
) -> None:
    review = workspace.editing.add("measure_review", {"title": "After a month"}).id.hex()
    measures = [
        workspace.editing.add("measure", {"title": title}).id for title in ("Boats", "Radio")
    ]
    disagree(workspace, risk, "trend", "rising", None)
    links: list[Plain] = [[KINDS.named("measure").number, each] for each in measures]
    disagree(workspace, review, "measure", *links)
    delete_elsewhere(workspace, risk, *changes_of(workspace, risk, "title"))
    exported = {each["id"]: each for each in json.loads(text_of(workspace))}
    assert exported[risk]["contradictions"] == {"trend": [None, "rising"]}
    assert exported[risk]["existence"] == "deleted_but_edited"
    assert "trend" not in exported[risk]
    with new_vault(tmp_path / "other") as other:
        imported = other.importing.add_all(read_records(text_of(workspace)))
        added = {each.key: each.id.hex() for each in imported}
        again = other.contradictions.of(other.records.find(added[risk]))
        assert [each.plain for each in again.contradictions[0].values] == [None, "rising"]
        assert again.deletion is not None
        [linked] = other.contradictions.of(other.records.find(added[review])).contradictions
        ids = [bytes.fromhex(added[each.hex()]) for each in measures]
        assert [each.plain[1] for each in linked.values] == ids  # type: ignore[index]


def test_export_when_there_is_nothing_then_it_is_an_empty_array(workspace: Workspace) -> None:
    exported = Exported(workspace)
    assert json.loads("".join(exported.pieces())) == []
    assert exported.count == 0


def test_export_when_circles_are_named_then_only_their_records_go(workspace: Workspace) -> None:
    workspace.create_circle("river")
    workspace.editing.add("risk", {"title": "Ford"}, circle="river")
    workspace.editing.add("risk", {"title": "Bridge"})
    [only] = json.loads(text_of(workspace, "river"))
    assert (only["title"], only["circle"]) == ("Ford", "river")
    assert len(json.loads(text_of(workspace))) == 2


def test_export_when_records_are_deleted_or_erased_then_they_stay_here(
    workspace: Workspace, risk: str
) -> None:
    gone = workspace.editing.add("risk", {"title": "Bridge"}).id.hex()
    workspace.editing.delete(risk)
    workspace.editing.erase(gone, reason="safety")
    assert json.loads(text_of(workspace)) == []


def test_export_when_a_file_is_attached_then_its_name_goes_and_the_import_says_what_is_missing(
    workspace: Workspace, risk: str, notes: Path, tmp_path: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    with new_vault(tmp_path / "other") as other:
        [added] = other.importing.add_all(read_records(text_of(workspace)))
        assert added.left_out == ("notes.txt",)
        assert added.key == risk
