# SPDX-License-Identifier: GPL-3.0-or-later
"""Of each device the newest vector is kept as it was signed; the own counter never goes back."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.ids import CircleId, LogId
from protectnet.log.clock import LAST_COUNTER
from protectnet.log.header import Head
from protectnet.log.signatures import SigningKeys
from protectnet.log.vector import SignedVector, Vector, newest, sign_vector
from protectnet.store.store import Store
from protectnet.store.vectors import (
    next_counter,
    own_counter,
    put_vector,
    raise_counter,
    vector,
    vectors,
)
from tests.log.samples import CIRCLE, DAY, LUNA, SOL
from tests.store.laptops import OTHER_CIRCLE, Laptop


def signed(
    counter: int, keys: SigningKeys = LUNA, circle: CircleId = CIRCLE, head: int = 1
) -> SignedVector:
    heads = (Head(LogId(bytes([head]) * 16), 3, bytes(32)),)
    return sign_vector(Vector(keys.public.device, circle, counter, DAY, heads), keys)


def put(store: Store, *some: SignedVector) -> list[bool]:
    with store.transaction():
        return [put_vector(store, each) for each in some]


def test_vector_when_kept_comes_back_as_it_was_signed(store: Store) -> None:
    ours, theirs, elsewhere = signed(3), signed(1, SOL), signed(9, circle=OTHER_CIRCLE)
    assert vector(store, CIRCLE, LUNA.public.device) is None
    assert put(store, ours, theirs, elsewhere) == [True, True, True]
    assert vector(store, CIRCLE, LUNA.public.device) == ours
    assert vectors(store, OTHER_CIRCLE) == [elsewhere]
    found = vectors(store, CIRCLE)
    assert found == sorted([ours, theirs], key=lambda each: each.vector.device)
    assert {each.encode() for each in found} == {ours.encode(), theirs.encode()}


def test_vector_when_not_newer_is_left_out(store: Store) -> None:
    assert put(store, signed(3), signed(2), signed(3)) == [True, False, False]
    assert put(store, signed(4), signed(3)) == [True, False]


@given(orders=st.permutations([(1, 1), (2, 1), (2, 2), (2, 3)]))
def test_vectors_when_they_come_in_any_order_leave_the_same(
    orders: Iterable[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    some = [signed(counter, head=head) for counter, head in orders]
    with Laptop(tmp_path_factory.mktemp("luna")) as laptop:
        put(laptop.store, *some)
        best = some[0]
        for each in some[1:]:
            best = newest(best, each)
        assert vectors(laptop.store, CIRCLE) == [best]


def test_counter_when_asked_for_is_never_given_twice(store: Store) -> None:
    assert own_counter(store, CIRCLE) == 0
    with store.transaction():
        assert [next_counter(store, CIRCLE) for _ in range(3)] == [1, 2, 3]
        raise_counter(store, CIRCLE, 100)
        raise_counter(store, CIRCLE, 50)
        assert next_counter(store, CIRCLE) == 101
        assert next_counter(store, OTHER_CIRCLE) == 1
    assert own_counter(store, CIRCLE) == 101
    with pytest.raises(ValueError), store.transaction():
        raise_counter(store, CIRCLE, LAST_COUNTER + 1)
    assert own_counter(store, CIRCLE) == 101
