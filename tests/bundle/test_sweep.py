# SPDX-License-Identifier: GPL-3.0-or-later
"""One small bundle, cut at every length and with every byte changed: nothing of it is handed out.

Once as somebody does it who has no key, and once as one of its recipients does, who can put any
content into an age file again and cannot sign.
"""

import io

import pytest

from protectnet.bundle.errors import BundleError
from protectnet.bundle.opening import open_bundle, take_blobs
from protectnet.envelope import decrypt
from tests.bundle.age_by_hand import age_file
from tests.bundle.samples import READER, READER_KEY, Taken, content, device_of, written
from tests.bundle.vectors_made import BLOB, ENCODED, READER_STANZA, VECTOR

[WHOLE] = written(content([VECTOR], [b"m"], [[ENCODED]], [BLOB]))
PLAIN = decrypt([READER_KEY], io.BytesIO(WHOLE)).read()
OPENED = open_bundle(io.BytesIO(WHOLE), [READER_KEY], device_of(READER))


def check_refused(untrusted: bytes, where: int) -> None:
    """Neither the first reading nor the second hands anything out."""
    taken = Taken()
    file = io.BytesIO(untrusted)
    with pytest.raises(BundleError):
        open_bundle(file, [READER_KEY], device_of(READER))
    try:
        take_blobs(file, [READER_KEY], OPENED, taken)
    except BundleError:
        # What stands before the fault may have been taken whole; nothing else may.
        assert set(taken.blobs.values()) <= {BLOB}, where
        return
    raise AssertionError(where)


def flipped(data: bytes, place: int) -> bytes:
    """The bytes with one bit changed in one of them."""
    changed = bytearray(data)
    changed[place] ^= 1 << place % 8
    return bytes(changed)


def test_bundle_when_cut_at_any_length_then_refused() -> None:
    for length in range(len(WHOLE)):
        check_refused(WHOLE[:length], length)


def test_bundle_when_any_byte_is_changed_then_refused() -> None:
    for place in range(len(WHOLE)):
        check_refused(flipped(WHOLE, place), place)


def test_content_when_a_recipient_cuts_it_at_any_length_then_refused() -> None:
    for length in range(len(PLAIN)):
        check_refused(age_file(PLAIN[:length], READER_STANZA), length)


def test_content_when_a_recipient_changes_any_byte_then_refused() -> None:
    for place in range(len(PLAIN)):
        check_refused(age_file(flipped(PLAIN, place), READER_STANZA), place)


def test_content_when_a_recipient_changes_nothing_then_opens() -> None:
    again = io.BytesIO(age_file(PLAIN, READER_STANZA))
    assert open_bundle(again, [READER_KEY], device_of(READER)) == OPENED
    assert len(WHOLE) < 8192
