# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess
import sys
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.vault.errors import NoWordList
from protectnet.vault.passphrase import MIN_CHOSEN, Passphrase, fold
from protectnet.vault.words import LANGUAGES, WORDS, generate, word_list


def test_languages_when_listed_then_are_those_of_the_program_and_portuguese() -> None:
    assert LANGUAGES == ("en", "es", "fr", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_list_when_folded_then_still_has_2048_distinct_words_of_plain_letters(
    language: str,
) -> None:
    words = word_list(language)
    folded = {fold(word) for word in words}
    assert len(words) == len(folded) == 2048
    assert all(word.isascii() and word.isalpha() for word in folded)


@pytest.mark.parametrize("language", LANGUAGES)
def test_generate_when_asked_then_gives_seven_words_of_77_bits(language: str) -> None:
    made = generate(language)
    assert len(made.words) == WORDS == 7
    assert made.bits == 77.0
    assert set(made.words) <= set(word_list(language))
    assert made.text.split(" ") == list(made.words)


def test_generate_when_the_numbers_are_given_then_draws_each_word_by_itself() -> None:
    asked = []
    numbers = iter([0, 2047, 0, 1, 1024, 5, 2047])

    def below(limit: int) -> int:
        asked.append(limit)
        return next(numbers)

    words = word_list("es")
    made = generate("es", below=below)
    assert asked == [2048] * 7
    assert made.words == tuple(words[number] for number in (0, 2047, 0, 1, 1024, 5, 2047))


def test_generate_when_drawn_often_then_every_word_comes_about_as_often() -> None:
    drawn = Counter(word for _ in range(400) for word in generate("fr").words)
    # 2800 draws from 2048: about 1530 distinct ones; far fewer would mean that the lot is loaded.
    assert 1400 < len(drawn) < 1650
    assert max(drawn.values()) < 12


@given(st.sampled_from(LANGUAGES), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_generate_when_typed_from_paper_then_gives_the_same_passphrase(
    language: str, form: str, in_capitals: bool
) -> None:
    text = generate(language).text
    typed = unicodedata.normalize(form, text.upper() if in_capitals else text)  # type: ignore[arg-type]
    assert Passphrase.chosen(typed).encoded() == Passphrase.chosen(text).encoded()
    assert len(text) >= MIN_CHOSEN


def test_generate_when_shown_then_shows_no_word() -> None:
    made = generate("pt")
    assert not any(word in repr(made) for word in made.words if len(word) > 4)


@pytest.mark.parametrize("language", ["", "de", "english", "../en"])
def test_generate_when_there_is_no_list_then_names_the_lists_there_are(language: str) -> None:
    with pytest.raises(NoWordList) as missing:
        generate(language)
    assert missing.value.facts == {"language": language, "known": LANGUAGES}


def test_generate_when_no_word_is_asked_for_then_is_a_defect() -> None:
    with pytest.raises(ValueError, match="at least one"):
        generate("en", 0)


def test_vault_when_imported_then_loads_no_word_lists_and_no_judge() -> None:
    code = (
        "import sys, protectnet.vault.opening, protectnet.vault.strength, protectnet.vault.words;"
        "print(sorted({'zxcvbn', 'mnemonic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
