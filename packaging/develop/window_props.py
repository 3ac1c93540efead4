# SPDX-License-Identifier: GPL-3.0-or-later
"""The vaults, the card and the bundle that a walk through the window needs; all of it invented."""

from pathlib import Path

from window_walk import CHEAP

from protectnet.app.clock import Clock
from protectnet.app.devices import words_of
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault
from protectnet.app.records import Query
from protectnet.app.sample import make_demo
from protectnet.app.workspace import Workspace
from protectnet.gui.pages.unlock.doors import Doors

_PHRASE = "seven words that stand in no list at all"


def make_props(folder: Path) -> str:
    """Make them; what opens the sample vault, ``folder / "vault"``.

    The sample vault and another one trust each other, share its circle, and have changed one
    record at the same time; a bundle of the other one's newest changes lies in ``from-hill``.
    """
    demo = make_demo(folder / "vault", cost=CHEAP)
    stick = folder / "from-hill"
    stick.mkdir()
    (folder / "notes.txt").write_text("Who sat where, and until when.\n", "utf-8")
    with (
        _vault(folder, "hill") as hill,
        _vault(folder, "river") as river,
        Doors().open(demo.folder, demo.passphrase, clock=Clock()) as own,
    ):
        river.devices.write_card(folder / "river.card")
        _meet(own, hill, folder)
        _contradict(own, hill, folder)
        _prepare(hill)
        hill.giving.write(["sample"], stick, circle="sample")
        own.attachments.attach(_found(own, "Older pupils"), folder / "notes.txt")
    return demo.passphrase


def _vault(folder: Path, name: str) -> Workspace:
    names = VaultNames(circle=f"{name} people", user="keeper", device=name)
    return create_vault(folder / name, _PHRASE, names, clock=Clock(), cost=CHEAP)


def _meet(own: Workspace, hill: Workspace, folder: Path) -> None:
    for one, other, name in ((own, hill, "sample"), (hill, own, "hill")):
        card = folder / f"{name}.card"
        one.devices.write_card(card)
        other.devices.trust(card, " ".join(words_of(one.devices.card(), "en")), name)
    own.add_to_circle("sample", "hill", "coordinator")
    hill.taking.accept(own.giving.write(["hill"], folder, circle="sample").path)


def _contradict(own: Workspace, hill: Workspace, folder: Path) -> None:
    """Both change one field of one record, and the sample vault takes the other's change."""
    for vault, trend in ((own, "rising"), (hill, "falling")):
        vault.editing.edit(_found(vault, "Quarrel over"), {"trend": trend})
    own.taking.accept(hill.giving.write(["sample"], folder, circle="sample").path)


def _prepare(hill: Workspace) -> None:
    """What the bundle to be looked at says: something new, changed, deleted."""
    seen = {"title": "Men with surveying poles at the spring", "impact": 4}
    hill.editing.add("risk", seen, circle="sample")
    hill.editing.add("measure", {"title": "Nobody goes to the spring alone"}, circle="sample")
    hill.editing.edit(_found(hill, "The school is closed"), {"likelihood": 5, "trend": "rising"})
    hill.editing.delete(_found(hill, "Small thefts"))


def _found(vault: Workspace, words: str) -> str:
    """The id of the risk that these words find."""
    page = vault.records.page(Query(kind="risk", search=words, limit=1))
    return page.found[0].record.id.hex()
