# SPDX-License-Identifier: GPL-3.0-or-later
"""Every table, changed behind the program's back, is noticed."""

from collections.abc import Callable

import pytest

from protectnet.domain.ids import CircleId, DeviceId
from protectnet.log.errors import LogError, RootMismatch, SignatureInvalid, WrongAuthor
from protectnet.log.signatures import PublicKeys
from protectnet.store import queries
from protectnet.store.check import check_store
from protectnet.store.erase import erase_record
from protectnet.store.errors import Cancelled, DamagedStore, ProjectionDiffers
from protectnet.store.rebuild import rebuild
from tests.log.samples import CIRCLE, SOL
from tests.store.laptops import RISK, Laptop, key_of, public_keys, record_id, said

KEY = key_of(0)


@pytest.fixture
def filled(laptop: Laptop, other: Laptop) -> Laptop:
    """Two logs, three segments, a deleted record."""
    laptop.edit(KEY, title="Quema", feared_acts=["x.fire"], incidents=[[7, record_id(2)]])
    laptop.sealed()
    laptop.edit(KEY, title="Quema del monte")
    laptop.edit(key_of(1), title="deleted")
    laptop.delete(key_of(1))
    laptop.sealed()
    other.edit(key_of(2), title="of Sol")
    laptop.take(*other.sealed())
    laptop.store.index.bring_up_to_date()
    return laptop


def test_check_when_all_is_right_counts_what_it_saw(filled: Laptop) -> None:
    checked = check_store(filled.store, public_keys)
    assert (checked.segments, checked.operations, checked.records) == (3, 7, 3)
    assert (checked.blobs, checked.missing_blobs) == (0, 0)


def test_check_when_done_changes_nothing(filled: Laptop) -> None:
    before = said(filled.store)
    check_store(filled.store, public_keys)
    assert said(filled.store) == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE record SET title = 'forged' WHERE id = 1",
        "UPDATE record SET state = (SELECT state FROM record WHERE id = 3) WHERE id = 1",
        "UPDATE record SET existence = 1 WHERE id = 1",
        "UPDATE record SET changed = changed + 1 WHERE id = 1",
        "UPDATE kind_4 SET f1 = 'forged' WHERE id = 1",
        "UPDATE kind_4 SET circle = 9 WHERE id = 1",
        "DELETE FROM kind_4 WHERE id = 1",
        "INSERT INTO kind_9 (id, circle, existence, changed) VALUES (1, 1, 0, 0)",
        "UPDATE link SET target = 'x.forged' WHERE kind = 0",
        "DELETE FROM link WHERE kind = 7",
        "INSERT INTO link VALUES (2, 18, 0, 'x.forged')",
        "DELETE FROM words WHERE rowid = 1",
        "INSERT INTO words (rowid, title) VALUES (2, 'deleted')",
        "UPDATE operation SET record = 3 WHERE record = 1",
        "INSERT INTO erase (operation, is_whole) SELECT min(id), 1 FROM operation",
    ],
)
def test_check_when_the_projection_was_changed_says_so_and_rebuild_mends_it(
    filled: Laptop, harm: str
) -> None:
    before, digest = said(filled.store), queries.digest_of(filled.store, CIRCLE)
    filled.store.db.run(harm)
    filled.store.records.forget()
    with pytest.raises((ProjectionDiffers, DamagedStore)):
        check_store(filled.store, public_keys)
    with filled.store.transaction():
        rebuild(filled.store)
    assert said(filled.store) == before
    assert queries.digest_of(filled.store, CIRCLE) == digest
    check_store(filled.store, public_keys)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE operation SET bytes = (SELECT bytes FROM operation ORDER BY id DESC LIMIT 1) "
        "WHERE id = (SELECT min(id) FROM operation)",
        "DELETE FROM operation WHERE id = (SELECT min(id) FROM operation)",
        "UPDATE operation SET op = zeroblob(16) WHERE id = (SELECT min(id) FROM operation)",
        "UPDATE operation SET bytes = NULL, leaf = zeroblob(32) "
        "WHERE id = (SELECT min(id) FROM operation)",
        "UPDATE segment SET header = (SELECT header FROM segment ORDER BY id DESC LIMIT 1) "
        "WHERE id = 1",
        "UPDATE segment SET signatures = (SELECT signatures FROM segment WHERE id = 2) "
        "WHERE id = 1",
        "UPDATE segment SET salting = (SELECT salting FROM segment WHERE id = 2) WHERE id = 1",
        "UPDATE segment SET hash = zeroblob(32) WHERE id = 1",
        "UPDATE segment SET log = 2 WHERE id = 1",
        "UPDATE segment SET number = 5 WHERE id = 1",
        "UPDATE segment SET previous = zeroblob(32) WHERE id = 2",
        "UPDATE segment SET writer = 'Somebody' WHERE id = 1",
        "UPDATE segment SET clock_max = 0 WHERE id = 1",
        "UPDATE log SET incarnation = zeroblob(16) WHERE id = 1",
    ],
)
def test_check_when_the_log_was_changed_says_so(filled: Laptop, harm: str) -> None:
    filled.store.db.run(harm)
    with pytest.raises((LogError, DamagedStore)):
        check_store(filled.store, public_keys)


