# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusted devices renamed, untrusted, vouched for by others, and lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.laptops import CIRCLE, copied, opened, prepare

from protectnet.app.devices import UnknownDevice
from protectnet.app.lost_devices import ToAsk
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import InvalidRecord

THREE = ("river", "hill", "lake")
Three = tuple[Workspace, Workspace, Workspace]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle; hill and lake joined it; all trust one another."""
    return prepare(tmp_path_factory.mktemp("prepared"), THREE)


@pytest.fixture
def three(prepared: Path, tmp_path: Path) -> Iterator[Three]:
    copied(prepared, tmp_path, THREE)
    river, hill, lake = (opened(tmp_path, name) for name in THREE)
    with river, hill, lake:
        yield river, hill, lake


def test_rename_when_done_then_the_new_name_stands_everywhere(three: Three) -> None:
    river, hill, _lake = three
    assert river.devices.rename("hill", "Heron").name == "Heron"
    assert river.devices.find("Heron").device == hill.device
    assert "Heron" in {each.name for each in river.members.of(CIRCLE).members}
    for name in ("", "x" * 5000):
        with pytest.raises(InvalidRecord):
            river.devices.rename("Heron", name)
    with pytest.raises(UnknownDevice):
        river.devices.rename("hill", "Crane")


def test_untrust_when_done_then_the_circle_still_vouches_and_trust_can_come_back(
    three: Three, tmp_path: Path, prepared: Path
) -> None:
    river, hill, lake = three
    assert hill.members.vouched() == []
    hill.devices.untrust("lake")
    assert lake.device not in hill.devices.trusted()
    with pytest.raises(UnknownDevice):
        hill.devices.untrust("lake")
    [vouched] = hill.members.vouched()
    assert (vouched.device, vouched.name) == (lake.device, "lake")
    assert vouched.circles == ((CIRCLE, "river"),)
    hill.devices.untrust("river")
    assert {each.name: each.circles for each in hill.members.vouched()}["river"] == (
        (CIRCLE, "river"),
    )
    words = " ".join(lake.devices.write_card(tmp_path / "lake.card").words["en"])
    again = hill.devices.trust(tmp_path / "lake.card", words, "Crane")
    assert hill.devices.find("Crane") == again
    assert river.devices.name_of(lake.device) == "lake"


def test_lost_when_this_device_coordinates_then_it_is_suspended_and_untrusted(
    three: Three,
) -> None:
    river, hill, _lake = three
    river.create_circle("own")
    assert river.lost.find("hill") == "hill"
    found = river.lost.cut_off("hill")
    assert (found.suspended, found.to_ask, found.untrusted) == ((CIRCLE,), (), True)
    shown = {each.device: each for each in river.members.of(CIRCLE).members}
    assert shown[hill.device].is_suspended
    assert hill.device not in river.devices.trusted()
    again = river.lost.cut_off("hill")
    assert (again.suspended, again.untrusted) == ((CIRCLE,), False)
    with pytest.raises(UnknownDevice):
        river.lost.cut_off("sea")


def test_lost_when_others_coordinate_then_says_whom_to_ask(three: Three) -> None:
    river, hill, _lake = three
    found = hill.lost.cut_off("lake")
    assert (found.suspended, found.untrusted) == ((), True)
    assert found.to_ask == (ToAsk(CIRCLE, ("river",)),)
    alone = hill.lost.cut_off("river")
    assert alone.to_ask == (ToAsk(CIRCLE, ()),)
    assert not any(each.is_suspended for each in river.members.of(CIRCLE).members)
