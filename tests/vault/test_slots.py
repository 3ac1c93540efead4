# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.vault.cost import KdfCost
from protectnet.vault.errors import (
    KdfCostRefused,
    SlotContentUnknown,
    SlotsDamaged,
    SlotsTooNew,
    VaultError,
    WrongPassphrase,
)
from protectnet.vault.keys import VaultKey
from protectnet.vault.passphrase import Passphrase
from protectnet.vault.slots import (
    FILE_BYTES,
    HEADER_BYTES,
    SLOT_BYTES,
    SLOTS,
    SlotsHeader,
    SlotTable,
    decode_table,
    derive,
    new_table,
    open_slots,
    seal_slot,
    unused_slot,
)
from tests.vault.standins import ANA, ANA_ID, BEA, BEA_ID, CHEAP, WRONG, repeating
from tests.vault.worked_example import KEY, SLOT, USER_ID, example_root, example_table

INDEX = st.integers(0, SLOTS - 1)
COSTS = st.builds(KdfCost, st.integers(128, 256 * 1024), st.integers(1, 64), st.integers(1, 16))
HEADERS = st.builds(
    SlotsHeader, COSTS, st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32)
)
TABLES = st.builds(
    SlotTable,
    HEADERS,
    st.tuples(*[st.binary(min_size=SLOT_BYTES, max_size=SLOT_BYTES)] * SLOTS),
)


@given(TABLES)
def test_table_when_written_and_read_then_is_the_same(table: SlotTable) -> None:
    data = table.encode()
    assert len(data) == FILE_BYTES == 1120
    assert decode_table(data) == table


@given(st.integers(0, FILE_BYTES - 1), st.integers(1, 255))
def test_decode_when_any_byte_differs_then_says_damaged_and_nothing_else(
    place: int, difference: int
) -> None:
    data = bytearray(example_table().encode())
    data[place] ^= difference
    with pytest.raises(SlotsDamaged):
        decode_table(bytes(data))


@given(st.integers(0, FILE_BYTES - 1))
def test_decode_when_cut_anywhere_then_says_damaged(length: int) -> None:
    with pytest.raises(SlotsDamaged):
        decode_table(example_table().encode()[:length])


@pytest.mark.parametrize(("length", "error"), [(65536, SlotsTooNew), (65537, SlotsDamaged)])
def test_decode_when_longer_than_any_version_then_says_damaged(
    length: int, error: type[VaultError]
) -> None:
    body = (b"pnslots\2").ljust(length - 32, b"\0")
    with pytest.raises(error):
        decode_table(body + sha256(body).digest())


@given(st.binary(max_size=1300), st.booleans(), st.booleans())
def test_decode_when_given_any_bytes_then_gives_a_table_or_a_typed_error(
    data: bytes, with_magic: bool, with_hash: bool
) -> None:
    data = b"pnslots" * with_magic + data
    data += sha256(data).digest() * with_hash
    with contextlib.suppress(SlotsDamaged, SlotsTooNew, KdfCostRefused):
        assert len(decode_table(data).slots) == SLOTS


@given(
    st.lists(st.tuples(INDEX, st.sampled_from([ANA, BEA, WRONG])), min_size=1, max_size=4),
    st.binary(min_size=32, max_size=32),
)
def test_slots_when_sealed_for_some_then_open_for_the_last_of_each_and_no_other(
    sealed: list[tuple[int, Passphrase]], secret: bytes
) -> None:
    key = VaultKey(secret)
    table = new_table(CHEAP, key.store_id(), repeating(secret))
    roots = {each: derive(each, table.header) for each in (ANA, BEA, WRONG)}
    holders = {}
    for index, passphrase in sealed:
        table = seal_slot(table, index, roots[passphrase], key, ANA_ID)
        holders[index] = passphrase
    for passphrase, root in roots.items():
        held = [index for index, holder in sorted(holders.items()) if holder is passphrase]
        if held:
            opened = open_slots(table, root)
            assert (opened.index, opened.key.exposed(), opened.user_id) == (held[0], secret, ANA_ID)
        else:
            with pytest.raises(WrongPassphrase):
                open_slots(table, root)


