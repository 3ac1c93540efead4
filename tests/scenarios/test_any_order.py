# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of a history come in any order, some twice: what is shown in the end is the same."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scenarios.handing import Pair
from tests.scenarios.laptops import CIRCLE, copied, digest, opened, told

from protectnet.app.workspace import Workspace
from protectnet.store import segments
from protectnet.store.parking import parked


@pytest.fixture
def pieces(pair: Pair) -> list[Path]:
    """Files that each hold one stretch of changes of a history in which later ones build on others."""
    river = pair.river
    for number in range(3):
        risk = river.editing.add("risk", {"title": f"Risk {number}", "impact": 1}, circle=CIRCLE)
        river.upkeep.seal()
        river.editing.edit(risk.id.hex(), {"impact": number + 2})
        river.upkeep.seal()
    river.editing.delete(river.editing.add("risk", {"title": "Gone"}, circle=CIRCLE).id.hex())
    content = pair.content()
    made = []
    stretches = [[stretch] for log in content.logs for stretch in log]
    for number, each in enumerate([[], *stretches]):
        logs = [each] if each else []
        name = pair.folder / f"piece {number}.age"
        made.append(pair.written(replace(content, logs=logs, bundle_id=bytes([number]) * 16)))
        made[-1] = made[-1].rename(name)
    assert len(made) > 6
    return made


def shown(vault: Workspace) -> object:
    """What a vault shows, holds and keeps waiting of the circle."""
    circle = vault.circles.find(CIRCLE)
    waiting = [(each.hash, each.reason) for each in parked(vault._store, circle)]
    return told(vault), waiting, segments.count_operations(vault._store)


@pytest.mark.parametrize("seed", range(6))
def test_pieces_when_taken_in_any_order_some_twice_then_come_to_the_same(
    pair: Pair, pieces: list[Path], prepared_pair: Path, tmp_path: Path, seed: int
) -> None:
    for each in pieces:
        pair.hill.taking.accept(each)
    expected = digest(pair.hill)
    chance = random.Random(seed)
    order = [*pieces, *chance.sample(pieces, 3)]
    chance.shuffle(order)
    folder = tmp_path / "other"
    folder.mkdir()
    copied(prepared_pair, folder, ["hill"])
    with opened(folder, "hill") as hill:
        for each in order:
            hill.taking.accept(each)
        assert digest(hill) == expected
        assert not parked(hill._store, hill.circles.find(CIRCLE))
        hill.upkeep.check()


@pytest.mark.parametrize("seed", range(3))
def test_piece_when_taken_back_at_once_then_everything_is_as_before(
    pair: Pair, pieces: list[Path], seed: int
) -> None:
    members, *others = pieces
    pair.hill.taking.accept(members)
    random.Random(seed).shuffle(others)
    changed = 0
    for each in others:
        before = shown(pair.hill)
        if pair.hill.taking.accept(each).has_news:
            changed += shown(pair.hill) != before
            assert pair.hill.undoing.undo().is_exact
            assert shown(pair.hill) == before
            pair.hill.taking.accept(each)
    assert changed > 3
    assert not parked(pair.hill._store, pair.circle)
    pair.hill.upkeep.check()
