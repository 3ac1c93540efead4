# SPDX-License-Identifier: GPL-3.0-or-later
"""What was attached comes back as it was, or not at all."""

import errno
import hashlib
import io
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from protectnet.domain.values import Attachment
from protectnet.store.blob_files import path_of, remove
from protectnet.store.blob_reading import extract, open_blob
from protectnet.store.blobs import keep
from protectnet.store.errors import (
    BlobDamaged,
    BlobMissing,
    Cancelled,
    OutFileExists,
    OutFolderFull,
    OutFolderReadOnly,
    OutFolderUnreachable,
    StoreUnreachable,
)
from protectnet.store.store import Store
from tests.envelope.samples import Endless, content_of
from tests.envelope.test_memory import peak_of
from tests.store.attaching import attachment_of, kept, no_file_longer_than, no_new_file
from tests.store.test_blobs import KIB, MIB, SIZES

CONTENT = content_of(200 * KIB)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "notes.txt"


@pytest.fixture
def attached(store: Store) -> Attachment:
    return attachment_of(kept(store, CONTENT))


def blob_file(store: Store, attachment: Attachment) -> Path:
    return path_of(store, attachment.blob)


def check_refused(
    store: Store, attachment: Attachment, out: Path, expected: type[Exception]
) -> None:
    with pytest.raises(expected):
        extract(store, attachment, out)
    assert list(out.parent.iterdir()) == []


@given(SIZES)
@example(0)
@example(MIB - 8)
@example(MIB)
def test_extract_when_content_has_any_size_then_gives_it_back(
    store: Store, tmp_path: Path, size: int
) -> None:
    content = content_of(size)
    out = tmp_path / "out"
    extract(store, attachment_of(kept(store, content)), out)
    assert out.read_bytes() == content
    out.unlink()


def test_extract_when_done_then_the_file_is_its_readers_alone(
    store: Store, attached: Attachment, out: Path
) -> None:
    extract(store, attached, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(out.parent.iterdir()) == [out]


def test_extract_when_asked_tells_how_far_it_is(
    store: Store, attached: Attachment, out: Path
) -> None:
    told: list[tuple[int, int]] = []
    extract(store, attached, out, lambda *way: told.append(way))
    assert told == sorted(told)
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert len(told) > 1


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_extract_when_something_is_there_then_leaves_it(
    store: Store, attached: Attachment, out: Path, kind: str
) -> None:
    if kind == "file":
        out.write_bytes(b"mine")
    elif kind == "folder":
        out.mkdir()
    else:
        out.symlink_to(out.parent / "nowhere")
    told: list[tuple[int, int]] = []
    with pytest.raises(OutFileExists) as caught:
        extract(store, attached, out, lambda *way: told.append(way))
    assert caught.value.facts == {"name": str(out)}
    assert told == []
    assert list(out.parent.iterdir()) == [out]
    assert kind != "file" or out.read_bytes() == b"mine"


def test_extract_when_somebody_puts_something_there_meanwhile_then_leaves_it(
    store: Store, attached: Attachment, out: Path
) -> None:
    def meanwhile(_done: int, _total: int) -> None:
        out.write_bytes(b"theirs")

    with pytest.raises(OutFileExists):
        extract(store, attached, out, meanwhile)
    assert out.read_bytes() == b"theirs"
    assert list(out.parent.iterdir()) == [out]


def test_extract_when_stopped_by_a_person_then_nothing_is_left(
    store: Store, attached: Attachment, out: Path
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        extract(store, attached, out, stop)
    assert list(out.parent.iterdir()) == []


def test_extract_when_the_disk_is_full_then_says_so_and_nothing_is_left(
    store: Store, attached: Attachment, out: Path
) -> None:
    with no_file_longer_than(100 * KIB), pytest.raises(OutFolderFull) as caught:
        extract(store, attached, out)
    assert caught.value.facts == {"name": str(out.parent)}
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, OutFolderFull),
        (errno.EROFS, OutFolderReadOnly),
        (errno.EACCES, OutFolderReadOnly),
        (errno.EIO, OutFolderUnreachable),
    ],
)
def test_extract_when_the_system_refuses_then_each_reason_has_its_error(
    store: Store,
    attached: Attachment,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    expected: type[Exception],
) -> None:
    monkeypatch.setattr(os, "open", no_new_file(number))
    check_refused(store, attached, out, expected)


