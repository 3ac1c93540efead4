# SPDX-License-Identifier: GPL-3.0-or-later
"""The answers of a vocabulary, in the order and with the indentation in which lists show them."""

from collections.abc import Iterator

from protectnet.domain.vocabulary import LOCAL_PREFIX, Vocabulary
from protectnet.gui.widgets.chooser import Chooser
from protectnet.i18n import _, current_language

_INDENT = "\u2003"


def answers(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Code and words of each answer that is offered; those in a group are indented below it."""
    for term in vocabulary.first_level():
        yield term.code, vocabulary.label(term.code, current_language())
        for child in vocabulary.children(term.code):
            if not child.retired:
                yield child.code, _INDENT + vocabulary.label(child.code, current_language())


def words_for(vocabulary: Vocabulary, code: str) -> str:
    """The words of any code: also a retired one, an own word, one of a newer version."""
    if vocabulary.is_local(code):
        return code.removeprefix(LOCAL_PREFIX)
    return vocabulary.label(code, current_language())


def fill(chooser: Chooser, vocabulary: Vocabulary, nothing: str | None = None) -> None:
    """Offer "nothing noted" and then the answers of a vocabulary."""
    chooser.clear()
    chooser.add(_("not noted") if nothing is None else nothing, None)
    for code, words in answers(vocabulary):
        chooser.add(words, code)


def choose(chooser: Chooser, vocabulary: Vocabulary, code: str | None) -> None:
    """Choose a code, offering it first where the list does not have it."""
    if not chooser.choose(code) and code is not None:
        chooser.add(words_for(vocabulary, code), code)
        chooser.choose(code)
