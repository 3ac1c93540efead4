# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups give back their items, or are refused before they take more memory than they may."""

import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from protectnet.bundle import groups
from protectnet.bundle.errors import BundleDamaged, BundleError, BundleTooLarge
from protectnet.bundle.groups import check_group_sizes, pack_group, unpack_group
from protectnet.log import cbor

MIB = 1024**2


def packed(content: bytes) -> bytes:
    """A frame of anything."""
    return zstandard.ZstdCompressor(level=19).compress(content)


@given(st.lists(st.binary(max_size=300), max_size=30))
def test_group_when_packed_then_gives_back_its_items(items: list[bytes]) -> None:
    group = pack_group(items)
    check_group_sizes([group])
    assert list(unpack_group(group)) == items


@given(st.binary(max_size=300))
def test_group_when_any_bytes_then_bundle_error(untrusted: bytes) -> None:
    for group in (untrusted, packed(b"\x82" + untrusted), pack_group([])[:4] + untrusted):
        try:
            found = unpack_group(group)
        except BundleError:
            continue
        assert cbor.encode(found) == b"\x82" + untrusted


@given(st.recursive(st.integers() | st.text() | st.none(), st.lists))
def test_group_when_it_is_no_array_of_bytes_then_damaged(value: cbor.Value) -> None:
    try:
        encoded = cbor.encode(value)
    except Exception:
        return
    if value == []:
        assert unpack_group(packed(encoded)) == ()
        return
    with pytest.raises(BundleDamaged):
        unpack_group(packed(encoded))


def test_group_when_it_would_grow_beyond_the_limit_then_refused_before_it_grows() -> None:
    bomb = packed(bytes(300 * MIB))
    assert len(bomb) < MIB
    for check in (lambda: unpack_group(bomb), lambda: check_group_sizes([bomb])):
        with pytest.raises(BundleTooLarge) as caught:
            check()
        assert caught.value.facts == {"limit": "group", "allowed": 256 * MIB}


def test_group_when_it_does_not_state_its_size_then_refused() -> None:
    compressor = zstandard.ZstdCompressor(write_content_size=False)
    with pytest.raises(BundleDamaged):
        unpack_group(compressor.compress(cbor.encode([b"x"])))


def test_group_when_its_window_is_large_then_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=24, write_content_size=1)
    content = cbor.encode([bytes(20 * MIB)])
    wide = zstandard.ZstdCompressor(compression_params=parameters).compress(content)
    with pytest.raises(BundleTooLarge) as caught:
        unpack_group(wide)
    assert caught.value.facts == {"limit": "window", "allowed": 8 * MIB}


def test_group_when_it_has_as_many_items_as_allowed_then_taken_and_with_one_more_refused() -> None:
    assert len(unpack_group(pack_group([b""] * groups.MAX_ITEMS))) == 200_000
    with pytest.raises(BundleTooLarge) as caught:
        unpack_group(pack_group([b""] * (groups.MAX_ITEMS + 1)))
    assert caught.value.facts == {"limit": "group_items", "allowed": 200_000}


@pytest.mark.parametrize("content", [b"\x80" * 5 * MIB, cbor.encode([[]] * 100_000), b"\x9b"])
def test_group_when_it_holds_other_values_then_takes_no_more_memory_than_its_bytes(
    content: bytes,
) -> None:
    group = packed(content)
    tracemalloc.start()
    with pytest.raises(BundleDamaged):
        unpack_group(group)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(content) + MIB
