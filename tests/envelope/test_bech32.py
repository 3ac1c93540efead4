# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.envelope import RecipientReason, UnsupportedRecipient, bech32

PREFIXES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)


@given(PREFIXES.map(str.lower), st.binary(max_size=1300))
def test_decode_when_encoded_then_gives_prefix_and_data_in_either_case(
    prefix: str, data: bytes
) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix, data)


# The valid and the invalid texts of BIP 173.
@pytest.mark.parametrize(
    "text",
    [
        "A12UEL5L",
        "a12uel5l",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
        "?1ezyfcl",
    ],
)
def test_decode_when_bip_says_valid_then_is_read_and_written_alike(text: str) -> None:
    prefix, data = bech32.decode(text)
    assert bech32.encode(prefix, data) == text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "\x201nwldj5",
        "\x7f1axkwrx",
        "\x801eym55h",
        "pzry9x0s0muk",
        "1pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "de1lg7wt\xff",
        "A1G7SGD8",
        "10a06t8",
        "1qzzfhee",
        "",
        "A12uEL5L",
        "a12uel5\N{KELVIN SIGN}",
    ],
)
def test_decode_when_bip_says_invalid_then_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedRecipient) as caught:
        bech32.decode(text)
    assert caught.value.reason is RecipientReason.ENCODING


def test_decode_when_a_letter_has_another_lower_case_then_is_refused() -> None:
    text = bech32.encode("k", b"data").upper()
    with pytest.raises(UnsupportedRecipient):
        bech32.decode(text.replace("K", "\N{KELVIN SIGN}", 1))


@given(st.binary(min_size=1, max_size=40), st.data())
def test_decode_when_one_character_is_changed_then_is_refused(
    data: bytes, draw: st.DataObject
) -> None:
    text = bech32.encode("age", data)
    place = draw.draw(st.integers(0, len(text) - 1))
    other = draw.draw(st.characters(max_codepoint=127).filter(lambda c: c.lower() != text[place]))
    with pytest.raises(UnsupportedRecipient):
        bech32.decode(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize("text", ["a1qpamnt9j", "a1qqqd87cpp"], ids=["bit set", "five bits"])
def test_decode_when_padding_is_not_zero_or_too_long_then_is_refused(text: str) -> None:
    assert bech32.decode("a1qqqd87cq") == ("a", b"\x00")
    with pytest.raises(UnsupportedRecipient):
        bech32.decode(text)


def test_decode_when_longer_than_the_limit_then_is_refused_though_its_checksum_is_right() -> None:
    text = bech32.encode("a", bytes(2560))
    assert len(text) > bech32.MAX_TEXT
    with pytest.raises(UnsupportedRecipient):
        bech32.decode(text)


@given(st.text(max_size=60))
def test_decode_when_any_text_then_gives_data_or_the_typed_error(text: str) -> None:
    try:
        prefix, data = bech32.decode(text)
    except UnsupportedRecipient:
        return
    assert bech32.encode(prefix, data) == text.lower()
