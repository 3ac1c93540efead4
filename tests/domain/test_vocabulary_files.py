# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists that come with the program: whole in three languages, and no code ever lost."""

from pathlib import Path

import pytest

from protectnet.app.vocabularies import Vocabularies
from protectnet.domain.vocabulary import Vocabulary

VOCABULARIES = Vocabularies()
EVERY_LIST = pytest.mark.parametrize(
    "vocabulary", [VOCABULARIES(name) for name in VOCABULARIES.names()], ids=lambda each: each.name
)
RELEASED = Path(__file__).with_name("released_codes.txt")
LANGUAGES = {"en", "es", "fr"}
GROUPED = {"act_type": 8, "measure_type": 8, "actor_type": 5}
WITHOUT_UNKNOWN = {
    "agreement", "certainty", "consent_purpose", "contact_use", "date_precision", "factor_side",
    "impact", "likelihood", "mechanism_challenge", "risk_band", "statement_fact",
}  # fmt: skip
WITHOUT_OTHER = {
    "agreement", "certainty", "confidence", "date_precision", "effect", "event_status",
    "factor_side", "impact", "investigation_status", "likelihood", "measure_status", "part_of_day",
    "place_precision", "realisation", "reduces", "relation_to_state", "reliability", "risk_band",
    "scope", "stance", "suitability", "target_level", "timing", "trend", "trust",
}  # fmt: skip


def shipped_codes() -> set[str]:
    return {f"{name} {code}" for name in VOCABULARIES.names() for code in VOCABULARIES(name).terms}


def test_released_codes_never_disappear() -> None:
    missing = set(RELEASED.read_text(encoding="utf-8").splitlines()) - shipped_codes()
    assert missing == set(), "retire a code, never delete it"


def test_codes_are_all_noted_as_released() -> None:
    noted = RELEASED.read_text(encoding="utf-8").splitlines()
    assert noted == sorted(set(noted))
    assert shipped_codes() - set(noted) == set(), "add new codes to released_codes.txt"


@EVERY_LIST
def test_words_are_there_in_every_language(vocabulary: Vocabulary) -> None:
    for term in vocabulary.terms.values():
        assert set(term.labels) == LANGUAGES, term.code


@EVERY_LIST
def test_words_are_never_the_same_for_two_offered_terms(vocabulary: Vocabulary) -> None:
    for language in LANGUAGES:
        words = [term.labels[language].casefold() for term in vocabulary.offered()]
        assert len(words) == len(set(words)), language


@EVERY_LIST
def test_other_and_unknown_are_offered_where_they_make_sense(vocabulary: Vocabulary) -> None:
    codes = {term.code for term in vocabulary.offered()}
    assert ("unk" in codes) == (vocabulary.name not in WITHOUT_UNKNOWN)
    assert ("oth" in codes) == (vocabulary.name not in WITHOUT_OTHER)


@EVERY_LIST
def test_defaults_are_codes_of_the_list_they_name(vocabulary: Vocabulary) -> None:
    for term in vocabulary.terms.values():
        for name, code in term.defaults.items():
            assert VOCABULARIES(name).is_known(code), f"{term.code}: {name} {code}"


@EVERY_LIST
def test_first_level_groups_are_few_and_not_empty(vocabulary: Vocabulary) -> None:
    groups = vocabulary.groups()
    assert len(groups) == GROUPED.get(vocabulary.name, 0)
    grouped = {child.code for group in groups for child in vocabulary.children(group.code)}
    alone = {term.code for term in vocabulary.terms.values()} - grouped - {g.code for g in groups}
    if groups:
        assert alone == {"oth", "unk"}


@EVERY_LIST
def test_foreign_codes_are_twelve_digits_and_stand_in_two_lists_alone(
    vocabulary: Vocabulary,
) -> None:
    foreign = [each for term in vocabulary.terms.values() for each in term.huri]
    assert all(len(each.code) == 12 and each.code.isdecimal() for each in foreign)
    assert bool(foreign) == (vocabulary.name in {"act_type", "actor_type"})


@pytest.mark.parametrize("name", ["likelihood", "impact"])
def test_scales_have_words_for_each_step(name: str) -> None:
    assert list(VOCABULARIES(name).terms) == ["1", "2", "3", "4", "5"]


def test_measure_types_propose_all_four_axes_for_a_community_guard() -> None:
    guard = VOCABULARIES("measure_type").terms["own.guard"]
    assert dict(guard.defaults) == {
        "provider": "own_community",
        "scope": "collective",
        "timing": "risk_prevention",
        "domain": "territorial",
    }


def test_every_measure_type_proposes_who_provides_it_and_in_what_field() -> None:
    measures = VOCABULARIES("measure_type")
    for group in measures.groups():
        for term in measures.children(group.code):
            assert {"provider", "domain"} <= set(term.defaults), term.code
