# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for any history: the tables follow from the log, in whatever order it came."""

import itertools
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from protectnet.log.segment import VerifiedSegment
from protectnet.store import queries
from protectnet.store.check import check_projection, check_store
from protectnet.store.erase import carry_out, records_to_erase
from protectnet.store.rebuild import rebuild
from tests.log.samples import CIRCLE, LUNA, SOL
from tests.store.laptops import Act, Laptop, acts, do, public_keys, said

_HISTORIES = st.lists(acts(), max_size=25)


@given(_HISTORIES)
def test_rebuild_when_anything_was_done_says_the_same(history: list[Act]) -> None:
    with TemporaryDirectory() as folder, Laptop(Path(folder) / "luna") as laptop:
        for act in history:
            do(laptop, act)
        before, digest = said(laptop.store), queries.digest_of(laptop.store, CIRCLE)
        assert check_projection(laptop.store) == len(before["record"])
        with laptop.store.transaction():
            rebuild(laptop.store)
        assert said(laptop.store) == before
        assert queries.digest_of(laptop.store, CIRCLE) == digest
        carry_out(laptop.store, records_to_erase(laptop.store), laptop)
        assert queries.digest_of(laptop.store, CIRCLE) == digest
        laptop.sealed()
        check_store(laptop.store, public_keys)


@given(_HISTORIES, _HISTORIES, st.randoms(use_true_random=False))
def test_take_when_in_any_order_and_pieces_says_the_same(
    of_luna: list[Act], of_sol: list[Act], chance: Random
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Laptop(folder / "luna", LUNA) as luna, Laptop(folder / "sol", SOL) as sol:
            written = [_written(luna, of_luna), _written(sol, of_sol)]
            with Laptop(folder / "first") as first, Laptop(folder / "second") as second:
                first.take(*itertools.chain(*written))
                for segment in _shuffled(written, chance):
                    second.take(segment, segment)
                found = [said(each.store) for each in (first, second)]
                digests = {queries.digest_of(each.store, CIRCLE) for each in (first, second)}
                luna.take(*written[1])
                digests.add(queries.digest_of(luna.store, CIRCLE))
    assert found[0] == found[1]
    assert len(digests) == 1


def _written(laptop: Laptop, history: list[Act]) -> list[VerifiedSegment]:
    """The segments of a history, sealed now and then."""
    segments = []
    for number, act in enumerate(history):
        do(laptop, act)
        if number % 3 == 2:
            segments += laptop.sealed()
    return segments + laptop.sealed()


def _shuffled(written: list[list[VerifiedSegment]], chance: Random) -> list[VerifiedSegment]:
    """Both logs, each in its order, mixed at random."""
    left = [list(log) for log in written if log]
    found = []
    while left:
        log = chance.choice(left)
        found.append(log.pop(0))
        left = [each for each in left if each]
    return found
