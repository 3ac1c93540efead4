# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files travel with the circle of their record, whole, and once."""

import errno
import hashlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from tests.bundle.samples import READER_KEY, SENDER, content
from tests.envelope.samples import Endless
from tests.store.attaching import files_in

from protectnet.app import giving
from protectnet.app.blob_travel import is_whole, keep_blobs, sources_of
from protectnet.app.clock import BUILD_DAY, Clock
from protectnet.app.devices import words_of
from protectnet.app.names import VaultNames
from protectnet.app.opening import create_vault, open_vault
from protectnet.app.outside import FileUnreadable
from protectnet.app.workspace import Workspace
from protectnet.bundle.errors import ContentChanged
from protectnet.bundle.opening import OpenedBundle
from protectnet.bundle.planning import plan_parts
from protectnet.bundle.writing import write_part
from protectnet.domain.values import Attachment
from protectnet.store.blob_files import held, is_held, path_of, verify
from protectnet.store.blob_pieces import pieces
from protectnet.store.errors import BlobMissing
from protectnet.store.live_blobs import blob_sizes
from protectnet.vault.cost import KdfCost

PASSPHRASE = "lantern orchard pebble violet"
TODAY = Clock(BUILD_DAY)
CONTENT = b"who said what at the ford\n" * 10_000


