# SPDX-License-Identifier: GPL-3.0-or-later
"""What was erased is gone from every byte; each test first finds it where it will be missed."""

import pytest

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.log.merkle import Salts
from protectnet.log.operation import erase, erasure_of
from protectnet.log.segment import decode_segment, verify_segment
from protectnet.log.shapes import OpKind
from protectnet.store import erase as erasing
from protectnet.store import local, queries, segments
from protectnet.store.check import check_projection, check_store
from protectnet.store.erase import erase_operations, erase_record, records_to_erase
from protectnet.store.errors import NoSuchRecord
from protectnet.store.history import history
from protectnet.store.local import Draft
from protectnet.store.rebuild import rebuild
from protectnet.store.search import search
from tests.log.samples import CIRCLE, LUNA
from tests.store.laptops import KEY as STORE_KEY
from tests.store.laptops import MEASURE, RISK, Laptop, key_of, public_keys, record_id, said
from tests.store.planted import KEY, PLANTED, WORD, all_of, erase_it, plant, surround
from tests.store.residues import decrypted_pages, files_with


def test_erase_when_done_leaves_no_byte_in_any_file(open_book: Laptop) -> None:
    plant(open_book)
    surround(open_book, 1, 50)
    assert files_with(open_book.folder, PLANTED) == {"store.db-wal"}
    open_book.store.db.empty_write_ahead_log()
    assert files_with(open_book.folder, PLANTED) == {"store.db"}
    erase_it(open_book)
    assert files_with(open_book.folder, PLANTED) == set()
    open_book.store.close()
    assert files_with(open_book.folder, PLANTED) == set()


def test_erase_when_nothing_was_checkpointed_leaves_no_byte(open_book: Laptop) -> None:
    plant(open_book)
    assert "store.db-wal" in files_with(open_book.folder, PLANTED)
    erase_it(open_book)
    assert files_with(open_book.folder, PLANTED) == set()


def test_erase_when_sealed_long_ago_among_many_leaves_no_byte(open_book: Laptop) -> None:
    surround(open_book, 1, 100)
    plant(open_book)
    open_book.sealed()
    surround(open_book, 60, 200)
    with open_book.store.transaction():
        rebuild(open_book.store)
    surround(open_book, 1, 100)
    open_book.store.db.empty_write_ahead_log()
    assert files_with(open_book.folder, PLANTED) == {"store.db"}
    erase_it(open_book)
    assert files_with(open_book.folder, PLANTED) == set()


def test_erase_when_deleted_before_leaves_no_byte(open_book: Laptop) -> None:
    plant(open_book)
    open_book.delete(KEY)
    search(open_book.store, "anything")
    open_book.store.db.empty_write_ahead_log()
    assert files_with(open_book.folder, PLANTED) == {"store.db"}
    erase_it(open_book)
    assert files_with(open_book.folder, PLANTED) == set()


@pytest.mark.parametrize(
    "place",
    [
        "SELECT bytes FROM operation",
        "SELECT state FROM record",
        "SELECT title FROM record",
        "SELECT f1 FROM kind_4",
        "SELECT f37 FROM kind_4",
        "SELECT target FROM link",
        "SELECT block FROM words_data",
        "SELECT bytes FROM draft",
    ],
)
def test_erase_when_done_has_emptied_every_place(laptop: Laptop, place: str) -> None:
    laptop.edit(KEY, title=WORD, place=[WORD, "region"], feared_acts=[f"x.{WORD}"])
    with laptop.store.transaction():
        local.keep_draft(laptop.store, Draft(KEY.id, b"u" * 16, 4, CIRCLE, PLANTED))
    search(laptop.store, WORD)
    assert any(PLANTED in _bytes(value) for (value,) in laptop.store.db.rows(place))
    erase_it(laptop)
    assert not any(PLANTED in _bytes(value) for (value,) in laptop.store.db.rows(place))


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def test_erase_when_encrypted_leaves_nothing_in_the_decrypted_pages(laptop: Laptop) -> None:
    plant(laptop)
    surround(laptop, 1, 50)
    assert PLANTED in decrypted_pages(laptop.folder, STORE_KEY)
    laptop.store.db.empty_write_ahead_log()
    assert PLANTED in decrypted_pages(laptop.folder, STORE_KEY)
    assert files_with(laptop.folder, PLANTED) == set()
    erase_it(laptop)
    assert b"innocent" in decrypted_pages(laptop.folder, STORE_KEY)
    assert PLANTED not in decrypted_pages(laptop.folder, STORE_KEY)
    laptop.store.close()
    assert PLANTED not in decrypted_pages(laptop.folder, STORE_KEY)


def test_erase_when_done_shows_that_something_was_there_and_is_gone(laptop: Laptop) -> None:
    laptop.edit(KEY, title=WORD, likelihood=3)
    erase_it(laptop)
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    assert queries.record(laptop.store, KEY).values == {}
    assert search(laptop.store, WORD) == []
    assert queries.counts(laptop.store)["risk"] == 0
    *erased, last = history(laptop.store, KEY)
    assert [each.kind for each in erased] == [None, None]
    assert last.kind is OpKind.ERASE
    assert last.user == "Luna"