def test_check_when_a_segment_is_missing_says_so(filled: Laptop) -> None:
    filled.store.db.run("PRAGMA foreign_keys=OFF")
    filled.store.db.run("DELETE FROM operation WHERE id < 2048")
    filled.store.db.run("DELETE FROM segment WHERE id = 1")
    with pytest.raises(LogError):
        check_store(filled.store, public_keys)


def test_check_when_keys_are_of_another_device_says_so(filled: Laptop) -> None:
    def of_sol(_circle: CircleId, _device: DeviceId) -> PublicKeys:
        return SOL.public

    with pytest.raises(WrongAuthor):
        check_store(filled.store, of_sol)


def test_check_when_author_is_no_member_raises_what_the_membership_raises(filled: Laptop) -> None:
    def nobody(_circle: CircleId, _device: DeviceId) -> PublicKeys:
        raise KeyError

    with pytest.raises(KeyError):
        check_store(filled.store, nobody)


def test_check_when_signature_is_of_another_key_says_so(laptop: Laptop) -> None:
    laptop.edit(KEY, title="one")
    laptop.seal = lambda segment: segment.seal(SOL)  # type: ignore[method-assign]
    laptop.sealed()
    with pytest.raises(SignatureInvalid):
        check_store(laptop.store, public_keys)


def test_check_when_operation_was_exchanged_names_the_segment(filled: Laptop) -> None:
    filled.store.db.run(
        "UPDATE operation SET bytes = (SELECT bytes FROM operation WHERE id = 1025) WHERE id = 1024"
    )
    with pytest.raises(RootMismatch):
        check_store(filled.store, public_keys)


def test_check_when_a_page_is_damaged_says_so(filled: Laptop) -> None:
    filled.store.close()
    path = filled.store.db.path
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)

    def look() -> None:
        filled.reopen()
        check_store(filled.store, public_keys)

    with pytest.raises(DamagedStore):
        look()


def cancel_at(call: int) -> Callable[[int, int], None]:
    """A progress that gives up when it is told for this time."""
    told = []

    def progress(done: int, total: int) -> None:
        assert 0 <= done <= total
        told.append(done)
        if len(told) == call:
            raise Cancelled

    return progress


@pytest.mark.parametrize("call", [1, 2])
def test_rebuild_when_cancelled_keeps_everything(filled: Laptop, call: int) -> None:
    before = said(filled.store)

    def stopped() -> None:
        with filled.store.transaction():
            rebuild(filled.store, cancel_at(call))

    with pytest.raises(Cancelled):
        stopped()
    assert said(filled.store) == before
    filled.edit(KEY, title="and on")
    assert queries.record(filled.store, KEY).title == "and on"


def test_check_when_cancelled_stops(filled: Laptop) -> None:
    with pytest.raises(Cancelled):
        check_store(filled.store, public_keys, cancel_at(3))


def test_rebuild_when_no_transaction_is_a_defect(filled: Laptop) -> None:
    with pytest.raises(RuntimeError):
        rebuild(filled.store)


def test_rebuild_when_records_are_many_goes_in_portions(laptop: Laptop) -> None:
    operations = [
        laptop.operation(queries.RecordKey(CIRCLE, RISK.number, key.id), 1, "Quema")
        for key in map(_numbered, range(1_100))
    ]
    laptop.save(*operations)
    before = said(laptop.store)
    told: list[tuple[int, int]] = []
    with laptop.store.transaction():
        rebuild(laptop.store, lambda done, total: told.append((done, total)))
    assert said(laptop.store) == before
    assert told == [(0, 1_100), (500, 1_100), (1_000, 1_100), (1_100, 1_100)]


def _numbered(number: int) -> queries.RecordKey:
    key = key_of(0)
    return queries.RecordKey(key.circle, key.kind, type(key.id)(number.to_bytes(16, "big")))


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM erased_name",
        "UPDATE erase SET is_whole = 0",
        "UPDATE erased_name SET name = randomblob(16)",
    ],
)
def test_check_when_what_was_erased_is_told_otherwise_says_so_and_rebuild_mends_it(
    filled: Laptop, harm: str
) -> None:
    erase_record(filled.store, KEY, "safety", filled)
    filled.sealed()
    rows = filled.store.db.rows("SELECT * FROM erase JOIN erased_name ON erase = operation")
    filled.store.db.run(harm)
    with pytest.raises(ProjectionDiffers):
        check_store(filled.store, public_keys)
    with filled.store.transaction():
        rebuild(filled.store)
    check_store(filled.store, public_keys)
    again = filled.store.db.rows("SELECT * FROM erase JOIN erased_name ON erase = operation")
    assert sorted(again) == sorted(rows)
