# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes follows from what each device signed: plans, limits, receipts, and what a crash leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.laptops import CIRCLE, copied, files_of, opened, prepare

from protectnet.app import giving
from protectnet.app.devices import UnknownDevice
from protectnet.app.giving import LimitTooSmall
from protectnet.app.outside import FileUnwritable
from protectnet.app.proven_file import write_proven
from protectnet.app.workspace import Workspace
from protectnet.domain.ids import CircleId
from protectnet.store import vectors
from protectnet.store.accepting import accepted_bundles
from protectnet.store.blob_files import path_of
from protectnet.sync.readers import Reason

BOTH = ("river", "hill")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """River founded the circle valley, and hill joined it."""
    return prepare(tmp_path_factory.mktemp("prepared"), BOTH)


@pytest.fixture
def river(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    copied(prepared, tmp_path, BOTH)
    with opened(tmp_path, "river") as workspace:
        yield workspace


@pytest.fixture
def hill(river: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    with opened(tmp_path, "hill") as workspace:
        yield workspace


def exchanged(one: Workspace, other: Workspace, folder: Path) -> None:
    """Both give each other what they have, so that each knows what the other has."""
    for giver, name, taker in ((one, "hill", other), (other, "river", one), (one, "hill", other)):
        for each in giver.giving.write([name], folder).files:
            taker.taking.accept(each.path)
            each.path.unlink()


def valley(workspace: Workspace) -> CircleId:
    return workspace.circles.find(CIRCLE)


def counter(workspace: Workspace) -> int:
    return vectors.own_counter(workspace._store, valley(workspace))


def test_plan_when_the_other_told_what_it_has_then_only_what_is_new_goes(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    exchanged(river, hill, outside)
    for kind, title in (("contact", "Heron"), ("risk", "Ford")):
        river.editing.add(kind, {"title": title}, circle=CIRCLE)
    [bundle] = river.giving.plan(["hill"]).bundles
    [circle] = bundle.circles
    assert (circle.changes, circle.membership) == (2, 0)
    assert dict(circle.records) == {"contact": 1, "risk": 1}
    assert circle.names == ("Heron",)
    exchanged(river, hill, outside)
    [contact] = [each for each in river.records.every() if each.title == "Heron"]
    river.editing.edit(contact.id.hex(), {"note": "changed her number"})
    [bundle] = river.giving.plan(["hill"]).bundles
    assert (bundle.circles[0].changes, bundle.circles[0].names) == (1, ())


def test_plan_when_made_then_nothing_is_written_or_told(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    exchanged(river, hill, outside)
    river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    before = counter(river)
    first = river.giving.plan(["hill"])
    assert counter(river) == before
    assert files_of(outside) == {}
    assert river.giving.plan(["hill"]).document() == first.document()
    written = river.giving.write(["hill"], outside)
    assert [len(each.sizes) for each in first.bundles] == [
        len(each.files) for each in written.bundles
    ]


def test_write_when_they_have_everything_then_only_a_receipt_goes(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    exchanged(river, hill, outside)
    exchanged(river, hill, outside)
    plan = river.giving.plan(["hill"])
    assert not plan.has_news
    assert [each.is_receipt for each in plan.bundles] == [True]
    written = river.giving.write(["hill"], outside)
    assert not written.has_news
    assert len(written.files) == 1


def test_write_when_it_cannot_be_written_then_no_counter_is_given_twice(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    exchanged(river, hill, outside)
    river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    before = counter(river)
    with pytest.raises(FileUnwritable):
        river.giving.write(["hill"], outside / "gone")
    assert counter(river) == before + 1
    signed = vectors.vector(river._store, valley(river), river.device)
    assert signed is not None
    assert signed.vector.counter == before + 1
    river.giving.write(["hill"], outside)
    assert counter(river) == before + 1


def test_write_when_a_file_gets_its_name_then_what_was_told_is_kept_already(
    river: Workspace, hill: Workspace, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hill.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    river.taking.accept(hill.giving.write(["river"], outside).path)
    assert [each.is_final for each in accepted_bundles(river._store)][:1] == [False]
    seen: list[tuple[int, bool]] = []
    whole = write_proven

    def watching(*given: object) -> int:
        assert not river._store.db.connection.in_transaction
        told = vectors.vector(river._store, valley(river), river.device)
        seen.append(
            (told.vector.counter if told else 0, accepted_bundles(river._store)[0].is_final)
        )
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(giving, "write_proven", watching)
    before = counter(river)
    river.giving.write(["hill"], outside)
    assert seen == [(before + 1, True)]


def test_write_when_there_is_a_limit_then_files_keep_it_and_the_rest_is_named(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    exchanged(river, hill, outside)
    risk = river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE).id.hex()
    for name, size in (("small", 1000), ("large", 400_000)):
        path = outside / name
        path.write_bytes(bytes(range(250)) * (size // 250))
        river.attachments.attach(risk, path)
        path.unlink()
    limit = 200_000
    plan = river.giving.plan(["hill"], limit=limit)
    [part] = plan.held_back
    assert (part.reason, part.circle, part.changes, part.files) == (
        Reason.BEYOND_LIMIT,
        CIRCLE,
        0,
        1,
    )
    written = river.giving.write(["hill"], outside, limit=limit)
    assert written.size <= limit
    assert written.held_back == plan.held_back
    hill.taking.accept(written.path)
    assert hill.records.find(risk).title == "Ford"
    [later] = river.giving.plan(["hill"]).bundles
    assert later.attached == 2
    with pytest.raises(LimitTooSmall):
        river.giving.plan(["hill"], limit=100)


def test_write_when_a_file_is_damaged_then_it_is_asked_for_and_the_rest_goes(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    risk = river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE).id.hex()
    (outside / "notes").write_bytes(b"who said what")
    attached = river.attachments.attach(risk, outside / "notes")
    (outside / "notes").unlink()
    path = path_of(river._store, attached.blob)
    path.write_bytes(b"damaged")
    [bundle] = river.giving.plan(["hill"]).bundles
    assert (bundle.attached, bundle.absent) == (0, 1)
    hill.taking.accept(river.giving.write(["hill"], outside).path)
    assert hill.records.find(risk).title == "Ford"
    told = vectors.vector(river._store, valley(river), river.device)
    assert told is not None
    assert told.vector.missing == (attached.blob,)


def test_plan_when_nobody_is_meant_or_nothing_is_common_then_says_so(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    assert hill.giving.plan([river.device.hex()[:10]]).bundles
    for given in ("lake", "hill", hill.device.hex()[:10]):
        with pytest.raises(UnknownDevice):
            hill.giving.plan([given])
    own = river.create_circle("own")
    [kept] = river.giving.plan(["hill"]).held_back
    assert (kept.reason, kept.circle, kept.device) == (Reason.NOT_IN_CIRCLE, own.name, "hill")


def test_receipts_when_the_other_told_then_says_what_it_lacks(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    exchanged(river, hill, outside)

    def other() -> tuple[bool, int, bool]:
        [circle] = river.receipts.of(CIRCLE)
        own, found = circle.devices
        assert (own.is_this, own.has_everything, found.name) == (True, True, "hill")
        return found.has_everything, found.lacking_changes, found.has_more

    river.editing.add("risk", {"title": "Ford"}, circle=CIRCLE)
    river.upkeep.seal()
    assert other() == (False, 1, False)
    exchanged(river, hill, outside)
    river.taking.accept(hill.giving.write(["river"], outside).path)
    assert other() == (True, 0, False)
