# SPDX-License-Identifier: GPL-3.0-or-later
"""How vocabulary files are read, what is refused, and how codes get their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.domain.errors import InvalidVocabulary
from protectnet.domain.vocabulary import (
    MAX_FILE_CHARS,
    MAX_LABEL_CHARS,
    MAX_TERMS,
    ForeignCode,
    Vocabulary,
    parse,
)

HEADER = "code,group,en,es,fr,huri,retired,default_scope\n"
LIST = (
    HEADER
    + "grp.land,,Land,Tierra,,,,\n"
    + 'ter.evict,grp.land,"Eviction, or threat of it",Desalojo,,050103000000 ~050104000000,,family\n'
    + "ter.old,grp.land,Old word,,,,yes,\n"
    + "oth,,Other,Otro,Autre,,,\n"
)


@pytest.fixture
def acts() -> Vocabulary:
    return parse("acts", LIST)


def test_term_when_read_then_has_group_words_codes_and_defaults(acts: Vocabulary) -> None:
    term = acts.terms["ter.evict"]
    assert term.group == "grp.land"
    assert term.labels == {"en": "Eviction, or threat of it", "es": "Desalojo"}
    assert term.huri == (ForeignCode("050103000000", True), ForeignCode("050104000000", False))
    assert not term.retired
    assert term.defaults == {"scope": "family"}
    assert acts.default("ter.evict", "scope") == "family"
    assert acts.default("oth", "scope") is None
    assert acts.default("gone", "scope") is None


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("es", "Desalojo"),
        ("es_CO", "Desalojo"),
        ("fr", "Eviction, or threat of it"),
        ("mn", "Eviction, or threat of it"),
        ("en", "Eviction, or threat of it"),
    ],
)
def test_label_when_a_language_has_none_then_english_is_shown(
    acts: Vocabulary, language: str, label: str
) -> None:
    assert acts.label("ter.evict", language) == label


@pytest.mark.parametrize("code", ["x.canoa quemada", "ter.from_a_newer_version", ""])
def test_label_of_a_code_the_list_lacks_is_the_code(acts: Vocabulary, code: str) -> None:
    assert acts.label(code, "es") == code
    assert not acts.is_known(code)
    assert acts.group_of(code) == ""


def test_local_terms_are_told_by_their_prefix(acts: Vocabulary) -> None:
    assert acts.is_local("x.canoa")
    assert not acts.is_local("x.")
    assert not acts.is_local("xtra")
    assert not acts.is_local("ter.evict")


def test_retired_term_keeps_its_words_and_is_not_offered(acts: Vocabulary) -> None:
    assert acts.is_known("ter.old")
    assert acts.label("ter.old", "en") == "Old word"
    assert [term.code for term in acts.offered()] == ["grp.land", "ter.evict", "oth"]


def test_groups_are_first_level_terms_with_children(acts: Vocabulary) -> None:
    assert [term.code for term in acts.groups()] == ["grp.land"]
    assert [term.code for term in acts.children("grp.land")] == ["ter.evict", "ter.old"]
    assert [term.code for term in acts.first_level()] == ["grp.land", "oth"]
    assert acts.group_of("ter.evict") == "grp.land"
    assert acts.group_of("grp.land") == "grp.land"
    assert acts.group_of("oth") == "oth"
    assert acts.children("") == ()


def row(**cells: str) -> str:
    whole = {"code": "one", "group": "", "en": "One", "es": "", "fr": "", "huri": ""}
    whole |= {"retired": "", "default_scope": ""} | cells
    return ",".join(f'"{cell}"' for cell in whole.values()) + "\n"


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "columns", 1),
        ("code,group,en,es,fr,retired\n", "columns", 1),
        ("code,group,en,en,huri,retired\n", "columns", 1),
        ("code,group,en,huri,retired,colour\n", "columns", 1),
        (HEADER, "empty", 1),
        (HEADER + "one,,One\n", "cells", 2),
        (HEADER + "\n", "cells", 2),
        (HEADER + 'one,,"One"bad,,,,,\n', "not_csv", 2),
        (HEADER + 'one,,"One', "not_csv", 2),
        (HEADER + row() + row(), "code_twice", 3),
        (HEADER + row(code=""), "code", 2),
        (HEADER + row(code="One"), "code", 2),
        (HEADER + row(code="año"), "code", 2),
        (HEADER + row(code="a..b"), "code", 2),
        (HEADER + row(code="x.ours"), "code", 2),
        (HEADER + row(code="a" * 65), "code", 2),
        (HEADER + row(en=""), "label", 2),
        (HEADER + row(es=" Uno"), "label", 2),
        (HEADER + row(es="U\u202eno"), "label", 2),
        (HEADER + row(en="a" * (MAX_LABEL_CHARS + 1)), "label", 2),
        (HEADER + row(huri="0501"), "huri", 2),
        (HEADER + row(huri="050103000000,050104000000"), "huri", 2),
        (HEADER + row(huri="٠٥٠١٠٣٠٠٠٠٠٠"), "huri", 2),
        (HEADER + row(retired="no"), "retired", 2),
        (HEADER + row(default_scope="Family"), "default", 2),
        (HEADER + row() + row(code="two", group="three"), "unknown_group", 3),
        (
            HEADER + row() + row(code="b", group="one") + row(code="c", group="b"),
            "group_in_group",
            4,
        ),
        (HEADER + " " * MAX_FILE_CHARS, "too_large", 0),
    ],
)
def test_parse_when_the_file_is_wrong_then_line_and_reason_are_named(
    text: str, reason: str, line: int
) -> None:
    with pytest.raises(InvalidVocabulary) as raised:
        parse("acts", text)
    assert raised.value.facts == {"vocabulary": "acts", "line": line, "reason": reason}


def test_parse_when_there_are_too_many_terms_then_refused() -> None:
    rows = [row(code=f"c{number}") for number in range(MAX_TERMS + 1)]
    assert len(parse("acts", HEADER + "".join(rows[:-1])).terms) == MAX_TERMS
    with pytest.raises(InvalidVocabulary) as raised:
        parse("acts", HEADER + "".join(rows))
    assert raised.value.facts["reason"] == "too_large"


@given(st.text() | st.text(alphabet='codegrupn,"~\n0x._ \r').map(lambda text: HEADER + text))
def test_parse_of_any_text_gives_a_vocabulary_or_its_own_error(text: str) -> None:
    try:
        found = parse("acts", text)
    except InvalidVocabulary:
        return
    assert found.terms
    assert all(term.labels["en"] for term in found.terms.values())
