# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.store.snippets import CHARS_AROUND, Snippet, snippet_of


def marked(text: str, words: str) -> list[str]:
    found = snippet_of([("note", text)], words)
    return [found.text[start:end] for start, end in found.marks] if found else []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The river is low", "river", ["river"]),
        ("The river is low", "iver", []),
        ("Río abajo, rio arriba", "rio", ["Río", "rio"]),
        ("污染的河水", "河水", ["河水"]),
        ("ป่าชุมชน", "ชุมชน", ["ชุมชน"]),
        ("Straße", "strasse", ["Straße"]),
        ("Straße", "stras", ["Straß"]),
        ("aaa", "aa a", ["aa"]),
        ("nothing here", "water", []),
        ("K’iche’", "k", ["K"]),
    ],
)
def test_snippet_when_words_stand_there_marks_them(
    text: str, words: str, expected: list[str]
) -> None:
    assert marked(text, words) == expected


def test_snippet_when_several_texts_takes_the_first_that_has_a_word() -> None:
    found = snippet_of([("title", "no"), ("note", "the river"), ("more", "river")], "river")
    assert found == Snippet("note", "the river", ((4, 9),), False, False)


def test_snippet_when_text_is_long_is_cut_at_words_around_the_place() -> None:
    text = "before " * 50 + "river " + "after " * 50
    found = snippet_of([("note", text)], "river")
    assert found is not None
    assert found.text.startswith("before ")
    assert "river" in found.text
    assert (found.is_cut_before, found.is_cut_after) == (True, True)
    assert len(found.text) <= 2 * CHARS_AROUND
    assert found.marks == ((found.text.index("river"), found.text.index("river") + 5),)


def test_snippet_when_lines_are_broken_shows_one_line() -> None:
    found = snippet_of([("note", "one\nriver\ntwo")], "river")
    assert found is not None
    assert found.text == "one river two"


def test_snippet_when_shown_in_logs_names_no_content() -> None:
    assert "river" not in repr(snippet_of([("note", "river")], "river"))


@given(st.text(max_size=200), st.text(max_size=30))
def test_snippet_when_any_text_and_words_marks_places_inside(text: str, words: str) -> None:
    found = snippet_of([("note", text)], words)
    if found is not None:
        assert found.marks
        ends = [0, *(place for mark in found.marks for place in mark), len(found.text)]
        assert ends == sorted(ends)
        assert found.text in text.replace("\n", " ")
