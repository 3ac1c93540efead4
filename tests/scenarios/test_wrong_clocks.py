# SPDX-License-Identifier: GPL-3.0-or-later
"""One laptop's clock shows 2099: nobody else is asked anything, and its own person once."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.clocks import machine
from tests.scenarios.laptops import CIRCLE, PASSPHRASE, copied, digest, opened, prepare

from protectnet.app.clock import BUILD_DAY, Clock, DateUnsure
from protectnet.app.future_dates import FutureDates
from protectnet.app.opening import open_vault
from protectnet.app.workspace import Workspace

BOTH = ("river", "hill")
DAY = timedelta(days=1)
FAR = date(2099, 1, 1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle valley, and hill joined it."""
    return prepare(tmp_path_factory.mktemp("prepared"), BOTH)


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """Both vaults, closed."""
    return copied(prepared, tmp_path, BOTH)


def woken(folder: Path, name: str, day: date) -> Workspace:
    """A vault opened by somebody who says nothing of the day."""
    return open_vault(folder / name, PASSPHRASE, clock=machine(day))


def given(giving: Workspace, to: str, folder: Path) -> Path:
    """A bundle with all of the circle."""
    return giving.giving.write([to], folder, circle=CIRCLE).path


def day_of(vault: Workspace, record: str) -> date:
    """The day that the last change of a record carries."""
    return vault.records.find(record).changed_on


def test_clock_in_2099_when_its_changes_are_taken_then_nobody_else_is_asked(folder: Path) -> None:
    with opened(folder, "river", FAR) as river:
        risk = river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE).id.hex()
        river.editing.edit(risk, {"statement": "Two men"})
        bundle = given(river, "hill", folder)
    with woken(folder, "hill", BUILD_DAY + DAY) as hill:
        assert hill.taking.preview(bundle).future == FutureDates(2, FAR, FAR)
        assert hill.taking.accept(bundle).future == FutureDates(2, FAR, FAR)
        assert hill.taking.preview(bundle).future is None
    with woken(folder, "hill", BUILD_DAY + 2 * DAY) as hill:
        assert hill.contradicted_day is None
        own = hill.editing.add("risk", {"title": "Bridge"}, circle=CIRCLE).id.hex()
        hill.editing.edit(risk, {"statement": "Three men"})
        assert day_of(hill, own) == BUILD_DAY + 2 * DAY
        assert hill.records.find(risk).values["statement"] == "Three men"
    woken(folder, "hill", BUILD_DAY + 2 * DAY).close()


def test_clock_in_2099_when_it_is_corrected_then_its_person_is_asked_once(folder: Path) -> None:
    with opened(folder, "river", FAR) as river:
        early = river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE).id.hex()
    with pytest.raises(DateUnsure) as asked:
        woken(folder, "river", BUILD_DAY + 3 * DAY)
    assert asked.value.facts["newest"] == FAR.isoformat()
    with open_vault(
        folder / "river", PASSPHRASE, clock=Clock.answered(BUILD_DAY + 3 * DAY, asked.value)
    ) as river:
        assert river.contradicted_day == FAR
        river.upkeep.rebuild()
    with woken(folder, "river", BUILD_DAY + 4 * DAY) as river:
        late = river.editing.add("risk", {"title": "Bridge"}, circle=CIRCLE).id.hex()
        river.editing.edit(early, {"statement": "Two men"})
        assert day_of(river, late) == BUILD_DAY + 4 * DAY
        assert river.upkeep.check().operations > 0
        bundle = given(river, "hill", folder)
    with woken(folder, "hill", BUILD_DAY + 4 * DAY) as hill:
        assert hill.taking.accept(bundle).future == FutureDates(1, FAR, FAR)
        assert hill.records.find(early).values["statement"] == "Two men"
        with woken(folder, "river", BUILD_DAY + 5 * DAY) as river:
            assert digest(hill) == digest(river)
    with woken(folder, "river", BUILD_DAY + 6 * DAY) as river:
        assert river.contradicted_day == FAR


def test_clock_of_a_day_ahead_when_its_changes_are_built_upon_then_nobody_is_asked(
    folder: Path,
) -> None:
    """What is written upon a change of tomorrow is dated tomorrow: not by our clock, then."""
    with opened(folder, "river", BUILD_DAY + DAY) as river:
        river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
        bundle = given(river, "hill", folder)
    with opened(folder, "river", FAR) as river:
        river.editing.add("risk", {"title": "Bridge"}, circle=CIRCLE)
        far = given(river, "hill", folder)
    with woken(folder, "hill", BUILD_DAY) as hill:
        assert hill.taking.accept(bundle).future is None
        hill.taking.accept(far)
        own = hill.editing.add("risk", {"title": "Own"}, circle=CIRCLE).id.hex()
        assert day_of(hill, own) == BUILD_DAY + DAY
    woken(folder, "hill", BUILD_DAY).close()


def test_clock_in_2009_when_its_changes_are_taken_then_nothing_is_said_of_it(folder: Path) -> None:
    with opened(folder, "river", date(2009, 1, 1)) as river:
        risk = river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE).id.hex()
        bundle = given(river, "hill", folder)
    with woken(folder, "hill", BUILD_DAY) as hill:
        assert hill.taking.accept(bundle).future is None
        assert day_of(hill, risk) == date(2009, 1, 1)