def test_erase_when_done_keeps_signatures_and_the_rest(laptop: Laptop) -> None:
    laptop.edit(key_of(1), title="stays")
    laptop.edit(KEY, title=WORD)
    laptop.edit(key_of(1), note="stays too")
    [segment] = laptop.sealed()
    erase_it(laptop)
    held = segments.segment(laptop.store, segment.hash)
    assert PLANTED not in held.encode()
    assert decode_segment(held.encode()) == held
    verified = verify_segment(held, LUNA.public)
    assert [each.operation is None for each in verified.entries] == [False, True, False]
    laptop.sealed()
    check_store(laptop.store, public_keys)
    record = queries.record(laptop.store, key_of(1))
    assert (record.title, record.text("note")) == ("stays", "stays too")
    with laptop.store.transaction():
        rebuild(laptop.store)
    check_store(laptop.store, public_keys)
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED


def test_erase_when_done_destroys_the_seed_from_which_the_salt_came(open_book: Laptop) -> None:
    open_book.edit(KEY, title=WORD)
    open_book.edit(key_of(1), title="stays")
    [segment] = open_book.sealed()
    seed = segment.segment.salting
    assert isinstance(seed, bytes)
    open_book.store.db.empty_write_ahead_log()
    assert files_with(open_book.folder, seed) == {"store.db"}
    erase_it(open_book)
    assert files_with(open_book.folder, seed) == set()
    salts = segments.segment(open_book.store, segment.hash).salting
    assert salts == (None, Salts(seed).salt(1))


def test_erase_when_repeated_in_one_segment_keeps_it_valid(laptop: Laptop) -> None:
    for number in range(4):
        laptop.edit(key_of(number), title=f"{WORD} {number}")
    laptop.sealed()
    for number in (2, 0, 3):
        erase_it(laptop, number)
    laptop.sealed()
    check_store(laptop.store, public_keys)
    assert queries.counts(laptop.store)["risk"] == 1


def test_erase_operations_when_named_destroys_those_and_wakes_nothing_older(
    open_book: Laptop, other: Laptop
) -> None:
    open_book.edit(KEY, title="stays", note="first")
    [second] = open_book.edit(KEY, note=f"second {WORD}")
    [third] = open_book.edit(KEY, note=f"third {WORD}")
    search(open_book.store, WORD)
    names = [second.op_id, third.op_id, OpId(bytes(16))]
    erase_operations(open_book.store, KEY, names, "safety", open_book)
    assert files_with(open_book.folder, PLANTED) == set()
    open_book.sealed()
    other.take(*(verify_segment(each, LUNA.public) for each in all_of(open_book)))
    for laptop in (open_book, other):
        record = queries.record(laptop.store, KEY)
        assert (record.title, record.text("note")) == ("stays", "")
        check_projection(laptop.store)
    digests = {queries.digest_of(each.store, CIRCLE) for each in (open_book, other)}
    assert len(digests) == 1
    assert records_to_erase(other.store) == []


def test_apply_when_a_shown_value_is_erased_shows_it_no_more(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="stays")
    [named] = laptop.edit(KEY, place=[WORD, "region"])
    other.take(*laptop.sealed())
    operation = erase(
        RISK.number, KEY.id, laptop.next_clock(), "safety", whole=False, erased=[named.op_id]
    )
    laptop.save(operation)
    other.take(*laptop.sealed())
    assert queries.record(other.store, KEY).get("place") is None
    assert other.store.db.rows("SELECT f1, f37 FROM kind_4") == [("stays", None)]
    assert search(other.store, WORD) == []
    assert check_projection(other.store) == 1


def test_apply_when_erased_elsewhere_takes_what_is_left(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(key_of(1), title="stays")
    laptop.edit(KEY, title=WORD)
    [segment] = laptop.sealed()
    erase_it(laptop)
    [told] = laptop.sealed()
    held = verify_segment(segments.segment(laptop.store, segment.hash), LUNA.public)
    other.take(held, told)
    assert queries.record(other.store, key_of(1)).title == "stays"
    assert queries.record(other.store, KEY).existence is Existence.ERASED
    assert segments.segment(other.store, segment.hash) == held.segment
    assert queries.digest_of(other.store, CIRCLE) == queries.digest_of(laptop.store, CIRCLE)
    check_store(other.store, public_keys)


def test_erase_when_operations_are_many_names_themall_of(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "MAX_NAMED", 3)
    for number in range(8):
        laptop.edit(KEY, note=f"{WORD} {number}")
    erase_it(laptop)
    [segment] = laptop.sealed()
    erasures = [
        erasure_of(each.operation)
        for each in segment.entries
        if each.operation is not None and not hasattr(each.operation, "raw")
    ]
    assert [len(each.erased) for each in erasures] == [3, 3, 2]
    assert all(each.whole and each.reason == "safety" for each in erasures)


def test_erase_when_record_is_not_held_says_so(laptop: Laptop) -> None:
    with pytest.raises(NoSuchRecord):
        erase_it(laptop)
    laptop.edit(KEY, title="one")
    with pytest.raises(NoSuchRecord):
        erase_record(laptop.store, key_of(0, MEASURE), "safety", laptop)


def test_erase_when_signing_fails_keeps_everything(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    before = said(laptop.store)

    def fail(_segment: object) -> None:
        raise KeyError

    laptop.seal = fail  # type: ignore[assignment,method-assign]
    with pytest.raises(KeyError):
        erase_it(laptop)
    assert said(laptop.store) == before
    assert queries.record(laptop.store, KEY).title == "one"


def test_erase_when_record_stands_in_two_circles_leaves_the_other(laptop: Laptop) -> None:
    elsewhere = queries.RecordKey(type(CIRCLE)(bytes([33]) * 16), RISK.number, record_id(0))
    laptop.edit(KEY, title="here")
    laptop.edit(elsewhere, title="there")
    erase_it(laptop)
    assert queries.record(laptop.store, elsewhere).title == "there"
