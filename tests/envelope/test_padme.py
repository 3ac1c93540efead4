# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.envelope import longest_padded, padded_length

LENGTHS = st.one_of(st.integers(0, 5000), st.integers(0, 1 << 40))


# The lengths of the paper's first bucket borders, worked out by hand from its definition.
@pytest.mark.parametrize(
    ("length", "padded"),
    [
        (0, 0),
        (1, 1),
        (2, 2),
        (8, 8),
        (9, 10),
        (15, 16),
        (17, 18),
        (33, 36),
        (100, 104),
        (1000, 1024),
    ],
)
def test_padded_length_when_known_then_is_as_worked_out(length: int, padded: int) -> None:
    assert padded_length(length) == padded


@given(LENGTHS)
def test_padded_length_is_at_least_the_length_and_at_most_12_percent_more(length: int) -> None:
    assert length <= padded_length(length) <= length + max(1, length * 12 // 100)


@given(LENGTHS)
def test_padded_length_when_padded_already_then_stays(length: int) -> None:
    assert padded_length(padded_length(length)) == padded_length(length)


@given(LENGTHS, LENGTHS)
def test_padded_length_keeps_the_order(one: int, other: int) -> None:
    assert (one <= other) <= (padded_length(one) <= padded_length(other))


def test_padded_length_leaves_few_different_lengths() -> None:
    assert len({padded_length(length) for length in range(1 << 20)}) < 320


def test_padded_length_when_negative_then_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        padded_length(-1)


@given(LENGTHS)
def test_longest_padded_is_padded_and_the_next_one_is_above(length: int) -> None:
    found = longest_padded(length)
    assert found <= length
    assert padded_length(found) == found
    assert padded_length(found + 1) > length
