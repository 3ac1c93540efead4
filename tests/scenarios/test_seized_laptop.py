# SPDX-License-Identifier: GPL-3.0-or-later
"""Three laptops, and one of them is seized: it is cut off, and its last honest notes are found."""

from pathlib import Path

from tests.scenarios.laptops import CIRCLE, digest, opened, prepare

from protectnet.app.workspace import Workspace
from protectnet.sync.readers import Reason

THREE = ("river", "hill", "lake")


def _hand(giving: Workspace, taking: Workspace, stick: Path) -> None:
    bundle = giving.giving.write([taking.devices.card().code_name], stick, circle=CIRCLE).path
    taking.taking.accept(bundle)
    bundle.unlink()


def _titles(workspace: Workspace) -> set[str]:
    return {each.title for each in workspace.records.every()}


def _note(workspace: Workspace, title: str) -> None:
    workspace.editing.add("incident", {"title": title}, circle=CIRCLE)


def _news(workspace: Workspace) -> list[tuple[str, int, int]]:
    return [(each.act, each.knows, each.total) for each in workspace.members.of(CIRCLE).news]


def test_laptop_when_seized_then_it_is_cut_off_and_its_last_notes_are_accepted(
    tmp_path: Path,
) -> None:
    prepare(tmp_path, THREE)
    river, hill, lake = (opened(tmp_path, name) for name in THREE)
    with river, hill, lake:
        _note(lake, "before the raid")
        _hand(lake, river, tmp_path)
        _note(lake, "last night")
        _hand(lake, hill, tmp_path)
        assert _titles(hill) == {"last night", "before the raid"}

        river.member_acts.suspend(CIRCLE, "lake")
        river.member_acts.remove(CIRCLE, "lake")
        assert _news(river) == [("removed", 1, 2), ("suspended", 1, 2)]
        _hand(hill, river, tmp_path)
        assert _titles(river) == {"before the raid"}

        _hand(river, hill, tmp_path)
        assert _titles(hill) == {"before the raid"}
        assert _news(hill) == [("removed", 2, 2), ("suspended", 2, 2)]
        assert digest(river) == digest(hill)
        reasons = {each.circle: each.reason for each in hill.giving.plan(["lake"]).held_back}
        assert reasons[CIRCLE] is Reason.REMOVED

        [found] = river.quarantine.all()
        assert (found.name, found.changes) == ("lake", 1)
        river.quarantine.accept(CIRCLE, "lake")
        assert river.quarantine.all() == []
        assert _titles(river) == {"last night", "before the raid"}
        _hand(river, hill, tmp_path)
        assert _titles(hill) == {"last night", "before the raid"}
        assert digest(river) == digest(hill)
        assert "lake" not in {each.name for each in hill.members.of(CIRCLE).members}
