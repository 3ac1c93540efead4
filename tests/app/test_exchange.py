# SPDX-License-Identifier: GPL-3.0-or-later
"""Bundles written for devices of a circle, read back, and taken; what is hostile is tried in scenarios."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.laptops import CIRCLE, copied, digest, files_of, opened, prepare

from protectnet.app.circles import UnknownCircle
from protectnet.app.devices import UnknownDevice
from protectnet.app.giving import NotInCircle
from protectnet.app.outside import FileUnreadable, FileUnwritable
from protectnet.app.proven_file import WrittenDiffers
from protectnet.app.workspace import Workspace
from protectnet.files import AtomicFile
from protectnet.store.errors import Cancelled

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


def test_write_when_done_then_the_file_is_its_owners_and_names_who_gets_it(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    told: list[tuple[int, int]] = []
    written = river.giving.write(["hill"], outside, progress=lambda *way: told.append(way))
    assert written.size == written.path.stat().st_size
    assert written.path.stat().st_mode & 0o777 == 0o600
    [bundle] = written.bundles
    assert bundle.recipients == (hill.device,)
    assert bundle.circles == (river.circles.find(CIRCLE),)
    assert told
    assert all(0 <= done <= total for done, total in told)


def test_write_when_two_are_written_then_they_have_nothing_in_common(
    river: Workspace, outside: Path
) -> None:
    one, other = (river.giving.write(["hill"], outside).path for _ in range(2))
    assert one.name != other.name
    assert one.read_bytes()[200:] != other.read_bytes()[200:]


def test_write_when_device_or_circle_cannot_be_meant_then_nothing_is_written(
    river: Workspace, outside: Path
) -> None:
    river.create_circle("own")
    for to, circle, error in (
        (["lake"], None, UnknownDevice),
        (["hill"], "sea", UnknownCircle),
        (["hill"], "own", NotInCircle),
    ):
        with pytest.raises(error):
            river.giving.write(to, outside, circle=circle)
    with pytest.raises(FileUnwritable):
        river.giving.write(["hill"], outside / "gone")
    assert files_of(outside) == {}


def test_write_when_it_is_stopped_then_nothing_is_left(river: Workspace, outside: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        river.giving.write(["hill"], outside, progress=stop)
    assert files_of(outside) == {}


def test_write_when_the_stick_gives_back_something_else_then_it_is_said(
    river: Workspace, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = AtomicFile.__exit__

    def breaking(self: AtomicFile, *error: object) -> None:
        whole(self, *error)  # type: ignore[arg-type]
        [path] = outside.iterdir()
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(AtomicFile, "__exit__", breaking)
    with pytest.raises(WrittenDiffers):
        river.giving.write(["hill"], outside)


def test_preview_when_shown_then_neither_records_nor_files_change(
    river: Workspace, hill: Workspace, outside: Path, tmp_path: Path
) -> None:
    river.editing.add("risk", {"title": "Ford"})
    bundle = river.giving.write(["hill"], outside).path
    before = files_of(tmp_path / "hill")
    preview = hill.taking.preview(bundle)
    assert [(line.effect.value, line.title) for line in preview.lines] == [("new", "Ford")]
    assert files_of(tmp_path / "hill") == before


def test_accept_when_done_then_both_show_the_same_and_a_second_time_brings_nothing(
    river: Workspace, hill: Workspace, outside: Path
) -> None:
    river.editing.add("risk", {"title": "Ford"})
    bundle = river.giving.write(["hill"], outside).path
    assert hill.taking.accept(bundle).has_news
    assert digest(hill) == digest(river)
    again = hill.taking.accept(bundle)
    assert (again.has_news, again.lines) == (False, ())
    hill.upkeep.check()


def test_take_when_the_file_cannot_be_read_then_says_so(hill: Workspace, outside: Path) -> None:
    for path in (outside / "gone.age", outside):
        with pytest.raises(FileUnreadable):
            hill.taking.preview(path)
        with pytest.raises(FileUnreadable):
            hill.taking.accept(path)