@dataclass(frozen=True)
class Laptops:
    """Two vaults whose devices trust each other and share the circle ``home``."""

    river: Workspace
    hill: Workspace
    stick: Path

    def send(self) -> Path:
        return self.river.giving.write(["hill"], self.stick).path

    def attach(self, name: str = "notes.txt", content: bytes = CONTENT) -> tuple[str, Attachment]:
        """A record of the river's with a file."""
        path = self.stick.parent / name
        path.write_bytes(content)
        record = self.river.editing.add("risk", {"title": f"With {name}"}).id.hex()
        return record, self.river.attachments.attach(record, path)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of both vaults, closed: comparing words takes a second, so it is done once."""
    folder = tmp_path_factory.mktemp("prepared")

    def made(name: str) -> Workspace:
        cost = KdfCost.below_floor_for_tests()
        names = VaultNames(device=name)
        return create_vault(folder / name, PASSPHRASE, names, clock=TODAY, cost=cost)

    with made("river") as river, made("hill") as hill:
        for one, other, name in ((river, hill, "river"), (hill, river, "hill")):
            card = folder / f"{name}.card"
            one.devices.write_card(card)
            other.devices.trust(card, " ".join(words_of(one.devices.card(), "en")), name)
        river.add_to_circle("home", "hill", "contributor")
    return folder


@pytest.fixture
def laptops(prepared: Path, tmp_path: Path) -> Iterator[Laptops]:
    stick = tmp_path / "stick"
    stick.mkdir()

    def opened(name: str) -> Workspace:
        shutil.copytree(prepared / name, tmp_path / name)
        return open_vault(tmp_path / name, PASSPHRASE, clock=TODAY)

    with opened("river") as river, opened("hill") as hill:
        yield Laptops(river, hill, stick)


def test_bundle_when_a_record_has_a_file_then_the_other_device_has_it_too(
    laptops: Laptops, tmp_path: Path
) -> None:
    record, attached = laptops.attach()
    laptops.hill.taking.accept(laptops.send())
    store = laptops.hill._store
    assert list(held(store)) == [attached.blob]
    assert verify(store, attached.blob) == verify(laptops.river._store, attached.blob)
    laptops.hill.attachments.extract(record, "notes.txt", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == CONTENT


def test_bundle_when_only_looked_at_then_no_file_is_kept(laptops: Laptops) -> None:
    laptops.attach()
    laptops.hill.taking.preview(laptops.send())
    assert files_in(laptops.hill._store.blob_folder) == set()


def test_bundle_when_taken_twice_then_the_file_is_written_once(laptops: Laptops) -> None:
    _, attached = laptops.attach()
    bundle = laptops.send()
    laptops.hill.taking.accept(bundle)
    path = path_of(laptops.hill._store, attached.blob)
    before = path.stat().st_ino
    laptops.hill.taking.accept(bundle)
    assert path.stat().st_ino == before


def test_bundle_when_the_other_device_lost_or_damaged_its_copy_then_gets_it_again(
    laptops: Laptops,
) -> None:
    _, attached = laptops.attach()
    laptops.hill.taking.accept(laptops.send())
    path = path_of(laptops.hill._store, attached.blob)
    for damage in (path.unlink, lambda: path.write_bytes(b"damaged")):
        damage()
        laptops.hill.taking.accept(laptops.send())
        assert verify(laptops.hill._store, attached.blob) > len(CONTENT)


def test_bundle_when_a_file_is_damaged_or_missing_here_then_the_rest_travels(
    laptops: Laptops,
) -> None:
    (_, damaged), (_, missing), (_, whole) = (
        laptops.attach(name, name.encode()) for name in ("a.txt", "b.txt", "c.txt")
    )
    store = laptops.river._store
    path_of(store, damaged.blob).write_bytes(b"damaged")
    path_of(store, missing.blob).unlink()
    laptops.hill.taking.accept(laptops.send())
    assert list(held(laptops.hill._store)) == [whole.blob]


def test_is_whole_when_a_file_is_damaged_or_gone_then_it_is_not(laptops: Laptops) -> None:
    _, attached = laptops.attach()
    store = laptops.river._store
    [found] = sources_of(store, blob_sizes(store, [attached.blob]))
    ciphertext = b"".join(found.read(0, found.length))
    assert (found.digest, found.length) == (attached.blob, len(ciphertext))
    assert hashlib.sha256(ciphertext).digest() == attached.blob
    assert is_whole(store, attached.blob)
    path_of(store, attached.blob).write_bytes(b"damaged")
    assert not is_whole(store, attached.blob)
    path_of(store, attached.blob).unlink()
    assert not is_whole(store, attached.blob)


def test_sources_of_when_a_file_changes_before_it_is_written_then_writing_says_so(
    laptops: Laptops,
) -> None:
    _, attached = laptops.attach()
    store = laptops.river._store
    blobs = sources_of(store, blob_sizes(store, [attached.blob]))
    [part] = plan_parts(replace(content(), blobs=blobs)).parts

    def write() -> None:
        write_part(part, [READER_KEY.recipient], SENDER.sign_bytes, Endless())

    write()
    path = path_of(store, attached.blob)
    path.write_bytes(b"damaged")
    with pytest.raises(ContentChanged):
        write()
    path.unlink()
    with pytest.raises(BlobMissing):
        write()


def test_bundle_when_a_file_is_cut_over_several_then_it_is_whole_when_all_came(
    laptops: Laptops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "plan_parts", partial(plan_parts, part_limit=100_000))
    record, attached = laptops.attach()
    told: list[tuple[int, int]] = []
    written = laptops.river.giving.write(
        ["hill"], laptops.stick, progress=lambda *way: told.append(way)
    )
    assert len(written.files) > 2
    assert told == sorted(told)
    assert told[-1] == (written.size, written.size)
    assert written.size == sum(each.path.stat().st_size for each in written.files)
    hill = laptops.hill
    for file in reversed(written.files[1:]):
        # Whoever takes a later part first: it holds blobs alone, and names the circle.
        hill.taking._files.keep_blobs(hill._store, file.path, hill.taking._files.open(file.path))
        assert not is_held(hill._store, attached.blob)
    hill.taking.accept(written.path)
    assert list(held(hill._store)) == [attached.blob]
    assert pieces(hill._store) == []
    hill.attachments.extract(record, "notes.txt", laptops.stick / "out")
    assert (laptops.stick / "out").read_bytes() == CONTENT


def test_bundle_when_pieces_do_not_make_the_file_then_the_rest_of_it_is_taken(
    laptops: Laptops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "plan_parts", partial(plan_parts, part_limit=200_000))
    _, attached = laptops.attach()
    one, other = laptops.river.giving.write(["hill"], laptops.stick).files
    hill = laptops.hill
    hill.taking.accept(one.path)
    [kept] = pieces(hill._store)
    kept.path.write_bytes(bytes(kept.length))
    hill.taking.accept(other.path)
    assert not is_held(hill._store, attached.blob)
    assert pieces(hill._store) == []
    for file in (one, other):
        hill.taking.accept(file.path)
    assert is_held(hill._store, attached.blob)


class PulledOut(io.FileIO):
    """A bundle on a stick that is pulled out while it is read."""

    def __init__(self, path: Path, allowed: int) -> None:
        super().__init__(path)
        self._allowed = allowed

    def readinto(self, buffer: object, /) -> int:
        """As a file, until so many bytes were read."""
        if self.tell() >= self._allowed:
            raise OSError(errno.EIO, "gone")
        return super().readinto(buffer)  # type: ignore[arg-type]


def opened_bundle(laptops: Laptops, path: Path) -> OpenedBundle:
    return laptops.hill.taking._files.open(path)


def test_keep_blobs_when_the_bundle_has_none_then_it_is_not_read_again(laptops: Laptops) -> None:
    path = laptops.send()
    opened = opened_bundle(laptops, path)
    with path.open("rb") as file:
        keep_blobs(laptops.hill._store, file, (), opened)
        assert file.tell() == 0


def test_keep_blobs_when_the_stick_is_pulled_out_then_says_so(laptops: Laptops) -> None:
    _, attached = laptops.attach()
    path = laptops.send()
    opened = opened_bundle(laptops, path)
    keys = laptops.hill.taking._files._keys
    with PulledOut(path, path.stat().st_size // 2) as file, pytest.raises(FileUnreadable) as caught:
        keep_blobs(laptops.hill._store, file, keys, opened)
    assert caught.value.facts == {"name": path.name, "reason": "gone"}
    assert not is_held(laptops.hill._store, attached.blob)
    assert files_in(laptops.hill._store.blob_folder) == set()
