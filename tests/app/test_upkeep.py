# SPDX-License-Identifier: GPL-3.0-or-later
"""What a vault holds, whether all of it is right, and its tables made anew."""

import pytest

from protectnet.app.workspace import Workspace
from protectnet.domain.kinds import KINDS
from protectnet.log.errors import RootMismatch
from protectnet.store.errors import ProjectionDiffers
from protectnet.store.store import Store


def test_status_when_the_vault_is_new_then_everything_is_counted_as_nothing(
    workspace: Workspace,
) -> None:
    found = workspace.upkeep.status()
    assert found.day == workspace.today
    assert found.kinds == {kind.name: 0 for kind in KINDS.shared}
    [circle] = found.circles
    assert (circle.name, circle.records, circle.newer_records) == ("home", 0, 0)
    assert [head.number for head in found.heads] == [0]


def test_status_when_records_come_and_go_then_those_shown_are_counted(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")
    workspace.editing.add("actor", {"title": "Police"}, circle="river")
    deleted = workspace.editing.add("risk", {"title": "Bridge"})
    workspace.editing.delete(deleted.id.hex())
    found = workspace.upkeep.status()
    assert {name: count for name, count in found.kinds.items() if count} == {"risk": 1, "actor": 1}
    assert {each.name: each.records for each in found.circles} == {"home": 1, "river": 1}


def test_status_when_a_record_changes_then_its_circle_alone_has_another_digest(
    workspace: Workspace, risk: str
) -> None:
    workspace.create_circle("river")

    def digests() -> dict[str, bytes]:
        return {each.name: each.state_digest for each in workspace.upkeep.status().circles}

    before = digests()
    workspace.editing.edit(risk, {"trend": "rising"})
    after = digests()
    assert before["home"] != after["home"]
    assert before["river"] == after["river"]
    workspace.editing.edit(risk, {"trend": None})
    assert workspace.records.find(risk).get("trend") is None


def test_status_when_written_as_json_then_bytes_are_hexadecimal(workspace: Workspace) -> None:
    document = workspace.upkeep.status().document()
    circles, heads = document["circles"], document["heads"]
    assert isinstance(circles, list)
    assert isinstance(heads, list)
    assert len(bytes.fromhex(circles[0]["state_digest"])) == 32
    assert len(bytes.fromhex(heads[0]["hash"])) == 32


def test_check_when_all_is_well_then_says_what_was_looked_at(
    workspace: Workspace, risk: str
) -> None:
    told: list[tuple[int, int]] = []
    found = workspace.upkeep.check(lambda *way: told.append(way))
    assert found.records == 1
    assert found.operations >= 1
    assert told


def test_check_when_a_signed_change_was_altered_then_says_so(
    workspace: Workspace, store: Store, risk: str
) -> None:
    workspace.upkeep.seal()
    with store.transaction():
        store.db.run(
            "UPDATE operation SET bytes = CAST(replace(bytes, ?, ?) AS BLOB) WHERE instr(bytes, ?)",
            (b"ford", b"fort", b"ford"),
        )
    with pytest.raises(RootMismatch):
        workspace.upkeep.check()


def test_rebuild_when_the_tables_were_altered_then_they_say_what_the_log_says(
    workspace: Workspace, store: Store, risk: str
) -> None:
    before = workspace.upkeep.status()
    with store.transaction():
        store.db.run("UPDATE record SET title = 'x' WHERE title LIKE '%ford%'")
    with pytest.raises(ProjectionDiffers):
        workspace.upkeep.check()
    rebuilt = workspace.upkeep.rebuild()
    assert rebuilt.document() == {"rebuilt": True, "operations": rebuilt.operations}
    workspace.upkeep.check()
    assert workspace.upkeep.status() == before
    assert workspace.records.find(risk).title == "Armed men at the ford"
