# SPDX-License-Identifier: GPL-3.0-or-later
"""Salts and the tree, against plain definitions of both."""

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.log.merkle import Salts, leaf_hash, root_hash


def rfc_6962(leaves: list[bytes]) -> bytes:
    """The root as section 2.1 of RFC 6962 defines it, of leaves already hashed."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + rfc_6962(leaves[:half]) + rfc_6962(leaves[half:])).digest()


@pytest.mark.parametrize("count", [*range(1, 70), 127, 128, 129, 255, 256, 257, 499, 500])
def test_root_when_there_are_so_many_leaves_then_is_that_of_the_rfc(count: int) -> None:
    leaves = [sha256(number.to_bytes(2, "big")).digest() for number in range(count)]
    assert root_hash(leaves) == rfc_6962(leaves)


def test_root_when_leaves_are_those_of_published_vectors_then_is_theirs() -> None:
    # The eight inputs that implementations of certificate transparency test with; no salt.
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    inputs.append("606162636465666768696a6b6c6d6e6f")
    leaves = [leaf_hash(b"", bytes.fromhex(each)) for each in inputs]
    assert root_hash(leaves[:1]).hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert root_hash(leaves).hex() == (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )


@given(st.binary(min_size=32, max_size=32), st.integers(0, 499))
def test_salt_when_computed_then_is_the_hmac_of_its_number(seed: bytes, number: int) -> None:
    expected = hmac.digest(seed, number.to_bytes(4, "big"), "sha256")[:16]
    assert Salts(seed).salt(number) == expected


def test_leaf_when_salt_or_operation_differs_then_is_another() -> None:
    assert leaf_hash(b"s" * 16, b"op") == sha256(b"\0" + b"s" * 16 + b"op").digest()
    assert (
        len({leaf_hash(b"s" * 16, b"op"), leaf_hash(b"t" * 16, b"op"), leaf_hash(b"s" * 16, b"o")})
        == 3
    )


def test_salts_when_shown_then_tell_nothing() -> None:
    assert repr(Salts(b"s" * 32)) == "Salts()"
