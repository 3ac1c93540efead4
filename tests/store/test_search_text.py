# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from protectnet.store.search_text import (
    MAX_QUESTION_WORDS,
    folded,
    has_word,
    indexable,
    is_unspaced,
    question,
    sort_key,
)


@pytest.mark.parametrize("text", ["", "plain words", "El año, la niña; «río»", "ngữ Việt", "Өвөл"])
def test_indexable_when_the_index_manages_alone_changes_nothing(text: str) -> None:
    assert indexable(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("河水污染", "河 水 污 染"),
        ("abc河", "abc 河"),
        ("ป่าไม้", "ป ่ า ไ ม ้"),
        ("ﾊﾝ", "ハ ン"),
        ("العَرَبِيَّة", "العربية"),
        ("עִבְרִית", "עברית"),
        ("Kʼicheʼ", "K'iche'"),
        ("Kꞌicheꞌ", "K'iche'"),
        ("Đắk", "dắk"),
        ("Łódź", "lódź"),
        ("Straße", "Strasse"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_indexable_when_a_script_needs_it_cuts_and_simplifies(text: str, words: str) -> None:
    assert indexable(text).split() == words.split()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("agua", '"agua"*'),
        ("agua del río", '"agua"* "del"* "río"*'),
        ("agua r", '"agua"*'),
        ("ruta 5", '"ruta"* "5"'),
        ("r", '"r"'),
        ("河水", '"河  水"'),
        ("水", '"水"'),
        ("agua -- ¿?", '"agua"*'),
        ('a"b OR c*', '"a b"* "OR"* "c*"*'),
        ("NEAR(x", '"NEAR(x"*'),
    ],
)
def test_question_when_asked_quotes_every_word(asked: str, expected: str) -> None:
    assert question(asked) == expected


@pytest.mark.parametrize("asked", ["", "   ", "-- ( ) *", '"', "́", "🌊"])
def test_question_when_there_is_no_word_is_none(asked: str) -> None:
    assert question(asked) is None


def test_question_when_endless_is_cut() -> None:
    asked = question(" ".join(f"w{number}" for number in range(100)))
    assert asked is not None
    assert len(asked.split()) == MAX_QUESTION_WORDS


def test_has_word_when_letters_or_digits_says_yes() -> None:
    assert has_word("-5-")
    assert has_word("…ñ")
    assert not has_word("… – !")


def test_is_unspaced_when_asked_looks_at_the_last_character() -> None:
    assert is_unspaced("abc河")
    assert not is_unspaced("河abc")


@pytest.mark.parametrize(
    ("character", "expected"),
    [("Ñ", "n"), ("é", "e"), ("Ł", "l"), ("ß", "ss"), ("ْ", ""), ("河", "河")],
)
def test_folded_when_compared_is_small_and_bare(character: str, expected: str) -> None:
    assert folded(character) == expected


def test_sort_key_when_sorted_puts_accents_beside_their_letters() -> None:
    words = ["Zanja", "ñandú", "Árbol", "nube", "arena"]
    assert sorted(words, key=lambda word: str(sort_key(word))) == [
        "Árbol",
        "arena",
        "ñandú",
        "nube",
        "Zanja",
    ]
    assert sort_key(None) is None
    assert sort_key("") == ""