def test_extract_when_the_folder_is_missing_then_says_so(
    store: Store, attached: Attachment, out: Path
) -> None:
    with pytest.raises(OutFolderUnreachable) as caught:
        extract(store, attached, out / "deeper" / "notes.txt")
    assert caught.value.facts["name"] == str(out / "deeper")
    assert caught.value.facts["reason"]


@given(at=st.integers(0, 1 << 32), bit=st.integers(0, 7))
def test_extract_when_any_bit_of_the_blob_differs_then_refuses_it(
    store: Store, tmp_path: Path, at: int, bit: int
) -> None:
    attachment = attachment_of(kept(store, CONTENT[: 70 * KIB]))
    path = blob_file(store, attachment)
    ciphertext = bytearray(path.read_bytes())
    ciphertext[at % len(ciphertext)] ^= 1 << bit
    path.write_bytes(ciphertext)
    with pytest.raises(BlobDamaged) as caught:
        extract(store, attachment, tmp_path / "out")
    assert caught.value.facts == {"blob": attachment.blob.hex()[:8]}
    assert {each.name for each in tmp_path.iterdir()} == {"vault"}


def test_extract_when_the_blob_is_cut_short_or_longer_then_refuses_it(
    store: Store, attached: Attachment, out: Path
) -> None:
    path = blob_file(store, attached)
    ciphertext = path.read_bytes()
    for wrong in (b"", ciphertext[:-1], ciphertext[: 64 * KIB + 16], ciphertext + b"\0"):
        path.write_bytes(wrong)
        check_refused(store, attached, out, BlobDamaged)


def test_extract_when_the_attachment_says_something_else_then_refuses_it(
    store: Store, attached: Attachment, out: Path
) -> None:
    wrong = bytes(32)
    for other in (
        replace(attached, digest=wrong),
        replace(attached, key=wrong),
        replace(attached, size=attached.size - 1),
        replace(attached, size=attached.size + 1),
        replace(attached, pieces=(*attached.pieces, wrong)),
        replace(attached, pieces=()),
    ):
        check_refused(store, other, out, BlobDamaged)
    extract(store, attached, out)
    assert out.read_bytes() == CONTENT


def test_extract_when_somebody_with_the_key_made_another_blob_then_refuses_it(
    store: Store, attached: Attachment, out: Path
) -> None:
    other = kept(store, CONTENT[::-1])
    path_of(store, other.blob).replace(blob_file(store, attached))
    check_refused(store, replace(attached, key=other.key), out, BlobDamaged)


def test_extract_when_the_blob_is_missing_or_unreadable_then_says_which(
    store: Store, attached: Attachment, out: Path
) -> None:
    remove(store, attached.blob)
    check_refused(store, attached, out, BlobMissing)
    blob_file(store, attached).mkdir()
    check_refused(store, attached, out, StoreUnreachable)


def test_open_blob_when_read_in_any_way_then_gives_the_content(
    store: Store, attached: Attachment
) -> None:
    with open_blob(store, attached) as content:
        assert content.read() == CONTENT
        assert content.read() == b""
    with io.BufferedReader(open_blob(store, attached)) as buffered:
        assert buffered.read(5) + buffered.read() == CONTENT


def test_open_blob_when_closed_early_then_the_file_is_closed(
    store: Store, attached: Attachment
) -> None:
    content = open_blob(store, attached)
    assert content.readable()
    assert content.read(3) == CONTENT[:3]
    content.close()
    content.close()
    with pytest.raises(ValueError):
        content.read(3)


def test_open_blob_when_the_end_is_wrong_then_says_so_each_time(
    store: Store, attached: Attachment
) -> None:
    lying = replace(attached, digest=hashlib.sha256(b"another").digest())
    with open_blob(store, lying) as content:
        for _ in range(2):
            with pytest.raises(BlobDamaged):
                content.read()


def test_repr_when_a_blob_is_open_then_names_neither_key_nor_file(
    store: Store, attached: Attachment
) -> None:
    with open_blob(store, attached) as content:
        shown = repr(content)
    assert "notes" not in shown
    assert attached.key.hex() not in shown
    assert repr(attached.key) not in shown


def test_extract_when_long_then_takes_little_memory(store: Store, out: Path) -> None:
    attachment = attachment_of(keep(store, Endless(24 * MIB)))
    assert peak_of(lambda: extract(store, attachment, out)) < 2 * MIB
    assert out.stat().st_size == 24 * MIB
