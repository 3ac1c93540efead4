# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib

import pytest

from protectnet.domain.ids import DeviceId, RecordId
from protectnet.log.errors import OperationTooLarge
from protectnet.log.identifiers import MEMBERSHIP
from protectnet.log.operation import Operation, set_
from protectnet.log.shapes import OpKind
from protectnet.store import queries, segments
from protectnet.store.append import append
from protectnet.store.check import check_store
from tests.log.samples import CIRCLE, clock
from tests.store.laptops import OTHER_CIRCLE, RISK, Laptop, key_of, public_keys

KEY = key_of(0)


def titles(count: int) -> list[Operation]:
    return [set_(RISK.number, KEY.id, 1, clock(each + 1), f"title {each}") for each in range(count)]


def test_append_when_saved_survives_closing(laptop: Laptop) -> None:
    [entry, _] = laptop.edit(KEY, title="Quema", likelihood=4)
    laptop.reopen()
    record = queries.record(laptop.store, KEY)
    assert (record.title, record.step("likelihood")) == ("Quema", 4)
    assert laptop.state(KEY).heads(1) == (entry.op_id,)


def test_append_when_no_transaction_is_a_defect(laptop: Laptop) -> None:
    with pytest.raises(RuntimeError):
        laptop.write(CIRCLE, titles(1))


def test_append_when_transaction_is_undone_leaves_nothing(laptop: Laptop) -> None:
    laptop.edit(KEY, title="before")

    def fail() -> None:
        with laptop.store.transaction():
            laptop.write(CIRCLE, [laptop.operation(KEY, 1, "after")])
            laptop.write(CIRCLE, [laptop.operation(key_of(1), 1, "new")])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert queries.record(laptop.store, KEY).title == "before"
    assert queries.state_of(laptop.store, key_of(1)) is None
    laptop.edit(KEY, title="again")
    laptop.sealed()
    assert check_store(laptop.store, public_keys).operations == 2


def test_append_when_an_operation_is_refused_leaves_nothing(laptop: Laptop) -> None:
    with pytest.raises(OperationTooLarge):
        laptop.save(*titles(1), laptop.operation(KEY, 2, "x" * 70_000))
    assert queries.state_of(laptop.store, KEY) is None
    laptop.edit(KEY, title="after")
    assert queries.record(laptop.store, KEY).title == "after"


def test_append_when_500_operations_are_written_begins_the_next_segment(laptop: Laptop) -> None:
    laptop.save(*titles(1_001))
    numbers = [each.seq for each in segments.heads(laptop.store, CIRCLE, 0)]
    assert numbers == [1]
    laptop.sealed()
    checked = check_store(laptop.store, public_keys)
    assert (checked.segments, checked.operations) == (3, 1_001)


def test_append_when_256_kib_are_written_begins_the_next_segment(laptop: Laptop) -> None:
    laptop.save(*(laptop.operation(KEY, 2, "x" * 60_000) for _ in range(6)))
    laptop.sealed()
    assert check_store(laptop.store, public_keys).segments == 2


def test_append_when_reopened_goes_on_in_the_open_segment(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    laptop.reopen()
    laptop.edit(KEY, title="two")
    [segment] = laptop.sealed()
    assert len(segment.entries) == 2
    check_store(laptop.store, public_keys)


def test_append_when_another_person_writes_begins_a_segment_of_theirs(laptop: Laptop) -> None:
    laptop.edit(KEY, title="of Luna")
    laptop.user = "Estrella"
    laptop.edit(KEY, title="of Estrella")
    laptop.sealed()
    log = laptop.author().identity.log
    found = [each.header.user for each in segments.segments_of_log(laptop.store, log)]
    assert found == ["Luna", "Estrella"]
    check_store(laptop.store, public_keys)


def test_append_when_circles_differ_keeps_records_apart(laptop: Laptop) -> None:
    elsewhere = key_of(0, circle=OTHER_CIRCLE)
    laptop.edit(KEY, title="here")
    laptop.edit(elsewhere, title="there")
    assert queries.record(laptop.store, KEY).title == "here"
    assert queries.record(laptop.store, elsewhere).title == "there"
    assert segments.circles(laptop.store) == [CIRCLE, OTHER_CIRCLE]
    assert len(laptop.sealed()) == 2


def test_append_when_of_membership_makes_no_record(laptop: Laptop) -> None:
    device: DeviceId = laptop.keys.public.device
    join = Operation(OpKind.JOIN, 0, RecordId(device), 0, clock(1), (), [])
    with laptop.store.transaction():
        append(laptop.store, laptop.author(stream=MEMBERSHIP), [join], laptop.seal)
        laptop.seal_all()
    assert laptop.store.db.rows("SELECT * FROM record") == []
    [segment] = segments.membership_segments(laptop.store, CIRCLE)
    assert segment.items == (join.encode(),)
    check_store(laptop.store, public_keys)


def test_seal_when_circle_is_named_seals_that_one(laptop: Laptop) -> None:
    laptop.edit(KEY, title="here")
    laptop.edit(key_of(0, circle=OTHER_CIRCLE), title="there")
    with laptop.store.transaction():
        [sealed] = laptop.seal_all(OTHER_CIRCLE)
    assert sealed.header.identity.circle == OTHER_CIRCLE
    assert len(laptop.store.segments.all()) == 1


def test_seal_when_nothing_is_open_does_nothing(laptop: Laptop) -> None:
    laptop.edit(KEY, title="here")
    assert len(laptop.sealed()) == 1
    assert laptop.sealed() == []


def test_seal_when_signing_fails_keeps_the_segment_open(laptop: Laptop) -> None:
    laptop.edit(KEY, title="here")

    def fail(_segment: object) -> None:
        raise KeyError

    laptop.seal, real = fail, laptop.seal  # type: ignore[assignment,method-assign]
    with pytest.raises(KeyError):
        laptop.sealed()
    laptop.seal = real  # type: ignore[method-assign]
    [segment] = laptop.sealed()
    assert len(segment.entries) == 1


def test_append_when_many_records_are_used_keeps_few_in_memory(laptop: Laptop) -> None:
    operations = [
        set_(RISK.number, RecordId(each.to_bytes(16, "big")), 1, clock(each + 1), f"t{each}")
        for each in range(1_300)
    ]
    laptop.save(*operations)
    assert len(laptop.store.records) <= 1_000
    assert queries.counts(laptop.store)["risk"] == 1_300


def test_append_when_it_failed_cannot_be_committed(laptop: Laptop) -> None:
    laptop.edit(KEY, title="before")

    def go_on_regardless() -> None:
        with laptop.store.transaction():
            with contextlib.suppress(OperationTooLarge):
                laptop.write(CIRCLE, [*titles(600), laptop.operation(KEY, 2, "x" * 70_000)])
            laptop.write(CIRCLE, [laptop.operation(KEY, 1, "after")])

    with pytest.raises(RuntimeError, match="half-way"):
        go_on_regardless()
    assert queries.record(laptop.store, KEY).title == "before"
    laptop.edit(KEY, title="later")
    laptop.sealed()
    assert check_store(laptop.store, public_keys).operations == 2
