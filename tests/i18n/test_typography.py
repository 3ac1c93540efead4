# SPDX-License-Identifier: GPL-3.0-or-later
"""Each language keeps its own quotation marks, spaces and words, wherever a sentence comes from."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import catalogues as tool
import pytest
from tests.habits import tree

NARROW = "\N{NARROW NO-BREAK SPACE}"
QUOTES = frozenset("“”«»")
MARKED = frozenset({"_", "N_", "ngettext", "pgettext"})
# Letters that are alike to people who type; and what a reader of colours and shapes never sees.
NOT_SHOWN = {"src/protectnet/vault/passphrase.py"}
OTHER_WORDS = {
    # The word that is used is in the glossary; these stood for the same beside it.
    "es": re.compile(r"\bvalor(ad|ar|ó|aci)", re.IGNORECASE),
    "fr": re.compile(r"\beffa[cç]", re.IGNORECASE),
}


def sentences(language: str) -> Iterator[str]:
    """Every translated sentence of a catalogue, each plural form too."""
    for message in tool.read(tool.catalogue_path(language), language):
        if message.id:
            found = message.string
            yield from (found,) if isinstance(found, str) else found or ()


def badly_spaced(sentence: str) -> bool:
    """Whether a French sentence has another space than a narrow one where one has to stand."""
    # The filter of a file dialog is no sentence.
    text = sentence.replace(";;", "")
    before = re.search(rf"(?<!{NARROW})[;:!?»](?=\W|$)", text)
    return bool(before or re.search(rf"«(?!{NARROW})", text))


def test_french_when_a_sign_needs_a_space_then_a_narrow_one_that_does_not_break_stands_there() -> (
    None
):
    assert [each for each in sentences("fr") if badly_spaced(each)] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Oui !", True),
        ("Oui\N{NO-BREAK SPACE}: non", True),
        ("Oui: non", True),
        ("« oui »", True),
        (f"«{NARROW}oui»", True),
        (f"«{NARROW}oui{NARROW}»{NARROW}: non{NARROW}; si{NARROW}?", False),
        ("Paquets (*.age);;Tous (*)", False),
        ("12:30", False),
    ],
)
def test_badly_spaced_when_looked_at_then_finds_what_is_wrong(
    sentence: str, expected: bool
) -> None:
    assert badly_spaced(sentence) is expected


def test_spanish_when_it_quotes_then_no_space_stands_inside() -> None:
    assert [each for each in sentences("es") if re.search(r"«\s|\s»", each)] == []


@pytest.mark.parametrize("language", tool.LANGUAGES)
def test_translation_when_it_quotes_then_not_as_english_does(language: str) -> None:
    assert [each for each in sentences(language) if {"“", "”", '"'} & set(each)] == []


@pytest.mark.parametrize("language", tool.LANGUAGES)
def test_translation_when_there_is_one_word_for_a_thing_then_no_other_is_used(
    language: str,
) -> None:
    assert [each for each in sentences(language) if OTHER_WORDS[language].search(each)] == []


def quoting_by_code(path: Path) -> Iterator[str]:
    """Texts with quotation marks that no translator sees, but what describes the code."""
    parsed = tree.parsed(path)
    seen = {id(each) for each in _of_sentences(ast.walk(parsed))}
    for node in ast.walk(parsed):
        if not isinstance(node, ast.Constant) or id(node) in seen:
            continue
        if isinstance(node.value, str) and QUOTES & set(node.value):
            yield f"{tree.name(path)}:{node.lineno}: {node.value[:60]!r}"


def _of_sentences(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKED:
            for each in node.args:
                yield from ast.walk(each)
        elif isinstance(node, ast.Expr):
            # A text that stands alone describes what it follows.
            yield node.value


def test_code_when_it_shows_quotation_marks_then_they_stand_in_a_sentence() -> None:
    paths = [each for each in tree.python_files("src") if tree.name(each) not in NOT_SHOWN]
    assert [found for path in paths for found in quoting_by_code(path)] == []


def test_quoting_by_code_when_code_joins_marks_then_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text(
        '"""About “this”."""\nfrom x import _\na = f"{b}: “{c}”"\nd = _("“{e}”")\n', "utf-8"
    )
    # Where the file is called nothing of the tree.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "ROOT", tmp_path)
        assert [each.partition(":")[0] for each in quoting_by_code(path)] == ["bad.py", "bad.py"]
