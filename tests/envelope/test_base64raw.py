# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.envelope import base64raw


@given(st.binary(max_size=100))
def test_decode_when_encoded_then_gives_the_data(data: bytes) -> None:
    assert b"=" not in base64raw.encode(data)
    assert base64raw.decode(base64raw.encode(data)) == data


@given(st.text("ABab01+/=-_ \n", max_size=12).map(str.encode))
def test_decode_when_any_text_then_accepts_only_the_one_spelling(text: bytes) -> None:
    data = base64raw.decode(text)
    assert data is None or base64raw.encode(data) == text


@pytest.mark.parametrize(
    "text", [b"A", b"AB", b"AAB", b"AA==", b"AA=", b"AA\n", b"A A=", b"-_", b"\xff\xff"]
)
def test_decode_when_not_canonical_then_gives_none(text: bytes) -> None:
    assert base64raw.decode(text) is None
