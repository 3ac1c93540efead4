# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching files and taking them out, in an open vault as people have one."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.app.attaching import (
    CONTENT,
    WORD,
    OneRecord,
    blob_count,
    check_nothing_attached,
    extracted,
    put,
)
from tests.store import pictures
from tests.store.attaching import files_with, no_file_longer_than

from protectnet.app.attachments import (
    AlreadyAttached,
    AttachmentNameTaken,
    Attachments,
)
from protectnet.app.editing import AlreadyErased
from protectnet.app.names import InvalidName
from protectnet.app.outside import FileUnreadable
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.domain.draft import Change, Problem
from protectnet.domain.errors import UnknownField
from protectnet.domain.field import Kind
from protectnet.domain.record import Record
from protectnet.store import blobs
from protectnet.store.blob_files import path_of
from protectnet.store.errors import (
    AttachmentTooLarge,
    Cancelled,
    NoSuchRecord,
    StoreFull,
)
from protectnet.store.images import ImageDamaged, ImageKind, MetadataCannotBeRemoved
from protectnet.store.store import Store


def test_attach_when_extracted_then_the_content_is_the_same(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    attached = workspace.attachments.attach(risk, notes)
    assert (attached.name, attached.media_type, attached.size) == (
        "notes.txt",
        "text/plain",
        len(CONTENT),
    )
    assert attached.digest == hashlib.sha256(CONTENT).digest()
    assert workspace.records.find(risk).get("attachments") == (attached,)
    assert extracted(workspace, risk[:6], "notes.txt", outside) == CONTENT
    assert notes.read_bytes() == CONTENT


def test_attach_when_done_then_the_record_is_found_by_the_name_of_the_file(
    workspace: Workspace, risk: str, notes: Path
) -> None:
    workspace.attachments.attach(risk, notes, name="Minutes of the assembly")
    [found] = workspace.records.page(Query(search="minutes assem")).found
    assert found.record.id.hex() == risk


def test_attach_when_asked_tells_how_far_it_is(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    told: list[tuple[int, int]] = []
    workspace.attachments.attach(risk, notes, progress=lambda *way: told.append(way))
    workspace.attachments.extract(
        risk, "notes.txt", outside / "out", progress=lambda *way: told.append(way)
    )
    assert told.count((len(CONTENT), len(CONTENT))) == 2


def test_attach_when_a_vault_is_searched_then_no_file_has_a_word_of_it(
    workspace: Workspace, risk: str, notes: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = outside.parent / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    vault = outside.parent / "vault"

    def look(_done: int, _total: int) -> None:
        assert files_with(WORD, vault, temporary, Path.home()) == []

    notes = notes.rename(outside / "Yarumal.txt")
    workspace.attachments.attach(risk, notes, progress=look)
    workspace.attachments.extract(risk, "Yarumal.txt", outside / "out", progress=look)
    look(0, 0)
    assert set(files_with(WORD, outside)) == {notes, outside / "out"}


def test_attach_when_a_picture_hides_something_then_it_goes_unless_the_original_is_wanted(
    workspace: Workspace, risk: str, outside: Path
) -> None:
    original = pictures.planted_jpeg()
    photo = put(outside / "photo.jpg", original)
    attached = workspace.attachments.attach(risk, photo)
    workspace.attachments.attach(risk, photo, name="original", keep_original=True)
    content = extracted(workspace, risk, "photo.jpg", outside)
    assert attached.media_type == "image/jpeg"
    assert attached.size == len(content) < len(original)
    assert [word for word in pictures.JPEG_WORDS if word in content] == []
    assert pictures.look(content) == pictures.look(original)
    assert extracted(workspace, risk, "original", outside) == original


def test_attach_when_hidden_details_cannot_be_removed_then_only_on_request(
    workspace: Workspace, store: Store, risk: str, outside: Path
) -> None:
    letter = put(outside / "letter.txt", b"%PDF-1.7\nby whom")
    with pytest.raises(MetadataCannotBeRemoved) as caught:
        workspace.attachments.attach(risk, letter)
    assert caught.value.facts == {"kind": ImageKind.PDF}
    assert blob_count(store) == 0
    attached = workspace.attachments.attach(risk, letter, keep_original=True)
    assert attached.media_type == "application/pdf"
    assert extracted(workspace, risk, "letter.txt", outside) == letter.read_bytes()


def test_attach_when_a_picture_is_damaged_then_nothing_is_left(
    workspace: Workspace, store: Store, risk: str, outside: Path
) -> None:
    photo = put(outside / "photo.jpg", pictures.encoded(pictures.painted(), "jpeg")[:-300])
    with pytest.raises(ImageDamaged):
        workspace.attachments.attach(risk, photo)
    check_nothing_attached(workspace, store, risk)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "empty"), (" \n", "empty"), ("a\x1bb", "control_character"), ("x" * 201, "too_long")],
)
def test_attach_when_the_name_cannot_be_one_then_refuses_it(
    workspace: Workspace, store: Store, risk: str, notes: Path, name: str, reason: str
) -> None:
    with pytest.raises(InvalidName) as caught:
        workspace.attachments.attach(risk, notes, name=name)
    assert caught.value.facts["problems"] == (Problem("name", reason, name[:60]),)
    check_nothing_attached(workspace, store, risk)


