# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.vault.errors import PassphraseTooLong, PassphraseUnreadable
from protectnet.vault.strength import STRONG_FROM, WEAK_BELOW, Verdict, judge
from protectnet.vault.words import LANGUAGES, generate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "password",
        "contraseña",
        "P4ssw0rd!2024",
        "qwertyuiopasdfgh",
        "aaaaaaaaaaaaaaaaaaaaaaaaa",
        "zanahoria",
        "caballo mesa lluvia",
        "tierra tierra tierra tierra tierra tierra",
        "19840523 19840523",
        "Guadalupe1975",
    ],
)
def test_judge_when_easily_guessed_then_is_weak(text: str) -> None:
    assert judge(text).verdict is Verdict.WEAK


@pytest.mark.parametrize("text", ["zanahoria lluvia mesa tractor", "neblina.tractor.cobija.mole"])
def test_judge_when_four_common_words_of_any_language_then_is_fair(text: str) -> None:
    assert judge(text).verdict is Verdict.FAIR


@pytest.mark.parametrize(
    "text", ["vK3#pq9!Zt7&mW2x+h8R", "la neblina 7 baja; despacio 44 con leña"]
)
def test_judge_when_long_and_not_of_words_alone_then_is_strong(text: str) -> None:
    assert judge(text).verdict is Verdict.STRONG


@given(st.sampled_from(LANGUAGES))
def test_judge_when_generated_then_is_strong_and_never_above_its_true_size_by_much(
    language: str,
) -> None:
    made = generate(language)
    if len(set(made.words)) == len(made.words):
        found = judge(made.text)
        assert found.verdict is Verdict.STRONG
        # 77 bits are 23.2 powers of ten; the judge does not know which list the words came from.
        assert STRONG_FROM <= found.guesses_log10 <= 28.0


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=90))
def test_judge_when_given_any_text_then_its_verdict_follows_its_number(text: str) -> None:
    found = judge(text)
    assert found.guesses_log10 >= 0
    assert (found.verdict is Verdict.WEAK) == (found.guesses_log10 < WEAK_BELOW)
    assert (found.verdict is Verdict.STRONG) == (found.guesses_log10 >= STRONG_FROM)


@pytest.mark.parametrize("text", ["ÑANDÚ río 12", "nandu rio 12"])
def test_judge_when_only_capitals_and_accents_differ_then_they_count_for_nothing(text: str) -> None:
    assert judge(text) == judge("ñandú RÍO 12")


def test_judge_when_it_is_a_name_in_the_vault_then_is_guessed_sooner() -> None:
    text = "Tsagaanovoo Khandgait 17"
    assert judge(text, names=["Tsagaanovoo", "Río Khandgait"]).guesses_log10 < (
        judge(text).guesses_log10 - 5
    )


def test_judge_when_very_long_then_takes_its_beginning() -> None:
    assert judge("x7#kQ" * 200) == judge("x7#kQ" * 15)


def test_judge_when_it_is_no_text_then_says_so_as_a_passphrase_would() -> None:
    with pytest.raises(PassphraseUnreadable):
        judge("bell\a")
    with pytest.raises(PassphraseTooLong):
        judge("a" * 2000)
