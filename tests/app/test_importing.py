# SPDX-License-Identifier: GPL-3.0-or-later
"""Many records from a file: all or nothing, links by the file's own keys, each fault by line and field."""

import json

import pytest
from tests.app.refusing import refused_everywhere

from protectnet.app import importing
from protectnet.app.circles import MayNotWrite, UnknownCircle
from protectnet.app.importing import ImportProblem, ImportRefused
from protectnet.app.record_files import read_records
from protectnet.app.workspace import Workspace
from protectnet.store import segments
from protectnet.store.errors import Cancelled

NETWORK = """
{"kind": "risk", "key": "ford", "title": "Armed men at the ford", "sources": ["@candiles"]}
{"kind": "actor", "key": "candiles", "title": "Los Candiles"}
{"kind": "measure", "title": "Two boats", "risks": ["@ford"], "done_by": ["@candiles"]}
"""


def add(workspace: Workspace, text: str, circle: str | None = None) -> list[importing.Imported]:
    return workspace.importing.add_all(read_records(text), circle=circle)


def problems(workspace: Workspace, text: str) -> list[tuple[int, str, str]]:
    before = segments.count_operations(workspace._store)
    with pytest.raises(ImportRefused) as refusal:
        add(workspace, text)
    assert segments.count_operations(workspace._store) == before
    assert list(workspace.records.every()) == []
    found = refusal.value.facts["problems"]
    assert isinstance(found, tuple)
    assert all(isinstance(each, ImportProblem) for each in found)
    return [(each.line, each.field, each.reason) for each in found]


def test_import_when_records_link_by_key_then_the_links_lead_to_them(workspace: Workspace) -> None:
    added = {each.key: each for each in add(workspace, NETWORK)}
    assert [each.kind for each in added.values()] == ["risk", "actor", "measure"]
    ford = workspace.records.find(added["ford"].id.hex())
    assert ford.references("sources") == {added["candiles"].id}
    [measure] = [each for each in workspace.records.every() if each.kind.name == "measure"]
    assert measure.references("risks") == {ford.id}
    assert measure.references("done_by") == {added["candiles"].id}


def test_import_when_a_link_is_a_whole_id_then_it_is_kept_whether_held_or_not(
    workspace: Workspace,
) -> None:
    held = workspace.editing.add("actor", {"title": "Police"}).id.hex()
    links = [f"actor:{held}", "actor:" + "cd" * 16]
    text = json.dumps({"kind": "risk", "title": "Ford", "sources": links})
    [added] = add(workspace, text)
    assert {
        each.hex() for each in workspace.records.find(added.id.hex()).references("sources")
    } == {
        held,
        "cd" * 16,
    }


def test_import_when_exported_ids_stand_in_links_then_they_become_the_new_ones(
    workspace: Workspace,
) -> None:
    old = "ab" * 16
    text = json.dumps(
        [
            {"kind": "actor", "id": old, "title": "Police"},
            {"kind": "risk", "title": "Ford", "sources": [f"actor:{old}"]},
        ]
    )
    police, ford = add(workspace, text)
    assert police.id.hex() != old
    assert workspace.records.find(ford.id.hex()).references("sources") == {police.id}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"kind": "rumour", "title": "x"}', [(1, "kind", "unknown_kind")]),
        ('{"kind": "trusted_device", "title": "x"}', [(1, "kind", "unknown_kind")]),
        ('{"kind": ["risk"], "title": "x"}', [(1, "kind", "unknown_kind")]),
        ('{"title": "x"}', [(1, "kind", "missing")]),
        ('{"kind": "risk"}', [(1, "title", "missing")]),
        ('\n{"kind": "risk", "title": "x", "likelihood": 9}', [(2, "likelihood", "out_of_range")]),
        ('{"kind": "risk", "title": "x", "colour": 1}', [(1, "colour", "unknown_field")]),
        ('{"kind": "risk", "title": "x", "sources": ["@no"]}', [(1, "sources", "unknown_key")]),
        ('{"kind": "risk", "title": "x", "sources": ["@"]}', [(1, "sources", "unknown_key")]),
        ('{"kind": "risk", "title": "x", "key": 7}', [(1, "key", "not_text")]),
        ('{"kind": "risk", "title": "x", "circle": "lake"}', [(1, "circle", "unknown_circle")]),
        (
            '{"kind": "risk", "key": "a", "title": "x"}\n{"kind": "risk", "key": "a", "title": "y"}',
            [(2, "key", "key_twice")],
        ),
        (
            '{"kind": "risk", "key": "a", "title": "x"}\n'
            '{"kind": "risk", "title": "y", "sources": ["@a"]}',
            [(2, "sources", "wrong_kind")],
        ),
        (
            '{"kind": "risk", "title": "x", "attachments": [{"file": "a.txt"}]}',
            [(1, "attachments", "not_an_attachment")],
        ),
        (
            '{"kind": "risk", "title": "x", "trend": "same", '
            '"contradictions": {"trend": ["rising", "same"]}}',
            [(1, "trend", "not_the_first")],
        ),
        (
            '{"kind": "risk", "title": "x", "contradictions": {"trend": ["rising", "up"]}}',
            [(1, "trend", "unknown_code")],
        ),
        (
            '{"kind": "risk", "title": "x", "contradictions": {"trend": ["rising", "rising"]}}',
            [(1, "trend", "given_twice")],
        ),
        (
            '{"kind": "risk", "title": "x", "contradictions": {"trend": "rising"}}',
            [(1, "trend", "not_a_list")],
        ),
        (
            '{"kind": "risk", "title": "x", "contradictions": {"trend": []}}',
            [(1, "trend", "out_of_range")],
        ),
        (
            '{"kind": "risk", "title": "x", "contradictions": {"feared_acts": [["x.a"], ["x.b"]]}}',
            [(1, "feared_acts", "no_register")],
        ),
        (
            '{"kind": "risk", "title": "x", "contradictions": {"colour": [1, 2]}}',
            [(1, "colour", "unknown_field")],
        ),
        (
            '{"kind": "risk", "title": "x", "contradictions": ["trend"]}',
            [(1, "contradictions", "unknown_field")],
        ),
        (
            '{"kind": "measure_review", "title": "x", "contradictions": {"measure": ["@a", null]}}',
            [(1, "measure", "unknown_key")],
        ),
        (
            '{"kind": "risk", "title": "x", "attachments": ["a.txt"]}',
            [(1, "attachments", "not_an_attachment")],
        ),
    ],
)
def test_import_when_something_is_wrong_then_line_field_and_reason_are_named(
    workspace: Workspace, text: str, found: list[tuple[int, str, str]]
) -> None:
    assert problems(workspace, text) == found


