# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts laid out for a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protectnet.cli.layout import cut, harmless, table, terminal_columns, width, wrapped

TEXTS = st.text(max_size=200)
WORDS = st.lists(st.text("abcüñ保护", min_size=1, max_size=8), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ford", "Ford"),
        ("a\x1b[31mb", "a [31mb"),
        ("a\nb\tc\rd", "a b c d"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u2028b", "a b"),
        ("a\udc80b", "a\N{REPLACEMENT CHARACTER}b"),
        ("Ñandú شبكة 保护 e\u0301 👩\u200d🌾", "Ñandú شبكة 保护 e\u0301 👩\u200d🌾"),
    ],
)
def test_harmless_when_a_text_comes_from_elsewhere_then_no_sign_commands_a_terminal(
    text: str, shown: str
) -> None:
    assert harmless(text) == shown


@given(TEXTS)
def test_harmless_when_anything_is_given_then_no_control_is_left(text: str) -> None:
    left = {unicodedata.category(each) for each in harmless(text)}
    assert left.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("Ford", 4), ("保护", 4), ("e\u0301", 1), ("ﾊ", 1)]
)
def test_width_when_signs_are_wide_or_none_then_columns_are_counted(
    text: str, columns: int
) -> None:
    assert width(text) == columns


@given(TEXTS, st.integers(1, 60))
def test_cut_when_too_wide_then_it_fits_and_begins_the_same(text: str, columns: int) -> None:
    shown = cut(text, columns)
    assert width(shown) <= columns
    if shown != text:
        assert shown.endswith("…")
        assert text.startswith(shown[:-1])


@given(WORDS, st.integers(10, 80), st.sampled_from(["", "  ", "    "]))
def test_wrapped_when_words_fit_then_no_line_is_too_wide_and_no_word_is_lost(
    text: str, columns: int, indent: str
) -> None:
    lines = list(wrapped(text, columns, indent))
    longest = max((width(word) for word in text.split()), default=0)
    if longest + len(indent) <= columns:
        assert all(width(line) <= columns for line in lines)
    assert " ".join(lines).split() == text.split()
    assert all(line.startswith(indent) for line in lines[1:])


def test_wrapped_when_the_text_has_lines_then_they_stay_and_are_indented() -> None:
    assert list(wrapped("one\ntwo three\n\nfour", 8, "  ")) == [
        "one",
        "  two",
        "  three",
        "",
        "  four",
    ]
    assert list(wrapped("  label: one two", 12, "  ")) == ["  label: one", "    two"]
    assert list(wrapped("  id  one  two", 9, "  ")) == ["  id  one", "    two"]


def test_wrapped_when_there_is_no_width_then_only_its_own_lines_break_it() -> None:
    text = "word " * 100
    assert list(wrapped(f"{text}\n\x1b[0m", None)) == [text.rstrip(), " [0m"]


def test_wrapped_when_a_word_is_wider_than_the_terminal_then_it_stands_alone() -> None:
    assert list(wrapped("see https://example.org/very/long then", 10)) == [
        "see",
        "https://example.org/very/long",
        "then",
    ]


def test_table_when_it_fits_then_each_column_is_as_wide_as_its_cells() -> None:
    rows = [("1", "保护", "x"), ("22", "Ford", "")]
    assert list(table(("id", "title", ""), rows, 80)) == [
        "id  title",
        "1   保护   x",
        "22  Ford",
    ]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5), st.integers(40, 100))
def test_table_when_cells_are_wide_then_every_line_fits(
    rows: list[tuple[str, str, str]], columns: int
) -> None:
    lines = list(table(("id", "title", "more"), rows, columns))
    assert len(lines) == len(rows) + 1
    assert all(width(line) <= columns for line in lines)


def test_table_when_there_is_no_width_then_nothing_is_cut() -> None:
    long = "x" * 500
    assert list(table(("title",), [(long,)], None))[1] == long


def test_terminal_columns_when_unknown_or_silly_then_is_usual(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert terminal_columns() == 78
    for given_columns, found in (("60", 58), ("500", 98), ("0", 78), ("x", 78)):
        monkeypatch.setenv("COLUMNS", given_columns)
        assert terminal_columns() == found
