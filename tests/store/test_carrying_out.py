# SPDX-License-Identifier: GPL-3.0-or-later
"""What others erased hides at once, waits for a person, and then is gone from every byte."""

from protectnet.domain.record import Existence
from protectnet.log.operation import erase
from protectnet.log.segment import verify_segment
from protectnet.store import queries, segments
from protectnet.store.check import check_store
from protectnet.store.due_erasures import due_erasures
from protectnet.store.erase import carry_out, records_to_erase
from protectnet.store.history import history
from protectnet.store.search import search
from tests.log.samples import CIRCLE, LUNA, SOL
from tests.store.laptops import RISK, Laptop, public_keys, said
from tests.store.planted import KEY, PLANTED, WORD, all_of, anybody, erase_it
from tests.store.residues import files_with


def test_erase_when_it_travels_asks_the_other_side(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title=WORD)
    other.take(*laptop.sealed())
    assert records_to_erase(other.store) == []
    erase_it(laptop)
    [told] = laptop.sealed()
    other.take(told)
    assert queries.record(other.store, KEY).existence is Existence.ERASED
    assert search(other.store, WORD) == []
    assert records_to_erase(other.store) == [KEY]
    assert queries.digest_of(other.store, CIRCLE) == queries.digest_of(laptop.store, CIRCLE)


def test_carry_out_when_told_leaves_no_byte_here_either(open_book: Laptop, other: Laptop) -> None:
    other.edit(KEY, title=WORD)
    open_book.take(*other.sealed())
    open_book.edit(KEY, note=f"{WORD} seen")
    erase_it(other)
    open_book.take(*other.sealed())
    search(open_book.store, WORD)
    open_book.store.db.empty_write_ahead_log()
    assert files_with(open_book.folder, PLANTED) == {"store.db"}
    assert len(files_with(open_book.folder, b"seen")) == 1
    due = records_to_erase(open_book.store, anybody)
    carry_out(open_book.store, due, open_book, may_name=anybody)
    assert records_to_erase(open_book.store, anybody) == []
    assert files_with(open_book.folder, PLANTED) == set()
    open_book.sealed()
    check_store(open_book.store, public_keys)


def test_carry_out_when_single_operations_are_named_keeps_the_others(laptop: Laptop) -> None:
    laptop.edit(KEY, title="stays", note="before")
    [named] = laptop.edit(KEY, note=WORD)
    laptop.edit(KEY, note="after")
    replaced = history(laptop.store, KEY)[1].op_id
    operation = erase(
        RISK.number,
        KEY.id,
        laptop.next_clock(),
        "safety",
        whole=False,
        erased=[named.op_id],
        kept_replaced=[replaced],
    )
    laptop.save(operation)
    before = said(laptop.store)
    carry_out(laptop.store, [KEY], laptop)
    record = queries.record(laptop.store, KEY)
    assert (record.title, record.text("note"), record.contradictions) == ("stays", "after", {})
    assert said(laptop.store) == before
    assert not any(
        PLANTED in raw for (raw,) in laptop.store.db.rows("SELECT bytes FROM operation") if raw
    )
    laptop.sealed()
    check_store(laptop.store, public_keys)


def test_carry_out_when_more_arrives_later_is_due_again(laptop: Laptop, other: Laptop) -> None:
    laptop.edit(KEY, title="one")
    other.take(*laptop.sealed())
    other.edit(KEY, note=f"late {WORD}")
    late = other.sealed()
    erase_it(laptop)
    assert records_to_erase(laptop.store) == []
    laptop.take(*late)
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    assert records_to_erase(laptop.store) == []
    assert records_to_erase(laptop.store, anybody) == [KEY]
    [due] = due_erasures(laptop.store)
    assert (due.key, due.named, due.late) == (KEY, 0, {SOL.public.device: 1})
    carry_out(laptop.store, [KEY], laptop, may_name=anybody)
    assert due_erasures(laptop.store) == []
    assert PLANTED not in segments.segment(laptop.store, late[0].hash).encode()
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    laptop.sealed()
    other.take(*(verify_segment(each, LUNA.public) for each in all_of(laptop)))
    assert queries.digest_of(other.store, CIRCLE) == queries.digest_of(laptop.store, CIRCLE)
    [due] = due_erasures(other.store)
    assert (due.asked_by, due.is_whole, due.named) == ((LUNA.public.device,), True, 2)
    assert len(due.erases) == 2


def test_carry_out_when_nobody_here_may_name_what_came_late_leaves_it_hidden(
    laptop: Laptop, other: Laptop
) -> None:
    """Gone and named by none, it would make its segment incomplete for everybody else."""
    laptop.edit(KEY, title="one")
    other.take(*laptop.sealed())
    other.edit(KEY, note=f"late {WORD}")
    late = other.sealed()
    erase_it(laptop)
    laptop.take(*late)
    carry_out(
        laptop.store, [KEY], laptop, may_name=lambda _key, device: device == LUNA.public.device
    )
    assert segments.segment(laptop.store, late[0].hash) == late[0].segment
    assert search(laptop.store, WORD) == []
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