@pytest.mark.skipif(os.name != "posix", reason="names of files are text here")
def test_attach_when_the_files_name_is_no_text_then_what_can_be_read_of_it_is_its_name(
    workspace: Workspace, risk: str, outside: Path
) -> None:
    path = Path(os.fsdecode(os.fsencode(outside) + b"/acta\xff.txt"))
    attached = workspace.attachments.attach(risk, put(path, CONTENT))
    assert attached.name == "acta\N{REPLACEMENT CHARACTER}.txt"


def test_attach_when_the_record_has_it_then_it_is_not_there_twice(
    workspace: Workspace, store: Store, risk: str, notes: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    with pytest.raises(AlreadyAttached) as caught:
        workspace.attachments.attach(risk, notes, name="another name")
    assert caught.value.facts == {"name": "notes.txt"}
    assert blob_count(store) == 1
    other = workspace.editing.add("risk", {"title": "Another"}).id.hex()
    workspace.attachments.attach(other, notes)
    assert blob_count(store) == 2


def test_attach_when_the_name_that_was_given_is_taken_then_nothing_is_attached(
    workspace: Workspace, store: Store, risk: str, notes: Path, outside: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    other = put(outside / "other.txt", b"other content")
    with pytest.raises(AttachmentNameTaken) as caught:
        workspace.attachments.attach(risk, other, name="notes.txt")
    assert caught.value.facts == {"name": "notes.txt"}
    assert blob_count(store) == 1
    assert extracted(workspace, risk, "notes.txt", outside) == CONTENT


def test_attach_when_the_name_of_the_file_is_taken_then_a_number_tells_them_apart(
    workspace: Workspace, risk: str, outside: Path
) -> None:
    names = []
    long = "x" * 195
    for name in ("notes.txt", "notes", long):
        for content in (b"first", b"second", b"third"):
            path = put(outside / name, name.encode() + content)
            names.append(workspace.attachments.attach(risk, path).name)
    assert names == [
        *("notes.txt", "notes (2).txt", "notes (3).txt"),
        *("notes", "notes (2)", "notes (3)"),
        *(long, f"{long} (2)", f"{long} (3)"),
    ]
    assert extracted(workspace, risk, "notes (2).txt", outside) == b"notes.txtsecond"


def test_attach_when_the_numbered_name_would_be_too_long_then_it_is_cut(
    workspace: Workspace, risk: str, outside: Path
) -> None:
    name = "x" * 196 + ".txt"
    attached = [
        workspace.attachments.attach(risk, put(outside / name, content)).name
        for content in (b"first", b"second")
    ]
    assert attached == [name, "x" * 192 + " (2).txt"]


@pytest.mark.parametrize("damage", [None, b"", b"damaged"])
def test_attach_when_what_the_record_has_is_lost_then_it_is_attached_anew(
    workspace: Workspace,
    store: Store,
    risk: str,
    notes: Path,
    outside: Path,
    damage: bytes | None,
) -> None:
    lost = path_of(store, workspace.attachments.attach(risk, notes).blob)
    if damage is None:
        lost.unlink()
    else:
        lost.write_bytes(damage)
    workspace.attachments.attach(risk, notes)
    if damage is not None:
        lost.unlink()
    assert extracted(workspace, risk, "notes.txt", outside) == CONTENT


def test_attach_and_extract_when_the_record_was_erased_then_say_so(
    workspace: Workspace, store: Store, risk: str, notes: Path, outside: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    workspace.editing.erase(risk, reason="request")
    with pytest.raises(AlreadyErased):
        workspace.attachments.attach(risk, notes)
    with pytest.raises(AlreadyErased):
        workspace.attachments.extract(risk, "notes.txt", outside / "out")
    assert blob_count(store) == 0


def test_attach_when_there_is_no_such_record_or_field_then_nothing_is_encrypted(
    workspace: Workspace, store: Store, risk: str, notes: Path
) -> None:
    with pytest.raises(NoSuchRecord):
        workspace.attachments.attach("00" * 16, notes)
    bare = replace(workspace.records.find(risk), kind=Kind(999, "bare", "", "", ()))
    attachments = Attachments(store, OneRecord(bare), workspace.editing)  # type: ignore[arg-type]
    with pytest.raises(UnknownField):
        attachments.attach(risk, notes)
    assert blob_count(store) == 0


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe"])
def test_attach_when_the_file_is_none_then_says_so_at_once(
    workspace: Workspace, store: Store, risk: str, outside: Path, kind: str
) -> None:
    path = outside / "notes.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no such pipes")
        os.mkfifo(path)
    with pytest.raises(FileUnreadable) as caught:
        workspace.attachments.attach(risk, path)
    assert caught.value.facts["name"] == str(path)
    assert caught.value.facts["reason"]
    check_nothing_attached(workspace, store, risk)


def test_attach_when_the_file_is_too_large_then_refuses_it(
    workspace: Workspace,
    store: Store,
    risk: str,
    notes: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blobs, "MAX_ATTACHMENT_BYTES", len(CONTENT) - 1)
    with pytest.raises(AttachmentTooLarge):
        workspace.attachments.attach(risk, notes)
    check_nothing_attached(workspace, store, risk)


def test_attach_when_stopped_or_the_disk_is_full_then_nothing_is_left(
    workspace: Workspace, store: Store, risk: str, notes: Path
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        workspace.attachments.attach(risk, notes, progress=stop)
    with no_file_longer_than(100_000), pytest.raises(StoreFull):
        workspace.attachments.attach(risk, notes)
    check_nothing_attached(workspace, store, risk)


class Interrupted:
    """A writer that is interrupted, before the change is durable or after."""

    def __init__(self, workspace: Workspace, *, is_durable: bool) -> None:
        self._workspace = workspace
        self._is_durable = is_durable

    def change(self, record: Record, changes: Sequence[Change]) -> None:
        if self._is_durable:
            self._workspace.attachments._writer.change(record, changes)
        raise KeyboardInterrupt


@pytest.mark.parametrize("is_durable", [False, True])
def test_attach_when_interrupted_then_the_blob_is_here_exactly_if_the_record_names_it(
    workspace: Workspace, store: Store, risk: str, notes: Path, outside: Path, *, is_durable: bool
) -> None:
    writer = Interrupted(workspace, is_durable=is_durable)
    attachments = Attachments(store, workspace.records, writer)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        attachments.attach(risk, notes)
    if is_durable:
        assert extracted(workspace, risk, "notes.txt", outside) == CONTENT
    else:
        check_nothing_attached(workspace, store, risk)
