# SPDX-License-Identifier: GPL-3.0-or-later
"""Defects of ours, described and kept without contents."""

from datetime import date

import pytest

from protectnet import __version__
from protectnet.app.defects import MOST_KEPT, MOST_PLACES, Defect, DefectLog, defect_of
from protectnet.app.workspace import Workspace
from protectnet.store.store import Store

SECRET = "Yarumal"


def failing(word: str) -> BaseException:
    try:
        look_up(word)
    except KeyError as error:
        return error
    raise AssertionError


def look_up(word: str) -> None:
    raise KeyError(word)


def too_deep(depth: int) -> None:
    if depth:
        too_deep(depth - 1)
    raise ValueError(SECRET)


def test_defect_when_described_then_names_class_and_places_and_no_content() -> None:
    defect = defect_of(failing(SECRET))
    assert defect.name == "KeyError"
    assert [place.partition(":")[0] for place in defect.places] == ["test_defects.py"] * 2
    assert [place.partition(" ")[2] for place in defect.places] == ["failing", "look_up"]
    assert SECRET not in defect.report()
    assert defect.report().startswith(f"ProtectNet {__version__}: KeyError\n")


def test_defect_when_very_deep_then_the_innermost_places_are_told() -> None:
    with pytest.raises(ValueError) as failed:
        too_deep(100)
    defect = defect_of(failed.value)
    assert len(defect.places) == MOST_PLACES
    assert defect.places[-1].endswith(" too_deep")


def test_log_when_a_defect_is_kept_then_it_is_there_with_its_day(workspace: Workspace) -> None:
    assert workspace.defects.all() == []
    workspace.defects.keep(defect_of(failing(SECRET)))
    [kept] = workspace.defects.all()
    assert (kept.name, kept.version) == ("KeyError", __version__)
    assert kept.day == workspace.today.isoformat()
    assert SECRET not in str(kept.document())


def test_log_when_many_happened_then_the_newest_are_kept(store: Store) -> None:
    log = DefectLog(store, date(2027, 1, 2))
    for number in range(MOST_KEPT + 5):
        log.keep(Defect(f"Error{number}", ()))
    assert [each.name for each in log.all()] == [f"Error{n}" for n in range(5, MOST_KEPT + 5)]


def test_log_when_the_store_cannot_be_written_then_the_defect_itself_is_not_hidden(
    workspace: Workspace, store: Store
) -> None:
    store.close()
    workspace.defects.keep(Defect("KeyError", ()))
