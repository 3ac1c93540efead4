# SPDX-License-Identifier: GPL-3.0-or-later
"""Vaults of several devices that trust one another and share the circle ``valley``."""

import functools
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from protectnet.app.clock import BUILD_DAY, Clock
from protectnet.app.devices import words_of
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault, open_vault
from protectnet.app.presenting import Presenter
from protectnet.app.upkeep import Status
from protectnet.app.workspace import Workspace
from protectnet.bundle.card import Card
from protectnet.store import segments
from protectnet.vault.cost import KdfCost

PASSPHRASE = "lantern orchard pebble violet"
CIRCLE = "valley"
TODAY = Clock(BUILD_DAY)


def made(folder: Path, name: str, circle: str) -> Workspace:
    """A new vault whose passphrase costs nothing."""
    names = VaultNames(circle=circle, user=f"{name} user", device=name)
    cost = KdfCost.below_floor_for_tests()
    return create_vault(folder / name, PASSPHRASE, names, clock=TODAY, cost=cost)


def opened(folder: Path, name: str, day: date = BUILD_DAY) -> Workspace:
    """A vault that was made there, opened on a day that a person says it is."""
    return open_vault(folder / name, PASSPHRASE, clock=Clock(day))


def prepare(folder: Path, names: Sequence[str]) -> Path:
    """Closed vaults in ``folder``: the first founded the circle, the others joined it.

    Comparing words takes a while, so tests work on copies, and each card's are computed once.
    """
    with pytest.MonkeyPatch.context() as once:
        once.setattr(Card, "word_numbers", functools.cache(Card.word_numbers))
        return _prepare(folder, names)


def _prepare(folder: Path, names: Sequence[str]) -> Path:
    vaults = [made(folder, name, CIRCLE if name == names[0] else name) for name in names]
    try:
        for name, vault in zip(names, vaults, strict=True):
            vault.devices.write_card(folder / f"{name}.card")
        words = {each: " ".join(words_of(each.devices.card(), "en")) for each in vaults}
        for (name, one), (_, other) in permutations(zip(names, vaults, strict=True), 2):
            other.devices.trust(folder / f"{name}.card", words[one], name)
        founder, *others = vaults
        for name in names[1:]:
            founder.add_to_circle(CIRCLE, name, "contributor")
        exchange_all(founder, others, folder)
    finally:
        for vault in vaults:
            vault.close()
    return folder


def exchange_all(founder: Workspace, others: Sequence[Workspace], stick: Path) -> None:
    """Have everybody take what the founder has, join, and tell everybody so."""
    everybody = [founder, *others]
    for giving in [founder, *others, founder]:
        to = [each.devices.card().code_name for each in everybody if each is not giving]
        bundle = giving.giving.write(to, stick, circle=CIRCLE).path
        for taking in everybody:
            if taking is not giving:
                taking.taking.accept(bundle)
        bundle.unlink()


def copied(prepared: Path, folder: Path, names: Sequence[str]) -> Path:
    """The folder, with copies of the prepared vaults in it."""
    for name in names:
        shutil.copytree(prepared / name, folder / name)
    return folder


def files_of(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, and every folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@dataclass(frozen=True)
class Told:
    """All that a vault tells of itself: what it counts, every record, what it holds, whom it trusts."""

    status: Status
    records: list[dict[str, object]]
    operations: int
    files: dict[str, bytes | None]
    devices: list[tuple[bytes, str, bytes]]


def told(vault: Workspace) -> Told:
    """All that a vault tells of itself; seals what is open first."""
    presenter = Presenter(vault)
    return Told(
        vault.upkeep.status(),
        [presenter.document(each) for each in vault.records.every()],
        segments.count_operations(vault._store),
        files_of(vault._store.blob_folder),
        [(each.device, each.name, each.recipient.key) for each in vault.devices.all()],
    )


def digest(vault: Workspace, circle: str = CIRCLE) -> bytes:
    """What a vault shows of a circle."""
    [found] = [each for each in vault.upkeep.status().circles if each.name == circle]
    return found.state_digest


def changed_bytes(path: Path, change: Callable[[bytearray], None]) -> Path:
    """The file, after its bytes were changed."""
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    return path
