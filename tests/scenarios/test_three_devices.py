# SPDX-License-Identifier: GPL-3.0-or-later
"""Three devices and two circles: sticks get lost, a third carries on, and nobody gets more than is theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.laptops import CIRCLE, digest, made

from protectnet.app.devices import words_of
from protectnet.app.giving import Written
from protectnet.app.workspace import Workspace
from protectnet.sync.readers import Reason

LAKE_SHORE = "shore"
"""A circle of the river and the lake alone."""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def devices(tmp_path: Path, stick: Path) -> Iterator[tuple[Workspace, Workspace, Workspace]]:
    """All three are in the valley. The river trusts both others, and they trust the river alone."""
    river, hill, lake = (
        made(tmp_path, name, CIRCLE if name == "river" else name)
        for name in ("river", "hill", "lake")
    )
    try:
        for other, name in ((hill, "hill"), (lake, "lake")):
            for one, trusted, called in ((river, other, name), (other, river, "river")):
                card = tmp_path / f"{called}.card"
                trusted.devices.write_card(card)
                one.devices.trust(card, " ".join(words_of(trusted.devices.card(), "en")), called)
                card.unlink()
            river.add_to_circle(CIRCLE, name, "contributor")
        river.create_circle(LAKE_SHORE)
        river.add_to_circle(LAKE_SHORE, "lake", "contributor")
        take(hill, river.giving.write(["hill"], stick))
        take(lake, river.giving.write(["lake"], stick))
        yield river, hill, lake
    finally:
        for each in (river, hill, lake):
            each.close()


def take(taker: Workspace, written: Written) -> None:
    """Take all files of a giving that are for this device."""
    for bundle in written.bundles:
        if taker.device in bundle.recipients:
            for file in bundle.files:
                taker.taking.accept(file.path)


def changes(giver: Workspace, to: str) -> dict[str, int]:
    """How many changes of records of which circle would go."""
    return {
        circle.name: circle.changes
        for bundle in giver.giving.plan([to]).bundles
        for circle in bundle.circles
    }


def names(workspace: Workspace) -> set[str]:
    return {each.name for each in workspace.circles.shared()}


def test_giving_when_circles_have_other_readers_then_each_gets_its_own_and_no_other(
    devices: tuple[Workspace, Workspace, Workspace], stick: Path
) -> None:
    river, hill, lake = devices
    river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    river.editing.add("risk", {"title": "Landing"}, circle=LAKE_SHORE)
    written = river.giving.write(["hill", "lake"], stick)
    readers = {
        river.circles.name_of(circle): set(bundle.recipients)
        for bundle in written.bundles
        for circle in bundle.circles
    }
    assert readers == {
        CIRCLE: {hill.device, lake.device},
        LAKE_SHORE: {lake.device},
    }
    assert [(each.reason, each.circle, each.device) for each in written.held_back] == [
        (Reason.NOT_IN_CIRCLE, LAKE_SHORE, "hill")
    ]
    take(hill, written)
    take(lake, written)
    assert names(hill) == {"hill", CIRCLE}
    assert names(lake) == {"lake", CIRCLE, LAKE_SHORE}
    assert digest(hill) == digest(lake) == digest(river)
    assert digest(lake, LAKE_SHORE) == digest(river, LAKE_SHORE)
    [both] = lake.giving.write(["river"], stick).bundles
    assert len(both.circles) == 2


def test_giving_when_a_stick_was_lost_then_the_next_brings_all_and_after_the_answer_only_news(
    devices: tuple[Workspace, Workspace, Workspace], stick: Path
) -> None:
    river, hill, _ = devices
    take(river, hill.giving.write(["river"], stick))
    river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    lost = river.giving.write(["hill"], stick)
    river.editing.add("risk", {"title": "Bridge"}, circle=CIRCLE)
    assert changes(river, "hill") == {CIRCLE: 2}
    take(hill, river.giving.write(["hill"], stick))
    assert digest(hill) == digest(river)
    assert changes(river, "hill") == {CIRCLE: 2}
    take(river, hill.giving.write(["river"], stick))
    assert changes(river, "hill") == {CIRCLE: 0}
    river.editing.add("risk", {"title": "Landing"}, circle=CIRCLE)
    assert changes(river, "hill") == {CIRCLE: 1}
    take(hill, river.giving.write(["hill"], stick))
    take(hill, lost)
    assert digest(hill) == digest(river)


def test_giving_when_a_member_is_not_trusted_then_it_is_found_by_its_code_name_and_carries_on(
    devices: tuple[Workspace, Workspace, Workspace], stick: Path
) -> None:
    river, hill, lake = devices
    for each in (hill, lake):
        take(river, each.giving.write(["river"], stick))
    for name, each in (("hill", hill), ("lake", lake)):
        take(each, river.giving.write([name], stick))
    river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    take(hill, river.giving.write(["hill"], stick))
    assert "lake" not in {each.name for each in hill.devices.all()}
    take(lake, hill.giving.write(["lake"], stick))
    assert digest(lake) == digest(river)
    take(hill, lake.giving.write([hill.device.hex()[:12]], stick))
    take(river, hill.giving.write(["river"], stick))
    [circle] = river.receipts.of(CIRCLE)
    told = {each.name: each.has_everything for each in circle.devices}
    assert told == {"river": True, "hill": True, "lake": True}
    assert changes(river, "lake")[CIRCLE] == 0
