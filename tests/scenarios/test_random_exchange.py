# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever was done where, and whatever was lost on the way: who has taken everything shows the same.

Three devices of one circle do what people do, in any order, with clocks that are years apart.
Bundles are lost, come late, twice, or in another order than they were made.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.scenarios.laptops import CIRCLE, copied, digest, opened, prepare

from protectnet.app.differences import AppendOnly
from protectnet.app.editing import AlreadyErased, RecordDeleted
from protectnet.app.presenting import Presenter
from protectnet.app.workspace import Workspace
from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence, Record
from protectnet.store.errors import NoSuchRecord

NAMES = ("river", "hill", "marsh")
DAYS = (date(2009, 1, 1), date(2026, 11, 23), date(2026, 11, 24), date(2099, 12, 31))
MAY_BE = (NoSuchRecord, RecordDeleted, AlreadyErased, AppendOnly)
"""What a person may be told who acts on what others did; then nothing has changed."""

EXAMPLES = max(settings.default.max_examples // 4, 1) if settings.default else 1


class Act(NamedTuple):
    """What is done, on which device, to which record or with which bundle, with which value."""

    what: str
    device: int
    choice: int
    value: int


def acts() -> st.SearchStrategy[Act]:
    """Something that somebody does; what is common is drawn more often."""
    common = ["add", "edit", "edit", "edit", "give", "take", "take"]
    rare = ["delete", "undelete", "take again", "erase", "move", "lock"]
    small = st.integers(0, 5)
    return st.builds(Act, st.sampled_from(common * 2 + rare), st.integers(0, 2), small, small)


class Circle:
    """Three vaults, the bundles between them, and all that was acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vaults = [opened(folder, name) for name in NAMES]
        self.records: list[str] = []
        self.erased: set[str] = set()
        self.bundles: list[tuple[int, Path]] = []
        self.acknowledged: defaultdict[str, set[OpId]] = defaultdict(set)

    def close(self) -> None:
        for vault in self.vaults:
            vault.close()

    def do(self, act: Act) -> None:
        """Do it if it can be done now; what is refused must not have changed anything."""
        doing = {
            "add": self.add,
            "give": self.give,
            "take": self.take,
            "lock": self.lock,
        }
        if act.what in doing:
            doing[act.what](act)
        elif self.records:
            record = self.records[act.choice % len(self.records)]
            vault = self.vaults[act.device]
            before = digest(vault)
            try:
                self.change(vault, act, record)
            except MAY_BE:
                assert digest(vault) == before
            else:
                self.note(vault, record)

    def add(self, act: Act) -> None:
        kind = ("risk", "statement", "contact")[act.choice % 3]
        vault = self.vaults[act.device]
        added = vault.editing.add(kind, {"title": f"{kind} {act.value}"}, circle=CIRCLE)
        self.records.append(f"{CIRCLE}/{added.id.hex()}")
        self.note(vault, self.records[-1])

    def change(self, vault: Workspace, act: Act, record: str) -> None:
        """One of the things that are done to a record."""
        match act.what:
            case "edit":
                vault.editing.edit(record, edited(vault.records.find(record), act.value))
            case "delete":
                vault.editing.delete(record)
            case "undelete":
                vault.editing.undelete(record)
            case "take again":
                taken = vault.records.history(record)
                named = [each for each in taken if each.field and each.after is not None]
                if named:
                    chosen = named[act.value % len(named)]
                    vault.editing.take_again(record, chosen.op_id.hex())
            case "erase":
                vault.editing.erase(record, reason="safety")
                self.erased.add(record)
            case "move":
                vault.editing.move(record, NAMES[act.device])

    def note(self, vault: Workspace, record: str) -> None:
        """What this vault has of a record now was acknowledged."""
        self.acknowledged[record] |= {each.op_id for each in vault.records.history(record)}

    def give(self, act: Act) -> None:
        """Write a bundle for both others, which may never arrive."""
        to = [name for number, name in enumerate(NAMES) if number != act.device]
        written = self.vaults[act.device].giving.write(to, self.folder, circle=CIRCLE)
        self.bundles.append((act.device, written.path))

    def take(self, act: Act) -> None:
        """Take any bundle of the others, late, once more or for the first time."""
        others = [path for maker, path in self.bundles if maker != act.device]
        if others:
            self.vaults[act.device].taking.accept(others[act.choice % len(others)])

    def lock(self, act: Act) -> None:
        """Lock the vault and open it with a clock that may be wrong by decades."""
        self.vaults[act.device].close()
        day = DAYS[act.choice % len(DAYS)]
        self.vaults[act.device] = opened(self.folder, NAMES[act.device], day)

    def settle(self, order: Sequence[int]) -> None:
        """Everybody gives a last bundle, and takes the last ones of all, each in another order."""
        last = len(self.bundles)
        for device in order:
            self.give(Act("give", device, 0, 0))
        for turn, device in enumerate(order):
            made = self.bundles[last:]
            for maker, path in [*made[turn:], *made[:turn]]:
                if maker != device:
                    self.vaults[device].taking.accept(path)


def edited(record: Record, value: int) -> dict[str, object]:
    """What somebody changes of a record of any kind."""
    texts = {"risk": "statement", "statement": "text", "contact": "note"}
    changes: list[dict[str, object]] = [
        {"title": f"{record.kind.name} {value}"},
        {texts[record.kind.name]: f"text {value}"},
        {"note": None},
        {"note": f"note {value}", texts[record.kind.name]: "both"},
    ]
    if record.kind.name == "risk":
        changes += [{"feared_acts": ["x.a", f"x.{value}"]}, {"feared_acts": []}]
    return changes[value % len(changes)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three devices that joined one circle, each with one of its own besides."""
    folder = prepare(tmp_path_factory.mktemp("prepared"), NAMES)
    with opened(folder, NAMES[0]) as founder:
        founder.create_circle(NAMES[0])
    return folder


def shown(vault: Workspace) -> dict[str, object]:
    """Every record of the circle that is shown, as people see it."""
    presenter = Presenter(vault)
    return {
        each.id.hex(): presenter.document(each) for each in vault.records.every(circles=(CIRCLE,))
    }


def check_nothing_lost(circle: Circle, vault: Workspace) -> None:
    """Every acknowledged change is in the history, but of what was erased as a whole."""
    for record, names in circle.acknowledged.items():
        is_erased = vault.records.find(record).existence is Existence.ERASED
        assert is_erased == (record in circle.erased)
        assert is_erased or names <= {each.op_id for each in vault.records.history(record)}


# Each example takes a while, and shrinking would run hundreds of them.
@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate])
@given(st.lists(acts(), min_size=10, max_size=40), st.permutations(range(3)))
def test_circle_when_everybody_took_the_last_bundles_then_all_show_the_same_and_nothing_is_lost(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Act], order: list[int]
) -> None:
    folder = copied(prepared, tmp_path_factory.mktemp("circle"), NAMES)
    circle = Circle(folder)
    try:
        for act in history:
            circle.do(act)
        circle.settle(order)
        digests = {digest(vault) for vault in circle.vaults}
        assert len(digests) == 1
        first, *others = (shown(vault) for vault in circle.vaults)
        assert others == [first, first]
        for vault in circle.vaults:
            check_nothing_lost(circle, vault)
            vault.upkeep.check()
            vault.upkeep.rebuild()
            assert digest(vault) in digests
            vault.upkeep.check()
    finally:
        circle.close()


def test_digest_when_one_has_not_taken_everything_then_differs(
    prepared: Path, tmp_path: Path
) -> None:
    circle = Circle(copied(prepared, tmp_path, NAMES))
    try:
        circle.settle((0, 1, 2))
        assert len({digest(vault) for vault in circle.vaults}) == 1
        circle.do(Act("add", 0, 0, 0))
        circle.do(Act("give", 0, 0, 0))
        circle.do(Act("take", 1, len([each for each in circle.bundles if each[0] != 1]) - 1, 0))
        river, hill, marsh = (digest(vault) for vault in circle.vaults)
        assert river == hill != marsh
    finally:
        circle.close()