def test_seal_when_one_slot_changes_then_the_others_keep_their_bytes() -> None:
    key = VaultKey(KEY)
    before = example_table()
    after = seal_slot(before, 5, example_root(), key, BEA_ID)
    assert [i for i in range(SLOTS) if before.slots[i] != after.slots[i]] == [5]
    assert after.header == before.header


def test_seal_when_repeated_then_has_another_nonce_and_no_byte_in_common_places() -> None:
    sealed = {
        seal_slot(example_table(), 3, example_root(), VaultKey(KEY), USER_ID).slots[3]
        for _ in range(20)
    }
    assert len({slot[:12] for slot in sealed}) == len({slot[12:] for slot in sealed}) == 20


def test_slots_when_moved_to_another_place_then_open_no_more() -> None:
    table = example_table()
    moved = table.with_slot(SLOT, unused_slot()).with_slot(SLOT + 1, table.slots[SLOT])
    with pytest.raises(WrongPassphrase):
        open_slots(moved, example_root())


@given(st.integers(8, HEADER_BYTES - 1), st.integers(1, 255))
def test_slots_when_the_header_was_forged_then_open_no_more(place: int, difference: int) -> None:
    body = bytearray(example_table().encode()[:-32])
    body[place] ^= difference
    try:
        forged = decode_table(bytes(body) + sha256(body).digest())
    except KdfCostRefused:
        return
    # The right root, as if the attacker had known it: the header is authenticated by itself.
    with pytest.raises(WrongPassphrase):
        open_slots(forged, example_root())


@given(st.integers(0, SLOT_BYTES - 1), st.integers(1, 255))
def test_slots_when_one_was_forged_then_it_opens_no_more(place: int, difference: int) -> None:
    table = example_table()
    slot = bytearray(table.slots[SLOT])
    slot[place] ^= difference
    with pytest.raises(WrongPassphrase):
        open_slots(table.with_slot(SLOT, bytes(slot)), example_root())


def test_slots_when_in_use_or_not_then_both_look_random() -> None:
    key = VaultKey(KEY)
    used = b"".join(
        seal_slot(new_table(CHEAP, key.store_id()), 0, bytes(32), key, bytes(16)).slots[0]
        for _ in range(200)
    )
    unused = b"".join(unused_slot() for _ in range(200))
    for data in (used, unused):
        assert len(data) == 200 * SLOT_BYTES
        share = sum(byte.bit_count() for byte in data) / (8 * len(data))
        # 204,800 bits: six standard deviations are 0.0067.
        assert abs(share - 0.5) < 0.0067


def test_slots_when_the_store_is_that_of_another_key_then_the_content_is_unknown() -> None:
    header = SlotsHeader(CHEAP, bytes(16), bytes(32))
    table = SlotTable(header, example_table().slots)
    root = derive(ANA, header)
    with pytest.raises(SlotContentUnknown) as unknown:
        open_slots(seal_slot(table, 6, root, VaultKey(KEY), ANA_ID), root)
    assert unknown.value.facts == {"slot": 6}


@pytest.mark.parametrize("index", [-1, 8, 100])
def test_seal_when_there_is_no_such_slot_then_is_a_defect(index: int) -> None:
    with pytest.raises(ValueError, match="0 to 7"):
        seal_slot(example_table(), index, example_root(), VaultKey(KEY), USER_ID)


def test_seal_when_the_user_id_has_another_length_then_is_a_defect() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        seal_slot(example_table(), 0, example_root(), VaultKey(KEY), bytes(15))


def test_table_and_opened_slot_when_shown_then_show_no_secret_bytes() -> None:
    table = example_table()
    shown = repr(table) + repr(open_slots(table, example_root()))
    assert repr(table.slots[SLOT])[2:20] not in shown
    assert repr(KEY)[2:-1] not in shown


def test_errors_of_slots_when_their_rule_is_not_in_the_list_then_is_a_defect() -> None:
    with pytest.raises(ValueError, match="V9"):
        SlotsDamaged("V9")
    assert issubclass(SlotsDamaged, VaultError)