def test_import_when_much_is_wrong_then_all_is_named_in_the_order_of_lines(
    workspace: Workspace,
) -> None:
    text = (
        '{"kind": "risk", "title": "good"}\n'
        '{"kind": "risk", "title": "x", "sources": ["@gone"], "likelihood": 0, "impact": "bad"}\n'
        '{"kind": "gone", "key": "gone", "title": "x"}\n'
        '{"kind": "risk", "key": "b"}'
    )
    assert problems(workspace, text) == [
        (2, "likelihood", "out_of_range"),
        (2, "impact", "not_a_number"),
        (3, "kind", "unknown_kind"),
        (4, "title", "missing"),
    ]


def test_import_when_one_circle_is_unknown_in_many_records_then_it_is_named_once(
    workspace: Workspace,
) -> None:
    text = '{"kind": "risk", "title": "x", "circle": "lake"}\n' * 3
    assert problems(workspace, text) == [(1, "circle", "unknown_circle")]


def test_import_when_there_are_more_faults_than_can_be_read_then_they_are_counted(
    workspace: Workspace,
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        add(workspace, '{"kind": "risk"}\n' * 150)
    problems = refusal.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert (len(problems), refusal.value.facts["count"]) == (importing.MAX_PROBLEMS, 150)


def test_import_when_circles_are_named_then_each_goes_there_unless_all_are_sent_elsewhere(
    workspace: Workspace,
) -> None:
    workspace.create_circle("river")
    workspace.create_circle("lake")
    text = '{"kind": "risk", "title": "a", "circle": "river"}\n{"kind": "risk", "title": "b"}'

    def circles(added: list[importing.Imported]) -> list[str]:
        found = [workspace.records.find(each.id.hex()) for each in added]
        return [workspace.circles.name_of(each.circle) for each in found]

    assert circles(add(workspace, text)) == ["river", "home"]
    assert circles(add(workspace, text, circle="lake")) == ["lake", "lake"]
    with pytest.raises(UnknownCircle):
        add(workspace, text, circle="sea")


def test_import_when_an_export_lists_attached_files_then_they_are_left_out_and_named(
    workspace: Workspace,
) -> None:
    files = [{"name": "a.txt", "media_type": "text/plain", "size": 3, "sha256": "00" * 32}]
    text = json.dumps({"kind": "risk", "title": "Ford", "attachments": files})
    [added] = add(workspace, text)
    assert added.left_out == ("a.txt",)
    assert workspace.records.find(added.id.hex()).get("attachments") is None


def test_import_when_it_is_stopped_then_nothing_was_added(workspace: Workspace) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    text = '{"kind": "risk", "title": "x"}\n' * 250
    with pytest.raises(Cancelled):
        workspace.importing.add_all(read_records(text), progress=stop)
    assert list(workspace.records.every()) == []
    workspace.editing.add("risk", {"title": "afterwards"})
    workspace.upkeep.check()


def test_import_when_this_device_may_only_read_the_circle_then_nothing_is_added(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused_everywhere(workspace, monkeypatch)
    with pytest.raises(MayNotWrite):
        add(workspace, NETWORK)
    assert list(workspace.records.every()) == []


def test_import_when_asked_then_tells_how_far_it_is(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []
    text = '{"kind": "risk", "title": "x"}\n' * 3
    workspace.importing.add_all(read_records(text), progress=lambda *way: told.append(way))
    assert told == [(0, 3), (3, 3)]
