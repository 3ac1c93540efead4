# SPDX-License-Identifier: GPL-3.0-or-later
"""What was destroyed because of a bundle does not come back when the bundle is taken back."""

from pathlib import Path

from protectnet.domain.record import Existence
from protectnet.log.segment import VerifiedSegment
from protectnet.store import queries
from protectnet.store.check import check_store
from protectnet.store.due_erasures import due_erasures, receipts
from protectnet.store.erase import carry_out
from protectnet.store.rebuild import rebuild
from protectnet.store.search import search
from protectnet.store.take_back import take_back
from tests.log.samples import CIRCLE, MAR, SOL
from tests.store.laptops import Laptop, key_of, public_keys
from tests.store.planted import KEY, WORD, erase_it
from tests.store.taking import dump, take


def erased_in_bundle(laptop: Laptop, other: Laptop) -> tuple[int, list[VerifiedSegment]]:
    """Sol's bundle erases what Luna wrote, and says something else."""
    laptop.edit(KEY, title=WORD)
    other.take(*laptop.sealed())
    erase_it(other)
    other.edit(key_of(1), title="something else")
    written = other.sealed()
    return take(laptop, *written), written


def test_erase_when_nobody_carried_it_out_goes_with_its_bundle(
    laptop: Laptop, other: Laptop
) -> None:
    taken, _ = erased_in_bundle(laptop, other)
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    take_back(laptop.store, taken)
    assert queries.record(laptop.store, KEY).title == WORD
    assert due_erasures(laptop.store) == []


def test_erase_when_it_was_carried_out_keeps_its_effect(laptop: Laptop, other: Laptop) -> None:
    taken, written = erased_in_bundle(laptop, other)
    carry_out(laptop.store, [KEY], laptop)
    digest = queries.digest_of(laptop.store, CIRCLE)
    after = dump(laptop)
    take_back(laptop.store, taken)
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    assert queries.state_of(laptop.store, key_of(1)) is None
    assert receipts(laptop.store, CIRCLE) == ()
    check_store(laptop.store, public_keys)
    with laptop.store.transaction():
        rebuild(laptop.store)
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    other.edit(KEY, note="late")
    again = take(laptop, *written, *other.sealed())
    assert len(receipts(laptop.store, CIRCLE)) == 1
    assert due_erasures(laptop.store)[0].late == {SOL.public.device: 1}
    assert laptop.store.db.rows("SELECT * FROM kept_erase") == []
    assert queries.digest_of(laptop.store, CIRCLE) == digest
    assert again == taken
    assert set(dump(laptop)) == set(after)


def test_erased_when_its_bundle_was_taken_back_does_not_come_back(
    laptop: Laptop, other: Laptop, tmp_path: Path
) -> None:
    taken, _ = erased_in_bundle(laptop, other)
    carry_out(laptop.store, [KEY], laptop)
    take_back(laptop.store, taken)
    with Laptop(tmp_path / "third", MAR) as third:
        third.edit(KEY, note=WORD)
        [late] = third.sealed()
        laptop.take(late)
    assert queries.record(laptop.store, KEY).existence is Existence.ERASED
    assert search(laptop.store, WORD) == []
