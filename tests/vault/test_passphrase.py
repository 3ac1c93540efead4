# SPDX-License-Identifier: GPL-3.0-or-later
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.vault.errors import (
    PassphraseEmpty,
    PassphraseTooLong,
    PassphraseTooShort,
    PassphraseUnreadable,
)
from protectnet.vault.passphrase import MAX_TYPED, Passphrase, fold

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from(" \t\u00a0"),
    max_size=60,
)
# Letters with one accent each, as the keyboards of our people have them.
LATIN = st.text(st.sampled_from("aábcdeéèêëiíïnñoóôõuúùüçząęśżőűğ ÁÉÍÑÕÇ"), max_size=60)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ábaco río", "abaco rio"),
        ("ÁBACO RÍO", "abaco rio"),
        ("abaco rio", "abaco rio"),
        ("  ábaco \t\u00a0río\n", "abaco rio"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("Ｌａｐｔｏｐ １２", "laptop 12"),
        ("İSTANBUL ılık", "istanbul ilik"),
        ("Йогурт ёлка", "иогурт елка"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("Đường về quê", "đuong ve que"),
        ("l’eau “vive” — 3‑4", 'l\'eau "vive" - 3-4'),
        ("mu\u00adro\u200b\ufeff", "muro"),
        ("❤\ufe0f mar", "❤ mar"),
        # A mark that becomes a letter, and one that belongs before it: their order is settled first.
        ("α\u0345\u0591", "α\u0591ι"),
        ("ไม่มี", "ไม่มี"),
        ("नमस्ते", "नमस्ते"),
        ("سَلام", "سَلام"),
        ("かぎ", "かき\u3099"),
        ("한국", unicodedata.normalize("NFD", "한국")),
    ],
)
def test_fold_when_typed_in_another_way_then_gives_the_same(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(TEXTS)
def test_fold_when_folded_again_then_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_fold_when_the_system_gives_another_normal_form_then_gives_the_same(
    text: str, form: str
) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]


@given(LATIN)
def test_fold_when_typed_without_accents_or_in_capitals_then_gives_the_same(text: str) -> None:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    assert fold(plain) == fold(text) == fold(text.upper())


@pytest.mark.parametrize(
    ("one", "other"),
    [("la neblina", "la nebline"), ("laneblina", "la neblina"), ("ไม่", "ไม้"), ("ñ", "m")],
)
def test_fold_when_letters_differ_then_does_too(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bell\a", "control_character"),
        ("nul\0", "control_character"),
        ("lone \ud800", "surrogate"),
        ("never assigned \uffff", "unknown_character"),
    ],
)
def test_passphrase_when_it_holds_what_is_no_text_then_says_which(text: str, reason: str) -> None:
    with pytest.raises(PassphraseUnreadable) as unreadable:
        Passphrase.typed(text)
    assert unreadable.value.facts == {"reason": reason}


@pytest.mark.parametrize("text", ["", "   \t\n", "\u0301", "\ufeff\u200b"])
def test_passphrase_when_nothing_is_left_after_folding_then_is_empty(text: str) -> None:
    with pytest.raises(PassphraseEmpty):
        Passphrase.typed(text)
    with pytest.raises(PassphraseEmpty):
        Passphrase.chosen(text)


@pytest.mark.parametrize(("text", "length"), [("1234567", 7), ("áéíóúñç", 7), ("한국어", 3)])
def test_chosen_when_shorter_than_eight_characters_then_is_refused(text: str, length: int) -> None:
    with pytest.raises(PassphraseTooShort) as short:
        Passphrase.chosen(text)
    assert short.value.facts == {"length": length, "minimum": 8}
    assert Passphrase.typed(text).encoded() == fold(text).encode()


def test_chosen_when_eight_characters_long_then_is_taken() -> None:
    assert Passphrase.chosen(" ÁÉÍÓÚñçü ").encoded() == b"aeiouncu"


def test_passphrase_when_too_long_then_is_refused_before_anything_is_done_with_it() -> None:
    assert fold("\ufdfa" * MAX_TYPED)
    with pytest.raises(PassphraseTooLong) as long:
        Passphrase.typed("\0" * (MAX_TYPED + 1))
    assert long.value.facts == {"maximum": MAX_TYPED}


def test_unreadable_when_its_reason_is_not_in_the_list_then_is_a_defect() -> None:
    with pytest.raises(ValueError, match="ugly"):
        PassphraseUnreadable("ugly")


def test_passphrase_when_shown_then_shows_nothing_of_itself() -> None:
    shown = repr(Passphrase.typed("zanahoria"))
    assert shown == repr(Passphrase.typed("la neblina baja despacio"))
    assert "zanahoria" not in shown
