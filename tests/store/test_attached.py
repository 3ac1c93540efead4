# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking and erasing records to which files are attached."""

import io

import pytest

from protectnet.domain.values import Plain
from protectnet.log.operation import Operation, decode_operation, erasure_of
from protectnet.log.shapes import OpKind
from protectnet.store import local
from protectnet.store.blob_files import is_held, path_of
from protectnet.store.blobs import KeptBlob, keep
from protectnet.store.check import check_store
from protectnet.store.erase import carry_out, erase_operations, erase_record, records_to_erase
from protectnet.store.errors import BlobDamaged
from protectnet.store.history import history
from protectnet.store.rebuild import rebuild
from protectnet.store.search import search
from tests.store.attaching import ATTACHED, plain_of
from tests.store.laptops import UNKNOWN_FIELD, Laptop, key_of, public_keys

KEY = key_of(0)


def attach(laptop: Laptop, number: int, content: bytes = b"photograph") -> KeptBlob:
    """Attach a file of this content to a record."""
    kept = keep(laptop.store, io.BytesIO(content))
    laptop.save(laptop.operation(key_of(number), ATTACHED, plain_of(kept, "foto.jpg")))
    with laptop.store.transaction():
        local.keep_preview(laptop.store, kept.digest, "image/png", b"small " + content)
    return kept


def test_check_when_files_are_right_or_missing_counts_them(laptop: Laptop) -> None:
    first, second = attach(laptop, 0), attach(laptop, 0, b"another")
    path_of(laptop.store, second.blob).unlink()
    laptop.sealed()
    checked = check_store(laptop.store, public_keys)
    assert (checked.blobs, checked.missing_blobs) == (1, 1)
    assert is_held(laptop.store, first.blob)


def test_check_when_a_file_is_damaged_says_so(laptop: Laptop) -> None:
    kept = attach(laptop, 0)
    laptop.sealed()
    path = path_of(laptop.store, kept.blob)
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(content)
    with pytest.raises(BlobDamaged):
        check_store(laptop.store, public_keys)


def test_erase_when_a_file_was_attached_removes_it_and_its_small_picture(
    laptop: Laptop,
) -> None:
    kept = attach(laptop, 0)
    stays = attach(laptop, 1, b"another")
    erase_record(laptop.store, KEY, "safety", laptop)
    assert not is_held(laptop.store, kept.blob)
    assert local.preview(laptop.store, kept.digest) is None
    assert is_held(laptop.store, stays.blob)
    assert local.preview(laptop.store, stays.digest) is not None
    assert search(laptop.store, "foto") != []
    laptop.sealed()
    assert check_store(laptop.store, public_keys).blobs == 1


def test_erase_when_another_record_has_the_same_file_keeps_it(laptop: Laptop) -> None:
    kept = attach(laptop, 0)
    laptop.save(laptop.operation(key_of(1), ATTACHED, plain_of(kept, "foto.jpg")))
    erase_record(laptop.store, KEY, "safety", laptop)
    assert is_held(laptop.store, kept.blob)
    assert named_blobs(laptop) == [()]
    erase_record(laptop.store, key_of(1), "safety", laptop)
    assert not is_held(laptop.store, kept.blob)
    assert named_blobs(laptop) == [(), (kept.blob,)]


def test_erase_when_the_file_was_taken_off_before_removes_it(laptop: Laptop) -> None:
    kept = attach(laptop, 0)
    laptop.drop(KEY, "attachments")
    assert is_held(laptop.store, kept.blob)
    [attached, _] = history(laptop.store, KEY)
    erase_operations(laptop.store, KEY, [attached.op_id], "safety", laptop)
    assert not is_held(laptop.store, kept.blob)


def test_carry_out_when_asked_from_elsewhere_removes_the_file_here(
    laptop: Laptop, other: Laptop
) -> None:
    kept = attach(laptop, 0)
    other.take(*laptop.sealed())
    place = path_of(other.store, kept.blob)
    place.parent.mkdir(parents=True)
    place.write_bytes(path_of(laptop.store, kept.blob).read_bytes())
    erase_record(laptop.store, KEY, "safety", laptop)
    other.take(*laptop.sealed())
    assert place.exists()
    carry_out(other.store, records_to_erase(other.store), other)
    assert not place.exists()


def test_rebuild_when_files_are_attached_notes_the_same_uses(laptop: Laptop) -> None:
    attach(laptop, 0)
    unknown: list[Plain] = [1, [b"x" * 32], "and", b"y" * 31]
    laptop.save(laptop.operation(KEY, UNKNOWN_FIELD, unknown))
    laptop.save(laptop.operation(KEY, ATTACHED, "no attachment"))
    statement = "SELECT blob, operation FROM blob_use ORDER BY blob"
    before = laptop.store.db.rows(statement)
    with laptop.store.transaction():
        rebuild(laptop.store)
    assert laptop.store.db.rows(statement) == before
    assert len(before) == 2
    assert (b"x" * 32) in [blob for blob, _ in before]


def named_blobs(laptop: Laptop) -> list[tuple[bytes, ...]]:
    """The blobs that each erase operation names, in the order in which they were written."""
    rows = laptop.store.db.rows("SELECT bytes FROM operation WHERE bytes IS NOT NULL ORDER BY id")
    operations = [decode_operation(raw) for (raw,) in rows]
    return [
        erasure_of(each).blobs
        for each in operations
        if isinstance(each, Operation) and each.kind is OpKind.ERASE
    ]
