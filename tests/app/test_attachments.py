# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaching files and taking them out, in an open vault as people have one."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.bench.vaults import new_vault
from tests.store import pictures
from tests.store.attaching import files_in, files_with, no_file_longer_than

from protectnet.app.attachments import (
    AlreadyAttached,
    AmbiguousAttachment,
    Attachments,
    NoSuchAttachment,
)
from protectnet.app.editing import AlreadyErased
from protectnet.app.explanations import explain
from protectnet.app.outside import FileUnreadable
from protectnet.app.records import Query
from protectnet.app.workspace import Workspace
from protectnet.domain.draft import Change
from protectnet.domain.errors import InvalidValue, UnknownField
from protectnet.domain.field import Kind
from protectnet.domain.record import Record
from protectnet.domain.values import Attachment
from protectnet.store import blobs
from protectnet.store.blob_files import path_of
from protectnet.store.errors import (
    AttachmentTooLarge,
    Cancelled,
    NoSuchRecord,
    OutFileExists,
    StoreFull,
)
from protectnet.store.images import ImageDamaged, ImageKind, MetadataCannotBeRemoved
from protectnet.store.store import Store

WORD = b"Yarumal"
CONTENT = WORD + b": who said what at the ford\n" * 5000


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_vault(tmp_path / "vault") as opened:
        yield opened


@pytest.fixture
def store(workspace: Workspace) -> Store:
    return workspace._store


@pytest.fixture
def risk(workspace: Workspace) -> str:
    return workspace.editing.add("risk", {"title": "Armed men at the ford"}).id.hex()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture
def notes(outside: Path) -> Path:
    return put(outside / "notes.txt", CONTENT)


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def blob_count(store: Store) -> int:
    return len(files_in(store.blob_folder))


def extracted(workspace: Workspace, risk: str, name: str, folder: Path) -> bytes:
    out = folder / "out"
    workspace.attachments.extract(risk, name, out)
    content = out.read_bytes()
    out.unlink()
    return content


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


def check_nothing_attached(workspace: Workspace, store: Store, risk: str) -> None:
    assert blob_count(store) == 0
    assert workspace.records.find(risk).get("attachments") is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "empty"), (" \n", "empty"), ("a\x1bb", "control_character"), ("x" * 201, "too_long")],
)
def test_attach_when_the_name_cannot_be_one_then_refuses_it(
    workspace: Workspace, store: Store, risk: str, notes: Path, name: str, reason: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        workspace.attachments.attach(risk, notes, name=name)
    assert caught.value.reason == reason
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


def test_extract_when_several_files_have_the_name_then_their_beginnings_tell_them_apart(
    workspace: Workspace, risk: str, outside: Path
) -> None:
    contents = [b"first", b"second", b"third"]
    for content in contents:
        workspace.attachments.attach(risk, put(outside / "notes.txt", content))
    with pytest.raises(AmbiguousAttachment) as caught:
        workspace.attachments.extract(risk, "notes.txt", outside / "out")
    digests = sorted(hashlib.sha256(content).hexdigest() for content in contents)
    assert caught.value.facts == {
        "given": "notes.txt",
        "choices": tuple(digest[:8] for digest in digests),
    }
    found = {extracted(workspace, risk, digest[:8].upper(), outside) for digest in digests}
    assert found == set(contents)


class OneRecord:
    """Records of which there is one, such as no vault would make it."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def find(self, _given: str) -> Record:
        return self._record


def test_extract_when_the_beginnings_are_alike_then_longer_ones_are_named(
    workspace: Workspace, store: Store, risk: str, outside: Path
) -> None:
    digests = [bytes.fromhex("ab" * 6 + last + "00" * 25) for last in ("00", "10", "11")]
    files = [
        Attachment(digest, "notes", "text/plain", 1, bytes(32), bytes(32), ()) for digest in digests
    ]
    record = replace(workspace.records.find(risk), values={"attachments": tuple(files)})
    attachments = Attachments(store, OneRecord(record), workspace.editing)  # type: ignore[arg-type]
    with pytest.raises(AmbiguousAttachment) as caught:
        attachments.extract(risk, "notes", outside / "out")
    assert caught.value.facts["choices"] == tuple("ab" * 6 + last for last in ("00", "10", "11"))


def test_extract_when_the_name_is_typed_with_other_signs_for_the_same_letters_then_finds_it(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    workspace.attachments.attach(risk, notes, name="Reunio\N{COMBINING ACUTE ACCENT}n")
    assert extracted(workspace, risk, "Reuni\N{LATIN SMALL LETTER O WITH ACUTE}n", outside)
    assert extracted(workspace, risk, "Reunio\N{COMBINING ACUTE ACCENT}n", outside)


def test_extract_when_no_file_has_the_name_then_says_which_there_are(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    digest = workspace.attachments.attach(risk, notes).digest.hex()
    for name in ("nothing", "NOTES.TXT", digest[:3], "", digest[1:9]):
        with pytest.raises(NoSuchAttachment) as caught:
            workspace.attachments.extract(risk, name, outside / "out")
        assert caught.value.facts == {"given": name, "names": ("notes.txt",)}
    assert not (outside / "out").exists()


def test_extract_when_something_is_there_then_leaves_it(
    workspace: Workspace, risk: str, notes: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    with pytest.raises(OutFileExists):
        workspace.attachments.extract(risk, "notes.txt", notes)
    assert notes.read_bytes() == CONTENT


def test_extract_when_the_record_is_deleted_then_its_files_are_still_here(
    workspace: Workspace, risk: str, notes: Path, outside: Path
) -> None:
    workspace.attachments.attach(risk, notes)
    workspace.editing.delete(risk)
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
    assert caught.value.facts["name"] == "notes.txt"
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
    """Editing that is interrupted, before the change is durable or after."""

    def __init__(self, workspace: Workspace, *, is_durable: bool) -> None:
        self._workspace = workspace
        self._is_durable = is_durable

    def change(self, record: Record, change: Change) -> None:
        if self._is_durable:
            self._workspace.editing.change(record, change)
        raise KeyboardInterrupt


@pytest.mark.parametrize("is_durable", [False, True])
def test_attach_when_interrupted_then_the_blob_is_here_exactly_if_the_record_names_it(
    workspace: Workspace, store: Store, risk: str, notes: Path, outside: Path, *, is_durable: bool
) -> None:
    editing = Interrupted(workspace, is_durable=is_durable)
    attachments = Attachments(store, workspace.records, editing)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        attachments.attach(risk, notes)
    if is_durable:
        assert extracted(workspace, risk, "notes.txt", outside) == CONTENT
    else:
        check_nothing_attached(workspace, store, risk)


def test_errors_when_explained_then_name_what_is_there() -> None:
    error = AmbiguousAttachment(given="notes.txt", choices=("0a1b2c3d", "ffeeddcc"))
    assert "0a1b2c3d, ffeeddcc" in explain(error).sentence
