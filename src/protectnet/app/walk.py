# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end, between two invented laptops, told step by step.

Everything is real: two encrypted vaults, signed logs, cards compared by words, an encrypted
bundle in a folder that stands for a stick. Only the people, places and facts are invented.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from protectnet.app.clock import Clock
from protectnet.app.devices import words_of
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault
from protectnet.app.outside import writing
from protectnet.app.passphrases import new_passphrase
from protectnet.app.presenting import Presenter
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.domain.errors import ProtectNetError
from protectnet.files import make_private_folder
from protectnet.i18n import _
from protectnet.vault.cost import FLOOR
from protectnet.vault.errors import FolderNotEmpty

RISK: Mapping[str, object] = {
    "title": "Armed men at the ford",
    "statement": "Men paid by the dam's builders may drive the fishing families from the river.",
    "likelihood": 4,
    "impact": 5,
    "trend": "rising",
}
MEASURE: Mapping[str, object] = {
    "title": "Two boats, never one",
    "measure_type": "own.buddy",
    "provider": "own_community",
    "status": "active",
    "description": "Whoever goes out to fish goes with another boat in sight, and says when back.",
}
CONTACT: Mapping[str, object] = {
    "title": "Heron",
    "role": "Keeps the radio at the upper village",
    "channels": "Radio, channel agreed by word of mouth; runner when the radio is silent",
}


class WalkFailed(ProtectNetError):
    """The walk did not end as it must: a defect of ours. Facts: ``step``."""

    code = "walk_failed"


@dataclass(frozen=True, slots=True)
class _Laptop:
    name: str
    workspace: Workspace
    card: Path


def walk_between_two_laptops(out: Path | None) -> Iterator[str]:
    """Walk the main job and say each step when it is done.

    ``out`` is a new or empty folder that is kept; without it a temporary one is used and removed.
    Raises ``FolderNotEmpty``, ``FileUnwritable``, and ``WalkFailed`` where a step does not show
    what it must.
    """
    if out is not None:
        _check_is_new(out)
    with writing(out or Path(tempfile.gettempdir())):
        folder = Path(tempfile.mkdtemp(prefix="walk-")) if out is None else out
        make_private_folder(folder)
    try:
        yield from _walk(folder)
    finally:
        if out is None:
            shutil.rmtree(folder, ignore_errors=True)


def _check_is_new(folder: Path) -> None:
    """Nobody's folder is closed to others and filled because of a word mistyped."""
    with writing(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderNotEmpty(path=str(folder))


def _walk(folder: Path) -> Iterator[str]:
    stick = folder / "stick"
    with writing(stick):
        make_private_folder(stick)
    with _laptop(folder, "river") as first, _laptop(folder, "hill") as second:
        yield _("Two laptops, “river” and “hill”, each have a new encrypted vault.")
        river = _Laptop("river", first, stick / "river.card")
        hill = _Laptop("hill", second, stick / "hill.card")
        risk = first.editing.add("risk", RISK)
        first.editing.add("measure", {**MEASURE, "risks": [f"risk:{risk.id.hex()}"]})
        first.editing.add("contact", CONTACT)
        yield _("On “river”, a risk, a measure against it and a contact are saved and signed.")
        yield _trust_each_other(river, hill)
        first.add_to_circle("home", "hill", "contributor")
        yield _("“river” adds “hill” to its circle “home”, where “hill” may read and write.")
        written = first.giving.write(["hill"], stick)
        yield _(
            "“river” writes a bundle of {size} bytes that only “hill” can open: {name}."
        ).format(size=written.size, name=written.path.name)
        preview = second.taking.preview(written.path)
        yield _(
            "“hill” verifies the bundle and sees, before anything is written: {titles}."
        ).format(
            titles=", ".join(_("“{title}”").format(title=line.title) for line in preview.lines)
        )
        second.taking.accept(written.path)
        yield _what_is_there(second)
        yield _answer(river, hill, stick)


def _laptop(folder: Path, name: str) -> Workspace:
    passphrase = new_passphrase("en")
    names = VaultNames(circle="home", user="keeper", device=name)
    return create_vault(folder / name, passphrase, names, clock=Clock().believable(), cost=FLOOR)


def _trust_each_other(river: _Laptop, hill: _Laptop) -> str:
    for one, other in ((river, hill), (hill, river)):
        one.workspace.devices.write_card(one.card)
        words = " ".join(words_of(one.workspace.devices.card(), "en"))
        other.workspace.devices.trust(one.card, words, one.name)
    return _("Their people compare six words by voice, and each laptop trusts the other.")


def _what_is_there(workspace: Workspace) -> str:
    presenter = Presenter(workspace)
    found = [
        _("{kind} “{title}”").format(
            kind=presenter.kind_label(each.record), title=each.record.title
        )
        for kind in ("risk", "measure", "contact")
        for each in workspace.records.page(Query(kind=kind)).found
        if each.record.circle in workspace.circles.ids()
    ]
    if len(found) != 3:
        raise WalkFailed(step="accept")
    return _("“hill” takes the bundle in and now shows: {titles}.").format(titles=", ".join(found))


def _answer(river: _Laptop, hill: _Laptop, stick: Path) -> str:
    """The second laptop changes the risk and gives it back; both must then show the same."""
    [risk] = hill.workspace.records.page(Query(kind="risk")).found
    hill.workspace.editing.edit(risk.record.id.hex(), {"trend": "same"})
    written = hill.workspace.giving.write(["river"], stick, circle=_shared_id(hill, river))
    river.workspace.taking.accept(written.path)
    digests = {
        circle.state_digest
        for laptop in (river, hill)
        for circle in laptop.workspace.upkeep.status().circles
        if circle.id.hex() == _shared_id(hill, river)
    }
    if len(digests) != 1:
        raise WalkFailed(step="answer")
    return _(
        "“hill” changes the risk and gives a bundle back; both laptops show the same now "
        "(state digest {digest}…)."
    ).format(digest=digests.pop().hex()[:16])


def _shared_id(one: _Laptop, other: _Laptop) -> str:
    """The id of the circle that both laptops have."""
    shared = set(one.workspace.circles.ids()) & set(other.workspace.circles.ids())
    if len(shared) != 1:
        raise WalkFailed(step="circle")
    return shared.pop().hex()
